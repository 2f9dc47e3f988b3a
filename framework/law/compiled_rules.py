"""A law book made ready to run: every condition compiled once, whoever asks."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from framework.law.conditions import (
    ALWAYS,
    FALSE,
    TRUE,
    Compiler,
    Facts,
    Node,
    Reason,
    all_of,
    any_of,
    but_not,
    facts_in,
    negation,
    walk,
)
from framework.law.exact_truth import ExactTruth
from framework.law.models import (
    UNKNOWN,
    ClassRule,
    Condition,
    FindingKind,
    GroundRule,
    GroundStatus,
    LawBook,
    Obligation,
)

SEVERITY: dict[GroundStatus, int] = {"not_applicable": 0, "ok": 0, "plan": 1, "fix_first": 2, "unknown": 3, "stop": 4}
"""Order of a ground rule's statuses, mild to strict."""
_STRICT_FIRST: tuple[GroundStatus, ...] = ("stop", "fix_first", "plan")


@dataclass(frozen=True, slots=True)
class ClassItem:
    rule: ClassRule
    when: Node
    unless: Node | None
    holds: Node
    later: tuple[tuple[Node, datetime.date], ...]


@dataclass(frozen=True, slots=True)
class DutyItem:
    rule: Obligation
    codes: tuple[str, ...]
    """Class codes that bring it about."""
    any_ai: bool
    when: Node


@dataclass(frozen=True, slots=True)
class GroundItem:
    rule: GroundRule
    not_applicable: Node
    failures: tuple[tuple[GroundStatus, Node], ...]
    fails: tuple[tuple[GroundStatus, Node], ...]
    """From strict to mild: that the rule applies and fails at least so badly."""


