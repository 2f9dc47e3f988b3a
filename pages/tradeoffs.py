"""Step 7: what the decisions give and cost."""

import streamlit as st

from pages.ui import layout, queries
from pages.ui.i18n import translate
from pages.ui.tradeoffs import charts

t = translate()
current = queries.current_workshop()
st.title(t("What does it give, and what does it cost?"))
if not queries.choices(current):
    if current.workshop.kind == "live":
        layout.empty_step("console", t("There is nothing to weigh yet. Turn at least one dilemma into a rule first."))
    else:
        layout.empty_step("scenarios", t("There is nothing to weigh yet. Take a stance on at least one dilemma first."))
else:
    st.markdown(
        t(
            "Every choice gives something and costs something. A closed decision counts as decided, an open "
            "one by your stance. The marks are first estimates by the makers of the deck; feel free to "
            "disagree. There is no total, on purpose."
        )
    )
    charts.charts(current)
