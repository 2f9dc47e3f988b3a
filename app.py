"""The launcher: one ASGI app that holds Streamlit (``pages/_shell.py``), ``/healthz`` and the work at start-up.

Start it with ``kader``, ``streamlit run app.py`` or ``uvicorn app:app``. The main script lies inside ``pages/`` on purpose:
beside a ``pages`` folder, Streamlit 1.67 runs a deep-linked first visitor past the shell.

Nothing heavy is imported here: the server answers before SQLAlchemy, pydantic, pandas or the documents are loaded
(``benchmarks/startup.py`` holds the limits).
"""

import asyncio
import base64
import gc
import gzip
import hashlib
import importlib
import logging
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, net_util

from framework.errors import KaderError, NotFound, StoreUnavailable
from framework.settings import Settings, installed_version
from pages.live import gate
from pages.live.going_live import going_live
from pages.live.languages import wanted_language

if TYPE_CHECKING:
    from framework.store import Store

ROOT = Path(__file__).resolve().parent
log = logging.getLogger("kader")

if config._main_script_path is None:
    # Under uvicorn Streamlit looks for its options beside the *main script*; ours lie beside this file. Without this line
    # `uvicorn app:app` from another folder runs with telemetry on and a garbage collection after every click.
    config._main_script_path = __file__
# Streamlit asks a server on the internet for this machine's address as soon as a page is opened under a name that it does
# not know. Nothing leaves the machine: such a name is simply not known (name it with --host instead).
net_util.get_external_ip = lambda: None


# --- what every response carries -------------------------------------------------------------------------------------


@cache
def _inline_scripts() -> str:
    """The hashes of the inline scripts in Streamlit's own document, the only ones that a browser may run."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    found = re.findall(rb"<script>(.*?)</script>", page, flags=re.DOTALL)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in found)


def _content_policy(host: str) -> str:
    # Firefox and older Safari do not count a websocket as 'self', so the address asked for is named when it is plain.
    sockets = f" ws://{host} wss://{host}" if re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            # blob: is how Streamlit loads the script of a component (pages/ui/following.py). Only a script that runs already
            # can make such an address, so markup that slipped in still runs nothing.
            f"script-src 'self' blob: {_inline_scripts()}",
            # Streamlit (emotion) and plotly write their styles at run time, so this cannot be stricter.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            f"connect-src 'self'{sockets}",
            "frame-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The address of a page carries the workshop's id.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


class SecurityHeaders:
    """Adds the headers above; a route that sets one itself keeps its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        host = Headers(scope=scope).get("host", "")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", _content_policy(host))
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        return await self.app(scope, receive, with_headers)


# --- the document's language -----------------------------------------------------------------------------------------


LABEL_INK = {"light": "#ffffff", "dark": "#0e1519"}
"""Words on the primary colour. Streamlit always writes them in white, and in its dark theme a colour that can carry white
cannot be read on the background, where Streamlit uses the same colour for selected words."""

_STYLE = (
    # Streamlit says which scheme it shows for the page but not for dialogs; those follow the machine, as its theme does.
    "<style>html{color-scheme:light dark}"
    'button[data-testid^="stBaseButton-primary"],span[data-tag]'
    f"{{color:light-dark({LABEL_INK['light']},{LABEL_INK['dark']})}}"
    # Large type (`pages/ui/largetype.py`): a container's key is its class. A phone has no room for it, and no back row.
    '@media(min-width:900px){[class*="st-key-large-"]{zoom:1.8}}</style></head>'
).encode()


