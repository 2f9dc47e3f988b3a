"""What the chosen stances give and cost: per principle, and commercially as an axis of its own.

The deck's marks (-2 to +2) are ordinal. They are compared within one row by sign and strength; over decisions only
*decisions are counted*. Nothing here adds marks up, and no function mixes commerce into a principle.

A decision may accept several stances. Its mark on a row is then a range: it *gives* where every accepted stance gives
(as strong as the weakest of them), *costs* likewise, and otherwise it *depends*.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Literal, TypedDict

from framework.analysis.frames import to_frame
from framework.deck import LETTERS, Deck, Legal, Letter, Scenario
from framework.errors import NotFound
from framework.text import Lang
from framework.workshop.models import Decision, Rule, StanceTaken

if TYPE_CHECKING:
    from framework.analysis.frames import DataFrame

Direction = Literal["gives", "costs", "neither", "depends"]
CommercialRow = Literal["reach", "conversion", "cost"]
COMMERCIAL_ROWS: tuple[CommercialRow, ...] = ("reach", "conversion", "cost")
Change = Literal["better", "worse", "same"]
Step = Literal["permissive", "strict", "other"]
TOP_CARDS = 6
"""How many of the ranked cards count as the team's own: a group keeps six, a single person orders five."""


@dataclass(frozen=True, slots=True)
class ChosenStance:
    """A scenario with the stances that were chosen for it (one, or the set that a rule accepts)."""

    decision: str
    """Id by which charts and tables tell choices apart."""
    scenario: str
    stances: tuple[Letter, ...]
    activities: tuple[str, ...] = ()
    """Names of the activities it is about, as typed."""


class PrincipleEffect(TypedDict):
    """A row of `principle_effects`: one decision and one principle that its scenario weighs."""

    decision: str
    scenario: str
    title: str
    activities: str
    """Names, joined by commas; empty where not known."""
    stances: str
    """Letter, or letters joined by commas."""
    stance_name: str
    """Name of the stance; empty where the rule accepts several."""
    principle: str
    principle_name: str
    rank: int | None
    """Place in the own ranking, from 1; missing for cards that were not chosen."""
    place: int
    """Where the principle stands among all: own ranking first, then deck order. For sorting."""
    mark: int | None
    """-2 to +2; missing where it depends on which of the accepted stances is taken."""
    direction: Direction
    why: str
    """The deck's reason for this row."""


class CommercialEffect(TypedDict):
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
    """The most favourable; equal to ``low`` for a single stance. Positive is commercially favourable."""


class PrincipleCount(TypedDict):
    """A row of `principle_counts`: one scored principle and the decisions that touch it."""

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


class Tension(TypedDict):
    """A row of `pulls`: a decision that gives to one of the team's cards and costs another."""

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


class Neighbour(TypedDict):
    """A row of `neighbours`: what a neighbouring stance would change on one row."""

    decision: str
    scenario: str
    title: str
    step: Step
    """``permissive`` or ``strict``; ``other`` in a scenario whose stances are a set and not a scale."""
    stance: Letter
    """The chosen stance that is compared: of several, the one at that end."""
    to_stance: Letter
    to_name: str
    to_legal: Legal
    axis: Literal["principle", "commercial"]
    row: str
    """Principle id, or ``reach`` / ``conversion`` / ``cost``."""
    row_name: str
    """Principle name; empty on the commercial axis, whose rows are interface words."""
    rank: int | None
    mark: int
    to_mark: int
    change: Change
    why: str


def choices_of_decisions(
    decisions: Iterable[Decision | Rule], names: Mapping[str, str] | None = None
) -> tuple[ChosenStance, ...]:
    """Decisions (withdrawn ones left out) or rules as choices. ``names``: activity id to name."""
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
    """Stances taken as choices; scenarios without a stance are left out. ``names``: activity id to name."""
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


def principle_effects(deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang) -> "DataFrame":
    """What each choice gives or costs each principle, with the reason. Columns: `PrincipleEffect`.

    Rows stand by choice as given, then own ranking, then deck order. Raises `NotFound` for a scenario that the deck
    does not have.
    """
    return to_frame(_effects(deck, choices, ranking, lang), PrincipleEffect)


def commercial_effects(deck: Deck, choices: Sequence[ChosenStance], lang: Lang) -> "DataFrame":
    """What each choice does to reach, conversion and cost, three rows per choice. Columns: `CommercialEffect`.

    Raises `NotFound` for a scenario that the deck does not have.
    """
    rows: list[CommercialEffect] = []
    for choice in choices:
        scenario = _scenario(deck, choice)
        for name in COMMERCIAL_ROWS:
            marks = _marks(commercial_marks(scenario, name), choice.stances)
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
    return to_frame(rows, CommercialEffect)


def principle_counts(deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang) -> "DataFrame":
    """Per scored principle how many decisions give to it and how many cost it. Columns: `PrincipleCount`.

    Decisions are counted, never marks. Every scored card has a row, own ranking first, then deck order. Counterweight
    cards carry no marks and have none (see `unscored_in_ranking`).
    """
    effects = _effects(deck, choices, ranking, lang)
    rows: list[PrincipleCount] = []
    for card_id in _order(deck, ranking):
        card = deck.card(card_id)
        if card is None or not card.scored:
            continue
        mine = [effect for effect in effects if effect["principle"] == card_id]
        directions = [effect["direction"] for effect in mine]
        rows.append(
            PrincipleCount(
                principle=card_id,
                name=card.name[lang],
                rank=_rank(ranking, card_id),
                gives=directions.count("gives"),
                costs=directions.count("costs"),
                neither=directions.count("neither"),
                depends=directions.count("depends"),
                giving=tuple(effect["title"] for effect in mine if effect["direction"] == "gives"),
                costing=tuple(effect["title"] for effect in mine if effect["direction"] == "costs"),
            )
        )
    return to_frame(rows, PrincipleCount)


