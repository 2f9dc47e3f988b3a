"""``request_head.py``: what a stranger sends before the end of a request's head is not kept without limit."""

import http.client
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, cast

import pytest
import uvicorn

from pages.server import lan_listener
from pages.server.streamlit_patches import request_head
from pages.server.streamlit_patches.request_head import HEAD_LIMIT, URL_LIMIT
from tests.server.conftest import make_house
from tests.support import event_loop
from tests.support.server_process import ROOT, Server, free_port, serving, streamlit_command

SENT = 64_000_000
"""Bytes of an endless head: the 73 kB that may be kept are nothing to it."""
GROWTH = 16.0
"""MiB that the server may grow by meanwhile."""
PIECE = 1_000_000
ENDLESS: dict[str, tuple[bytes, bytes, bytes]] = {
    "one header": (b"GET /j HTTP/1.1\r\nHost: a\r\nX: ", b"x" * PIECE, b"431"),
    "many headers": (b"GET /j HTTP/1.1\r\nHost: a\r\n", b"x: y\r\n" * (PIECE // 6), b"431"),
    "header name": (b"GET /j HTTP/1.1\r\nHost: a\r\n", b"x" * PIECE, b"431"),
    "address": (b"GET /j?", b"x" * PIECE, b"414"),
    "blank lines": (b"", b"\r\n" * (PIECE // 2), b"431"),
    "after a chunked body": (
        b"POST /j/ABC/answer HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
        b"x: y\r\n" * (PIECE // 6),
        b"404",
    ),
}


@pytest.fixture(scope="module", params=["streamlit run", "uvicorn"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = make_house(tmp_path_factory.mktemp("head"))
    (folder / "pages" / "_shell.py").write_text("import streamlit as st\nst.markdown('one line')\n")
    (folder / "pages" / "phone").symlink_to(ROOT / "pages" / "phone", target_is_directory=True)
    port = free_port()
    command = (
        streamlit_command(folder / "app.py", port)
        if request.param == "streamlit run"
        else [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port)]
    )
    environment = {"KADER_DATA": str(folder / "data"), "KADER_DATABASE_URL": ""}
    with serving(command, log=folder / "log.txt", port=port, environment=environment, folder=folder) as running:
        running.get("/j")
        yield running


def _send_endless(port: int, start: bytes, more: bytes) -> tuple[int, bytes]:
    """How many bytes the server took before it closed, and the status it answered."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
        sent = 0
        with suppress(ConnectionError):
            connection.sendall(start)
            while sent < SENT:
                connection.sendall(more)
                sent += len(more)
        answer = b""
        with suppress(ConnectionError, TimeoutError):
            answer = connection.recv(4_096)
        return sent, answer[9:12]


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_endless_head_is_refused_and_not_kept(served: Server, kind: str) -> None:
    start, more, status = ENDLESS[kind]
    before = served.memory()
    sent, answered = _send_endless(served.port, start, more)
    assert sent < SENT, "the server took all of it"
    assert answered in (status, b""), "closing with bytes unread may cost the client the answer"
    assert served.memory() - before < GROWTH
    assert served.get("/j")[0] == 200


def _answer(port: int, request: bytes) -> bytes:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
        connection.sendall(request)
        return connection.recv(4_096).partition(b"\r\n")[0]


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /j HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * (HEAD_LIMIT - 100), b"200"),
        (b"GET /j HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * HEAD_LIMIT, b"431"),
        (b"GET /j?" + b"x" * (URL_LIMIT - 3) + b" HTTP/1.1\r\nHost: a", b"200"),
        (b"GET /j?" + b"x" * URL_LIMIT + b" HTTP/1.1\r\nHost: a", b"414"),
        (b"GARBAGE\r\nHost: a", b"400"),
    ],
)
def test_the_limit_is_the_same_however_the_head_arrives(served: Server, request_head: bytes, status: bytes) -> None:
    assert status in _answer(served.port, request_head + b"\r\nConnection: close\r\n\r\n")


def test_large_bodies_and_several_requests_on_a_connection_still_pass(served: Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)) as connection:
        for _ in range(3):
            connection.request("POST", "/j", body=b"x" * 200_000)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == http.HTTPStatus.METHOD_NOT_ALLOWED


def test_the_address_for_the_room_has_the_limits_too(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    class Stop(Exception):
        pass

    def config(*_: Any, **options: Any) -> None:
        made.append(options["http"])
        raise Stop

    monkeypatch.setattr(uvicorn, "Config", config)
    live = lan_listener.LanListener()
    live._app = cast("Any", object())
    with socket.socket() as bound, suppress(Stop):
        event_loop.run(live._serve(bound))
    assert made == [request_head.LimitedHttpProtocol]


def test_a_head_that_does_not_end_is_closed_in_time(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text(
        "import sys, uvicorn\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from pages.server.streamlit_patches import request_head\n"
        "request_head.HEAD_SECONDS = 1.0\n"
        "async def answer(scope, receive, send):\n"
        "    if scope['type'] == 'lifespan': return\n"
        "    import asyncio; await asyncio.sleep(2.0 if scope['path'] == '/slow' else 0)\n"
        "    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-length', b'0')]})\n"
        "    await send({'type': 'http.response.body', 'body': b''})\n"
        "uvicorn.run(request_head.RequestHeadLimits(answer), port=int(sys.argv[1]), log_level='warning')\n"
    )
    port = free_port()
    command = [sys.executable, "plain.py", str(port)]
    with serving(command, log=tmp_path / "log.txt", port=port, folder=tmp_path, health="/"):
        for start in (b"", b"GET / HTTP/1.1\r\nX:", b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nX:"):
            with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
                connection.sendall(start)
                while connection.recv(4_096):
                    pass
        assert b"200" in _answer(port, b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"), "a slow answer is not a slow head"
