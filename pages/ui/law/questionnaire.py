"""The law check as a conversation: one topic at a time, answered topics folded to a line, every answer saved at once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st

from framework.language import N_, Translator
from framework.law import UNKNOWN, Fact, LawQuestion, reading
from framework.law.wording import READING_WORDS, answer_words, article_words
from framework.workshop.models import Activity, WorkshopState
from pages.ui import fields, messages, nav, queries, session
from pages.ui.i18n import lang, translate
from pages.ui.use_cases import today, use_cases

SUMMARY = "summary"
"""What the address says in place of a topic when the outcome is looked at."""
TOPICS: dict[str, str] = {
    "use": N_("What it is"),
    "output": N_("What it makes"),
    "people": N_("Who is affected"),
    "area": N_("What it is used for"),
    "influence": N_("How it influences people"),
    "data": N_("Which data"),
    "marketing": N_("How you reach people"),
    "ground": N_("Ground rules: data and purpose"),
    "agreements": N_("Ground rules: telling, sharing, keeping"),
    "rights": N_("Ground rules: rights and extra care"),
}
"""Topics in the order of the conversation; the ground rules of the GDPR are too many for one."""
GROUND_TOPICS = {
    "G1": "ground",
    "G2": "ground",
    "G3": "ground",
    "G4": "agreements",
    "G5": "agreements",
    "G6": "agreements",
    "G7": "agreements",
    "G8": "rights",
}
_WORDS = 34
"""Characters of an answer in the one line that stands for a topic."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions of one topic, as they stand; ``open``: how many nobody answered yet."""

    id: str
    asked: tuple[LawQuestion, ...]

    @property
    def open(self) -> int:
        return sum(1 for one in self.asked if one.origin == "open")


def topics(current: WorkshopState, activity: Activity) -> tuple[Topic, ...]:
    """The topics that have something to ask, in order."""
    found: dict[str, list[LawQuestion]] = {topic: [] for topic in TOPICS}
    ground = _ground(queries.sorted_facts(current, activity), frozenset(activity.facts))
    for one in (*queries.law_conversation(current, activity), *ground):
        found[topic_of(one.fact)].append(one)
    return tuple(Topic(topic, tuple(asked)) for topic, asked in found.items() if asked)


@lru_cache(maxsize=1_000)
def _ground(facts: tuple[tuple[str, str], ...], own: frozenset[str]) -> tuple[LawQuestion, ...]:
    """The ground rules as questions; those that do not apply are not put."""
    book, known = queries.law(), dict(facts)
    found: list[LawQuestion] = []
    for finding in queries.checked(facts, today()).ground_rules:
        fact = book.fact(finding.rule.fact)
        if fact is not None and finding.status != "not_applicable":
            origin = "answered" if fact.id in own else "assumed" if fact.id in known else "open"
            found.append(LawQuestion(fact, known.get(fact.id, UNKNOWN), origin))
    return tuple(found)


def topic_of(fact: Fact) -> str:
    """The topic under which a fact is asked."""
    return fact.topic if fact.topic != "ground_rule" else _ground_topics()[fact.id]


@lru_cache(maxsize=1)
def _ground_topics() -> dict[str, str]:
    """Topic by the fact of a ground rule."""
    return {rule.fact: GROUND_TOPICS[rule.group] for rule in queries.law().ground_rules}


def place(activity: Activity, found: tuple[Topic, ...]) -> str:
    """Where the conversation is: as the address says, else the first topic with an open question, else the summary.

    Who has not said anything yet begins at the beginning, also where everything is assumed.
    """
    asked = nav.param("p")
    if asked == SUMMARY or any(topic.id == asked for topic in found):
        return str(asked)
    if not activity.facts and found:
        return found[0].id
    return next((topic.id for topic in found if topic.open), SUMMARY)


def conversation(current: WorkshopState, activity: Activity, found: tuple[Topic, ...], at: str) -> None:
    """All topics as steps, of which one is open; the outcome is the last."""
    t = translate()
    _progress(current, activity, found, t)
    for number, topic in enumerate(found):
        step = _step(
            activity,
            topic.id,
            _label(topic, t, here=topic.id == at),
            _mark(topic, here=topic.id == at),
            open_=topic.id == at,
        )
        with step:
            if topic.id != at:
                st.empty()  # a step without anything in it cannot be opened
                continue
            for one in topic.asked:
                _question(current, activity, one, t)
            _onward(activity, found, number, t)
    if not any(topic.id.startswith(("ground", "agreements", "rights")) for topic in found):
        st.caption(
            t("No personal data is processed, so the GDPR ground rules do not apply here. The principles still do.")
        )


