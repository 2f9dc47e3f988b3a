"""Streamlit's own document, so that it says the truth: the page's language and its name."""

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.server.language_negotiation import wanted_language
from pages.server.streamlit_patches.response_rewriter import ResponseRewriter

LABEL_INK = {"light": "#ffffff", "dark": "#0e1519"}
"""Words on the primary colour. Streamlit always writes them in white, and in its dark theme a colour that can carry white
cannot be read on the background, where Streamlit uses the same colour for selected words."""

_STYLE = (
    # Streamlit says which scheme it shows for the page but not for dialogs; those follow the machine, as its theme does.
    "<style>html{color-scheme:light dark}"
    'button[data-testid^="stBaseButton-primary"],span[data-tag]'
    f"{{color:light-dark({LABEL_INK['light']},{LABEL_INK['dark']})}}"
    # Large type (`pages/ui/large_type.py`): a container's key is its class. A phone has no room for it, and no back row.
    '@media(min-width:900px){[class*="st-key-large-"]{zoom:1.8}}</style></head>'
).encode()


class IndexPageRewriter:
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

        return await self.app(scope, receive, ResponseRewriter(send, "text/html", in_language))
