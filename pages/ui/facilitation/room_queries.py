"""What the facilitator's screens read about a room: its state, participants, and numbers of answers.

No answer of an unrevealed round passes through here; before the reveal there are only counts.
"""

from dataclasses import dataclass

from framework.analysis.group_results import question_result, rounds_revealed
from framework.errors import NotFound
from framework.store import Answered, Turnout, WorkshopHead
from framework.workshop.agenda import AgendaItem, agenda_item
from framework.workshop.models import Ballot, Consent, QuestionResult, Ranking, RedLineVote, Seat, WorkshopState
from framework.workshop.room import PlannedStep, Question, Room, question_at
from framework.workshop.session_plan import Proposal
from framework.workshop.steps.unplanned_question import QuestionAnswer
from pages.live.app_state import installation
from pages.ui import queries
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import use_cases


@dataclass(frozen=True, slots=True)
class LiveCounts:
    """Numbers that change while people join and answer. ``voted``: None where nothing is asked."""

    room: Room
    shared_revision: int
    people: int
    voted: int | None
    asked: int
    """The number that ``voted`` is a part of: people, and those who answered and left."""
    away: int
    """How many of those who have not answered gave no sign of life, so that nobody needs to wait for them."""
    revision: int = 0
    closes: bool = False
    """Whether the round closes once everybody has answered, so that the facilitator can read what people typed."""


def room_of(current: WorkshopState) -> Room:
    """Raises `NotFound` (``room``) for a workshop without one."""
    if current.room is None:
        raise NotFound(what="room", id=current.workshop.id)
    return current.room


def live_counts(workshop_id: str) -> LiveCounts:
    """The current counts. One small read at most, unless something changed. Raises `NotFound`."""
    head = queries.head_of(workshop_id)
    if head.room is None:
        raise NotFound(what="room", id=workshop_id)
    asked = question_at(head.room, head.room.current_step(), head.room.phase)
    closed = head.room.intake == "closed" and not head.room.paused
    is_open = head.room.open_round() is not None or closed or (asked is not None and asked.kind == "word")
    people_in = _people(head)
    turnout = _turnout(head, asked) if asked is not None and is_open else None
    return LiveCounts(
        room=head.room,
        shared_revision=head.shared_revision,
        people=people_in,
        voted=None if turnout is None else turnout.answered,
        asked=people_in + (0 if turnout is None else turnout.left),
        away=len(away(workshop_id)) if turnout is not None else 0,
        revision=head.revision,
        closes=is_open and head.room.intake == "open" and asked is not None and asked.kind in ("ballot", "consent"),
    )


# A public state has the revision at which something changed that everybody sees. What moves with every vote, or with everybody
# who comes in, is cached by the head's revision.


def seats(workshop_id: str) -> tuple[Seat, ...]:
    """Everybody's seat, also of those who left."""
    return _seats(queries.head_of(workshop_id))


def people(workshop_id: str) -> tuple[Seat, ...]:
    """Seats that are not freed, in the order in which people joined."""
    return tuple(seat for seat in seats(workshop_id) if not seat.left)


def away(workshop_id: str) -> frozenset[str]:
    """The seats that the open round does not wait for (`pages.live.hub.Hub.away`); never one without a phone."""
    return installation().hub.away(workshop_id, [seat.id for seat in people(workshop_id) if seat.lang is not None])


def answered_beforehand(current: WorkshopState) -> tuple[int, dict[str, int]]:
    """Numbers of rankings and votes before the session, by step id."""
    head = queries.head_of(current.workshop.id)
    steps = [step for step in room_of(current).plan if step.scenario and step.activity]
    return ranked(current), {
        step.id: _turnout(head, Question("ballot", step.scenario or "", step.activity or "")).answered for step in steps
    }


def ranked(current: WorkshopState) -> int:
    """How many people have put cards in order."""
    return _turnout(queries.head_of(current.workshop.id), Question("ranking")).answered


def proposals(workshop_id: str) -> tuple[Proposal, ...]:
    """The dilemmas that fit the inventory, with the reasons. They depend on private votes."""
    return _proposals(queries.head_of(workshop_id))


