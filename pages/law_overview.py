"""The law for all activities together, beside the check of one: the portfolio, duties over time, a later day."""

import streamlit as st

from framework.workshop.agenda import live_activities
from pages.ui import frame, lawdates, lawoverview, service
from pages.ui.text import translate

t = translate()
current = service.here()
st.title(t("The law, all together"))
if not live_activities(current):
    frame.nothing_yet("inventory", t("There is nothing to check yet. Add at least one activity."))
else:
    view = lawoverview.chooser()
    if view == "timeline":
        lawdates.timeline(current)
    elif view == "date":
        lawdates.on_a_day(current)
    else:
        lawoverview.portfolio(current)
    lawoverview.small_print()
