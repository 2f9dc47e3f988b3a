"""The five stances of a decision in words: where we are, where we want to be, and what a step up or down changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from framework.analysis.price import Price, turned
from framework.charts.tradeoff_words import effect_lines
from framework.deck import Deck, Legal, Letter, Scenario, Stance
from framework.language import N_, Translator
from framework.language.labels import LEGAL_NAMES
from framework.workshop.field_types import PracticeAnswer

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
    most: int | None = None,
) -> tuple[Rung, ...]:
    """The stances A to E. ``found``: the price of the choice; ``chosen``: what the choice is called, such as "chosen";
    ``most``: how many principles an effect names.

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
            effects=tuple(effect_lines(turned(steps[stance.letter]), deck, t, most=most))
            if stance.letter in steps
            else (),
        )
        for stance in scenario.stances
    )


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
    if stance.legal != "lawful":
        pins.append(legal_words(stance.legal, t))
    return tuple(pins)


def legal_words(legal: Legal, t: Translator) -> str:
    """What the law says of a stance, within a line of words."""
    words = t(LEGAL_NAMES[legal])
    return words[:1].lower() + words[1:]
