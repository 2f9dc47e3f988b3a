"""What happens once a framework is there: exceptions, incidents, complaints, stops, checks; and training."""

import streamlit as st

from pages.ui import lazy_expander, queries
from pages.ui.governance import logbook, training
from pages.ui.i18n import translate

t = translate()
current = queries.current_workshop()
st.title(t("Logbook"))
tabs = lazy_expander.lazy_tabs({"log": t("What happened"), "training": t("Training")}, "logbook.tabs")
with tabs["log"] as log:
    if log.open:
        logbook.new_entry(current)
        logbook.entries(current)
with tabs["training"] as learned:
    if learned.open:
        training.training(current)
