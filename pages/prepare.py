"""A live workshop before it begins: for whom, which steps, and how phones come in."""

import streamlit as st

from pages.ui import liveroom, planner, preflight, service, steering
from pages.ui.text import translate

t = translate()
current = service.here()
revision = liveroom.as_of(current.workshop.id)
st.title(t("Prepare the workshop"))
plan, room = st.columns([1.6, 1], gap="large")
with plan:
    planner.basics(current)
    planner.agenda(current, revision)
with room:
    with st.container(border=True):
        st.subheader(t("How people come in"), anchor=False)
        preflight.way_in(current)
        preflight.addresses(current)
    preflight.beamer(current)
    preflight.first_phone(current.workshop.id)
    preflight.group_size(len(liveroom.people(current, revision)))
    preflight.before_session(current, revision)
    steering.to_console(current)
    preflight.duplicate(current)
