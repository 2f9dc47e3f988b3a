"""What to say at this step, and what helps when it gets heated, beside the controls."""

import streamlit as st

from framework.workshop.facilitation import advice_after, words_for
from framework.workshop.models import WorkshopState
from framework.workshop.telling import outcome
from pages.ui import liveroom
from pages.ui.text import lang, translate


def beside(current: WorkshopState) -> None:
    t, here = translate(), lang()
    room = liveroom.room_of(current)
    step = room.current()
    words = words_for(step.kind, room.phase)
    said = f"**{t('Say')}**\n\n{words.say[here]}"
    result = liveroom.result_at(current, step) if room.phase in ("revealed", "second_revealed") else None
    if result is not None:
        said += f"\n\n:blue-badge[{t('What helps now')}] {advice_after(outcome(result.rounds[-1]))[here]}"
    with st.container(border=True):
        st.markdown(said)
    with st.expander(t("When it gets heated"), icon=":material/local_fire_department:", key="console.heated"):
        st.markdown(words.heated[here])
