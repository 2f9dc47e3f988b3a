"""What the law check finds for one activity, in words: a card that fits one phone screen, and the details folded."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import streamlit as st

from framework.language import N_, Translator, translator
from framework.law import (
    LawBook,
    LawCheck,
    Mitigation,
    Reading,
    Verdict,
    WhatWouldChange,
    contradiction_sentences,
    reading,
    title,
    what_would_change,
)
from framework.law.first_steps import (
    COUNSEL_WORDS,
    LAWYER,
    WHOM,
    Counsel,
    FirstStep,
    PossibleClass,
    StepKind,
    UnknownFact,
    counsel,
    first_steps,
    open_points,
    possible_classes,
    unsettled,
)
from framework.law.models import GroundStatus, LawFinding
from framework.law.wording import (
    ASSESSMENT_DONE,
    NO_ADVICE,
    READING_MEANINGS,
    VERDICT_MEANINGS,
    article_words,
    assessment_done,
    assessment_lines,
    duty_words,
    status_words,
    step_sentence,
    verdict_words,
)
from framework.text import Lang
from framework.workshop.facts import arranged_rules
from framework.workshop.models import Activity, WorkshopState
from pages.ui import nav, queries
from pages.ui.i18n import lang, translate
from pages.ui.use_cases import today

READING_ICONS: dict[Reading, str] = {
    "stop": ":material/block:",
    "not_like_this": ":material/front_hand:",
    "ask_first": ":material/help:",
    "go_if": ":material/checklist:",
    "go": ":material/arrow_circle_right:",
}
GROUND_SHAPES: dict[GroundStatus, str] = {
    "stop": "■",
    "fix_first": "▲",
    "plan": "◆",
    "unknown": "?",
    "ok": "●",
    "not_applicable": "–",
}
"""A shape beside each word, certain first: nothing is told by colour alone."""
STEP_WORDS: dict[StepKind, str] = {
    "stop": N_("Stop"),
    "find_out": N_("Find out"),
    "fix_first": N_("Fix first"),
    "do": N_("Do"),
    "plan": N_("Plan"),
}
NO_ADVICE_SHORT = N_("This is not legal advice. If in doubt, ask a lawyer or your data protection officer (DPO).")
_FIRST = 3
_CLASSES = 3
_ROLES = 2
"""Steps, classes and possible roles on the card; the rest is in the details."""
_WAYS = 4
"""Ways out shown of those that there are, the best first."""
Facts = tuple[tuple[str, str], ...]
_SENTENCE = re.compile(r"(?<=[.!?])\s")


def card(current: WorkshopState, activity: Activity) -> None:
    """Verdict, role, classes, what to do first, what is unsure and whom to ask; then the small print."""
    words, small_print = _card(
        queries.sorted_facts(current, activity),
        arranged_rules(current, activity.id),
        queries.law_questions_open(current, activity),
        activity.is_running,
        today(),
        lang(),
    )
    styles()
    with st.container(border=True, key=f"law.card.{reading(queries.law_check(current, activity))}.of", gap="small"):
        st.markdown(words)
        st.caption(small_print)
        if activity.is_running and reading(queries.law_check(current, activity)) == "stop":
            st.page_link(
                nav.streamlit_page("inventory"),
                label=translate()("Stopped? Fill in the day"),
                icon=":material/block:",
                query_params=nav.link_params(a=activity.id, at=f"activity.{activity.id}.stopped_on"),
            )


def details(current: WorkshopState, activity: Activity) -> None:
    """What would change it, and everything the card leaves out, each part folded."""
    for name, text in _details(
        queries.sorted_facts(current, activity), arranged_rules(current, activity.id), today(), lang()
    ):
        st.expander(name).markdown(text)


def styles() -> None:
    """The tint and border of each reading, for containers whose key begins with “law.card.” and the reading."""
    st.html(Path(__file__).with_name("verdicts.css"))


def heading(verdict: Verdict, t: Translator) -> str:
    return f"{READING_ICONS[verdict]} {verdict_words(verdict, t)}"


# The card


@lru_cache(maxsize=500)
def _card(facts: Facts, arranged: tuple[str, ...], left: int, running: bool, day: date, here: Lang) -> tuple[str, str]:
    """Card and small print; the same answers give the same words, so they are put together once."""
    t, known = translator(here), dict(facts)
    check = queries.checked(facts, day, arranged)
    steps = tuple(step for step in first_steps(queries.law(), check, known) if step.rule not in check.arranged)
    points = open_points(queries.law(), check, known)
    shown = _shown(steps, left)
    parts = (
        f"## {READING_ICONS[reading(check)]} {title(check, t, running=running)}",
        "\n\n".join(contradiction_sentences(queries.law(), known, t)),
        _lines(f"{t(READING_MEANINGS[reading(check)])}.", _roles(check, t), _classes_in_short(check, t)),
        _first(steps, left, t),
        _lines(
            "" if left else _unsure(possible_classes(queries.law(), check, known), points, shown, t),
            _whom(points, counsel(check, known), t),
        ),
    )
    return "\n\n".join(part for part in parts if part), _small_print(check, shown, t)


def _lines(*lines: str) -> str:
    """Lines of one paragraph; on a phone each blank line less counts."""
    return "  \n".join(line for line in lines if line)


def _roles(check: LawCheck, t: Translator) -> str:
    sure = [finding.rule.name[t.lang] for finding in check.roles]
    maybe = [finding.rule.name[t.lang] for finding in check.role_unsure]
    role = t.listing(sure) if sure else "" if maybe else t("none")
    if maybe:
        names = t.listing(maybe, style="or")
        if sure:
            role += f" ({t('possibly also {roles}', roles=names)})"
        else:  # any of them is no news
            role = t("perhaps {roles}", roles=names) if len(maybe) <= _ROLES else t("not certain yet")
    return f"**{t('Role')}** · {role}"


def _classes_in_short(check: LawCheck, t: Translator) -> str:
    names = [f"{one.rule.name[t.lang]} `{one.code}`{_from(one, t)}" for one in check.classes]
    if len(names) > _CLASSES:
        names = [*names[:_CLASSES], t.plural("{count} more", "{count} more", len(names) - _CLASSES)]
    return f"**{t('AI Act')}** · {'; '.join(names) or t('not certain yet')}"


def _from(dated: LawFinding | FirstStep, t: Translator) -> str:
    """From when, where that is still to come."""
    if dated.applies_from is None or dated.status == "in_force":
        return ""
    return f" ({t('from {day}', day=t.short_date(dated.applies_from))})"


def _first(steps: tuple[FirstStep, ...], left: int, t: Translator) -> str:
    lines = [step_line(step, t, whole=False) for step in _shown(steps, left)]
    if left:
        certain = bool(steps) and steps[0].kind in ("stop", "fix_first", "plan")
        lines.insert(int(certain), t.plural("Answer the open question.", "Answer the {count} open questions.", left))
    if not lines:
        return ""
    rest = len(steps) - len(_shown(steps, left))
    more = f" :gray[· {t.plural('{count} more in the details', '{count} more in the details', rest)}]" if rest else ""
    numbered = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    return f"**{t('First')}**{more}\n\n{numbered}"


def _shown(steps: tuple[FirstStep, ...], left: int) -> tuple[FirstStep, ...]:
    """The steps on the card: while questions are open those come first, and only the most pressing step beside them."""
    return steps[: 1 if left else _FIRST]


def step_line(step: FirstStep, t: Translator, *, whole: bool) -> str:
    """What to do in a sentence; ``whole``: with all that is said about it and the article."""
    if step.fact is not None:
        line = f"**{t(STEP_WORDS[step.kind])}** · {step.fact.question[t.lang]}"
        return f"{line} {t('Ask {whom}.', whom=t(WHOM[step.fact.topic]))}" if whole else line
    action = step.action[t.lang] if whole else _SENTENCE.split(step.action[t.lang])[0]
    when = f", {duty_words(step.status, t.short_date(step.applies_from), t)}" if step.applies_from and whole else ""
    article = f" *{article_words(step.article, t)}{when}*" if whole else ""
    soon = _from(step, t) if not whole else ""
    return f"**{t(STEP_WORDS[step.kind])}**{soon} · {step.name[t.lang]}: {action}{article}"


def _unsure(
    possible: tuple[PossibleClass, ...], points: tuple[UnknownFact, ...], shown: tuple[FirstStep, ...], t: Translator
) -> str:
    """How much may still apply once every question was put, and the one on which most hangs. What may be forbidden stands with
    its question (`pages.ui.law.possible_bans`)."""
    lines: list[str] = []
    milder = [one for one in possible if one.finding.rule.kind != "prohibition"]
    if milder:
        heavy = sum(1 for one in milder if one.finding.code.startswith("HR:"))
        parts = [
            t.plural("{count} high-risk class", "{count} high-risk classes", heavy) if heavy else "",
            t.plural("{count} other class", "{count} other classes", len(milder) - heavy)
            if len(milder) > heavy
            else "",
        ]
        lines.append(t("may still apply: {what}.", what=t.listing(part for part in parts if part)))
    if points and points[0].fact not in [step.fact for step in shown]:
        lines.append(t("Most depends on: “{question}”", question=points[0].fact.question[t.lang]))
    return f"**{t('Uncertain')}** · {' '.join(lines)}" if lines else ""


def _whom(points: tuple[UnknownFact, ...], reasons: tuple[Counsel, ...], t: Translator) -> str:
    """Whom to ask about what nobody here knows, and why a lawyer should look along."""
    asked = list(dict.fromkeys(t(WHOM[point.fact.topic]) for point in points if point.said))
    lines: list[str] = []
    if asked:
        lines.append(f"{t.listing(asked)}.")
    if reasons:
        lines.append(
            t("A lawyer, because {reasons}.", reasons=t.listing(t(COUNSEL_WORDS[reason]) for reason in reasons))
        )
    return f"**{t('Who to ask')}** · {' '.join(lines)}" if lines else ""


def _small_print(check: LawCheck, steps: tuple[FirstStep, ...], t: Translator) -> str:
    cited = [one.article for one in check.classes] + [step.article for step in steps if step.article]
    articles = "; ".join(article_words(article, t) for article in dict.fromkeys(cited))
    version = t("Law version {version}, as of {day}.", version=check.law_version, day=t.short_date(check.as_of))
    return " ".join(part for part in (f"{articles}." if articles else "", version, t(NO_ADVICE_SHORT)) if part)


# The details


@lru_cache(maxsize=200)
def _details(facts: Facts, arranged: tuple[str, ...], day: date, here: Lang) -> tuple[tuple[str, str], ...]:
    """Title and text of each part that has something to say."""
    t, book, known = translator(here), queries.law(), dict(facts)
    check = queries.checked(facts, day, arranged)
    points = open_points(book, check, known)
    listed = {step.rule for step in first_steps(book, check, known)}
    parts = (
        (
            t("What would make the verdict milder"),
            "" if check.verdict == "go" else _ways_out(what_would_change(book, known, day, arranged), t),
        ),
        (t("What it is under the AI Act"), _classes(check, t)),
        (t("Not known yet, and what hangs on it"), _hanging(points, t)),
        (t("Ground rules (GDPR)"), _ground_rules(check, t)),
        (t("Impact assessment (DPIA)"), _assessment(check, t)),
        (t("Other duties and their dates"), _duties(check, listed, t)),
        (t("Other rules that may matter here"), _others(check, listed, t)),
        (t("Where the law itself is still unclear"), _not_settled(check, t)),
        (t("How this follows from your answers"), _trace(book, check, t)),
        (
            t("What “{verdict}” means", verdict=verdict_words(check.verdict, t)),
            t(VERDICT_MEANINGS[check.verdict]) if reading(check) == check.verdict else "",
        ),
        (t("When to ask a lawyer"), _when_to_ask(t)),
    )
    return tuple((name, text) for name, text in parts if text)


def _ways_out(found: WhatWouldChange, t: Translator) -> str:
    """The smallest changes as measures, mildest outcome first; else what has to be found out."""
    lines = [_way_line(way, found, t) for way in found.ways[:_WAYS]]
    parts: list[str] = []
    if lines:
        parts.append(
            t("Each of these on its own makes the verdict milder or takes a class away; nothing smaller does.")
        )
        parts.append("\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)))
    if found.find_out:
        parts.append(t("No measure can replace an answer to what is not known yet; find that out first."))
    return "\n\n".join(parts) or t(
        "No small change makes the verdict milder. Do what is listed, or find another way to reach your goal."
    )


def _way_line(way: Mitigation, found: WhatWouldChange, t: Translator) -> str:
    measures = "".join(f"\n    - {change.measure[t.lang]}" for change in way.changes)
    line = (
        f"**{heading(way.verdict, t)}**." if way.verdict != found.before.verdict else t("The verdict stays the same.")
    )
    book = queries.law()
    lifted = [f"{rule.name[t.lang]} (`{code}`)" for code in way.lifts if (rule := book.class_rule(code))]
    if lifted:
        line += " " + t("No longer applies: {classes}.", classes="; ".join(lifted))
    return line + measures


def _classes(check: LawCheck, t: Translator) -> str:
    return "\n".join(
        f"- **{one.rule.name[t.lang]}** (`{one.code}`). {one.rule.meaning[t.lang]} "
        f"*{article_words(one.article, t)}{_when(one, t)}*"
        for one in check.classes
    )


def _hanging(points: tuple[UnknownFact, ...], t: Translator) -> str:
    """What may apply, by the question it hangs on, so that it is clear which answer settles most."""
    lines: list[str] = []
    for point in points:
        names = list(dict.fromkeys(name[t.lang] for name in point.hangs))
        rest = [t.plural("{count} more", "{count} more", len(names) - 3)] if len(names) > 3 else []
        hanging = t.listing([*names[:3], *rest], style="or")
        line = t("As long as “{question}” is open: {classes}", question=point.fact.question[t.lang], classes=hanging)
        lines.append(f"- {line}. {t('Ask {whom}.', whom=t(WHOM[point.fact.topic]))}")
    return "\n".join(lines)


def _ground_rules(check: LawCheck, t: Translator) -> str:
    """By status; what is broken stands with its measure under what to do, what is unknown with its question."""
    names: dict[GroundStatus, list[str]] = {status: [] for status in GROUND_SHAPES}
    for one in check.ground_rules:
        names[one.status].append(one.rule.name[t.lang])
    return "\n".join(
        f"- {GROUND_SHAPES[status]} **{status_words(status, t)}** · {'; '.join(found)}"
        for status, found in names.items()
        if found and status != "unknown"
    )


def _assessment(check: LawCheck, t: Translator) -> str:
    """Whether one is needed, why, and whether it was done."""
    first, *reasons = assessment_lines(check, t) or [""]
    done = t(ASSESSMENT_DONE) if assessment_done(check) else ""
    return "\n\n".join(part for part in (first, "\n".join(f"- {line}" for line in reasons), done) if part)


def _duties(check: LawCheck, listed: set[str], t: Translator) -> str:
    """Those that do not stand under what to do."""
    return "\n".join(
        f"- **{one.rule.name[t.lang]}**{_maybe(one.certainty, t)}: {one.rule.duty[t.lang]} "
        f"*{article_words(one.rule.basis, t)}{_when(one, t)}*"
        for one in check.obligations
        if one.id not in listed
    )


def _others(check: LawCheck, listed: set[str], t: Translator) -> str:
    return "\n".join(
        f"- **{one.rule.name[t.lang]}**{_maybe(one.certainty, t)}: {one.rule.rule[t.lang]} "
        f"*{article_words(one.article, t)}*"
        for one in check.other_rules
        if one.id not in listed
    )


def _not_settled(check: LawCheck, t: Translator) -> str:
    lines = [doubt.text[t.lang] for doubt in check.doubts]
    lines += [t("Whether this applies is disputed: {name}.", name=name[t.lang]) for name in unsettled(check)]
    return "\n".join(f"- {line}" for line in lines)


def _trace(book: LawBook, check: LawCheck, t: Translator) -> str:
    """Of what is certain; what is not stands with its question."""
    steps = (step for step in check.trace if step.outcome not in ("possible", "unknown"))
    return "\n".join(f"- {step_sentence(book, step, t)}" for step in steps)


def _when_to_ask(t: Translator) -> str:
    reasons = "\n".join(f"- {t(words)}" for words in COUNSEL_WORDS.values())
    return f"{t(NO_ADVICE)}\n\n{t('Ask {whom} before you continue if:', whom=t(LAWYER))}\n\n{reasons}"


def _when(finding: LawFinding, t: Translator) -> str:
    """Since when or from when; nothing where the rule has no date of its own."""
    if finding.applies_from is None:
        return ""
    return ", " + duty_words(finding.status, t.short_date(finding.applies_from), t)


def _maybe(certainty: str, t: Translator) -> str:
    return "" if certainty == "certain" else f" ({t('possibly')})"
