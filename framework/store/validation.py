"""Checks before writing, and the selection of the answers that count.

A failure is a bug and not a person's mistake (archives are checked when they are opened), hence `ValueError`. Constraints
alone would give different messages on SQLite and PostgreSQL.
"""

from collections.abc import Iterable

from framework.workshop import models
from framework.workshop.steps.unplanned_question import QuestionAnswer

__all__ = ["answers_by_seat", "check_new_version", "check_same_workshop", "latest_answers", "validate_state"]

_Answer = models.Ballot | models.Ranking | models.Consent | models.RedLineVote | models.CheckoutWord | QuestionAnswer


def validate_state(state: models.WorkshopState) -> None:
    """Raises `ValueError` where two things share an id or ``created_at`` has no time zone."""
    if state.workshop.created_at.tzinfo is None:
        raise ValueError("workshop.created_at has no time zone")
    _check_unique("seat", (seat.id for seat in state.seats))
    _check_unique("activity", (activity.id for activity in state.activities))
    _check_unique("shared facts", (one.id for one in state.shared_facts))
    _check_unique("arrangement", (one.id for one in state.arrangements))
    _check_unique("decision", (decision.id for decision in state.decisions))
    _check_unique("promise", (one.id for one in state.promises))
    _check_unique("training", (one.id for one in state.training))
    _check_unique("log entry", (one.id for one in state.log))
    _check_unique("action plan", (one.id for one in state.action_plans))
    _check_unique("note", (note.id for note in state.notes))
    _check_unique("red line", (line.id for line in state.red_lines))
    _check_unique("framework version", (framework.version for framework in state.frameworks))


def check_same_workshop(workshop: models.Workshop, workshop_id: str) -> None:
    """Raises `ValueError` where ``workshop`` is not the one being changed, or ``created_at`` has no time zone."""
    if workshop.id != workshop_id:
        raise ValueError(f"workshop {workshop.id!r} put into a transaction of {workshop_id!r}")
    if workshop.created_at.tzinfo is None:
        raise ValueError("workshop.created_at has no time zone")


def check_new_version(framework: models.Framework, versions: Iterable[str]) -> None:
    """Raises `ValueError` where ``versions`` holds this version: a framework never changes."""
    if framework.version in versions:
        raise ValueError(f"framework version {framework.version} already exists")


def answers_by_seat(answers: Iterable[_Answer]) -> dict[str, tuple[_Answer, ...]]:
    """Answers by seat, in the order they came."""
    found: dict[str, list[_Answer]] = {}
    for answer in answers:
        found.setdefault(answer.seat, []).append(answer)
    return {seat: tuple(theirs) for seat, theirs in found.items()}


def latest_answers(answers: Iterable[_Answer]) -> tuple[_Answer, ...]:
    """Each seat's last answer to one question; one per decision in a consent round, and one per red line."""
    kept: dict[tuple[str, str], _Answer] = {}
    for answer in answers:
        part = (
            answer.decision
            if isinstance(answer, models.Consent)
            else answer.red_line
            if isinstance(answer, models.RedLineVote)
            else ""
        )
        kept.pop((answer.seat, part), None)
        kept[answer.seat, part] = answer
    return tuple(kept.values())


def _check_unique(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ValueError(f"two with one id: {what} {one!r}")
        seen.add(one)
