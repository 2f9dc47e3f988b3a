"""Own decks: making cards and scenarios, with the check's sentences and a preview at hand."""

import streamlit as st

from framework.deck.loading import HEAD
from pages.ui import bench, decks, nav, parts, service, workbench
from pages.ui.text import lang, translate

t = translate()
draft = nav.param("d")
if draft is None:
    st.page_link(
        nav.streamlit_page("start"),
        label=t("To the start page"),
        icon=":material/home:",
        query_params={"lang": lang()},
    )
    st.title(t("Decks of your own"))
    st.markdown(
        t(
            "A deck holds the principle cards, the dilemmas and the kinds of activity of a workshop. Make one for your own "
            "field, alone or from a copy, and pass it on as one file."
        )
    )
    there = service.workshops().context.decks.shelf()
    own, shelf, bring = st.tabs([t("Own decks"), t("On the shelf"), t("From a file")])
    with own:
        workbench.own()
        workbench.begin(there)
    with shelf:
        workbench.shelf(there)
    with bring:
        workbench.bring_in()
else:
    check = decks.check(draft)
    files = tuple(decks.drafts().files(draft))
    file = parts.opened(draft, HEAD)
    file = file if file in files else HEAD
    st.title(decks.title(check, draft, lang()))
    bench.bar(draft, check)
    bench.chooser(draft, files, check, file)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        bench.form(draft, file, check)
    with right:
        bench.findings(file, check)
        bench.preview(draft, file, check)
