"""The outcome in words. The law's own words are in the data; here are only those of the interface.

A verdict alone calls a known breach milder than a gap in knowledge, since a breach tells what to do. Whoever runs an
activity has to know first that it may not go on like this: so an outcome also has a *reading* (`reading`, `title`).
"""

import re
from collections.abc import Iterable
from typing import Literal

from framework.language import N_, Translator
from framework.law.models import (
    UNKNOWN,
    DutyStatus,
    GroundRuleFinding,
    GroundStatus,
    LawBook,
    LawCheck,
    LegalSource,
    OtherRuleFinding,
    TraceStep,
    Verdict,
)

VERDICT_WORDS: dict[Verdict, str] = {
    "stop": N_("Stop"),
    "ask_first": N_("Ask first"),
    "go_if": N_("Yes, if"),
    "go": N_("Go"),
}
VERDICT_MEANINGS: dict[Verdict, str] = {
    "stop": N_("The law forbids this as it is described. Change it before you continue."),
    "ask_first": N_(
        "Something that matters is not known or not settled yet. Find out first, or ask a lawyer or your data "
        "protection officer (DPO)."
    ),
    "go_if": N_("You can do this if you do what is listed."),
    "go": N_("Nothing in this check stops you. Keep the answers up to date."),
}
GROUND_WORDS: dict[GroundStatus, str] = {
    "stop": N_("Stop"),
    "fix_first": N_("Fix first"),
    "plan": N_("Plan"),
    "ok": N_("OK"),
    "unknown": N_("Not known"),
    "not_applicable": N_("Does not apply"),
}
DUTY_WORDS: dict[DutyStatus, str] = {
    "in_force": N_("in force since {date}"),
    "coming": N_("coming on {date}"),
    "ended": N_("no longer in force; it applied from {date}"),
}
ANSWER_WORDS: dict[str, str] = {"yes": N_("Yes"), "no": N_("No"), UNKNOWN: N_("Don’t know")}
NO_ADVICE = N_(
    "This check is not legal advice. It shows what the law says about your answers. If in doubt, ask a lawyer "
    "or your data protection officer (DPO)."
)

_ASSESSMENT = N_("A DPIA is needed before you start, because of this:")
_MAYBE_ASSESSMENT = N_("A DPIA may be needed. These count, as far as they hold:")
ASSESSMENT_DONE = N_("By the team’s own answer it was done, or it is on record why not.")
_NO_ASSESSMENT = N_("One criterion alone does not call for a DPIA. Record why you do none.")
_HOLDS = N_("{what} applies.")
_POSSIBLE = N_("{what} may apply.")
_LIFTED = N_("{what} does not apply, because of an exception.")
_OUTRANKED = N_("{what} no longer matters, because this is prohibited.")
_GROUND = N_("{what}: {status}.")
_BECAUSE = N_("Reason: {reasons}.")
_FOLLOWS = N_("This follows from {codes}.")
_FACT = N_("“{question}” – {answer}")


ARTICLE_WORDS: tuple[str, ...] = (
    N_("AI Act"),
    N_("GDPR"),
    N_("Annex"),
    N_("recitals"),
    N_("recital"),
    N_("first subparagraph"),
    N_("second subparagraph"),
    N_("Directive"),
    N_("Regulation"),
    N_("TFEU"),
    N_("and"),
)
"""The words in articles that have another name in another language; Dutch laws keep their Dutch name."""
_ARTICLE_WORD = re.compile("|".join(rf"\b{word}\b" for word in ARTICLE_WORDS))


def article_words(article: str, t: Translator) -> str:
    """An article as a reader of this language cites it: ``GDPR 5(1)(c)`` / ``AVG 5(1)(c)``."""
    return _ARTICLE_WORD.sub(lambda found: t(found.group()), article)


def source_words(source: LegalSource, t: Translator) -> str:
    """A source as a reader of this language looks for it: title and date."""
    date = source.date if isinstance(source.date, str) else source.date[t.lang]
    return f"{source.title[t.lang]} ({date})"


def verdict_words(verdict: Verdict, t: Translator) -> str:
    return t(VERDICT_WORDS[verdict])


def status_words(status: GroundStatus, t: Translator) -> str:
    """A ground rule's status in words."""
    return t(GROUND_WORDS[status])


def duty_words(status: DutyStatus, date: str, t: Translator) -> str:
    """``in force since 2 August 2026`` / ``coming on 2 December 2027``; ``date`` is ready to show."""
    return t(DUTY_WORDS[status], date=date)


def assessment_lines(outcome: LawCheck, t: Translator) -> list[str]:
    """Whether a DPIA is needed, and a line for each reason; nothing where no reason holds."""
    found = outcome.assessment
    if found.certainty is None:
        return [t(_NO_ASSESSMENT)] if found.reasons else []
    said = t(_ASSESSMENT if found.certainty == "certain" else _MAYBE_ASSESSMENT)
    reasons = found.reasons if found.certainty == "certain" else (*found.reasons, *found.possible)
    return [said, *(f"{one.name[t.lang]} ({article_words(one.article, t)})" for one in reasons)]


