"""Checks that an archive does not contradict itself: every id it refers to exists in it, and none occurs twice.

A contradiction is named by its place (``ballots.3.scenario = S99``), which reads the same in every language.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from framework.archive.models import Archive, PublicArchive, WorkshopArchive
from framework.deck import Commercial, Deck
from framework.workshop.models import Decision, Framework, Rule, WorkshopState
from framework.workshop.room import PHASES, Room

Ids = Collection[str]


class HasSeat(Protocol):
    @property
    def seat(self) -> str: ...


Item = TypeVar("Item")


def first_contradiction(archive: Archive) -> str | None:
    """The first contradiction, or None."""
    match archive:
        case WorkshopArchive(state=state):
            found = _in_workshop(state)
        case PublicArchive(page=page):
            found = _duplicates("page.rules", (str(rule.number) for rule in page.rules))
        case _:
            found = _in_charter(archive.framework, archive.deck)
    return next(found, None)


def _in_charter(framework: Framework, deck: Deck) -> Iterator[str]:
    yield from _in_deck(deck)
    yield from _in_framework("framework", framework, deck)


def _in_workshop(state: WorkshopState) -> Iterator[str]:
    deck = state.deck
    yield from _in_deck(deck)
    if (state.workshop.deck_id, state.workshop.deck_version) != (deck.id, deck.version):
        yield f"workshop.deck_id = {state.workshop.deck_id} {state.workshop.deck_version}"
    seats = {seat.id for seat in state.seats}
    activities = {activity.id for activity in state.activities}
    scenarios = {scenario.id for scenario in deck.scenarios}
    cards = {card.id for card in deck.cards}
    kinds = {kind.id for kind in deck.kinds}
    # A live workshop has no seats until people join.
    if not seats and state.room is None:
        yield "seats = 0"
    if state.workshop.stage == "closed":
        # Closing deletes the seats; answers keep random ids.
        seats = {answer.seat for answers in _answers(state) for answer in answers}
    yield from _duplicates("seats", (seat.id for seat in state.seats))
    yield from _duplicates("activities", (activity.id for activity in state.activities))
    yield from _duplicates("shared_facts", (one.id for one in state.shared_facts))
    yield from _duplicates("arrangements", (one.id for one in state.arrangements))
    yield from _dangling("arrangements", "activity", state.arrangements, activities, lambda one: one.activity)
    yield from _duplicates("decisions", (decision.id for decision in state.decisions))
    yield from _duplicates("red_lines", (line.id for line in state.red_lines))
    yield from _duplicates("promises", (one.id for one in state.promises))
    yield from _duplicates("training", (one.id for one in state.training))
    yield from _duplicates("log", (one.id for one in state.log))
    yield from _duplicates("action_plans", (one.id for one in state.action_plans))
    yield from _dangling("log", "activity", state.log, activities, lambda one: one.activity)
    yield from _duplicates("notes", (note.id for note in state.notes))
    yield from _duplicates("frameworks", (framework.version for framework in state.frameworks))
    yield from _dangling("activities", "kind", state.activities, kinds, lambda activity: activity.kind)
    for path, votes in (("ballots", state.ballots), ("practices", state.practices)):
        yield from _dangling(path, "seat", votes, seats, lambda vote: vote.seat)
        yield from _dangling(path, "scenario", votes, scenarios, lambda vote: vote.scenario)
        yield from _dangling(path, "activity", votes, activities, lambda vote: vote.activity)
    for path, given in (
        ("consents", state.consents),
        ("red_line_votes", state.red_line_votes),
        ("words", state.words),
        ("question_answers", state.question_answers),
    ):
        yield from _dangling(path, "seat", given, seats, lambda answer: answer.seat)
    asked = {one.id: one for one in state.room.questions} if state.room is not None else {}
    yield from _dangling("question_answers", "question", state.question_answers, asked, lambda one: one.question)
    for index, said in enumerate(state.question_answers):
        if said.question in asked and said.choice is not None and said.choice >= len(asked[said.question].choices):
            yield f"question_answers.{index}.choice = {said.choice}"
    yield from _dangling("rankings", "seat", state.rankings, seats, lambda ranking: ranking.seat)
    yield from _dangling("rankings", "cards", state.rankings, cards, lambda ranking: ranking.cards)
    for index, ranking in enumerate(state.rankings):
        yield from _duplicates(f"rankings.{index}.cards", ranking.cards)
    yield from _dangling("decisions", "scenario", state.decisions, scenarios, lambda decision: decision.scenario)
    yield from _dangling("decisions", "activities", state.decisions, activities, lambda decision: decision.activities)
    yield from _corrections("decisions", state.decisions, deck)
    yield from _dangling("red_lines", "scenario", state.red_lines, scenarios, lambda line: line.scenario)
    for index, framework in enumerate(state.frameworks):
        yield from _in_framework(f"frameworks.{index}", framework, deck)
    if state.room is not None:
        yield from _in_room(state.room, scenarios, activities)


def _in_room(room: Room, scenarios: Ids, activities: Ids) -> Iterator[str]:
    steps = {step.id for step in room.plan}
    yield from _duplicates("room.plan", (step.id for step in room.plan))
    yield from _dangling("room.plan", "scenario", room.plan, scenarios, lambda step: step.scenario)
    yield from _dangling("room.plan", "activity", room.plan, activities, lambda step: step.activity)
    asked = {one.id for one in room.questions}
    yield from _duplicates("room.questions", (*steps, *(one.id for one in room.questions)))
    if room.step not in steps | asked:
        yield f"room.step = {room.step}"
    elif (room.step in asked) != (room.back_to is not None):
        yield f"room.back_to = {room.back_to}"
    elif room.phase not in PHASES[room.current_step().kind]:
        yield f"room.phase = {room.phase}"
    if room.back_to is not None and room.back_to.step not in steps:
        yield f"room.back_to.step = {room.back_to.step}"


def _answers(state: WorkshopState) -> tuple[Sequence[HasSeat], ...]:
    return (
        state.ballots,
        state.rankings,
        state.practices,
        state.consents,
        state.red_line_votes,
        state.words,
        state.question_answers,
    )


def _in_framework(path: str, framework: Framework, deck: Deck) -> Iterator[str]:
    """A rule's activities are not checked: one of them may have been deleted since."""
    if (framework.deck_id, framework.deck_version) != (deck.id, deck.version):
        yield f"{path}.deck_id = {framework.deck_id} {framework.deck_version}"
    scenarios = {scenario.id for scenario in deck.scenarios}
    activities = {activity.id for activity in framework.activities}
    cards = {card.id for card in deck.cards}
    yield from _duplicates(f"{path}.activities", (activity.id for activity in framework.activities))
    yield from _duplicates(f"{path}.rules", (str(rule.number) for rule in framework.rules))
    yield from _duplicates(f"{path}.principles", framework.principles)
    yield from (f"{path}.principles = {card}" for card in framework.principles if card not in cards)
    yield from _dangling(f"{path}.rules", "scenario", framework.rules, scenarios, lambda rule: rule.scenario)
    yield from _corrections(f"{path}.rules", framework.rules, deck)
    yield from _dangling(f"{path}.red_lines", "scenario", framework.red_lines, scenarios, lambda line: line.scenario)
    points = framework.open_points
    yield from _dangling(f"{path}.open_points", "scenario", points, scenarios, lambda point: point.scenario)
    yield from _dangling(f"{path}.open_points", "activity", points, activities, lambda point: point.activity)
    yield from _dangling(f"{path}.stances", "scenario", framework.stances, scenarios, lambda taken: taken.scenario)
    yield from _dangling(f"{path}.stances", "activity", framework.stances, activities, lambda taken: taken.activity)
    for index, rule in enumerate(framework.rules):
        scenario = deck.scenario(rule.scenario)
        stances = scenario.stances if scenario is not None else ()
        unlawful = {stance.letter for stance in stances if stance.legal == "unlawful"}
        if unlawful.intersection(rule.accepted) or (rule.verb != "never" and rule.based_on in unlawful):
            yield f"{path}.rules.{index}.accepted = {', '.join(rule.accepted)}"


