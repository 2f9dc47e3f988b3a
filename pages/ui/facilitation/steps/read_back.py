"""The read-back on the console: the page that is on the projector, to read aloud, and the button that turns it."""

import streamlit as st

from framework.workshop.models import WorkshopState
from framework.workshop.steps.read_back import pages
from pages.live.read_back import NOTHING, TITLES, read_lines
from pages.ui import messages
from pages.ui.facilitation import room_queries
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases


def page(current: WorkshopState) -> None:
    t = translate()
    every = pages(current)
    at = _at(current)
    shown = every[at]
    with st.container(border=True):
        st.subheader(t(TITLES[shown.part]), anchor=False)
        lines = read_lines(shown, lang())
        for number, line in enumerate(lines, start=shown.first):
            detail = f"  \n{plain(line.detail)}" if line.detail else ""
            st.markdown(f"{number}\\. {plain(line.words)}{detail}")
        if not lines:
            st.markdown(t(NOTHING))
        if len(every) > 1:
            st.caption(t("Page {number} of {all}", number=at + 1, all=len(every)))
    st.caption(t("Projector and phones show this too, with what is on the parking lot and not dealt with."))


def pages_left(current: WorkshopState) -> int:
    """How many pages come after this one; 0 at every other step."""
    if room_queries.room_of(current).current_step().kind != "read_back":
        return 0
    return len(pages(current)) - 1 - _at(current)


def page_buttons(current: WorkshopState) -> None:
    """The next page as the primary button while there is one, and the page before."""
    t = translate()
    room = room_queries.room_of(current)
    if room.current_step().kind != "read_back":
        return
    at = _at(current)
    if pages_left(current):
        st.button(
            t("Next page"),
            key="console.page.next",
            type="primary",
            icon=":material/arrow_forward:",
            icon_position="right",
            shortcut="N",
            on_click=_turn,
            args=(current.workshop.id, room.version, at + 1),
        )
    if at:
        st.button(
            t("Previous page"),
            key="console.page.back",
            icon=":material/arrow_back:",
            on_click=_turn,
            args=(current.workshop.id, room.version, at - 1),
        )


def _at(current: WorkshopState) -> int:
    """A page may have gone since, when an item was dealt with."""
    return min(room_queries.room_of(current).page, len(pages(current)) - 1)


def _turn(workshop_id: str, seen: int, page: int) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.move_to_page(workshop_id, seen, page)
