"""The start page: start or resume a workshop, open an archive, try the demonstration."""

import streamlit as st

from pages.ui import lazy_expander, start_page
from pages.ui.governance import due
from pages.ui.i18n import translate
from pages.ui.use_cases import member_use_cases

t = translate()
start_page.open_started_workshop()
st.title(t("Your own framework for AI in marketing"))
st.markdown(
    t(
        "Take stock of what you do with AI, check it against the law, choose what comes first, take a stance "
        "on real dilemmas and end up with a charter your team can use. Alone it takes about an hour for three "
        "activities and eight dilemmas; you can stop at any point."
    )
)
start_page.under_way()
due.coming_due()
shelf = member_use_cases().decks.entries()
tabs = lazy_expander.lazy_tabs(
    {"begin": t("Start"), "resume": t("Continue"), "archive": t("Open a file")}, "start.tabs"
)
with tabs["begin"]:  # always there, with whatever was typed into it
    alone, together = st.columns(2, gap="large")
    with alone:
        st.header(t("On your own"), anchor=False)
        start_page.new_assessment(shelf)
    with together:
        st.header(t("With a group"), anchor=False)
        start_page.new_workshop(shelf)
    start_page.demonstration()
    start_page.own_decks(shelf)
with tabs["resume"] as resume:
    if resume.open:
        start_page.workshop_list()
with tabs["archive"] as archive:
    if archive.open:
        start_page.open_archive()
