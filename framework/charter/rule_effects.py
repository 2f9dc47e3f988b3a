"""What each rule gives and costs, as marks for the charter. `framework.analysis.tradeoffs` computes the effects."""

from dataclasses import dataclass

from framework.analysis.tradeoffs import (
    COMMERCIAL_ROWS,
    CommercialRow,
    choices_of_decisions,
    combined_mark,
    commercial_marks,
)
from framework.charter.document import Mark
from framework.deck import Deck, Scenario
from framework.workshop.models import Framework, Rule

_MARKS: dict[int | None, Mark] = {2: "gain2", 1: "gain1", 0: "none", -1: "pay1", -2: "pay2", None: "depends"}


@dataclass(frozen=True, slots=True)
class RuleEffects:
    """Marks by principle id, and by commercial row."""

    rule: Rule
    scenario: Scenario
    principles: dict[str, Mark]
    commercial: dict[CommercialRow, Mark]


def rule_effects(framework: Framework, deck: Deck) -> tuple[RuleEffects, ...]:
    """The effects of each rule, in order, without rules whose scenario is not in the deck."""
    return tuple(
        RuleEffects(
            rule=rule,
            scenario=scenario,
            principles={row.principle: _MARKS[combined_mark(row.values, stances)] for row in scenario.weights},
            commercial={
                row: _MARKS[combined_mark(commercial_marks(scenario, row), stances)] for row in COMMERCIAL_ROWS
            },
        )
        for rule, choice in zip(framework.rules, choices_of_decisions(framework.rules), strict=True)
        if (scenario := deck.scenario(rule.scenario)) is not None
        for stances in (choice.stances,)
    )
