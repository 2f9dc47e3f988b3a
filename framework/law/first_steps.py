"""What to do first about an outcome, what is still open and whom to ask, and when a lawyer should look along.

Everything here is read from a check; certain comes first: what is forbidden, what is known to be broken, what may be
forbidden, what is due, what nobody knows. Nothing is left out: whoever shows fewer steps says
how many there are.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from framework.language import N_
from framework.law.conditions import facts_in
from framework.law.contradictions import contradictions
from framework.law.models import (
    UNKNOWN,
    Certainty,
    ClassFinding,
    ClassRule,
    DutyStatus,
    Fact,
    GroundRuleFinding,
    LawBook,
    LawCheck,
    LawFinding,
    ObligationFinding,
    OtherRuleFinding,
    Topic,
)
from framework.law.questions import may_be_put
from framework.text import LocalizedText

StepKind = Literal["stop", "find_out", "fix_first", "do", "plan"]
Gravity = Literal["prohibition", "high_risk", "ground_rule", "other"]
GRAVITIES: tuple[Gravity, ...] = ("prohibition", "high_risk", "ground_rule", "other")
"""From grave to light: what may still come out of an open point."""
Counsel = Literal["prohibited", "may_be_prohibited", "high_risk", "stop", "unsettled"]

WHOM: dict[Topic, str] = {
    "use": N_("the supplier, or whoever set it up"),
    "output": N_("the supplier, or whoever set it up"),
    "people": N_("the supplier, or whoever set it up"),
    "area": N_("whoever is responsible for the activity"),
    "influence": N_("whoever is responsible for the activity"),
    "data": N_("the DPO or whoever handles privacy"),
    "marketing": N_("whoever runs the campaigns"),
    "ground_rule": N_("the DPO or whoever handles privacy"),
}
"""Who usually knows the answer, by what the question is about."""
LAWYER = N_("a lawyer")
COUNSEL_WORDS: dict[Counsel, str] = {
    "prohibited": N_("this is prohibited as it is described"),
    "may_be_prohibited": N_("this may turn out to be prohibited"),
    "high_risk": N_("this is, or may be, high-risk under the AI Act"),
    "stop": N_("a ground rule of the GDPR is broken"),
    "unsettled": N_("the law itself is unclear on this"),
}


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing to do. ``fact``: the question to find the answer to (*find_out* only).

    ``applies_from`` and ``status`` are those of the rule behind it; None and *in_force* where it has long applied.
    ``rule``: its id; empty where there is none.
    """

    kind: StepKind
    name: LocalizedText
    action: LocalizedText
    article: str = ""
    status: DutyStatus = "in_force"
    applies_from: datetime.date | None = None
    fact: Fact | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class UnknownFact:
    """A fact nobody knows yet and what hangs on it. ``said``: somebody answered *don't know*."""

    fact: Fact
    gravity: Gravity
    hangs: tuple[LocalizedText, ...]
    said: bool


def open_points(book: LawBook, outcome: LawCheck, facts: Mapping[str, str]) -> tuple[UnknownFact, ...]:
    """What is open, the gravest first, and in the order of the law data where equally grave.

    ``facts``: what is recorded for the activity, starting facts included.
    """
    hangs: dict[str, dict[str, tuple[Gravity, LocalizedText]]] = {}
    for key, gravity, name, opened in _possible(book, outcome, facts):
        for fact_id in opened:
            hangs.setdefault(fact_id, {}).setdefault(key, (gravity, name))
    found: list[UnknownFact] = []
    for fact in book.all_facts:
        on = hangs.get(fact.id)
        if on:
            by_gravity = sorted(on.values(), key=lambda one: GRAVITIES.index(one[0]))
            names = tuple(name for _, name in by_gravity)
            found.append(UnknownFact(fact, by_gravity[0][0], names, facts.get(fact.id) == UNKNOWN))
    return tuple(sorted(found, key=lambda point: GRAVITIES.index(point.gravity)))


def first_steps(book: LawBook, outcome: LawCheck, facts: Mapping[str, str]) -> tuple[FirstStep, ...]:
    """What to do, the most pressing first: stop; repair what is broken; find out what may be forbidden; do what is due, now
    and later; find out the rest.

    Questions nobody answered yet are not steps: they are still to be put. Those answered with *don't know* are, and answers
    that contradict each other.
    """
    failing = {status: [one for one in outcome.ground_rules if one.status == status] for status in _REPAIRS}
    banned = {one.code: one.rule.name for one in outcome.classes if one.rule.kind == "prohibition"}
    duties = [one for one in outcome.obligations if one.certainty == "certain" and one.rule.weighs]
    bans = [one for one in duties if any(code in banned for code in one.codes)]
    others = [one for one in outcome.other_rules if one.certainty == "certain"]
    points = [point for point in open_points(book, outcome, facts) if point.said]
    clashes = dict.fromkeys(
        fact.id for one in contradictions(book, facts) for fact in (*(other for other, _ in one.against), one.fact)
    )
    contrary = [fact for fact in book.facts if fact.id in clashes]
    ground = {status: [_repair(_REPAIRS[status], one) for one in found] for status, found in failing.items()}
    return (
        *(_other("stop", one) for one in others if one.rule.crime and one.rule.effect == "stop"),
        *(_duty("stop", one, next(banned[code] for code in one.codes if code in banned)) for one in bans),
        *ground["stop"],
        *(_other("stop", one) for one in others if not one.rule.crime and one.rule.effect == "stop"),
        *ground["fix_first"],
        *(_other("fix_first", one) for one in others if one.rule.effect in ("fix_first", "ask_first")),
        *ground["plan"],
        *(_find_out(fact) for fact in contrary),
        *(_find_out(point.fact) for point in points if point.gravity == "prohibition"),
        *(_duty("do", one, one.rule.name) for one in duties if one not in bans and one.status == "in_force"),
        *(_other("do", one) for one in others if one.rule.effect == "go_if" and one.status != "coming"),
        *(_duty("plan", one, one.rule.name) for one in duties if one not in bans and one.status == "coming"),
        *(_other("plan", one) for one in others if one.rule.effect == "go_if" and one.status == "coming"),
        *(_find_out(point.fact) for point in points if point.gravity != "prohibition"),
    )


