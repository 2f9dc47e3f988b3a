"""The law check as a conversation: one topic at a time, answered topics folded to a line, every answer saved at once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import streamlit as st

from framework.language import N_, Translator
from framework.law import UNKNOWN, Fact, reading
from framework.law.compiled_rules import settling_order
from framework.law.conditions import facts_in
from framework.law.questions import TickedQuestions, grouped, open_count
from framework.law.wording import READING_WORDS, answer_words, article_words
from framework.workshop.facts import TEAM, supplier_id, supplier_names
from framework.workshop.law_questions import AskedQuestion, activity_questions
from framework.workshop.models import Activity, WorkshopState
from pages.ui import fields, messages, nav, queries, session
from pages.ui.i18n import plain, translate
from pages.ui.law import reopened
from pages.ui.law.tick_list import tick_list
from pages.ui.use_cases import use_cases

SUMMARY = "summary"
"""What the address says in place of a topic when the outcome is looked at."""
ONCE = "once"
"""What it says in place of an activity when the questions for the team and its suppliers are looked at."""
TOPICS: dict[str, str] = {
    "use": N_("What it is"),
    "output": N_("What it makes"),
    "influence": N_("What it does with people"),
    "people": N_("What it reads from people"),
    "area": N_("What it is used for"),
    "data": N_("Which data"),
    "marketing": N_("How you reach people"),
    "ground": N_("Ground rules: data and purpose"),
    "agreements": N_("Ground rules: telling, sharing, keeping"),
    "rights": N_("Ground rules: rights and extra care"),
}
"""The ground rules of the GDPR are too many for one topic."""
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
_GROUND = "ground_rule"
_WORDS = 34
"""Characters of an answer in the one line that stands for a topic."""
_SMALL = 3
"""Letters of a word with which such a line does not break off: *of*, *die*, *the*."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions of one topic, as they stand; ``open``: how many of those asked here nobody answered yet."""

    id: str
    asked: tuple[AskedQuestion, ...]

    @property
    def groups(self) -> tuple[AskedQuestion | TickedQuestions[AskedQuestion], ...]:
        """Those asked here, with lists to tick; then those asked once."""
        here = [one for one in self.asked if one.asked_of == "activity"]
        return (*grouped(queries.law(), here), *(one for one in self.asked if one.asked_of != "activity"))

    @property
    def open(self) -> int:
        return open_count(queries.law(), [one for one in self.asked if one.asked_of == "activity"])


def topics(current: WorkshopState, activity: Activity) -> tuple[Topic, ...]:
    """The topics that have something to ask, in order."""
    found: dict[str, list[AskedQuestion]] = {topic: [] for topic in topic_order()}
    for one in activity_questions(current, activity):
        found[topic_of(one.fact)].append(one)
    return tuple(Topic(topic, tuple(asked)) for topic, asked in found.items() if asked)


def topic_of(fact: Fact) -> str:
    """The topic under which a fact is asked; those of a list under the topic of its first line."""
    return _topics()[fact.id]


@lru_cache(maxsize=1)
def topic_order() -> tuple[str, ...]:
    """The topics in the order of the conversation: the one with the question that settles most first. The ground rules keep
    the order of the law among themselves."""
    ground = tuple(dict.fromkeys(GROUND_TOPICS.values()))
    groups = {fact: _GROUND if topic in ground else topic for fact, topic in _topics().items()}
    order = settling_order(queries.law(), groups)
    return tuple(topic for group in order for topic in (ground if group == _GROUND else (group,)))


@lru_cache(maxsize=1)
def _topics() -> dict[str, str]:
    """Topic by fact. What comes up by the answer to a ground rule is asked with it."""
    book = queries.law()
    ground = {rule.fact: GROUND_TOPICS[rule.group] for rule in book.ground_rules}
    terms = {term.id: term.when for term in book.terms}
    for fact in book.facts:
        for above in facts_in(fact.asked_when, terms) & ground.keys() if fact.asked_when else ():
            ground[fact.id] = ground[above]
    found = {fact.id: ground.get(fact.id, fact.topic) for fact in book.all_facts}
    first = {line.fact: tick_list.line[0].fact for tick_list in book.tick_lists for line in tick_list.line}
    return {fact: found[first.get(fact, fact)] for fact in found}


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
    again = _again(current, activity, found, t)
    for number, topic in enumerate(found):
        here = step(
            activity.id,
            topic.id,
            _label(topic, t, again.get(topic.id, ""), here=topic.id == at),
            mark(topic.open, here=topic.id == at),
            open_=topic.id == at,
        )
        with here:
            if topic.id != at:
                st.empty()  # a step without anything in it cannot be opened
                continue
            if topic.id in again:
                st.caption(f"{again[topic.id][0].upper()}{again[topic.id][1:]}.")
            _offer_supplier(current, activity, topic, t)
            for group in topic.groups:
                if isinstance(group, TickedQuestions):
                    tick_list(activity.id, group, _record(current.workshop.id, activity.id))
                else:
                    question(current, activity, group, t)
            _onward(activity, found, number, t)
    if not any(topic.id.startswith(("ground", "agreements", "rights")) for topic in found):
        st.caption(
            t("No personal data is processed, so the GDPR ground rules do not apply here. The principles still do.")
        )


