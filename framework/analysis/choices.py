"""The choices that are weighed, each with what is done today, and what they cost together.

A choice is a decision, a rule, or one person's stance. A row of `price_list` per choice comes dearest first by the team's own
figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from framework.analysis.price import (
    BusinessRow,
    Comparison,
    Corrections,
    Direction,
    OwnEffects,
    Price,
    price,
    turned,
)
from framework.deck import Deck, Letter, Scenario
from framework.errors import NotFound
from framework.workshop.field_types import Effect, PracticeAnswer, TeamPrice
from framework.workshop.models import Decision, Rule, StanceTaken
from framework.workshop.rule_checks import words_changed

_DIRECTIONS: dict[Effect, Direction] = {"less": "worse", "same": "level", "more": "better"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A scenario and the stances chosen for it: one, or the set that a rule accepts."""

    id: str
    """Id of the decision; unique among the choices."""
    scenario: Scenario
    accepted: tuple[Letter, ...]
    practice: PracticeAnswer | None = None
    activities: tuple[str, ...] = ()
    """Names of the activities it is about, as typed."""
    corrections: Corrections = field(default_factory=dict[tuple[str, Letter], int])
    team: TeamPrice = field(default_factory=TeamPrice)
    """What the team itself says of the price."""
    reworded: bool = False
    """The rule no longer says what the deck's stance says, and nobody has looked at its effects since."""

    @property
    def own(self) -> OwnEffects:
        """What the team says of reach, conversion and cost: hours or euros make it dearer than without the rule."""
        said: dict[BusinessRow, Direction] = {}
        if self.team.reach is not None:
            said["reach"] = _DIRECTIONS[self.team.reach]
        if self.team.conversion is not None:
            said["conversion"] = _DIRECTIONS[self.team.conversion]
        figures = [each for each in (self.team.hours_per_month, self.team.euros_per_month) if each is not None]
        if figures:
            said["cost"] = "worse" if any(figures) else "level"
        return said

    def price(self, ranking: tuple[str, ...] = ()) -> Price:
        return price(
            self.scenario, self.accepted, self.practice, ranking=ranking, corrections=self.corrections, own=self.own
        )

    def change_to(self, letter: Letter, ranking: tuple[str, ...] = ()) -> Comparison | None:
        """What going to another stance would win and give up; None without a choice, and for the choice itself.

        It is the comparison of `price`, turned, also for a stance that is neither reference nor neighbour.
        """
        if not self.accepted:
            return None
        found = self.price(ranking)
        held = next((each for each in (found.reference, *found.neighbours) if each and each.stance == letter), None)
        if held is None:
            held = price(self.scenario, self.accepted, letter, ranking=ranking, corrections=self.corrections).reference
        return None if held is None else turned(held)

    def with_stance(self, letter: Letter) -> "Choice":
        """The same choice with another stance, without what the team said of the price of this one."""
        return replace(self, accepted=(letter,), team=TeamPrice(), reworded=False)


def choices_of_decisions(
    deck: Deck,
    decisions: Iterable[Decision | Rule],
    stances: Iterable[StanceTaken] = (),
    names: Mapping[str, str] | None = None,
) -> tuple[Choice, ...]:
    """The choices that decisions (without withdrawn ones) or rules make.

    ``stances``: answers with what is done today; the first of a rule's activities that has one counts, unless the decision
    says it itself. ``names``: activity id
    to name. Raises `NotFound` for a scenario that the deck does not have.
    """
    known = names or {}
    practices: dict[tuple[str, str], PracticeAnswer | None] = {
        (taken.scenario, taken.activity): taken.practice for taken in stances
    }
    return tuple(
        Choice(
            id=item.id if isinstance(item, Decision) else item.decision,
            scenario=_scenario(deck, item.scenario),
            accepted=item.accepted or (item.based_on,),
            practice=item.practice or _practice(practices, item),
            activities=tuple(known[activity] for activity in item.activities if activity in known),
            corrections={(one.row, one.stance): one.mark for one in item.corrections},
            team=item.price,
            reworded=words_changed(deck, item),
        )
        for item in decisions
        if isinstance(item, Rule) or not item.withdrawn
    )


def choices_of_stances(
    deck: Deck, stances: Iterable[StanceTaken], names: Mapping[str, str] | None = None
) -> tuple[Choice, ...]:
    """The choices of one person; scenarios without a stance are left out. ``names`` and errors as above."""
    known = names or {}
    return tuple(
        Choice(
            id=f"{taken.scenario}-{taken.activity}",
            scenario=_scenario(deck, taken.scenario),
            accepted=(taken.stance,),
            practice=taken.practice,
            activities=(known[taken.activity],) if taken.activity in known else (),
        )
        for taken in stances
        if taken.stance is not None
    )


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A row of `price_list`."""

    choice: Choice
    price: Price


@dataclass(frozen=True, slots=True)
class Totals:
    """What may be added up: hours with hours, euros with euros. None without a figure."""

    hours: int | None
    euros: int | None
    without_figures: int
    """Number of choices of which the team gave neither."""
    without_words: int
    """Number of choices whose price the team did not put into words."""


def price_list(choices: Sequence[Choice], ranking: Sequence[str]) -> tuple[PriceRow, ...]:
    """A row per choice, dearest first.

    Hours and euros are not converted into each other: a choice comes as early as the better of its two places, by hours and by
    euros a month; of two with the same place the one with more euros, then more hours, comes first. Choices without figures
    follow, those with a price in words first, else in the order given.
    """
    by_hours = sorted({choice.team.hours_per_month or 0 for choice in choices}, reverse=True)
    by_euros = sorted({choice.team.euros_per_month or 0 for choice in choices}, reverse=True)

    def place(choice: Choice) -> tuple[bool, int, int, int, bool]:
        hours, euros = choice.team.hours_per_month or 0, choice.team.euros_per_month or 0
        places = [by_hours.index(hours)] * (hours > 0) + [by_euros.index(euros)] * (euros > 0)
        return (not places, min(places, default=0), -euros, -hours, not choice.team.sentence)

    own = tuple(ranking)
    return tuple(PriceRow(choice, choice.price(own)) for choice in sorted(choices, key=place))


def totals(choices: Sequence[Choice]) -> Totals:
    hours = [choice.team.hours_per_month for choice in choices]
    euros = [choice.team.euros_per_month for choice in choices]
    return Totals(
        hours=_sum(hours),
        euros=_sum(euros),
        without_figures=sum(hour is None and euro is None for hour, euro in zip(hours, euros, strict=True)),
        without_words=sum(not choice.team.sentence for choice in choices),
    )


def _sum(figures: Sequence[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def _practice(
    practices: Mapping[tuple[str, str], PracticeAnswer | None], item: Decision | Rule
) -> PracticeAnswer | None:
    for activity in item.activities:
        found = practices.get((item.scenario, activity))
        if found is not None:
            return found
    return None


def _scenario(deck: Deck, scenario_id: str) -> Scenario:
    scenario = deck.scenario(scenario_id)
    if scenario is None:
        raise NotFound(what="scenario", id=scenario_id)
    return scenario
