"""Whether an archive agrees with itself: every name it uses stands in it.

A fault is named by its place (``ballots.3.scenario = S99``), which reads the same in every language.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from framework.charter.archive import Archive, WorkshopArchive
from framework.deck import Deck
from framework.workshop.models import Framework, WorkshopState
from framework.workshop.room import PHASES, Room

Known = Collection[str]


class HasSeat(Protocol):
    @property
    def seat(self) -> str: ...


Item = TypeVar("Item")


def first_fault(archive: Archive) -> str | None:
    """The first contradiction, or None."""
    faults = (
        _workshop(archive.state) if isinstance(archive, WorkshopArchive) else _charter(archive.framework, archive.deck)
    )
    return next(faults, None)


def _charter(framework: Framework, deck: Deck) -> Iterator[str]:
    yield from _deck(deck)
    yield from _framework("framework", framework, deck)


def _workshop(state: WorkshopState) -> Iterator[str]:
    deck = state.deck
    yield from _deck(deck)
    if (state.workshop.deck_id, state.workshop.deck_version) != (deck.id, deck.version):
        yield f"workshop.deck_id = {state.workshop.deck_id} {state.workshop.deck_version}"
    seats = {seat.id for seat in state.seats}
    activities = {activity.id for activity in state.activities}
    scenarios = {scenario.id for scenario in deck.scenarios}
    cards = {card.id for card in deck.cards}
    # A closed workshop has no seats any more; in a live one that is being prepared nobody has come in yet.
    if not seats and state.room is None:
        yield "seats = 0"
    if state.workshop.stage == "closed":
        seats = {answer.seat for answers in _answers(state) for answer in answers}
    yield from _twice("seats", (seat.id for seat in state.seats))
    yield from _twice("activities", (activity.id for activity in state.activities))
    yield from _twice("decisions", (decision.id for decision in state.decisions))
    yield from _twice("red_lines", (line.id for line in state.red_lines))
    kinds = {kind.id for kind in deck.kinds}
    yield from _unknown("activities", "kind", state.activities, kinds, lambda activity: (activity.kind,))
    for name, answers in (("ballots", state.ballots), ("practices", state.practices)):
        yield from _unknown(name, "seat", answers, seats, lambda answer: (answer.seat,))
        yield from _unknown(name, "scenario", answers, scenarios, lambda answer: (answer.scenario,))
        yield from _unknown(name, "activity", answers, activities, lambda answer: (answer.activity,))
    for name, given in (("consents", state.consents), ("red_line_votes", state.red_line_votes), ("words", state.words)):
        yield from _unknown(name, "seat", given, seats, lambda answer: (answer.seat,))
    yield from _unknown("rankings", "seat", state.rankings, seats, lambda ranking: (ranking.seat,))
    yield from _unknown("rankings", "cards", state.rankings, cards, lambda ranking: ranking.cards)
    for place, ranking in enumerate(state.rankings):
        yield from _twice(f"rankings.{place}.cards", ranking.cards)
    yield from _unknown("decisions", "scenario", state.decisions, scenarios, lambda decision: (decision.scenario,))
    yield from _unknown("decisions", "activities", state.decisions, activities, lambda decision: decision.activities)
    yield from _unknown("red_lines", "scenario", state.red_lines, scenarios, lambda line: _maybe(line.scenario))
    for place, framework in enumerate(state.frameworks):
        yield from _framework(f"frameworks.{place}", framework, deck)
    if state.room is not None:
        yield from _room(state.room, scenarios, activities)


def _room(room: Room, scenarios: Known, activities: Known) -> Iterator[str]:
    steps = {step.id for step in room.plan}
    yield from _twice("room.plan", (step.id for step in room.plan))
    yield from _unknown("room.plan", "scenario", room.plan, scenarios, lambda step: _maybe(step.scenario))
    yield from _unknown("room.plan", "activity", room.plan, activities, lambda step: _maybe(step.activity))
    if room.step not in steps:
        yield f"room.step = {room.step}"
    if room.step in steps and room.phase not in PHASES[room.current().kind]:
        yield f"room.phase = {room.phase}"


def _answers(state: WorkshopState) -> tuple[Sequence[HasSeat], ...]:
    return (
        state.ballots,
        state.rankings,
        state.practices,
        state.consents,
        state.red_line_votes,
        state.words,
    )


def _framework(at: str, framework: Framework, deck: Deck) -> Iterator[str]:
    """A rule may name an activity that was deleted since, so its activities are not held against the list."""
    if (framework.deck_id, framework.deck_version) != (deck.id, deck.version):
        yield f"{at}.deck_id = {framework.deck_id} {framework.deck_version}"
    scenarios = {scenario.id for scenario in deck.scenarios}
    activities = {activity.id for activity in framework.activities}
    cards = {card.id for card in deck.cards}
    yield from _twice(f"{at}.activities", (activity.id for activity in framework.activities))
    yield from _twice(f"{at}.rules", (str(rule.number) for rule in framework.rules))
    yield from _twice(f"{at}.principles", framework.principles)
    yield from (f"{at}.principles = {card}" for card in framework.principles if card not in cards)
    yield from _unknown(f"{at}.rules", "scenario", framework.rules, scenarios, lambda rule: (rule.scenario,))
    yield from _unknown(
        f"{at}.red_lines", "scenario", framework.red_lines, scenarios, lambda line: _maybe(line.scenario)
    )
    points = framework.open_points
    yield from _unknown(f"{at}.open_points", "scenario", points, scenarios, lambda point: _maybe(point.scenario))
    yield from _unknown(f"{at}.open_points", "activity", points, activities, lambda point: _maybe(point.activity))
    yield from _unknown(f"{at}.stances", "scenario", framework.stances, scenarios, lambda taken: (taken.scenario,))
    yield from _unknown(f"{at}.stances", "activity", framework.stances, activities, lambda taken: (taken.activity,))
    for place, rule in enumerate(framework.rules):
        if not rule.wording:
            yield f"{at}.rules.{place}.wording = 0"
        scenario = deck.scenario(rule.scenario)
        unlawful = (
            {stance.letter for stance in scenario.stances if stance.legal == "unlawful"} if scenario else set[str]()
        )
        if unlawful.intersection(rule.accepted) or (rule.verb != "never" and rule.based_on in unlawful):
            yield f"{at}.rules.{place}.accepted = {', '.join(rule.accepted)}"


def _deck(deck: Deck) -> Iterator[str]:
    cards = {card.id for card in deck.cards}
    scored = {card.id for card in deck.cards if card.scored}
    kinds = {kind.id for kind in deck.kinds}
    yield from _twice("deck.cards", (card.id for card in deck.cards))
    yield from _twice("deck.scenarios", (scenario.id for scenario in deck.scenarios))
    yield from _twice("deck.kinds", (kind.id for kind in deck.kinds))
    yield from _unknown("deck.cards", "tension_with", deck.cards, cards, lambda card: card.tension_with)
    yield from _unknown("deck.cards", "examples", deck.cards, kinds, lambda card: tuple(card.examples))
    yield from _unknown("deck.scenarios", "kinds", deck.scenarios, kinds, lambda scenario: scenario.kinds)
    yield from _unknown(
        "deck.scenarios",
        "weights",
        deck.scenarios,
        scored,
        lambda scenario: tuple(row.principle for row in scenario.weights),
    )


def _unknown(
    at: str, field: str, items: Iterable[Item], known: Known, names: Callable[[Item], Iterable[str]]
) -> Iterator[str]:
    for place, item in enumerate(items):
        for name in names(item):
            if name not in known:
                yield f"{at}.{place}.{field} = {name}"


def _twice(at: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{at} = 2 × {name}"
        seen.add(name)


def _maybe(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)
