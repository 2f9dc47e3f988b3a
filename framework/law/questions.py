"""Which questions are worth asking, and in which order: only those whose answer can still change the outcome, the one that
settles most first.

The order is that of the law data's rules (`settling_order`), not of one activity's answers, so an answer never moves another.

A question that makes sense only after another (`Fact.asked_when`) waits for that one; when the other is answered with
*don't know*, both are asked, since the second may settle what the first cannot.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from framework.law.compiled_rules import CompiledRules, program
from framework.law.conditions import FALSE, MAYBE, TRUE, Facts
from framework.law.contradictions import settled
from framework.law.fact_models import TickLine, TickList
from framework.law.models import UNKNOWN, Fact, GroundRule, LawBook
from framework.law.open_facts import weighing_facts

Origin = Literal["open", "answered", "assumed"]


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """One question as it stands. ``value``: the value that counts (``unknown`` if none); ``origin``: *open* (nothing
    said yet), *answered* by a person (*don't know* too), or *assumed* (a starting fact of the activity kind)."""

    fact: Fact
    value: str
    origin: Origin

    @property
    def open(self) -> bool:
        return self.origin == "open"


def questions(book: LawBook, kind_facts: Mapping[str, str], facts: Mapping[str, str]) -> tuple[Fact, ...]:
    """The questions to put now, in their order; without the ground rules (`ground_questions`).

    ``kind_facts``: starting facts of the activity kind; ``facts``: a person's answers, which come first. A question
    somebody answered, with *don't know* too, is not put again.
    """
    effective = settled(book, kind_facts, facts)
    return tuple(fact for fact in _mattering(book, effective) if fact.id not in effective)


def ground_questions(book: LawBook, kind_facts: Mapping[str, str], facts: Mapping[str, str]) -> tuple[GroundRule, ...]:
    """The ground rules that apply, or may apply, as far as the recorded facts say; answered ones too. In the law's order."""
    prog = program(book)
    world = Facts(prog.known(settled(book, kind_facts, facts)))
    return tuple(item.rule for item in prog.grounds if item.not_applicable.truth(world) != TRUE)


def conversation(book: LawBook, kind_facts: Mapping[str, str], facts: Mapping[str, str]) -> tuple[LawQuestion, ...]:
    """Every question that belongs on the page, in their order: open ones, and answered or assumed ones whose answer still matters.

    An answer matters when taking it back would open its question again.
    """
    effective = settled(book, kind_facts, facts)
    shown: list[LawQuestion] = []
    for fact in _mattering(book, effective):
        origin: Origin = "answered" if fact.id in facts else "assumed" if fact.id in effective else "open"
        shown.append(LawQuestion(fact, effective.get(fact.id, UNKNOWN), origin))
    return tuple(shown)


class PutQuestion(Protocol):
    """A question as it is put: about a fact, answered or not."""

    @property
    def fact(self) -> Fact: ...
    @property
    def open(self) -> bool: ...


Question = TypeVar("Question", bound=PutQuestion)


@dataclass(frozen=True, slots=True)
class TickedQuestions(Generic[Question]):
    """Questions of one list that are put together, each with its line."""

    tick_list: TickList
    lines: tuple[tuple[TickLine, Question], ...]

    @property
    def open(self) -> tuple[tuple[TickLine, Question], ...]:
        return tuple((line, one) for line, one in self.lines if one.open)


def grouped(book: LawBook, asked: Iterable[Question]) -> tuple[Question | TickedQuestions[Question], ...]:
    """The same questions, with those of one list put together where its first one stood.

    A list of which one line is left is that line's own question again.
    """
    place = {line.fact: tick_list for tick_list in book.tick_lists for line in tick_list.line}
    put: dict[str, Question] = {one.fact.id: one for one in asked}
    found: dict[str, Question | TickedQuestions[Question]] = {}
    for fact_id, one in put.items():
        tick_list = place.get(fact_id)
        lines = [(line, put[line.fact]) for line in tick_list.line if line.fact in put] if tick_list else []
        if tick_list is not None and len(lines) > 1:
            found.setdefault(f"list {tick_list.id}", TickedQuestions(tick_list, tuple(lines)))
        else:
            found[fact_id] = one
    return tuple(found.values())


LINES_PER_QUESTION = 5
"""Lines of a list that take about as long as one question."""


def open_count(book: LawBook, asked: Iterable[PutQuestion]) -> int:
    """How many questions are open; a list counts as one for each five of its open lines."""
    return sum(
        math.ceil(len(one.open) / LINES_PER_QUESTION) if isinstance(one, TickedQuestions) else int(one.open)
        for one in grouped(book, asked)
    )


def _mattering(book: LawBook, effective: Mapping[str, str]) -> Iterator[Fact]:
    """The facts that are open, or would be if their answer were taken back, and whose turn it is."""
    prog = program(book)
    world = Facts(prog.known(effective))
    weighing = weighing_facts(book, effective)
    found = (fact for fact in book.facts if fact.id in weighing and _turn(prog, fact.id, world, effective))
    return iter(in_order(book, found))


def in_order(book: LawBook, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """These facts in the order in which to ask about them."""
    rank = program(book).rank
    return tuple(sorted(facts, key=lambda fact: rank[fact.id]))


def may_be_put(book: LawBook, facts: Mapping[str, str], fact_id: str) -> bool:
    """Whether the question about a fact makes sense now, or somebody who did not know the one before was asked it too."""
    prog = program(book)
    return _turn(prog, fact_id, Facts(prog.known(facts)), facts)


def _turn(prog: CompiledRules, fact_id: str, world: Facts, said: Mapping[str, str]) -> bool:
    """Whether it is this question's turn: nothing it waits for is still unsaid."""
    guard = prog.compiler.guard(fact_id)
    if guard is None:
        return True
    asked = guard.truth(world)
    if asked == MAYBE:
        return all(fact in said for fact, value in guard.reason(world) if value == UNKNOWN)
    return asked != FALSE


def turned_up_by(book: LawBook, facts: Mapping[str, str], fact_id: str) -> tuple[str, ...]:
    """Ids of the facts whose answers made a question come up; none where it is asked anyway."""
    prog = program(book)
    world = Facts(prog.known(facts))
    guard = prog.compiler.guard(fact_id)
    if guard is None or guard.truth(world) == FALSE:
        return ()
    return tuple(fact for fact, value in guard.reason(world) if value != UNKNOWN)


def not_asked(book: LawBook, facts: Mapping[str, str]) -> frozenset[str]:
    """Ids of the facts that are not put about an activity with these ``facts``, whatever was once answered to them.

    Their condition (`Fact.asked_when`) certainly does not hold, or their ground rule certainly does not apply.
    """
    prog = program(book)
    world = Facts(prog.known(facts))
    guarded = {
        fact.id
        for fact in book.facts
        if (guard := prog.compiler.guard(fact.id)) is not None and guard.truth(world) == FALSE
    }
    return frozenset(guarded | {item.rule.fact for item in prog.grounds if item.not_applicable.truth(world) == TRUE})
