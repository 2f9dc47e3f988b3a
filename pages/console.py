"""Steering a live workshop: where the room is, what comes next, and what to say."""

import streamlit as st

from pages.ui import (
    concluding,
    damming,
    deciding,
    keeping,
    liveroom,
    notebook,
    outcome,
    preflight,
    pulse,
    saying,
    seats,
    service,
    steering,
)
from pages.ui.text import translate

t = translate()
seen = pulse.seen_now()
current = service.here()
if not steering.is_open(current):
    st.stop()
room = liveroom.room_of(current)
step = room.current()
main, beside = st.columns([1.7, 1], gap="large")
with main:
    steering.where(current)
    pulse.strip(current, seen)
    result = liveroom.result_at(current, step) if step.kind == "scenario" else None
    steering.moves(current, close_together=outcome.close_together(result))
    if step.kind == "scenario":
        outcome.dilemma(current, step)
        if room.phase in ("consent", "consent_revealed"):
            deciding.panel(current, step)
        if outcome.votes(current, step) is not None:
            if room.phase == "revealed":
                outcome.outermost(current, step)
            outcome.reasons(current, step)
            if room.phase not in ("consent", "consent_revealed"):
                deciding.panel(current, step)
    elif step.kind == "principles":
        keeping.cards(current)
    elif step.kind == "red_lines":
        damming.lines(current)
    elif step.kind == "agreements":
        deciding.every_rule(current)
    if step == room.plan[-1]:
        concluding.way_on(current, steering=True)
with beside:
    saying.beside(current)
    notebook.pages(current)
    seats.people(current)
    steering.whole_plan(current)
    with st.container(horizontal=True):
        seats.lock(current)
        preflight.beamer(current)
