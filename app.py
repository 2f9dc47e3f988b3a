"""The launcher: one ASGI app with Streamlit (``pages/_shell.py``), Kader's own routes, and what happens at start and stop.

Start it with ``kader``, ``streamlit run app.py`` or ``uvicorn app:app``. The main script is inside ``pages/`` on purpose
(docs/decisions/0001). Nothing heavy is imported here: the server answers before SQLAlchemy, pydantic, pandas and the charter's
renderers are loaded (``benchmarks/startup.py`` has the limits).
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from pages.server import facilitator_gate, health, shutdown, tuning
from pages.server.background_import import import_in_background
from pages.server.dispatch import PathDispatcher
from pages.server.lan_listener import going_live
from pages.server.lazy_router import LazyRouter
from pages.server.security_headers import SecurityHeaders
from pages.server.streamlit_patches import frontend_words
from pages.server.streamlit_patches.external_ip import disable_external_ip
from pages.server.streamlit_patches.index_page import IndexPageRewriter
from pages.server.streamlit_patches.main_script_path import read_options_beside
from pages.server.streamlit_patches.request_head import RequestHeadLimits
from pages.server.streamlit_patches.tcp_no_delay import TcpNoDelay
from pages.server.streamlit_patches.theme_cache import cache_theme

LAUNCHER = Path(__file__).resolve()
COLLECT_DELAY = 0.5
"""Seconds from start-up to the first collection: later than the first answer to a health check."""
USED_BY_EVERY_PAGE = ("framework.store.sql", "framework.usecases", "pages.ui.layout")

read_options_beside(LAUNCHER)
disable_external_ip()


def explain(error: Exception) -> bool:
    """Tells in the reader's language what went wrong in a page and what to do; the traceback goes to the log only."""
    from pages.ui import messages

    logging.getLogger("kader").error("a page stopped", exc_info=error)
    messages.show_error(error)
    return True


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    tuning.tune()
    cache_theme()
    going_live.attach(app, loop)
    collecting = loop.call_later(COLLECT_DELAY, tuning.collect_and_freeze)
    with shutdown.streams_end_on_signals():
        yield
    collecting.cancel()
    shutdown.end_streams()
    await going_live.shut()
    await run_in_threadpool(shutdown.finish)


app = st.App(
    LAUNCHER.parent / "pages" / "_shell.py",
    routes=[*health.ROUTES, *facilitator_gate.ROUTES, *frontend_words.ROUTES],
    middleware=[
        Middleware(RequestHeadLimits),
        Middleware(TcpNoDelay),
        Middleware(SecurityHeaders),
        Middleware(facilitator_gate.FacilitatorGate),
        Middleware(
            PathDispatcher,
            routers={
                **dict.fromkeys(("j", "J"), LazyRouter("pages.phone.routes")),
                "live": LazyRouter("pages.live.routes"),
                "room": LazyRouter("pages.projector.routes"),
            },
        ),
        Middleware(IndexPageRewriter, opened=lambda: import_in_background(USED_BY_EVERY_PAGE)),
    ],
    lifespan=lifespan,
    on_script_error=explain,
)
