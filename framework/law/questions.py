"""Which questions are worth asking: only those whose answer can still change the outcome.

A question that makes sense only after another (`Fact.asked_when`) waits for that one; when the other is answered with
*don't know*, both are asked, since the second may settle what the first cannot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from framework.law.classification import Program, open_facts, program
from framework.law.evaluation import FALSE, MAYBE, TRUE, Node, World
from framework.law.models import UNKNOWN, Fact, GroundRule, LawBook

Origin = Literal["open", "answered", "assumed"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it stands. ``value``: the value that counts (``unknown`` if none); ``origin``: *open* (nothing
    said yet), *answered* by a person (*don't know* too), or *assumed* (a starting fact of the activity kind)."""

    fact: Fact
    value: str
    origin: Origin


def questions(book: LawBook, kind_facts: Mapping[str, str], facts: Mapping[str, str]) -> tuple[Fact, ...]:
    """The questions to put now, in the order of the law data; without the ground rules (`ground_questions`).

    ``kind_facts``: starting facts of the activity kind; ``facts``: a person's answers, which come first. A question
    somebody answered, with *don't know* too, is not put again.
    """
    effective = {**kind_facts, **facts}
    return tuple(
        fact for fact in _worth_asking(book, effective) if fact.topic != "ground_rule" and fact.id not in effective
    )


def ground_questions(book: LawBook, kind_facts: Mapping[str, str], facts: Mapping[str, str]) -> tuple[GroundRule, ...]:
    """The ground rules that apply, or may apply, as far as the recorded facts say; answered ones too."""
    prog = program(book)
    world = World(prog.known({**kind_facts, **facts}))
    return tuple(item.rule for item in prog.grounds if item.not_applicable.truth(world) != TRUE)


def conversation(book: LawBook, kind_facts: Mapping[str, str], facts: Mapping[str, str]) -> tuple[Asked, ...]:
    """Every question that belongs on the page: open ones, and answered or assumed ones whose answer still matters.

    An answer matters when taking it back would open its question again.
    """
    effective = {**kind_facts, **facts}
    shown: list[Asked] = []
    still_open = {fact.id for fact in _worth_asking(book, effective)}
    for fact in book.facts:
        if fact.id not in effective:
            if fact.id in still_open:
                shown.append(Asked(fact, UNKNOWN, "open"))
            continue
        without = {name: value for name, value in effective.items() if name != fact.id}
        if fact.id in still_open or any(one.id == fact.id for one in _worth_asking(book, without)):
            shown.append(Asked(fact, effective[fact.id], "answered" if fact.id in facts else "assumed"))
    return tuple(shown)


def _worth_asking(book: LawBook, effective: Mapping[str, str]) -> tuple[Fact, ...]:
    prog = program(book)
    world = World(prog.known(effective))
    wanted: list[Fact] = []
    for fact_id in open_facts(book, effective):
        fact = book.fact(fact_id)
        if fact is not None and _turn(prog, fact_id, world, effective):
            wanted.append(fact)
    return tuple(wanted)


def _turn(prog: Program, fact_id: str, world: World, said: Mapping[str, str]) -> bool:
    """Whether it is this question's turn: nothing it waits for is still unsaid."""
    guard: Node | None = prog.compiler.guard(fact_id)
    if guard is None:
        return True
    asked = guard.truth(world)
    if asked == MAYBE:
        return all(fact in said for fact, value in guard.reason(world) if value == UNKNOWN)
    return asked != FALSE
