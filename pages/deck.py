"""The deck editor: the list of own decks, and the editor of one with its findings and a preview."""

import streamlit as st

from framework.deck.load import HEAD
from pages.ui import nav
from pages.ui.deck_editor import deck_list, draft_queries, editor, forms
from pages.ui.i18n import lang, translate
from pages.ui.use_cases import member_use_cases

t = translate()
draft = nav.param("d")
if draft is None:
    st.page_link(
        nav.streamlit_page("start"),
        label=t("Go to the start page"),
        icon=":material/home:",
        query_params={"lang": lang()},
    )
    st.title(t("Decks of your own"))
    st.markdown(
        t(
            "A deck contains the principle cards, the dilemmas and the kinds of activity for a workshop. Make "
            "one for your own field, from scratch or from a copy, and share it as one file."
        )
    )
    there = member_use_cases().decks.entries()
    own, shelf, bring = st.tabs([t("Own decks"), t("Available"), t("From a file")])
    with own:
        deck_list.draft_list()
        deck_list.create(there)
    with shelf:
        deck_list.shelf(there)
    with bring:
        deck_list.install_from_file()
else:
    check = draft_queries.check(draft)
    files = tuple(draft_queries.drafts().files(draft))
    file = forms.open_file(draft, HEAD)
    file = file if file in files else HEAD
    st.title(draft_queries.title(check, draft, lang()))
    editor.toolbar(draft, check)
    editor.part_list(draft, files, check, file)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        editor.form(draft, file, check)
    with right:
        editor.findings(file, check)
        editor.preview(draft, file, check)