def assessment_done(outcome: LawCheck) -> bool:
    """Whether a ground rule under the same article is met, by the team's own answer."""
    asking = {one.article.partition("(")[0] for one in outcome.assessment.reasons}
    return any(one.status == "ok" and one.article.partition("(")[0] in asking for one in outcome.ground_rules)


def answer_words(book: LawBook, fact_id: str, value: str, t: Translator) -> str:
    """A fact's value in the reader's language; an id or value the law data lacks stays as it is."""
    fact = book.fact(fact_id)
    if fact is not None and value in fact.values:
        return fact.values[value][t.lang]
    return t(ANSWER_WORDS[value]) if value in ANSWER_WORDS else value


def trace_sentences(book: LawBook, outcome: LawCheck, t: Translator) -> tuple[str, ...]:
    """Why the outcome is what it is: one sentence or two per rule that counted."""
    return tuple(step_sentence(book, step, t) for step in outcome.trace)


def step_sentence(book: LawBook, step: TraceStep, t: Translator) -> str:
    """One step of the trace as a sentence, with the answers it rests on."""
    what = _name(book, step, t)
    if step.outcome == "holds":
        said = t(_HOLDS, what=what)
    elif step.outcome == "possible":
        said = t(_POSSIBLE, what=what)
    elif step.outcome == "lifted":
        said = t(_LIFTED, what=what)
    elif step.outcome == "outranked":
        said = t(_OUTRANKED, what=what)
    else:
        said = t(_GROUND, what=what, status=status_words(step.outcome, t).lower())
    parts = [said]
    if step.facts:
        parts.append(t(_BECAUSE, reasons="; ".join(_reasons(book, step.facts, t))))
    if step.rests_on:
        named = ((one, book.class_rule(one)) for one in step.rests_on)
        parts.append(
            t(_FOLLOWS, codes=t.listing(f"{rule.name[t.lang]} ({one})" if rule else one for one, rule in named))
        )
    return " ".join(parts)


def _reasons(book: LawBook, facts: Iterable[tuple[str, str]], t: Translator) -> Iterable[str]:
    for fact_id, value in facts:
        fact = book.fact(fact_id)
        question = fact.question[t.lang] if fact is not None else fact_id
        yield t(_FACT, question=question, answer=answer_words(book, fact_id, value, t))


def _name(book: LawBook, step: TraceStep, t: Translator) -> str:
    if step.kind == "class":
        rule = book.class_rule(step.rule)
        return f"{rule.name[t.lang]} ({article_words(rule.article, t)})" if rule else step.rule
    lists = {
        "role": {one.role: (one.name, one.article) for one in book.roles},
        "obligation": {one.id: (one.name, one.basis) for one in book.obligations},
        "ground_rule": {one.id: (one.name, one.article) for one in book.ground_rules},
        "other_rule": {one.id: (one.name, one.article) for one in book.other_rules},
    }
    found = lists[step.kind].get(step.rule)
    return f"{found[0][t.lang]} ({article_words(found[1], t)})" if found else step.rule


# How an outcome reads ----------------------------------------------------------------------------------------------------

Reading = Literal["go", "go_if", "ask_first", "not_like_this", "stop"]
READINGS: tuple[Reading, ...] = ("go", "go_if", "ask_first", "not_like_this", "stop")
"""From mild to strict."""
READING_WORDS: dict[Reading, str] = {**VERDICT_WORDS, "not_like_this": N_("Not like this")}
READING_MEANINGS: dict[Reading, str] = {
    "stop": N_("Forbidden as it is described"),
    "not_like_this": N_("A rule is broken: fix that first"),
    "ask_first": N_("Something is not known or not settled"),
    "go_if": N_("Allowed if you do what is listed"),
    "go": N_("Nothing stops you"),
}
Breach = GroundRuleFinding | OtherRuleFinding
_RUNNING = N_("Not like this. Fix first: {measure}")
_PLANNED = N_("Do not start like this. Fix first: {measure}")


def known_breaches(outcome: LawCheck) -> tuple[Breach, ...]:
    """The rules that are certainly broken, the gravest first: stop, fix first, plan."""
    order = {"stop": 0, "fix_first": 1, "plan": 2}
    found: list[tuple[int, Breach]] = [
        (order[one.rule.effect], one)
        for one in outcome.other_rules
        if one.certainty == "certain" and one.rule.effect in ("stop", "fix_first") and one.status != "ended"
    ]
    found += [(order[one.status], one) for one in outcome.ground_rules if one.status in order]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def reading(outcome: LawCheck) -> Reading:
    """The verdict as it reads: *not like this* where something is known to be broken and nothing is forbidden outright."""
    if outcome.verdict != "stop" and known_breaches(outcome):
        return "not_like_this"
    return outcome.verdict


def title(outcome: LawCheck, t: Translator, *, running: bool) -> str:
    """The verdict in a line. ``running``: the activity goes on already."""
    read = reading(outcome)
    if read != "not_like_this":
        return t(READING_WORDS[read])
    first = known_breaches(outcome)[0].rule.name[t.lang]
    measure = first if first[1:2].isupper() else first[:1].lower() + first[1:]  # an abbreviation stays as it is
    return t(_RUNNING if running else _PLANNED, measure=measure)
