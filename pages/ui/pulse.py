"""What moves by itself on the console: the timer, who is in, how many have answered. Never what.

The fragment runs as soon as the workshop moves (`following`) and reads one small row. Where the room has moved on another
device, the whole page follows.
"""

import streamlit as st

from framework.workshop.models import WorkshopState
from pages.ui import following, liveroom, notices, service, session
from pages.ui.text import translate

STEP_SECONDS = 60


def seen_now() -> int:
    """What everybody sees, as of now; asked before the page reads the workshop, so that no change falls in between."""
    return service.workshops().context.store.head(session.workshop_id() or "").shared_revision


def strip(current: WorkshopState, seen: int) -> None:
    """Timer, people and votes, side by side. ``seen``: `seen_now` of this page."""
    timer = liveroom.room_of(current).timer
    ticking = timer is not None and timer.ends_at is not None
    (_ticking if ticking else _calm)(current.workshop.id, seen)


@st.fragment(run_every="1s")
def _ticking(workshop_id: str, seen: int) -> None:
    """While the timer runs, its seconds are shown."""
    _strip(workshop_id, seen)


@st.fragment(run_every="2s")
def _calm(workshop_id: str, seen: int) -> None:
    """Else the events tell when something moved, and this looks now and then in case they cannot."""
    _strip(workshop_id, seen)


def _strip(workshop_id: str, seen: int) -> None:
    t = translate()
    now = liveroom.pulse(workshop_id)
    if now.shared_revision != seen:
        st.rerun()
    clock, inside, voted = st.columns([1.2, 1, 1.4], vertical_alignment="top")
    with clock:
        _timer(workshop_id, now)
    with inside:
        st.metric(t("In the room"), now.people)
    with voted:
        if now.voted is not None:
            st.metric(t("Answered"), t("{count} of {all}", count=now.voted, all=max(now.people, now.voted)))
            share = min(now.voted / now.people, 1.0) if now.people else 0.0
            done = now.people > 0 and now.voted >= now.people
            st.progress(share, text=t("Everybody has answered.") if done else " ")
    following.follow(workshop_id)


def _timer(workshop_id: str, now: liveroom.Pulse) -> None:
    t = translate()
    timer = now.room.timer
    cases = service.workshops().facilitating
    planned = now.room.current().minutes * 60
    if timer is None:
        st.metric(t("Timer"), clock_words(planned), help=t("It informs and never cuts anyone off."))
        st.button(
            t("Start"),
            key="timer.start",
            icon=":material/timer:",
            shortcut="T",
            on_click=_do,
            args=(cases.set_timer, workshop_id, planned),
        )
        return
    left = timer.seconds(service.workshops().context.now())
    st.metric(t("Timer"), clock_words(left) if left >= 0 else t("{time} over", time=clock_words(-left)))
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            t("Pause") if timer.ends_at else t("Go on"),
            key="timer.halt",
            shortcut="T",
            on_click=_do,
            args=(cases.halt_timer, workshop_id),
        )
        st.button(
            t("+1 min"),
            key="timer.more",
            shortcut="M",
            on_click=_do,
            args=(cases.extend_timer, workshop_id, STEP_SECONDS),
        )
        st.button(t("Stop"), key="timer.clear", on_click=_do, args=(cases.clear_timer, workshop_id))


def clock_words(seconds: int) -> str:
    """``4:05``."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _do(case: object, *given: object) -> None:
    assert callable(case)
    with notices.guarded():
        case(*given)
