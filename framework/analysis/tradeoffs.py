"""What the chosen stances give and cost: per principle, and commercially on an axis of its own.

The deck's marks (-2 to +2) are ordinal: they are compared within one row, by sign and strength. Across decisions only
decisions are counted. Nothing here adds marks up or mixes commerce into a principle.

A decision may accept several stances; `combined_mark` says what it then gives or costs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from framework.deck import LETTERS, Deck, Legal, Letter, Scenario
from framework.errors import NotFound
from framework.text import Lang
from framework.workshop.models import Decision, Rule, StanceTaken

Direction = Literal["gives", "costs", "neither", "depends"]
CommercialRow = Literal["reach", "conversion", "cost"]
COMMERCIAL_ROWS: tuple[CommercialRow, ...] = ("reach", "conversion", "cost")
Change = Literal["better", "worse", "same"]
Step = Literal["permissive", "strict", "other"]
TOP_CARDS = 6
"""How many ranked cards count as the team's own: a group keeps six, one person orders five."""


@dataclass(frozen=True, slots=True)
class ChosenStance:
    """A scenario and the stances chosen for it: one, or the set that a rule accepts."""

    decision: str
    """Unique id of the choice in charts and tables."""
    scenario: str
    stances: tuple[Letter, ...]
    activities: tuple[str, ...] = ()
    """Names of the activities it is about, as typed."""


@dataclass(frozen=True, slots=True)
class PrincipleEffect:
    """A row of `principle_effects`: one decision and one principle that its scenario has marks for."""

    decision: str
    scenario: str
    title: str
    activities: str
    """Names joined by commas; empty where not known."""
    stances: str
    """The letter, or letters joined by commas."""
    stance_name: str
    """Name of the stance; empty where several are accepted."""
    principle: str
    principle_name: str
    rank: int | None
    """Place in the team's ranking, from 1; None for cards that were not ranked."""
    place: int
    """Place among all cards, from 1, for sorting: the ranking first, then the deck's order."""
    mark: int | None
    """-2 to +2; None where it depends on which of the accepted stances is taken (`combined_mark`)."""
    direction: Direction
    why: str
    """The deck's reason for this row."""


@dataclass(frozen=True, slots=True)
class CommercialEffect:
    """A row of `commercial_effects`: one decision and reach, conversion or cost."""

    decision: str
    scenario: str
    title: str
    activities: str
    stances: str
    stance_name: str
    row: CommercialRow
    low: int
    """-2 to +2, the least favourable of the accepted stances."""
    high: int
    """The most favourable; equal to ``low`` for a single stance. Positive is good for the business."""


