"""After the session: the draft, the follow-up with the same seats, adoption, and closing."""

import streamlit as st

from framework.workshop.models import WorkshopState
from pages.ui import messages, nav, session
from pages.ui.charter import adoption
from pages.ui.i18n import translate
from pages.ui.use_cases import use_cases


def next_action(current: WorkshopState, *, steering: bool = False) -> None:
    """The next action of a live workshop in its stage, with an explanation. ``steering``: on the console."""
    t = translate()
    workshop_id, stage = current.workshop.id, current.workshop.stage
    with st.container(border=True):
        if stage == "preparing":
            st.markdown(t("The session has not begun, so there is nothing to wrap up yet."))
        elif stage == "session":
            st.markdown(
                t(
                    "**End the session.** This saves draft 0.1. Everyone comes back to the same seat with the "
                    "same link: in about two weeks you go through the draft rule by rule and adopt it. "
                    "Sleeping on it guards against the mood of the day."
                )
            )
            st.button(
                t("End the session and save draft 0.1"),
                key="conclude.end",
                type="primary",
                icon=":material/flag:",
                on_click=_end,
                args=(workshop_id,),
            )
        elif stage == "follow_up":
            _follow_up(steering=steering)
            _adopt(workshop_id)
        elif stage == "adopted":
            _closing(workshop_id)
        else:
            anonymised_note(current)
        adoption.last_version(current)


def anonymised_note(current: WorkshopState) -> None:
    """A note that the votes of a closed workshop are anonymised."""
    if current.workshop.stage == "closed":
        t = translate()
        st.markdown(t("**Closed.** Votes are permanently separated from seats; nobody can link them again."))


def _follow_up(*, steering: bool) -> None:
    t = translate()
    if steering:
        st.markdown(t("**Follow-up.** Ask once more for objections, rule by rule. Then adopt."))
        return
    st.markdown(
        t(
            "**Follow-up.** Send everyone the draft. When you meet again, open the console: it starts at the "
            "draft, rule by rule. The link and the seats are the same."
        )
    )
    st.page_link(
        nav.streamlit_page("console"),
        label=t("Go to: {step}", step=t("Facilitate")),
        icon=":material/groups:",
        query_params=nav.link_params(),
    )


def _end(workshop_id: str) -> None:
    t = translate()
    with messages.guarded():
        draft = use_cases(workshop_id).closing.end_session(workshop_id)
        session.set_value("charter.version", draft.version)
        session.notify(
            "success", t("Saved as draft {version}. The room stays open for the follow-up.", version=draft.version)
        )


def _adopt(workshop_id: str) -> None:
    t = translate()
    st.markdown(t("**Adopt.** Only once the decision has really been made."))
    st.text_input(
        t("Who decided? Names or roles, separated by commas"), key="charter.deciders", autocomplete="off", live=True
    )
    with st.container(horizontal=True):
        st.button(
            t("Adopt"),
            key="charter.adopt",
            type="primary",
            icon=":material/verified:",
            on_click=adoption.adopt,
            args=(workshop_id,),
        )
        st.button(
            t("Save another draft"),
            key="charter.keep",
            icon=":material/bookmark_add:",
            on_click=adoption.keep,
            args=(workshop_id,),
        )


def _closing(workshop_id: str) -> None:
    t = translate()
    st.markdown(
        t(
            "**Close the workshop.** Until now Kader knows which votes came from the same seat. Closing erases "
            "that link: every vote gets a random number per question and the order is shuffled. Figures and "
            "charter stay as they are. This cannot be undone, and people cannot come back to their seats."
        )
    )
    st.warning(
        t(
            "Workshop archives you downloaded earlier still contain the links between votes. Delete them, or download a new one after closing."
        ),
        icon=":material/archive:",
    )
    st.checkbox(t("I understand that this cannot be undone"), key="conclude.sure")
    st.button(
        t("Close for good"),
        key="conclude.close",
        icon=":material/lock:",
        disabled=not session.value("conclude.sure", False),
        on_click=_close,
        args=(workshop_id,),
    )


def _close(workshop_id: str) -> None:
    with messages.guarded():
        erased = use_cases(workshop_id).closing.close(workshop_id)
        messages.removed(translate()("Closed. Votes are separated from seats."), erased=erased)