@dataclass(frozen=True, slots=True)
class PossibleClass:
    """A class that may hold, and the questions on which it hangs; none where the law itself leaves it open."""

    finding: ClassFinding
    questions: tuple[Fact, ...]


def possible_classes(book: LawBook, outcome: LawCheck, facts: Mapping[str, str]) -> tuple[PossibleClass, ...]:
    """The classes that may hold, each with its open questions: what to show of ``LawCheck.unsure``.

    A prohibition is told only where its own question is open: while another one comes first, it is one of many things of
    which nobody has a reason to think.
    """
    found: list[PossibleClass] = []
    # Many classes hang on the same facts.
    asked = {
        fact: may_be_put(book, facts, fact) for fact in {fact for one in outcome.unsure for fact in one.open_facts}
    }
    for one in outcome.unsure:
        opened = [fact for fact in one.open_facts if asked[fact]]
        if one.rule.kind == "prohibition" and one.open_facts:
            own = facts_of_class(book, one.rule)
            opened = [fact for fact in opened if fact in own]
            if not opened:
                continue
        questions = tuple(fact for fact in (book.fact(fact_id) for fact_id in opened) if fact is not None)
        found.append(PossibleClass(one, questions))
    return tuple(found)


def unsettled(outcome: LawCheck) -> tuple[LocalizedText, ...]:
    """Classes that stay possible although nothing is unknown: there the law itself is in doubt."""
    return tuple(one.rule.name for one in outcome.unsure if not one.open_facts)


def counsel(outcome: LawCheck, facts: Mapping[str, str]) -> tuple[Counsel, ...]:
    """Why a lawyer should look along; empty where nothing asks for it.

    What is merely not asked yet is no reason: a possible class counts once its open questions were answered with *don't
    know*, or when the law itself leaves it open.
    """
    put = [one for one in outcome.unsure if all(fact in facts for fact in one.open_facts)]
    heavy = [*outcome.classes, *put]
    reasons: dict[Counsel, bool] = {
        "prohibited": any(one.rule.kind == "prohibition" for one in outcome.classes),
        "may_be_prohibited": any(one.rule.kind == "prohibition" for one in put),
        "high_risk": any(_gravity(one) == "high_risk" for one in heavy),
        "stop": any(one.status == "stop" for one in outcome.ground_rules),
        "unsettled": bool(unsettled(outcome)),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


_REPAIRS: dict[str, StepKind] = {"stop": "stop", "fix_first": "fix_first", "plan": "plan"}


def _possible(
    book: LawBook, outcome: LawCheck, facts: Mapping[str, str]
) -> Iterator[tuple[str, Gravity, LocalizedText, tuple[str, ...]]]:
    """Everything possible: a key of its own, how grave, its name, and the facts it hangs on."""
    for told in possible_classes(book, outcome, facts):
        one = told.finding
        opened = tuple(fact.id for fact in told.questions) if one.rule.kind == "prohibition" else one.open_facts
        yield f"class:{one.code}", _gravity(one), one.rule.name, opened
    for ground in outcome.ground_rules:
        if ground.open_facts:
            yield f"ground:{ground.id}", "ground_rule", ground.rule.name, ground.open_facts
    for role in outcome.role_unsure:
        yield f"role:{role.role}", "other", role.rule.name, role.open_facts
    yield from if_certainly(("duty:" + one.id, one.rule.name, one) for one in outcome.obligations)
    yield from if_certainly(("other:" + one.id, one.rule.name, one) for one in outcome.other_rules)


def if_certainly(
    findings: Iterable[tuple[str, LocalizedText, LawFinding]],
) -> Iterator[tuple[str, Gravity, LocalizedText, tuple[str, ...]]]:
    possible: Certainty = "possible"
    for key, name, finding in findings:
        if finding.certainty == possible:
            yield key, "other", name, finding.open_facts


def facts_of_class(book: LawBook, rule: ClassRule) -> set[str]:
    """What the conditions of a class look at themselves."""
    terms = {term.id: term.when for term in book.terms}
    return {fact for one in (rule.when, rule.unless) if one is not None for fact in facts_in(one, terms)}


def _gravity(one: ClassFinding) -> Gravity:
    by_burden: dict[int, Gravity] = {3: "prohibition", 2: "high_risk"}
    return by_burden.get(one.rule.burden, "other")


def _find_out(fact: Fact) -> FirstStep:
    return FirstStep("find_out", fact.question, fact.why, fact=fact)


def _repair(kind: StepKind, one: GroundRuleFinding) -> FirstStep:
    return FirstStep(kind, one.rule.name, one.rule.measure, one.article, rule=one.id)


def _other(kind: StepKind, one: OtherRuleFinding) -> FirstStep:
    return FirstStep(kind, one.rule.name, one.rule.rule, one.article, one.status, one.applies_from, rule=one.id)


def _duty(kind: StepKind, one: ObligationFinding, name: LocalizedText) -> FirstStep:
    return FirstStep(kind, name, one.rule.duty, one.rule.basis, one.status, one.applies_from, rule=one.id)
