"""The frame of every page: title, menu with progress, language switch, checks before a page is shown, and navigation."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import streamlit as st

from framework.errors import KaderError, NotFound
from framework.html import tag
from framework.language import N_, error_sentence
from framework.text import LANG_NAMES, LANGS, Lang
from framework.workshop.governance.review import overdue_since
from framework.workshop.models import Stage, WorkshopKind, WorkshopState
from framework.workshop.progress import Progress
from pages.server import facilitator_gate
from pages.server.streamlit_patches.reconnect import rerun_after_reconnect
from pages.ui import nav, queries, session
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import member_use_cases, today

LOGO = "data:image/svg+xml;base64," + b64encode((nav.PAGES_DIR / "ui" / "kader.svg").read_bytes()).decode()
"""A data URL, because Streamlit would read a file twice on every run."""
STAGE_WORDS: dict[Stage, str] = {
    "preparing": N_("being prepared"),
    "session": N_("in progress"),
    "draft": N_("draft, waiting for the follow-up"),
    "follow_up": N_("follow-up under way"),
    "adopted": N_("adopted"),
    "closed": N_("closed"),
}


def configure(spec: nav.PageSpec) -> None:
    t = translate()
    st.set_page_config(
        page_title=f"{t(spec.title)} · Kader",
        page_icon=LOGO,
        layout="wide" if spec.wide else "centered",
        initial_sidebar_state="auto",
    )


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that can be shown. ``kind``: kind of the workshop that the window shows; None without one."""

    kind: WorkshopKind | None


def enter(spec: nav.PageSpec) -> OpenPage | None:
    """Finds the workshop that this window shows, and draws the menu and the language switch.

    Returns None where the page cannot be shown; the screen then says what to do instead.
    """
    session.set_page(spec.key)
    current: WorkshopState | None = None
    problem: KaderError | None = None
    asked = nav.param("w") or (session.workshop_id() if spec.needs_workshop else None)
    if asked:
        try:
            current = _read(asked)
        except KaderError as error:
            problem = error
    elif spec.needs_workshop:
        problem = NotFound(what="workshop", id="")
    session.set_workshop_id(current.workshop.id if current else None)
    _sidebar(spec, current)
    if problem is not None and (spec.needs_workshop or not isinstance(problem, NotFound)):
        _explain(problem)
        return None
    if current is not None and spec.needs_workshop and current.workshop.kind not in spec.kinds:
        _wrong_kind(spec, current)
        return None
    if current is not None and spec.needs_workshop and current.workshop.kind == "self" and not spec.later:
        _step_position(spec, current)
    if current is not None and spec.needs_workshop:
        _late_review(current)
    return OpenPage(current.workshop.kind if current is not None else None)


def _read(workshop_id: str) -> WorkshopState:
    """Reads the workshop once for everything that this run shows."""
    head = member_use_cases().queries.head(workshop_id)
    state = queries.public_state_at(head)
    session.set_entered(session.OpenWorkshop(head, state))
    return state


@contextmanager
def of_one_moment() -> Iterator[None]:
    """All that is drawn meanwhile shows the workshop as `enter` found it."""
    try:
        yield
    finally:
        session.set_entered(None)
        session.end_run()


def step_links(spec: nav.PageSpec, entered: OpenPage) -> None:
    """Buttons to the previous and next step. The console has its own."""
    if not spec.needs_workshop or spec.key == "console" or spec.later or entered.kind is None:
        return
    t = translate()
    steps = nav.steps_for(entered.kind)
    at = steps.index(nav.spec_of(spec.under or spec.key))
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if at > 0 or spec.under:
            before = nav.spec_of(spec.under) if spec.under else steps[at - 1]
            st.page_link(
                nav.streamlit_page(before.key),
                label=t("Back: {step}", step=t(before.title)),
                icon=":material/arrow_back:",
                query_params=nav.link_params(),
            )
        if at + 1 < len(steps):
            after = steps[at + 1]
            st.page_link(
                nav.streamlit_page(after.key),
                label=t("Next: {step}", step=t(after.title)),
                icon=":material/arrow_forward:",
                icon_position="right",
                query_params=nav.link_params(),
            )


def empty_step(key: str, why: str) -> None:
    """A placeholder for a step without content: the reason, and a link to the step to do first."""
    t = translate()
    st.info(why)
    st.page_link(
        nav.streamlit_page(key),
        label=t("Go to: {step}", step=t(nav.spec_of(key).title)),
        icon=nav.spec_of(key).icon,
        query_params=nav.link_params(),
    )


