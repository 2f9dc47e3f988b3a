"""The beamer's addresses. The gate sees to it that on another machine only the facilitator gets here."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from framework.errors import KaderError, NotFound
from framework.language import error_sentence, translator
from framework.text import LANGS, Lang
from pages.live.app_state import Installation, installation
from pages.live.snapshot import RoomSnapshot, count
from pages.live.sse import EventStream
from pages.projector import document
from pages.projector.join_address import join_address
from pages.projector.view import ScreenView, clock

_PAGE = {"Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8"}


async def screen(request: Request) -> Response:
    """The page, whole: it also works without the script, which then loads it anew every few seconds."""
    try:
        here = installation()
        moment = await here.hub.moment(request.path_params["workshop"])
        lang = _language(request, moment.state.workshop.lang)
        view = ScreenView(lang, await run_in_threadpool(join_address, request))
        body = await run_in_threadpool(_page, here, moment, view, request)
    except KaderError as error:
        return _refused(request, error)
    return Response(body, headers={**_PAGE, "Content-Security-Policy": document.policy()})


async def screen_events(request: Request) -> Response | EventStream:
    """Events named ``screen``: the parts of the page as JSON, whenever one of them changes."""
    try:
        hub = installation().hub
        workshop = request.path_params["workshop"]
        lang = _language(request, (await hub.moment(workshop)).state.workshop.lang)
        view = ScreenView(lang, await run_in_threadpool(join_address, request))
        listener = await hub.subscribe(workshop, view)
    except KaderError as error:
        return _refused(request, error)
    return EventStream(hub, listener)


def _page(here: Installation, moment: RoomSnapshot, view: ScreenView, request: Request) -> bytes:
    workshop = moment.state.workshop
    store = here.workshops.context.store
    counts = count(store, store.counters(workshop.id), workshop.id, moment.question)
    t = translator(view.lang)
    theme = request.query_params.get("theme", "")
    query = f"?{request.url.query}" if request.url.query else ""
    return document.document(
        view.parts(moment, counts),
        clock(moment, t),
        t,
        title=workshop.organisation,
        events=f"/room/{workshop.id}/events{query}",
        theme=theme,
    )


def _refused(request: Request, error: KaderError) -> Response:
    t = translator(_language(request, "en"))
    status = 404 if isinstance(error, NotFound) else 503
    return Response(
        document.message(error_sentence(error, t), t),
        status_code=status,
        headers={**_PAGE, "Content-Security-Policy": document.policy()},
    )


def _language(request: Request, otherwise: Lang) -> Lang:
    asked = request.query_params.get("lang", "")
    for lang in LANGS:
        if lang == asked:
            return lang
    return otherwise


def router() -> Router:
    return Router(
        [
            Route("/room/{workshop}", screen, methods=["GET"]),
            Route("/room/{workshop}/events", screen_events, methods=["GET"]),
        ],
        redirect_slashes=False,
    )
