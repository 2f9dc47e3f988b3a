"""The parts of the start page: a new self-assessment or live workshop, existing workshops, files, the demonstration."""

from datetime import timedelta

import streamlit as st

from framework.archive.models import WorkshopArchive
from framework.charter.edits import edits
from framework.deck import Deck, LibraryEntry
from framework.language import Translator
from framework.workshop.models import WorkshopEntry
from pages.ui import layout, messages, nav, queries, session
from pages.ui.charter import files, opened
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import member_use_cases, workshops


def open_started_workshop() -> None:
    """Goes to the workshop that was just started or opened."""
    started = session.take_started()
    if started is not None:
        head = queries.public_state(started).workshop
        nav.open_page(nav.home_of(head.kind, head.stage), w=started)


def under_way() -> None:
    """The live workshops that are in progress today, first of all: after a crash of the browser the way back is one click."""
    t, cases = translate(), member_use_cases()
    since = cases.queries.now() - timedelta(days=1)
    for entry in cases.queries.workshops()[:50]:
        if entry.kind == "live" and entry.stage in ("session", "follow_up") and entry.changed_at > since:
            _entry(entry, t, manage=False)


def new_assessment(shelf: tuple[LibraryEntry, ...]) -> None:
    """The form for a new self-assessment."""
    t = translate()
    st.markdown(t("Who is this for? It appears at the top of the charter; you can change it later."))
    with st.form("start.new", border=True):
        st.text_input(t("Organisation"), key="start.organisation", autocomplete="organization")
        st.text_input(t("Team"), key="start.team", autocomplete="off", placeholder=t("For example: brand and content"))
        _deck_choice("start.deck", shelf)
        st.form_submit_button(t("Start the self-assessment"), type="primary", on_click=_begin, key="start.begin")


def new_workshop(shelf: tuple[LibraryEntry, ...]) -> None:
    """The form for a new live workshop."""
    t = translate()
    st.markdown(
        t(
            "People vote on their own phones; you run the session from this laptop. 90 minutes or half a day, "
            "no accounts, and it works without internet."
        )
    )
    with st.form("start.live", border=True):
        st.text_input(t("Organisation"), key="start.live.organisation", autocomplete="organization")
        st.text_input(t("Team"), key="start.live.team", autocomplete="off")
        _deck_choice("start.live.deck", shelf)
        st.form_submit_button(t("Prepare a workshop"), type="primary", on_click=_begin_live, key="start.live.begin")


def _begin_live() -> None:
    with messages.guarded():
        cases = member_use_cases()
        started = cases.facilitation.start_live_workshop(
            session.value("start.live.organisation", ""),
            session.value("start.live.team", ""),
            lang(),
            session.value("start.live.deck") or cases.decks.names()[0],
        )
        session.set_started(started)


def _deck_choice(key: str, shelf: tuple[LibraryEntry, ...]) -> None:
    """A choice of deck, where more than one can be used."""
    t = translate()
    usable = {each.name: each.deck for each in shelf if each.deck is not None}
    if len(usable) > 1:
        st.radio(t("Deck"), list(usable), key=key, format_func=lambda name: _deck_title(usable[name], t))


def _deck_title(deck: Deck, t: Translator) -> str:
    return f"{plain(deck.title[lang()])} · {t('version {version}', version=plain(deck.version))}"


def own_decks(shelf: tuple[LibraryEntry, ...]) -> None:
    """A link to the deck editor, and a note on decks with errors."""
    t = translate()
    for each in shelf:
        if each.deck is None:
            st.warning(
                t(
                    "The deck “{name}” has errors and is skipped. The page with your own decks shows which.",
                    name=plain(each.name),
                )
            )
    st.page_link(
        nav.streamlit_page("deck"),
        label=t("Make or change a deck of your own"),
        icon=":material/edit_note:",
        query_params={"lang": lang()},
    )


def _begin() -> None:
    with messages.guarded():
        cases = member_use_cases()
        started = cases.lifecycle.start_self_assessment(
            session.value("start.organisation", ""),
            session.value("start.team", ""),
            lang(),
            session.value("start.deck") or cases.decks.names()[0],
        )
        session.set_started(started)


