"""Who reaches what: from another machine everything but the phone's pages asks for the facilitator's key.

This machine itself is trusted, as long as nothing stands between: a request counts as local when it comes from a loopback
address, asks for a loopback name (a page elsewhere could point its own name here) and carries no sign of a proxy. Behind a
proxy that leaves no sign, KADER_BEHIND_PROXY=1 says so.
"""

import logging
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from framework.content_policy import SELF, content_policy, source_hash
from framework.errors import KaderError
from framework.facilitator_key import facilitator_key, same_key, same_ticket, ticket
from framework.html import DOCTYPE, Html, tag
from framework.network import is_loopback
from framework.settings import BEHIND_PROXY, Settings
from pages.server.language_negotiation import wanted_language
from pages.server.rate_limit import wrong_keys
from pages.server.request_origin import client_address, is_same_origin

COOKIE = "kader_facilitator"
SIGN_IN = "/sign-in"
_OPEN = ("/j", "/healthz", SIGN_IN)
_PROXY_SIGNS = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_COOKIE_DAYS = 30
_FORM_LIMIT = 4_096

log = logging.getLogger("kader")
_attempts = wrong_keys()


class FacilitatorGate:
    """Lets a request through, or sends it to the sign-in page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None
        try:
            if scope["type"] not in ("http", "websocket") or await may_enter(scope):
                return await self.app(scope, receive, send)
        except _NoKey as reason:
            refusal = reason
        if scope["type"] == "websocket":
            await receive()  # the handshake; a refusal has to follow it
            await send({"type": "websocket.close", "code": 4401, "reason": "facilitator key"})
            return None
        answer = _refusal(scope) if refusal is None else await run_in_threadpool(_unavailable, scope, refusal.error)
        return await answer(scope, receive, send)


class _NoKey(Exception):
    """There is no key to compare with, and so no way in for anybody from elsewhere."""

    def __init__(self, error: KaderError) -> None:
        self.error = error


async def may_enter(scope: Scope) -> bool:
    """Whether a request may see what only the facilitator sees, or asks for something open to everybody."""
    path: str = scope["path"]
    if any(path == start or path.startswith(f"{start}/") for start in _OPEN):
        return True
    headers = Headers(scope=scope)
    client = scope.get("client")
    if is_local(client[0] if client else "", headers, os.environ):
        return True
    given = Request(scope).cookies.get(COOKIE, "") if scope["type"] == "http" else _cookie(headers)
    return bool(given) and same_ticket(given, await run_in_threadpool(_key))


def is_local(client: str, headers: Mapping[str, str], environ: Mapping[str, str]) -> bool:
    """Whether a request comes from this machine itself and from nowhere behind it."""
    if BEHIND_PROXY.is_on(environ):
        return False
    if any(sign in headers for sign in _PROXY_SIGNS):
        return False
    return is_loopback(client) and is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname or "")


def _key() -> str:
    """Raises `_NoKey`: the key in the environment is too short, or one that was made cannot be stored."""
    try:
        return _kept_key(Settings.from_environment(os.environ))
    except KaderError as error:
        raise _NoKey(error) from error


@cache
def _kept_key(settings: Settings) -> str:
    return facilitator_key(settings, os.environ)


def _cookie(headers: Headers) -> str:
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _refusal(scope: Scope) -> Response:
    headers = Headers(scope=scope)
    if scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", ""):
        query = scope["query_string"].decode("latin-1")
        back = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"{SIGN_IN}?next={quote(back)}", status_code=303, headers=_NO_STORE)
    return PlainTextResponse("401 facilitator key needed: open /sign-in", status_code=401, headers=_NO_STORE)


def _unavailable(scope: Scope, error: KaderError) -> Response:
    """503 with the reason, and without the folders of this machine: strangers read it, too."""
    from framework.language import error_sentence, translator

    log.error("the facilitator key cannot be used", exc_info=error)
    if "where" in error.params:
        error.params["where"] = Path(str(error.params["where"])).name
    t = translator(wanted_language(scope["query_string"], Headers(scope=scope).get("accept-language", "")))
    return PlainTextResponse(error_sentence(error, t), status_code=503, headers=_NO_STORE)


_NO_STORE = {"Cache-Control": "no-store"}


# --- the sign-in page ------------------------------------------------------------------------------------------------


async def sign_in(request: Request) -> Response:
    """A form for the key; with the right one the browser gets a ticket and goes on to where it wanted to go."""
    back = _inside(request.query_params.get("next", "/"))
    if request.method == "GET":
        return await run_in_threadpool(_page, request, back, "")
    address = client_address(request.scope)
    if _attempts.is_shut(address):
        return await run_in_threadpool(_page, request, back, "wait", 429)
    if not is_same_origin(request.headers) or int(request.headers.get("content-length") or 0) > _FORM_LIMIT:
        return PlainTextResponse("403", status_code=403, headers=_NO_STORE)
    async with request.form(max_files=0, max_fields=4) as form:
        given = str(form.get("key", ""))
    try:
        key = await run_in_threadpool(_key)
    except _NoKey as reason:
        return await run_in_threadpool(_unavailable, request.scope, reason.error)
    if not same_key(given, key):
        _attempts.failed(address)
        return await run_in_threadpool(_page, request, back, "wrong", 403)
    answer = RedirectResponse(back, status_code=303, headers=_NO_STORE)
    answer.set_cookie(
        COOKIE,
        ticket(key),
        max_age=_COOKIE_DAYS * 86_400,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def _inside(address: str) -> str:
    """An address on this server, or the start page: nobody may be sent elsewhere from here."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or any(ord(char) < 32 for char in address):
        return "/"
    return address


