"""Answers that contradict each other: one says something that another rules out.

The law check reads them strictly: what was said counts, and what denied it counts as unknown until somebody says which of
the two is so. Whoever takes answers from a file names both. A starting fact of an activity kind gives way to what a person said.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from framework.language import N_, Translator
from framework.law.compiled_rules import program
from framework.law.models import Fact, LawBook
from framework.law.wording import answer_words

_BOTH = N_("“{question}” – {answer}, and “{other}” – {other_answer}: these contradict each other. Say which is right.")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``fact`` has a ``value`` that says something, although the answers ``against`` (fact and value) rule it out."""

    fact: Fact
    value: str
    against: tuple[tuple[Fact, str], ...]


def contradictions(book: LawBook, facts: Mapping[str, str]) -> tuple[Contradiction, ...]:
    """Every contradiction among these facts, in the order of the law data."""
    prog = program(book)
    found: list[Contradiction] = []
    for fact_id, value, because in prog.clashes(prog.said(facts)):
        fact = book.fact(fact_id)
        pairs = ((book.fact(one), said) for one, said in because)
        if fact is not None:
            found.append(Contradiction(fact, value, tuple((one, said) for one, said in pairs if one is not None)))
    return tuple(found)


def settled(book: LawBook, assumed: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """What was said over what is assumed, without the assumptions that contradict it.

    What contradicts itself, on either side, stays as it is.
    """
    prog = program(book)
    facts = {**assumed, **said}
    while True:
        clashing: set[str] = set()
        for fact, _, because in prog.clashes(prog.said(facts)):
            if fact in said:
                clashing |= {one for one, _ in because if one not in said}
            elif any(one in said for one, _ in because):
                clashing.add(fact)
        if not clashing:
            return facts
        facts = {fact: value for fact, value in facts.items() if fact not in clashing}


def contradiction_words(book: LawBook, found: Contradiction, t: Translator) -> str:
    """One sentence that names both answers."""
    other, said = found.against[0]
    return t(
        _BOTH,
        question=other.question[t.lang],
        answer=answer_words(book, other.id, said, t),
        other=found.fact.question[t.lang],
        other_answer=answer_words(book, found.fact.id, found.value, t),
    )


def contradiction_sentences(book: LawBook, facts: Mapping[str, str], t: Translator) -> tuple[str, ...]:
    """A sentence for every contradiction among these facts."""
    return tuple(contradiction_words(book, one, t) for one in contradictions(book, facts))
