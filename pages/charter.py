"""Step 8: the charter, kept as a proposal or adopted, and its files."""

import streamlit as st

from pages.ui import adopting, concluding, exports, papers, service
from pages.ui.text import translate

t = translate()
current = service.whole(service.here())
drafted = papers.draft(current)
st.title(t("Your ethics charter"))
adopting.standing(drafted)
adopting.own_words(current)
if current.workshop.kind == "live":
    concluding.way_on(current)
else:
    adopting.keep_or_adopt(current)
exports.charter(current, drafted)
