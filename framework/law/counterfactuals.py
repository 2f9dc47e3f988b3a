"""What would change it: the smallest sets of changed facts that make an outcome lighter, each change with its measure.

Only facts that the team can bring about are changed, to values for which the law data has a measure in words: never a
role, the age of an audience or the truth. What is unknown and cannot be brought about has to be found out first.

*Lighter* is a milder verdict, or a class gone at the same verdict without a class as heavy in its place. The search
starts from what stands in the way: whatever makes the verdict too strict, or the class itself, rests on known facts of
the law data, and any set that takes it away changes at least one of those. So only such changes are tried, which finds
every smallest set up to `MOST_CHANGES` and few others. Leaving the scope of the law is no measure, so it is not looked for.
"""

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from framework.law.classification import check
from framework.law.compiled_rules import Finding, facts_by_rule, program
from framework.law.conditions import TRUE, Facts
from framework.law.contradictions import settled
from framework.law.models import (
    UNKNOWN,
    VERDICTS,
    Fact,
    GroundRuleFinding,
    LawBook,
    LawCheck,
    Verdict,
)
from framework.law.open_facts import open_facts
from framework.law.wording import READINGS, Breach, Reading, known_breaches
from framework.text import LocalizedText

MOST_CHANGES = 3
"""More changes than this make another activity, not a smaller step."""

