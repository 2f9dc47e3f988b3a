"""The law check of all activities together: the portfolio, duties over time, and the outcome on a later day."""

import streamlit as st

from framework.workshop.agenda import live_activities
from pages.ui import layout, queries
from pages.ui.i18n import translate
from pages.ui.law import memo_downloads, portfolio, question_list, timeline

t = translate()
current = queries.current_workshop()
st.title(t("The law in full"))
if not live_activities(current):
    layout.empty_step("inventory", t("There is nothing to check yet. Add at least one activity."))
else:
    view = portfolio.chooser()
    if view == "timeline":
        timeline.timeline(current)
    elif view == "date":
        timeline.on_a_day(current)
    else:
        portfolio.portfolio(current)
        question_list.question_list(current)
        memo_downloads.downloads(current)
    portfolio.small_print()
