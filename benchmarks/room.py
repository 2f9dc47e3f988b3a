"""The two servers that `benchmarks.live` compares, a room in Kader and the floor, each with a process of phones."""

import http.client
import json
import re
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from framework.settings import DATABASE_NAME, Settings
from framework.store.sql import SqlStore
from framework.usecases import FACILITATOR, Context, Workshops
from framework.workshop.agenda import proposed_items
from framework.workshop.session_plan import planned_steps
from tests.support.server_process import ANSWER_LIMIT, ROOT, Server, Visitor, free_port, serving

PATIENCE = 0.12
"""Seconds that the console waits for its own page to follow a click before it asks for it (pages/ui/facilitation/status_component.py)."""
SCENARIOS = ("S03", "S07")
REASON = "Omdat de klant het niet verwacht en wij het niet goed kunnen uitleggen."


@dataclass(frozen=True)
class PreparedWorkshop:
    """A workshop in session, with two dilemmas. ``ballots``: what a phone's form sends for each, in addition to the stance."""

    id: str
    code: str
    ballots: tuple[Mapping[str, str], Mapping[str, str]]


def prepare(data: Path) -> PreparedWorkshop:
    """Prepares a workshop in a server's data folder, as a facilitator does before people come."""
    data.mkdir(parents=True, exist_ok=True)
    with closing(SqlStore.open(Settings.in_folder(data))) as store:
        cases = Workshops(Context.on_this_machine(store)).acting_as(FACILITATOR)
        wid = cases.facilitation.start_live_workshop("Waterkers", "Marketing", "nl", "marketing-ai")
        for kind, name in (("next_best_action", "Persoonlijke mail"), ("chatbot", "Servicebot")):
            cases.inventory.add(wid, kind, name)
        state = cases.queries.state(wid)
        assert state.room is not None
        items = sorted(
            (i for i in proposed_items(state) if i.scenario.id in SCENARIOS), key=lambda item: item.scenario.id
        )
        room = cases.facilitation.set_plan(wid, state.room.version, "short", planned_steps("short", items))
        cases.facilitation.open_session(wid)
    words = {"kind": "ballot", "round": "1", "confidence": "sure", "objection": "", "reason": REASON}
    first, second = ({**words, "scenario": item.scenario.id, "activity": item.activity.id} for item in items)
    return PreparedWorkshop(wid, room.code, (first, second))


class CrowdProcess:
    """A process of phones (`benchmarks.crowd`)."""

    def __init__(self, port: int, code: str, source: str = "127.0.0.1") -> None:
        command = [sys.executable, "-m", "benchmarks.crowd", str(port), code, source]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def tell(self, do: str, **given: Any) -> None:
        """Starts a command; `hear` waits for its answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **given}).encode() + b"\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline() or '{"wrong": "the crowd is gone"}')
        if "wrong" in said:
            raise RuntimeError(said["wrong"])
        return said["said"]

    def do(self, do: str, **given: Any) -> Any:
        self.tell(do, **given)
        return self.hear()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for end in (self.process.stdin, self.process.stdout):
            if end is not None:
                with suppress(OSError):
                    end.close()


class Console(Visitor):
    """The facilitator's console as a browser runs it: presses buttons, draws counts from the events, and reruns its fragment
    when shared state has changed, and periodically."""

    def __init__(self, server: Server, workshop: str) -> None:
        super().__init__(server)
        self._port = server.port
        self._workshop = workshop
        self._buttons: dict[str, str] = {}
        self._folds: dict[str, str] = {}
        self._unfolded: set[str] = set()
        """Buttons of the plan that the page shows."""
        self._page = ""
        self._fragment = ""
        self._every = 60.0
        """Seconds between two reruns that the page makes by itself."""
        self._seen = 0
        """The shared revision that the page shows."""
        self._turn = threading.Lock()
        self._moved = threading.Event()
        self._leaving = False
        self.follows = True
        """When off, the fragment never runs, as if nobody had the console open."""

    def open(self) -> None:
        first = self.visit("console", self._query)
        assert not first.errors, first.errors
        self._page = first.pages["console"]
        self._read_messages(first.messages)
        for work in (self._listen, self._follow):
            threading.Thread(target=work, daemon=True).start()

    @property
    def _query(self) -> str:
        return f"w={self._workshop}&lang=nl"

    def press(self, button: str) -> float:
        """Presses the button with this key and waits for the page; returns when it was pressed, on the machine's clock."""
        self.press_in_plan(button)
        with self._turn:
            state = self._state()
            state.widget_states.widgets.add(id=self._buttons[button], trigger_value=True)
            since = time.perf_counter()
            self._run(state)
        return since

    def press_in_plan(self, button: str) -> None:
        """Opens the plan first if the button is in it, as a facilitator does to go to another step than the next. The page
        closes the plan after each step."""
        if not button.startswith("console.go.") or button in self._unfolded:
            return
        with self._turn:
            state = self._state()
            state.widget_states.widgets.add(id=self._folds["console.plan"], bool_value=True)
            self._run(state)

    def leave(self) -> None:
        self._leaving = True
        self._moved.set()
        with self._turn:  # waits for the present run to end
            pass

    def _state(self) -> ClientState:
        state = ClientState(query_string=self._query, page_script_hash=self._page, page_name="console")
        state.context_info.locale = "nl-NL"
        state.context_info.timezone = "Europe/Amsterdam"
        return state

    def _run(self, state: ClientState) -> None:
        self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        messages: list[ForwardMsg] = []
        while True:
            data = self._socket.recv(timeout=ANSWER_LIMIT)
            assert isinstance(data, bytes)
            message = ForwardMsg()
            message.ParseFromString(data)
            messages.append(message)
            if message.WhichOneof("type") == "script_finished" and message.script_finished not in _GOES_ON:
                break
        self._read_messages(messages)

    def _read_messages(self, messages: Sequence[ForwardMsg]) -> None:
        self._unfolded.clear()
        for message in messages:
            element = message.delta.new_element
            fold = message.delta.add_block.expandable.id
            if fold:
                self._folds[_key(fold)] = fold
            elif element.WhichOneof("type") == "button":
                self._buttons[_key(element.button.id)] = element.button.id
                self._unfolded.add(_key(element.button.id))
            elif element.WhichOneof("type") == "bidi_component":
                self._seen = json.loads(element.bidi_component.json)["seen"]
            elif message.WhichOneof("type") == "auto_rerun" and message.auto_rerun.interval < 60:
                self._fragment, self._every = message.auto_rerun.fragment_id, message.auto_rerun.interval

    def _listen(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_LIMIT)
        with suppress(OSError, http.client.HTTPException), closing(line):
            line.request("GET", f"/live/{self._workshop}/events", headers={"Accept": "text/event-stream"})
            answer = line.getresponse()
            while not self._leaving and (words := answer.readline()):
                if words.startswith(b"data: {") and json.loads(words[6:])["shared_revision"] != self._seen:
                    self._moved.set()

    def _follow(self) -> None:
        """Reruns the fragment for changes made elsewhere; the page already shows its own clicks."""
        while True:
            moved = self._moved.wait(self._every)
            shown = self._seen
            if moved:
                time.sleep(PATIENCE)
                self._moved.clear()
            if self._leaving:
                return
            if self.follows and not (moved and shown != self._seen):
                with self._turn:
                    if self._leaving:
                        return
                    state = self._state()
                    state.fragment_id = self._fragment
                    self._run(state)


