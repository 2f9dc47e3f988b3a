"""One list of everything that is to do, and what was done."""

import streamlit as st

from pages.ui import queries
from pages.ui.governance import action_files, action_list
from pages.ui.i18n import translate

t = translate()
current = queries.current_workshop()
st.title(t("Actions"))
found = action_list.found_actions(current)
action_list.overview(found)
shown = action_list.chosen(found)
action_list.rows(current, shown)
action_files.files(current, found)
