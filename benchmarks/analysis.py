"""Time of the analyses of a large group: forty people on 37 dilemmas. ``python -m benchmarks.analysis``

Deck and votes are made up; the marks of every dilemma differ.
"""

import sys
from collections.abc import Callable
from random import Random
from time import process_time
from typing import get_args

from benchmarks.measuring import Finding, report
from framework.analysis.choices import Choice, price_list
from framework.analysis.frontier import frontier
from framework.analysis.group_results import group_result
from framework.analysis.priorities import pairs
from framework.deck import LETTERS, Deck, DeckLibrary, Letter, Scenario
from framework.workshop.models import Ballot, Confidence, Ranking, Seat, Workshop, WorkshopState
from framework.workshop.room import PlannedStep, Room
from tests.support.builders import MADE_AT

PEOPLE, DILEMMAS, RUNS = 40, 37, 20
MILLISECONDS = 50.0
"""Limit for the group's measures and all trade-offs together."""


def a_large_deck(random: Random) -> Deck:
    deck = DeckLibrary().deck("marketing-ai")
    kept = [deck.scenarios[number % len(deck.scenarios)] for number in range(DILEMMAS)]
    return deck.model_copy(
        update={"scenarios": tuple(_shuffled(one, number, random) for number, one in enumerate(kept))}
    )


def _shuffled(scenario: Scenario, number: int, random: Random) -> Scenario:
    rows = tuple(
        row.model_copy(update={"values": tuple(random.randint(-2, 2) for _ in LETTERS)}) for row in scenario.weights
    )
    return scenario.model_copy(update={"id": f"B{number:02}", "weights": rows})


def a_large_group(deck: Deck, random: Random) -> WorkshopState:
    seats = [Seat(id=f"seat-{number}") for number in range(PEOPLE)]
    plan = tuple(
        PlannedStep(id=scenario.id, kind="scenario", minutes=10, scenario=scenario.id, activity="activity-1")
        for scenario in deck.scenarios
    )
    ranking = PlannedStep(id="principles", kind="principles", minutes=10)
    rounds = [f"{step.id}/{number}" for step in plan for number in (1, 2)]
    return WorkshopState(
        workshop=Workshop(
            id="large",
            kind="live",
            organisation="X",
            team="",
            lang="nl",
            deck_id=deck.id,
            deck_version=deck.version,
            law_version="1",
            created_at=MADE_AT,
        ),
        revision=1,
        deck=deck,
        seats=tuple(seats),
        room=Room(code="ACDEFH", step="principles", plan=(ranking, *plan), revealed=("principles/1", *rounds)),
        rankings=tuple(
            Ranking(seat=seat.id, cards=tuple(random.sample([card.id for card in deck.cards], 5))) for seat in seats
        ),
        ballots=tuple(
            Ballot(
                seat=seat.id,
                scenario=scenario.id,
                activity="activity-1",
                round=number,
                stance=random.choice(LETTERS),
                confidence=random.choice(get_args(Confidence)),
            )
            for scenario in deck.scenarios
            for number in (1, 2)
            for seat in seats
        ),
    )


def timed(job: Callable[[], object]) -> list[float]:
    """Milliseconds of processor time per run, without the first; other work on the machine hardly changes it."""
    job()
    found: list[float] = []
    for _ in range(RUNS):
        begun = process_time()
        job()
        found.append((process_time() - begun) * 1000)
    return found


def main() -> int:
    random = Random(4)
    deck = a_large_deck(random)
    state = a_large_group(deck, random)
    ranking = [card.id for card in deck.cards][:6]
    letters: list[Letter] = [random.choice(LETTERS) for _ in deck.scenarios]
    choices = [
        Choice(scenario.id, scenario, (letter,), random.choice(LETTERS))
        for scenario, letter in zip(deck.scenarios, letters, strict=True)
    ]

    def tradeoffs() -> None:
        price_list(choices, ranking)
        pairs(choices, ranking)
        frontier(choices, ranking[0], "conversion")

    def everything() -> None:
        group_result(state)
        tradeoffs()

    return report(
        f"Analysis of {PEOPLE} people on {DILEMMAS} dilemmas",
        [
            Finding("a group's measures", timed(lambda: group_result(state)), (), "ms"),
            Finding("prices", timed(lambda: price_list(choices, ranking)), (), "ms"),
            Finding("what is said and what is chosen", timed(lambda: pairs(choices, ranking)), (), "ms"),
            Finding("how far two rows go", timed(lambda: frontier(choices, ranking[0], "conversion")), (), "ms"),
            Finding("all of it", timed(everything), (), "ms", maximum=MILLISECONDS),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
