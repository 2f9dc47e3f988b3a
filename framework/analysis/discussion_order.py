"""What a group should talk about with the time left: spread × stakes.

Spread is known of revealed rounds alone, from `MIN_VOTES` votes. It and the stakes are ordinal, so their product only sorts and
is never shown; what is shown is the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from framework.analysis.agreement import MIN_VOTES, Label
from framework.workshop.agenda import AgendaItem
from framework.workshop.models import QuestionResult, RoundResult
from framework.workshop.room import PlannedStep
from framework.workshop.session_plan import SCENARIO_MINUTES, Reason, stakes

Spread = Label | Literal["objection", "few", "not_asked"]
"""A strong objection comes before any label. ``few``: below five votes, or stances without order."""
_WEIGHTS: dict[Spread, int] = {"objection": 3, "all_over": 3, "divided": 3, "aligned": 1, "unanimous": 1}
_UNKNOWN = 2
"""Weight of all others: opinions that are somewhat spread, and what nobody knows yet."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A dilemma that is worth time, and why. ``weight`` sorts and is never shown."""

    step: PlannedStep
    spread: Spread
    stakes: tuple[Reason, ...]
    weight: int


def topics(
    open_steps: Sequence[tuple[PlannedStep, AgendaItem]],
    results: Mapping[str, QuestionResult],
    facts: Mapping[str, Mapping[str, str]],
) -> tuple[Topic, ...]:
    """The dilemmas in the order of spread × stakes, highest first; equal ones in the order given.

    ``open_steps``: planned dilemmas that nothing is agreed about yet. ``results``: revealed rounds by step id. ``facts``: effective
    facts by activity id.
    """
    found: list[Topic] = []
    for step, item in open_steps:
        result = results.get(step.id)
        spread = "not_asked" if result is None else _spread(result.rounds[-1], ordered=item.scenario.ordered)
        high, reasons = stakes(item, facts)
        found.append(Topic(step, spread, reasons, _WEIGHTS.get(spread, _UNKNOWN) * high))
    return tuple(sorted(found, key=lambda topic: -topic.weight))


def _spread(last: RoundResult, *, ordered: bool) -> Spread:
    if last.objections:
        return "objection"
    if last.measures is not None:
        return last.measures.seen
    count = sum(last.votes)
    if ordered or count < MIN_VOTES:
        return "few"
    return "aligned" if 4 * max(last.votes) >= 3 * count else "spread"


def how_many_fit(minutes: int) -> int:
    """How many dilemmas can be talked about in this time; one at least."""
    return max(1, minutes // SCENARIO_MINUTES)


def before_the_next(found: Sequence[Topic], next_dilemma: PlannedStep | None) -> Topic | None:
    """The topic to take before the dilemma that the plan has next, or before the end; None where the plan is right.

    Only a revealed one: of the others nobody knows how far apart people are.
    """
    planned = next((topic.weight for topic in found if next_dilemma is not None and topic.step == next_dilemma), 0)
    known = (
        topic for topic in found if topic.spread in ("objection", "all_over", "divided") and topic.weight > planned
    )
    return next(known, None)
