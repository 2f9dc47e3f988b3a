"""What a request says besides its form, and the answers that need no page."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from framework.text import Lang
from pages.phone.document import set_headers
from pages.server.language_negotiation import wanted_language


def redirect(address: str, cookie: str = "") -> Response:
    response = RedirectResponse(address, 303)
    set_headers(response, (cookie,) if cookie else ())
    return response


def in_json(values: dict[str, object], status: int = 200) -> Response:
    response = JSONResponse(values, status)
    set_headers(response)
    return response


def by_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def asked_language(request: Request) -> Lang:
    return wanted_language(request.scope.get("query_string", b""), request.headers.get("accept-language", ""))


def step_asked(request: Request, plan: Sequence[object]) -> str:
    asked = request.query_params.get("step", "")
    return asked if any(getattr(step, "id", None) == asked for step in plan) else ""
