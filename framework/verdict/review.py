"""A framework looks at itself: rules that cannot both be kept, uses without a rule, rules below the law or past their review."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from framework.deck import Deck
from framework.law.models import LawBook
from framework.verdict.assess import Plan, covering_rules
from framework.workshop.models import Framework

WeaknessKind = Literal["conflict", "gap", "below_law", "law_changed", "review_overdue"]


@dataclass(frozen=True, slots=True)
class Weakness:
    """``rules``: numbers of the rules it is about. ``activity``: its id, of a *gap* or a *conflict*."""

    kind: WeaknessKind
    rules: tuple[int, ...] = ()
    activity: str | None = None


def review(framework: Framework, deck: Deck, book: LawBook, as_of: date) -> tuple[Weakness, ...]:
    """What does not fit in a framework on a day, the gravest first."""
    return (
        *_below_the_law(framework, deck),
        *_conflicts(framework),
        *_changed_law(framework, book),
        *_gaps(framework),
        *_overdue(framework, as_of),
    )


def _below_the_law(framework: Framework, deck: Deck) -> Iterator[Weakness]:
    for rule in framework.rules:
        scenario = deck.scenario(rule.scenario)
        if scenario is not None and any(scenario.stance(one).legal == "unlawful" for one in rule.accepted):
            yield Weakness("below_law", (rule.number,))


def _conflicts(framework: Framework) -> Iterator[Weakness]:
    """Two rules on one dilemma and one activity that accept no stance in common."""
    about: dict[tuple[str, str], list[int]] = {}
    for place, rule in enumerate(framework.rules):
        for activity in rule.activities:
            about.setdefault((rule.scenario, activity), []).append(place)
    for (_, activity), places in about.items():
        for one, other in combinations([framework.rules[place] for place in places], 2):
            if set(one.accepted).isdisjoint(other.accepted):
                yield Weakness("conflict", (one.number, other.number), activity)


def _changed_law(framework: Framework, book: LawBook) -> Iterator[Weakness]:
    if framework.rules and framework.law_version != book.version:
        yield Weakness("law_changed", tuple(rule.number for rule in framework.rules))


def _gaps(framework: Framework) -> Iterator[Weakness]:
    for activity in framework.activities:
        if activity.is_running and not covering_rules(framework, Plan(activity.kind, activity.id)):
            yield Weakness("gap", (), activity.id)


def _overdue(framework: Framework, as_of: date) -> Iterator[Weakness]:
    late = tuple(rule.number for rule in framework.rules if rule.review_on < as_of)
    if late:
        yield Weakness("review_overdue", late)
