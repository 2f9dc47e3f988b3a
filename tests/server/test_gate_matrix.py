"""Every kind of visitor at every route there is, with every method: who is let in, and who is not.

The routes are read from the application itself, so a new one fails here until somebody has decided who may reach it.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Message, Scope
from starlette.websockets import WebSocket, WebSocketDisconnect

from framework.facilitator_key import new_ticket
from pages.server import facilitator_gate
from pages.ui import nav
from tests.support import event_loop
from tests.support.server_process import ROOT

KEY = "ACDE-FHJK-MNPR-TWXY-3467"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
LISTING = """
import importlib, json
import app
def paths(routes, above=""):
    for route in routes:
        path = above + getattr(route, "path", "")
        yield path
        yield from paths(getattr(route, "routes", None) or (), path)
found = list(paths(app.app._build_starlette_app().routes))
for name in ("pages.phone.routes", "pages.live.routes", "pages.projector.routes"):
    found += paths(importlib.import_module(name).router().routes)
print(json.dumps(found))
"""
OPEN, SHUT = "everybody", "the facilitator"
REACHED_BY: dict[str, str] = {
    "/healthz": OPEN,
    "/sign-in": OPEN,
    "/sign-out": SHUT,
    "/frontend-words.js": SHUT,
    "/j": OPEN,
    "/J": OPEN,
    "/J/{typed:path}": OPEN,
    "/j/": OPEN,
    "/j/{code}/": OPEN,
    "/j/{code}": OPEN,
    "/j/{code}/events": OPEN,
    "/j/{code}/state": OPEN,
    "/j/{code}/answer": OPEN,
    "/j/{code}/you": OPEN,
    "/j/{code}/leave": OPEN,
    "/j/{code}/privacy": OPEN,
    "/live/{workshop}/events": SHUT,
    "/room/{workshop}": SHUT,
    "/room/{workshop}/events": SHUT,
    # Streamlit's own; the last is its page, for every other address.
    "/_stcore/health": SHUT,
    "/_stcore/metrics": SHUT,
    "/_stcore/host-config": SHUT,
    "/_stcore/upload_file/{session_id}/{file_id}": SHUT,
    "/_stcore/bidi-components/{path:path}": SHUT,
    "/_stcore/stream": SHUT,
    "/_stcore/agent/interact": SHUT,
    "/_stcore/agent/openapi.json": SHUT,
    "/_stcore/agent/mcp": SHUT,
    "/media/{file_id:path}": SHUT,
    "/component/{path:path}": SHUT,
    "/auth/login": SHUT,
    "/auth/logout": SHUT,
    "/oauth2callback": SHUT,
    "": SHUT,
}
"""By route, as the application names it. A new route needs a row."""


@dataclass(frozen=True)
class VisitorKind:
    client: str = "192.168.1.20"
    host: str = "192.168.1.5:8501"
    headers: dict[str, str] = field(default_factory=dict[str, str])
    environ: dict[str, str] = field(default_factory=dict[str, str])
    ticket: str = ""
    is_facilitator: bool = False


LOCAL = {"client": "127.0.0.1", "host": "127.0.0.1:8501"}
VISITORS: dict[str, VisitorKind] = {
    "this machine": VisitorKind(**LOCAL, is_facilitator=True),
    "this machine over IPv6": VisitorKind("::1", "[::1]:8501", is_facilitator=True),
    "a phone": VisitorKind(),
    "a phone with a ticket": VisitorKind(ticket="good", is_facilitator=True),
    "behind a proxy with a ticket": VisitorKind(
        **LOCAL, environ={"KADER_BEHIND_PROXY": "1"}, ticket="good", is_facilitator=True
    ),
    "behind a proxy": VisitorKind(**LOCAL, environ={"KADER_BEHIND_PROXY": "1"}),
    "a forged ticket": VisitorKind(ticket="0" * 64),
    "the key as a ticket": VisitorKind(ticket=KEY),
    "an empty ticket": VisitorKind(headers={"cookie": f"{facilitator_gate.COOKIE}="}),
    "a forged Host": VisitorKind(host="127.0.0.1:8501"),
    "another name pointed at this machine": VisitorKind("127.0.0.1", "kader.evil.example"),
    "the unspecified address": VisitorKind("0.0.0.0", "0.0.0.0:8501"),
    **{
        f"this machine with {sign}": VisitorKind(**LOCAL, headers={sign: "127.0.0.1"})
        for sign in facilitator_gate._PROXY_SIGNS
    },
    "forged forwarding": VisitorKind(headers={"x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1"}),
}


@pytest.fixture(scope="module")
def routes() -> list[str]:
    """Every route of the application, in a process of its own: Streamlit has one runtime in each."""
    ended = subprocess.run([sys.executable, "-c", LISTING], cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(set(json.loads(ended.stdout.splitlines()[-1])))


@pytest.fixture(params=VISITORS)
def visitor(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[VisitorKind, TestClient]]:
    kind = VISITORS[request.param]
    monkeypatch.setenv("KADER_FACILITATOR_KEY", KEY)
    monkeypatch.delenv("KADER_BEHIND_PROXY", raising=False)
    for name, value in kind.environ.items():
        monkeypatch.setenv(name, value)
    facilitator_gate._kept_key.cache_clear()
    headers = dict(kind.headers)
    if kind.ticket:
        headers["cookie"] = (
            f"{facilitator_gate.COOKIE}={new_ticket(KEY, time.time()) if kind.ticket == 'good' else kind.ticket}"
        )
    app = Starlette(
        routes=[WebSocketRoute("/{path:path}", _socket), Route("/{path:path}", _inside, methods=list(METHODS))],
        middleware=[Middleware(facilitator_gate.FacilitatorGate)],
    )
    client = (kind.client, 50_000)
    yield kind, TestClient(app, f"http://{kind.host}", client=client, headers=headers, follow_redirects=False)
    facilitator_gate._kept_key.cache_clear()


async def _inside(_: Request) -> PlainTextResponse:
    return PlainTextResponse("inside", headers={"x-inside": "yes"})


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


def test_every_route_has_a_row(routes: list[str]) -> None:
    assert routes == sorted(REACHED_BY)


def _addresses() -> Iterator[tuple[str, bool]]:
    """An address of each route, of each page, and some that only look like an open one; and whether it is open."""
    for route, reached_by in REACHED_BY.items():
        yield re.sub(r"{[^}]+}", "AAAAAA", route) or "/", reached_by == OPEN
    for page in nav.PAGES:
        yield f"/{page.key}", False
    for path in ("/jail", "/Jail", "/healthz2", "/sign-in2", "/room/j", "/console/j", "/%6a"):
        yield path, path == "/%6a"


async def _answer(client: TestClient, kind: VisitorKind, method: str, address: str, accept: str) -> Message:
    """How an answer begins. Without the client's own machinery, which takes twenty times as long: there are 16,000 requests."""
    given = {**client.headers, "host": kind.host, "accept": accept}
    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": unquote(address),
        "raw_path": address.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "client": (kind.client, 50_000),
        "server": (kind.host.rpartition(":")[0] or kind.host, 8501),
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await client.app(scope, receive, send)
    return sent[0]


