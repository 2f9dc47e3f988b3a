"""The gap between should and do: the stance taken on a scenario, and what the activity does today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from framework.deck import LETTERS, Deck, Legal, Letter, Scenario
from framework.errors import NotFound
from framework.text import Lang
from framework.workshop.field_types import PracticeAnswer
from framework.workshop.models import StanceTaken

Gap = Literal["more_permissive", "stricter", "same", "different", "not_known"]


@dataclass(frozen=True, slots=True)
class ShouldDo:
    """A row of `should_do`: one scenario about one activity."""

    scenario: str
    activity: str
    """Activity id."""
    title: str
    activity_name: str
    ordered: bool
    """False: the letters have no order here, so a gap has no direction."""
    should: Letter | None
    """The stance taken; None where none was."""
    should_name: str
    do: Letter | None
    """The practice; None where it is not known or not answered."""
    do_name: str
    do_legal: Legal | None
    practice: PracticeAnswer | None
    """The answer as given: a letter, ``unknown``, or None where the question was not answered."""
    gap: Gap
    """The practice compared with the stance. ``different`` replaces ``more_permissive`` and ``stricter`` where letters
    have no order; ``not_known`` where either is missing."""


def should_do(
    deck: Deck, stances: Sequence[StanceTaken], lang: Lang, names: Mapping[str, str] | None = None
) -> tuple[ShouldDo, ...]:
    """One row per scenario and activity, in the order given; answers with neither stance nor practice are left out.

    ``names``: activity id to name. Raises `NotFound` for a scenario that the deck does not have.
    """
    known = names or {}
    rows: list[ShouldDo] = []
    for taken in stances:
        if taken.stance is None and taken.practice is None:
            continue
        scenario = deck.scenario(taken.scenario)
        if scenario is None:
            raise NotFound(what="scenario", id=taken.scenario)
        do = None if taken.practice == "unknown" else taken.practice
        rows.append(
            ShouldDo(
                scenario=scenario.id,
                activity=taken.activity,
                title=scenario.title[lang],
                activity_name=known.get(taken.activity, ""),
                ordered=scenario.ordered,
                should=taken.stance,
                should_name=_name(scenario, taken.stance, lang),
                do=do,
                do_name=_name(scenario, do, lang),
                do_legal=scenario.stance(do).legal if do else None,
                practice=taken.practice,
                gap=gap_between(taken.stance, taken.practice, ordered=scenario.ordered),
            )
        )
    return tuple(rows)


def gap_between(should: Letter | None, practice: PracticeAnswer | None, *, ordered: bool) -> Gap:
    """A practice compared with the stance taken; see `ShouldDo.gap`."""
    if should is None or practice is None or practice == "unknown":
        return "not_known"
    if should == practice:
        return "same"
    if not ordered:
        return "different"
    return "more_permissive" if LETTERS.index(practice) < LETTERS.index(should) else "stricter"


def _name(scenario: Scenario, letter: Letter | None, lang: Lang) -> str:
    return scenario.stance(letter).name[lang] if letter else ""
