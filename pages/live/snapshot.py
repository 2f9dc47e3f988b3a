"""A workshop as everybody may see it, and the numbers beside it, read in one go for all who follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from framework.errors import NotFound
from framework.store import Answered, RoomCounters, Store
from framework.workshop.models import Ballot, WorkshopState
from framework.workshop.room import VOTING, Question, Room, question_at

_Given = tuple[Mapping[str, Ballot], int]
_NOTHING_GIVEN: _Given = (MappingProxyType({}), 0)
_NOBODY: tuple[frozenset[str], int] = (frozenset(), 0)


@dataclass(frozen=True)
class RoomSnapshot:
    """A workshop as everybody may see it, at one ``shared_revision``.

    ``state`` carries no seat and no answer. ``answers`` and ``before`` are what was answered to the question at this
    phase and, in a second round, in the first one. They are for a view's `Payload.fill` (a seat's own answer) and, once
    the round is revealed, for results; `shown` is the only safe way to the answers of all.
    """

    state: WorkshopState
    shared_revision: int
    question: Question | None = None
    answers: tuple[Answered, ...] = field(default=(), repr=False)
    before: tuple[Answered, ...] = field(default=(), repr=False)
    worked_out: dict[object, Any] = field(default_factory=dict[object, Any], init=False, repr=False, compare=False)
    """What views have made of it that no vote moves, by whatever they know it by."""

    @property
    def room(self) -> Room:
        room = self.state.room
        assert room is not None, "a live workshop has a room"
        return room

    @property
    def visible_answers(self) -> tuple[Answered, ...]:
        """The answers of everybody to the question at this phase; none before its reveal."""
        room = self.room
        key = room.round_here()
        revealed = room.phase not in VOTING and key is not None and key in room.revealed
        return self.answers if revealed or (self.question is not None and self.question.kind == "word") else ()


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """What moves with every vote: never what was voted.

    ``seats``: people in; ``voters``: who answered what is asked; ``left``: those of them who are in no more.
    """

    revision: int
    seats: int
    voters: int
    left: int = 0
    ballots: _Given = field(default=_NOTHING_GIVEN, repr=False, compare=False)
    """What was voted, by seat in the order it came, and up to which place (`Store.ballots_after`): for the reveal alone, which
    then has next to nothing left to read. Like `RoomSnapshot.answers` not to be shown before."""
    freed: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    """Seats of people who are in no more."""
    who: tuple[frozenset[str], int] = field(default=_NOBODY, repr=False, compare=False)
    """Who they are, for the next count alone, and up to which place in the order of answers (`Store.voters_after`; of ballots
    ``ballots`` has the place)."""

    @property
    def of_another_question(self) -> "AnswerCounts":
        """What a count of another question goes on from."""
        return AnswerCounts(self.revision, self.seats, 0, freed=self.freed)

    @property
    def asked(self) -> int:
        """How many of whom ``voters`` are a part."""
        return self.seats + self.left


def read_moment(
    store: Store, workshop_id: str, known: RoomSnapshot | None = None, counted: AnswerCounts | None = None
) -> tuple[RoomSnapshot, AnswerCounts]:
    """What everybody sees, with the answers to what is asked; the known one when nothing of it changed.

    ``counted``: at ``known`` or after it; where the same is asked still, as at a reveal, counting goes on from there.

    Raises `NotFound` for a workshop that is not there, or has no room.
    """
    state, shared_revision = store.shared_as_of(workshop_id)
    if state.room is None:
        raise NotFound(what="room", id=workshop_id)
    question = _asked(state, state.room)
    if counted is not None and (known is None or known.question != question):
        counted = counted.of_another_question
    counts = count(store, store.counters(workshop_id), workshop_id, question, counted)
    if known is not None and known.shared_revision == shared_revision:
        return known, counts
    answers: tuple[Answered, ...] = ()
    before: tuple[Answered, ...] = ()
    if question is not None:
        is_ballot = question.kind == "ballot"
        answers = tuple(counts.ballots[0].values()) if is_ballot else store.answers_to(workshop_id, question)
        if question.kind == "ballot" and question.round == 2:
            before = store.answers_to(workshop_id, Question("ballot", question.scenario, question.activity, 1))
    return RoomSnapshot(state, shared_revision, question, answers, before), counts


def count(
    store: Store,
    standing: RoomCounters,
    workshop_id: str,
    question: Question | None,
    before: AnswerCounts | None = None,
) -> AnswerCounts:
    """``counters``: read before, so that what came since is counted again and not missed. ``before``: an earlier count of the
    same question, which this goes on from."""
    revision, people = standing.revision, standing.people
    # Nobody who was freed comes in again in the same seat, so as many are the same.
    same = before is not None and len(before.freed) == standing.freed
    freed = before.freed if before is not None and same else store.freed(workshop_id)
    if question is None:
        return AnswerCounts(revision, people, 0, freed=freed)
    voters, place = _NOBODY if before is None else before.who
    ballots = _NOTHING_GIVEN if before is None else before.ballots
    if question.kind == "ballot":
        ballots, new = _ballots(store, workshop_id, question, ballots)
    else:
        new, place = store.voters_after(workshop_id, question, place)
    voters = voters | new if new else voters
    return AnswerCounts(revision, people, len(voters), len(voters & freed), ballots, freed, (voters, place))


def _ballots(store: Store, workshop_id: str, question: Question, before: _Given) -> tuple[_Given, frozenset[str]]:
    """With those that came since, and who gave these and said something."""
    known, place = before
    new, place = store.ballots_after(workshop_id, question, place)
    if not new:
        return (known, place), frozenset()
    given = dict(known)
    for ballot in new:
        given.pop(ballot.seat, None)
        given[ballot.seat] = ballot
    said = frozenset(ballot.seat for ballot in new if ballot.stance is not None or ballot.abstained)
    return (MappingProxyType(given), place), said


def _asked(state: WorkshopState, room: Room) -> Question | None:
    if state.workshop.stage not in ("session", "follow_up"):
        return None
    return question_at(room, room.current(), room.phase)
