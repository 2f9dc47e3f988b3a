"""A server in a process of its own, and a visitor who speaks Streamlit's websocket without a browser.

Used by the tests here and by ``benchmarks/``.
"""

import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Self

from streamlit.proto.AutoRerun_pb2 import AutoRerun
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 60.0
ANSWER_LIMIT = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server. ``started_in``: seconds from the process's start to the first healthy answer."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log
        self.started_in = 0.0

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Status, headers with lower-case names, body."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_LIMIT)) as connection:
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def json(self, path: str) -> Any:
        return json.loads(self.get(path)[2])

    def memory(self) -> float:
        """Resident MiB (Linux)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise AssertionError("no VmRSS")

    def processor(self) -> float:
        """Seconds of processor time used so far (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_until_healthy(self, path: str, since: float) -> None:
        while time.perf_counter() - since < START_LIMIT:
            if self.process.poll() is not None:
                break
            try:
                if self.get(path)[0] == http.HTTPStatus.OK:
                    self.started_in = time.perf_counter() - since
                    return
            except OSError:
                pass
            time.sleep(0.005)
        raise AssertionError(f"the server did not start:\n{self.log.read_text(errors='replace')}")


@contextmanager
def serving(
    command: Sequence[str],
    *,
    log: Path,
    port: int,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    health: str = "/_stcore/health",
) -> Iterator[Server]:
    """Runs a server until the block ends; yields once it is healthy."""
    variables = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
    with log.open("wb") as written:
        since = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=written, stderr=subprocess.STDOUT)
        server = Server(process, port, log)
        try:
            server.wait_until_healthy(health, since)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def streamlit_command(script: Path, port: int, *options: str) -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), *options]


class Run:
    """What one run of a script sent to the browser. ``seconds``: from the request to the end of the script."""

    def __init__(self, messages: Sequence[ForwardMsg], seconds: float) -> None:
        self.messages = messages
        self.seconds = seconds

    def kinds(self) -> list[str]:
        return [str(message.WhichOneof("type")) for message in self.messages]

    @property
    def titles(self) -> list[str]:
        return [m.page_config_changed.title for m in self.messages if m.WhichOneof("type") == "page_config_changed"]

    @property
    def pages(self) -> dict[str, str]:
        """Address to page hash, as the browser was told last."""
        told = [m.navigation for m in self.messages if m.WhichOneof("type") == "navigation"]
        return {page.url_pathname: page.page_script_hash for page in told[-1].app_pages} if told else {}

    @property
    def clocks(self) -> list[AutoRerun]:
        """The parts that are to run by themselves: each with its ``interval`` (s) and its ``fragment_id``."""
        return [message.auto_rerun for message in self.messages if message.WhichOneof("type") == "auto_rerun"]

    @property
    def texts(self) -> list[str]:
        """Markdown, headings and captions, in the order in which they were sent."""
        found: list[str] = []
        for message in self.messages:
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind in ("markdown", "heading"):
                found.append(getattr(element, kind).body)
        return found

    @property
    def errors(self) -> list[str]:
        return [
            message.delta.new_element.exception.message
            for message in self.messages
            if message.delta.new_element.WhichOneof("type") == "exception"
        ]


class Visitor:
    """One browser tab. The first `visit` is a fresh page load."""

    def __init__(
        self,
        server: Server | None = None,
        *,
        port: int = 0,
        cookies: str = "",
        secure: ssl.SSLContext | None = None,
    ) -> None:
        """At a server, or at a port of this machine: encrypted where ``secure`` says whom to trust."""
        address = f"127.0.0.1:{port if server is None else server.port}"
        s = "" if secure is None else "s"
        self._connecting = connect(
            f"ws{s}://{address}/_stcore/stream",
            origin=Origin(f"http{s}://{address}"),
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": cookies} if cookies else None,
            ssl=secure,
            max_size=None,
        )
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._socket = self._open.enter_context(self._connecting)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def visit(self, page: str = "", query: str = "", page_hash: str = "", fragment: str = "") -> Run:
        """Asks for a page by its address (or its hash, as the browser does once it knows it) and waits for the end.

        ``fragment``: only this part of it, as when its clock strikes.
        """
        state = ClientState(query_string=query, page_script_hash=page_hash, page_name=page)
        if fragment:
            state.fragment_id, state.is_auto_rerun = fragment, True
        state.context_info.locale = "nl-NL"
        state.context_info.timezone = "Europe/Amsterdam"
        since = time.perf_counter()
        self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        messages: list[ForwardMsg] = []
        while True:
            data = self._socket.recv(timeout=ANSWER_LIMIT)
            assert isinstance(data, bytes)
            message = ForwardMsg()
            message.ParseFromString(data)
            messages.append(message)
            if message.WhichOneof("type") == "script_finished":
                return Run(messages, time.perf_counter() - since)
