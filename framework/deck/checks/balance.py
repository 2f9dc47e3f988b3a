"""Checks the balance of a deck's weights: that every scenario is a real choice.

Weights are ordinal marks. They are compared by sign and strength within a row and never added up.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from framework.deck.checks.findings import DeckFinding
from framework.deck.models import LETTERS, ActivityKind, Legal, Letter, PrincipleCard, Scenario, Stance

FULL_DECK = 24
"""Number of scenarios from which a deck counts as full."""
MOVES_IN_FULL = 6
"""Scenarios in which the marks of every scored principle must differ between stances, in a full deck; smaller decks need fewer,
in proportion to `REFERENCE_SIZE`."""
REFERENCE_SIZE = 29


@dataclass(frozen=True, slots=True)
class ScenarioBalance:
    """``worse_strict`` and ``worse_free``: principles that get worse toward E and toward A. ``unbeaten``: a lawful stance that is
    best on every row, which a dilemma should not have. ``choices``: number of lawful stances."""

    scenario: str
    worse_strict: tuple[str, ...]
    worse_free: tuple[str, ...]
    unbeaten: Letter | None
    choices: int


@dataclass(frozen=True, slots=True)
class Balance:
    """``moves``: by scored principle, the number of scenarios in which its marks differ between stances. ``least_moves``: the
    number that a deck of this size needs. ``touched``: by activity kind, the number of scenarios about it."""

    scenarios: tuple[ScenarioBalance, ...]
    moves: Mapping[str, int]
    touched: Mapping[str, int]
    least_moves: int


def balance(cards: Iterable[PrincipleCard], scenarios: Sequence[Scenario], kinds: Iterable[ActivityKind]) -> Balance:
    """The balance of a deck. Kinds without starting facts may be anything, so they need no scenario."""
    return Balance(
        scenarios=tuple(_scenario_balance(scenario) for scenario in scenarios),
        moves={
            card.id: sum(
                1
                for scenario in scenarios
                for row in scenario.weights
                if row.principle == card.id and len(set(row.values)) > 1
            )
            for card in cards
            if card.scored
        },
        touched={
            kind.id: sum(1 for scenario in scenarios if kind.id in scenario.kinds) for kind in kinds if kind.facts
        },
        least_moves=MOVES_IN_FULL
        if len(scenarios) >= FULL_DECK
        else max(1, math.ceil(MOVES_IN_FULL * len(scenarios) / REFERENCE_SIZE)),
    )


def _scenario_balance(scenario: Scenario) -> ScenarioBalance:
    lawful = [stance for stance in scenario.stances if stance.legal == "lawful"]
    return ScenarioBalance(
        scenario=scenario.id,
        worse_strict=tuple(row.principle for row in scenario.weights if row.values[4] < max(row.values[2:4])),
        worse_free=tuple(row.principle for row in scenario.weights if row.values[0] < max(row.values[1:3])),
        unbeaten=_unbeaten(scenario, {"lawful"}) or _unbeaten(scenario, {"lawful", "conditional"}),
        choices=len(lawful),
    )


def _unbeaten(scenario: Scenario, marks: set[Legal]) -> Letter | None:
    """The stance with one of ``marks`` that is best on every row, commercial ones included; None where there is none or only
    one such stance."""
    profiles: dict[Letter, list[int]] = {
        stance.letter: _profile(stance, scenario) for stance in scenario.stances if stance.legal in marks
    }
    if len(profiles) < 2:
        return None
    best = [max(column) for column in zip(*profiles.values(), strict=True)]
    return next((letter for letter, profile in profiles.items() if profile == best), None)


def _profile(stance: Stance, scenario: Scenario) -> list[int]:
    rows = [row.values for row in scenario.weights]
    rows += [scenario.commercial.reach, scenario.commercial.conversion, scenario.commercial.cost]
    return [values[LETTERS.index(stance.letter)] for values in rows]


def balance_findings(found: Balance) -> Iterator[DeckFinding]:
    for one in found.scenarios:
        file = f"scenarios/{one.scenario}.toml"
        if not one.worse_strict:
            yield DeckFinding("strict-costs-nothing", file, "weights")
        if not one.worse_free:
            yield DeckFinding("free-costs-nothing", file, "weights")
        if one.unbeaten is not None:
            yield DeckFinding("best-on-every-row", file, "weights", {"letter": one.unbeaten})
    for principle, count in found.moves.items():
        if count < found.least_moves:
            params = {"count": count, "all": len(found.scenarios), "least": found.least_moves}
            yield DeckFinding("principle-seldom-moves", f"principles/{principle}.toml", "", params)
    for kind, count in found.touched.items():
        if count == 0:
            yield DeckFinding("kind-without-scenario", f"activities/{kind}.toml", "", {"kind": kind})
