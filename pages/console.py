"""The facilitator's console of a live workshop: the current step, what comes next, and the script."""

import streamlit as st

from pages.ui import queries
from pages.ui.decisions import group_decision, red_line_vote
from pages.ui.facilitation import (
    controls,
    facilitator_script,
    join_info,
    notes,
    participants,
    room_queries,
    status_bar,
    wrap_up,
)
from pages.ui.i18n import translate
from pages.ui.principles import group_ranking
from pages.ui.scenarios import group_result

t = translate()
seen = status_bar.seen_now()
current = queries.current_workshop()
if not controls.is_open(current):
    st.stop()
room = room_queries.room_of(current)
step = room.current_step()
main, beside = st.columns([1.7, 1], gap="large")
with main:
    controls.where(current)
    status_bar.strip(current, seen)
    result = room_queries.result_at(current, step) if step.kind == "scenario" else None
    controls.moves(current, close_together=group_result.close_together(result))
    if step.kind == "scenario":
        group_result.dilemma(current, step)
        if room.phase in ("consent", "consent_revealed"):
            group_decision.panel(current, step)
        if group_result.votes(current, step) is not None:
            if room.phase == "revealed":
                group_result.outermost(current, step)
            group_result.reasons(current, step)
            if room.phase not in ("consent", "consent_revealed"):
                group_decision.panel(current, step)
    elif step.kind == "principles":
        group_ranking.cards(current)
    elif step.kind == "red_lines":
        red_line_vote.lines(current)
    elif step.kind == "agreements":
        group_decision.every_rule(current)
    if step == room.plan[-1]:
        wrap_up.way_on(current, steering=True)
with beside:
    facilitator_script.beside(current)
    notes.pages(current)
    participants.people(current)
    controls.whole_plan(current)
    with st.container(horizontal=True):
        participants.lock(current)
        join_info.beamer(current)
