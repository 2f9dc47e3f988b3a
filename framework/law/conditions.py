"""Conditions over facts in three values (Kleene): false, unknown, true.

A condition is compiled once into a small tree of nodes. *Unknown* is never rounded down: a condition that some value of
an unknown fact would make true is at least unknown, so nothing gets lighter by not knowing.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from framework.law.models import UNKNOWN, Condition

Truth = int
FALSE: Final[Truth] = 0
MAYBE: Final[Truth] = 1
TRUE: Final[Truth] = 2


Reason = tuple[tuple[str, str], ...]
"""What a truth rests on, as pairs of fact id and value (``unknown`` where it is not known). A pair that starts with ``#``
names a class code instead."""


class Facts:
    """What is known about one activity: ``facts`` hold known values only, ``codes`` the classes found.

    Truths and reasons are kept per node, so nothing that names codes is looked at before they are there.
    """

    __slots__ = ("codes", "domains", "facts", "reasons", "truths")

    def __init__(self, facts: Mapping[str, str], codes: Mapping[str, Truth] | None = None) -> None:
        self.facts = facts
        self.codes: Mapping[str, Truth] = codes or {}
        self.truths: dict[Node, Truth] = {}
        self.domains: Mapping[str, tuple[str, ...]] = {}
        """The values left to facts that are not known, where not all are."""
        self.reasons: dict[Node, Reason] = {}


TruthBits = tuple[int, int]
"""A truth in many worlds at once, one bit for each: where it is at least unknown, and where it is true."""


class FactVariants:
    """For every fact the world in which just that one is not known, and all else is as it is; one bit for each.

    Kleene's connectives are the same on bits as on truths (*and* is ``&``, *or* is ``|``), so a condition is worked out
    once for all of them. The world of a fact that is not known anyway is the activity as it stands.
    """

    __slots__ = ("asking", "bits", "codes", "everywhere", "facts", "lanes")

    def __init__(self, facts: Mapping[str, str], bits: Mapping[str, int]) -> None:
        self.facts = facts
        self.bits = bits
        self.everywhere = (1 << len(bits)) - 1
        self.codes: dict[str, TruthBits] = {}
        self.lanes: dict[Node, TruthBits] = {}
        self.asking: dict[Node, int] = {}


class Node(ABC):
    """A compiled condition; equal conditions share one node, so that each is worked out once per activity."""

    __slots__ = ("coded", "mentioned")

    coded: bool
    """Whether it names class codes."""

    @property
    def mentions(self) -> Counter[str]:
        """How often it looks at each fact, by every way through its parts."""
        try:
            return self.mentioned
        except AttributeError:
            self.mentioned: Counter[str] = sum((part.mentions for part in self._parts()), Counter(self._own()))
            return self.mentioned

    def _parts(self) -> "Sequence[Node]":
        return ()

    def _own(self) -> tuple[str, ...]:
        return ()

    def truth(self, world: Facts) -> Truth:
        known = world.truths.get(self)
        if known is None:
            known = world.truths[self] = self._truth(world)
        return known

    def reason(self, world: Facts) -> Reason:
        """The facts and class codes that its truth rests on."""
        known = world.reasons.get(self)
        if known is None:
            known = world.reasons[self] = self._reason(world)
        return known

    def lanes(self, worlds: FactVariants) -> TruthBits:
        """Its truth in every world."""
        known = worlds.lanes.get(self)
        if known is None:
            known = worlds.lanes[self] = self._lanes(worlds)
        return known

    def asking(self, worlds: FactVariants) -> int:
        """The worlds in which its truth rests on the very fact that is not known there."""
        known = worlds.asking.get(self)
        if known is None:
            known = worlds.asking[self] = self._asking(worlds)
        return known

    @abstractmethod
    def _truth(self, world: Facts) -> Truth: ...

    @abstractmethod
    def _reason(self, world: Facts) -> Reason: ...

    @abstractmethod
    def _lanes(self, worlds: FactVariants) -> TruthBits: ...

    @abstractmethod
    def _asking(self, worlds: FactVariants) -> int: ...


class _Always(Node):
    __slots__ = ()

    def __init__(self) -> None:
        self.coded = False

    def _truth(self, world: Facts) -> Truth:  # noqa: ARG002
        return TRUE

    def _reason(self, world: Facts) -> Reason:  # noqa: ARG002
        return ()

    def _lanes(self, worlds: FactVariants) -> TruthBits:
        return worlds.everywhere, worlds.everywhere

    def _asking(self, worlds: FactVariants) -> int:  # noqa: ARG002
        return 0


ALWAYS: Final[Node] = _Always()


class _Several(Node):
    __slots__ = ("parts",)

    def __init__(self, parts: Sequence[Node]) -> None:
        self.parts = tuple(parts)
        self.coded = any(part.coded for part in self.parts)

    def _parts(self) -> Sequence[Node]:
        return self.parts


class _All(_Several):
    __slots__ = ()

    def _truth(self, world: Facts) -> Truth:
        least = TRUE
        for part in self.parts:
            value = part.truth(world)
            if value == FALSE:
                return FALSE
            if value < least:
                least = value
        return least

    def _reason(self, world: Facts) -> Reason:
        for part in self.parts:
            if part.truth(world) == FALSE:
                return part.reason(world)
        return joined([part.reason(world) for part in self.parts])

    def _lanes(self, worlds: FactVariants) -> TruthBits:
        possible = certain = worlds.everywhere
        for part in self.parts:
            may, must = part.lanes(worlds)
            possible &= may
            certain &= must
            if not possible:
                break
        return possible, certain

    def _asking(self, worlds: FactVariants) -> int:
        rest, asking = worlds.everywhere, 0  # the worlds in which no part so far is false
        for part in self.parts:
            may, _ = part.lanes(worlds)
            asking |= part.asking(worlds) & rest & ~may
            rest &= may
            if not rest:
                return asking
        for part in self.parts:
            asking |= part.asking(worlds) & rest
        return asking


class _Any(_Several):
    __slots__ = ()

    def _truth(self, world: Facts) -> Truth:
        most = FALSE
        for part in self.parts:
            value = part.truth(world)
            if value == TRUE:
                return TRUE
            if value > most:
                most = value
        return most

    def _reason(self, world: Facts) -> Reason:
        most = self.truth(world)
        if most == TRUE:
            return next(part.reason(world) for part in self.parts if part.truth(world) == TRUE)
        return joined([part.reason(world) for part in self.parts if part.truth(world) == most])

    def _lanes(self, worlds: FactVariants) -> TruthBits:
        possible = certain = 0
        for part in self.parts:
            may, must = part.lanes(worlds)
            possible |= may
            certain |= must
            if certain == worlds.everywhere:
                break
        return possible, certain

    def _asking(self, worlds: FactVariants) -> int:
        possible, certain = self.lanes(worlds)
        rest, asking = worlds.everywhere, 0  # the worlds in which no part so far is true
        for part in self.parts:
            may, must = part.lanes(worlds)
            counts = (must & rest) | (may & ~certain) | ~possible  # the first true; else the unknown; else all
            asking |= part.asking(worlds) & counts
            rest &= ~must
            if not rest:
                break
        return asking


class _Not(Node):
    __slots__ = ("part",)

    def __init__(self, part: Node) -> None:
        self.part = part
        self.coded = part.coded

    def _parts(self) -> Sequence[Node]:
        return (self.part,)

    def _truth(self, world: Facts) -> Truth:
        return TRUE - self.part.truth(world)

    def _reason(self, world: Facts) -> Reason:
        return self.part.reason(world)

    def _lanes(self, worlds: FactVariants) -> TruthBits:
        may, must = self.part.lanes(worlds)
        return worlds.everywhere & ~must, worlds.everywhere & ~may

    def _asking(self, worlds: FactVariants) -> int:
        return self.part.asking(worlds)


class _Fact(Node):
    __slots__ = ("asserts", "fact", "guard", "truths")

    def __init__(
        self, fact: str, yes: Iterable[str], maybe: Iterable[str], guard: Node | None, asserts: frozenset[str]
    ) -> None:
        self.fact = fact
        self.asserts = asserts
        """Values that tell by themselves that the question makes sense: whatever denied it is not known any more."""
        self.truths: dict[str, Truth] = dict.fromkeys(yes, TRUE) | dict.fromkeys(maybe, MAYBE)
        self.guard = guard
        self.coded = False

    def _parts(self) -> Sequence[Node]:
        return () if self.guard is None else (self.guard,)

    def _own(self) -> tuple[str, ...]:
        return (self.fact,)

    def truth(self, world: Facts) -> Truth:
        if self.guard is not None:
            return super().truth(world)
        value = world.facts.get(self.fact)  # as quick as looking it up among the kept ones
        return MAYBE if value is None else self.truths.get(value, FALSE)

    def _truth(self, world: Facts) -> Truth:
        value = world.facts.get(self.fact)
        own = MAYBE if value is None else self.truths.get(value, FALSE)
        if own == FALSE or self.guard is None or value in self.asserts:
            return own
        asked = self.guard.truth(world)
        return asked if asked < own else own

    def _reason(self, world: Facts) -> Reason:
        value = world.facts.get(self.fact, UNKNOWN)
        own = ((self.fact, value),)
        if self.guard is None or value in self.asserts or (value != UNKNOWN and value not in self.truths):
            return own
        if self.guard.truth(world) == FALSE:
            return self.guard.reason(world)
        return joined((self.guard.reason(world), own))

    def _lanes(self, worlds: FactVariants) -> TruthBits:
        may, must = self._own_lanes(worlds)
        if may and self.guard is not None:
            asked, surely = self.guard.lanes(worlds)
            return may & asked, must & surely
        return may, must

    def _asking(self, worlds: FactVariants) -> int:
        unknown = worlds.bits.get(self.fact, 0)
        if self.guard is None:
            return unknown
        may, _ = self._own_lanes(worlds)
        asked, _ = self.guard.lanes(worlds)
        return (self.guard.asking(worlds) & may) | (unknown & asked)

    def _own_lanes(self, worlds: FactVariants) -> TruthBits:
        """Without regard to whether it is asked."""
        value = worlds.facts.get(self.fact)
        if value is None:
            return worlds.everywhere, 0
        unknown = worlds.bits.get(self.fact, 0)
        own = self.truths.get(value, FALSE)
        return (worlds.everywhere if own else unknown), (worlds.everywhere & ~unknown if own == TRUE else 0)


class _Code(Node):
    __slots__ = ("codes",)

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        self.coded = True

    def _truth(self, world: Facts) -> Truth:
        found = world.codes
        return max([found.get(code, FALSE) for code in self.codes], default=FALSE)

    def _reason(self, world: Facts) -> Reason:
        return tuple([("#", code) for code in self.codes if code in world.codes])

    def _lanes(self, worlds: FactVariants) -> TruthBits:
        possible = certain = 0
        for code in self.codes:
            may, must = worlds.codes.get(code, (0, 0))
            possible |= may
            certain |= must
        return possible, certain

    def _asking(self, worlds: FactVariants) -> int:  # noqa: ARG002
        return 0


def joined(reasons: Iterable[Reason]) -> Reason:
    """All of them together, each pair once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(reasons)))