def _key(element_id: str) -> str:
    """Kader's key of an element, with which Streamlit's id ends."""
    return element_id.split("-", 2)[2]


_GOES_ON = (ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN,)


@contextmanager
def console(server: Server, workshop: str) -> Iterator[Console]:
    # A browser loads the page itself first, and the server then imports what pages need (pages/server/background_import.py).
    urllib.request.urlopen(f"http://127.0.0.1:{server.port}/console", timeout=30).read()
    with Console(server, workshop) as opened:
        opened.open()
        try:
            yield opened
        finally:
            opened.leave()


@contextmanager
def crowd(port: int, code: str, source: str = "127.0.0.1") -> Iterator[CrowdProcess]:
    made = CrowdProcess(port, code, source)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def bare(folder: Path) -> Iterator[Server]:
    """The floor's server."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.bare", str(port), str(folder / "floor.sqlite3")]
    with serving(command, log=folder / "log", port=port, folder=ROOT, health="/healthz") as server:
        yield server


def post(port: int, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> str:
    """Returns the cookie that the response sets, as a request header sends it."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_LIMIT)) as line:
        line.request("POST", path, body, dict(headers or {}))
        answer = line.getresponse()
        said = answer.read()
        assert answer.status < 400, (path, answer.status, said)
        return (answer.headers.get("Set-Cookie") or "").partition(";")[0]


def pages(server: Server, code: str) -> tuple[bytes, bytes]:
    """The pages that somebody loads who joins, join page and room page, gzipped."""
    path, headers = f"/j/{code}", {"Accept-Encoding": "gzip", "Accept-Language": "nl"}
    _, said, door = server.get(path, headers)
    headers["Cookie"] = said["set-cookie"].partition(";")[0]
    typed = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    headers["Cookie"] = typed["Cookie"] = post(server.port, path, b"role=data&lang=nl", typed)
    room = server.get(path, headers)[2]
    post(server.port, f"{path}/leave", b"", typed)  # the reveal would wait for a seat that never votes
    return door, room


@dataclass(frozen=True)
class Kept:
    """How the votes in the database differ from the acknowledged ones. All three are 0 when none was lost or doubled."""

    votes: int
    lost: int
    twice: int
    other: int
    """Phones whose latest stored vote is not the one that was acknowledged last."""


def kept_votes(data: Path, tally: Sequence[tuple[str, str, int]]) -> Kept:
    """Compares the acknowledged votes of each phone (`benchmarks.crowd.CrowdProcess.tally`) with the ballots on disk."""
    file = data / DATABASE_NAME
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        seats = dict(database.execute("SELECT key_hash, seat FROM seat_keys").fetchall())
        given: dict[str, list[str]] = {}
        for seat, stance in database.execute("SELECT seat, stance FROM ballots ORDER BY sequence"):
            given.setdefault(seat, []).append(stance)
    lost = twice = other = 0
    for key, stance, acknowledged in tally:
        ballots = given.get(seats.get(sha256(key.encode()).hexdigest(), ""), [])
        lost += max(0, acknowledged - len(ballots))
        twice += max(0, len(ballots) - acknowledged)
        other += bool(acknowledged) and (not ballots or ballots[-1] != stance)
    return Kept(sum(count for _, _, count in tally), lost, twice, other)


def bare_form(page: bytes) -> bytes:
    """Only the form of a page, without style and script."""
    return re.sub(rb"<(style|script)[^>]*>.*?</\1>", b"", page, flags=re.DOTALL)
