"""The questions that can still change a verdict, of the law and of the team's agreements mixed, the one that settles most first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from framework.deck import LETTERS, Deck
from framework.law.models import LawBook
from framework.law.open_facts import open_facts
from framework.law.questions import in_order, may_be_put
from framework.law.wording import READINGS
from framework.verdict.assess import SHORT_PATH_FACTS, assess, questions, short_path_promised
from framework.verdict.models import Assessment, Plan, Reason
from framework.workshop.models import Framework

READ = "read_before_publication"
"""What the short path asks beside facts (`Plan.read_before_publication`)."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """``id``: of a fact, a scenario (*practice*), a red line, or a rule (its decision); empty for *reading*, whether a person
    reads everything before it is published. ``answers``: what may be said, without *don't know*.
    """

    about: Literal["fact", "practice", "red_line", "rule", "reading"]
    id: str
    answers: tuple[str, ...]


def open_questions(
    framework: Framework, deck: Deck, book: LawBook, plan: Plan, as_of: date, now: Assessment | None = None
) -> tuple[OpenQuestion, ...]:
    """The questions of which an answer would change the verdict, or take away or sharpen a reason for it.

    First those of which an answer makes it *stop*, then those that can take away most reasons; where equal, the agreements in
    the order of `questions`, then the law's in its own order. None where the verdict is *stop*: nothing that is unknown lifts
    that. ``now``: the assessment of the plan, where it is at hand.
    """
    now = now if now is not None else assess(framework, deck, book, plan, as_of)
    if now.verdict == READINGS[-1]:
        return ()
    short_path = _short_path(framework, plan, now)
    ranked: list[tuple[tuple[bool, int], OpenQuestion]] = []
    for asked in _unanswered(framework, deck, book, plan, short_path):
        outcomes = [assess(framework, deck, book, answered(plan, asked, answer), as_of) for answer in asked.answers]
        weighs = any(one.verdict != now.verdict or _deciding(one) != _deciding(now) for one in outcomes)
        if weighs or asked.about == "reading" or asked.id in short_path:
            settled = max(len(_ids(now) - _ids(one)) for one in outcomes)
            stops = any(one.verdict == READINGS[-1] for one in outcomes)
            ranked.append(((not stops, -settled), asked))
    return tuple(asked for _, asked in sorted(ranked, key=lambda pair: pair[0]))


def answered(plan: Plan, asked: OpenQuestion, answer: str) -> Plan:
    """The plan with one question answered; ``answer`` is one of its answers or *unknown*."""
    if asked.about == "fact":
        return replace(plan, facts={**plan.facts, asked.id: answer})
    if asked.about == "practice":
        return replace(plan, practices={**plan.practices, asked.id: answer})
    if asked.about == "reading":
        return replace(plan, read_before_publication=answer)
    return replace(plan, does={**plan.does, asked.id: answer})


def _unanswered(
    framework: Framework, deck: Deck, book: LawBook, plan: Plan, short_path: tuple[str, ...]
) -> Iterator[OpenQuestion]:
    for about, key in questions(framework, deck, plan):
        yield OpenQuestion(about, key, LETTERS if about == "practice" else ("yes", "no"))
    if READ in short_path:
        yield OpenQuestion("reading", "", ("yes", "no"))
    # An answer of "don't know" was given: it is asked no more, and stands among the reasons.
    unsaid = {*open_facts(book, plan.facts), *short_path} - set(plan.facts)
    facts = [one for one in book.all_facts if one.id in unsaid and may_be_put(book, plan.facts, one.id)]
    ground = {rule.fact for rule in book.ground_rules}
    of_the_act = in_order(book, (one for one in facts if one.id not in ground))
    for fact in (*of_the_act, *(one for one in facts if one.id in ground)):
        yield OpenQuestion("fact", fact.id, fact.answers)


def _short_path(framework: Framework, plan: Plan, now: Assessment) -> tuple[str, ...]:
    """What a promised short path still asks for, which only all together lifts *uncovered*: ids of facts, and `READ`.

    Empty where it cannot be taken any more.
    """
    wanted = {READ: "yes", **SHORT_PATH_FACTS}
    said = {READ: plan.read_before_publication, **plan.facts}
    if plan.read_before_publication == "unknown":
        del said[READ]
    uncovered = any(one.kind == "uncovered" for one in now.reasons)
    if (
        not uncovered
        or not short_path_promised(framework)
        or any(said.get(one, value) != value for one, value in wanted.items())
    ):
        return ()
    return tuple(one for one in wanted if one not in said)


def _deciding(one: Assessment) -> frozenset[Reason]:
    """The reasons for what the verdict is, with what each leaves open."""
    return frozenset(reason for reason in one.reasons if reason.verdict == one.verdict)


def _ids(one: Assessment) -> set[tuple[str, str]]:
    return {(reason.source, reason.rule) for reason in _deciding(one)}
