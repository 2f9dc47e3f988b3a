"""Faults in the law data that only show when it is run: rules that can never hold, and periods that do not fit.

A rule holds somewhere when there is an activity for which it does. The search says facts one by one, only those the rule
still hangs on, and turns back as soon as it is ruled out; so it is exact and looks at little.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from framework.law.compiled_rules import ClassItem, CompiledRules
from framework.law.conditions import (
    ALWAYS,
    FALSE,
    Facts,
    Node,
    Truth,
    all_of,
    any_code,
    any_of,
    but_not,
    facts_in,
    walk,
)
from framework.law.models import UNKNOWN, Condition, LawBook, Sourced

_NEVER = "can never hold; its conditions rule each other out"


# Dead rules ------------------------------------------------------------------------------------------------------------


def dead_rules(book: LawBook) -> Iterator[str]:
    """Everything that no activity could ever meet, as ``file: place: what is wrong``."""
    yield from _Reach(book).findings()


class _Codes(Mapping[str, Truth]):
    """The class codes of a world, each worked out only when somebody asks."""

    def __init__(self, nodes: Mapping[str, Node], world: Facts) -> None:
        self.nodes = nodes
        self.world = world

    def __getitem__(self, code: str) -> Truth:
        truth = self.nodes[code].truth(self.world)
        if truth == FALSE:
            raise KeyError(code)
        return truth

    def __iter__(self) -> Iterator[str]:
        return (code for code in self.nodes if self.nodes[code].truth(self.world))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Reach:
    def __init__(self, book: LawBook) -> None:
        self.book = book
        self.program = CompiledRules(book)
        self.answers: Mapping[str, Sequence[str]] = {fact.id: fact.answers for fact in book.all_facts}
        program = self.program
        self.items = (*program.outside, *program.prohibitions, *program.regular, *program.residual)
        self.whole = {item.rule.code: self._whole(item) for item in self.items}

    def findings(self) -> Iterator[str]:
        yield from (f"{place}: {_NEVER}" for place, node in self._conditions() if not self.holds(node))
        for item in self.items:
            yield from self._class(item)
        for ground in self.program.grounds:
            for number, (_, node) in enumerate(ground.failures, start=1):
                if not self.holds(but_not(node, ground.not_applicable)):
                    yield f"ground_rules.toml: {ground.rule.id}: failure {number}: can never count where the rule applies"

    def _conditions(self) -> Iterator[tuple[str, Node]]:
        """Every condition by itself, with its place."""
        book, program = self.book, self.program
        for fact in book.facts:
            guard = program.compiler.guard(fact.id)
            if guard is not None:
                yield f"facts.toml: {fact.id}: asked_when", guard
        yield from ((f"terms.toml: {term.id}", program.compiler.compile(term.when)) for term in book.terms)
        yield from ((f"roles.toml: {rule.id}", node) for rule, node in program.roles)
        roles = {role.role: node for role, node in program.roles}
        for duty in program.duties:
            held = any_of(*(roles.get(holder, ALWAYS) for holder in duty.rule.holders))
            brought = ALWAYS if duty.any_ai else any_code(duty.codes)
            yield f"obligations.toml: {duty.rule.id}: with its class and its holder", all_of(brought, held, duty.when)
        yield from ((f"other_rules.toml: {rule.id}", node) for rule, node in program.others)
        yield from ((f"doubts.toml: {doubt.id}", node) for doubt, node in program.doubts)
        yield from ((f"assessment_reasons.toml: {reason.id}", node) for reason, node in program.assessment)

    def _class(self, item: ClassItem) -> Iterator[str]:
        place = f"classes.toml: {item.rule.id}"
        whole = self.whole[item.rule.code]
        if not self.holds(whole):
            yield f"{place}: no activity can have this class; its conditions, or a class that outranks it, rule it out"
            return
        if item.unless is not None and not self.holds(all_of(item.when, item.unless)):
            yield f"{place}: unless: can never take the class away"
        for when, day in item.later:
            if not self.holds(all_of(whole, when)):
                yield f"{place}: later: {day.isoformat()} can never be the day from which the class counts"

    def _whole(self, item: ClassItem) -> Node:
        """The class with all that outranks it, as far as they look at the same facts."""
        program, kind = self.program, item.rule.kind
        above: list[ClassItem] = []
        if kind != "outside":
            above += program.outside
        if kind in ("regular", "residual"):
            above += program.prohibitions
        if kind == "residual":
            above += program.regular
        node = item.holds
        own = self._facts(item)
        for other in above:
            if kind == "residual" or own & self._facts(other):
                node = but_not(node, other.holds)
        return node

    def _facts(self, item: ClassItem) -> set[str]:
        terms = {term.id: term.when for term in self.book.terms}
        conditions = (item.rule.when, item.rule.unless)
        return {fact for one in conditions if one is not None for fact in facts_in(one, terms)}

    def holds(self, node: Node) -> bool:
        """Whether there is an activity for which it holds, or may hold because the law itself is in doubt."""
        return self._holds(node, {})

    def _holds(self, node: Node, said: dict[str, str]) -> bool:
        world = Facts(said)
        if node.coded:
            world.codes = _Codes(self.whole, world)
        if node.truth(world) == FALSE:
            return False
        undecided = next(self._undecided(node, world), None)
        if undecided is None:
            return True
        return any(self._holds(node, {**said, undecided: value}) for value in self.answers[undecided])

    def _undecided(self, node: Node, world: Facts) -> Iterator[str]:
        """The unknown facts its truth hangs on, through class codes too."""
        for fact, value in node.reason(world):
            if fact == "#":
                yield from (one for one, known in self.whole[value].reason(world) if known == UNKNOWN)
            elif value == UNKNOWN:
                yield fact


# Periods ---------------------------------------------------------------------------------------------------------------


def validity_faults(book: LawBook) -> Iterator[str]:
    """Periods that end before they begin, that overlap or leave a gap, and periods of grace that grant nothing."""
    lists: dict[str, Iterable[tuple[str, Sourced, datetime.date | None]]] = {
        "roles": [(one.id, one, one.valid_from) for one in book.roles],
        "classes": [(one.id, one, one.valid_from) for one in book.classes],
        "obligations": [(one.id, one, one.valid_from) for one in book.obligations],
        "ground_rules": [(one.id, one, one.valid_from) for one in book.ground_rules],
        "other_rules": [(one.id, one, one.valid_from) for one in book.other_rules],
    }
    for name, rules in lists.items():
        for rule_id, rule, valid_from in rules:
            yield from (f"{name}.toml: {rule_id}: {fault}" for fault in _period_faults(rule, valid_from))
    for rule in book.classes:
        for later in rule.later:
            if later.valid_from <= rule.valid_from:
                yield (
                    f"classes.toml: {rule.id}: later: {later.valid_from.isoformat()} is not after "
                    f"{rule.valid_from.isoformat()}, from which the class counts anyway"
                )


def _period_faults(rule: Sourced, valid_from: datetime.date | None) -> Iterator[str]:
    if rule.valid_to is not None and valid_from is not None and rule.valid_to < valid_from:
        yield f"valid_to: {rule.valid_to.isoformat()} is before valid_from {valid_from.isoformat()}"
    for one in rule.earlier:
        if one.valid_to < one.valid_from:
            yield f"earlier: valid_to {one.valid_to.isoformat()} is before valid_from {one.valid_from.isoformat()}"
    if not rule.earlier:
        return
    first, last = rule.earlier[0], rule.earlier[-1]
    if valid_from is None or first.valid_from != valid_from:
        yield "earlier: the first wording has to begin on valid_from of the rule"
    for one, following in pairwise(rule.earlier):
        begins = one.valid_to + datetime.timedelta(days=1)
        if following.valid_from < begins:
            yield f"earlier: {following.valid_from.isoformat()} overlaps the wording that ends on {one.valid_to.isoformat()}"
        elif following.valid_from > begins:
            yield f"earlier: nothing is said between {one.valid_to.isoformat()} and {following.valid_from.isoformat()}"
    if rule.valid_to is not None and last.valid_to >= rule.valid_to:
        yield f"earlier: {last.valid_to.isoformat()} overlaps the end of the rule, {rule.valid_to.isoformat()}"


# What people say and no rule hears --------------------------------------------------------------------------------------


def unheard(book: LawBook) -> Iterator[str]:
    """What somebody could say without any effect, as ``file: place: what is wrong``; for whoever keeps the law data.

    Values of a fact that no rule tells apart, facts that only decide whether others are asked, and days in a rule's words
    that none of its own dates knows. Some of it is as it should be: the reader judges.
    """
    terms = {term.id: term.when for term in book.terms}
    read: dict[str, set[tuple[bool, ...]]] = {}
    tests: dict[str, dict[str, list[bool]]] = {
        fact.id: {value: [] for value in fact.answers} for fact in book.all_facts
    }
    for condition in rule_conditions(book):
        for part in walk(condition, terms):
            if part.fact is None:
                continue
            read.setdefault(part.fact, set())
            for value, held in tests[part.fact].items():
                held += [value in part.is_, value in part.maybe]
    for fact in book.all_facts:
        if fact.id not in read:
            yield f"facts: {fact.id}: no rule looks at it"
            continue
        alike: dict[tuple[bool, ...], list[str]] = {}
        for value, held in tests[fact.id].items():
            alike.setdefault(tuple(held), []).append(value)
        yield from (
            f"facts: {fact.id}: no rule tells apart {', '.join(values)}" for values in alike.values() if len(values) > 1
        )
    for place, texts, days in _dated_words(book):
        for text in texts:
            for day in _DAY.findall(text):
                if day not in days:
                    yield f"{place}: its words name {day}, which is none of its dates"


def rule_conditions(book: LawBook) -> Iterator[Condition]:
    """The conditions of everything that can come out of a check."""
    for rule in book.classes:
        yield from (one for one in (rule.when, rule.unless, *(later.when for later in rule.later)) if one is not None)
    for ground in book.ground_rules:
        yield ground.not_applicable_when
        yield from (failure.when for failure in ground.failures)
    yield from (rule.when for rule in (*book.roles, *book.other_rules, *book.assessment_reasons))
    yield from (duty.when for duty in book.obligations if duty.when is not None)


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAY = re.compile(rf"\d{{1,2}} (?:{'|'.join(_MONTHS)}) \d{{4}}")


def _dated_words(book: LawBook) -> Iterator[tuple[str, tuple[str, ...], set[str]]]:
    for rule in book.classes:
        days = {rule.valid_from, *(later.valid_from for later in rule.later)}
        yield f"classes: {rule.id}", (rule.meaning.en,), {_written(day) for day in days}
    for rule in book.other_rules:
        days = {rule.valid_from, *rule.reworded_on} - {None}
        yield f"other_rules: {rule.id}", (rule.rule.en,), {_written(day) for day in days if day is not None}


def _written(day: datetime.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
