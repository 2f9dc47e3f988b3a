"""A response on its way out, with other words in it."""

import gzip
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Send


class ResponseRewriter:
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
        theirs = {name: headers.get(name) for name in ("etag", "last-modified")}
        said = self.rewrite(text, headers)
        if said != text:
            given = said
            headers["content-length"] = str(len(said))
            if packed:
                del headers["content-encoding"]
            # The validators name Streamlit's file, so a browser could be told "not modified" about another text.
            for name, value in theirs.items():
                if value is not None and headers.get(name) == value:
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
