"""A group's decisions, one dilemma at a time, and its red lines; also after the session."""

import streamlit as st

from framework.analysis.group_results import rounds_revealed
from pages.ui import layout, nav, queries
from pages.ui.decisions import group_decision, red_line_vote, rule_form
from pages.ui.facilitation import room_queries, wrap_up
from pages.ui.i18n import translate
from pages.ui.scenarios import group_result

t = translate()
current = queries.current_workshop()
room = room_queries.room_of(current)
talked = {step.scenario: step for step in room.plan if step.scenario and rounds_revealed(room, step)}
items = tuple(item for step in talked.values() if (item := room_queries.item_at(current, step)) is not None)
st.title(t("What do we agree?"))
wrap_up.anonymised_note(current)
if not items:
    layout.empty_step("console", t("There is nothing to decide yet. Reveal the votes on a dilemma first."))
else:
    closed = {decision.scenario for decision in current.decisions if decision.closed and not decision.withdrawn}
    first_open = next((item for item in items if item.scenario.id not in closed), items[0])
    item = next((i for i in items if i.scenario.id == nav.param("s")), first_open)
    nav.set_params(s=item.scenario.id, at=nav.param("at"))
    rule_form.chooser(current, items, item)
    step = talked[item.scenario.id]
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        group_decision.panel(current, step)
    with right:
        group_result.votes(current, step)
        group_result.reasons(current, step)
st.header(t("Red lines"), anchor=False)
red_line_vote.red_line_votes(current)
