"""The questions of the law check that are asked once: of the team, and about each supplier."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from framework.language import Translator
from framework.law.questions import TickedQuestions, grouped
from framework.workshop.facts import TEAM
from framework.workshop.law_questions import SharedQuestions
from framework.workshop.models import Activity, WorkshopState
from pages.ui import messages, nav, queries
from pages.ui.i18n import plain, translate
from pages.ui.law import questionnaire, summary
from pages.ui.law.tick_list import tick_list
from pages.ui.use_cases import use_cases


def place(found: tuple[SharedQuestions, ...]) -> str:
    """Whose questions are open on the page: as the address says, else the first with an open question, else the first."""
    asked = nav.param("p")
    if any(one.id == asked for one in found):
        return str(asked)
    return next((one.id for one in found if one.open), found[0].id)


def conversation(current: WorkshopState, found: tuple[SharedQuestions, ...], at: str, after: Activity) -> None:
    """The team and each supplier as steps, of which one is open; then on to the activities."""
    t = translate()
    everything = sum(len(grouped(queries.law(), one.asked)) for one in found)
    left = sum(one.open for one in found)
    words = t.plural("{count} question open", "{count} questions open", left) if left else t("All questions answered")
    st.progress(max(0.0, (everything - left) / everything), text=words)
    for number, shared in enumerate(found):
        here = shared.id == at
        said = f" :gray[· {t.plural('{count} open', '{count} open', shared.open)}]" if shared.open else ""
        label = f"**{name_of(shared, t)}**{said}"
        with questionnaire.step(
            questionnaire.ONCE, shared.id, label, questionnaire.mark(shared.open, here=here), open_=here
        ):
            if not here:
                st.empty()  # a step without anything in it cannot be opened
                continue
            _questions(current, shared, t)
            following = found[number + 1] if number + 1 < len(found) else None
            st.button(
                t("Next: {step}", step=name_of(following, t) if following else plain(after.name)),
                key="law.next",
                type="primary",
                on_click=nav.set_params,
                kwargs={"a": questionnaire.ONCE, "p": following.id} if following else {"a": after.id},
                wrap=True,
            )


def name_of(shared: SharedQuestions, t: Translator) -> str:
    return plain(shared.supplier) if shared.supplier else t("The whole team")


def explained(current: WorkshopState, shared: SharedQuestions) -> None:
    """What an answer here does, and for which activities."""
    t, names = translate(), queries.activity_names(current)
    concerned = dict.fromkeys(one for activities in shared.activities.values() for one in activities)
    summary.styles()
    with st.container(border=True, key="law.card.once"):
        st.markdown(f"## {t('Answer once, for all of these')}")
        st.markdown("\n".join(f"- {plain(names[activity_id])}" for activity_id in concerned))
        st.caption(t("Is it different for one of them? Say so at that activity."))


def _questions(current: WorkshopState, shared: SharedQuestions, t: Translator) -> None:
    record = _record(current.workshop.id, shared)
    for group in grouped(queries.law(), shared.asked):
        if isinstance(group, TickedQuestions):
            tick_list(shared.id, group, record)
            continue
        label, why = questionnaire.question_words(group, t)
        questionnaire.answer_field(label, f"fact.{shared.id}.{group.fact.id}", group, _save(record, group.fact.id), why)


def _save(record: Callable[[dict[str, str]], None], fact: str) -> Callable[[Any], None]:
    def save(value: Any) -> None:
        if value is not None:
            record({fact: value})

    return save


def _record(workshop_id: str, shared: SharedQuestions) -> Callable[[dict[str, str]], None]:
    def record(answers: dict[str, str]) -> None:
        with messages.guarded():
            cases = use_cases(workshop_id).law_answers
            for fact, value in answers.items():
                if shared.id == TEAM:
                    cases.record_for_team(workshop_id, fact, value)
                else:
                    cases.record_for_supplier(workshop_id, shared.supplier, fact, value)

    return record