def _progress(current: WorkshopState, activity: Activity, found: tuple[Topic, ...], t: Translator) -> None:
    everything = sum(len(topic.asked) for topic in found)
    left = sum(topic.open for topic in found)
    said = t(READING_WORDS[reading(queries.law_check(current, activity))])
    words = t.plural("{count} question open", "{count} questions open", left) if left else t("All questions answered")
    st.progress((everything - left) / max(everything, 1), text=f"{words} · {t('so far: {verdict}', verdict=said)}")


def _step(activity: Activity, topic: str, label: str, icon: str, *, open_: bool) -> Any:
    """A topic as a step of the conversation. What is open follows the address, so reload and back button keep it."""
    key = f"law.topic.{topic}"
    session.set_value(key, open_)
    return st.expander(label, key=key, icon=icon, type="step", on_change=_opened, args=(activity.id, topic))


def _opened(activity_id: str, topic: str) -> None:
    nav.set_params(a=activity_id, p=topic)


def _mark(topic: Topic, *, here: bool) -> str:
    if here:
        return ":material/chat_bubble:"
    return ":material/radio_button_unchecked:" if topic.open else ":material/check_circle:"


def _label(topic: Topic, t: Translator, *, here: bool) -> str:
    """The topic and, where it is folded, in one line what was said about it."""
    name = t(TOPICS[topic.id])
    parts: list[str] = []
    if topic.open:
        parts.append(t.plural("{count} open", "{count} open", topic.open))
    parts += [] if here else _said(topic, t)
    if not here and any(one.origin == "assumed" for one in topic.asked):
        parts.append(t("partly assumed") if any(one.origin == "answered" for one in topic.asked) else t("assumed"))
    return f"**{name}** :gray[· {' · '.join(parts)}]" if parts else f"**{name}**"


def _said(topic: Topic, t: Translator) -> list[str]:
    """The answers in their own words, equal ones counted: “A supplier’s”, “2 × no”, “Don’t know”."""
    counts: dict[str, int] = {}
    for one in topic.asked:
        if one.origin != "open":
            words = _short(answer_words(queries.law(), one.fact.id, one.value, t))
            counts[words] = counts.get(words, 0) + 1
    return [f"{count} × {words.lower()}" if count > 1 else words for words, count in counts.items()]


def _short(words: str) -> str:
    words = words.split("(")[0].split(",")[0].split(";")[0].strip()
    return words if len(words) <= _WORDS else words[: _WORDS - 1].rsplit(" ", 1)[0] + " …"


def _onward(activity: Activity, found: tuple[Topic, ...], number: int, t: Translator) -> None:
    after = found[number + 1].id if number + 1 < len(found) else SUMMARY
    words = t("Go to the summary") if after == SUMMARY else t("Next: {step}", step=t(TOPICS[after]))
    st.button(words, key="law.next", type="primary", on_click=nav.set_params, kwargs={"a": activity.id, "p": after})


def _question(current: WorkshopState, activity: Activity, one: LawQuestion, t: Translator) -> None:
    fact, here = one.fact, lang()
    label = fact.question[here]  # without marks for bold or grey: a screen reader would read them out
    why = [fact.why[here]]
    if fact.topic == "ground_rule":
        rule = next(rule for rule in queries.law().ground_rules if rule.fact == fact.id)
        label = f"{rule.name[here]} · {label}"
        why.append(f"*{article_words(rule.article, t)}*")
    if one.origin == "assumed":
        label += f" · {t('assumed')}"
    if fact.example is not None:
        why.insert(1, f"*{fact.example[here]}*")
    fields.choice(
        label,
        f"fact.{activity.id}.{fact.id}",
        None if one.origin == "open" else one.value,
        (*fact.answers, UNKNOWN),
        _save(current.workshop.id, activity.id, fact.id),
        words=lambda answer: answer_words(queries.law(), fact.id, answer, t),
        help="\n\n".join(why),
    )


def _save(workshop_id: str, activity_id: str, fact_id: str) -> Callable[[Any], None]:
    def save(value: Any) -> None:
        if value is not None:
            with messages.guarded():
                use_cases(workshop_id).inventory.record_fact(workshop_id, activity_id, fact_id, value)

    return save