def _corrections(path: str, decisions: Iterable[Decision | Rule], deck: Deck) -> Iterator[str]:
    for index, decision in enumerate(decisions):
        scenario = deck.scenario(decision.scenario)
        rows = {*Commercial.model_fields, *(weight.principle for weight in (scenario.weights if scenario else ()))}
        given = decision.corrections
        yield from _dangling(f"{path}.{index}.corrections", "row", given, rows, lambda one: one.row)
        yield from _duplicates(f"{path}.{index}.corrections", (f"{one.row} {one.stance}" for one in given))


def _in_deck(deck: Deck) -> Iterator[str]:
    cards = {card.id for card in deck.cards}
    scored = {card.id for card in deck.cards if card.scored}
    kinds = {kind.id for kind in deck.kinds}
    yield from _duplicates("deck.cards", (card.id for card in deck.cards))
    yield from _duplicates("deck.scenarios", (scenario.id for scenario in deck.scenarios))
    yield from _duplicates("deck.kinds", (kind.id for kind in deck.kinds))
    yield from _dangling("deck.cards", "tension_with", deck.cards, cards, lambda card: card.tension_with)
    yield from _dangling("deck.cards", "examples", deck.cards, kinds, lambda card: card.examples)
    yield from _dangling("deck.scenarios", "kinds", deck.scenarios, kinds, lambda scenario: scenario.kinds)
    yield from _dangling(
        "deck.scenarios",
        "weights",
        deck.scenarios,
        scored,
        lambda scenario: [row.principle for row in scenario.weights],
    )


def _dangling(
    path: str, field: str, items: Iterable[Item], known: Ids, references: Callable[[Item], str | Iterable[str] | None]
) -> Iterator[str]:
    """References to ids that do not exist. ``references``: the id or ids that an item's ``field`` holds."""
    for index, item in enumerate(items):
        found = references(item)
        names = () if found is None else (found,) if isinstance(found, str) else found
        for name in names:
            if name not in known:
                yield f"{path}.{index}.{field} = {name}"


def _duplicates(path: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield f"{path} = 2 × {name}"
        seen.add(name)