def tensions(
    deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang, top: int = TOP_CARDS
) -> "DataFrame":
    """Where principles pull apart: decisions that give to one of the team's ``top`` cards and cost another of them.

    Columns: `Tension`. Rows stand by the place of the card that pays (what is dearest and still pays comes first), then of
    the card that gains, then by choice.
    """
    own = set(ranking[:top])
    rows: list[Tension] = []
    for choice in choices:
        touched = [
            effect
            for effect in _effects(deck, [choice], ranking, lang)
            if effect["principle"] in own and effect["direction"] in ("gives", "costs")
        ]
        for gain, loss in permutations(touched, 2):
            if gain["direction"] != "gives" or loss["direction"] != "costs":
                continue
            rows.append(
                Tension(
                    decision=choice.decision,
                    scenario=gain["scenario"],
                    title=gain["title"],
                    stances=gain["stances"],
                    gives=gain["principle"],
                    gives_name=gain["principle_name"],
                    gives_rank=gain["rank"] or 0,
                    gives_why=gain["why"],
                    costs=loss["principle"],
                    costs_name=loss["principle_name"],
                    costs_rank=loss["rank"] or 0,
                    costs_why=loss["why"],
                )
            )
    return to_frame(sorted(rows, key=lambda row: (row["costs_rank"], row["gives_rank"])), Tension)


def neighbours(deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang) -> "DataFrame":
    """What one step more permissive and one step stricter would change, per principle and commercial row.

    Columns: `Neighbour`; rows that stay the same are kept (``change = "same"``). In a scenario without order there are
    no steps: a single chosen stance is compared with each of the others (``step = "other"``), a set with none.
    """
    rows = [
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
        for line in _lines(deck, scenario, ranking, lang)
    ]
    return to_frame(rows, Neighbour)


def unscored_in_ranking(deck: Deck, ranking: Sequence[str], lang: Lang) -> tuple[str, ...]:
    """Names of ranked cards that carry no marks (the counterweights): charts per principle cannot show them."""
    return tuple(card.name[lang] for card_id in ranking if (card := deck.card(card_id)) is not None and not card.scored)


def commercial_marks(scenario: Scenario, row: CommercialRow) -> tuple[int, ...]:
    """The five marks, A to E, of one commercial row."""
    commercial = scenario.commercial
    return {"reach": commercial.reach, "conversion": commercial.conversion, "cost": commercial.cost}[row]


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a scenario's marks, principle or commercial, with what a reader needs to know about it."""

    axis: Literal["principle", "commercial"]
    row: str
    name: str
    rank: int | None
    marks: tuple[int, ...]
    why: str


def _lines(deck: Deck, scenario: Scenario, ranking: Sequence[str], lang: Lang) -> tuple[_Line, ...]:
    order = _order(deck, ranking)
    weights = sorted(scenario.weights, key=lambda weight: order.index(weight.principle))
    return (
        *(
            _Line(
                axis="principle",
                row=weight.principle,
                name=_card_name(deck, weight.principle, lang),
                rank=_rank(ranking, weight.principle),
                marks=weight.values,
                why=weight.why[lang],
            )
            for weight in weights
        ),
        *(_Line("commercial", row, "", None, commercial_marks(scenario, row), "") for row in COMMERCIAL_ROWS),
    )


def _effects(deck: Deck, choices: Sequence[ChosenStance], ranking: Sequence[str], lang: Lang) -> list[PrincipleEffect]:
    rows: list[PrincipleEffect] = []
    order = _order(deck, ranking)
    for choice in choices:
        scenario = _scenario(deck, choice)
        for line in _lines(deck, scenario, ranking, lang):
            if line.axis != "principle":
                continue
            direction, mark = _direction(_marks(line.marks, choice.stances))
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
                    direction=direction,
                    why=line.why,
                )
            )
    return rows


def _direction(marks: Sequence[int]) -> tuple[Direction, int | None]:
    """Direction over the accepted stances, and the mark that holds for every one of them: the weakest of its sign."""
    low, high = min(marks), max(marks)
    if low > 0:
        return "gives", low
    if high < 0:
        return "costs", high
    if low == high:
        return "neither", 0
    return "depends", None


def _change(mark: int, to_mark: int) -> Change:
    return "better" if to_mark > mark else "worse" if to_mark < mark else "same"


def _steps(scenario: Scenario, choice: ChosenStance) -> list[tuple[Step, Letter, Letter]]:
    """The comparisons to make: (step, chosen stance, stance compared with)."""
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


def _marks(values: Sequence[int], stances: Sequence[Letter]) -> list[int]:
    return [values[LETTERS.index(letter)] for letter in stances]


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


def _order(deck: Deck, ranking: Sequence[str]) -> list[str]:
    """Card ids, own ranking first, then the rest of the deck, then ids that only scenarios name."""
    named = [card.id for card in deck.cards] + [
        row.principle for scenario in deck.scenarios for row in scenario.weights
    ]
    return list(dict.fromkeys([*ranking, *named]))