@cached_by_revision()
def _proposals(head: WorkshopHead) -> tuple[Proposal, ...]:
    return use_cases(head.workshop.id).facilitation.propose_dilemmas(head.workshop.id)


@cached_by_revision()
def _seats(head: WorkshopHead) -> tuple[Seat, ...]:
    return use_cases(head.workshop.id).queries.seats(head.workshop.id)


@cached_by_revision()
def _people(head: WorkshopHead) -> int:
    return use_cases(head.workshop.id).queries.people(head.workshop.id)


@cached_by_revision(maxsize=256)
def _turnout(head: WorkshopHead, question: Question) -> Turnout:
    return use_cases(head.workshop.id).queries.turnout(head.workshop.id, question)


# --- what was revealed -----------------------------------------------------------------------------------------------


def item_at(current: WorkshopState, step: PlannedStep) -> AgendaItem | None:
    return agenda_item(current, step.scenario) if step.scenario else None


def revealed_ballots(current: WorkshopState, step: PlannedStep) -> tuple[tuple[Ballot, ...], ...]:
    """Each seat's latest ballots, per revealed round of a dilemma; empty before the first reveal."""
    rounds: list[tuple[Ballot, ...]] = []
    for number in rounds_revealed(room_of(current), step):
        found = _revealed(current, Question("ballot", step.scenario or "", step.activity or "", number))
        rounds.append(tuple(answer for answer in found if isinstance(answer, Ballot)))
    return tuple(rounds)


def room_version(current: WorkshopState) -> int:
    """The cache key of revealed answers: only a change of the room can change them.

    A late answer is refused in the transaction that reads the room; hiding a reason and asking again change the room.
    """
    return room_of(current).version


@cached_by_revision(maxsize=32, revision=room_version)
def _revealed(current: WorkshopState, question: Question) -> tuple[Answered, ...]:
    """The answers to a revealed question. Those of three hundred people take some hundreds of kilobytes."""
    return use_cases(current.workshop.id).queries.answers_to(current.workshop.id, question)


@cached_by_revision(revision=room_version)
def left_out(current: WorkshopState, question: Question) -> int:
    """How many people's answers to a question the facilitator left out."""
    return use_cases(current.workshop.id).queries.left_out(current.workshop.id, question)


@cached_by_revision(revision=room_version)
def result_at(current: WorkshopState, step: PlannedStep) -> QuestionResult | None:
    """The revealed rounds of a dilemma, as numbers; None before the first reveal."""
    ballots = tuple(ballot for votes in revealed_ballots(current, step) for ballot in votes)
    return question_result(current.model_copy(update={"ballots": ballots}), step)


def with_rankings(current: WorkshopState) -> WorkshopState:
    """The state with rankings, for `framework.analysis.group_results`, which reads revealed ones only."""
    found = use_cases(current.workshop.id).queries.answers_to(current.workshop.id, Question("ranking"))
    return current.model_copy(update={"rankings": tuple(one for one in found if isinstance(one, Ranking))})


def revealed_consents(current: WorkshopState) -> WorkshopState:
    """The state with the answers of revealed objection rounds."""
    consents: list[Consent] = []
    for key in room_of(current).revealed:
        if "/consent/" in key:
            found = _revealed(current, Question("consent", about=key))
            consents += [answer for answer in found if isinstance(answer, Consent)]
    return current.model_copy(update={"consents": tuple(consents)})


def question_answers(current: WorkshopState, question_id: str) -> tuple[QuestionAnswer, ...]:
    """Each seat's latest answer to an unplanned question that takes no more answers; none before that."""
    room = room_of(current)
    closed = room.step == question_id and room.phase == "closed"
    if not closed and f"{question_id}/1" not in room.revealed:
        return ()
    found = _revealed(current, Question("question", about=question_id))
    return tuple(answer for answer in found if isinstance(answer, QuestionAnswer))


def red_line_votes(current: WorkshopState) -> tuple[RedLineVote, ...] | None:
    """None before the reveal."""
    room = room_of(current)
    if not any(step.kind == "red_lines" and f"{step.id}/1" in room.revealed for step in room.plan):
        return None
    found = _revealed(current, Question("red_line"))
    return tuple(answer for answer in found if isinstance(answer, RedLineVote))
