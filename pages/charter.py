"""Step 8: the charter, kept as a proposal or adopted, and its files."""

import streamlit as st

from pages.ui import adopting, exports, papers, service
from pages.ui.text import translate

t = translate()
current = service.here()
drafted = papers.draft(current)
st.title(t("Your ethics charter"))
adopting.standing(drafted)
adopting.own_words(current)
adopting.keep_or_adopt(current)
exports.charter(current, drafted)
