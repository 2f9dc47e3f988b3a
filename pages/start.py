"""Start: begin, resume, open an archive, try the demonstration."""

import streamlit as st

from pages.ui import folds, service, starting
from pages.ui.text import translate

t = translate()
starting.move_on()
st.title(t("Your own frame for AI in marketing"))
st.markdown(
    t(
        "Take stock of what you do with AI, hold it against the law, choose what you put first, take a stance on real "
        "dilemmas and leave with a charter your team can act on. Alone it takes 20 to 25 minutes; you can stop at any point."
    )
)
shelf = service.workshops().context.decks.shelf()
tabs = folds.leaves({"begin": t("Begin"), "resume": t("Go on"), "archive": t("Open a file")}, "start.tabs")
with tabs["begin"]:  # always there, with whatever was typed into it
    alone, together = st.columns(2, gap="large")
    with alone:
        st.subheader(t("On your own"), anchor=False)
        starting.new_assessment(shelf)
    with together:
        st.subheader(t("With a group"), anchor=False)
        starting.new_workshop(shelf)
    starting.demonstration()
    starting.own_decks(shelf)
with tabs["resume"] as resume:
    if resume.open:
        starting.workshops_here()
with tabs["archive"] as archive:
    if archive.open:
        starting.open_archive()