@dataclass(frozen=True, slots=True)
class PrincipleCount:
    """A row of `principle_counts`: one scored principle and the decisions that affect it."""

    principle: str
    name: str
    rank: int | None
    gives: int
    """Number of decisions that give to it."""
    costs: int
    neither: int
    depends: int
    giving: tuple[str, ...]
    """Titles of the decisions that give to it."""
    costing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    """A row of `tensions`: a decision that gives to one of the team's cards and costs another."""

    decision: str
    scenario: str
    title: str
    stances: str
    gives: str
    """Principle id."""
    gives_name: str
    gives_rank: int
    gives_why: str
    costs: str
    costs_name: str
    costs_rank: int
    costs_why: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A row of `neighbours`: what a neighbouring stance would change on one row."""

    decision: str
    scenario: str
    title: str
    step: Step
    """``permissive`` or ``strict``; ``other`` in a scenario whose stances are a set and not a scale."""
    stance: Letter
    """The chosen stance that is compared; of several, the one nearest to ``to_stance``."""
    to_stance: Letter
    to_name: str
    to_legal: Legal
    axis: Literal["principle", "commercial"]
    row: str
    """Principle id, or ``reach`` / ``conversion`` / ``cost``."""
    row_name: str
    """Name of the principle; empty on the commercial axis, whose rows the interface names."""
    rank: int | None
    mark: int
    to_mark: int
    change: Change
    why: str


def choices_of_decisions(
    decisions: Iterable[Decision | Rule], names: Mapping[str, str] | None = None
) -> tuple[ChosenStance, ...]:
    """The choices that decisions (without withdrawn ones) or rules make. ``names``: activity id to name."""
    known = names or {}
    return tuple(
        ChosenStance(
            decision=item.id if isinstance(item, Decision) else item.decision,
            scenario=item.scenario,
            stances=item.accepted or (item.based_on,),
            activities=tuple(known[activity] for activity in item.activities if activity in known),
        )
        for item in decisions
        if isinstance(item, Rule) or not item.withdrawn
    )


def choices_of_stances(
    stances: Iterable[StanceTaken], names: Mapping[str, str] | None = None
) -> tuple[ChosenStance, ...]:
    """The choices of one person; scenarios without a stance are left out. ``names``: activity id to name."""
    known = names or {}
    return tuple(
        ChosenStance(
            decision=f"{taken.scenario}-{taken.activity}",
            scenario=taken.scenario,
            stances=(taken.stance,),
            activities=(known[taken.activity],) if taken.activity in known else (),
        )
        for taken in stances
        if taken.stance is not None
    )


def combined_mark(marks: Sequence[int], stances: Iterable[Letter]) -> int | None:
    """The mark that holds for each of the accepted ``stances``, or None where that depends on the stance.

    ``marks``: one row's marks, A to E. Where all accepted stances give, the weakest of them counts, and likewise where all
    cost; 0 where none does either.
    """
    accepted = _marks_of(marks, stances)
    low, high = min(accepted), max(accepted)
    if low > 0:
        return low
    if high < 0:
        return high
    return 0 if low == high else None


def principle_effects(
    deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang
) -> tuple[PrincipleEffect, ...]:
    """What each choice gives to or costs each principle, and why.

    Ordered by choice as given, then by ``ranking`` (principle ids), then by the deck. Raises `NotFound` for a scenario
    that the deck does not have.
    """
    rows: list[PrincipleEffect] = []
    order = _card_order(deck, ranking)
    for choice in choices:
        scenario = _scenario(deck, choice)
        for line in _mark_lines(deck, scenario, ranking, lang):
            if line.axis != "principle":
                continue
            mark = combined_mark(line.marks, choice.stances)
            rows.append(
                PrincipleEffect(
                    decision=choice.decision,
                    scenario=scenario.id,
                    title=scenario.title[lang],
                    activities=", ".join(choice.activities),
                    stances=", ".join(choice.stances),
                    stance_name=_stance_name(scenario, choice, lang),
                    principle=line.row,
                    principle_name=line.name,
                    rank=line.rank,
                    place=order.index(line.row) + 1,
                    mark=mark,
                    direction=_direction(mark),
                    why=line.why,
                )
            )
    return tuple(rows)


def commercial_effects(deck: Deck, choices: Sequence[ChosenStance], lang: Lang) -> tuple[CommercialEffect, ...]:
    """What each choice does to reach, conversion and cost: three rows per choice, in that order.

    Raises `NotFound` for a scenario that the deck does not have.
    """
    rows: list[CommercialEffect] = []
    for choice in choices:
        scenario = _scenario(deck, choice)
        for name in COMMERCIAL_ROWS:
            marks = _marks_of(commercial_marks(scenario, name), choice.stances)
            rows.append(
                CommercialEffect(
                    decision=choice.decision,
                    scenario=scenario.id,
                    title=scenario.title[lang],
                    activities=", ".join(choice.activities),
                    stances=", ".join(choice.stances),
                    stance_name=_stance_name(scenario, choice, lang),
                    row=name,
                    low=min(marks),
                    high=max(marks),
                )
            )
    return tuple(rows)


def principle_counts(
    deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang
) -> tuple[PrincipleCount, ...]:
    """How many decisions give to each principle and how many cost it. Decisions are counted, never marks.

    One row per scored card, the ranking first, then the deck's order. Counterweight cards carry no marks and have no row
    (`unscored_in_ranking` names them). Raises `NotFound` for a scenario that the deck does not have.
    """
    effects = principle_effects(deck, choices, ranking, lang)
    rows: list[PrincipleCount] = []
    for card_id in _card_order(deck, ranking):
        card = deck.card(card_id)
        if card is None or not card.scored:
            continue
        mine = [effect for effect in effects if effect.principle == card_id]
        directions = [effect.direction for effect in mine]
        rows.append(
            PrincipleCount(
                principle=card_id,
                name=card.name[lang],
                rank=_rank(ranking, card_id),
                gives=directions.count("gives"),
                costs=directions.count("costs"),
                neither=directions.count("neither"),
                depends=directions.count("depends"),
                giving=tuple(effect.title for effect in mine if effect.direction == "gives"),
                costing=tuple(effect.title for effect in mine if effect.direction == "costs"),
            )
        )
    return tuple(rows)


def tensions(
    deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang, top: int = TOP_CARDS
) -> tuple[Tension, ...]:
    """Where principles pull apart: decisions that give to one of the team's first ``top`` cards and cost another.

    Ordered by the rank of the card that pays, so that the dearest comes first, then by that of the card that gains, then
    by choice. Raises `NotFound` for a scenario that the deck does not have.
    """
    own = set(ranking[:top])
    rows: list[Tension] = []
    for choice in choices:
        touched = [
            effect
            for effect in principle_effects(deck, [choice], ranking, lang)
            if effect.principle in own and effect.direction in ("gives", "costs")
        ]
        for gain, loss in permutations(touched, 2):
            if gain.direction != "gives" or loss.direction != "costs":
                continue
            rows.append(
                Tension(
                    decision=choice.decision,
                    scenario=gain.scenario,
                    title=gain.title,
                    stances=gain.stances,
                    gives=gain.principle,
                    gives_name=gain.principle_name,
                    gives_rank=gain.rank or 0,
                    gives_why=gain.why,
                    costs=loss.principle,
                    costs_name=loss.principle_name,
                    costs_rank=loss.rank or 0,
                    costs_why=loss.why,
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.costs_rank, row.gives_rank)))


def neighbours(
    deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang
) -> tuple[Neighbour, ...]:
    """What one step more permissive and one step stricter would change, per principle and commercial row.

    Rows that stay the same are included. Where stances have no order, a single chosen stance is compared with each of the
    others (``step = "other"``), a set with none. Raises `NotFound` for a scenario that the deck does not have.
    """
    return tuple(
        Neighbour(
            decision=choice.decision,
            scenario=scenario.id,
            title=scenario.title[lang],
            step=step,
            stance=stance,
            to_stance=to,
            to_name=scenario.stance(to).name[lang],
            to_legal=scenario.stance(to).legal,
            axis=line.axis,
            row=line.row,
            row_name=line.name,
            rank=line.rank,
            mark=line.marks[LETTERS.index(stance)],
            to_mark=line.marks[LETTERS.index(to)],
            change=_change(line.marks[LETTERS.index(stance)], line.marks[LETTERS.index(to)]),
            why=line.why,
        )
        for choice in choices
        for scenario in (_scenario(deck, choice),)
        for step, stance, to in _steps(scenario, choice)
        for line in _mark_lines(deck, scenario, ranking, lang)
    )


def unscored_in_ranking(deck: Deck, ranking: Sequence[str], lang: Lang) -> tuple[str, ...]:
    """Names of the ranked cards without marks (the counterweights), which no chart per principle can show."""
    return tuple(card.name[lang] for card_id in ranking if (card := deck.card(card_id)) is not None and not card.scored)


def commercial_marks(scenario: Scenario, row: CommercialRow) -> tuple[int, ...]:
    """The five marks, A to E, of one commercial row."""
    commercial = scenario.commercial
    return {"reach": commercial.reach, "conversion": commercial.conversion, "cost": commercial.cost}[row]


@dataclass(frozen=True, slots=True)
class _MarkLine:
    """One row of a scenario's marks: a principle, or reach, conversion or cost."""

    axis: Literal["principle", "commercial"]
    row: str
    name: str
    rank: int | None
    marks: tuple[int, ...]
    why: str


