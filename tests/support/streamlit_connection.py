"""When the server has answered: read off the connection itself, so that no test waits for a time and hopes.

Streamlit's page says ``notRunning`` both before a click has reached the server and after it was answered. What tells the two
apart passes over the websocket: a request to run the page, the start of a run, and its end.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 60_000
"""Milliseconds. A busy machine makes no test fail; a thing that never comes still does."""

_IDLE = """() => new Promise(done => {
    const idle = then => requestIdleCallback(then, {timeout: 5000})
    idle(() => requestAnimationFrame(() => idle(done)))
})"""
"""The browser has drawn what it was sent. A field that is filled in earlier can be set back when its page is drawn."""


@dataclass
class _Line:
    """One websocket: how many runs were asked for, and how many of them are answered.

    A fragment that a run of the whole page left out may still ask for a run of its own; the server does not answer that.
    """

    asked: int = 0
    started: int = 0
    answered: int = 0
    whole: bool = True
    """Whether the run that started last is one of the whole page."""
    waiting: list[str] = field(default_factory=list[str])
    """The fragments, empty for the whole page, that asked since then."""
    drawn: set[str] = field(default_factory=set[str])
    """The fragments on the page."""

    def sent(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes) and (message := BackMsg.FromString(payload)).HasField("rerun_script"):
            fragment = message.rerun_script.fragment_id
            if fragment and self.whole and self.answered == self.asked and fragment not in self.drawn:
                return
            self.asked += 1
            self.waiting.append(fragment)

    def received(self, payload: str | bytes) -> None:
        if not isinstance(payload, bytes):
            return
        message = ForwardMsg.FromString(payload)
        if message.HasField("new_session"):
            self.started = self.asked
            self.whole = not self.waiting or "" in self.waiting
            self.waiting.clear()
            if self.whole:
                self.drawn.clear()
        elif message.HasField("delta"):
            self.drawn.add(message.delta.fragment_id)
        elif message.HasField("script_finished") and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.answered = self.started
            if self.whole and all(one and one not in self.drawn for one in self.waiting):
                self.answered = self.asked


@dataclass
class Connection:
    """What this page asks of the server; a page that is loaded anew, or whose server comes back, begins a new line."""

    page: Page
    line: _Line = field(default_factory=_Line)
    lines: int = 0

    @classmethod
    def of(cls, page: Page) -> "Connection":
        """Listens from now on; to be made before the page goes anywhere."""
        connection = cls(page)
        page.on("websocket", connection._opened)
        return connection

    def _opened(self, socket: WebSocket) -> None:
        line = _Line()
        socket.on("framesent", line.sent)
        socket.on("framereceived", line.received)
        self.line = line
        self.lines += 1

    def settle(self, line: int = 0, asked: int = 1) -> None:
        """Waits until all that was asked is answered and shown: at least ``asked`` runs, on at least the ``line``-th line."""
        self._wait(lambda: self.lines >= line and self.line.asked >= asked and self.line.answered == self.line.asked)
        self.page.evaluate(_IDLE)
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')

    def _wait(self, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE / 1000
        while not until():
            if time.monotonic() > deadline:
                raise AssertionError(f"the server did not answer: {self.lines} lines, {self.line}, {self.page.url}")
            self.page.wait_for_timeout(10)  # lets the browser's messages in
