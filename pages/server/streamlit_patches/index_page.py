"""Rewrites Streamlit's ``index.html``: the page's language, its name, and a few style rules.

Streamlit's own says ``<html lang="en">`` and "Streamlit" to everyone, which is what a screen reader starts from.

Unnecessary when Streamlit lets an app set language, first title and a style sheet of the page.
"""

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.server.language_negotiation import wanted_language
from pages.server.streamlit_patches.response_rewriter import ResponseRewriter

LABEL_INK = {"light": "#ffffff", "dark": "#0e1519"}
"""Text on the primary colour. Streamlit always draws it white. In the dark theme no primary colour is dark enough for white
text and light enough to be read on the background, where Streamlit uses it for selected words."""

_STYLE = (
    # Streamlit sets color-scheme for the page but not for dialogs; those follow the system, as the theme does.
    "<style>html{color-scheme:light dark}"
    'button[data-testid^="stBaseButton-primary"],span[data-tag]'
    f"{{color:light-dark({LABEL_INK['light']},{LABEL_INK['dark']})}}"
    # Large type (`pages/ui/large_type.py`): a container's key is its class. Not on phones, which have no room for it.
    '@media(min-width:900px){[class*="st-key-large-"]{zoom:1.8}}</style></head>'
).encode()


class IndexPageRewriter:
    """ASGI middleware. ``opened`` is called with each page load: the browser then downloads Streamlit's files for most of
    a second."""

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
        accept_language = Headers(scope=scope).get("accept-language", "")

        def rewrite(text: bytes, headers: MutableHeaders) -> bytes:
            if b'<div id="root"></div>' not in text:
                return text
            lang = wanted_language(scope["query_string"], accept_language)
            text = text.replace(b'<html lang="en">', f'<html lang="{lang}">'.encode(), 1)
            text = text.replace(b"<title>Streamlit</title>", b"<title>Kader</title>", 1)
            text = text.replace(b"</head>", _STYLE, 1)
            headers.add_vary_header("Accept-Language")
            self.opened()
            return text

        return await self.app(scope, receive, ResponseRewriter(send, "text/html", rewrite))