def all_of(*nodes: Node) -> Node:
    return _All(nodes)


def any_of(*nodes: Node) -> Node:
    return _Any(nodes)


def any_code(codes: Iterable[str]) -> Node:
    """Whether the outcome has one of these class codes."""
    return _Code(codes)


def negation(node: Node) -> Node:
    return _Not(node)


def but_not(node: Node, exception: Node | None) -> Node:
    """A condition that holds unless the exception does."""
    return node if exception is None else _All((node, _Not(exception)))


@dataclass
class Compiler:
    """Turns conditions into nodes. ``terms``, ``asked_when`` (fact id to condition) and class codes come from the law data.

    ``given`` are conditions that hold anyway where the compiled one is looked at (the ``when`` of an ``unless``, the
    other parts of a conjunction): a fact's ``asked_when`` that follows from them is left out, so that unknown facts are
    not counted twice and the union over their values stays exact.
    """

    terms: Mapping[str, Condition]
    asked_when: Mapping[str, Condition]
    codes: tuple[str, ...] = ()
    asserts: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    _guards: dict[str, Node] = field(default_factory=dict[str, Node])
    _shared: dict[object, Node] = field(default_factory=dict[object, Node])

    def compile(self, condition: Condition, given: tuple[Condition, ...] = ()) -> Node:
        if condition.term is not None:
            return self.compile(self.terms[condition.term], given)
        if condition.all_ is not None:
            parts = condition.all_
            nodes = tuple(self.compile(part, given + parts[:n] + parts[n + 1 :]) for n, part in enumerate(parts))
            return self._share(("all", nodes), lambda: _All(nodes))
        if condition.any_ is not None:
            choices = tuple(self.compile(part, given) for part in condition.any_)
            return self._share(("any", choices), lambda: _Any(choices))
        if condition.not_ is not None:
            inner = self.compile(condition.not_, given)
            return self._share(("not", inner), lambda: _Not(inner))
        if condition.code is not None:
            start = condition.code
            return _Code(code for code in self.codes if code.startswith(start))
        fact = condition.fact
        assert fact is not None
        asked = self.asked_when.get(fact)
        guard = None if asked is None or self._follows(asked, given) else self.guard(fact)
        key = ("fact", fact, condition.is_, condition.maybe, guard)
        asserts = self.asserts.get(fact, frozenset())
        return self._share(key, lambda: _Fact(fact, condition.is_, condition.maybe, guard, asserts))

    def _share(self, key: object, make: Callable[[], Node]) -> Node:
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = make()
        return found

    def guard(self, fact: str) -> Node | None:
        """When a fact is asked; None: always."""
        asked = self.asked_when.get(fact)
        if asked is None:
            return None
        if fact not in self._guards:
            self._guards[fact] = self.compile(asked)
        return self._guards[fact]

    def _follows(self, wanted: Condition, given: tuple[Condition, ...]) -> bool:
        """Whether ``wanted`` plainly follows from what is given (a sufficient test, not a complete one)."""
        if wanted.term is not None:
            return any(other.term == wanted.term for other in given) or self._follows(self.terms[wanted.term], given)
        if wanted.all_ is not None:
            return all(self._follows(part, given) for part in wanted.all_)
        if wanted.any_ is not None and any(self._follows(part, given) for part in wanted.any_):
            return True
        return any(self._gives(other, wanted) for other in given)

    def _gives(self, given: Condition, wanted: Condition) -> bool:
        if given == wanted:
            return True
        if given.term is not None:
            return self._gives(self.terms[given.term], wanted)
        if given.all_ is not None:
            return any(self._gives(part, wanted) for part in given.all_)
        if given.any_ is not None:
            return all(self._gives(part, wanted) or self._follows(wanted, (part,)) for part in given.any_)
        if given.fact is not None and given.fact == wanted.fact:
            return set(given.is_) <= set(wanted.is_) and set(given.maybe) <= set(wanted.maybe) | set(wanted.is_)
        return False


def facts_in(condition: Condition, terms: Mapping[str, Condition]) -> set[str]:
    """Every fact a condition looks at, through its terms."""
    found: set[str] = set()
    for part in walk(condition, terms):
        if part.fact is not None:
            found.add(part.fact)
    return found


def walk(condition: Condition, terms: Mapping[str, Condition] | None = None) -> Iterable[Condition]:
    """The condition and all parts of it; with ``terms`` through the terms it names (unknown terms are passed over)."""
    yield condition
    if terms is not None and condition.term is not None and condition.term in terms:
        yield from walk(terms[condition.term], terms)
    for part in (*(condition.all_ or ()), *(condition.any_ or ())):
        yield from walk(part, terms)
    if condition.not_ is not None:
        yield from walk(condition.not_, terms)
