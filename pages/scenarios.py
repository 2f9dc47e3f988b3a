"""Step 5: take a stance, scenario by scenario."""

import streamlit as st

from framework.workshop.agenda import ballot_of
from pages.ui import dilemmas, frame, largetype, nav, service, sheets
from pages.ui.text import translate

t = translate()
current = service.here()
items = service.items(current)
st.title(t("Where do you stand?"))
if not items:
    frame.nothing_yet("inventory", t("There are no scenarios yet: they follow from your activities. Add at least one."))
else:
    seat = service.own_seat(current)
    waiting = next((i for i in items if not ((ballot := ballot_of(current, seat, i)) and ballot.stance)), items[0])
    item = next((i for i in items if i.scenario.id == nav.param("s")), waiting)
    nav.show(s=item.scenario.id)
    dilemmas.chooser(current, items, item)
    largetype.switch("scenarios")
    ballot = dilemmas.question(current, item)
    if ballot.stance is not None:
        dilemmas.effects(current, item.scenario, ballot)
    dilemmas.onward(items, item)
    sheets.scenarios(current, items)
