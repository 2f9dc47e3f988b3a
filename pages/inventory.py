"""Step 1: the team's AI activities."""

import streamlit as st

from framework.workshop.agenda import live_activities
from pages.ui import lazy_expander, nav, queries
from pages.ui.facilitation import typed_texts
from pages.ui.i18n import translate
from pages.ui.inventory import activity_form, import_export

t = translate()
current = queries.current_workshop()
st.title(t("What do you do with AI?"))
st.markdown(
    t(
        "An activity is one use, not a tool: “the newsletter text assistant”, not “ChatGPT”. For a first round, take the two "
        "or three that matter most; the rest can follow."
    )
)
activity_form.undo_delete(current)
typed_texts.waiting_lines(current)
if live_activities(current):
    activity_form.activity_rows(current, nav.param("a"))
    with lazy_expander.lazy_expander(t("Add more activities"), "inventory.more", icon=":material/add:") as opened:
        if opened:
            activity_form.pick_kinds(current)
else:
    activity_form.pick_kinds(current)
with lazy_expander.lazy_expander(
    t("In and out: spreadsheet, CSV, JSON"), "inventory.files", icon=":material/swap_vert:"
) as opened:
    if opened:
        import_export.export_files(current)
        import_export.import_file(current)
