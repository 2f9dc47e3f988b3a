"""The smallest changes that make a verdict milder, in the law and in what the team agreed, together.

Facts change only to what the law data has a measure for (`framework.law.counterfactuals`). A practice changes to a stance that
every rule on it accepts. What nobody can bring about (a rule that covers it, the truth) is never changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product

from framework.deck import LETTERS, Deck
from framework.law.counterfactuals import ways_to
from framework.law.models import LawBook
from framework.law.wording import READINGS, Reading
from framework.verdict.assess import assess, covering_rules, practice_scenario
from framework.verdict.models import Assessment, Change, Plan, Way
from framework.workshop.models import Framework

MOST_CHANGES = 4
"""More than these make another plan."""


def smallest_changes(
    framework: Framework, deck: Deck, book: LawBook, plan: Plan, as_of: date, now: Assessment | None = None
) -> tuple[Way, ...]:
    """Every smallest set of changes with which the verdict gets milder, for each verdict that can be reached; the
    smallest first, of those the one that reaches the mildest verdict.

    ``now``: the assessment of the plan, where it is at hand.
    """
    now = now if now is not None else assess(framework, deck, book, plan, as_of)
    found: dict[frozenset[Change], Way] = {}
    for level in READINGS[: READINGS.index(now.verdict)]:
        of_law = (
            [
                tuple(Change(one.fact.id, one.value) for one in way.changes)
                for way in ways_to(book, plan.facts, as_of, plan.arranged, level)
            ]
            if _too_strict(now, level, of_law=True)
            else [()]
        )
        of_team = _of_the_team(framework, deck, now, plan, level)
        for law, team in product(of_law, of_team):
            changes = (*law, *team)
            if not changes or len(changes) > MOST_CHANGES or frozenset(changes) in found:
                continue
            way = _needed(framework, deck, book, plan, as_of, changes, level)
            if way is not None:
                found.setdefault(frozenset(way.changes), way)
    ways = sorted(found.values(), key=lambda way: (len(way.changes), READINGS.index(way.verdict)))
    return tuple(way for way in ways if not _is_worse(way, ways))


def applied(plan: Plan, changes: Sequence[Change]) -> Plan:
    """The plan with these changes made."""
    facts, practices, does = dict(plan.facts), dict(plan.practices), dict(plan.does)
    for one in changes:
        if one.fact is not None:
            facts[one.fact] = one.value
        elif one.scenario is not None and one.practice is not None:
            practices[one.scenario] = one.practice
        elif one.about is not None:
            does[one.about] = "yes" if one.decision is not None else "no"
    return replace(plan, facts=facts, practices=practices, does=does)


def _needed(
    framework: Framework,
    deck: Deck,
    book: LawBook,
    plan: Plan,
    as_of: date,
    changes: tuple[Change, ...],
    level: Reading,
) -> Way | None:
    """The smallest part of the changes that reaches the level; None where not even the whole does."""
    for size in range(1, len(changes) + 1):
        for part in combinations(changes, size):
            verdict = assess(framework, deck, book, applied(plan, part), as_of).verdict
            if READINGS.index(verdict) <= READINGS.index(level):
                return Way(part, verdict)
    return None


def _is_worse(way: Way, ways: Sequence[Way]) -> bool:
    """Whether a part of its changes reaches as mild a verdict."""
    return any(
        set(other.changes) < set(way.changes) and READINGS.index(other.verdict) <= READINGS.index(way.verdict)
        for other in ways
    )


def _too_strict(now: Assessment, level: Reading, *, of_law: bool) -> bool:
    limit = READINGS.index(level)
    return any((one.source == "law") == of_law and READINGS.index(one.verdict) > limit for one in now.reasons)


def _of_the_team(
    framework: Framework, deck: Deck, now: Assessment, plan: Plan, level: Reading
) -> list[tuple[Change, ...]]:
    """The sets of changes, one per thing in the way, that bring what the team agreed to this level; none where nothing can."""
    limit = READINGS.index(level)
    covering = {rule.decision: rule for rule in covering_rules(framework, plan)}
    scenarios: dict[str, None] = {}
    choices: list[list[Change]] = []
    for one in now.reasons:
        if one.source == "law" or READINGS.index(one.verdict) <= limit:
            continue
        if one.kind == "crosses_red_line":
            choices.append([Change(about=one.rule)])
            continue
        if one.kind not in ("breaks_rule", "rule_unknown"):
            return []
        rule = covering[one.rule]
        scenario = practice_scenario(deck, rule)
        if scenario is None:
            if one.kind == "rule_unknown":
                return []
            choices.append([Change(about=rule.decision, decision=rule.decision)])
        elif scenario.id not in scenarios:
            scenarios[scenario.id] = None
            accepted = set(LETTERS)
            for other in covering.values():
                if practice_scenario(deck, other) is scenario:
                    accepted &= set(other.accepted)
            ways = [
                Change(scenario=scenario.id, practice=letter, decision=rule.decision)
                for letter in LETTERS
                if letter in accepted and plan.practices.get(scenario.id) != letter
            ]
            if not ways:
                return []
            choices.append(ways)
    return list(_combined(choices))


def _combined(choices: list[list[Change]]) -> Iterator[tuple[Change, ...]]:
    if len(choices) <= MOST_CHANGES:
        yield from product(*choices)