class CompiledRules:
    """A law book ready to run: every condition compiled once."""

    def __init__(self, book: LawBook) -> None:
        self.book = book
        self.allowed: Mapping[str, frozenset[str]] = {fact.id: frozenset(fact.answers) for fact in book.all_facts}
        self.bits: Mapping[str, int] = {fact: 1 << number for number, fact in enumerate(self.allowed)}
        """A bit of its own for every fact."""
        self.answers = {fact.id: fact.answers for fact in book.all_facts}
        self.exact = ExactTruth(self.answers)
        self.asserts = {fact.id: frozenset(fact.asserts) for fact in book.facts if fact.asserts}
        self.compiler = Compiler(
            terms={term.id: term.when for term in book.terms},
            asked_when={fact.id: fact.asked_when for fact in book.facts if fact.asked_when is not None},
            codes=tuple(rule.code for rule in book.classes),
            asserts=self.asserts,
        )
        guards = [guard for fact in self.asserts if (guard := self.compiler.guard(fact)) is not None]
        self.asserting = frozenset(self.asserts).union(*(guard.mentions for guard in guards))
        """The facts of which a value can rule out values of another."""
        classes = [self._class(rule) for rule in book.classes]
        self.outside = [item for item in classes if item.rule.kind == "outside"]
        self.prohibitions = [item for item in classes if item.rule.kind == "prohibition"]
        self.regular = [item for item in classes if item.rule.kind == "regular"]
        self.residual = [item for item in classes if item.rule.kind == "residual"]
        self.roles = [(rule, self.compiler.compile(rule.when)) for rule in book.roles]
        self.duties = [self._duty(rule) for rule in book.obligations]
        self.grounds = [self._ground(rule) for rule in book.ground_rules]
        self.others = [(rule, self.compiler.compile(rule.when)) for rule in book.other_rules]
        self.doubts = [(doubt, self.compiler.compile(doubt.when)) for doubt in book.doubts]
        # A page or a charter asks about every fact of an activity in turn, with the same answers.
        self._known = lru_cache(maxsize=256)(self._work_out_known)
        self.assessment = [(reason, self.compiler.compile(reason.when)) for reason in book.assessment_reasons]

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The place of every fact in the order in which to ask (`settling_order`); the same whatever was answered."""
        order = settling_order(self.book, {fact: fact for fact in self.allowed})
        return {fact: place for place, fact in enumerate(order)}

    def known(self, facts: Mapping[str, str]) -> dict[str, str]:
        """The facts that say something: unknown ones, foreign ids and foreign values left out.

        An answer that another one contradicts is not known either, so that what they say of each other stays possible.
        """
        return dict(self._known(tuple(facts.items())))

    def _work_out_known(self, facts: tuple[tuple[str, str], ...]) -> dict[str, str]:
        said = self.said(dict(facts))
        while True:
            denied = {fact for _, _, because in self.clashes(said) for fact, _ in because}
            if not denied:
                return said | self._implied(said)
            said = {fact: value for fact, value in said.items() if fact not in denied}

    def _implied(self, said: Mapping[str, str]) -> dict[str, str]:
        """Facts that nobody told and that can have one value only beside what was told."""
        return {fact: values[0] for fact, values in self.domains(said).items() if len(values) == 1}

    def domains(self, said: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The values left to facts that nobody told, where what was told rules some out."""
        found: dict[str, tuple[str, ...]] = {}
        for fact, values in self.asserts.items():
            guard = self.compiler.guard(fact)
            if said.get(fact) not in values or guard is None:
                continue
            world = Facts(said)
            if guard.truth(world) != TRUE:
                for one in [one for one, value in guard.reason(world) if value == UNKNOWN]:
                    left = found.get(one, self.answers[one])
                    found[one] = tuple(v for v in left if guard.truth(Facts({**said, one: v})) != FALSE) or left
        return found

    def said(self, facts: Mapping[str, str]) -> dict[str, str]:
        """The facts with a value of the law data, contradictions included."""
        allowed = self.allowed
        return {fact: value for fact, value in facts.items() if fact in allowed and value in allowed[fact]}

    def clashes(self, said: Mapping[str, str]) -> Iterator[tuple[str, str, Reason]]:
        """Facts with a value that says something although what is said elsewhere rules their question out, and by what."""
        world = Facts(said)
        for fact, values in self.asserts.items():
            if said.get(fact) not in values:
                continue
            guard = self.compiler.guard(fact)
            if guard is not None and guard.truth(world) == FALSE:
                yield fact, said[fact], tuple(pair for pair in guard.reason(world) if pair[1] != UNKNOWN)

    def _class(self, rule: ClassRule) -> ClassItem:
        when = ALWAYS if rule.when is None else self.compiler.compile(rule.when)
        given = () if rule.when is None else (rule.when,)
        unless = None if rule.unless is None else self.compiler.compile(rule.unless, given)
        holds = but_not(when, unless)
        later = tuple((self.compiler.compile(one.when), one.valid_from) for one in rule.later)
        return ClassItem(rule, when, unless, holds, later)

    def _duty(self, rule: Obligation) -> DutyItem:
        inside = [one.code for one in self.book.classes if one.kind != "outside"]
        return DutyItem(
            rule,
            tuple(code for code in inside if any(code.startswith(start) for start in rule.codes)),
            "AI" in rule.codes,
            ALWAYS if rule.when is None else self.compiler.compile(rule.when),
        )

    def _ground(self, rule: GroundRule) -> GroundItem:
        away = self.compiler.compile(rule.not_applicable_when)
        failures: list[tuple[GroundStatus, Node]] = [
            (one.status, self.compiler.compile(one.when)) for one in rule.failures
        ]
        levels: list[GroundStatus] = [one for one in _STRICT_FIRST if any(one == status for status, _ in failures)]
        fails: list[tuple[GroundStatus, Node]] = []
        for level in levels:
            as_bad = [node for status, node in failures if SEVERITY[status] >= SEVERITY[level]]
            fails.append((level, all_of(negation(away), any_of(*as_bad))))
        return GroundItem(rule, away, tuple(failures), tuple(fails))


_PROGRAMS: dict[int, CompiledRules] = {}
_PROGRAMS_KEPT = 8


def program(book: LawBook) -> CompiledRules:
    """The compiled form of a law book, made once (the last few books are kept)."""
    found = _PROGRAMS.get(id(book))
    if found is None or found.book is not book:
        while len(_PROGRAMS) >= _PROGRAMS_KEPT:
            _PROGRAMS.pop(next(iter(_PROGRAMS)), None)
        found = _PROGRAMS[id(book)] = CompiledRules(book)
    return found


Finding = tuple[FindingKind, str]
"""Kind of rule, and its code (of a class) or id."""


def facts_by_rule(book: LawBook) -> dict[Finding, set[str]]:
    """The facts each rule looks at, directly, or through classes, roles and the conditions under which a fact is asked.

    Not what decides whether it is AI within the Act, except for the classes that say so.
    """
    return _FactsByRule(book).all()