def _mark_lines(deck: Deck, scenario: Scenario, ranking: Sequence[str], lang: Lang) -> tuple[_MarkLine, ...]:
    order = _card_order(deck, ranking)
    weights = sorted(scenario.weights, key=lambda weight: order.index(weight.principle))
    return (
        *(
            _MarkLine(
                axis="principle",
                row=weight.principle,
                name=_card_name(deck, weight.principle, lang),
                rank=_rank(ranking, weight.principle),
                marks=weight.values,
                why=weight.why[lang],
            )
            for weight in weights
        ),
        *(_MarkLine("commercial", row, "", None, commercial_marks(scenario, row), "") for row in COMMERCIAL_ROWS),
    )


def _direction(mark: int | None) -> Direction:
    if mark is None:
        return "depends"
    return "gives" if mark > 0 else "costs" if mark < 0 else "neither"


def _change(mark: int, to_mark: int) -> Change:
    return "better" if to_mark > mark else "worse" if to_mark < mark else "same"


def _steps(scenario: Scenario, choice: ChosenStance) -> list[tuple[Step, Letter, Letter]]:
    """The comparisons to make: step, chosen stance, and the stance to compare it with."""
    if not scenario.ordered:
        chosen, *more = choice.stances
        return [] if more else [("other", chosen, to) for to in LETTERS if to != chosen]
    first, last = min(choice.stances), max(choice.stances)
    steps: list[tuple[Step, Letter, Letter]] = []
    if first != LETTERS[0]:
        steps.append(("permissive", first, LETTERS[LETTERS.index(first) - 1]))
    if last != LETTERS[-1]:
        steps.append(("strict", last, LETTERS[LETTERS.index(last) + 1]))
    return steps


def _marks_of(marks: Sequence[int], stances: Iterable[Letter]) -> list[int]:
    """The marks of these stances, from the five of one row."""
    return [marks[LETTERS.index(letter)] for letter in stances]


def _scenario(deck: Deck, choice: ChosenStance) -> Scenario:
    scenario = deck.scenario(choice.scenario)
    if scenario is None:
        raise NotFound(what="scenario", id=choice.scenario)
    return scenario


def _stance_name(scenario: Scenario, choice: ChosenStance, lang: Lang) -> str:
    return scenario.stance(choice.stances[0]).name[lang] if len(choice.stances) == 1 else ""


def _card_name(deck: Deck, card_id: str, lang: Lang) -> str:
    card = deck.card(card_id)
    return card.name[lang] if card else card_id


def _rank(ranking: Sequence[str], card_id: str) -> int | None:
    return ranking.index(card_id) + 1 if card_id in ranking else None


def _card_order(deck: Deck, ranking: Sequence[str]) -> list[str]:
    """Card ids: the ranking, then the rest of the deck, then ids that only scenarios name."""
    named = [card.id for card in deck.cards] + [
        row.principle for scenario in deck.scenarios for row in scenario.weights
    ]
    return list(dict.fromkeys([*ranking, *named]))