def _sidebar(spec: nav.PageSpec, current: WorkshopState | None) -> None:
    with st.sidebar:
        st.image(LOGO, width=132, alt="Kader")
        if current is not None:
            _menu(spec, current)
        _language_switch()
        if facilitator_gate.COOKIE in st.context.cookies:
            # A link of Streamlit's own would open a second tab.
            address = f"{facilitator_gate.SIGN_OUT}?lang={lang()}"
            st.html(tag("a", translate()("Sign out"), href=address, style="color:inherit"))
    rerun_after_reconnect()


def _menu(spec: nav.PageSpec, current: WorkshopState) -> None:
    t = translate()
    head = current.workshop
    team = f" · {plain(head.team)}" if head.team else ""
    here = nav.link_params()
    st.markdown(f"**{plain(head.organisation)}**{team}")
    marks = _progress(current) if head.kind == "self" else _live_status(current)
    for page in nav.pages_for(head.kind):
        if page.later and not current.frameworks and page is not spec:
            continue  # there is nothing to keep yet
        mark = marks.get(page.key, "")
        st.page_link(
            nav.streamlit_page(page.key),
            label=f"{'**' if page is spec else ''}{t(page.title)}{'**' if page is spec else ''}{mark}",
            icon=page.icon,
            query_params=here,
        )
    st.page_link(
        nav.streamlit_page("start"),
        label=t("All workshops"),
        icon=":material/home:",
        query_params={"lang": lang()},
    )


def _progress(current: WorkshopState) -> dict[str, str]:
    """Draws the progress of a self-assessment; returns a mark for each step of the menu."""
    done = queries.progress_of(current)
    st.progress(done.share_done, text=_time_left(done))
    return {
        step.step: " ✓" if step.finished else f" · {step.done}/{step.all}" if step.done else "" for step in done.steps
    }


def _live_status(current: WorkshopState) -> dict[str, str]:
    """Draws where a live workshop is: its stage and its code."""
    t = translate()
    room = current.room
    code = f" · {t('code')} **{room.code}**" if room and current.workshop.stage not in ("adopted", "closed") else ""
    st.markdown(f"{t(STAGE_WORDS[current.workshop.stage])}{code}")
    return {}


def _wrong_kind(spec: nav.PageSpec, current: WorkshopState) -> None:
    """Explains that a page is for the other kind of workshop, as after an old link."""
    t = translate()
    st.title(t(spec.title))
    home = nav.spec_of(nav.home_of(current.workshop.kind, current.workshop.stage))
    st.info(
        t("This page belongs to a self-assessment; this is a live workshop.")
        if current.workshop.kind == "live"
        else t("This page belongs to a live workshop; this is a self-assessment.")
    )
    st.page_link(
        nav.streamlit_page(home.key),
        label=t("Go to: {step}", step=t(home.title)),
        icon=home.icon,
        query_params=nav.link_params(),
    )


def _step_position(spec: nav.PageSpec, current: WorkshopState) -> None:
    """Which step this is and how long the rest takes; the menu says the same, but is hidden on a phone."""
    t = translate()
    steps = [page.key for page in nav.steps_for("self")]
    number = steps.index(spec.under or spec.key) + 1
    st.caption(
        f"{t('Step {number} of {all}', number=number, all=len(steps))} · {_time_left(queries.progress_of(current))}"
    )


def _late_review(current: WorkshopState) -> None:
    """Says that the charter in force was to be looked at again by now, on every page."""
    t = translate()
    day = overdue_since(current.frameworks, today())
    if day is not None:
        words = t(
            "Review overdue: it was due on {day}. The charter stays in force until there is a new one.", day=t.date(day)
        )
        st.caption(f":material/event: {words}")


def _time_left(done: Progress) -> str:
    t = translate()
    if done.minutes_left == 0:
        return t("All steps done")
    return t.plural("about {count} minute left", "about {count} minutes left", done.minutes_left)


def _language_switch() -> None:
    session.sync_field("shell.lang", lang())
    st.segmented_control(
        "Taal · Language",
        LANGS,
        key="shell.lang",
        format_func=LANG_NAMES.__getitem__,
        required=True,
        on_change=_switch,
        label_visibility="collapsed",
        wrap=True,
    )


def _switch() -> None:
    chosen = cast("Lang", session.value("shell.lang"))
    session.set_lang(chosen)
    nav.set_lang_param(chosen)


def _explain(problem: KaderError) -> None:
    t = translate()
    st.title(t("This page cannot be shown"))
    st.error(plain(error_sentence(problem, t)))
    st.page_link(
        nav.streamlit_page("start"),
        label=t("Go to the start page"),
        icon=":material/home:",
        query_params={"lang": lang()},
    )
