"""Limits the head of a request (address and header fields) and the time that it may take to arrive.

`streamlit run` and uvicorn parse requests with httptools, which stores a head of any length, from anybody and before our code
sees the request. uvicorn's slower parser, h11, has its own limit.

Unnecessary when uvicorn limits the head with httptools, too.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_LIMIT = 65_536
"""Bytes of all header fields together. A browser sends the cookies of every program on this machine."""
URL_LIMIT = 8_192
"""Bytes."""
HEAD_SECONDS = 30.0
"""From the first byte of a head (of the first, from the connection) to its end."""


class RequestHeadLimits:
    """ASGI middleware: when a server starts, its new connections speak `LimitedHttpProtocol`.

    It reaches the server's configuration through uvicorn's own objects and does nothing under another server or parser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            config: Any = getattr(getattr(receive, "__self__", None), "config", None)
            if getattr(config, "http_protocol_class", None) is HttpToolsProtocol:
                config.http_protocol_class = LimitedHttpProtocol
        await self.app(scope, receive, send)


class LimitedHttpProtocol(HttpToolsProtocol):
    """Answers 431 (or 414 for the address) and closes, once more is held than the limits allow.

    "Held" is what has come since the parser last passed something on: within a head, and after a chunked body, where more
    header fields may follow.
    """

    _held = 0
    _in_head = True
    _status = HTTPStatus.BAD_REQUEST
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_ended()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        # In pieces, so that the size at which a head is refused does not depend on how the network delivers it.
        for start in range(0, len(data), HEAD_LIMIT):
            piece = data[start : start + HEAD_LIMIT]
            if self._in_head and self._deadline is None:
                self._expect_head()
            self._held += len(piece)
            super().data_received(piece)
            if self.transport.is_closing() or self.transport.get_protocol() is not self:
                return
            if self._held > HEAD_LIMIT + URL_LIMIT:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > URL_LIMIT:
            self._reject(HTTPStatus.REQUEST_URI_TOO_LONG)

    def on_headers_complete(self) -> None:
        if sum(len(name) + len(value) + len(b": \r\n") for name, value in self.headers) > HEAD_LIMIT:
            self._reject(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        self._held = 0
        self._in_head = False
        self._head_ended()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._held = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._held = 0
        self._in_head = True
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """The parser's refusal, with a status that says why."""
        if self.cycle is None or self.cycle.response_complete:  # else it would get into the middle of another answer
            head = f"HTTP/1.1 {self._status} {self._status.phrase}\r\ncontent-length: {len(msg)}\r\nconnection: close\r\n\r\n"
            self.transport.write(f"{head}{msg}".encode())
        self.transport.close()

    def _reject(self, status: HTTPStatus) -> None:
        """Stops the parser, which then calls `send_400_response`."""
        self._status = status
        raise ValueError(status.phrase)

    def _refuse(self, status: HTTPStatus) -> None:
        self._status = status
        self.send_400_response(status.phrase)

    def _expect_head(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _head_ended(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
