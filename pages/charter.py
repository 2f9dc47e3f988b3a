"""Step 8: the charter. Saves a proposal or adopts it, and offers its files."""

import streamlit as st

from pages.ui import queries
from pages.ui.charter import adoption, downloads, files, public_choice, versions
from pages.ui.facilitation import wrap_up
from pages.ui.i18n import translate

t = translate()
current = queries.full_state(queries.current_workshop())
drafted = files.draft(current)
st.title(t("Your ethics charter"))
adoption.summary(current, drafted)
adoption.text_fields(current)
if current.workshop.kind == "live":
    wrap_up.next_action(current)
else:
    adoption.keep_or_adopt(current)
public_choice.public_choice(current, drafted)
versions.side_by_side(current, drafted)
downloads.charter(current, drafted)
