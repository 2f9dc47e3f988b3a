"""The console's status bar, which updates itself: timer, participants and numbers of answers.

The browser draws the numbers (`status_component`). Where the room was changed on another device, the whole page reruns.
"""

import time

import streamlit as st

from framework.workshop.models import WorkshopState
from framework.workshop.room import Timer
from framework.workshop.session_plan import schedule
from pages.ui import messages, queries, session
from pages.ui.facilitation import room_queries, status_component
from pages.ui.i18n import translate
from pages.ui.use_cases import member_use_cases, use_cases

STEP_SECONDS = 60
SUDDEN_GROWTH = 60
"""People within `session.GROWTH_WINDOW`. In most workshops fewer take part."""


def seen_now() -> int:
    """The shared revision that this run shows. The workshop is read after it, so that no change is missed."""
    return queries.head_of(session.workshop_id() or "").shared_revision


def status_bar(current: WorkshopState, seen: int) -> None:
    """Timer, participants and votes, side by side. ``seen``: `seen_now` of this page."""
    _status_fragment(current.workshop.id, seen, room_queries.live_counts(current.workshop.id).away)


@st.fragment(run_every=10.0)  # a number: for words like "10s" Streamlit loads pandas
def _status_fragment(workshop_id: str, seen: int, away: int) -> None:
    """Reruns on events, and at intervals in case events cannot arrive. ``away``: as the page shows it."""
    t = translate()
    now = room_queries.live_counts(workshop_id)
    if now.shared_revision != seen or now.away != away:
        st.rerun()
    timer = now.room.timer
    planned = now.room.current_step().minutes * 60
    numbers, steering = st.columns([2, 1], vertical_alignment="bottom")
    with numbers:
        complete = status_component.status_numbers(
            workshop_id,
            t,
            seen=seen,
            place=f"{now.room.step}/{now.room.phase}",
            people=now.people,
            voted=now.voted,
            asked=now.asked,
            left=planned if timer is None else timer.seconds(member_use_cases().queries.now()),
            ticking=timer is not None and timer.ends_at is not None,
            closes=now.closes,
            away=now.away,
            plan=schedule(now.room) if queries.head_of(workshop_id).workshop.stage == "session" else None,
        )
    if complete is not None and now.closes and complete == now.revision:
        use_cases(workshop_id).moderation.set_intake(workshop_id, now.room.version, "closed")
        st.rerun()
    with steering:
        _timer(workshop_id, timer, planned)
    grown = session.growth(workshop_id, now.people, time.monotonic())
    if grown > SUDDEN_GROWTH:
        st.warning(
            t(
                "{count} people joined within two minutes. If that is not your group: lock the room, and remove the extra seats under People.",
                count=grown,
            ),
            icon=":material/group_add:",
        )


def _timer(workshop_id: str, timer: Timer | None, planned: int) -> None:
    """``planned``: length in seconds."""
    t = translate()
    cases = use_cases(workshop_id).facilitation
    if timer is None:
        st.button(
            t("Start the timer"),
            key="timer.start",
            icon=":material/timer:",
            shortcut="T",
            help=t("The timer informs; it never cuts anyone off."),
            on_click=_do,
            args=(cases.start_timer, workshop_id, planned),
        )
        return
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            t("Pause") if timer.ends_at else t("Continue"),
            key="timer.halt",
            shortcut="T",
            on_click=_do,
            args=(cases.pause_timer, workshop_id),
        )
        st.button(
            t("+1 min"),
            key="timer.more",
            shortcut="M",
            on_click=_do,
            args=(cases.extend_timer, workshop_id, STEP_SECONDS),
        )
        st.button(t("Stop"), key="timer.clear", on_click=_do, args=(cases.clear_timer, workshop_id))


def _do(case: object, *given: object) -> None:
    assert callable(case)
    with messages.guarded():
        case(*given)
