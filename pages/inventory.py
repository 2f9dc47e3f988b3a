"""Step 1: what the team does with AI."""

import streamlit as st

from framework.workshop.agenda import live_activities
from pages.ui import activities, folds, inventory_files, nav, service
from pages.ui.text import translate

t = translate()
current = service.here()
st.title(t("What do you do with AI?"))
st.markdown(
    t(
        "An activity is one use, not a tool: “the newsletter text assistant”, not “ChatGPT”. For a first round, take the two "
        "or three that matter most; the rest can follow."
    )
)
activities.undo_delete(current)
if live_activities(current):
    activities.rows(current, nav.param("a"))
    with folds.fold(t("Add more activities"), "inventory.more", icon=":material/add:") as opened:
        if opened:
            activities.pick_kinds(current)
else:
    activities.pick_kinds(current)
with folds.fold(t("In and out: spreadsheet, CSV, JSON"), "inventory.files", icon=":material/swap_vert:") as opened:
    if opened:
        inventory_files.take_out(current)
        inventory_files.bring_in(current)
