"""After the session: the draft, the follow-up with the same seats, adoption, and closing."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from framework.usecases.facilitation import FOLLOW_UP_STEP
from framework.workshop.facilitator_script import goodbye_script
from framework.workshop.governance.promises import catalogue, waiting_topics
from framework.workshop.models import WorkshopState
from pages.ui import fields, messages, nav, session
from pages.ui.charter import adoption, files, versions, what_is_left
from pages.ui.decisions import follow_up
from pages.ui.facilitation import room_queries
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import today, use_cases


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
                    "**End the session.** This saves draft 0.1. Phones say thank you and when you continue, and keep the "
                    "draft to read. The follow-up, with the same seats, begins when you open it. Sleeping on it guards "
                    "against the mood of the day."
                )
            )
            _keeping(current)
            _date(current)
            st.button(
                t("End the session and save draft 0.1"),
                key="conclude.end",
                type="primary",
                icon=":material/flag:",
                on_click=_end,
                args=(workshop_id,),
            )
        elif stage == "draft":
            _waiting(current, steering=steering)
        elif stage == "follow_up":
            _follow_up(steering=steering)
            _adopt(current, steering=steering)
        elif stage == "adopted":
            _next_version(current)
            _closing(workshop_id)
        else:
            anonymised_note(current)
        adoption.last_version(current)


def anonymised_note(current: WorkshopState) -> None:
    """A note that the votes of a closed workshop are anonymised."""
    if current.workshop.stage == "closed":
        t = translate()
        st.markdown(t("**Closed.** Votes are permanently separated from seats; nobody can link them again."))


def _date(current: WorkshopState) -> None:
    """The day of the follow-up; phones and the projector say it."""
    room = room_queries.room_of(current)
    fields.day(
        translate()("When do you continue? (the follow-up)"),
        "conclude.day",
        room.follow_up_on,
        today(),
        lambda value: _set_date(current.workshop.id, value),
    )


def _set_date(workshop_id: str, day: date | None) -> None:
    with messages.guarded():
        use_cases(workshop_id).closing.set_follow_up_date(workshop_id, day)


def _waiting(current: WorkshopState, *, steering: bool) -> None:
    """Between the session and the follow-up."""
    t, workshop_id = translate(), current.workshop.id
    if steering:
        st.markdown(f"**{t('Say')}**\n\n{goodbye_script()[lang()]}")
    st.markdown(
        t(
            "**The session has ended.** Phones show the draft, for as long as it takes. Open the follow-up when you "
            "meet again: it asks about every rule, every red line and the principles once more."
        )
    )
    _keeping(current)
    _date(current)
    with st.container(horizontal=True):
        st.button(
            t("Open the follow-up"),
            key="conclude.open",
            type="primary",
            icon=":material/groups:",
            on_click=_guarded(use_cases(workshop_id).closing.open_follow_up),
            args=(workshop_id,),
        )
        st.button(
            t("Back to the session"),
            key="conclude.back",
            type="tertiary",
            icon=":material/undo:",
            on_click=_guarded(use_cases(workshop_id).closing.back_to_session),
            args=(workshop_id,),
        )


def _guarded(action: Callable[[str], None]) -> Callable[[str], None]:
    def guarded(workshop_id: str) -> None:
        with messages.guarded():
            action(workshop_id)

    return guarded


def _follow_up(*, steering: bool) -> None:
    t = translate()
    if steering:
        st.markdown(t("**Follow-up.** Ask once more for objections, sentence by sentence. Then adopt."))
        return
    st.markdown(t("**Follow-up.** It is open: the console is at the draft. The link and the seats are the same."))
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
        session.notify("success", t("Saved as draft {version}. Phones keep it to read.", version=draft.version))


def _adopt(current: WorkshopState, *, steering: bool) -> None:
    t, workshop_id = translate(), current.workshop.id
    st.markdown(t("**Adopt.** Only once the decision has really been made."))
    objected = follow_up.objected(current)
    if not any(key.startswith(f"{FOLLOW_UP_STEP}/") for key in room_queries.room_of(current).revealed):
        st.warning(t("The room has not been asked about the draft yet."), icon=":material/how_to_vote:")
    if objected:
        st.warning(
            t(
                "Not settled after an objection: {what}. If you adopt now, the charter names these as open points and "
                "leaves out the rules and red lines among them.",
                what=t.listing(f"“{plain(words.rstrip('.'))}”" for words in objected),
            ),
            icon=":material/pan_tool:",
        )
    _keeping(current)
    versions.next_changes(current)
    (what_is_left.in_short if steering else what_is_left.what_is_left)(current)
    if what_is_left.ready(current):
        adoption.adopt_button(current, first=True)
    st.button(
        t("Save another draft"),
        key="charter.keep",
        icon=":material/bookmark_add:",
        on_click=adoption.keep,
        args=(workshop_id,),
    )


def _keeping(current: WorkshopState) -> None:
    """How far the group is with how it keeps to its charter, and the way there."""
    t = translate()
    waiting = waiting_topics(current.promises)
    if waiting:
        st.markdown(
            t(
                "**How do you keep to it?** {done} of {all} topics done. Tick with the group what you really do, and leave the "
                "rest to the charter’s owner.",
                done=len(catalogue().topics) - len(waiting),
                all=len(catalogue().topics),
            )
        )
    spec = nav.spec_of("promises")
    st.page_link(
        nav.streamlit_page(spec.key),
        label=t("Go to: {step}", step=t(spec.title)),
        icon=spec.icon,
        query_params=nav.link_params(),
    )


def _next_version(current: WorkshopState) -> None:
    """A version after the one in force, while the workshop is not closed and something has changed."""
    log = files.draft(current).history
    if not log or not log[-1].differ:
        return
    t = translate()
    st.markdown(t("**The next version.** Only once the decision has really been made."))
    versions.next_changes(current)
    what_is_left.what_is_left(current)
    if what_is_left.ready(current):
        adoption.adopt_button(current)


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
