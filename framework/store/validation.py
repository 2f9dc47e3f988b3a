"""What every store refuses before it writes anything, and what counts among answers: the same in all of them.

These are mistakes of the program, not of a person (an archive is checked where it is opened), hence `ValueError`.
Checking here, and not by constraint alone, makes all stores refuse the same things in the same words.
"""

from collections.abc import Iterable

from framework.workshop.models import (
    Ballot,
    CheckoutWord,
    Consent,
    Framework,
    Ranking,
    RedLineVote,
    Workshop,
    WorkshopState,
)

__all__ = ["by_seat", "latest", "refuse_foreign_head", "refuse_second_version", "validate_state"]

_Answer = Ballot | Ranking | Consent | RedLineVote | CheckoutWord


def validate_state(state: WorkshopState) -> None:
    """Raises `ValueError` when one id names two things or when the date of making has no time zone."""
    if state.workshop.created_at.tzinfo is None:
        raise ValueError("workshop.created_at has no time zone")
    _refuse_doubles("seat", (seat.id for seat in state.seats))
    _refuse_doubles("activity", (activity.id for activity in state.activities))
    _refuse_doubles("decision", (decision.id for decision in state.decisions))
    _refuse_doubles("note", (note.id for note in state.notes))
    _refuse_doubles("red line", (line.id for line in state.red_lines))
    _refuse_doubles("framework version", (framework.version for framework in state.frameworks))


def refuse_foreign_head(workshop: Workshop, workshop_id: str) -> None:
    """Raises `ValueError` when the head does not belong to the workshop that is being changed."""
    if workshop.id != workshop_id:
        raise ValueError(f"workshop {workshop.id!r} put into a change of {workshop_id!r}")
    if workshop.created_at.tzinfo is None:
        raise ValueError("workshop.created_at has no time zone")


def refuse_second_version(framework: Framework, versions: Iterable[str]) -> None:
    """Raises `ValueError` when that version is written already: frameworks never change."""
    if framework.version in versions:
        raise ValueError(f"framework version {framework.version} is written already")


def by_seat(answers: Iterable[_Answer]) -> dict[str, tuple[_Answer, ...]]:
    """The answers of each seat, in the order they came."""
    found: dict[str, list[_Answer]] = {}
    for answer in answers:
        found.setdefault(answer.seat, []).append(answer)
    return {seat: tuple(theirs) for seat, theirs in found.items()}


def latest(answers: Iterable[_Answer]) -> tuple[_Answer, ...]:
    """The last answer of each seat to one question; within a consent round one per decision, and one per red line."""
    kept: dict[tuple[str, str], _Answer] = {}
    for answer in answers:
        part = (
            answer.decision
            if isinstance(answer, Consent)
            else answer.red_line
            if isinstance(answer, RedLineVote)
            else ""
        )
        kept.pop((answer.seat, part), None)
        kept[answer.seat, part] = answer
    return tuple(kept.values())


def _refuse_doubles(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ValueError(f"two with one id: {what} {one!r}")
        seen.add(one)
