"""Streamlit's main script: language, workshop, menu, then the page.

It lives inside ``pages/`` on purpose: beside a plain main script Streamlit takes a flat ``pages/`` folder for its own
multipage mechanism and would run a deep-linked page without this shell (docs/decisions/0001).
"""

import streamlit as st

from pages.ui import i18n, layout, messages, nav

chosen = st.navigation([nav.streamlit_page(spec.key) for spec in nav.PAGES], position="hidden")
spec = nav.spec_of(chosen.title)
i18n.settle_lang()
layout.configure(spec)
with layout.of_one_moment():
    entered = layout.enter(spec)
    if entered is not None:
        with (
            st.container()
        ):  # also when empty: what stands below keeps its place, and an upload there is not broken off
            messages.show()
        with messages.explained():
            chosen.run()
        layout.leave(spec, entered)