class Document:
    """Streamlit's document says ``<html lang="en">`` and "Streamlit" to everyone; a screen reader needs the truth.

    The first document also starts `_warm`: the browser is busy with Streamlit's own files for most of a second.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or scope["path"].startswith(("/static/", "/_stcore/", "/media/"))
        ):
            return await self.app(scope, receive, send)
        asked = Headers(scope=scope).get("accept-language", "")

        def in_language(text: bytes, headers: MutableHeaders) -> bytes:
            if b'<div id="root"></div>' not in text:
                return text
            lang = wanted_language(scope["query_string"], asked)
            text = text.replace(b'<html lang="en">', f'<html lang="{lang}">'.encode(), 1)
            text = text.replace(b"<title>Streamlit</title>", b"<title>Kader</title>", 1)
            text = text.replace(b"</head>", _STYLE, 1)
            headers.add_vary_header("Accept-Language")
            _warm()
            return text

        return await self.app(scope, receive, _Rewriting(send, "text/html", in_language))


_DUTCH = b"/[?&]lang=nl/.test(location.search)"
STREAMLIT_WORDS: dict[str, tuple[tuple[bytes, bytes], ...]] = {
    "InputInstructions.": (
        (
            "`Press ${r()?`⌘`:`Ctrl`}+Enter to ${e}`".encode(),
            "(NL?`${r()?`⌘`:`Ctrl`}+Enter: opslaan`:`Press ${r()?`⌘`:`Ctrl`}+Enter to ${e}`)".encode(),
        ),
        (b"`Press Enter to ${e}`", b"(NL?`Enter: opslaan`:`Press Enter to ${e}`)"),
    ),
    "FileUploader.": (
        (b" per file`", b" ${NL?`per bestand`:`per file`}`"),
        (b":`Upload`})", b":NL?`Kies een bestand`:`Upload`})"),
    ),
    "index.": ((b"children:`Skip to main content`", b"children:NL?`Naar de inhoud`:`Skip to main content`"),),
}
"""Words that Streamlit's own scripts show in English only, by the beginning of the script's name: what stands there, and
what stands there in the language of the address. A test finds each of them in the Streamlit that is installed."""


class StreamlitWords:
    """Lets Streamlit's few own words follow the language of the page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].rpartition("/")[2] if scope["type"] == "http" else ""
        words = next((found for start, found in STREAMLIT_WORDS.items() if name.startswith(start)), ())
        if not words or not name.endswith(".js"):
            return await self.app(scope, receive, send)

        def in_language(text: bytes, _: MutableHeaders) -> bytes:
            for english, either in words:
                text = text.replace(english, either.replace(b"NL?", _DUTCH + b"?"))
            return text

        return await self.app(scope, receive, _Rewriting(send, "javascript", in_language))


class _Rewriting:
    """Passes a response on with its body rewritten, if it is whole, of the given type, and text or gzip."""

    def __init__(self, send: Send, kind: str, rewrite: Callable[[bytes, MutableHeaders], bytes]) -> None:
        self.send = send
        self.kind = kind
        self.rewrite = rewrite
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if not _is_whole(message, self.kind):
                return await self.send(message)
            self.start = message
            return None
        if self.start is None:
            return await self.send(message)
        self.body.extend(message.get("body", b""))
        if message.get("more_body", False):
            return None
        headers = MutableHeaders(scope=self.start)
        given = bytes(self.body)
        packed = headers.get("content-encoding") == "gzip"  # Streamlit packs every page but "/"
        text = gzip.decompress(given) if packed else given
        said = self.rewrite(text, headers)
        if said != text:
            given = said
            headers["content-length"] = str(len(said))
            # The validators name Streamlit's file, so a browser could be told "not modified" about another text.
            for name in ("etag", "last-modified", *(("content-encoding",) if packed else ())):
                if name in headers:
                    del headers[name]
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": given})
        return None


def _is_whole(message: Message, kind: str) -> bool:
    headers = Headers(raw=message["headers"])
    return (
        message["status"] == 200
        and kind in headers.get("content-type", "")
        and headers.get("content-encoding", "gzip") == "gzip"
        and "content-disposition" not in headers
    )


# --- the connection --------------------------------------------------------------------------------------------------


class NoDelay:
    """Sends small messages at once where asyncio does not see to it (plain asyncio below ``streamlit run``: Windows).

    Streamlit makes its listening socket without naming the protocol, and asyncio then leaves Nagle's algorithm on, which
    adds some 40 ms to an answer. uvloop sets the option itself. The socket is reached through uvicorn's own objects; under
    another server nothing is done.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not type(asyncio.get_running_loop()).__module__.startswith(
            "uvloop"
        ):
            transport = getattr(getattr(receive, "__self__", None), "transport", None)
            connection = transport.get_extra_info("socket") if transport is not None else None
            if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
                with suppress(OSError):
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)


# --- health ----------------------------------------------------------------------------------------------------------


async def healthz(_: Request) -> JSONResponse:
    """200 when workshops can be kept, else 503 with the error's code and reason; never an address or a path."""
    try:
        await run_in_threadpool(check_store, Settings.from_environment(os.environ))
    except KaderError as error:
        found = {"status": "unavailable", "error": error.code, "reason": str(error.params.get("reason", ""))}
        return JSONResponse(
            {**found, "version": installed_version()}, status_code=503, headers={"Cache-Control": "no-store"}
        )
    return JSONResponse({"status": "ok", "version": installed_version()}, headers={"Cache-Control": "no-store"})


def check_store(settings: Settings) -> None:
    """Whether the database can be opened and written to; changes nothing in it.

    A SQLite file is asked with the standard library, so that a health check does not load SQLAlchemy into an idle server.

    Raises `StoreUnavailable`.
    """
    file = settings.database_file
    if file is not None:
        _check_file(file)
        return
    with suppress(NotFound):
        _server_store(settings).revision("")


@cache
def _server_store(settings: Settings) -> "Store":
    from framework.store import open_store

    return open_store(settings)