class _FactsByRule:
    def __init__(self, book: LawBook) -> None:
        self.book = book
        self.terms = {term.id: term.when for term in book.terms}
        self.guards = {fact.id: fact.asked_when for fact in book.facts if fact.asked_when is not None}
        self.classes: dict[str, set[str]] = {}
        self.classes = {rule.code: self.facts((rule.when, rule.unless)) for rule in book.classes}
        every_class = set[str]().union(*self.classes.values())
        self.classes |= {rule.code: every_class for rule in book.classes if rule.kind == "residual"}

    def all(self) -> dict[Finding, set[str]]:
        book = self.book
        found: dict[Finding, set[str]] = {("class", code): facts for code, facts in self.classes.items()}
        roles = {rule.role: self.facts((rule.when,)) for rule in book.roles}
        found |= {("role", role): facts for role, facts in roles.items()}
        for duty in book.obligations:
            facts = self.facts((duty.when,)) | self.coded(duty.codes)
            found["obligation", duty.id] = facts.union(*(roles.get(holder, set()) for holder in duty.holders))
        for rule in book.ground_rules:
            found["ground_rule", rule.id] = self.facts((*(one.when for one in rule.failures), rule.not_applicable_when))
        for rule in book.other_rules:
            found["other_rule", rule.id] = self.facts((rule.when,))
        return found

    def facts(self, conditions: Iterable[Condition | None]) -> set[str]:
        """What these look at, through terms, class codes, and the conditions under which a fact is asked."""
        found: set[str] = set()
        for condition in conditions:
            if condition is None:
                continue
            found |= facts_in(condition, self.terms)
            found |= self.coded(part.code for part in walk(condition, self.terms) if part.code is not None)
        todo = list(found)
        while todo:
            guard = self.guards.get(todo.pop())
            if guard is not None:
                fresh = facts_in(guard, self.terms) - found
                found |= fresh
                todo += fresh
        return found

    def coded(self, starts: Iterable[str]) -> set[str]:
        starts = tuple(starts)
        return {fact for code, facts in self.classes.items() if starts and code.startswith(starts) for fact in facts}


def settling_order(book: LawBook, group_of: Mapping[str, str]) -> tuple[str, ...]:
    """Groups of facts in the order in which to ask about them: the one with the fact that settles most first.

    ``group_of``: group by fact id, of all facts. The more classes and roles look at a fact, the more it settles; then the more
    other facts hang on it, which no rule looks at without looking at it too; then the more prohibitions look at it. A group
    stands behind those it waits for, or where two wait for each other, the one with fewer such questions first.
    """
    asked = {fact.id: fact.asked_when for fact in book.facts if fact.asked_when is not None}
    terms = {term.id: term.when for term in book.terms}
    weight = _weights(book)
    places = {fact.id: place for place, fact in enumerate(book.all_facts)}
    left: dict[str, list[str]] = {}
    for fact in places:
        left.setdefault(group_of[fact], []).append(fact)
    best = {group: max((*weight[fact], -places[fact]) for fact in facts) for group, facts in left.items()}

    def come_up(condition: Condition, without: set[str]) -> bool:
        """Whether a condition can come to hold while nobody has said anything of these facts."""
        if condition.term is not None:
            return come_up(terms[condition.term], without)
        if condition.all_ is not None:
            return all(come_up(part, without) for part in condition.all_)
        if condition.any_ is not None:
            return any(come_up(part, without) for part in condition.any_)
        if condition.fact is None:
            return without.isdisjoint(facts_in(condition, terms))
        guard = asked.get(condition.fact)
        return condition.fact not in without and (guard is None or come_up(guard, without))

    def waiting(group: str) -> int:
        others = {fact for other, facts in left.items() if other != group for fact in facts}
        return sum(fact in asked and not come_up(asked[fact], others) for fact in left[group])

    order: list[str] = []
    while left:
        order.append(max(left, key=lambda group: (-waiting(group), best[group])))
        del left[order[-1]]
    return tuple(order)


def _weights(book: LawBook) -> dict[str, tuple[int, int, int]]:
    """By fact: how many classes and roles look at it, how many other facts hang on it, how many prohibitions look at it."""
    kinds = {("class", rule.code): rule.kind for rule in book.classes}
    rules = {key: facts for key, facts in facts_by_rule(book).items() if kinds.get(key) != "residual"}
    scope = _scope(book)
    rules |= {key: facts | scope for key, facts in rules.items() if key[0] in ("class", "role", "obligation")}
    decided = Counter(fact for key, facts in rules.items() if key[0] in ("class", "role") for fact in facts)
    banned = Counter(fact for key, facts in rules.items() if kinds.get(key) == "prohibition" for fact in facts)
    beside: dict[str, set[str]] = {}  # what every rule that looks at a fact looks at
    for facts in rules.values():
        for fact in facts:
            beside[fact] = beside[fact] & facts if fact in beside else facts
    hanging = Counter(one for fact, others in beside.items() for one in others if one != fact)
    return {fact.id: (decided[fact.id], hanging[fact.id], banned[fact.id]) for fact in book.all_facts}


def _scope(book: LawBook) -> set[str]:
    """The facts of which one answer can be enough to take an activity out of the AI Act."""
    outside = program(book).outside
    return {
        fact.id
        for fact in book.facts
        for value in fact.answers
        if any(item.when.truth(Facts({fact.id: value})) == TRUE for item in outside)
    }
