"""What a participant does: join, answer, leave. Called by the phone's routes and by scripted participants."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from framework.deck import Deck
from framework.errors import AnswerRefused, InputRefused, JoinRefused, KaderError, NotFound
from framework.store import Receipt, Transaction
from framework.text import NAME_LIMIT, Lang, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.permissions import check_own_seat
from framework.workshop.answer_rules import KEY_LIMIT, Answer, PostedAnswer, check_answer_allowed, validated_answer
from framework.workshop.field_types import PRINCIPLES
from framework.workshop.models import Activity, CheckoutWord, Seat, WorkshopState
from framework.workshop.room import MAX_PEOPLE, ROLES, Question, Room
from framework.workshop.rule_checks import lines_put_to_the_room
from framework.workshop.steps.unplanned_question import UnplannedQuestion

MAX_ACTIVITIES = 100
"""Keeps a participant from flooding the inventory."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who wants to join. ``key_hash``: the SHA-256 of a key that only this phone has."""

    key_hash: str
    role: str
    lang: Lang


class ParticipationUseCases(UseCaseGroup):
    def workshop_by_code(self, code: str) -> str:
        """Id of the workshop with this join code. Raises `JoinRefused` (``unknown-code``)."""
        try:
            return self._context.store.workshop_by_code(code.strip().upper())
        except NotFound:
            raise JoinRefused(reason="unknown-code") from None

    def join(self, code: str, key_hash: str, role: str, lang: Lang) -> tuple[str, Seat]:
        """Returns workshop id and seat: a new one, or the one that this key already has.

        ``key_hash``: the SHA-256 of a key that only this phone has. Raises `JoinRefused`: ``unknown-code``, ``locked``,
        ``full`` or ``over``.
        """
        workshop_id = self.workshop_by_code(code)
        known = self._context.store.seats_by_key((key_hash,)).get(key_hash)
        if known is not None and known[0] == workshop_id:
            return known
        (seat,) = self._admit(workshop_id, (Newcomer(key_hash, role, lang),))
        if isinstance(seat, KaderError):
            raise seat
        return workshop_id, seat

    def admit(self, workshop_id: str, newcomers: Sequence[Newcomer]) -> tuple[Seat | KaderError, ...]:
        """Joins many people in one transaction; returns each one's seat, or the error that `join` would raise.

        A room fills as soon as its code is shown, and with a commit per phone the last one would wait too long.
        """
        return self._admit(workshop_id, newcomers)

    def _admit(self, workshop_id: str, newcomers: Sequence[Newcomer]) -> tuple[Seat | KaderError, ...]:
        store = self._context.store
        with store.transaction(workshop_id) as change:
            try:
                room = _require_open_room(change)
            except JoinRefused as over:
                return tuple(over for _ in newcomers)
            # The transaction locks the workshop, so nobody else can use these keys in the meantime.
            holders = store.seats_by_key([one.key_hash for one in newcomers])
            here, tables = change.headcount()
            seats = list(change.seats()) if tables else []
            given: list[Seat | KaderError] = []
            fresh: dict[str, Seat] = {}
            for one in newcomers:
                known = holders.get(one.key_hash)
                if one.key_hash in fresh:
                    given.append(fresh[one.key_hash])
                elif known is not None and known[0] == workshop_id:
                    given.append(known[1])
                elif room.locked:
                    given.append(JoinRefused(reason="locked"))
                elif here >= MAX_PEOPLE:
                    given.append(JoinRefused(reason="full", limit=MAX_PEOPLE))
                else:
                    seat = Seat(
                        id=self._context.new_id(),
                        role=one.role if one.role in ROLES else "",
                        lang=one.lang,
                        table=_smallest_table(seats, tables) if tables else None,
                    )
                    seats.append(seat)
                    fresh[one.key_hash] = seat
                    given.append(seat)
                    here += 1
            change.add_seats(tuple(fresh.values()))
            change.add_seat_keys({key_hash: seat.id for key_hash, seat in fresh.items()})
        return tuple(given)

    def seats_by_key(self, key_hashes: Collection[str]) -> Mapping[str, tuple[str, Seat]]:
        """Workshop id and seat by key hash, without freed seats and unknown keys."""
        return self._context.store.seats_by_key(key_hashes)

    def update_seat(self, workshop_id: str, seat_id: str, *, role: str | None = None, lang: Lang | None = None) -> Seat:
        """Changes the role or language of a seat."""
        check_own_seat(self._actor, seat_id, "participation.update_seat")
        with self._context.store.transaction(workshop_id) as change:
            seat = _require_present_seat(change, seat_id)
            update: dict[str, object] = {}
            if role is not None:
                update["role"] = role if role in ROLES else ""
            if lang is not None:
                update["lang"] = lang
            saved = seat.model_copy(update=update)
            if saved != seat:
                change.put_seat(saved)
        return saved

    def submit_answers(self, workshop_id: str, posted: Sequence[PostedAnswer]) -> tuple[KaderError | None, ...]:
        """Stores the answers of many phones in one transaction; returns None for each that is stored, or why it is refused.

        A refused answer does not affect the others. A seat's latest answer counts. An answer whose key is stored already is
        ignored without an error. Raises `StoreUnavailable` when nothing could be stored.
        """
        for one in posted:
            check_own_seat(self._actor, one.answer.seat, "participation.submit_answers")
        refused: list[KaderError | None] = []
        with self._context.store.transaction(workshop_id) as change:
            stage = change.workshop().stage
            asked = AnswerTargetsInStore(change)
            room, seats, receipted = change.vote_context(
                {one.answer.seat for one in posted}, {_receipt(one) for one in posted if one.key}
            )
            taken = set(receipted)
            kept: list[Answer] = []
            receipts: list[Receipt] = []
            for one in posted:
                try:
                    if room is None:
                        raise AnswerRefused(reason="not-asked")
                    _check_present(seats.get(one.answer.seat))
                    answer = validated_answer(asked, one.answer)
                    if not one.key or _receipt(one) not in taken:
                        check_answer_allowed(stage, room, answer)
                        if isinstance(answer, CheckoutWord):
                            answer = _moderated(change, room, answer)
                        kept.append(answer)
                        if one.key:  # a refused answer gets no receipt, so it is checked again when sent again
                            taken.add(_receipt(one))
                            receipts.append(_receipt(one))
                except InputRefused as error:
                    refused.append(error)
                else:
                    refused.append(None)
            change.add_answers(kept)
            change.add_receipts(receipts)
        return tuple(refused)

    def propose_activity(self, workshop_id: str, seat_id: str, kind: str, name: str) -> Activity:
        """Adds an activity that a participant thinks of to the inventory; returns it, or the same one sent before.

        It waits for the facilitator to show it, unless the room shows lines by themselves; one that was hidden then stays hidden.

        Raises `AnswerRefused` (``not-asked``, ``paused``, ``too-many``), `InputRefused`.
        """
        check_own_seat(self._actor, seat_id, "participation.propose_activity")
        name = accept("name", name, limit=NAME_LIMIT, required=True)
        with self._context.store.transaction(workshop_id) as change:
            _require_present_seat(change, seat_id)
            room = _require_open_room(change)
            stage = change.workshop().stage
            if room.paused:
                raise AnswerRefused(reason="paused")
            if stage != "preparing" and room.current_step().kind != "inventory":
                raise AnswerRefused(reason="not-asked")
            standing = change.activities()
            if sum(not activity.deleted for activity in standing) >= MAX_ACTIVITIES:
                raise AnswerRefused(reason="too-many", limit=MAX_ACTIVITIES)
            for activity in standing:
                # Two people think of the same activity, or one person taps twice.
                same = activity.name.casefold() == name.casefold()
                if same and (room.shows_unread if activity.deleted else activity.kind == kind):
                    return activity
            position = 1 + max((activity.position for activity in standing), default=0)
            activity = Activity(
                id=self._context.new_id(), position=position, kind=kind, name=name, waiting=not room.shows_unread
            )
            if AnswerTargetsInStore(change).deck.kind(kind) is None:
                raise AnswerRefused(reason="not-asked")
            change.put_activity(activity)
        return activity

    def leave(self, workshop_id: str, seat_id: str) -> None:
        """Frees the seat and forgets its phone's key. Its answers stay and count."""
        check_own_seat(self._actor, seat_id, "participation.leave")
        with self._context.store.transaction(workshop_id) as change:
            seat = change.seat(seat_id)
            if seat is not None and not seat.left:
                change.put_seat(seat.model_copy(update={"left": True}))
                change.revoke_seat_keys(seat_id)


