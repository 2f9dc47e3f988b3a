"""The projector's addresses. From another machine the gate lets only the facilitator in."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from framework.errors import KaderError, NotFound
from framework.language import error_sentence, translator
from pages.live.app_state import Installation, installation
from pages.live.channel import EventStream
from pages.live.snapshot import RoomSnapshot
from pages.projector import document
from pages.projector.join_address import join_address
from pages.projector.view import ScreenView, clock
from pages.server.language_negotiation import named_language, wanted_language

_PAGE = {"Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8"}


async def screen(request: Request) -> Response:
    """The whole page. Without scripts it reloads itself every few seconds."""
    try:
        here = installation()
        snapshot = await here.hub.snapshot(request.path_params["workshop"])
        lang = named_language(request.scope["query_string"]) or snapshot.state.workshop.lang
        view = ScreenView(lang, await run_in_threadpool(join_address, request))
        body = await run_in_threadpool(_page, here, snapshot, view, request)
    except KaderError as error:
        return _error_response(request, error)
    return Response(body, headers={**_PAGE, "Content-Security-Policy": document.policy()})


async def screen_events(request: Request) -> Response | EventStream:
    """Events named ``screen``: the parts of the page as JSON, whenever one of them changes."""
    try:
        hub = installation().hub
        workshop = request.path_params["workshop"]
        lang = named_language(request.scope["query_string"]) or (await hub.snapshot(workshop)).state.workshop.lang
        view = ScreenView(lang, await run_in_threadpool(join_address, request))
        subscriber = await hub.subscribe(workshop, view)
    except KaderError as error:
        return _error_response(request, error)
    return EventStream(subscriber, hub.leave)


def _page(here: Installation, snapshot: RoomSnapshot, view: ScreenView, request: Request) -> bytes:
    workshop = snapshot.state.workshop
    counts = here.hub.count(snapshot)
    t = translator(view.lang)
    theme = request.query_params.get("theme", "")
    query = f"?{request.url.query}" if request.url.query else ""
    return document.document(
        view.parts(snapshot, counts),
        clock(snapshot, t),
        t,
        title=workshop.organisation,
        events=f"/room/{workshop.id}/events{query}",
        theme=theme,
    )


def _error_response(request: Request, error: KaderError) -> Response:
    t = translator(wanted_language(request.scope["query_string"], request.headers.get("accept-language", "")))
    status = 404 if isinstance(error, NotFound) else 503
    return Response(
        document.message(error_sentence(error, t), t),
        status_code=status,
        headers={**_PAGE, "Content-Security-Policy": document.policy()},
    )


def router() -> Router:
    return Router(
        [
            Route("/room/{workshop}", screen, methods=["GET"]),
            Route("/room/{workshop}/events", screen_events, methods=["GET"]),
        ],
        redirect_slashes=False,
    )
