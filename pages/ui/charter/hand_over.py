"""Handing a live workshop over to the organisation: its file, words that explain how to go on, and deleting one's own copy."""

import streamlit as st

from framework.workshop.models import WorkshopState
from pages.ui import messages, nav, session
from pages.ui.charter import files
from pages.ui.i18n import plain, translate
from pages.ui.use_cases import use_cases

_DOWNLOADED = "handover.downloaded"
"""The workshop and its revision that this window downloaded last."""


def panel(current: WorkshopState) -> None:
    """``current``: the state with answers. From the end of the session on."""
    t = translate()
    head = current.workshop
    organisation = plain(head.organisation)
    st.markdown(
        t(
            "**1. Give {organisation} the file.** The workshop archive holds everything: inventory, law check, answers, reasons, "
            "decisions, notes and every version of the charter. What you hid is not in it.",
            organisation=organisation,
        )
    )
    if head.stage != "closed":
        st.warning(
            t(
                "In this file one can still see which answers came from the same seat, and its role. Close the workshop "
                "first, or give the file only to whoever leads the follow-up."
            ),
            icon=":material/visibility:",
        )
    st.download_button(
        t("Download the workshop archive"),
        data=lambda: files.workshop_file(current),
        file_name=files.workshop_file_name(current),
        mime="application/json",
        key="charter.download.workshop",
        icon=":material/archive:",
        on_click=_remember,
        args=(head.id, current.revision),
    )
    st.markdown(t("**2. Tell them how to go on.** Send these words along:"))
    st.code(_explanation(current), language=None, wrap_lines=True)
    st.markdown(
        t(
            "**3. Delete your copy.** This removes from this machine the inventory, the law check, all answers and reasons, the "
            "decisions, the notes and every version of the charter. Links to phones stop working. It cannot be undone: after "
            "that, only {organisation} has this workshop.",
            organisation=organisation,
        )
    )
    downloaded = session.value(_DOWNLOADED)
    downloaded = downloaded[1] if downloaded and downloaded[0] == head.id else None
    if downloaded != current.revision:
        st.caption(
            t("Download the workshop archive first.")
            if downloaded is None
            else t("The workshop has changed since your download. Download it again first.")
        )
    sure = st.checkbox(
        t("{organisation} has the file and could open it", organisation=organisation), key="handover.sure"
    )
    if st.button(
        t("Delete my copy for good"),
        key="handover.delete",
        icon=":material/delete_forever:",
        disabled=not sure or downloaded != current.revision,
    ):
        _delete(head.id, downloaded)


def _remember(workshop_id: str, revision: int) -> None:
    session.set_value(_DOWNLOADED, (workshop_id, revision))


def _delete(workshop_id: str, downloaded: int | None) -> None:
    with messages.guarded():
        erased = use_cases(workshop_id).lifecycle.delete_handed_over(workshop_id, downloaded)
        messages.removed(
            translate()("Your copy is deleted. The organisation goes on with its own file."), erased=erased
        )
        session.set_workshop_id(None)
        nav.open_page("start")
    st.rerun()


def _explanation(current: WorkshopState) -> str:
    t = translate()
    head = current.workshop
    lines = [
        t("This file is the workshop of {name}: {file}", name=_name(current), file=files.workshop_file_name(current)),
        t("To go on with it:"),
        "1. " + t("Install Kader on a computer of your own and start it, or open the Kader of your organisation."),
        "2. " + t("On the start page choose “Open a file” and choose this file. Nothing leaves your computer."),
        "3. "
        + (
            t("Read the charter, keep it up to date, and ask for each new plan: may we do this?")
            if head.stage in ("adopted", "closed")
            else t("Hold the follow-up: people join with the new code on the screen. Then adopt the charter.")
        ),
        t("Keep the file where only those who lead this can read it."),
    ]
    return "\n".join(lines)


def _name(current: WorkshopState) -> str:
    head = current.workshop
    return f"{head.organisation}, {head.team}" if head.team else head.organisation
