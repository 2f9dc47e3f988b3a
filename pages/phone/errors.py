"""The response to an error: its HTTP status and its sentence."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framework.errors import (
    AnswerRefused,
    InputRefused,
    JoinRefused,
    KaderError,
    NotAllowed,
    NotFound,
    StoreUnavailable,
    WorkshopClosed,
)
from framework.language import error_sentence, translator
from pages.phone import join_pages
from pages.phone.document import json_response, redirect, respond, set_headers
from pages.phone.requests import TooLarge, request_language, wants_json


class NoSeat(KaderError):
    """The browser has no seat in this room."""

    code = "answer-refused"

    def __init__(self) -> None:
        super().__init__(reason="left")


class CrossSitePost(InputRefused):
    """A post that did not come from one of our pages."""


def _is_wrong_code(error: KaderError) -> bool:
    return isinstance(error, JoinRefused) and error.reason in ("unknown-code", "too-many-tries")


def status_of(error: KaderError) -> int:
    """The HTTP status for an error."""
    if isinstance(error, StoreUnavailable):
        return 503
    if isinstance(error, NoSeat) or (isinstance(error, AnswerRefused) and error.reason == "left"):
        return 401
    if isinstance(error, JoinRefused):
        return {"unknown-code": 404, "too-many-tries": 429, "too-many-joins": 429, "over": 410}.get(error.reason, 403)
    if isinstance(error, AnswerRefused) and error.reason == "too-fast":
        return 429
    if isinstance(error, AnswerRefused | WorkshopClosed):
        return 409
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, CrossSitePost | NotAllowed):
        return 403
    return 413 if isinstance(error, TooLarge) else 422


def error_response(request: Request, error: KaderError) -> Response:
    """The error as a sentence in the reader's language: a page, or JSON for the script."""
    lang = request_language(request)
    t = translator(lang)
    sentence = join_pages.cross_site_text(t) if isinstance(error, CrossSitePost) else error_sentence(error, t)
    status = status_of(error)
    seated: str = getattr(request.state, "seated", "")
    below = request.url.path.removeprefix("/j/").partition("/")[2]
    where = f"/j/{join_pages.plain_code(request.path_params.get('code', ''))}"
    if status == 404 and seated and below:
        # A link, form or queued answer from a page that was loaded before the room got a new code; 307 keeps the post. An
        # address with the code alone may have been typed, so it gets the error page.
        asked = f"?{request.url.query}" if request.url.query else ""
        moved = RedirectResponse(f"{seated}/{below}{asked}", 303 if request.method == "GET" else 307)
        set_headers(moved)
        return moved
    if wants_json(request) or request.url.path.endswith(("/events", "/state")):
        response: Response = json_response({"error": sentence, "code": error.code}, status)
    elif isinstance(error, NoSeat) and request.method == "GET":
        response = redirect(where)
    else:
        page = join_pages.refused_page(
            lang,
            sentence,
            where,
            typed=request.path_params.get("code", "") if _is_wrong_code(error) else None,
            seated=seated,
        )
        response = respond(page, request.headers, status)
    if status == 503:
        response.headers["Retry-After"] = "2"
    if status == 429:
        response.headers["Retry-After"] = "5"
    return response
