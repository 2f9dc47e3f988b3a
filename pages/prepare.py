"""Preparation of a live workshop: its organisation and team, its plan, and how phones join."""

import streamlit as st

from pages.ui import queries
from pages.ui.facilitation import controls, join_info, plan_editor, room_queries, typed_texts
from pages.ui.i18n import translate

t = translate()
current = queries.current_workshop()
st.title(t("Prepare the workshop"))
plan, room = st.columns([1.6, 1], gap="large")
with plan:
    typed_texts.waiting_lines(current)
    plan_editor.basics(current)
    plan_editor.agenda(current)
with room:
    with st.container(border=True):
        st.header(t("How people join"), anchor=False)
        join_info.join_panel(current)
        join_info.address_choice(current)
    join_info.projector_link(current)
    join_info.first_phone_check(current.workshop.id)
    join_info.group_size(len(room_queries.people(current.workshop.id)))
    join_info.answers_before_session(current)
    controls.console_button(current)
    join_info.duplicate(current)