def _check_file(file: Path) -> None:
    import sqlite3

    where = str(file)
    if not os.path.exists(file):  # unlike Path.exists, says no where looking is not allowed
        folder = next(parent for parent in file.parents if os.path.exists(parent))
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise StoreUnavailable(reason="read-only", where=str(folder))
        return
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        raise StoreUnavailable(reason="read-only", where=where)
    try:
        with closing(
            sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=2, isolation_level=None)
        ) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(
            reason=_SQLITE_REASONS.get(error.sqlite_errorcode & 0xFF, "damaged"), where=where
        ) from error


_SQLITE_REASONS = {5: "locked", 6: "locked", 8: "read-only", 13: "full", 14: "read-only"}
"""By SQLite's primary result code (BUSY, LOCKED, READONLY, FULL, CANTOPEN)."""


# --- the live workshop -----------------------------------------------------------------------------------------------


class Later:
    """Routes that are loaded with their first request, beside the server's loop: an idle server stays small.

    ``module``: one with a function ``router``.
    """

    def __init__(self, module: str) -> None:
        self.module = module
        self._router: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        router = self._router
        if router is None:
            loaded = await run_in_threadpool(importlib.import_module, self.module)
            router = self._router = self._router or loaded.router()
        await router(scope, receive, send)


def _live_routes() -> list[Route]:
    phone = Later("pages.phone.routes")
    return [
        Route("/j", phone),
        Route("/j/{rest:path}", phone),
        Route("/live/{rest:path}", Later("pages.live.routes")),
        Route("/room/{rest:path}", Later("pages.projector.routes")),
    ]


def _end_streams() -> None:
    """Open event streams end at once, or the server would wait for them until it is killed."""
    live = sys.modules.get("pages.live.installation")
    if live is not None:
        live.stop_all()


@contextmanager
def _streams_end_on_signals() -> Iterator[None]:
    """While the server runs: SIGTERM and Ctrl+C end the streams first and then do what they did before.

    The server only asks for its shutdown work after the last answer has ended, which an event stream never does.
    """
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            found = signal.getsignal(number)
            if callable(found):
                before[number] = found

                def chained(signum: int, frame: FrameType | None, then: Any = found) -> None:
                    _end_streams()
                    then(signum, frame)

                signal.signal(number, chained)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# --- start-up --------------------------------------------------------------------------------------------------------

_NEEDED_BY_EVERY_PAGE = ("framework.store.sql", "framework.workshop.usecases", "pages.ui.frame")


@cache
def _warm() -> None:
    """Loads what every page needs, once, beside the first visitor's download of Streamlit's own files.

    Not at start-up: an idle server stays as small as an empty Streamlit app. Charts and documents stay with the pages
    that show them.
    """

    def load() -> None:
        for name in _NEEDED_BY_EVERY_PAGE:
            try:
                importlib.import_module(name)
            except Exception:
                # The page that needs it will say so to a person.
                log.debug("could not warm %s", name, exc_info=True)
        _settle()

    threading.Thread(target=load, name="kader-warm", daemon=True).start()


def _settle() -> None:
    """Takes the modules loaded so far out of every later garbage collection: they will never be garbage."""
    gc.collect()
    gc.freeze()


def _raise_file_limit(wanted: int = 65_536) -> None:
    """Four file descriptors per open tab: with the usual 1024 (256 on a Mac) the room's last tabs would be refused."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (wanted, 10_240):  # macOS refuses more than 10240 although it says "unlimited"
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        if soft != resource.RLIM_INFINITY and soft < allowed:
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
                return


def explain(error: Exception) -> bool:
    """Says in the reader's language what went wrong in a page and what to do; the traceback goes to the log alone."""
    from pages.ui import notices

    log.error("a page stopped", exc_info=error)
    notices.explain(error)
    return True


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    _raise_file_limit()
    going_live.attach(app, asyncio.get_running_loop())
    # A little later, since the server answers only after this function has yielded.
    settling = asyncio.get_running_loop().call_later(0.5, _settle)
    with _streams_end_on_signals():
        yield
    settling.cancel()
    live = sys.modules.get("pages.live.installation")
    if live is not None:
        live.stop_all()
    await going_live.shut()
    if live is not None:
        await run_in_threadpool(live.finish_all)


app = st.App(
    ROOT / "pages" / "_shell.py",
    routes=[Route("/healthz", healthz, methods=["GET"]), *gate.ROUTES, *_live_routes()],
    middleware=[
        Middleware(NoDelay),
        Middleware(SecurityHeaders),
        Middleware(gate.Gate),
        Middleware(Document),
        Middleware(StreamlitWords),
    ],
    lifespan=lifespan,
    on_script_error=explain,
)
