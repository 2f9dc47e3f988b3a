"""What a team says comes first, and what its choices put first.

A choice pulls a principle apart from another row (a principle, or reach, conversion or cost) where it is better for the one
and worse for the other than the stance it is held against; the row that is better has won there. It is held against its
reference, and where it is the reference itself, or none is known, against its lawful neighbours: a team that stays where it is
has chosen that too. Decisions are counted, never marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from framework.analysis.choices import Choice
from framework.analysis.price import BUSINESS_ROWS, Axis, Comparison

Finding = Literal["contradicts", "fits", "even", "not_ranked"]
OWN_CARDS = 6
"""How many ranked cards count as the team's own: a group keeps six, one person orders five."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of `pairs`: two rows, and the decisions in which they pulled apart."""

    first: str
    """Principle id; of two own principles the one that was put higher."""
    second: str
    """Principle id, or ``reach``, ``conversion`` or ``cost``."""
    second_axis: Axis
    first_rank: int | None
    second_rank: int | None
    apart: tuple[str, ...]
    """Ids of the decisions in which they pulled apart."""
    first_won: tuple[str, ...]
    second_won: tuple[str, ...]
    """A decision that lies between its neighbours can be in neither: one step either way would help one and cost the other."""
    finding: Finding
    """``contradicts``: the row that was put lower, or not first, won more often. ``even``: both won as often.
    ``not_ranked``: nobody said which comes first."""


def pairs(choices: Sequence[Choice], ranking: Sequence[str]) -> tuple[Pair, ...]:
    """All pairs that pulled apart in some decision, contradictions first.

    ``ranking``: ids of the principles put first, in order; the first `OWN_CARDS` count. Within a finding, pairs are ordered by
    how many decisions more the one won than the other, then by rank.
    """
    own = {card: place for place, card in enumerate(ranking[:OWN_CARDS], start=1)}
    axes = _rows_in_order(choices, own)
    seen: dict[tuple[str, str], tuple[list[str], list[str], list[str]]] = {}
    for choice in choices:
        for pair, won in _winners(choice.price().comparisons, axes).items():
            found = seen.setdefault(pair, ([], [], []))
            found[0].append(choice.id)
            if len(won) == 1:
                found[1 if won == {pair[0]} else 2].append(choice.id)
    rows = [
        Pair(
            first=first,
            second=second,
            second_axis=axes[second],
            first_rank=own.get(first),
            second_rank=own.get(second),
            apart=tuple(apart),
            first_won=tuple(first_won),
            second_won=tuple(second_won),
            finding=_finding(first in own, len(first_won), len(second_won)),
        )
        for (first, second), (apart, first_won, second_won) in seen.items()
    ]
    kinds: tuple[Finding, ...] = ("contradicts", "even", "fits", "not_ranked")
    places = {row: place for place, row in enumerate(axes)}
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                kinds.index(row.finding),
                -abs(len(row.first_won) - len(row.second_won)),
                row.first_rank or len(places),
                -len(row.apart),
                places[row.first],
                places[row.second],
            ),
        )
    )


def holds_for_every_ranking(
    comparison: Comparison, rankings: Sequence[Sequence[str]]
) -> Literal["better", "worse"] | None:
    """Whether the highest principle that changes does so in the same direction in each ranking; None where it does not.

    A row on which it depends counts as a change in no direction, and so does a ranking without a principle that changes.
    """
    told = {
        next((found for card in ranking if (found := comparison.direction(card)) != "level"), "level")
        for ranking in rankings
    }
    if told == {"better"}:
        return "better"
    return "worse" if told == {"worse"} else None


def _rows_in_order(choices: Sequence[Choice], own: dict[str, int]) -> dict[str, Axis]:
    """The axis of each row: own principles by rank, the others as the scenarios name them, then business."""
    named = dict.fromkeys(weight.principle for choice in choices for weight in choice.scenario.weights)
    axes: dict[str, Axis] = dict.fromkeys(sorted(named, key=lambda row: own.get(row, len(own) + 1)), "principle")
    for row in BUSINESS_ROWS:
        axes.setdefault(row, "business")
    return axes


def _winners(comparisons: Sequence[Comparison], axes: dict[str, Axis]) -> dict[tuple[str, str], set[str]]:
    """The rows that won, by pair; two where one comparison says this and another that."""
    places = {row: place for place, row in enumerate(axes)}
    found: dict[tuple[str, str], set[str]] = {}
    for comparison in comparisons:
        for gain in comparison.better:
            for loss in comparison.worse:
                if gain.axis == loss.axis == "business":
                    continue
                first, second = sorted((gain.row, loss.row), key=places.__getitem__)
                found.setdefault((first, second), set()).add(gain.row)
    return found


def _finding(first_is_own: bool, first_won: int, second_won: int) -> Finding:
    if not first_is_own:
        return "not_ranked"
    if first_won == second_won:
        return "even"
    return "fits" if first_won > second_won else "contradicts"
