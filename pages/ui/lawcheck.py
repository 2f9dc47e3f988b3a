"""The law check on screen: plain questions on one side, the outcome forming on the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import streamlit as st

from framework.language import N_, Translator, translator
from framework.law import UNKNOWN, Asked, Fact, GroundRuleFinding, LawCheck
from framework.law.describe import (
    NO_ADVICE,
    VERDICT_MEANINGS,
    answer_words,
    article_words,
    duty_words,
    status_words,
    trace_sentences,
    verdict_words,
)
from framework.law.models import Finding, Topic
from framework.text import Lang
from framework.workshop.agenda import live_activities
from framework.workshop.models import Activity, WorkshopState
from pages.ui import nav, notices, questions, service, session
from pages.ui.text import lang, plain, translate

PARTS = ("activity", "ground_rules")
PART_WORDS = {"activity": N_("About this activity"), "ground_rules": N_("Ground rules (GDPR)")}
TOPICS: dict[Topic, str] = {
    "use": N_("What it is"),
    "output": N_("What it makes"),
    "people": N_("Whom it touches"),
    "area": N_("What it is used for"),
    "influence": N_("How it influences"),
    "data": N_("Which data"),
    "marketing": N_("How you reach people"),
}
BOXES = {"stop": st.error, "ask_first": st.warning, "go_if": st.info, "go": st.success}


def chooser(current: WorkshopState, activity: Activity) -> None:
    """Which activity; those without open questions carry a tick."""
    t = translate()
    marks = {a.id: "" if service.law_questions_open(current, a) else " ✓" for a in live_activities(current)}
    names = {a.id: a.name for a in live_activities(current)}
    session.follow("law.open", activity.id)
    st.pills(
        t("Activity"),
        list(names),
        key="law.open",
        format_func=lambda key: plain(names[key]) + marks[key],
        required=True,
        on_change=lambda: nav.show(a=session.value("law.open"), p=nav.param("p")),
        wrap=True,
    )


def conversation(current: WorkshopState, activity: Activity) -> None:
    """The questions that can still change the outcome, or the ground rules; every answer is saved at once."""
    t = translate()
    session.follow("law.part", nav.param("p") if nav.param("p") in PARTS else PARTS[0])
    st.segmented_control(
        t("Part"),
        PARTS,
        key="law.part",
        format_func=lambda part: f"{t(PART_WORDS[part])} · {_open_words(current, activity, part)}",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: nav.show(a=activity.id, p=session.value("law.part")),
        wrap=True,
    )
    if session.value("law.part") == "ground_rules":
        _ground_rules(current, activity)
        return
    asked = service.law_conversation(current, activity)
    _by_topic(current, activity, [one for one in asked if one.origin != "assumed"])
    assumed = [one for one in asked if one.origin == "assumed"]
    if assumed:
        st.markdown(f"##### {t('Assumed for this kind of activity')}")
        st.caption(t("Filled in already; change what is different with you."))
        for one in assumed:
            _question(current, activity, one.fact, one.value, assumed=True)


def _by_topic(current: WorkshopState, activity: Activity, asked: list[Asked]) -> None:
    t = translate()
    topic = ""
    for one in asked:
        if one.fact.topic != topic:
            topic = one.fact.topic
            st.markdown(f"##### {t(TOPICS[one.fact.topic])}")
        _question(current, activity, one.fact, None if one.origin == "open" else one.value, assumed=False)


def _open_words(current: WorkshopState, activity: Activity, part: str) -> str:
    t = translate()
    left = service.law_open(current, activity, ground_rules=part == "ground_rules")
    return t.plural("{count} open", "{count} open", left) if left else "✓"


def _ground_rules(current: WorkshopState, activity: Activity) -> None:
    t, here = translate(), lang()
    asked = [f for f in service.law_check(current, activity).ground_rules if f.status != "not_applicable"]
    if not asked:
        st.info(
            t("No personal data are processed, so the GDPR ground rules do not apply here. The principles still do.")
        )
    known = service.facts_of(current, activity)
    for finding in asked:
        fact = service.law().fact(finding.rule.fact)
        if fact is not None:
            value = known.get(fact.id)
            assumed = value is not None and fact.id not in activity.facts
            _question(
                current, activity, fact, value, assumed=assumed, name=finding.rule.name[here], article=finding.article
            )


def _question(
    current: WorkshopState,
    activity: Activity,
    fact: Fact,
    value: str | None,
    *,
    assumed: bool,
    name: str = "",
    article: str = "",
) -> None:
    t, here = translate(), lang()
    label = f"**{name}** · {fact.question[here]}" if name else fact.question[here]
    if assumed:
        label += f" :gray[· {t('assumed')}]"
    why = [fact.why[here]]
    if fact.example is not None:
        why.append(f"*{fact.example[here]}*")
    if article:
        why.append(f"*{article}*")
    questions.choice(
        label,
        f"fact.{activity.id}.{fact.id}",
        value,
        (*fact.answers, UNKNOWN),
        _save(current.workshop.id, activity.id, fact.id),
        words=lambda answer: answer_words(service.law(), fact.id, answer, t),
        help="\n\n".join(why),
    )


def _save(workshop_id: str, activity_id: str, fact_id: str) -> Callable[[Any], None]:
    def save(value: Any) -> None:
        if value is not None:
            with notices.guarded():
                service.workshops().inventory.answer(workshop_id, activity_id, fact_id, value)

    return save


def verdict(current: WorkshopState, activity: Activity) -> None:
    """Stop, ask first, go if or go, in one sentence."""
    t = translate()
    said = service.law_check(current, activity).verdict
    BOXES[said](f"**{verdict_words(said, t)}.** {t(VERDICT_MEANINGS[said])}")


def outcome(current: WorkshopState, activity: Activity) -> None:
    """The law check of today: role and classes, what to do, and the small print."""
    t = translate()
    facts = tuple(sorted(service.facts_of(current, activity).items()))
    said = _worded(facts, service.today(), lang())
    with st.container(border=True):
        st.markdown(said.summary)
        st.caption(said.small_print)
    st.expander(t("Duties and their dates")).markdown(said.duties)
    st.expander(t("Other rules that may bear on this")).markdown(said.others)
    st.expander(t("How this follows from your answers")).markdown(said.trace)


@dataclass(frozen=True, slots=True)
class _Said:
    summary: str
    small_print: str
    duties: str
    others: str
    trace: str


@lru_cache(maxsize=500)
def _worded(facts: tuple[tuple[str, str], ...], day: date, here: Lang) -> _Said:
    """The outcome in words; the same answers give the same words, so they are put together once."""
    t = translator(here)
    check = service.checked(facts, day)
    version = t("Law version {version}, as it stands on {day}.", version=check.law_version, day=t.date(check.as_of))
    trace = "\n".join(f"- {line}" for line in trace_sentences(service.law(), check, t))
    return _Said(
        summary="\n\n".join(_summary(check, t)),
        small_print=f"{version} {t(NO_ADVICE)}",
        duties=_duties(check, t),
        others=_others(check, t),
        trace=trace or t("Nothing to show yet."),
    )


def _summary(check: LawCheck, t: Translator) -> list[str]:
    parts = [_roles(check, t), _classes(check, t), _unsure(check, t), _to_solve(check, t)]
    if check.doubts:
        doubts = "\n".join(f"- {doubt.text[t.lang]}" for doubt in check.doubts)
        parts.append(f"**{t('Where the law itself is not settled')}**\n\n{doubts}")
    return [part for part in parts if part]


def _roles(check: LawCheck, t: Translator) -> str:
    sure = [finding.rule.name[t.lang] for finding in check.roles]
    maybe = [finding.rule.name[t.lang] for finding in check.role_unsure]
    if not sure and not maybe:
        return ""
    words = t.listing(sure) if sure else t("not certain yet")
    if maybe:
        words += " · " + t("possibly also {roles}", roles=t.listing(maybe, style="or"))
    return f"**{t('Your role under the AI Act')}**: {words}"


def _classes(check: LawCheck, t: Translator) -> str:
    if not check.classes:
        return ""
    lines = [
        f"- **{finding.rule.name[t.lang]}** (`{finding.code}`). {finding.rule.meaning[t.lang]} *{article_words(finding.article, t)}{_when(finding, t)}*"
        for finding in check.classes
    ]
    return f"**{t('What it is under the AI Act')}**\n\n" + "\n".join(lines)


def _unsure(check: LawCheck, t: Translator) -> str:
    """What may apply, grouped by the question it hangs on, so that it is clear which answer settles most."""
    if not check.unsure:
        return ""
    hanging: dict[str, list[str]] = {}
    for finding in check.unsure:
        on = finding.open_facts[0] if finding.open_facts else ""
        hanging.setdefault(on, []).append(finding.rule.name[t.lang])
    lines: list[str] = []
    for fact_id, names in hanging.items():
        shown = t.listing(
            [*names[:3], *([t.plural("{count} more", "{count} more", len(names) - 3)] if len(names) > 3 else [])],
            style="or",
        )
        fact = service.law().fact(fact_id)
        lines.append(
            f"- {t('As long as “{question}” is open: {classes}', question=fact.question[t.lang], classes=shown) if fact else shown}"
        )
    return f"**{t('Unsure: this may apply too')}**\n\n" + "\n".join(lines)


def _to_solve(check: LawCheck, t: Translator) -> str:
    failing = [finding for finding in check.ground_rules if finding.status in ("stop", "fix_first", "plan")]
    open_rules = sum(1 for finding in check.ground_rules if finding.status == "unknown")
    parts: list[str] = []
    if failing:
        parts.append(f"**{t('To solve under the GDPR')}**\n\n" + "\n".join(_measure(finding, t) for finding in failing))
    if open_rules:
        parts.append(
            t.plural(
                "{count} ground rule is not answered or not known; unknown is never green.",
                "{count} ground rules are not answered or not known; unknown is never green.",
                open_rules,
            )
        )
    return "\n\n".join(parts)


def _measure(finding: GroundRuleFinding, t: Translator) -> str:
    rule = finding.rule
    return f"- **{status_words(finding.status, t)}** · {rule.name[t.lang]}: {rule.measure[t.lang]} *{article_words(finding.article, t)}*"


def _duties(check: LawCheck, t: Translator) -> str:
    if not check.obligations:
        return t("No duties under the AI Act follow from what is known.")
    return "\n".join(
        f"- **{finding.rule.name[t.lang]}**{_maybe(finding.certainty, t)}: {finding.rule.duty[t.lang]} "
        f"*{article_words(finding.rule.basis, t)}{_when(finding, t)}*"
        for finding in check.obligations
    )


def _others(check: LawCheck, t: Translator) -> str:
    if not check.other_rules:
        return t("Nothing else follows from what is known.")
    return "\n".join(
        f"- **{finding.rule.name[t.lang]}**{_maybe(finding.certainty, t)}: {finding.rule.rule[t.lang]} *{article_words(finding.article, t)}*"
        for finding in check.other_rules
    )


def _when(finding: Finding, t: Translator) -> str:
    """Since when or from when; nothing where the rule has no date of its own."""
    if finding.applies_from is None:
        return ""
    return ", " + duty_words(finding.status, t.short_date(finding.applies_from), t)


def _maybe(certainty: str, t: Translator) -> str:
    return "" if certainty == "certain" else f" ({t('possibly')})"