def demonstration() -> None:
    """Starts the demonstration workshop."""
    t = translate()
    with st.container(border=True):
        st.markdown(
            t(
                "**Want to look around first?** The demo is a completed self-assessment of an invented "
                "company, with seven activities. Change what you like: you get your own copy."
            )
        )
        st.button(t("Try the demo"), key="start.demo", on_click=_demonstrate, icon=":material/play_circle:")


def _demonstrate() -> None:
    with messages.guarded():
        from framework.rehearsal.demonstration import add_demonstration

        session.set_started(add_demonstration(workshops(), lang()))


def workshop_list() -> None:
    """Links to the workshops on this machine, the last changed first."""
    t = translate()
    entries = member_use_cases().queries.workshops()
    if not entries:
        st.info(t("There is no workshop on this machine yet. Start one, try the demo, or open a file."))
        return
    st.markdown(t("The workshops on this machine, latest first. Each has its own address; keep it to come back."))
    for entry in entries[:50]:
        _entry(entry, t)
    if len(entries) > 50:
        st.caption(t("Only the latest 50 are shown; open older ones by their address."))


def _entry(entry: WorkshopEntry, t: Translator, *, manage: bool = True) -> None:
    """``manage``: whether it can be copied and deleted here."""
    with st.container(horizontal=True, border=True, vertical_alignment="center", horizontal_alignment="distribute"):
        team = f" · {plain(entry.team)}" if entry.team else ""
        stage = (
            t(layout.STAGE_WORDS[entry.stage]) if entry.kind == "live" or entry.stage == "adopted" else t("in progress")
        )
        stage = f"{t('live workshop')}, {stage}" if entry.kind == "live" else stage
        st.markdown(
            f"**{plain(entry.organisation)}**{team}  \n{stage} · {t('last changed {day}', day=t.short_date(entry.changed_at.date()))}"
        )
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            st.page_link(
                nav.streamlit_page(nav.home_of(entry.kind, entry.stage)),
                label=t("Open"),
                icon=":material/arrow_forward:",
                query_params={"w": entry.id, "lang": lang()},
            )
            if not manage:
                return
            with st.popover(t("More"), key=f"start.more.{entry.id}"):
                st.button(t("Copy"), key=f"start.copy.{entry.id}", on_click=_copy, args=(entry.id,))
                st.markdown(t("Deleting cannot be undone. If in doubt, download the workshop archive first."))
                st.button(t("Delete for good"), key=f"start.delete.{entry.id}", on_click=_remove, args=(entry.id,))


def _copy(workshop_id: str) -> None:
    with messages.guarded():
        member_use_cases().lifecycle.copy(workshop_id)
        session.notify("success", translate()("Copied. The copy is at the top of the list."))


def _remove(workshop_id: str) -> None:
    with messages.guarded():
        erased = member_use_cases().lifecycle.delete(workshop_id)
        messages.removed(translate()("Deleted."), erased=erased)


def open_archive() -> None:
    """An upload: a workshop archive becomes a workshop, a charter is shown."""
    t = translate()
    st.markdown(
        t(
            "Open a workshop archive (.json) to continue with everything in it, or a charter exported by Kader "
            "(PDF, Word, HTML or .json) to read it again. Opening never changes what is already here."
        )
    )
    charter = session.opened_charter()
    if charter is not None:
        opened.opened_charter(charter)
    file = st.file_uploader(t("Archive or charter"), type=["json", "pdf", "docx", "html"], key="start.file")
    if file is None or file.file_id == session.opened_file():
        return
    session.set_opened_file(file.file_id)
    with messages.guarded():
        found = files.open_file(file.getvalue(), file.name)
        if isinstance(found, WorkshopArchive):
            session.set_started(member_use_cases().lifecycle.add_from_archive(found.state))
        else:
            session.set_opened_charter(found, edits(file.getvalue()))
    st.rerun()
