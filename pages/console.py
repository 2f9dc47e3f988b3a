"""The facilitator's console of a live workshop: the current step, what comes next, and the script."""

import streamlit as st

from pages.ui import queries
from pages.ui.decisions import follow_up, group_decision, red_line_vote
from pages.ui.facilitation import (
    controls,
    facilitator_script,
    join_info,
    notes,
    participants,
    room_queries,
    status_bar,
    typed_texts,
    wrap_up,
)
from pages.ui.facilitation.steps import read_back, unplanned_question
from pages.ui.i18n import translate
from pages.ui.principles import group_ranking
from pages.ui.scenarios import group_result

REASONS_SHOWN, REASONS_HEIGHT = 6, 280
t = translate()
seen = status_bar.seen_now()
current = queries.current_workshop()
if not controls.is_open(current):
    st.stop()
room = room_queries.room_of(current)
step = room.current_step()
controls.position(current)
status_bar.status_bar(current, seen)
# Then the rule and its objections come first, and what the room voted on stands folded beside them.
about_rule = step.kind == "scenario" and room.phase in ("consent", "consent_revealed")
result = room_queries.result_at(current, step) if step.kind == "scenario" else None
controls.move_buttons(current, close_together=group_result.close_together(result))
main, beside = st.columns([1.1, 1], gap="medium")
with main:
    typed_texts.before_reveal(current, step)
    if step.kind == "scenario":
        if not about_rule:
            group_result.dilemma(current, step)
        if about_rule or group_result.votes(current, step) is not None:
            group_decision.panel(current, step, steering=True)
    elif step.kind == "inventory":
        typed_texts.lines(current)
    elif step.kind == "checkout":
        typed_texts.last_words(current)
    elif step.kind == "principles":
        group_ranking.cards(current)
    elif step.kind == "red_lines":
        red_line_vote.red_line_votes(current)
    elif step.kind == "agreements":
        follow_up.draft(current)
    elif step.kind == "read_back":
        read_back.page(current)
    elif step.kind == "question":
        unplanned_question.answers(current)
    if step == room.plan[-1]:
        wrap_up.next_action(current, steering=True)
with beside:
    facilitator_script.script_panel(current)
    if result is not None:
        # Longer lists scroll in their place, so that what stands below stays near.
        with st.container(height=REASONS_HEIGHT if sum(result.rounds[-1].votes) > REASONS_SHOWN else "content"):
            group_result.reasons(current, step)
        facilitator_script.what_helps(current)
    if about_rule:
        group_result.dilemma(current, step)
        group_result.folded_votes(current, step)
    facilitator_script.heated(current)
    notes.note_panels(current)
    unplanned_question.form(current)
    participants.people(current)
    controls.plan_overview(current)
    with st.container(horizontal=True):
        participants.lock_toggle(current)
        join_info.projector_link(current)