_STYLE = (
    ":root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,sans-serif;max-width:26rem;margin:12vh auto;"
    "padding:0 1.25rem;color:light-dark(#0b161c,#e7eef0);background:light-dark(#fbf9f4,#0e1519)}h1{font-size:1.5rem}"
    "label{display:block;font-weight:600;margin-top:1.5rem}"
    "input{font:inherit;width:100%;box-sizing:border-box;padding:.7rem;margin:.4rem 0 1rem;border-radius:.3rem;"
    "border:2px solid light-dark(#7f8a86,#7d8b90);background:light-dark(#fff,#17222a);color:inherit}"
    "button{font:inherit;font-weight:600;padding:.75rem 1.5rem;min-height:3rem;border:0;border-radius:.3rem;"
    "background:light-dark(#0f5c63,#7cc4c4);color:light-dark(#fff,#0e1519)}"
    "[role=alert]{border-left:4px solid light-dark(#b3402e,#f0937f);padding:.4rem .8rem}"
)
_POLICY = content_policy(style_src=source_hash(_STYLE), form_action=SELF)


def _page(request: Request, back: str, problem: str, status: int = 200) -> Response:
    """The form. ``problem``: ``wrong`` or ``wait``, if something is."""
    from framework.language import translator

    lang = wanted_language(request.scope["query_string"], request.headers.get("accept-language", ""))
    t = translator(lang)
    problems = {
        "wrong": t("That key is not right. Look at the window in which Kader was started, and type it again."),
        "wait": t("Too many wrong keys were tried. Wait ten minutes and try again."),
    }
    title = t("For the facilitator")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("title", f"{title} · Kader"),
        tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
        tag("meta", name="robots", content="noindex"),
        tag("style", Html(_STYLE)),
    )
    form = tag(
        "form",
        tag("label", t("Facilitator key"), for_="key"),
        tag(
            "input",
            id="key",
            name="key",
            autocomplete="current-password",
            autocapitalize="characters",
            spellcheck="false",
            required=True,
            aria_describedby="problem" if problem else None,
            aria_invalid="true" if problem else None,
        ),
        tag("button", t("Open Kader")),
        method="post",
        action=f"{SIGN_IN}?next={quote(back)}",
    )
    main = tag(
        "main",
        tag("h1", title),
        tag(
            "p",
            t(
                "You are opening Kader from another device. Only the facilitator may do that. The key is in the window in which Kader was started."
            ),
        ),
        tag("p", problems[problem], role="alert", id="problem") if problem else None,
        form,
        tag("p", tag("small", t("Are you taking part? Scan the code on the screen, or type its address."))),
    )
    page = DOCTYPE + tag("html", head, tag("body", main), lang=lang)
    headers = {**_NO_STORE, "Content-Security-Policy": _POLICY, "Vary": "Accept-Language"}
    return HTMLResponse(page, status_code=status, headers=headers)


ROUTES = (Route(SIGN_IN, sign_in, methods=["GET", "POST"]),)
