"""The addresses under ``/j``. They call the use cases and show the result; the rules are there.

=======================  ============================================================================
``GET  /j``              form for the join code; ``/J``, ``/j/`` and ``/j/CODE/`` lead to where they were meant to
``GET  /j/CODE``         join page, or the room (``?step=`` before the session, ``?lang=`` without a seat,
                         ``?out`` when the phone was told that its seat was freed)
``POST /j/CODE``         join: ``role``
``GET  /j/CODE/events``  the event stream: ``step`` with the page's new main part, ``again`` when the
                         phone should ask for it, ``out`` when its seat was freed, ``k`` as a ping
                         (``seen``, ``tab``, ``step``)
``GET  /j/CODE/state``   the main part, or 204 when ``seen`` is current: for phones without a stream
``POST /j/CODE/answer``  an answer or an activity; JSON for the script, else back to the page
``     /j/CODE/you``     role, language, leaving
``GET  /j/CODE/privacy`` what Kader stores about people
=======================  ============================================================================
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from framework.errors import (
    AnswerRefused,
    InputRefused,
    JoinRefused,
    KaderError,
    NotFound,
)
from framework.language import error_sentence, translator
from framework.network import is_loopback
from framework.store import Answered
from framework.text import Lang
from framework.usecases import NEWCOMER, participant
from framework.usecases.participation import Newcomer, ParticipationUseCases
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.models import Seat
from pages.live.batched_reads import BatchedReader
from pages.live.channel import EventStream
from pages.live.hub import Hub
from pages.live.snapshot import RoomSnapshot
from pages.phone import join_pages, requests
from pages.phone.document import Page, json_response, language_button, redirect, respond, set_headers
from pages.phone.errors import CrossSitePost, NoSeat, error_response, status_of
from pages.phone.page_context import PageContext
from pages.phone.view import PhoneView, page_mark, personal_page
from pages.server.rate_limit import hold_back
from pages.server.request_origin import client_address, is_same_origin

if TYPE_CHECKING:
    from pages.live.app_state import Installation

RouteResponse = Response | EventStream
SEAT_MAX_AGE = 2.0
"""Seconds for which a seat is cached. Joining takes four requests within one second, and so does a vote after a step."""
CACHED_SEATS = 5_000
_T = TypeVar("_T")


@dataclass(frozen=True)
class PhoneRequest:
    """Who asks, and in which room. ``seat``: None before joining. ``key``: from the cookie."""

    workshop: str
    code: str
    key: str
    seat: Seat | None
    lang: Lang
    snapshot: RoomSnapshot
    installation: "Installation"

    @property
    def room(self) -> str:
        return f"/j/{self.code}"

    @property
    def participation(self) -> ParticipationUseCases:
        """The use cases, acting as this phone. Raises `StoreUnavailable`."""
        return self.installation.workshops.acting_as(participant(self.seat.id) if self.seat else NEWCOMER).participation

    @property
    def ident(self) -> str:
        return requests.cookie_name(self.workshop).removeprefix("kader_seat_")


class PhoneApp:
    def __init__(self, installation: "Callable[[], Installation]") -> None:
        self._get_installation = installation
        self._codes: dict[str, str] = {}
        self._seats: OrderedDict[str, tuple[float, str, Seat]] = OrderedDict()
        """When each seat was read, its workshop's id and the seat, by key hash."""
        self._workshop_reader = BatchedReader(self._workshops_by_code, _in_thread)
        self._seat_reader = BatchedReader(self._seats_by_key, _in_thread)
        self._answer_reader = BatchedReader(self._answers_of_seats, _in_thread)

    @property
    def _installation(self) -> "Installation":
        return self._get_installation()

    def router(self) -> Router:
        def route(path: str, ask: Callable[[Request], object], *methods: str) -> Route:
            return Route(path, self._with_error_pages(ask), methods=methods)

        return Router(
            [
                route("/j", self.enter_code, "GET"),
                *(route(path, self.correct_address, "GET") for path in ("/J", "/J/{typed:path}", "/j/", "/j/{code}/")),
                route("/j/{code}", self.room, "GET"),
                route("/j/{code}", self.join, "POST"),
                route("/j/{code}/events", self.events, "GET"),
                route("/j/{code}/state", self.state, "GET"),
                route("/j/{code}/answer", self.answer, "POST"),
                route("/j/{code}/answer", self.redirect_to_room, "GET"),
                route("/j/{code}/you", self.you, "GET"),
                route("/j/{code}/you", self.save_settings, "POST"),
                route("/j/{code}/leave", self.confirm_leave, "GET"),
                route("/j/{code}/leave", self.leave, "POST"),
                route("/j/{code}/privacy", self.privacy, "GET"),
            ],
            redirect_slashes=False,
        )

    # --- joining ---

    async def enter_code(self, request: Request) -> RouteResponse:
        """The form for the join code."""
        lang = requests.request_language(request)
        code = request.query_params.get("code", "").strip()
        if code:
            return redirect(f"/j/{join_pages.plain_code(code)}")
        return respond(join_pages.code_page(lang), request.headers)

    async def correct_address(self, request: Request) -> RouteResponse:
        """For an address that was typed with a capital J or a slash at its end."""
        asked = f"?{request.url.query}" if request.url.query else ""
        code, *below = [part for part in request.url.path.split("/")[2:] if part] or [""]
        return redirect("/".join(["/j", *([join_pages.plain_code(code)] if code else []), *below]) + asked)

    async def room(self, request: Request) -> RouteResponse:
        if "out" in request.query_params:
            # Another process may have told the phone, so this one's cached seat is out of date.
            for key in request.cookies.values():
                self._seats.pop(requests.key_hash(key), None)
        visit = await self._visit(request)
        snapshot = visit.snapshot
        if visit.seat is None:
            return await self._join_page(request, visit)
        context = PageContext(snapshot, visit.lang, requests.requested_step(request, snapshot.room.plan))
        return respond(await self._page(visit, context), request.headers)

    async def join(self, request: Request) -> RouteResponse:
        visit = await self._visit(request, at_most=0)
        form = await self._form(request)
        if requests.cookie_name(visit.workshop) not in request.cookies:
            return await self._join_page(request, visit, no_cookie=True)
        if visit.seat is not None:
            return redirect(visit.room)
        address = client_address(request.scope)
        if not is_loopback(
            address
        ):  # rehearsals come from this machine, and so does a proxy that does not name its clients
            wait = visit.installation.new_seats.wait(address)
            if wait is None:
                raise JoinRefused(reason="too-many-joins")
            await hold_back(wait)
        lang: Lang = "nl" if form.get("lang", visit.lang) == "nl" else "en"
        key = requests.seat_key(visit.workshop, form.get("nonce", ""))
        newcomer = Newcomer(requests.key_hash(key), form.get("role", ""), lang)
        seat = await visit.installation.answer_writer.admit(visit.workshop, newcomer)
        self._remember(newcomer.key_hash, visit.workshop, seat)
        return redirect(visit.room, requests.set_cookie(request.scope, visit.workshop, key))

    async def _join_page(self, request: Request, visit: PhoneRequest, *, no_cookie: bool = False) -> RouteResponse:
        snapshot = visit.snapshot
        key = visit.key or requests.NO_SEAT
        context = PageContext(snapshot, visit.lang)
        page = join_pages.join_page(context, visit.room, requests.new_key(), no_cookie=no_cookie)
        if "out" in request.query_params and visit.key and not page.error:
            page = replace(page, error=join_pages.seat_freed_text(translator(visit.lang)))
        cookie = requests.set_cookie(request.scope, visit.workshop, key)
        return respond(page, request.headers, 400 if no_cookie else 200, (cookie,))

    # --- in the room ---

    async def events(self, request: Request) -> RouteResponse:
        visit = await self._seated_visit(request)
        snapshot = visit.snapshot
        view = PhoneView(visit.lang, requests.requested_step(request, snapshot.room.plan))
        asked = request.query_params
        seen, tab = request.headers.get("last-event-id") or asked.get("seen"), asked.get("tab", "")[:40]
        context = PageContext(snapshot, visit.lang, view.step)
        if seen != page_mark(context):  # then it is sent the step, with answers that other processes may have taken
            visit.installation.hub.answered(visit.workshop, await self._own(visit, context), tab)
        seat = visit.seat.id if visit.seat else ""
        subscriber = await visit.installation.hub.subscribe(visit.workshop, view, seat=seat, tab=tab, seen=seen)
        return EventStream(subscriber, visit.installation.hub.leave)

    async def state(self, request: Request) -> RouteResponse:
        visit = await self._seated_visit(request)
        snapshot = visit.snapshot
        context = PageContext(snapshot, visit.lang, requests.requested_step(request, snapshot.room.plan))
        assert visit.seat is not None
        visit.installation.hub.note_alive(visit.workshop, visit.seat.id)
        body = personal_page(context, visit.seat, await self._own(visit, context))
        if f'data-v="{request.query_params.get("seen", "")}"'.encode() in body[:400] and not context.preparing:
            response = Response(status_code=204)
        else:
            response = Response(body, media_type="text/html")
        set_headers(response)
        return response

    async def answer(self, request: Request) -> RouteResponse:
        visit = await self._seated_visit(request, at_most=inf)  # the use cases check whether this seat may answer
        form = await self._form(request)
        try:
            try:
                await self._accept(visit, form)
            except AnswerRefused as error:
                if error.reason != "left":
                    raise
                # The seat was freed. The phone may have joined again through another process.
                self._seats.pop(requests.key_hash(visit.key), None)
                visit = await self._seated_visit(request)
                await self._accept(visit, form)
        except KaderError as error:
            if requests.wants_json(request):
                raise
            return await self._page_with_error(request, visit, form, error)
        if requests.wants_json(request):
            return json_response({"saved": True, **({"to": visit.room} if form.get("step") else {})})
        return redirect(visit.room)

    async def _accept(self, visit: PhoneRequest, form: requests.Form) -> None:
        """Stores an answer or an activity. Raises `AnswerRefused`: ``left`` where the seat was freed, or ``too-fast``."""
        assert visit.seat is not None
        if visit.installation.answers.wait(visit.seat.id) is None:
            raise AnswerRefused(reason="too-fast")
        if form.get("kind") == "activity":
            await self._propose(visit, form)
        else:
            await self._submit_answers(visit, form)

    async def _propose(self, visit: PhoneRequest, form: requests.Form) -> None:
        assert visit.seat is not None
        cases, seat = visit.participation, visit.seat.id
        await _in_thread(
            lambda: cases.propose_activity(visit.workshop, seat, form.get("activity_kind", ""), form.get("name", ""))
        )

    async def _submit_answers(self, visit: PhoneRequest, form: requests.Form) -> None:
        assert visit.seat is not None
        given = requests.answers(form, visit.seat.id)
        if not given:
            raise InputRefused
        key = form.get("key", "")[:32]
        posted = [
            PostedAnswer(answer, f"{key}:{at}" if key and len(given) > 1 else key) for at, answer in enumerate(given)
        ]
        said = await visit.installation.answer_writer.submit(visit.workshop, posted)
        taken = [one.answer for one, refused in zip(posted, said, strict=True) if refused is None]
        visit.installation.hub.answered(visit.workshop, taken, form.get("tab", ""))
        for refused in said:
            if refused is not None:
                raise refused

    async def _page_with_error(
        self, request: Request, visit: PhoneRequest, form: requests.Form, error: KaderError
    ) -> RouteResponse:
        """The page with what was typed, and the error."""
        snapshot = await visit.installation.hub.snapshot(visit.workshop)  # read again: the room may have moved on
        step = form.get("step", "")
        context = PageContext(snapshot, visit.lang, step if any(one.id == step for one in snapshot.room.plan) else "")
        page = await self._page(visit, context, typed=form, error=error_sentence(error, translator(visit.lang)))
        return respond(page, request.headers, status_of(error))

    async def redirect_to_room(self, request: Request) -> RouteResponse:
        """For a reload of an address that takes posts only."""
        return redirect(f"/j/{join_pages.plain_code(request.path_params['code'])}")

    async def _page(
        self, visit: PhoneRequest, context: PageContext, *, typed: requests.Form | None = None, error: str = ""
    ) -> Page:
        own = () if typed is not None else await self._own(visit, context)
        assert visit.seat is not None
        body = personal_page(context, visit.seat, own, typed)
        here = f"{visit.room}?step={context.at}" if context.at else visit.room
        return Page(
            lang=visit.lang,
            title=context.state.workshop.team or context.state.workshop.organisation,
            main=body,
            room=visit.room,
            ident=visit.ident,
            place=context.state.workshop.team or context.state.workshop.organisation,
            here=visit.room,
            waits=b"<form" not in body and not error,
            error=error,
            language_choice=language_button(visit.lang, visit.room, here),
            shared=not own and typed is None,
        )

    async def _own(self, visit: PhoneRequest, context: PageContext) -> Sequence[Answered]:
        if context.question is None and not context.preparing:
            return ()
        assert visit.seat is not None
        return await self._answer_reader.ask((visit.workshop, visit.seat.id)) or ()

    def _answers_of_seats(self, seats: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Sequence[Answered]]:
        return self._installation.system.queries.answers_of_seats(seats)

    # --- role, language and leaving ---

    async def you(self, request: Request) -> RouteResponse:
        visit = await self._seated_visit(request)
        assert visit.seat is not None
        return respond(join_pages.you_page(visit.lang, visit.room, visit.seat), request.headers)

    async def save_settings(self, request: Request) -> RouteResponse:
        visit = await self._seated_visit(request)
        form = await self._form(request)
        assert visit.seat is not None
        cases, seat = visit.participation, visit.seat.id
        lang: Lang | None = {"nl": "nl", "en": "en"}.get(form.get("lang", ""))  # type: ignore[assignment]
        settled = await _in_thread(lambda: cases.update_seat(visit.workshop, seat, role=form.get("role"), lang=lang))
        self._remember(requests.key_hash(visit.key), visit.workshop, settled)
        back = form.get("back", "")
        cookie = requests.changed_cookie(request.scope, SEAT_MAX_AGE)
        return redirect(back if back.startswith(f"{visit.room}?") else visit.room, cookie)

    async def confirm_leave(self, request: Request) -> RouteResponse:
        visit = await self._seated_visit(request)
        return respond(join_pages.leave_page(visit.lang, visit.room), request.headers)

    async def leave(self, request: Request) -> RouteResponse:
        visit = await self._seated_visit(request)
        await self._form(request)
        assert visit.seat is not None
        cases, seat = visit.participation, visit.seat.id
        await _in_thread(lambda: cases.leave(visit.workshop, seat))
        self._seats.pop(requests.key_hash(visit.key), None)
        response = respond(join_pages.left_page(visit.lang, visit.room), request.headers)
        response.headers.append("Set-Cookie", requests.expired_cookie(visit.workshop))
        return response

    async def privacy(self, request: Request) -> RouteResponse:
        visit = await self._visit(request)
        snapshot = visit.snapshot
        page = join_pages.privacy_page(PageContext(snapshot, visit.lang), visit.room)
        return respond(page, request.headers)

    # --- who sends a request ---

    async def _visit(self, request: Request, *, at_most: float = SEAT_MAX_AGE) -> PhoneRequest:
        """``at_most``: maximum age of a cached seat, in seconds. Raises `JoinRefused` for an unknown code."""
        home = self._installation
        code = join_pages.plain_code(request.path_params["code"])
        cookies = request.cookies
        address, guess = client_address(request.scope), code[:12]
        snapshot = await self._snapshot(code, home)
        if snapshot is None:
            told = await home.code_attempts.may_know(address, guess, right=False)
            request.state.seated = await self._own_room(cookies)
            raise JoinRefused(reason="unknown-code" if told else "too-many-tries")
        workshop = snapshot.state.workshop.id
        key = cookies.get(requests.cookie_name(workshop), "")
        key = key if requests.is_key(key) else ""
        if requests.SEAT_CHANGED_COOKIE in cookies:
            self._seats.pop(requests.key_hash(key), None)
        seat = await self._seat(workshop, requests.key_hash(key), at_most, home.hub) if key else None
        # Checked at every address below the code; otherwise one of them would tell a guesser which codes are right.
        if seat is None and not await home.code_attempts.may_know(address, guess, right=True):
            raise JoinRefused(reason="too-many-tries")
        lang: Lang = seat.lang if seat is not None and seat.lang is not None else requests.request_language(request)
        return PhoneRequest(workshop, code, key, seat, lang, snapshot, home)

    def _seats_by_key(self, key_hashes: Collection[str]) -> Mapping[str, tuple[str, Seat]]:
        return self._installation.system.participation.seats_by_key(key_hashes)

    async def _seat(self, workshop: str, key_hash: str, at_most: float, hub: Hub) -> Seat | None:
        """The seat of a key, read at most ``at_most`` seconds ago. The use cases check every action, so a seat that was
        freed meanwhile can only look for a moment longer."""
        now = asyncio.get_running_loop().time()
        known = self._seats.get(key_hash)
        if known is not None and now - known[0] < at_most and not hub.is_freed(known[1], known[2].id):
            return known[2] if known[1] == workshop else None
        found = await self._seat_reader.ask(key_hash)
        if found is None:
            self._seats.pop(key_hash, None)
            return None
        self._remember(key_hash, *found)
        return found[1] if found[0] == workshop else None

    def _remember(self, key_hash: str, workshop: str, seat: Seat) -> None:
        self._seats[key_hash] = (asyncio.get_running_loop().time(), workshop, seat)
        self._seats.move_to_end(key_hash)
        while len(self._seats) > CACHED_SEATS:
            self._seats.popitem(last=False)

    async def _seated_visit(self, request: Request, at_most: float = SEAT_MAX_AGE) -> PhoneRequest:
        visit = await self._visit(request, at_most=at_most)
        if visit.seat is None:
            raise NoSeat
        return visit

    async def _snapshot(self, code: str, home: "Installation") -> RoomSnapshot | None:
        """The room with this code. Looked up in the database once, and again when the room's code has changed."""
        if not join_pages.is_code(code):
            return None
        known = self._codes.get(code)
        if known is not None:
            try:
                snapshot = await home.hub.snapshot(known)
                if snapshot.room.code == code:
                    return snapshot
            except NotFound:
                pass
            self._codes.pop(code, None)
        workshop = await self._workshop_reader.ask(code)
        if workshop is None:
            return None
        if len(self._codes) > 500:
            self._codes.clear()
        self._codes[code] = workshop
        return await home.hub.snapshot(workshop)

    def _workshops_by_code(self, codes: Collection[str]) -> Mapping[str, str]:
        """Workshop ids by join code. The first call opens the database."""
        rooms: dict[str, str] = {}
        for code in codes:
            with suppress(JoinRefused):
                rooms[code] = self._installation.system.participation.workshop_by_code(code)
        return rooms

    async def _own_room(self, cookies: dict[str, str]) -> str:
        """The address of a room in which this browser has a seat. Finds a room whose code was changed."""
        keys = [key for name, key in cookies.items() if name.startswith("kader_seat_") and requests.is_key(key)]
        for key in keys[:5]:
            found = await self._seat_reader.ask(requests.key_hash(key))
            if found is not None and requests.cookie_name(found[0]) in cookies:
                return f"/j/{(await self._installation.hub.snapshot(found[0])).room.code}"
        return ""

    async def _form(self, request: Request) -> requests.Form:
        """Raises `CrossSitePost` for a post from another site."""
        if not is_same_origin(request.headers):
            raise CrossSitePost
        if int(request.headers.get("content-length") or 0) > requests.BODY_LIMIT:
            raise requests.TooLarge
        return await requests.read_form(request.receive)

    def _with_error_pages(self, ask: Callable[[Request], object]) -> "Callable[[Request], object]":
        """Wraps a handler, so that errors become a sentence in the reader's language."""

        async def asked(request: Request) -> RouteResponse:
            try:
                return await ask(request)  # type: ignore[no-any-return, misc]
            except KaderError as error:
                return error_response(request, error)

        return asked


# ---------------------------------------------------------------------------------------------------------------------


async def _in_thread(work: Callable[[], _T]) -> _T:
    """Runs work that may wait for the database outside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(None, work)


def router() -> Router:
    """The routes, for this process's installation."""
    from pages.live.app_state import installation

    return PhoneApp(installation).router()
