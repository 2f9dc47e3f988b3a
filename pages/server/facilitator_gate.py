"""Access control: from another machine, everything except the phone's pages needs the facilitator key.

Requests from this machine are trusted. A request counts as local when it comes from a loopback address, asks for a loopback
name (another site could point its own name here) and has no proxy headers. Behind a proxy that adds none, set
KADER_BEHIND_PROXY=1.
"""

import hashlib
import logging
import os
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framework.content_policy import SELF, content_policy, source_hash
from framework.errors import KaderError, StoreUnavailable
from framework.facilitator_key import (
    TICKET_DAYS,
    facilitator_key,
    is_valid_ticket,
    new_ticket,
    same_key,
    sign_out,
    signed_out,
)
from framework.html import DOCTYPE, Html, tag
from framework.network import is_loopback
from framework.settings import BEHIND_PROXY, Settings
from pages.server.language_negotiation import wanted_language
from pages.server.rate_limit import wrong_keys
from pages.server.request_origin import client_address, is_same_origin

if TYPE_CHECKING:
    from framework.language import Translator

COOKIE = "kader_facilitator"
SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
_OPEN = ("/j", "/J", "/healthz", SIGN_IN)
_PROXY_SIGNS = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_FORM_LIMIT = 4_096

log = logging.getLogger("kader")
_attempts = wrong_keys()


class FacilitatorGate:
    """Lets a request through, or sends it to the sign-in page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None
        is_socket = scope["type"] == "websocket"
        # A browser lets a page of any site open a socket here, and Streamlit allows pages of this machine's other ports.
        foreign = is_socket and not is_same_origin(Headers(scope=scope))
        try:
            if scope["type"] not in ("http", "websocket") or (not foreign and await may_enter(scope)):
                return await self.app(scope, _until_signed_out(scope, receive, send) if is_socket else receive, send)
        except _NoKey as reason:
            refusal = reason
        if is_socket:
            await receive()  # the handshake; a refusal has to follow it
            code, reason = (4403, "another site") if foreign else (4401, "facilitator key")
            await send({"type": "websocket.close", "code": code, "reason": reason})
            return None
        answer = (
            _sign_in_response(scope) if refusal is None else await run_in_threadpool(_unavailable, scope, refusal.error)
        )
        return await answer(scope, receive, send)


def _until_signed_out(scope: Scope, receive: Receive, send: Send) -> Receive:
    """Ends an open page's socket at its first message after somebody signed out with its cookie."""

    async def received() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and not await may_enter(scope):
            await send({"type": "websocket.close", "code": 4401, "reason": "signed out"})
            return {"type": "websocket.disconnect", "code": 4401}
        return message

    return received


class _NoKey(Exception):
    """There is no key to compare with, so nobody can enter from another machine."""

    def __init__(self, error: KaderError) -> None:
        self.error = error


async def may_enter(scope: Scope) -> bool:
    """Whether the request is from the facilitator, or for something that is open to everybody."""
    path: str = scope["path"]
    if any(path == start or path.startswith(f"{start}/") for start in _OPEN):
        return True
    headers = Headers(scope=scope)
    client = scope.get("client")
    if is_local(client[0] if client else "", headers, os.environ):
        return True
    return await _is_signed_in(headers)


def is_local(client: str, headers: Mapping[str, str], environ: Mapping[str, str]) -> bool:
    """Whether a request comes from this machine, and not through a proxy on it."""
    if BEHIND_PROXY.is_on(environ):
        return False
    if any(sign in headers for sign in _PROXY_SIGNS):
        return False
    try:
        asked = urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:  # an open bracket
        return False
    return is_loopback(client) and is_loopback(asked or "")


async def _is_signed_in(headers: Headers) -> bool:
    """Raises `_NoKey`."""
    given = _cookie(headers)
    return bool(given) and await run_in_threadpool(_is_ticket, given)


def _is_ticket(given: str) -> bool:
    return is_valid_ticket(given, _key(), time.time(), signed_out(_settings()))


def _settings() -> Settings:
    return Settings.from_environment(os.environ)


def _key() -> str:
    """Raises `_NoKey` where the key in the environment is too short, or a new one cannot be stored."""
    try:
        return _kept_key(_settings())
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


def _sign_in_response(scope: Scope) -> Response:
    headers = Headers(scope=scope)
    if scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", ""):
        query = scope["query_string"].decode("latin-1")
        back = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"{SIGN_IN}?next={quote(back)}", status_code=303, headers=_NO_STORE)
    return PlainTextResponse("401 facilitator key needed: open /sign-in", status_code=401, headers=_NO_STORE)


