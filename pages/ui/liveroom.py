"""A live workshop as the facilitator's screens read it: the room, who is in, how many have answered.

No answer of a round that is not revealed passes through here: before the reveal there are counts alone.
"""

from dataclasses import dataclass
from functools import lru_cache

from framework.errors import NotFound
from framework.workshop.agenda import AgendaItem, agenda_item
from framework.workshop.models import Ballot, Consent, QuestionResult, Ranking, RedLineVote, Seat, WorkshopState
from framework.workshop.results import question_result, rounds_revealed
from framework.workshop.room import PlannedStep, Question, Room, question_at
from pages.ui import service

_KEPT = 256


@dataclass(frozen=True, slots=True)
class Pulse:
    """What moves while people come in and answer. ``voted`` is None where nothing is asked now."""

    room: Room
    shared_revision: int
    people: int
    phones: int
    """People who came in with a phone, in all, also those who left again."""
    voted: int | None


def room_of(current: WorkshopState) -> Room:
    """Raises `NotFound` (``room``) for a workshop without one."""
    if current.room is None:
        raise NotFound(what="room", id=current.workshop.id)
    return current.room


def pulse(workshop_id: str) -> Pulse:
    """One small read; more only when something moved. Raises `NotFound`."""
    head = service.workshops().context.store.head(workshop_id)
    if head.room is None:
        raise NotFound(what="room", id=workshop_id)
    everybody = _seats(workshop_id, head.revision)
    asked = question_at(head.room, head.room.current(), head.room.phase)
    is_open = head.room.open_round() is not None or (asked is not None and asked.kind == "word")
    return Pulse(
        room=head.room,
        shared_revision=head.shared_revision,
        people=sum(not seat.left for seat in everybody),
        phones=sum(seat.lang is not None for seat in everybody),
        voted=_voted(workshop_id, head.revision, asked) if asked is not None and is_open else None,
    )


def people(current: WorkshopState) -> tuple[Seat, ...]:
    """The seats that are taken, in the order people came in."""
    revision = service.workshops().opening.revision(current.workshop.id)
    return tuple(seat for seat in _seats(current.workshop.id, revision) if not seat.left)


def answered_beforehand(current: WorkshopState) -> tuple[int, dict[str, int]]:
    """How many people put cards in order before the session, and how many voted per dilemma; never what."""
    workshop_id = current.workshop.id
    revision = service.workshops().opening.revision(workshop_id)
    steps = [step for step in room_of(current).plan if step.scenario and step.activity]
    return _voted(workshop_id, revision, Question("ranking")), {
        step.id: _voted(workshop_id, revision, Question("ballot", step.scenario or "", step.activity or ""))
        for step in steps
    }


@lru_cache(maxsize=_KEPT)
def _seats(workshop_id: str, _revision: int) -> tuple[Seat, ...]:
    return service.workshops().context.store.seats(workshop_id)


@lru_cache(maxsize=_KEPT)
def _voted(workshop_id: str, _revision: int, question: Question) -> int:
    return service.workshops().context.store.voters(workshop_id, question)


# --- what was revealed -----------------------------------------------------------------------------------------------


def item_at(current: WorkshopState, step: PlannedStep) -> AgendaItem | None:
    return agenda_item(current, step.scenario) if step.scenario else None


def revealed_ballots(current: WorkshopState, step: PlannedStep) -> tuple[tuple[Ballot, ...], ...]:
    """The latest ballots of each seat, per revealed round of a dilemma; empty before the first reveal."""
    store = service.workshops().context.store
    rounds: list[tuple[Ballot, ...]] = []
    for number in rounds_revealed(room_of(current), step):
        asked = Question("ballot", step.scenario or "", step.activity or "", number)
        found = store.answers_to(current.workshop.id, asked)
        rounds.append(tuple(answer for answer in found if isinstance(answer, Ballot)))
    return tuple(rounds)


def result_at(current: WorkshopState, step: PlannedStep) -> QuestionResult | None:
    """A dilemma's revealed rounds in numbers that name nobody; None before the first reveal."""
    ballots = tuple(ballot for votes in revealed_ballots(current, step) for ballot in votes)
    return question_result(current.model_copy(update={"ballots": ballots}), step)


def with_rankings(current: WorkshopState) -> WorkshopState:
    """With the orders of cards, for `framework.workshop.results`, which looks at revealed ones only."""
    found = service.workshops().context.store.answers_to(current.workshop.id, Question("ranking"))
    return current.model_copy(update={"rankings": tuple(one for one in found if isinstance(one, Ranking))})


def revealed_consents(current: WorkshopState) -> WorkshopState:
    """With the answers of the consent rounds that were revealed."""
    store, consents = service.workshops().context.store, list[Consent]()
    for key in room_of(current).revealed:
        if "/consent/" in key:
            found = store.answers_to(current.workshop.id, Question("consent", about=key))
            consents += [answer for answer in found if isinstance(answer, Consent)]
    return current.model_copy(update={"consents": tuple(consents)})


def red_line_votes(current: WorkshopState) -> tuple[RedLineVote, ...] | None:
    """None before the reveal."""
    room = room_of(current)
    if not any(step.kind == "red_lines" and f"{step.id}/1" in room.revealed for step in room.plan):
        return None
    found = service.workshops().context.store.answers_to(current.workshop.id, Question("red_line"))
    return tuple(answer for answer in found if isinstance(answer, RedLineVote))
