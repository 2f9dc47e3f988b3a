"""Step 7: what the decisions win and give up."""

import streamlit as st

from pages.ui import layout, queries
from pages.ui.i18n import translate
from pages.ui.tradeoffs import more, price_list, priorities, tables, two_rows, what_if

t = translate()
current = queries.current_workshop()
st.title(t("What do we win, and what do we give up?"))
if not queries.choices(current):
    if current.workshop.kind == "live":
        layout.empty_step("console", t("There is nothing to weigh yet. Turn at least one dilemma into a rule first."))
    else:
        layout.empty_step("scenarios", t("There is nothing to weigh yet. Take a stance on at least one dilemma first."))
else:
    what_if.banner(current)
    price_list.section(current)
    priorities.section(current)
    two_rows.section(current)
    what_if.section(current)
    more.section(current)
    tables.section(current)
    st.caption(
        t(
            "Compared with what we do now; where that is not known, with what is usual in the sector, by the deck’s estimate. "
            "Which stance is better for what is the deck’s first judgement, unless it says that it is ours. Nothing is added up "
            "but hours and euros."
        )
    )
