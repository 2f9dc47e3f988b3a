"""Checks that every stance of a deck costs something, so that each is somebody's honest choice and no letter is the answer.

Marks order the stances of one row and nothing else: they are compared within a row, never with zero, and never added up. Where
rows are counted, each has one vote: -2 against +2 is the same vote as 0 against +1. A stance that is not marked unlawful counts
as *open* to a team. *Steps* lead from one open stance to the next letter; where stances are no scale, to every other one.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal

from framework.deck.checks.findings import DeckFinding
from framework.deck.models import LETTERS, ActivityKind, Legal, Letter, PrincipleCard, Scenario

FULL_DECK = 24
"""Number of scenarios from which a deck counts as full."""
MOVES_IN_FULL = 6
"""Scenarios in which the marks of every scored principle must differ between stances, in a full deck; smaller decks need fewer,
in proportion to `REFERENCE_SIZE`."""
REFERENCE_SIZE = 29
LETTER_LIMIT = 0.4
"""Largest share of the scenarios in which one letter may come out best."""
COMPARED_FROM = 10
"""Number of scenarios from which letters are compared over a deck; in fewer, chance decides which one leads."""
SIGNS: Mapping[Legal, str] = {"unlawful": "x", "conditional": "!", "lawful": "o"}

Rows = Mapping[str, Sequence[int]]
Measure = Literal["beats_all_principles", "most_wins_principles", "beats_all_business", "most_wins_business"]


@dataclass(frozen=True, slots=True)
class ScenarioPrices:
    """How the stances of one scenario compare.

    ``legal``: a sign per stance, A to E (`SIGNS`). ``beats_all``: the open stance that is better than each other one on more
    rows than it is worse, or none. ``most_wins``: those with the most such wins less losses. ``…_principles`` compares principles
    only; ``…_business`` gives reach, conversion and cost a vote each as well. ``gives_up``: the open stances to which C loses
    a principle.
    """

    scenario: str
    legal: str
    spine: str | None
    beats_all_principles: tuple[Letter, ...]
    most_wins_principles: tuple[Letter, ...]
    beats_all_business: tuple[Letter, ...]
    most_wins_business: tuple[Letter, ...]
    gives_up: tuple[Letter, ...]
    findings: tuple[DeckFinding, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """``moves``: by scored principle, the number of scenarios in which its marks differ between stances. ``least_moves``: the
    number that a deck of this size needs. ``touched``: by activity kind, the number of scenarios about it."""

    scenarios: tuple[ScenarioPrices, ...]
    moves: Mapping[str, int]
    touched: Mapping[str, int]
    least_moves: int

    def shares(self, measure: Measure) -> dict[Letter, float]:
        """By letter, the share of the scenarios in which it comes out best; where several do, each gets a part."""
        shares = dict.fromkeys(LETTERS, 0.0)
        for one in self.scenarios:
            best: tuple[Letter, ...] = getattr(one, measure)
            for letter in best:
                shares[letter] += 1 / len(best) / len(self.scenarios)
        return shares


def prices(cards: Iterable[PrincipleCard], scenarios: Sequence[Scenario], kinds: Iterable[ActivityKind]) -> Prices:
    """How the stances of a deck compare. Kinds without starting facts may be anything, so they need no scenario."""
    return Prices(
        scenarios=tuple(_scenario_prices(scenario) for scenario in scenarios),
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


def price_findings(found: Prices) -> Iterator[DeckFinding]:
    """What is wrong within scenarios, and over the whole deck."""
    for one in found.scenarios:
        yield from one.findings
    if len(found.scenarios) >= COMPARED_FROM:
        yield from _leading_letter("one-letter-best", found.shares("most_wins_principles"))
        yield from _leading_letter("one-letter-best-with-money", found.shares("beats_all_business"))
    for principle, count in found.moves.items():
        if count < found.least_moves:
            params = {"count": count, "all": len(found.scenarios), "least": found.least_moves}
            yield DeckFinding("principle-seldom-moves", f"principles/{principle}.toml", "", params)
    for kind, count in found.touched.items():
        if count == 0:
            yield DeckFinding("kind-without-scenario", f"activities/{kind}.toml", "", {"kind": kind})


def _leading_letter(code: str, shares: Mapping[Letter, float]) -> Iterator[DeckFinding]:
    for letter, share in shares.items():
        if share > LETTER_LIMIT:
            params = {"letter": letter, "share": round(100 * share), "limit": round(100 * LETTER_LIMIT)}
            yield DeckFinding(code, "deck.toml", "", params)


# One scenario ----------------------------------------------------------------------------------------------------------


def _scenario_prices(scenario: Scenario) -> ScenarioPrices:
    principles = {row.principle: row.values for row in scenario.weights}
    business = scenario.commercial
    everything = {**principles, "reach": business.reach, "conversion": business.conversion, "cost": business.cost}
    stances: tuple[Letter, ...] = tuple(stance.letter for stance in scenario.stances if stance.legal != "unlawful")
    return ScenarioPrices(
        scenario=scenario.id,
        legal="".join(SIGNS[stance.legal] for stance in scenario.stances),
        spine=scenario.spine,
        beats_all_principles=_beats_all(principles, stances),
        most_wins_principles=_most_wins(principles, stances),
        beats_all_business=_beats_all(everything, stances),
        most_wins_business=_most_wins(everything, stances),
        gives_up=tuple(one for one in stances if "C" in stances and _better(principles, one, "C")),
        findings=tuple(_within(scenario, principles, everything, stances)),
    )


def _better(rows: Rows, one: Letter, other: Letter) -> int:
    """On how many rows ``one`` is better than ``other``."""
    first, second = LETTERS.index(one), LETTERS.index(other)
    return sum(values[first] > values[second] for values in rows.values())


def _lead(rows: Rows, one: Letter, other: Letter) -> int:
    return _better(rows, one, other) - _better(rows, other, one)


def _beats_all(rows: Rows, stances: Sequence[Letter]) -> tuple[Letter, ...]:
    return tuple(one for one in stances if all(_lead(rows, one, other) > 0 for other in stances if other != one))


def _most_wins(rows: Rows, stances: Sequence[Letter]) -> tuple[Letter, ...]:
    wins: Counter[Letter] = Counter()
    for one, other in combinations(stances, 2):
        lead = _lead(rows, one, other)
        sign = (lead > 0) - (lead < 0)
        wins[one] += sign
        wins[other] -= sign
    most = max((wins[one] for one in stances), default=0)
    return tuple(one for one in stances if wins[one] == most)


def _within(scenario: Scenario, principles: Rows, everything: Rows, stances: Sequence[Letter]) -> Iterator[DeckFinding]:
    file = f"scenarios/{scenario.id}.toml"
    if len(stances) < len(LETTERS) - 1 and not scenario.law_is_topic:
        yield DeckFinding("unlawful-twice", file, "stances", {"count": len(LETTERS) - len(stances)})
    yield from _scale(file, scenario, principles)
    steps: list[tuple[Letter, Letter]] = [
        (one, other)
        for one, other in combinations(stances, 2)
        if not scenario.ordered or LETTERS.index(other) == LETTERS.index(one) + 1
    ]
    pairs: list[tuple[Letter, Letter]] = list(permutations(stances, 2))
    for loser, winner in pairs:
        if not _better(everything, loser, winner) and _better(everything, winner, loser):
            yield DeckFinding("beaten-everywhere", file, "weights", {"letter": loser, "other": winner})
    for one, other in steps:
        if not _better(everything, one, other) and not _better(everything, other, one):
            yield DeckFinding("step-without-change", file, "weights", {"letter": one, "other": other})
    for one in stances:
        if len(stances) > 1 and not any(_better(principles, other, one) for other in stances if other != one):
            yield DeckFinding("costs-no-principle", file, "weights", {"letter": one})
    if not any(_better(principles, one, other) and _better(principles, other, one) for one, other in steps):
        yield DeckFinding("no-clash-of-principles", file, "weights")
    places = [LETTERS.index(letter) for letter in stances]
    for principle, values in principles.items():
        if len({values[place] for place in places}) == 1:
            yield DeckFinding("row-never-moves", file, f"weights.{principle}")


def _scale(file: str, scenario: Scenario, principles: Rows) -> Iterator[DeckFinding]:
    if not scenario.ordered:
        if scenario.spine is not None:
            yield DeckFinding("spine-without-scale", file, "spine")
    elif scenario.spine is None:
        yield DeckFinding("no-spine", file)
    elif scenario.spine in principles:
        values = list(principles[scenario.spine])
        if values != sorted(values) or values[0] == values[-1]:
            yield DeckFinding("spine-does-not-rise", file, f"weights.{scenario.spine}")
