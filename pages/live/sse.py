"""An open event stream to one browser (Server-Sent Events), as small as it can be: a room has a thousand of them."""

import asyncio
from contextlib import suppress

from starlette.types import Receive, Scope, Send

from pages.live.hub import Hub
from pages.live.subscriber import Subscriber

RETRY = 1_000
"""Milliseconds after which a browser asks again when the stream broke: after a restart all are back within three seconds."""
_BEGIN = b"retry: %d\n\n" % RETRY
_START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ],
}


class EventStream:
    """The response that sends a listener's payloads until either side ends. Payloads are ready events (`event`)."""

    def __init__(self, hub: Hub, listener: Subscriber) -> None:
        self._hub = hub
        self._listener = listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        gone = asyncio.ensure_future(self._until_gone(receive))
        try:
            await send(_START)
            first = _BEGIN + (self._listener.waiting() or b"")
            await send({"type": "http.response.body", "body": first, "more_body": True})
            while (payload := await self._listener.next()) is not None:
                await send({"type": "http.response.body", "body": payload, "more_body": True})
            with suppress(OSError):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except OSError:
            pass  # the browser went while something was sent
        finally:
            gone.cancel()
            self._hub.leave(self._listener)

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._listener.end()


def event(name: str, data: bytes, mark: str = "") -> bytes:
    """One event. ``data`` may hold line breaks; ``mark`` is what the browser tells when it comes back."""
    lines = b"".join(b"data: %s\n" % line for line in data.split(b"\n"))
    head = b"id: %s\n" % mark.encode() if mark else b""
    return b"%sevent: %s\n%s\n" % (head, name.encode(), lines)
