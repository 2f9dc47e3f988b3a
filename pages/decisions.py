"""Step 6: rules and red lines of a self-assessment."""

import streamlit as st

from framework.workshop.decision_drafts import decision_id
from pages.ui import layout, nav, queries
from pages.ui.decisions import red_lines, rule_form
from pages.ui.i18n import translate

t = translate()
current = queries.current_workshop()
items = queries.items_to_decide(current)
st.title(t("What do we agree?"))
if not items:
    layout.empty_step("scenarios", t("There is nothing to decide yet. Take a stance on at least one dilemma first."))
else:
    closed = {decision.id for decision in current.decisions if decision.closed}
    first_open = next((item for item in items if decision_id(item) not in closed), items[0])
    item = next((i for i in items if i.scenario.id == nav.param("s")), first_open)
    nav.set_params(s=item.scenario.id, at=nav.param("at"))
    st.markdown(
        t(
            "Each stance becomes a rule: one sentence that a colleague can follow and that someone checks. "
            "Anything left open is listed as an open point in the charter."
        )
    )
    rule_form.chooser(current, items, item)
    rule_form.decision_form(current, item)
    red_lines.red_lines(current, items)
