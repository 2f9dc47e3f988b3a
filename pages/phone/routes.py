"""The addresses under ``/j``. They ask the use cases and show the answer; no rule lives here.

=======================  ============================================================================
``GET  /j``              type a code
``GET  /j/CODE``         come in, or the room (``?step=`` before the session, ``?lang=`` without a seat)
``POST /j/CODE``         come in: ``role``
``GET  /j/CODE/events``  the event stream: ``step`` with the page's new main part, ``again`` when the
                         phone should ask for it, ``k`` now and then (``seen``, ``tab``, ``step``)
``GET  /j/CODE/state``   the main part, or 204 when ``seen`` is still right: for phones without a stream
``POST /j/CODE/answer``  an answer or an activity; JSON for the script, else back to the page
``     /j/CODE/you``     role, language, leaving
``GET  /j/CODE/privacy`` what is kept, in full
=======================  ============================================================================
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route, Router

from framework.errors import (
    AnswerRefused,
    InputRefused,
    JoinRefused,
    KaderError,
    NotFound,
    StoreUnavailable,
    WorkshopClosed,
)
from framework.language import error_sentence, translator
from framework.store import Answered
from framework.text import Lang
from framework.workshop.models import Seat
from framework.workshop.participation import Posted
from framework.workshop.usecases.participating import Newcomer
from pages.live import access
from pages.live.languages import wanted_language
from pages.live.streaming import EventStream
from pages.phone import doors
from pages.phone.forms import BODY_LIMIT, Form, TooLarge, answers, read_form
from pages.phone.scene import Scene
from pages.phone.shell import Page, dress, language_button, respond
from pages.phone.views import PhoneView, filled

if TYPE_CHECKING:
    from pages.live.installation import Installation

Answer = Response | EventStream
REMEMBERED = 2.0
"""Seconds. Coming in takes four requests within one, and so does a vote after a step."""
SEATS_KEPT = 5_000
_T = TypeVar("_T")


class NoSeat(KaderError):
    """Whoever asks has no seat in this room."""

    code = "answer-refused"

    def __init__(self) -> None:
        super().__init__(reason="left")


@dataclass(frozen=True)
class Visit:
    """Who asks, in which room. ``seat`` is None for whoever is at the door; ``key`` is what its cookie holds."""

    workshop: str
    code: str
    key: str
    seat: Seat | None
    lang: Lang

    @property
    def room(self) -> str:
        return f"/j/{self.code}"

    @property
    def ident(self) -> str:
        return access.cookie_name(self.workshop).removeprefix("kader_seat_")


class Phone:
    def __init__(self, installation: "Callable[[], Installation]") -> None:
        self._installation = installation
        self._codes: dict[str, str] = {}
        self._seats: OrderedDict[str, tuple[float, str, Seat]] = OrderedDict()
        """Seats by key hash, with when they were read."""

    @property
    def _home(self) -> "Installation":
        return self._installation()

    def router(self) -> Router:
        def route(path: str, ask: Callable[[Request], object], *methods: str) -> Route:
            return Route(path, self._guarded(ask), methods=methods)

        return Router(
            [
                route("/j", self.door, "GET"),
                route("/j/{code}", self.room, "GET"),
                route("/j/{code}", self.join, "POST"),
                route("/j/{code}/events", self.events, "GET"),
                route("/j/{code}/state", self.state, "GET"),
                route("/j/{code}/answer", self.answer, "POST"),
                route("/j/{code}/answer", self.back, "GET"),
                route("/j/{code}/you", self.you, "GET"),
                route("/j/{code}/you", self.settle, "POST"),
                route("/j/{code}/leave", self.leaving, "GET"),
                route("/j/{code}/leave", self.leave, "POST"),
                route("/j/{code}/privacy", self.privacy, "GET"),
            ],
            redirect_slashes=False,
        )

    # --- coming in ---

    async def door(self, request: Request) -> Answer:
        """Where a code is typed."""
        lang = _asked_language(request)
        code = request.query_params.get("code", "").strip()
        if code:
            return _to(f"/j/{doors.plain_code(code)}")
        return respond(doors.code_page(lang), request.headers)

    async def room(self, request: Request) -> Answer:
        visit = await self._visit(request)
        moment = await self._home.hub.moment(visit.workshop)
        if visit.seat is None:
            return await self._at_the_door(request, visit)
        scene = Scene(moment, visit.lang, _step(request, moment.room.plan))
        return respond(await self._page(visit, scene), request.headers)

    async def join(self, request: Request) -> Answer:
        visit = await self._visit(request)
        form = await self._form(request)
        if visit.seat is not None:
            return _to(visit.room)
        if not visit.key:
            return await self._at_the_door(request, visit, no_cookie=True)
        lang: Lang = "nl" if form.get("lang", visit.lang) == "nl" else "en"
        newcomer = Newcomer(access.key_hash(visit.key), form.get("role", ""), lang)
        seat = await self._home.collector.admit(visit.workshop, newcomer)
        self._remember(newcomer.key_hash, visit.workshop, seat)
        return _to(visit.room, access.set_cookie(request.scope, visit.workshop, visit.key))

    async def _at_the_door(self, request: Request, visit: Visit, *, no_cookie: bool = False) -> Answer:
        moment = await self._home.hub.moment(visit.workshop)
        # Given before there is a seat, so that two taps on one phone are one person.
        key = visit.key or access.new_key()
        page = doors.join_page(Scene(moment, visit.lang), visit.room, no_cookie=no_cookie)
        cookie = access.set_cookie(request.scope, visit.workshop, key)
        return respond(page, request.headers, 400 if no_cookie else 200, (cookie,))

    # --- being in ---

    async def events(self, request: Request) -> Answer:
        visit = await self._seated(request)
        moment = await self._home.hub.moment(visit.workshop)
        view = PhoneView(visit.lang, _step(request, moment.room.plan))
        asked = request.query_params
        listener = await self._home.hub.subscribe(
            visit.workshop,
            view,
            seat=visit.seat.id if visit.seat else "",
            tab=asked.get("tab", "")[:40],
            seen=request.headers.get("last-event-id") or asked.get("seen"),
        )
        return EventStream(self._home.hub, listener)

    async def state(self, request: Request) -> Answer:
        visit = await self._seated(request)
        moment = await self._home.hub.moment(visit.workshop)
        scene = Scene(moment, visit.lang, _step(request, moment.room.plan))
        body = filled(scene, await self._own(visit, scene))
        if f'data-v="{request.query_params.get("seen", "")}"'.encode() in body[:400] and not scene.preparing:
            response = Response(status_code=204)
        else:
            response = Response(body, media_type="text/html")
        dress(response)
        return response

    async def answer(self, request: Request) -> Answer:
        visit = await self._seated(request)
        form = await self._form(request)
        assert visit.seat is not None
        try:
            if form.get("kind") == "activity":
                await self._propose(visit, form)
            else:
                await self._take(visit, form)
        except KaderError as error:
            if _by_script(request):
                raise
            return await self._again(request, visit, form, error)
        if _by_script(request):
            return _json({"saved": True, **({"to": visit.room} if form.get("step") else {})})
        return _to(visit.room)

    async def _propose(self, visit: Visit, form: Form) -> None:
        assert visit.seat is not None
        cases = self._home.workshops.participating
        seat = visit.seat.id
        await _aside(
            lambda: cases.propose_activity(visit.workshop, seat, form.get("activity_kind", ""), form.get("name", ""))
        )

    async def _take(self, visit: Visit, form: Form) -> None:
        assert visit.seat is not None
        given = answers(form, visit.seat.id)
        if not given:
            raise InputRefused
        key = form.get("key", "")[:32]
        posted = [Posted(answer, f"{key}:{at}" if key and len(given) > 1 else key) for at, answer in enumerate(given)]
        said = await asyncio.gather(
            *(self._home.collector.take(visit.workshop, one) for one in posted), return_exceptions=True
        )
        taken = [one.answer for one, refused in zip(posted, said, strict=True) if refused is None]
        self._home.hub.answered(visit.workshop, taken, form.get("tab", ""))
        for refused in said:
            if refused is not None:
                raise refused

    async def _again(self, request: Request, visit: Visit, form: Form, error: KaderError) -> Answer:
        """The page with what was typed and why it was not taken."""
        moment = await self._home.hub.moment(visit.workshop)
        step = form.get("step", "")
        scene = Scene(moment, visit.lang, step if any(one.id == step for one in moment.room.plan) else "")
        page = await self._page(visit, scene, typed=form, error=error_sentence(error, translator(visit.lang)))
        return respond(page, request.headers, status_of(error))

    async def back(self, request: Request) -> Answer:
        """The address of a post, asked for by a reload."""
        return _to(f"/j/{doors.plain_code(request.path_params['code'])}")

    async def _page(self, visit: Visit, scene: Scene, *, typed: Form | None = None, error: str = "") -> Page:
        body = filled(scene, () if typed is not None else await self._own(visit, scene), typed)
        here = f"{visit.room}?step={scene.at}" if scene.at else visit.room
        return Page(
            lang=visit.lang,
            title=scene.state.workshop.team or scene.state.workshop.organisation,
            main=body,
            room=visit.room,
            ident=visit.ident,
            place=scene.state.workshop.team or scene.state.workshop.organisation,
            here=visit.room,
            waits=b"<form" not in body and not error,
            error=error,
            language_choice=language_button(visit.lang, visit.room, here),
        )

    async def _own(self, visit: Visit, scene: Scene) -> Sequence[Answered]:
        if scene.question is None and not scene.preparing:
            return ()
        assert visit.seat is not None
        store, seat = self._home.workshops.context.store, visit.seat.id
        return await _aside(lambda: store.answers_of(visit.workshop, seat))

    # --- oneself ---

    async def you(self, request: Request) -> Answer:
        visit = await self._seated(request)
        assert visit.seat is not None
        return respond(doors.you_page(visit.lang, visit.room, visit.seat), request.headers)

    async def settle(self, request: Request) -> Answer:
        visit = await self._seated(request)
        form = await self._form(request)
        assert visit.seat is not None
        cases, seat = self._home.workshops.participating, visit.seat.id
        lang: Lang | None = {"nl": "nl", "en": "en"}.get(form.get("lang", ""))  # type: ignore[assignment]
        settled = await _aside(lambda: cases.settle(visit.workshop, seat, role=form.get("role"), lang=lang))
        self._remember(access.key_hash(visit.key), visit.workshop, settled)
        back = form.get("back", "")
        return _to(back if back.startswith(f"{visit.room}?") else visit.room)

    async def leaving(self, request: Request) -> Answer:
        visit = await self._seated(request)
        return respond(doors.leave_page(visit.lang, visit.room), request.headers)

    async def leave(self, request: Request) -> Answer:
        visit = await self._seated(request)
        await self._form(request)
        assert visit.seat is not None
        cases, seat = self._home.workshops.participating, visit.seat.id
        await _aside(lambda: cases.leave(visit.workshop, seat))
        self._seats.pop(access.key_hash(visit.key), None)
        response = respond(doors.left_page(visit.lang, visit.room), request.headers)
        response.headers.append("Set-Cookie", access.drop_cookie(visit.workshop))
        return response

    async def privacy(self, request: Request) -> Answer:
        visit = await self._visit(request)
        moment = await self._home.hub.moment(visit.workshop)
        page = doors.privacy_page(Scene(moment, visit.lang), visit.room)
        return respond(page, request.headers)

    # --- who asks ---

    async def _visit(self, request: Request) -> Visit:
        """Raises `JoinRefused` for a code that leads nowhere, after holding the answer back a little."""
        code = doors.plain_code(request.path_params["code"])
        cookies = _cookies(request)
        workshop = await self._workshop(code)
        if workshop is None:
            address = access.address_of(request.scope)
            shut = self._home.doors.is_shut(address)
            await _held_back(self._home.doors.failed(address))
            request.state.seated = await self._seated_elsewhere(cookies)
            raise JoinRefused(reason="too-many-tries" if shut else "unknown-code")
        key = cookies.get(access.cookie_name(workshop), "")
        key = key if access.is_key(key) else ""
        seat = await self._seat(workshop, access.key_hash(key)) if key else None
        if seat is None and self._home.doors.is_shut(access.address_of(request.scope)):
            # At every address below the code, or one of them would tell a guesser which codes are right.
            raise JoinRefused(reason="too-many-tries")
        lang: Lang = seat.lang if seat is not None and seat.lang is not None else _asked_language(request)
        return Visit(workshop, code, key, seat, lang)

    async def _seat(self, workshop: str, key_hash: str) -> Seat | None:
        """The seat of a key, at most `REMEMBERED` seconds old. What it may do is asked of the use cases each time, so a
        seat that was freed meanwhile can look a moment longer and do nothing."""
        now = asyncio.get_running_loop().time()
        known = self._seats.get(key_hash)
        if known is not None and now - known[0] < REMEMBERED:
            return known[2] if known[1] == workshop else None
        cases = self._home.workshops.participating
        found = await _aside(lambda: cases.seat_by_key(key_hash))
        if found is None:
            self._seats.pop(key_hash, None)
            return None
        self._remember(key_hash, *found)
        return found[1] if found[0] == workshop else None

    def _remember(self, key_hash: str, workshop: str, seat: Seat) -> None:
        self._seats[key_hash] = (asyncio.get_running_loop().time(), workshop, seat)
        self._seats.move_to_end(key_hash)
        while len(self._seats) > SEATS_KEPT:
            self._seats.popitem(last=False)

    async def _seated(self, request: Request) -> Visit:
        visit = await self._visit(request)
        if visit.seat is None:
            raise NoSeat
        return visit

    async def _workshop(self, code: str) -> str | None:
        """The workshop that a code leads to; asked of the database once, and again when the room has another code."""
        if not doors.is_code(code):
            return None
        known = self._codes.get(code)
        if known is not None:
            try:
                if (await self._home.hub.moment(known)).room.code == code:
                    return known
            except NotFound:
                pass
            del self._codes[code]
        cases = self._home.workshops
        try:
            workshop = await _aside(lambda: cases.participating.room_of(code))
        except JoinRefused:
            return None
        if len(self._codes) > 500:
            self._codes.clear()
        self._codes[code] = workshop
        return workshop

    async def _seated_elsewhere(self, cookies: dict[str, str]) -> str:
        """Where this browser has a seat: a room that was given another code is found again this way."""
        cases = self._home.workshops
        keys = [key for name, key in cookies.items() if name.startswith("kader_seat_") and access.is_key(key)]
        for key in keys[:5]:
            found = await _aside(lambda key=key: cases.participating.seat_by_key(access.key_hash(key)))
            if found is not None and access.cookie_name(found[0]) in cookies:
                return f"/j/{(await self._home.hub.moment(found[0])).room.code}"
        return ""

    async def _form(self, request: Request) -> Form:
        """Raises `NotOurs` for a post from another site."""
        if not access.is_own_post(request.headers):
            raise NotOurs
        if int(request.headers.get("content-length") or 0) > BODY_LIMIT:
            raise TooLarge
        return await read_form(request.receive)

    def _guarded(self, ask: Callable[[Request], object]) -> "Callable[[Request], object]":
        """What was refused is answered as a sentence in the reader's language."""

        async def asked(request: Request) -> Answer:
            try:
                return await ask(request)  # type: ignore[no-any-return, misc]
            except KaderError as error:
                return self._refusal(request, error)

        return asked

    def _refusal(self, request: Request, error: KaderError) -> Response:
        lang = _asked_language(request)
        t = translator(lang)
        sentence = doors.not_ours(t) if isinstance(error, NotOurs) else error_sentence(error, t)
        status = status_of(error)
        where = f"/j/{doors.plain_code(request.path_params.get('code', ''))}"
        if _by_script(request) or request.url.path.endswith(("/events", "/state")):
            response: Response = _json({"error": sentence, "code": error.code}, status)
        elif isinstance(error, NoSeat) and request.method == "GET":
            response = _to(where)
        else:
            page = doors.refused_page(
                lang,
                sentence,
                where,
                typed=request.path_params.get("code", ""),
                seated=getattr(request.state, "seated", ""),
            )
            response = respond(page, request.headers, status)
        if status == 503:
            response.headers["Retry-After"] = "2"
        if status == 429:
            response.headers["Retry-After"] = "60"
        return response


