"""The step before the charter: who keeps to it, and what the team promises on how."""

import streamlit as st

from pages.ui import queries
from pages.ui.governance import people, promises
from pages.ui.i18n import translate

t = translate()
current = queries.current_workshop()
st.title(t("How we keep to it"))
st.markdown(
    t(
        "A charter that nobody keeps is paper. Tick what you really do; only that goes into your charter. What you leave "
        "open is listed there as an open point."
    )
)
people.people(current)
promises.topics(current)
