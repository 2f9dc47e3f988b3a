"""Streamlit's own document and scripts, so that they say the truth: the page's language, its name, the few words of theirs."""

import gzip
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.live.languages import wanted_language

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

    ``opened`` is called with each document: the browser is busy with Streamlit's own files for most of a second then.
    """

    def __init__(self, app: ASGIApp, opened: Callable[[], None]) -> None:
        self.app = app
        self.opened = opened

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
            self.opened()
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
