"""A live workshop as the facilitator's screens read it: the room, who is in, how many have answered.

No answer of a round that is not revealed passes through here: before the reveal there are counts alone.
"""

from dataclasses import dataclass
from functools import lru_cache

from framework.analysis.group_results import question_result, rounds_revealed
from framework.errors import NotFound
from framework.store import Answered, Turnout
from framework.workshop.agenda import AgendaItem, agenda_item
from framework.workshop.models import Ballot, Consent, QuestionResult, Ranking, RedLineVote, Seat, WorkshopState
from framework.workshop.room import PlannedStep, Question, Room, question_at
from framework.workshop.session_plan import Proposal
from pages.ui import queries

_KEPT = 256
_ROUNDS_KEPT = 32
"""A round of three hundred answers is some hundreds of kilobytes."""


@dataclass(frozen=True, slots=True)
class LiveCounts:
    """What moves while people come in and answer. ``voted`` is None where nothing is asked now."""

    room: Room
    shared_revision: int
    people: int
    voted: int | None
    asked: int
    """How many of whom ``voted`` are a part: people, and whoever answered and left."""


def room_of(current: WorkshopState) -> Room:
    """Raises `NotFound` (``room``) for a workshop without one."""
    if current.room is None:
        raise NotFound(what="room", id=current.workshop.id)
    return current.room


def pulse(workshop_id: str) -> LiveCounts:
    """One small read at most; more only when something moved. Raises `NotFound`."""
    head = queries.head_of(workshop_id)
    if head.room is None:
        raise NotFound(what="room", id=workshop_id)
    asked = question_at(head.room, head.room.current_step(), head.room.phase)
    is_open = head.room.open_round() is not None or (asked is not None and asked.kind == "word")
    people_in = _people(workshop_id, head.revision)
    turnout = _turnout(workshop_id, head.revision, asked) if asked is not None and is_open else None
    return LiveCounts(
        room=head.room,
        shared_revision=head.shared_revision,
        people=people_in,
        voted=None if turnout is None else turnout.answered,
        asked=people_in + (0 if turnout is None else turnout.left),
    )


def as_of(workshop_id: str) -> int:
    """The revision that a run of a page works with; the newest for a part that runs by itself."""
    return queries.revision_of(workshop_id)


def seats(workshop_id: str, revision: int | None = None) -> tuple[Seat, ...]:
    """Of everybody who came in, also of those who left again. ``revision``: `as_of` of this page; as of now without it."""
    return _seats(workshop_id, as_of(workshop_id) if revision is None else revision)


def people(current: WorkshopState, revision: int | None = None) -> tuple[Seat, ...]:
    """The seats that are taken, in the order people came in."""
    return tuple(seat for seat in seats(current.workshop.id, revision) if not seat.left)


def answered_beforehand(current: WorkshopState, revision: int) -> tuple[int, dict[str, int]]:
    """How many people put cards in order before the session, and how many voted per dilemma; never what."""
    workshop_id = current.workshop.id
    steps = [step for step in room_of(current).plan if step.scenario and step.activity]
    return _turnout(workshop_id, revision, Question("ranking")).answered, {
        step.id: _turnout(workshop_id, revision, Question("ballot", step.scenario or "", step.activity or "")).answered
        for step in steps
    }


def proposals(current: WorkshopState, revision: int) -> tuple[Proposal, ...]:
    """The dilemmas that touch the inventory, with why; worked out again when a private vote came in."""
    return _proposals(current.workshop.id, revision)


@lru_cache(maxsize=_KEPT)
def _proposals(workshop_id: str, _revision: int) -> tuple[Proposal, ...]:
    return queries.use_cases(workshop_id).facilitation.propose_dilemmas(workshop_id)


@lru_cache(maxsize=_KEPT)
def _seats(workshop_id: str, _revision: int) -> tuple[Seat, ...]:
    return queries.use_cases(workshop_id).queries.seats(workshop_id)


@lru_cache(maxsize=_KEPT)
def _people(workshop_id: str, _revision: int) -> int:
    return queries.use_cases(workshop_id).queries.people(workshop_id)


@lru_cache(maxsize=_KEPT)
def _turnout(workshop_id: str, _revision: int, question: Question) -> Turnout:
    return queries.use_cases(workshop_id).queries.turnout(workshop_id, question)


# --- what was revealed -----------------------------------------------------------------------------------------------


def item_at(current: WorkshopState, step: PlannedStep) -> AgendaItem | None:
    return agenda_item(current, step.scenario) if step.scenario else None


def revealed_ballots(current: WorkshopState, step: PlannedStep) -> tuple[tuple[Ballot, ...], ...]:
    """The latest ballots of each seat, per revealed round of a dilemma; empty before the first reveal."""
    rounds: list[tuple[Ballot, ...]] = []
    for number in rounds_revealed(room_of(current), step):
        found = _revealed(current, Question("ballot", step.scenario or "", step.activity or "", number))
        rounds.append(tuple(answer for answer in found if isinstance(answer, Ballot)))
    return tuple(rounds)


def _revealed(current: WorkshopState, question: Question) -> tuple[Answered, ...]:
    """The answers to a question that was revealed. They change with the room alone, so they are read once per version of it:
    a late answer is refused in the transaction that looks at the room, and hiding a reason or asking again moves it."""
    return _answers(current.workshop.id, room_of(current).version, question)


@lru_cache(maxsize=_ROUNDS_KEPT)
def _answers(workshop_id: str, _version: int, question: Question) -> tuple[Answered, ...]:
    return queries.use_cases(workshop_id).queries.answers_to(workshop_id, question)


def result_at(current: WorkshopState, step: PlannedStep) -> QuestionResult | None:
    """A dilemma's revealed rounds in numbers that name nobody; None before the first reveal."""
    return _result(current.workshop.id, room_of(current).version, step.id)


@lru_cache(maxsize=_KEPT)
def _result(workshop_id: str, _version: int, step_id: str) -> QuestionResult | None:
    current = queries.public_state(workshop_id)
    step = next((step for step in room_of(current).plan if step.id == step_id), None)
    if step is None:
        return None
    ballots = tuple(ballot for votes in revealed_ballots(current, step) for ballot in votes)
    return question_result(current.model_copy(update={"ballots": ballots}), step)


def with_rankings(current: WorkshopState) -> WorkshopState:
    """With the orders of cards, for `framework.analysis.group_results`, which looks at revealed ones only."""
    found = queries.use_cases(current.workshop.id).queries.answers_to(current.workshop.id, Question("ranking"))
    return current.model_copy(update={"rankings": tuple(one for one in found if isinstance(one, Ranking))})


def revealed_consents(current: WorkshopState) -> WorkshopState:
    """With the answers of the consent rounds that were revealed."""
    consents: list[Consent] = []
    for key in room_of(current).revealed:
        if "/consent/" in key:
            found = _revealed(current, Question("consent", about=key))
            consents += [answer for answer in found if isinstance(answer, Consent)]
    return current.model_copy(update={"consents": tuple(consents)})


def red_line_votes(current: WorkshopState) -> tuple[RedLineVote, ...] | None:
    """None before the reveal."""
    room = room_of(current)
    if not any(step.kind == "red_lines" and f"{step.id}/1" in room.revealed for step in room.plan):
        return None
    found = _revealed(current, Question("red_line"))
    return tuple(answer for answer in found if isinstance(answer, RedLineVote))