Pick = tuple[str, str]
"""A fact id and the value it is brought to."""
Picks = frozenset[Pick]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact brought from ``before`` (``unknown`` where nobody knew) to ``value``."""

    fact: Fact
    before: str
    value: str

    @property
    def measure(self) -> LocalizedText:
        """What to do for it, in words."""
        return self.fact.measure[self.value]


@dataclass(frozen=True, slots=True)
class Mitigation:
    """A smallest set of changes and what comes of it: no part of it does the same.

    ``lifts``: codes of classes, certain or possible, that it takes away; ``brings``: those that come instead, which are
    lighter. ``drops``: ids of the duties that fall away. ``outcome``: the whole check afterwards.
    """

    changes: tuple[FactChange, ...]
    verdict: Verdict
    lifts: tuple[str, ...]
    brings: tuple[str, ...]
    drops: tuple[str, ...]
    outcome: LawCheck


@dataclass(frozen=True, slots=True)
class WhatWouldChange:
    """``before``: the outcome as it is. ``ways``: mildest outcome first, then the smallest; empty where nothing small helps.

    ``find_out``: facts nobody knows and nobody can bring about, on which something hangs; find these out first.
    """

    before: LawCheck
    ways: tuple[Mitigation, ...]
    find_out: tuple[Fact, ...]


def what_would_change(
    book: LawBook, facts: Mapping[str, str], as_of: datetime.date, arranged: Collection[str] = ()
) -> WhatWouldChange:
    """The smallest sets of changes that make the outcome for these facts lighter. Deterministic; keep it by its facts.

    ``arranged``: ids of the rules whose measures are arranged, as in `check`; what they would have changed is no change any more.
    """
    search = _Search(book, facts, as_of, arranged)
    ways = sorted(search.ways(), key=_order)
    truths = (book.fact(fact) for fact in open_facts(book, facts))
    return WhatWouldChange(
        before=search.before,
        ways=tuple(ways),
        find_out=tuple(fact for fact in truths if fact is not None and not fact.changeable),
    )


def ways_to(
    book: LawBook, facts: Mapping[str, str], as_of: datetime.date, arranged: Collection[str], level: Reading
) -> tuple[Mitigation, ...]:
    """The smallest sets of changes with which the outcome reads as mild as ``level``, or milder (`framework.law.wording.reading`)."""
    search = _Search(book, facts, as_of, arranged)

    def too_strict(picks: Picks) -> Sequence[Finding]:
        outcome = search.outcome(picks)
        found: list[Finding] = [
            (one.kind, one.rule) for one in outcome.weights if READINGS.index(one.verdict) > READINGS.index(level)
        ]
        if READINGS.index(level) < READINGS.index("not_like_this"):
            found += [_finding(one) for one in known_breaches(outcome)]
        return list(dict.fromkeys(found))

    ways = dict.fromkeys(search.smallest(too_strict))
    return tuple(map(search.way, sorted(ways, key=search.place)))


def _finding(breach: Breach) -> Finding:
    return ("ground_rule" if isinstance(breach, GroundRuleFinding) else "other_rule", breach.id)


def _order(way: Mitigation) -> tuple[int, tuple[int, int, int], int, int]:
    """Mildest outcome, then fewest changes, then those that put something in order before those that alter the activity."""
    altering = sum(change.fact.topic != "ground_rule" for change in way.changes)
    return VERDICTS.index(way.verdict), _burden(way.outcome), len(way.changes), altering


def _burden(outcome: LawCheck) -> tuple[int, int, int]:
    """How many classes it has or may have: prohibited, heavy, light. The smaller in this order, the lighter."""
    burdens = [found.rule.burden for found in (*outcome.classes, *outcome.unsure)]
    return burdens.count(3), burdens.count(2), burdens.count(1)


Blocking = Callable[[Picks], Sequence[Finding] | None]
"""What still stands in the way after these changes; empty: nothing; None: out of reach from there."""


class _Search:
    def __init__(
        self, book: LawBook, facts: Mapping[str, str], as_of: datetime.date, arranged: Collection[str]
    ) -> None:
        self.facts = facts
        self.arranged = arranged
        self.book = book
        self.as_of = as_of
        self.bearing = _bearing(book)
        self.options = _options(book, facts)
        picks = (pick for choices in self.options.values() for pick in choices)
        self.order = {pick: place for place, pick in enumerate(picks)}
        self.program = program(book)
        self.class_nodes = {item.rule.code: item.holds for item in (*self.program.prohibitions, *self.program.regular)}
        self.outcomes: dict[Picks, LawCheck] = {}
        self.before = self.outcome(frozenset())

    def outcome(self, picks: Picks) -> LawCheck:
        found = self.outcomes.get(picks)
        if found is None:
            found = self.outcomes[picks] = check(self.book, self.after(picks), self.as_of, self.arranged)
        return found

    def after(self, picks: Picks) -> dict[str, str]:
        """The facts after these changes; what can no longer be so because of one goes with it."""
        return settled(self.book, self.facts, dict(picks))

    def ways(self) -> Iterator[Mitigation]:
        """For every milder verdict and every class that asks something: the smallest sets that reach it, each set once.

        A class that is only possible because something is not known is to be found out, not to be worked around.
        """
        found: dict[Picks, None] = {}
        for level in range(VERDICTS.index(self.before.verdict)):
            found |= dict.fromkeys(
                self.smallest(lambda picks, level=level: self.too_strict(self.outcome(picks), level))
            )
        for one in (*self.before.classes, *self.before.unsure):
            if one.rule.burden and not one.open_facts:
                found |= dict.fromkeys(self.smallest(lambda picks, code=one.code: self.still_there(picks, code)))
        yield from map(self.way, sorted(found, key=self.place))

    def place(self, picks: Picks) -> list[int]:
        return sorted(self.order[pick] for pick in picks)

    def smallest(self, in_the_way: Blocking) -> Iterator[Picks]:
        """Every set of changes that leaves nothing in the way and of which no part does."""
        reached: list[Picks] = []
        tried: set[Picks] = {frozenset()}
        edge: list[tuple[Picks, Sequence[Finding] | None]] = [(frozenset(), in_the_way(frozenset()))]
        for size in range(MOST_CHANGES):
            wider: list[tuple[Picks, Sequence[Finding] | None]] = []
            for picks, blocking in edge:
                if any(smaller <= picks for smaller in reached):
                    continue
                for pick in self.next_picks(picks, blocking, MOST_CHANGES - size):
                    larger = picks | {pick}
                    if larger in tried or any(smaller <= larger for smaller in reached):
                        continue
                    tried.add(larger)
                    still = in_the_way(larger)
                    if still is None or still:
                        wider.append((larger, still))
                    else:
                        reached.append(self.needed(larger, in_the_way))
                        yield reached[-1]
            edge = wider

    def needed(self, picks: Picks, in_the_way: Blocking) -> Picks:
        """The smallest part of it that does the same. It is the whole, but for a part that takes it out of the law's scope."""
        for size in range(1, len(picks)):
            for part in combinations(sorted(picks, key=self.order.__getitem__), size):
                still = in_the_way(frozenset(part))
                if still is not None and not still:
                    return frozenset(part)
        return picks

    def next_picks(self, picks: Picks, blocking: Sequence[Finding] | None, left: int) -> Sequence[Pick]:
        """The changes of which one must be made: those that bear on one thing in the way, the one with the fewest.

        None where more than ``left`` things are in the way of which no change bears on two.
        """
        if not blocking:
            return ()
        changed = {fact for fact, _ in picks}
        choices = sorted(
            (
                [pick for fact in self.bearing[one] for pick in self.options[fact] if fact not in changed]
                for one in blocking
            ),
            key=len,
        )
        apart: set[Pick] = set()
        for choice in choices:
            if apart.isdisjoint(choice):
                apart.update(choice)
                left -= 1
        return () if left < 0 else choices[0]

    # -- what stands in the way

    def too_strict(self, outcome: LawCheck, level: int) -> Sequence[Finding]:
        """What makes the verdict stricter than ``level`` (an index in VERDICTS)."""
        return [(one.kind, one.rule) for one in outcome.weights if VERDICTS.index(one.verdict) > level]

    def still_there(self, picks: Picks, code: str) -> Sequence[Finding] | None:
        """The class itself; then what makes the outcome no lighter without it."""
        world = Facts(self.program.known(self.after(picks)))
        within = all(item.holds.truth(world) != TRUE for item in self.program.outside)
        if within and self.class_nodes[code].truth(world):  # much quicker than a whole check
            return [("class", code)]
        outcome = self.outcome(picks)
        worse = self.too_strict(outcome, VERDICTS.index(self.before.verdict))
        if worse or _burden(outcome) < _burden(self.before):
            return worse
        fresh = [one.code for one in (*outcome.classes, *outcome.unsure) if one.rule.burden]
        return [("class", one) for one in fresh if one not in _all_codes(self.before)] or None

    def way(self, picks: Picks) -> Mitigation:
        outcome = self.outcome(picks)
        before, after = _all_codes(self.before), _all_codes(outcome)
        kept = {one.id for one in outcome.obligations}
        return Mitigation(
            changes=tuple(self.change(pick) for pick in sorted(picks, key=self.order.__getitem__)),
            verdict=outcome.verdict,
            lifts=tuple(code for code in before if code not in after),
            brings=tuple(code for code in after if code not in before),
            drops=tuple(one.id for one in self.before.obligations if one.id not in kept),
            outcome=outcome,
        )

    def change(self, pick: Pick) -> FactChange:
        fact = self.book.fact(pick[0])
        assert fact is not None
        before = self.facts.get(fact.id, UNKNOWN)
        return FactChange(fact, before if before in fact.answers else UNKNOWN, pick[1])


