"""Sets ``TCP_NODELAY`` on connections that Streamlit's listening socket accepts.

Streamlit creates that socket without naming the protocol, so asyncio leaves Nagle's algorithm on, which adds some 40 ms to an
answer. It matters on Windows only: elsewhere ``streamlit run`` uses uvloop, which sets the option itself.

Unnecessary when Streamlit creates its socket with ``proto=IPPROTO_TCP``.
"""

import asyncio
import socket
from contextlib import suppress

from starlette.types import ASGIApp, Receive, Scope, Send


class TcpNoDelay:
    """ASGI middleware. It reaches the socket through uvicorn's own objects and does nothing under another server."""

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