def _unavailable(scope: Scope, error: KaderError) -> Response:
    """503 with the reason, without this machine's folders, because strangers can read it."""
    from framework.language import error_sentence

    log.error("the facilitator key cannot be used", exc_info=error)
    if "where" in error.params:
        error.params["where"] = Path(str(error.params["where"])).name
    return PlainTextResponse(error_sentence(error, _translator(scope)), status_code=503, headers=_NO_STORE)


_NO_STORE = {"Cache-Control": "no-store"}


# --- the sign-in page ------------------------------------------------------------------------------------------------


async def sign_in(request: Request) -> Response:
    """The form for the key. With the right one the browser gets a ticket and is sent on to the page it asked for."""
    back = _inside(request.query_params.get("next", "/"))
    if request.method == "GET":
        return await run_in_threadpool(_key_form, request, back, "")
    if not is_same_origin(request.headers) or int(request.headers.get("content-length") or 0) > _FORM_LIMIT:
        return PlainTextResponse("403", status_code=403, headers=_NO_STORE)
    async with request.form(max_files=0, max_fields=4) as form:
        given = str(form.get("key", ""))
    try:
        key = await run_in_threadpool(_key)
    except _NoKey as reason:
        return await run_in_threadpool(_unavailable, request.scope, reason.error)
    right = same_key(given, key)
    guess = hashlib.sha256(given.encode(errors="replace")).hexdigest()
    if not await _attempts.may_know(client_address(request.scope), guess, right=right):
        return await run_in_threadpool(_key_form, request, back, "wait", 429)
    if not right:
        return await run_in_threadpool(_key_form, request, back, "wrong", 403)
    answer = RedirectResponse(back, status_code=303, headers=_NO_STORE)
    answer.set_cookie(
        COOKIE,
        new_ticket(key, time.time()),
        max_age=TICKET_DAYS * 86_400,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


async def sign_out_page(request: Request) -> Response:
    """Asks for confirmation, then signs this browser out in all its windows."""
    if request.method == "GET":
        return await run_in_threadpool(_sign_out_form, request)
    if not is_same_origin(request.headers):
        return PlainTextResponse("403", status_code=403, headers=_NO_STORE)
    try:
        if await _is_signed_in(request.headers):
            await run_in_threadpool(sign_out, _settings(), _cookie(request.headers))
    except (_NoKey, StoreUnavailable) as reason:
        error = reason.error if isinstance(reason, _NoKey) else reason
        return await run_in_threadpool(_unavailable, request.scope, error)
    answer = RedirectResponse(SIGN_IN, status_code=303, headers=_NO_STORE)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def _inside(address: str) -> str:
    """The address if it is on this server, otherwise the start page, so that nobody is redirected to another site."""
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


def _key_form(request: Request, back: str, problem: str, status: int = 200) -> Response:
    """The form for the key. ``problem``: ``wrong``, ``wait`` or empty."""
    t = _translator(request.scope)
    problems = {
        "wrong": t("That key is not right. Look at the window in which Kader was started, and type it again."),
        "wait": t("Too many wrong keys were tried. Wait a few seconds and try again."),
    }
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
    why = t(
        "You are opening Kader from another device. Only the facilitator may do that. The key is in the window in which Kader was started."
    )
    return _document(
        t,
        t("For the facilitator"),
        tag("p", why),
        tag("p", problems[problem], role="alert", id="problem") if problem else None,
        form,
        tag("p", tag("small", t("Are you taking part? Scan the code on the screen, or type its address."))),
        status=status,
    )


def _sign_out_form(request: Request) -> Response:
    t = _translator(request.scope)
    return _document(
        t,
        t("Sign out"),
        tag("p", t("This browser will ask for the facilitator key again. Workshops and phones carry on.")),
        tag("form", tag("button", t("Sign out on this device")), method="post", action=SIGN_OUT),
        tag("p", tag("a", t("Back to Kader"), href="/")),
    )


def _translator(scope: Scope) -> "Translator":
    from framework.language import translator

    return translator(wanted_language(scope["query_string"], Headers(scope=scope).get("accept-language", "")))


def _document(t: "Translator", title: str, *body: Html | None, status: int = 200) -> Response:
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("title", f"{title} · Kader"),
        tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
        tag("meta", name="robots", content="noindex"),
        tag("style", Html(_STYLE)),
    )
    page = DOCTYPE + tag("html", head, tag("body", tag("main", tag("h1", title), body)), lang=t.lang)
    headers = {**_NO_STORE, "Content-Security-Policy": _POLICY, "Vary": "Accept-Language"}
    return HTMLResponse(page, status_code=status, headers=headers)


ROUTES = (
    Route(SIGN_IN, sign_in, methods=["GET", "POST"]),
    Route(SIGN_OUT, sign_out_page, methods=["GET", "POST"]),
)
