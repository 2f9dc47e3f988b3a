"""The promise of a store, kept on a dictionary: for tests, and for trying things out without a trace.

A stored state is never altered, only replaced as a whole when a change commits. Readers therefore need no lock and
always see one moment.
"""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Protocol, TypeVar

from framework.errors import NotFound, StoreUnavailable
from framework.store import Answered, ChangeFeed, Receipt, RoomCounters, Transaction, Turnout, WorkshopHead
from framework.store.validation import (
    by_seat,
    latest,
    refuse_foreign_head,
    refuse_second_version,
    validate_state,
)
from framework.workshop.models import (
    Activity,
    Ballot,
    CharterTexts,
    CheckoutWord,
    Consent,
    Decision,
    Framework,
    GroupResult,
    Note,
    Practice,
    Ranking,
    RedLine,
    RedLineVote,
    Seat,
    Workshop,
    WorkshopEntry,
    WorkshopState,
)
from framework.workshop.room import Question, Room

__all__ = ["MemoryStore"]

_LOCK_TIMEOUT = 5.0
"""Seconds a change waits for its turn, as in the databases; a change inside a change ends here and not never."""


_PARTS: Mapping[type[Answered], str] = {
    Ranking: "rankings",
    Ballot: "ballots",
    Consent: "consents",
    RedLineVote: "red_line_votes",
    CheckoutWord: "words",
}
"""Where answers of a kind stand in a state."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_One = TypeVar("_One", bound=_Identified)


@dataclass(frozen=True)
class _Kept:
    """A workshop with what is no part of its state. Replaced as a whole, like the state."""

    state: WorkshopState
    changed_at: datetime
    shared_revision: int = 1
    code: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    """Seat by key hash."""
    receipts: frozenset[Receipt] = frozenset()


class MemoryStore:
    """Thread-safe. Nothing survives the process."""

    def __init__(self, *, patience: float = _LOCK_TIMEOUT) -> None:
        self._kept: dict[str, _Kept] = {}
        self._turn = Lock()
        self._patience = patience

    def workshops(self) -> tuple[WorkshopEntry, ...]:
        latest_first = sorted(self._kept.copy().values(), key=lambda kept: kept.changed_at, reverse=True)
        return tuple(_entry(kept.state, kept.changed_at) for kept in latest_first)

    def revision(self, workshop_id: str) -> int:
        return self.load(workshop_id).revision

    def load(self, workshop_id: str) -> WorkshopState:
        return self._found(workshop_id).state

    def head(self, workshop_id: str) -> WorkshopHead:
        kept = self._found(workshop_id)
        return WorkshopHead(kept.state.workshop, kept.state.revision, kept.shared_revision, kept.state.room)

    def revisions(self, workshop_ids: Collection[str]) -> Mapping[str, tuple[int, int]]:
        found = {wid: kept for wid in workshop_ids if (kept := self._kept.get(wid)) is not None}
        return {wid: (kept.state.revision, kept.shared_revision) for wid, kept in found.items()}

    def counters(self, workshop_id: str) -> RoomCounters:
        kept, freed = self._found(workshop_id), len(self.freed(workshop_id))
        return RoomCounters(kept.state.revision, kept.shared_revision, len(kept.state.seats) - freed, freed)

    def load_shared(self, workshop_id: str) -> WorkshopState:
        return self.shared_as_of(workshop_id)[0]

    def shared_as_of(self, workshop_id: str) -> tuple[WorkshopState, int]:
        kept = self._found(workshop_id)
        return _without_answers(kept.state), kept.shared_revision

    def seats(self, workshop_id: str) -> tuple[Seat, ...]:
        kept = self._kept.get(workshop_id)
        return kept.state.seats if kept else ()

    def people(self, workshop_id: str) -> int:
        return sum(not seat.left for seat in self.seats(workshop_id))

    def freed(self, workshop_id: str) -> frozenset[str]:
        return frozenset(seat.id for seat in self.seats(workshop_id) if seat.left)

    def turnout(self, workshop_id: str, question: Question) -> Turnout:
        left = {seat.id: seat.left for seat in self.seats(workshop_id)}
        said = {one.seat for one in self.answers_to(workshop_id, question) if one.seat in left and _said(one)}
        return Turnout(len(said), sum(left[seat] for seat in said))

    def voters_after(self, workshop_id: str, question: Question, place: int = 0) -> tuple[frozenset[str], int]:
        kept = self._kept.get(workshop_id)
        given = _to(kept.state, question) if kept else ()
        known = {seat.id for seat in self.seats(workshop_id)}
        return frozenset(one.seat for one in given[place:] if one.seat in known and _said(one)), len(given)

    def ballots_after(self, workshop_id: str, question: Question, place: int = 0) -> tuple[tuple[Ballot, ...], int]:
        kept = self._kept.get(workshop_id)
        given = _to(kept.state, question) if kept else ()
        return tuple(one for one in latest(given[place:]) if isinstance(one, Ballot)), len(given)

    def answers_to(self, workshop_id: str, question: Question) -> tuple[Answered, ...]:
        kept = self._kept.get(workshop_id)
        return latest(_to(kept.state, question)) if kept else ()

    def answers_of(self, workshop_id: str, seats: Collection[str]) -> Mapping[str, tuple[Answered, ...]]:
        kept = self._kept.get(workshop_id)
        if kept is None:
            return {}
        state = kept.state
        every: tuple[Answered, ...] = (
            *state.rankings,
            *state.ballots,
            *state.consents,
            *state.red_line_votes,
            *state.words,
        )
        return by_seat(one for one in every if one.seat in seats)

    def workshop_by_code(self, code: str) -> str:
        for wid, kept in self._kept.copy().items():
            if kept.code == code:
                return wid
        raise NotFound(what="code", id=code)

    def seats_by_key(self, key_hashes: Collection[str]) -> Mapping[str, tuple[str, Seat]]:
        found: dict[str, tuple[str, Seat]] = {}
        for wid, kept in self._kept.copy().items():
            for key_hash in kept.keys.keys() & set(key_hashes):
                seat = _find(kept.state.seats, kept.keys[key_hash])
                if seat is not None and not seat.left:
                    found[key_hash] = (wid, seat)
        return found

    def _found(self, workshop_id: str) -> _Kept:
        try:
            return self._kept[workshop_id]
        except KeyError:
            raise NotFound(what="workshop", id=workshop_id) from None

    def create(self, state: WorkshopState) -> None:
        validate_state(state)
        with self._writing():
            if state.workshop.id in self._kept:
                raise ValueError(f"workshop {state.workshop.id!r} exists already")
            self._kept[state.workshop.id] = _Kept(
                state.model_copy(update={"activities": _by_position(state.activities)}), datetime.now(UTC)
            )

    @contextmanager
    def transaction(self, workshop_id: str) -> Generator[Transaction]:
        with self._writing():
            taken = {kept.code for wid, kept in self._kept.items() if wid != workshop_id}
            before = self._found(workshop_id)
            change = _MemoryTransaction(before, taken)
            yield change
            if change.written:
                after = change.state()
                self._kept[workshop_id] = replace(
                    change.kept,
                    state=after.model_copy(update={"revision": after.revision + 1}),
                    changed_at=datetime.now(UTC),
                    shared_revision=before.shared_revision + (1 if change.changes_shared_view else 0),
                )

    def delete(self, workshop_id: str) -> None:
        with self._writing():
            self.load(workshop_id)
            del self._kept[workshop_id]

    def listen(self, changed: Callable[[str, bool], None]) -> ChangeFeed | None:  # noqa: ARG002 – no other process has it
        return None

    def close(self) -> None:
        """Nothing to let go of."""

    @contextmanager
    def _writing(self) -> Generator[None]:
        if not self._turn.acquire(timeout=self._patience):
            raise StoreUnavailable(reason="locked", where="memory")
        try:
            yield
        finally:
            self._turn.release()


class _MemoryTransaction:
    """See `framework.store.Change`."""

    def __init__(self, kept: _Kept, codes_taken: Collection[str | None]) -> None:
        self.kept = kept
        self._state = kept.state
        self._codes_taken = codes_taken
        self.written = False
        self.changes_shared_view = False

    def workshop(self) -> Workshop:
        return self._state.workshop

    def state(self) -> WorkshopState:
        return self._state

    def shared(self) -> WorkshopState:
        return _without_answers(self._state)

    def activity(self, activity_id: str) -> Activity | None:
        return _find(self._state.activities, activity_id)

    def activities(self) -> tuple[Activity, ...]:
        return self._state.activities

    def decision(self, decision_id: str) -> Decision | None:
        return _find(self._state.decisions, decision_id)

    def decisions(self) -> tuple[Decision, ...]:
        return self._state.decisions

    def red_line(self, red_line_id: str) -> RedLine | None:
        return _find(self._state.red_lines, red_line_id)

    def red_lines(self) -> tuple[RedLine, ...]:
        return self._state.red_lines

    def texts(self) -> CharterTexts:
        return self._state.texts

    def ballot(self, seat: str, scenario: str, activity: str, round_: int) -> Ballot | None:
        wanted = (seat, scenario, activity, round_)
        for ballot in reversed(self._state.ballots):
            if (ballot.seat, ballot.scenario, ballot.activity, ballot.round) == wanted:
                return ballot
        return None

    def ranking(self, seat: str) -> Ranking | None:
        return next((ranking for ranking in reversed(self._state.rankings) if ranking.seat == seat), None)

    def put_workshop(self, workshop: Workshop) -> None:
        refuse_foreign_head(workshop, self._state.workshop.id)
        self._share(workshop=workshop)

    def put_activity(self, activity: Activity) -> None:
        self._share(activities=_by_position(_put(self._state.activities, activity)))

    def put_decision(self, decision: Decision) -> None:
        self._share(decisions=_put(self._state.decisions, decision))

    def put_red_line(self, red_line: RedLine) -> None:
        self._share(red_lines=_put(self._state.red_lines, red_line))

    def put_texts(self, texts: CharterTexts) -> None:
        self._share(texts=texts)

    def add_ranking(self, ranking: Ranking) -> None:
        self._write(rankings=(*self._state.rankings, ranking))

    def add_ballot(self, ballot: Ballot) -> None:
        self._write(ballots=(*self._state.ballots, ballot))

    def add_practice(self, practice: Practice) -> None:
        self._write(practices=(*self._state.practices, practice))

    def add_framework(self, framework: Framework) -> None:
        refuse_second_version(framework, (kept.version for kept in self._state.frameworks))
        self._share(frameworks=(*self._state.frameworks, framework))

    def room(self) -> Room | None:
        return self._state.room

    def note(self, note_id: str) -> Note | None:
        return _find(self._state.notes, note_id)

    def seat(self, seat_id: str) -> Seat | None:
        return _find(self._state.seats, seat_id)

    def seats(self) -> tuple[Seat, ...]:
        return self._state.seats

    def headcount(self) -> tuple[int, int]:
        seats = self._state.seats
        return sum(not seat.left for seat in seats), max((seat.table or 0 for seat in seats), default=0)

    def seats_among(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        return {seat.id: seat for seat in self._state.seats if seat.id in seat_ids}

    def put_room(self, room: Room) -> None:
        self._share(room=room)

    def put_note(self, note: Note) -> None:
        self._share(notes=_put(self._state.notes, note))

    def put_seat(self, seat: Seat) -> None:
        self._write(seats=_put(self._state.seats, seat))

    def add_seats(self, seats: Sequence[Seat]) -> None:
        if seats:
            self._write(seats=(*self._state.seats, *seats))

    def add_answers(self, answers: Sequence[Answered]) -> None:
        for model, part in _PARTS.items():
            of_kind = tuple(one for one in answers if isinstance(one, model))
            if of_kind:
                self._write(**{part: (*getattr(self._state, part), *of_kind)})

    def claim_code(self, code: str) -> bool:
        if code in self._codes_taken:
            return False
        if code != self.kept.code:
            self._note(code=code)
        return True

    def add_seat_keys(self, seats: Mapping[str, str]) -> None:
        if seats:
            self._note(keys={**self.kept.keys, **seats})

    def revoke_seat_keys(self, seat: str) -> None:
        self._note(keys={key: held for key, held in self.kept.keys.items() if held != seat})

    def vote_context(
        self, seat_ids: Collection[str], keyed: Collection[Receipt]
    ) -> tuple[Room | None, Mapping[str, Seat], Collection[Receipt]]:
        return self.room(), self.seats_among(seat_ids), self.receipts_among(keyed)

    def receipts_among(self, keyed: Collection[Receipt]) -> Collection[Receipt]:
        return self.kept.receipts & set(keyed)

    def add_receipts(self, keyed: Collection[Receipt]) -> None:
        if keyed:
            self._note(receipts=self.kept.receipts | set(keyed))

    def anonymise_votes(self, state: WorkshopState, group: GroupResult) -> None:
        self._note(keys={}, code=None, receipts=frozenset[Receipt]())
        self._share(
            seats=state.seats,
            rankings=state.rankings,
            ballots=state.ballots,
            practices=state.practices,
            consents=state.consents,
            red_line_votes=state.red_line_votes,
            words=state.words,
            group=group,
        )

    def _write(self, **parts: Any) -> None:
        self._state = self._state.model_copy(update=parts)
        self.written = True

    def _share(self, **parts: Any) -> None:
        self._write(**parts)
        self.changes_shared_view = True

    def _note(self, **parts: Any) -> None:
        self.kept = replace(self.kept, **parts)
        self.written = True


def _to(state: WorkshopState, question: Question) -> tuple[Answered, ...]:
    """All answers to a question, also those that were replaced."""
    if question.kind == "ballot":
        asked = (question.scenario, question.activity, question.round)
        return tuple(one for one in state.ballots if (one.scenario, one.activity, one.round) == asked)
    if question.kind == "consent":
        return tuple(one for one in state.consents if one.round == question.about)
    return {"ranking": state.rankings, "red_line": state.red_line_votes, "word": state.words}[question.kind]


def _without_answers(state: WorkshopState) -> WorkshopState:
    parts = ("seats", "rankings", "ballots", "practices", "consents", "red_line_votes", "words")
    return state.model_copy(update=dict.fromkeys(parts, ()))


def _said(answer: Answered) -> bool:
    if isinstance(answer, Ballot):
        return answer.stance is not None or answer.abstained
    return bool(answer.cards) if isinstance(answer, Ranking) else True


def _find(ones: tuple[_One, ...], wanted: str) -> _One | None:
    return next((one for one in ones if one.id == wanted), None)


def _put(ones: tuple[_One, ...], new: _One) -> tuple[_One, ...]:
    """``new`` in the place of the one with its id, else at the end."""
    if _find(ones, new.id) is None:
        return (*ones, new)
    return tuple(new if one.id == new.id else one for one in ones)


def _by_position(activities: tuple[Activity, ...]) -> tuple[Activity, ...]:
    return tuple(sorted(activities, key=lambda activity: activity.position))


def _entry(state: WorkshopState, changed_at: datetime) -> WorkshopEntry:
    head = state.workshop
    return WorkshopEntry(
        id=head.id,
        kind=head.kind,
        organisation=head.organisation,
        team=head.team,
        lang=head.lang,
        stage=head.stage,
        revision=state.revision,
        changed_at=changed_at,
    )
