"""The facilitator's script for the current step, beside the controls."""

import streamlit as st

from framework.analysis.group_results import ANONYMOUS_FROM
from framework.analysis.result_text import outcome_of
from framework.workshop.facilitator_script import RevealAdvice, after_reveal, step_script
from framework.workshop.models import WorkshopState
from pages.ui.facilitation import room_queries
from pages.ui.i18n import lang, translate


def script_panel(current: WorkshopState) -> None:
    """What to say to the room, in full."""
    t, here = translate(), lang()
    room = room_queries.room_of(current)
    words = step_script(room.current_step().kind, room.phase)
    said = f"**{t('Say')}**\n\n{words.say[here]}"
    next_ = _after_reveal(current)
    if next_ is not None and room.phase == "revealed":
        said += f" {next_.room[here]}"
    if words.few is not None and len(room_queries.people(current.workshop.id)) < ANONYMOUS_FROM:
        said += f"\n\n:blue-badge[{t('Fewer than five people? Also say')}] {words.few[here]}"
    with st.container(border=True):
        st.markdown(said)


def what_helps(current: WorkshopState) -> None:
    """Advice to the facilitator after a reveal."""
    if (next_ := _after_reveal(current)) is not None:
        st.markdown(f":blue-badge[{translate()('What helps now')}] {next_.advice[lang()]}")


def _after_reveal(current: WorkshopState) -> RevealAdvice | None:
    room = room_queries.room_of(current)
    shown = room.phase in ("revealed", "second_revealed")
    result = room_queries.result_at(current, room.current_step()) if shown else None
    return None if result is None else after_reveal(outcome_of(result.rounds[-1]))


def heated(current: WorkshopState) -> None:
    t, room = translate(), room_queries.room_of(current)
    words = step_script(room.current_step().kind, room.phase)
    with st.expander(t("When it gets heated"), icon=":material/local_fire_department:", key="console.heated"):
        st.markdown(words.heated[lang()])
