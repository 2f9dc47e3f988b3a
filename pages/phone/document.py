"""The HTML document around a page: style and script inline, a content policy that allows only these, and compression.

The part before the title is the same for everybody, so it is compressed once per language and each page continues from
there. When a whole room joins at once, that takes a tenth of the time of compressing every page in full.
"""

import json
import re
import struct
import zlib
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, RedirectResponse, Response

from framework.content_policy import SELF, content_policy, source_hash
from framework.html import DOCTYPE, Html, join, start_tag, tag
from framework.language import translator
from framework.text import LANG_NAMES, Lang, other

HERE = Path(__file__).resolve().parent
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect x='4' y='4' width='24' "
    "height='24' rx='3' fill='none' stroke='%230f5c63' stroke-width='5'/%3E%3C/svg%3E"
)


@cache
def style() -> str:
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", (HERE / "phone.css").read_text(encoding="utf-8"))).strip()


@cache
def script() -> str:
    """The script without comments and indentation. Line breaks stay, because one may end a statement."""
    lines = (line.strip() for line in (HERE / "phone.js").read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


RUN_SCRIPT = (
    'document.head.append(Object.assign(document.createElement("script"),'
    '{textContent:document.getElementById("program").textContent}))'
)
"""Inline script at the end of the page. It runs the main script, which the head holds as text.

A browser draws a page only after running the scripts above it, and on a slow phone that adds a third to the time. The text is
in the head because that is compressed only once.
"""


@cache
def policy() -> str:
    return content_policy(
        script_src=f"{source_hash(RUN_SCRIPT)} {source_hash(script())}",
        style_src=source_hash(style()),
        img_src="data:",
        connect_src=SELF,
        form_action=SELF,
    )


@cache
def _head(lang: Lang) -> bytes:
    head = join(
        start_tag("html", lang=lang),
        start_tag("head"),
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width,initial-scale=1,viewport-fit=cover"),
        tag("meta", name="robots", content="noindex"),
        tag("meta", name="theme-color", content="#fbf9f4", media="(prefers-color-scheme:light)"),
        tag("meta", name="theme-color", content="#0e1519", media="(prefers-color-scheme:dark)"),
        tag("link", rel="icon", href=Html(_ICON)),
        tag("style", Html(style())),
        tag("script", Html(script()), type="text/plain", id="program"),
    )
    return (DOCTYPE + head).encode()


@cache
def _head_compressor(lang: Lang) -> "zlib._Compress":
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    _compressed_heads[lang] = packer.compress(_head(lang))
    return packer


_compressed_heads: dict[Lang, bytes] = {}


@dataclass(frozen=True)
class Page:
    """The content of the document.

    ``room``: the room's address for somebody who has joined; the script follows it. ``ident``: the name under which the
    browser stores unsent answers. ``waits``: nothing is asked, so that the page may reload by itself without the script.
    ``shared``: nothing on it is personal, so everybody gets the same bytes. ``nonce``: what alone differs between two people's
    pages; it stands in ``main`` at the place of `NONCE`.
    """

    lang: Lang
    title: str
    main: bytes
    room: str = ""
    ident: str = ""
    place: str = ""
    here: str = ""
    waits: bool = False
    error: str = ""
    language_choice: Html | None = None
    shared: bool = False
    nonce: str = ""


NONCE = "nonce of this page"
"""Placeholder in `Page.main`."""


@cache
def _words(lang: Lang) -> str:
    t = translator(lang)
    return json.dumps(
        {
            "saving": t("Saving …"),
            "unsaved": t("Not saved yet."),
            "kept": t("No connection. Your answer is saved on this phone and sent as soon as possible."),
            "busy": t("Not saved yet. Trying again …"),
            "here": t("Saved on this phone, not sent yet."),
            "stuck": t(
                "The server could not save your answer. It is still on this phone. Try again, or tell the facilitator."
            ),
            "retry": t("Try again"),
            "refused": t("This was not accepted. Reload the page to see where the room is."),
        },
        ensure_ascii=False,
    )


def _rest(page: Page) -> bytes:
    # An error may quote what somebody typed, so it is not cached.
    start, end = _around_main(page) if page.error else _cached_around_main(replace(page, main=b"", shared=False))
    return start + page.main + end


def _around_main(page: Page) -> tuple[bytes, bytes]:
    """The document before and after the main part."""
    t = translator(page.lang)
    reload = tag("noscript", tag("meta", http_equiv="refresh", content="10")) if page.waits else None
    head = join(tag("title", f"{page.title} · Kader"), reload)
    top = tag(
        "header",
        tag("span", tag("b", "Kader"), f" {page.place}" if page.place else None),
        tag("span", t("No connection. Trying again …"), id="line", role="status", hidden=True) if page.room else None,
    )
    again = tag("noscript", tag("p", tag("a", t("Refresh"), href=page.here, class_="big"))) if page.room else None
    bottom = tag(
        "footer",
        tag("a", t("You"), href=f"{page.room}/you") if page.room else None,
        tag("a", t("Privacy"), href=f"{page.here or page.room}/privacy") if page.here or page.room else None,
        page.language_choice,
    )
    before = join(
        top,
        tag("p", page.error, id="notice", class_="error", role="alert", hidden=not page.error),
        tag("p", id="say", class_="off", aria_live="polite") if page.room else None,
    )
    body = start_tag("body", data_id=page.ident, data_words=_words(page.lang)) if page.room else start_tag("body")
    start = f"{head}</head>{body}{before}"
    end = join(again, bottom, tag("script", Html(RUN_SCRIPT)), Html("</body></html>"))
    return start.encode(), end.encode()


_cached_around_main = lru_cache(maxsize=128)(_around_main)
"""The same on every page of a room in one language."""


def language_links(lang: Lang, address: str) -> Html:
    """A link to the page in the other language, for somebody without a seat."""
    to = other(lang)
    return tag("a", LANG_NAMES[to], href=f"{address}?lang={to}", lang=to, hreflang=to)


def language_button(lang: Lang, room: str, here: str) -> Html:
    """A button that changes a seat's language, which is stored with the seat."""
    to = other(lang)
    return tag(
        "form",
        tag("input", type="hidden", name="back", value=here),
        tag("button", LANG_NAMES[to], name="lang", value=to, lang=to),
        method="post",
        action=f"{room}/you",
    )


def respond(page: Page, headers: Headers, status: int = 200, cookies: tuple[str, ...] = ()) -> Response:
    """The response with the document, compressed if the browser accepts that."""
    packs = "gzip" in headers.get("accept-encoding", "")
    if page.nonce:
        around = _around_nonce(replace(page, nonce=""))
        body = around.gzip(page.nonce.encode()) if packs else around.plain(page.nonce.encode())
    elif packs:
        body = _compressed_shared(page) if page.shared else _compressed(page)
    else:
        body = _head(page.lang) + _rest(page)
    response = Response(body, status, media_type="text/html")
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    set_headers(response, cookies)
    return response


def _compressed(page: Page) -> bytes:
    packer = _head_compressor(page.lang).copy()
    return b"".join((_compressed_heads[page.lang], packer.compress(_rest(page)), packer.flush()))


_compressed_shared = lru_cache(maxsize=32)(_compressed)
"""For many people who load the same page at once. Nothing personal is ever cached here."""


@dataclass(frozen=True)
class _AroundNonce:
    """A page before and after its nonce, as text and compressed: a whole room gets it at once, each with another nonce.

    A gzip stream may hold stored bytes between compressed ones (RFC 1951, 3.2.4).
    """

    before: bytes
    after: bytes
    packed_before: bytes
    packed_after: bytes

    def plain(self, nonce: bytes) -> bytes:
        return self.before + nonce + self.after

    def gzip(self, nonce: bytes) -> bytes:
        size = len(nonce)
        checksum = zlib.crc32(self.after, zlib.crc32(nonce, self._checksum_before))
        whole = len(self.before) + size + len(self.after)
        return b"".join(
            (
                self.packed_before,
                struct.pack("<BHH", 0, size, size ^ 0xFFFF),
                nonce,
                self.packed_after,
                struct.pack("<LL", checksum, whole),
            )
        )

    @cached_property
    def _checksum_before(self) -> int:
        return zlib.crc32(self.before)


@lru_cache(maxsize=32)
def _around_nonce(page: Page) -> _AroundNonce:
    before, _, after = _rest(page).partition(NONCE.encode())
    packer = _head_compressor(page.lang).copy()
    packed_before = _compressed_heads[page.lang] + packer.compress(before) + packer.flush(zlib.Z_SYNC_FLUSH)
    rest = zlib.compressobj(6, zlib.DEFLATED, -15)
    return _AroundNonce(_head(page.lang) + before, after, packed_before, rest.compress(after) + rest.flush())


def set_headers(response: Response, cookies: tuple[str, ...] = ()) -> None:
    """Sets the headers of every response under ``/j``."""
    headers = response.headers
    headers["Cache-Control"] = "no-store"
    headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    headers["Content-Security-Policy"] = policy()
    # With "no-referrer" browsers would send "null" as the origin of our own posts.
    headers["Referrer-Policy"] = "same-origin"
    # A stricter value makes the browser discard the process that it has prepared and start another, which on a phone takes a
    # quarter of the first load. Other sites still cannot read or post here.
    headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    for cookie in cookies:
        response.headers.append("Set-Cookie", cookie)


def redirect(address: str, cookie: str = "") -> Response:
    response = RedirectResponse(address, 303)
    set_headers(response, (cookie,) if cookie else ())
    return response


def json_response(values: dict[str, object], status: int = 200) -> Response:
    response = JSONResponse(values, status)
    set_headers(response)
    return response
