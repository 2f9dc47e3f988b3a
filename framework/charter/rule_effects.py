"""What each rule gives and costs, for a charter: the trade-offs of `framework.analysis.tradeoffs`, without data frames,
so that writing a charter never loads pandas.

Marks are ordinal: direction and strength, never added up. A rule that accepts several stances gives (or costs) only what
every one of them gives, as strong as the weakest; otherwise it depends on the stance.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from framework.analysis.tradeoffs import COMMERCIAL_ROWS, CommercialRow, commercial_marks
from framework.charter.document import Mark
from framework.deck import LETTERS, Deck, Letter, Scenario
from framework.workshop.models import Framework, Rule

_MARKS: dict[int, Mark] = {2: "gain2", 1: "gain1", 0: "none", -1: "pay1", -2: "pay2"}


@dataclass(frozen=True, slots=True)
class RuleEffects:
    """Marks by principle id, and by commercial row."""

    rule: Rule
    scenario: Scenario
    principles: dict[str, Mark]
    commercial: dict[CommercialRow, Mark]


def rule_effects(framework: Framework, deck: Deck) -> tuple[RuleEffects, ...]:
    """Per rule in order; rules about a scenario that the deck does not have are left out."""
    return tuple(
        RuleEffects(
            rule=rule,
            scenario=scenario,
            principles={row.principle: mark_over(row.values, stances) for row in scenario.weights},
            commercial={row: mark_over(commercial_marks(scenario, row), stances) for row in COMMERCIAL_ROWS},
        )
        for rule in framework.rules
        if (scenario := deck.scenario(rule.scenario)) is not None
        for stances in (rule.accepted or (rule.based_on,),)
    )


def mark_over(values: tuple[int, ...], stances: Iterable[Letter]) -> Mark:
    """The mark that holds for every one of the stances."""
    marks = [values[LETTERS.index(letter)] for letter in stances]
    low, high = min(marks), max(marks)
    if low > 0:
        return _MARKS[low]
    if high < 0:
        return _MARKS[high]
    return "none" if low == high else "depends"
