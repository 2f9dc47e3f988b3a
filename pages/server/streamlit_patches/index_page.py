"""Rewrites Streamlit's ``index.html``: the page's language, its name, a few style rules and our script (``frontend_words.py``).

Streamlit's own says ``<html lang="en">`` and "Streamlit" to everyone, which is what a screen reader starts from. Ours also says
that it is not to be translated: it has two languages of its own.

Unnecessary when Streamlit lets an app set the page's language and first title, and add a style sheet and a script.
"""

import gzip
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server.language_negotiation import wanted_language
from pages.server.streamlit_patches.frontend_words import script_tag

LABEL_INK = {"light": "#ffffff", "dark": "#0e1519"}
"""Text on the primary colour. Streamlit always draws it white. In the dark theme no primary colour is dark enough for white
text and light enough to be read on the background, where Streamlit uses it for selected words."""

_STYLE = (
    # Streamlit sets color-scheme for the page but not for dialogs; those follow the system, as the theme does.
    "<style>html{color-scheme:light dark}"
    'button[data-testid^="stBaseButton-primary"],span[data-tag]'
    f"{{color:light-dark({LABEL_INK['light']},{LABEL_INK['dark']})}}"
    # A connection message offers a command that starts another app.
    "[data-testid=stErrorCodeBlock]{display:none}"
    # Streamlit cuts a link off at the end of its line; in the page, unlike in the menu, a link may be a sentence.
    "[data-testid=stMain] [data-testid=stPageLink-NavLink]>span:last-child,"
    "[data-testid=stMain] [data-testid=stPageLink-NavLink]>span:last-child *{white-space:normal;text-align:left}"
    # Large type (`pages/ui/large_type.py`): a container's key is its class. Not on phones, which have no room for it.
    '@media(min-width:900px){[class*="st-key-large-"]{zoom:1.8}}'
    # On paper the menu takes a third of the sheet, and a page break would go through charts and rows (see also print_charts.js).
    "@page{size:A4;margin:14mm 12mm}"
    "@media print{[data-testid=stSidebar],[data-testid=stHeader],[data-testid=stElementToolbar]"
    "{display:none!important}html,body,.stApp,[data-testid=stAppViewContainer],[data-testid=stMain]{background:#fff!important}"
    "[data-testid=stMainBlockContainer]{padding:0 2px!important;max-width:none!important}"
    "[data-testid=stPlotlyChart],[data-testid=stImage],tr,li,summary{break-inside:avoid}h1,h2,h3,h4,h5{break-after:avoid}"
    ".dark-on-screen .stApp *{color:#0b161c!important;background-color:transparent!important}.dark-on-screen .stPlotlyChart text{fill:#0b161c!important}}"
    # Day and month of a date field are as narrow as their digits: too small to be tapped apart.
    "[data-testid=stDateInput] [role=spinbutton]{min-width:1.5rem;min-height:1.5rem;text-align:center}"
    # The button that opens the help of a field (`pages/ui/fields.py`) shows an icon; its words are for screen readers.
    '[class*="st-key-explain-"] button{min-height:1.5rem;min-width:1.5rem;padding:0}'
    '[class*="st-key-explain-"] button [data-testid=stMarkdownContainer]'
    "{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}</style>"
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
        lang = wanted_language(scope["query_string"], Headers(scope=scope).get("accept-language", ""))
        return await self.app(scope, receive, _Rewriter(send, lang, self.opened))


class _Rewriter:
    """Passes a response on; rewrites its body if that is Streamlit's page, as text or compressed with gzip."""

    def __init__(self, send: Send, lang: str, opened: Callable[[], None]) -> None:
        self.send = send
        self.lang = lang
        self.opened = opened
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if not _is_page(message):
                return await self.send(message)
            self.start = message
            return None
        if self.start is None:
            return await self.send(message)
        self.body.extend(message.get("body", b""))
        if message.get("more_body", False):
            return None
        headers = MutableHeaders(scope=self.start)
        body = bytes(self.body)
        compressed = headers.get("content-encoding") == "gzip"  # every page but "/"
        text = gzip.decompress(body) if compressed else body
        if b'<div id="root"></div>' in text:
            body = _rewritten(text, self.lang)
            headers["content-length"] = str(len(body))
            headers.add_vary_header("Accept-Language")
            # The validators belong to Streamlit's file: a browser could be told "not modified" for another text.
            for name in ("etag", "last-modified", *(["content-encoding"] if compressed else [])):
                del headers[name]
            self.opened()
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})
        return None


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and "text/html" in headers.get("content-type", "")
        and headers.get("content-encoding", "gzip") == "gzip"
        and "content-disposition" not in headers
    )


def _rewritten(page: bytes, lang: str) -> bytes:
    # A browser that translates the page replaces its text nodes, and React then fails at the next click (removeChild).
    page = page.replace(b'<html lang="en">', f'<html lang="{lang}" translate="no" class="notranslate">'.encode(), 1)
    page = page.replace(b"<title>Streamlit</title>", b"<title>Kader</title>", 1)
    page = page.replace(b"<script", script_tag() + b"<script", 1)
    return page.replace(b"</head>", _STYLE + b"</head>", 1)
