"""The choices that are weighed: decisions, rules, or one person's stances, each with what is done today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from framework.analysis.price import BusinessRow, Corrections, Direction, OwnEffects, Price, price
from framework.deck import Deck, Letter, Scenario
from framework.errors import NotFound
from framework.workshop.field_types import Effect, TeamPrice
from framework.workshop.models import Decision, PracticeAnswer, Rule, StanceTaken
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

    ``stances``: answers with what is done today; the first of a rule's activities that has one counts. ``names``: activity id
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
            practice=_practice(practices, item),
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
