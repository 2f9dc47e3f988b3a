"""The list of own decks: create, open, import, export and install one."""

import streamlit as st

from framework.deck import LibraryEntry
from framework.deck.draft_folders import Draft
from framework.deck.zip_format import MEDIA_TYPE, SUFFIX, file_name, pack, unpack
from framework.language import Translator
from pages.ui import messages, nav, session
from pages.ui.deck_editor import draft_queries
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import member_use_cases

FROM_TEMPLATE = "(new)"
"""The choice to start from the template."""


def create(usable_decks: tuple[LibraryEntry, ...]) -> None:
    """Creates a deck from the template or a copy of another."""
    t = translate()
    usable = {each.name: each for each in usable_decks if each.deck is not None}
    with st.form("deck.new", border=True):
        st.text_input(t("Name of your deck"), key="deck.new.name", autocomplete="off")
        st.radio(
            t("Start with"),
            [FROM_TEMPLATE, *usable],
            key="deck.new.from",
            format_func=lambda name: (
                t("A small deck to fill in") if name == FROM_TEMPLATE else _copy_of(usable[name], t)
            ),
        )
        st.form_submit_button(t("Make this deck"), type="primary", key="deck.new.make", on_click=_begin)


def _copy_of(each: LibraryEntry, t: Translator) -> str:
    assert each.deck is not None
    return t("A copy of {deck}", deck=f"{plain(each.deck.title[lang()])} {each.deck.version}")


def _begin() -> None:
    with messages.guarded():
        name = session.value("deck.new.name", "")
        source = session.value("deck.new.from", FROM_TEMPLATE)
        files = None if source == FROM_TEMPLATE else member_use_cases().decks.files(source)
        _open(draft_queries.drafts().create(name, files))


def _open(draft: str) -> None:
    nav.set_params(d=draft)


def draft_list() -> None:
    """The list of drafts on this machine."""
    t = translate()
    listed = draft_queries.drafts().entries()
    if not listed:
        st.info(t("You have no deck of your own yet. Start one here; you can copy the deck that comes with Kader."))
    for draft in listed:
        _own(draft, t)


def _own(draft: Draft, t: Translator) -> None:
    with st.container(horizontal=True, border=True, vertical_alignment="center", horizontal_alignment="distribute"):
        title = draft.title.get(lang()) or draft.id
        st.markdown(f"**{plain(title)}**  \n{plain(draft.id)} · {t('version {version}', version=plain(draft.version))}")
        with st.container(horizontal=True, width="content"):
            st.button(t("Open"), key=f"deck.open.{draft.id}", on_click=_open, args=(draft.id,), icon=":material/edit:")
            with st.popover(t("More"), key=f"deck.more.{draft.id}", type="tertiary"):
                st.markdown(t("Deleting cannot be undone. If in doubt, download the deck first."))
                st.button(t("Delete for good"), key=f"deck.delete.{draft.id}", on_click=_delete, args=(draft.id,))


def _delete(draft: str) -> None:
    with messages.guarded():
        draft_queries.drafts().delete(draft)
        session.notify("success", translate()("Deleted."))


def shelf(there: tuple[LibraryEntry, ...]) -> None:
    """Decks that workshops can use, with downloads; installed ones can be removed."""
    t = translate()
    st.markdown(
        t(
            "Workshops choose from these decks. A workshop keeps the deck it started with, even if you add a newer version or remove one."
        )
    )
    for each in there:
        _usable_deck(each, t)


def _usable_deck(each: LibraryEntry, t: Translator) -> None:
    with st.container(horizontal=True, border=True, vertical_alignment="center", horizontal_alignment="distribute"):
        if each.deck is None:
            st.markdown(f"**{plain(each.name)}**")
            st.warning(
                t(
                    "This deck has {count} errors and cannot be used. The first: {first}",
                    count=len(each.errors),
                    first=plain(each.errors[0].sentence(t)) if each.errors else "",
                )
            )
        else:
            origin = t("comes with Kader") if each.origin == "built_in" else t("added here")
            st.markdown(
                f"**{plain(each.deck.title[lang()])}**  \n"
                f"{t('version {version}', version=plain(each.deck.version))} · {origin} · "
                + t(
                    "{cards} cards, {scenarios} dilemmas",
                    cards=len(each.deck.cards),
                    scenarios=len(each.deck.scenarios),
                )
            )
        with st.container(horizontal=True, width="content"):
            if each.deck is not None:
                download(each.name, file_name(each.deck.id, each.deck.version), t)
            if each.origin == "installed":
                with st.popover(t("More"), key=f"shelf.more.{each.name}", type="tertiary"):
                    st.markdown(t("Workshops that started with it keep it."))
                    st.button(t("Remove"), key=f"shelf.remove.{each.name}", on_click=_remove, args=(each.name,))


def download(name: str, file: str, t: Translator) -> None:
    st.download_button(
        t("Download"),
        data=lambda: pack(member_use_cases().decks.files(name)),
        file_name=file,
        mime=MEDIA_TYPE,
        key=f"shelf.download.{name}",
        icon=":material/download:",
        on_click="ignore",
    )


def _remove(name: str) -> None:
    with messages.guarded():
        member_use_cases().decks.remove(name)
        session.notify("success", translate()("Removed."))


def install_from_file() -> None:
    """Installs a deck from a file."""
    t = translate()
    st.markdown(t("Choose a deck that somebody shared with you. It is checked first and then listed with the others."))
    file = st.file_uploader(t("Deck file"), type=[SUFFIX.removeprefix("."), "zip"], key="deck.file")
    if file is None or file.file_id == session.opened_file():
        return
    session.set_opened_file(file.file_id)
    with messages.guarded():
        name = member_use_cases().decks.install(unpack(file.getvalue()))
        session.notify(
            "success", t("The deck was imported as “{name}”. Choose it when you start a workshop.", name=name)
        )
    st.rerun()