def _progress(current: WorkshopState, activity: Activity, found: tuple[Topic, ...], t: Translator) -> None:
    everything = sum(len(topic.groups) for topic in found)
    left = sum(topic.open for topic in found)
    said = t(READING_WORDS[reading(queries.law_check(current, activity))])
    words = t.plural("{count} question open", "{count} questions open", left) if left else t("All questions answered")
    st.progress(
        max(0.0, (everything - left) / max(everything, 1)), text=f"{words} · {t('so far: {verdict}', verdict=said)}"
    )
    once = queries.law_questions_open(current, activity) - left
    if once:
        st.button(
            t.plural(
                "{count} more for the team or a supplier: answer it once",
                "{count} more for the team or a supplier: answer them once",
                once,
            ),
            key="law.to_once",
            type="tertiary",
            icon=":material/groups:",
            on_click=nav.set_params,
            kwargs={"a": ONCE},
            wrap=True,
        )


def step(about: str, topic: str, label: str, icon: str, *, open_: bool) -> Any:
    """A topic as a step of the conversation. What is open follows the address, so reload and back button keep it."""
    key = f"law.topic.{topic}"
    session.set_value(key, open_)
    return st.expander(label, key=key, icon=icon, type="step", on_change=_opened, args=(about, topic))


def _opened(about: str, topic: str) -> None:
    nav.set_params(a=about, p=topic)


def mark(left: int, *, here: bool) -> str:
    """The icon of a step in which ``left`` questions are open."""
    if here:
        return ":material/chat_bubble:"
    return ":material/radio_button_unchecked:" if left else ":material/check_circle:"


def _again(current: WorkshopState, activity: Activity, found: tuple[Topic, ...], t: Translator) -> dict[str, str]:
    """By topic that has an open question again, why."""
    book, facts, topic_of_fact = queries.law(), queries.facts_of(current, activity), _topics()
    opened = {
        topic.id: tuple(one.fact.id for one in topic.asked if one.open and one.asked_of == "activity")
        for topic in found
    }
    key = f"law.seen.{activity.id}"
    before = session.recall_or(key, reopened.NEVER)
    seen = (
        reopened.first_look(book, facts, topic_of_fact, opened, {topic_of_fact[fact] for fact in activity.facts})
        if before is reopened.NEVER
        else reopened.next_look(before, facts, topic_of_fact, opened)
    )
    session.remember(key, seen)
    return {topic: reopened.again_words(book, by, t) for topic, by in seen.again.items()}


def _label(topic: Topic, t: Translator, again: str, *, here: bool) -> str:
    """The topic and, where it is folded, in one line what was said about it. ``again``: why it is open again."""
    name = t(TOPICS[topic.id])
    parts: list[str] = []
    if topic.open:
        parts.append(t.plural("{count} open", "{count} open", topic.open))
    if again and not here:
        parts.append(again)
    parts += [] if here else _said(topic, t)
    if not here and any(one.origin == "assumed" for one in topic.asked):
        said = any(one.origin not in (None, "assumed") for one in topic.asked)
        parts.append(t("partly assumed") if said else t("assumed"))
    return f"**{name}** :gray[· {' · '.join(parts)}]" if parts else f"**{name}**"


def _said(topic: Topic, t: Translator) -> list[str]:
    """The answers in their own words, equal ones counted: “A supplier’s”, “2 × no”, “Don’t know”."""
    counts: dict[str, int] = {}
    for one in topic.asked:
        if not one.open:
            words = _short(answer_words(queries.law(), one.fact.id, one.value, t))
            counts[words] = counts.get(words, 0) + 1
    return [f"{count} × {words.lower()}" if count > 1 else words for words, count in counts.items()]


def _short(words: str) -> str:
    words = words.split("(")[0].split(",")[0].split(";")[0].strip()
    if len(words) <= _WORDS:
        return words
    kept = words[: _WORDS - 1].split(" ")[:-1]
    while len(kept) > 1 and len(kept[-1]) <= _SMALL:
        kept.pop()
    return f"{' '.join(kept)} …"


def _onward(activity: Activity, found: tuple[Topic, ...], number: int, t: Translator) -> None:
    after = found[number + 1].id if number + 1 < len(found) else SUMMARY
    words = t("Go to the summary") if after == SUMMARY else t("Next: {step}", step=t(TOPICS[after]))
    st.button(words, key="law.next", type="primary", on_click=nav.set_params, kwargs={"a": activity.id, "p": after})


