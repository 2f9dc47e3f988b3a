"""Step 5: take a stance on each dilemma."""

import streamlit as st

from framework.workshop.agenda import ballot_of
from pages.ui import large_type, layout, nav, print_downloads, queries
from pages.ui.i18n import translate
from pages.ui.scenarios import own_ballot

t = translate()
current = queries.current_workshop()
items = queries.agenda_items(current)
st.title(t("Where do you stand?"))
if not items:
    layout.empty_step(
        "inventory", t("There are no dilemmas yet: they depend on your activities. Add at least one activity.")
    )
else:
    seat = queries.own_seat(current)
    waiting = next((i for i in items if not ((ballot := ballot_of(current, seat, i)) and ballot.stance)), items[0])
    item = next((i for i in items if i.scenario.id == nav.param("s")), waiting)
    nav.set_params(s=item.scenario.id)
    own_ballot.chooser(current, items, item)
    large_type.switch("scenarios")
    ballot = own_ballot.question(current, item)
    if ballot.stance is not None:
        own_ballot.effects(current, item.scenario, ballot)
    own_ballot.neighbour_links(items, item)
    print_downloads.scenarios(current, items)
