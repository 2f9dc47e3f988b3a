"""Going live: Kader listens on this machine only, until the facilitator chooses an address for the room.

That address gets a second listening socket for the same application in the same process, so that phones, console and
projector share one hub and one store. Stopping closes the socket; no answers are lost.
"""

import asyncio
import contextlib
import errno
import socket
import threading
from collections.abc import Generator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from framework.errors import AddressRefused
from framework.network import http_url
from pages.server.streamlit_patches.request_head import LimitedHttpProtocol

_START_LIMIT = 10.0
"""Seconds for a listener to come up or go down."""


@dataclass(frozen=True, slots=True)
class OpenAddress:
    """The address at which phones reach Kader."""

    host: str
    port: int

    @property
    def url(self) -> str:
        return http_url(self.host, self.port)


class LanListener:
    """The one extra listener of this process. Thread-safe; pages call it from their own threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._app: ASGIApp | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: _Server | None = None
        self._done: asyncio.Task[None] | None = None
        self._where: OpenAddress | None = None

    def attach(self, app: ASGIApp, loop: asyncio.AbstractEventLoop) -> None:
        """Called when the application starts: what to serve, and on which loop."""
        self._app, self._loop = app, loop

    def where(self) -> OpenAddress | None:
        return self._where

    def start(self, host: str, port: int) -> OpenAddress:
        """Listens on that address too. Raises `AddressRefused`: ``not-ours``, ``in-use`` or ``not-allowed``."""
        with self._turn:
            if self._where is not None:
                if (self._where.host, self._where.port) == (host, port):
                    return self._where
                self._stop()
            assert self._loop is not None, "the application has started"
            bound = _bind(host, port)
            future = asyncio.run_coroutine_threadsafe(self._serve(bound), self._loop)
            future.result(_START_LIMIT)
            self._where = OpenAddress(host, bound.getsockname()[1])
            return self._where

    def stop(self) -> None:
        with self._turn:
            self._stop()

    async def shut(self) -> None:
        """Stops the listener. Call it on the application's event loop."""
        if self._server is not None and self._done is not None:
            self._server.should_exit = True
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._done), _START_LIMIT)

    def _stop(self) -> None:
        if self._loop is not None and self._where is not None:
            asyncio.run_coroutine_threadsafe(self.shut(), self._loop).result(_START_LIMIT + 1)
        self._where = self._server = self._done = None

    async def _serve(self, bound: socket.socket) -> None:
        assert self._app is not None
        config = uvicorn.Config(
            self._app,
            http=LimitedHttpProtocol,
            lifespan="off",  # the application has started already
            log_level="warning",
            access_log=False,  # an address holds the join code
            timeout_graceful_shutdown=1,
            timeout_keep_alive=75,
            proxy_headers=False,
        )
        self._server = _Server(config)
        self._done = asyncio.create_task(self._server.serve(sockets=[bound]))
        ready = asyncio.create_task(self._server.ready.wait())
        await asyncio.wait((ready, self._done), return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._done.done():
            self._done.result()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leaves signals to the first server, which stops this one with it."""
        yield


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        bound.bind((host, port))
    except PermissionError as error:
        bound.close()
        raise AddressRefused(reason="not-allowed", host=host, port=port) from error
    except OSError as error:
        bound.close()
        reason = "in-use" if error.errno in _IN_USE else "not-ours"
        raise AddressRefused(reason=reason, host=host, port=port) from error
    return bound


_IN_USE = {errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)}

going_live = LanListener()
"""The listener of this process."""
