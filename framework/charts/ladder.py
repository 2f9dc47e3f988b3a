"""The five stances of a decision in words: where we are, where we want to be, and what a step up or down changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from framework.analysis.price import Comparison, Corrections, Price, price
from framework.charts.tradeoff_words import effect_lines
from framework.deck import Deck, Letter, Scenario, Stance
from framework.language import N_, Translator
from framework.workshop.models import PracticeAnswer

STEP_WORDS: Mapping[str, str] = {
    "permissive": N_("One step more permissive"),
    "strict": N_("One step stricter"),
    "other": N_("Another answer"),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """A stance on the ladder."""

    letter: Letter
    name: str
    pins: tuple[str, ...]
    """What stands here: the choice, what is done today, what is usual, what the law says."""
    closed: bool
    """The law closes it; ``pins`` say so in words."""
    step: str = ""
    """For a neighbour of the choice: which step it is."""
    effects: tuple[str, ...] = ()
    """And what the step wins and gives up, in Markdown; own principles in bold, business apart."""


def rungs(
    deck: Deck,
    scenario: Scenario,
    found: Price,
    practice: PracticeAnswer | None,
    t: Translator,
    *,
    chosen: str,
) -> tuple[Rung, ...]:
    """The stances A to E. ``found``: the price of the choice; ``chosen``: what the choice is called, such as "chosen".

    Where letters have no order, no stance is a step.
    """
    # The reference stands beside the ladder; as a step it would say the same the other way round.
    against = found.reference.stance if found.reference else None
    steps = {each.stance: each for each in found.neighbours if scenario.ordered and each.stance != against}
    return tuple(
        Rung(
            letter=stance.letter,
            name=stance.name[t.lang],
            pins=_pins(scenario, stance, found, practice, t, chosen),
            closed=stance.legal == "unlawful",
            step=t(STEP_WORDS[steps[stance.letter].kind]) if stance.letter in steps else "",
            effects=tuple(effect_lines(turned(steps[stance.letter]), deck, t)) if stance.letter in steps else (),
        )
        for stance in scenario.stances
    )


def turned(comparison: Comparison) -> Comparison:
    """The same comparison from the other side: what one would win and give up by going to its stance."""
    return replace(comparison, better=comparison.worse, worse=comparison.better)


def step_to(
    scenario: Scenario, chosen: Sequence[Letter], letter: Letter, ranking: Sequence[str], corrections: Corrections
) -> Comparison | None:
    """What another stance would win and give up; None where it is the choice itself."""
    found = price(scenario, chosen, letter, ranking=ranking, corrections=corrections).reference
    return None if found is None or not chosen else turned(found)


def _pins(
    scenario: Scenario, stance: Stance, found: Price, practice: PracticeAnswer | None, t: Translator, chosen: str
) -> tuple[str, ...]:
    pins: list[str] = []
    if stance.letter in found.chosen:
        pins.append(chosen)
    if stance.letter == practice:
        pins.append(t("what we do now"))
    elif stance.letter == scenario.usual and practice in (None, "unknown"):
        pins.append(t("usual in the sector, our estimate"))
    if stance.legal == "unlawful":
        pins.append(t("closed by the law"))
    return tuple(pins)