class NotOurs(InputRefused):
    """A post that no page of ours has sent."""


def status_of(error: KaderError) -> int:
    """The HTTP status that fits an error."""
    reason = str(error.params.get("reason", ""))
    if isinstance(error, StoreUnavailable):
        return 503
    if isinstance(error, NoSeat) or (isinstance(error, AnswerRefused) and reason == "left"):
        return 401
    if isinstance(error, JoinRefused):
        return {"unknown-code": 404, "too-many-tries": 429, "over": 410}.get(reason, 403)
    if isinstance(error, AnswerRefused | WorkshopClosed):
        return 409
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, NotOurs):
        return 403
    return 413 if isinstance(error, TooLarge) else 422


# --- inside ----------------------------------------------------------------------------------------------------------


async def _aside(work: Callable[[], _T]) -> _T:
    """Work that may wait for the database, off the server's loop."""
    return await asyncio.get_running_loop().run_in_executor(None, work)


async def _held_back(seconds: float) -> None:
    if seconds > 0:
        await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=seconds)


def _to(address: str, cookie: str = "") -> Response:
    response = RedirectResponse(address, 303)
    dress(response, (cookie,) if cookie else ())
    return response


def _json(said: dict[str, object], status: int = 200) -> Response:
    response = JSONResponse(said, status)
    dress(response)
    return response


def _by_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _asked_language(request: Request) -> Lang:
    found = wanted_language(request.scope.get("query_string", b""), request.headers.get("accept-language", ""))
    return "nl" if found == "nl" else "en"


def _step(request: Request, plan: Sequence[object]) -> str:
    asked = request.query_params.get("step", "")
    return asked if any(getattr(step, "id", None) == asked for step in plan) else ""


def _cookies(request: Request) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(request.headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def router() -> Router:
    """The routes over what this process holds."""
    from pages.live.installation import installation

    return Phone(installation).router()
