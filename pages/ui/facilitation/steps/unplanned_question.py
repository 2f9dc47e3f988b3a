"""Asking the room something that was not planned, and what it said, on the console."""

import streamlit as st

from framework.analysis.group_results import ANONYMOUS_FROM
from framework.language import N_, Translator
from framework.workshop.models import WorkshopState
from framework.workshop.room import Question
from framework.workshop.steps.unplanned_question import (
    CHOICE_LIMIT,
    MAX_CHOICES,
    MIN_CHOICES,
    QUESTION_LIMIT,
    QuestionAnswer,
    UnplannedQuestion,
    choice_counts,
    words_said,
)
from pages.ui import lazy_expander, messages, session
from pages.ui.facilitation import room_queries, typed_texts
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

_FORM = "question.form"
_KINDS = {"choices": N_("Answers to choose from"), "word": N_("One word each")}


def form(current: WorkshopState) -> None:
    """Typing a question, folded; not while people are answering another one."""
    t = translate()
    room = room_queries.room_of(current)
    with lazy_expander.lazy_expander(t("Ask something in between"), _FORM, icon=":material/contact_support:") as opened:
        if not opened:
            return
        if not room.between_rounds:
            st.caption(t("People are answering now. You can ask once this round is revealed."))
            return
        session.set_default("question.kind", "choices")
        st.text_input(
            t("Your question"),
            key="question.text",
            max_chars=QUESTION_LIMIT,
            autocomplete="off",
            persist_state=lazy_expander.KEPT,
        )
        st.segmented_control(
            t("How do people answer?"),
            list(_KINDS),
            key="question.kind",
            required=True,
            format_func=lambda kind: t(_KINDS[kind]),
            wrap=True,
        )
        if session.value("question.kind") == "choices":
            st.text_area(
                t("The answers, one per line ({least} to {most})", least=MIN_CHOICES, most=MAX_CHOICES),
                key="question.choices",
                max_chars=MAX_CHOICES * (CHOICE_LIMIT + 1),
                height=140,
                persist_state=lazy_expander.KEPT,
            )
        st.button(
            t("Ask the room"),
            key="question.ask",
            icon=":material/how_to_vote:",
            on_click=_ask,
            args=(current.workshop.id, room.version),
        )
        st.caption(t("Nobody sees an answer before the reveal. It comes in your notes, never in the charter."))


def _ask(workshop_id: str, seen: int) -> None:
    choices: list[str] = []
    if session.value("question.kind") == "choices":
        choices = session.value("question.choices", "").splitlines() or [""]
    with messages.guarded():
        use_cases(workshop_id).facilitation.ask_question(
            workshop_id, seen, lang(), session.value("question.text", ""), choices
        )
        for field in ("question.text", "question.choices"):
            session.set_value(field, "")
        lazy_expander.close(_FORM)


def answers(current: WorkshopState) -> None:
    """The question of this step, and its answers once nobody can add to them. Words can be hidden before they are shown."""
    t = translate()
    room = room_queries.room_of(current)
    question = room.question(room.step)
    if question is None:
        return
    st.markdown(f"### {plain(question.text)}")
    if room.phase == "voting":
        for words in question.choices:
            st.markdown(f"- {plain(words)}")
        st.caption(
            t("People answer on their phones, in silence.")
            if question.choices
            else t("People answer in one word. You read the words first; then you show them.")
        )
        return
    if question.choices:
        _counts(question, room_queries.question_answers(current, question.id), t)
    else:
        typed_texts.question_words(current, Question("question", about=question.id))


def _counts(question: UnplannedQuestion, given: tuple[QuestionAnswer, ...], t: Translator) -> None:
    counts = choice_counts(question, given)
    for words, count in zip(question.choices, counts, strict=True):
        st.progress(count / max(*counts, 1), f"{plain(words)} · **{count}**")
    if sum(counts) < ANONYMOUS_FROM:
        st.caption(t("With so few people, it is easy to guess who said what."))


def asked_so_far(current: WorkshopState) -> None:
    """Every revealed question with its result in a line, for the notes; below five answers only that they were few."""
    t = translate()
    room = room_queries.room_of(current)
    for question in room.questions:
        if f"{question.id}/1" not in room.revealed:
            continue
        given = room_queries.question_answers(current, question.id)
        if len(given) < ANONYMOUS_FROM:
            result = t("fewer than five answers")
        elif question.choices:
            counts = zip(question.choices, choice_counts(question, given), strict=True)
            result = " · ".join(f"{plain(words)} {count}" for words, count in counts)
        else:
            said = words_said(given)
            result = ", ".join(plain(word) if count == 1 else f"{plain(word)} ({count}×)" for word, count in said)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(question.text)}** {result}")
            if question.id != room.step:
                st.button(
                    t("Show again"),
                    key=f"question.again.{question.id}",
                    type="tertiary",
                    on_click=_show_again,
                    args=(current.workshop.id, room.version, question.id),
                )


def _show_again(workshop_id: str, seen: int, question_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.move_to_step(workshop_id, seen, question_id)