def question(current: WorkshopState, activity: Activity, one: AskedQuestion, t: Translator) -> None:
    """A field; what was said for the team or a supplier stands as a line, with a way to say otherwise."""
    label, why = question_words(one, t)
    save = _save(current.workshop.id, activity.id, one.fact.id)
    field = partial(answer_field, label, f"fact.{activity.id}.{one.fact.id}", one, save, why)
    if one.asked_of == "activity":
        field()
    elif one.origin == "activity":
        field()
        st.button(
            t("As for the whole team again")
            if one.asked_of == "team"
            else t("As for {supplier} again", supplier=_suppliers(activity, t)),
            key=f"law.as_before.{one.fact.id}",
            type="tertiary",
            icon=":material/undo:",
            on_click=_forget,
            args=(current.workshop.id, activity.id, one.fact.id),
        )
    else:
        said = t("Not answered yet") if one.open else answer_words(queries.law(), one.fact.id, one.value, t)
        whose = t("for the team") if one.asked_of == "team" else t("for {supplier}", supplier=_suppliers(activity, t))
        with st.container(horizontal=True, vertical_alignment="center", key=f"law.shared.{one.fact.id}"):
            with st.container():  # so that text takes the room that the button leaves (`inline_text`)
                fields.explained_text(f"{label}  \n**{said}** :gray[· {whose}]", f"shared.{one.fact.id}", why)
            with st.popover(t("Different here"), key=f"law.different.{one.fact.id}"):
                field()
                st.button(
                    t("Answer it once") if one.open else t("Change it for all"),
                    key=f"law.once.{one.fact.id}",
                    type="tertiary",
                    icon=":material/groups:",
                    on_click=nav.set_params,
                    kwargs={
                        "a": ONCE,
                        "p": TEAM if one.asked_of == "team" else supplier_id(supplier_names(activity)[0]),
                    },
                )


def question_words(one: AskedQuestion, t: Translator) -> tuple[str, str]:
    """The question, without marks for bold or grey since a screen reader would read them out, and why it is asked."""
    fact, here = one.fact, t.lang
    label = fact.question[here]
    why = [fact.why[here]]
    if fact.topic == "ground_rule":
        rule = next(rule for rule in queries.law().ground_rules if rule.fact == fact.id)
        label = f"{rule.name[here]} · {label}"
        why.append(f"*{article_words(rule.article, t)}*")
    if one.origin == "assumed":
        label += f" · {t('assumed')}"
    if fact.example is not None:
        why.insert(1, f"*{fact.example[here]}*")
    return label, "\n\n".join(why)


def answer_field(label: str, key: str, one: AskedQuestion, save: fields.Save, why: str) -> None:
    t = translate()
    fields.choice(
        label,
        key,
        None if one.open else one.value,
        (*one.fact.answers, UNKNOWN),
        save,
        words=lambda answer: answer_words(queries.law(), one.fact.id, answer, t),
        help=why,
    )


def _suppliers(activity: Activity, t: Translator) -> str:
    return t.listing(map(plain, supplier_names(activity)))


def _offer_supplier(current: WorkshopState, activity: Activity, topic: Topic, t: Translator) -> None:
    """What a supplier is asked is asked here as long as it has no name."""
    if supplier_names(activity) or not any(one.fact.scope == "supplier" for one in topic.asked):
        return
    key = f"law.supplier.{activity.id}"
    st.text_input(
        t("Supplier or tool"),
        key=key,
        on_change=_name_supplier,
        args=(current.workshop.id, activity, key),
        placeholder=t("For example: Meta"),
        autocomplete="off",
    )
    st.caption(t("With a name here, its questions are asked once, for everything you use it for."))


def _name_supplier(workshop_id: str, activity: Activity, key: str) -> None:
    with messages.guarded():
        named = activity.model_copy(update={"supplier": session.value(key) or ""})
        use_cases(workshop_id).inventory.edit(workshop_id, activity, named)


def _forget(workshop_id: str, activity_id: str, fact_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).inventory.forget_fact(workshop_id, activity_id, fact_id)


def _record(workshop_id: str, activity_id: str) -> Callable[[dict[str, str]], None]:
    def record(answers: dict[str, str]) -> None:
        with messages.guarded():
            use_cases(workshop_id).inventory.record_facts(workshop_id, activity_id, answers)

    return record


def _save(workshop_id: str, activity_id: str, fact_id: str) -> Callable[[Any], None]:
    def save(value: Any) -> None:
        if value is not None:
            with messages.guarded():
                use_cases(workshop_id).inventory.record_fact(workshop_id, activity_id, fact_id, value)

    return save
