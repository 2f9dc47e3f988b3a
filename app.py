"""The launcher: one ASGI app that holds Streamlit (``pages/_shell.py``), ``/healthz`` and the work at start-up.

Start it with ``kader``, ``streamlit run app.py`` or ``uvicorn app:app``. The main script lies inside ``pages/`` on purpose:
beside a ``pages`` folder, Streamlit 1.67 runs a deep-linked first visitor past the shell.

Nothing heavy is imported here: the server answers before SQLAlchemy, pydantic, pandas or the documents are loaded
(``benchmarks/startup.py`` holds the limits).
"""

import asyncio
import gc
import importlib
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, net_util

from framework.errors import KaderError, NotFound, StoreUnavailable
from framework.settings import Settings, installed_version
from pages.server import facilitator_gate
from pages.server.dispatch import PathDispatcher
from pages.server.gc_freeze import freeze, frozen_imports
from pages.server.lan_listener import going_live
from pages.server.security_headers import SecurityHeaders
from pages.server.streamlit_patches.document import IndexPageRewriter
from pages.server.streamlit_patches.frontend_words import FrontendWords
from pages.server.streamlit_patches.theme_cache import cache_theme

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


# --- the connection --------------------------------------------------------------------------------------------------


class TcpNoDelay:
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


FREEZE_DELAY = 3.0
"""Seconds after which the first who asked have had the deck and the words read."""


class LazyRouter:
    """Routes that are loaded with their first request, beside the server's loop: an idle server stays small.

    ``module``: one with a function ``router``.
    """

    def __init__(self, module: str) -> None:
        self.module = module
        self._router: Any = None
        self._loading: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while self._router is None:
            # After a restart a thousand phones ask at once: one loads, the others wait for it.
            if self._loading is None or self._loading.done():
                self._loading = asyncio.create_task(self._load(), name=f"kader-{self.module}")
            await asyncio.shield(self._loading)
        await self._router(scope, receive, send)

    async def _load(self) -> None:
        with frozen_imports():
            self._router = (await run_in_threadpool(importlib.import_module, self.module)).router()
        asyncio.get_running_loop().call_later(FREEZE_DELAY, freeze)


_LIVE = {
    "j": LazyRouter("pages.phone.routes"),
    "live": LazyRouter("pages.live.routes"),
    "room": LazyRouter("pages.projector.routes"),
}


def _end_streams() -> None:
    """Open event streams end at once, or the server would wait for them until it is killed."""
    live = sys.modules.get("pages.live.app_state")
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

_NEEDED_BY_EVERY_PAGE = ("framework.store.sql", "framework.usecases", "pages.ui.layout")


@cache
def _warm() -> None:
    """Loads what every page needs, once, beside the first visitor's download of Streamlit's own files.

    Not at start-up: an idle server stays as small as an empty Streamlit app. Charts and documents stay with the pages
    that show them.
    """

    def load() -> None:
        with frozen_imports():
            for name in _NEEDED_BY_EVERY_PAGE:
                try:
                    importlib.import_module(name)
                except Exception:
                    # The page that needs it will say so to a person.
                    log.debug("could not warm %s", name, exc_info=True)

    threading.Thread(target=load, name="kader-warm", daemon=True).start()


def _settle() -> None:
    """Takes the modules loaded so far out of every later garbage collection: they will never be garbage."""
    gc.collect()
    freeze()


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


GC_THRESHOLDS = 20_000, 20, 20
"""New objects after which Python looks for garbage among them: by itself after each seven hundred, and a page makes thousands."""
IDLE_SWITCH_INTERVAL = 0.01
"""Seconds after which a running script lets the next thread go on, while nobody follows a room (`pages.live.hub` has the other
number): about as long as drawing a page takes. Python's own is 0.005, and the server's loop then comes in between to send
each element by itself."""


def explain(error: Exception) -> bool:
    """Says in the reader's language what went wrong in a page and what to do; the traceback goes to the log alone."""
    from pages.ui import messages

    log.error("a page stopped", exc_info=error)
    messages.explain(error)
    return True


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    _raise_file_limit()
    gc.set_threshold(*GC_THRESHOLDS)
    sys.setswitchinterval(IDLE_SWITCH_INTERVAL)
    cache_theme()
    going_live.attach(app, asyncio.get_running_loop())
    # A little later, since the server answers only after this function has yielded.
    settling = asyncio.get_running_loop().call_later(0.5, _settle)
    with _streams_end_on_signals():
        yield
    settling.cancel()
    live = sys.modules.get("pages.live.app_state")
    if live is not None:
        live.stop_all()
    await going_live.shut()
    if live is not None:
        await run_in_threadpool(live.finish_all)


app = st.App(
    ROOT / "pages" / "_shell.py",
    routes=[Route("/healthz", healthz, methods=["GET"]), *facilitator_gate.ROUTES],
    middleware=[
        Middleware(TcpNoDelay),
        Middleware(SecurityHeaders),
        Middleware(facilitator_gate.FacilitatorGate),
        Middleware(PathDispatcher, answering=_LIVE),
        Middleware(IndexPageRewriter, opened=_warm),
        Middleware(FrontendWords),
    ],
    lifespan=lifespan,
    on_script_error=explain,
)
