"""The decisions of a group: one dilemma at a time, then the red lines; also after the session."""

import streamlit as st

from framework.workshop.results import rounds_revealed
from pages.ui import concluding, damming, deciding, frame, liveroom, nav, outcome, rulings, service
from pages.ui.text import translate

t = translate()
current = service.here()
room = liveroom.room_of(current)
talked = {step.scenario: step for step in room.plan if step.scenario and rounds_revealed(room, step)}
items = tuple(item for step in talked.values() if (item := liveroom.item_at(current, step)) is not None)
st.title(t("What do we agree?"))
concluding.loosened(current)
if not items:
    frame.nothing_yet("console", t("There is nothing to decide yet. Reveal the votes on a dilemma first."))
else:
    closed = {decision.scenario for decision in current.decisions if decision.closed and not decision.withdrawn}
    first_open = next((item for item in items if item.scenario.id not in closed), items[0])
    item = next((i for i in items if i.scenario.id == nav.param("s")), first_open)
    nav.show(s=item.scenario.id)
    rulings.chooser(current, items, item)
    step = talked[item.scenario.id]
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        deciding.panel(current, step)
    with right:
        outcome.votes(current, step)
        outcome.reasons(current, step)
st.header(t("Red lines"), anchor=False)
damming.lines(current)