def _all_codes(outcome: LawCheck) -> dict[str, None]:
    return dict.fromkeys((*outcome.codes(), *outcome.unsure_codes()))


def _options(book: LawBook, facts: Mapping[str, str]) -> dict[str, tuple[Pick, ...]]:
    """What each changeable fact can be brought to, in the order of the law data."""
    return {
        fact.id: tuple(
            (fact.id, value) for value in fact.answers if value in fact.measure and value != facts.get(fact.id)
        )
        for fact in book.all_facts
        if fact.changeable
    }


_BEARING: dict[int, tuple[LawBook, dict[Finding, tuple[str, ...]]]] = {}
_BOOKS_KEPT = 8


def _bearing(book: LawBook) -> dict[Finding, tuple[str, ...]]:
    """The changeable facts each rule looks at, directly or through classes and roles (the last few books are kept).

    Not what decides whether it is AI within the Act: where a class holds, that is settled by facts of its own.
    """
    found = _BEARING.get(id(book))
    if found is None or found[0] is not book:
        while len(_BEARING) >= _BOOKS_KEPT:
            _BEARING.pop(next(iter(_BEARING)), None)
        changeable = [fact.id for fact in book.all_facts if fact.changeable]
        looked_at = facts_by_rule(book).items()
        found = _BEARING[id(book)] = (
            book,
            {key: tuple(fact for fact in changeable if fact in facts) for key, facts in looked_at},
        )
    return found[1]