def test_who_is_let_in(visitor: tuple[VisitorKind, TestClient]) -> None:
    kind, client = visitor

    async def every_request() -> None:
        for address, is_open in _addresses():
            for method, accept in product(METHODS, ("text/html", "*/*")):
                answer = await _answer(client, kind, method, address, accept)
                let_in = (b"x-inside", b"yes") in answer["headers"]
                assert let_in == (is_open or kind.is_facilitator), (method, address, answer["status"])
                assert let_in or answer["status"] in (303, 401)

    event_loop.run(every_request())


def test_the_short_way_asks_as_the_client_does(visitor: tuple[VisitorKind, TestClient]) -> None:
    kind, client = visitor
    for address in ("/", "/healthz", "/console", "/%6a"):
        answer = event_loop.run(_answer(client, kind, "GET", address, "text/html"))
        asked = client.get(address, headers={"accept": "text/html"})
        assert (answer["status"], answer["headers"]) == (asked.status_code, asked.headers.raw)


@pytest.mark.parametrize("origin", ["", "http://evil.example", "http://127.0.0.1:3000"])
def test_who_gets_a_socket(visitor: tuple[VisitorKind, TestClient], origin: str) -> None:
    kind, client = visitor
    for address, is_open in _addresses():
        try:
            with client.websocket_connect(f"ws://{kind.host}{address}", headers={"origin": origin} if origin else {}):
                opened = True
        except WebSocketDisconnect:
            opened = False
        assert opened == (not origin and (is_open or kind.is_facilitator)), address