class AnswerTargetsInStore:
    """`AnswerTargets` of a workshop, read from the store when first needed, because ballots do not need them."""

    def __init__(self, change: Transaction) -> None:
        self._change = change

    @cached_property
    def _state(self) -> WorkshopState:
        return self._change.shared()

    @property
    def deck(self) -> Deck:
        return self._state.deck

    @property
    def red_lines(self) -> tuple[str, ...]:
        return tuple(line.id for line in self._state.red_lines if line.proposed and not line.withdrawn)

    @property
    def questions(self) -> tuple[UnplannedQuestion, ...]:
        room = self._change.room()
        return () if room is None else room.questions

    @property
    def decisions(self) -> tuple[str, ...]:
        rules = tuple(decision.id for decision in self._state.decisions if not decision.withdrawn)
        room = self._state.room
        if room is None or room.current_step().kind != "agreements":
            return rules
        lines = lines_put_to_the_room(self._state.red_lines, room.current_step())
        return (*rules, *(line.id for line in lines), *((PRINCIPLES,) if room.kept_cards else ()))


def _moderated(change: Transaction, room: Room, word: CheckoutWord) -> CheckoutWord:
    """The word as it waits or goes up. A word that the facilitator hid stays hidden, whoever sends it again."""
    said = (one for one in change.answers_to(Question("word")) if isinstance(one, CheckoutWord))
    hidden = any(one.hidden and one.word.casefold() == word.word.casefold() for one in said)
    return word.model_copy(update={"waiting": not room.shows_unread, "hidden": hidden})


def _receipt(posted: PostedAnswer) -> Receipt:
    return posted.answer.seat, posted.key[:KEY_LIMIT]


def _require_present_seat(change: Transaction, seat_id: str) -> Seat:
    return _check_present(change.seat(seat_id))


def _check_present(seat: Seat | None) -> Seat:
    """Raises `AnswerRefused` (``left``) for a seat that was freed or does not exist."""
    if seat is None or seat.left:
        raise AnswerRefused(reason="left")
    return seat


def _require_open_room(change: Transaction) -> Room:
    """Raises `JoinRefused` (``over``)."""
    room = change.room()
    if room is None or change.workshop().stage in ("adopted", "closed"):
        raise JoinRefused(reason="over")
    return room


def _smallest_table(seats: Sequence[Seat], tables: int) -> int:
    """The table with the fewest people, for somebody who joins late."""
    sizes = Counter(seat.table for seat in seats if not seat.left)
    return min(range(1, tables + 1), key=lambda table: (sizes[table], table))
