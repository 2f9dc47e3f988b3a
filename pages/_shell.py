"""Streamlit's main script: language, workshop, menu, then the page.

It lives inside ``pages/`` on purpose: beside a plain main script Streamlit takes a flat ``pages/`` folder for its own
multipage mechanism and would run a deep-linked page without this shell (docs/decisions/0001).
"""

import streamlit as st

from pages.ui import frame, nav, notices, text

chosen = st.navigation([nav.streamlit_page(spec.key) for spec in nav.PAGES], position="hidden")
spec = nav.spec_of(chosen.title)
text.settle_lang()
frame.configure(spec)
with frame.of_one_moment():
    entered = frame.enter(spec)
    if entered is not None:
        with (
            st.container()
        ):  # also when empty: what stands below keeps its place, and an upload there is not broken off
            notices.show()
        with notices.explained():
            chosen.run()
        frame.leave(spec, entered)
