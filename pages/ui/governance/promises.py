"""What the team promises, a topic at a time: lines to tick, and one press for the rest."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from framework.language import N_, Translator
from framework.workshop.governance import promises as catalogue
from framework.workshop.governance.adoption import TRAINING
from framework.workshop.governance.promises import PromiseText, Topic
from framework.workshop.governance.records import Promise, PromiseAnswer
from framework.workshop.models import WorkshopState
from pages.ui import fields, messages, nav, queries, session
from pages.ui.governance import training
from pages.ui.i18n import lang, plain, translate
from pages.ui.lazy_expander import lazy_expander
from pages.ui.use_cases import use_cases

NUMBER_WORDS = {
    "days": N_("Days"),
    "weeks": N_("Weeks"),
    "months": N_("Months"),
    "hours": N_("Hours"),
    "customers": N_("Customers"),
    "people": N_("People"),
}


def topics(current: WorkshopState) -> None:
    """All topics; the one that the address names is unfolded, else the first one with something open."""
    t = translate()
    answered = session.remember("promises", {one.id: one for one in current.promises})
    every = catalogue.catalogue()
    waiting = [topic.id for topic in catalogue.waiting_topics(current.promises)]
    st.progress(
        1 - len(waiting) / len(every.topics),
        text=t("{done} of {all} topics done", done=len(every.topics) - len(waiting), all=len(every.topics)),
    )
    asked = nav.param("p")
    for topic in every.topics:
        with lazy_expander(
            _title(topic, every.of(topic.id), answered, t),
            f"promises.{topic.id}",
            icon=":material/check_circle:" if topic.id not in waiting else ":material/radio_button_unchecked:",
            expanded=topic.id == asked or (asked is None and topic.id in waiting[:1]),
        ) as shown:
            if shown:
                _topic(current, topic, every.of(topic.id), answered, t)
    if waiting:
        rest = tuple(one.id for topic in every.topics for one in every.of(topic.id) if one.id not in answered)
        st.button(
            t("Leave all that is still open to the charter’s owner"),
            key="promises.all.owner",
            on_click=_answer_rest,
            args=(current.workshop.id, rest, "owner"),
        )


def _title(topic: Topic, texts: tuple[PromiseText, ...], answered: dict[str, Promise], t: Translator) -> str:
    answers = [answered[one.id].answer for one in texts if one.id in answered]
    parts = [
        t("{count} agreed", count=answers.count("made")) if "made" in answers else "",
        t("{count} left to the owner", count=answers.count("owner")) if "owner" in answers else "",
        t("nothing agreed") if len(answers) == len(texts) and set(answers) == {"left_out"} else "",
    ]
    said = " · ".join(part for part in parts if part)
    return f"**{topic.title[t.lang]}**" + (f" · {said}" if said else "")


def _topic(
    current: WorkshopState,
    topic: Topic,
    texts: tuple[PromiseText, ...],
    answered: dict[str, Promise],
    t: Translator,
) -> None:
    st.markdown(topic.question[t.lang] + (f"  \n*{topic.lead[t.lang]}*" if topic.lead else ""))
    for text in texts:
        _promise(current, text, answered.get(text.id), t)
    if topic.id == TRAINING:
        training.training(current)
    rest = [text for text in texts if text.id not in answered]
    if not rest:
        return
    some = len(rest) < len(texts)
    with st.container(horizontal=True):
        st.button(
            t("Not the rest") if some else t("None of these"),
            key=f"promises.rest.{topic.id}.left_out",
            on_click=_answer_rest,
            args=(current.workshop.id, tuple(text.id for text in rest), "left_out"),
        )
        st.button(
            t("Leave the rest to the charter’s owner") if some else t("Leave this to the charter’s owner"),
            key=f"promises.rest.{topic.id}.owner",
            on_click=_answer_rest,
            args=(current.workshop.id, tuple(text.id for text in rest), "owner"),
        )


def _promise(current: WorkshopState, text: PromiseText, said: Promise | None, t: Translator) -> None:
    words, _ = catalogue.sentence(text, said, current.texts, t.lang)
    label = plain(words)
    if said is not None and said.answer == "owner":
        label += f" · *{t('left to the owner')}*"
    made = said is not None and said.answer == "made"
    with st.container(horizontal=True, wrap=False, gap="xsmall", vertical_alignment="center"):
        fields.checkbox(label, f"promise.{text.id}", made, _tick(current.workshop.id, text))
        if made and said is not None:
            with st.popover(t("Adjust"), key=f"promise.adjust.{text.id}", type="tertiary"):
                _adjust(current, text, said, t)
    if said is not None and catalogue.unnamed(text, said, current.texts):
        st.caption(t("Say above who that is; until then the charter uses general words."))


def _adjust(current: WorkshopState, text: PromiseText, said: Promise, t: Translator) -> None:
    """Numbers, role, own words, and whether it may be public."""
    workshop_id, here = current.workshop.id, lang()
    for name, proposed in text.numbers.items():
        fields.amount(
            t(NUMBER_WORDS[name]),
            f"promise.number.{text.id}.{name}",
            said.numbers.get(name, proposed),
            1_000_000,
            _change(workshop_id, text.id, lambda value, name=name: {"numbers": {**_numbers(text.id), name: value}}),
        )
    if text.role is not None:
        fields.text_line(
            t("Who (a role)"),
            f"promise.role.{text.id}",
            said.role,
            _change(workshop_id, text.id, lambda value: {"role": value}),
            placeholder=text.role[here],
        )
    fields.text_area(
        t("In your own words"),
        f"promise.words.{text.id}",
        catalogue.sentence(text, said, current.texts, here)[0],
        _change(
            workshop_id,
            text.id,
            lambda value: {"wording": catalogue.own_words(here, value, text, _said(text.id), current.texts)},
        ),
    )
    if text.publishable:
        fields.checkbox(
            t("Also in the public edition"),
            f"promise.public.{text.id}",
            said.public,
            _change(workshop_id, text.id, lambda value: {"public": bool(value)}),
        )


def _said(promise_id: str) -> Promise | None:
    """The answer as this window last showed it."""
    return session.recall("promises", dict).get(promise_id)


def _numbers(promise_id: str) -> dict[str, int]:
    said = _said(promise_id)
    return dict(said.numbers) if said is not None else {}


def _tick(workshop_id: str, text: PromiseText) -> Callable[[Any], None]:
    def save(ticked: Any) -> None:
        _answer(workshop_id, text.id, {"answer": "made" if ticked else "left_out"})

    return save


def _change(workshop_id: str, promise_id: str, update: Callable[[Any], dict[str, Any]]) -> Callable[[Any], None]:
    return lambda value: _answer(workshop_id, promise_id, update(value)) if value is not None else None


def _answer_rest(workshop_id: str, promise_ids: tuple[str, ...], answer: PromiseAnswer) -> None:
    for promise_id in promise_ids:
        _answer(workshop_id, promise_id, {"answer": answer})


def _answer(workshop_id: str, promise_id: str, update: dict[str, Any]) -> None:
    base = _said(promise_id)
    first = base or Promise(id=promise_id, answer="made")

    def save_anyway() -> None:
        newest = next((one for one in queries.public_state(workshop_id).promises if one.id == promise_id), None)
        mine = (newest or first).model_copy(update=update)
        use_cases(workshop_id).charter.answer_promise(workshop_id, newest, mine)

    with messages.guarded(save_anyway):
        use_cases(workshop_id).charter.answer_promise(workshop_id, base, first.model_copy(update=update))
