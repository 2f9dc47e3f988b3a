"""Streamlit's main script: sets the language and the workshop, draws the menu, then runs the page.

It is inside ``pages/`` because Streamlit treats a flat ``pages/`` folder beside the main script as its own multipage
mechanism and then runs a deep-linked page without this shell (docs/decisions/0001).
"""

from copy import copy

import streamlit as st

from pages.ui import i18n, layout, messages, nav

# A copy, because all windows share the pages, and Streamlit marks the one that it runs as used until the next navigation.
# Without it one of two windows that rerun at once, as after a restart, is refused with "cannot be called directly".
chosen = copy(st.navigation([nav.streamlit_page(spec.key) for spec in nav.PAGES], position="hidden"))
spec = nav.spec_of(chosen.title)
i18n.determine_lang()
layout.configure(spec)
with layout.of_one_moment():
    entered = layout.enter(spec)
    if entered is not None:
        with (
            st.container()
        ):  # also when empty: what stands below keeps its place, and an upload there is not broken off
            messages.show_messages()
        with messages.errors_explained():
            chosen.run()
        layout.step_links(spec, entered)
