"""The list of actions on screen: chosen by who, what and state; each with who and when, and a press that says it is done."""

from datetime import date
from pathlib import Path
from typing import Literal

import streamlit as st

from framework.actions import source
from framework.actions.action_list import actions, owners
from framework.actions.mail import when
from framework.actions.models import KIND_WORDS, PLANNED_HERE, Action, ActionKind
from framework.language import N_, Translator
from framework.workshop.agenda import live_activities
from framework.workshop.models import WorkshopState
from pages.ui import messages, nav, queries, session
from pages.ui.i18n import inline_text, plain, translate
from pages.ui.law.questionnaire import SUMMARY
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import today, use_cases

State = Literal["open", "overdue", "done"]
STATE_WORDS: dict[State, str] = {"open": N_("To do"), "overdue": N_("Overdue"), "done": N_("Done")}
ICONS: dict[ActionKind, str] = {
    "measure": ":material/balance:",
    "question": ":material/help:",
    "decide": ":material/gavel:",
    "check": ":material/fact_check:",
    "review": ":material/event_repeat:",
    "training": ":material/school:",
    "parked": ":material/local_parking:",
    "exception": ":material/hourglass_top:",
    "incident": ":material/warning:",
    "complaint": ":material/forum:",
    "stop": ":material/front_hand:",
}
SHOWN = 15
"""Rows at first: more take a phone too long, and nobody reads them."""
_STYLE = Path(__file__).with_name("actions.css")
_PLANNING, _MORE = "actions.planning", "actions.more"


def found_actions(current: WorkshopState) -> tuple[Action, ...]:
    """The whole list, in the reader's language."""
    return _found(current)


@cached_by_revision()
def _found(current: WorkshopState) -> tuple[Action, ...]:
    day = today()
    checks = {one.id: queries.law_check(current, one, day) for one in live_activities(current)}
    return actions(source.of_workshop(current, queries.law(), day, checks), translate(), day)


def overview(found: tuple[Action, ...]) -> None:
    """How much there is to do, how much of it is late, and how much is done: what was ticked leaves the list, not the page."""
    t, day = translate(), today()
    waiting = [one for one in found if not one.done]
    done = len(found) - len(waiting)
    late = sum(one.overdue(day) for one in waiting)
    undated = sum(one.due is None and not one.urgent for one in waiting)
    parts = [
        t("{count} to do", count=len(waiting)),
        t("{count} overdue", count=late) if late else t("nothing is overdue"),
        t("{count} without a date", count=undated) if undated else "",
        t("{count} done", count=done) if done else "",
    ]
    st.markdown("**" + " · ".join(part for part in parts if part) + "**")
    st.caption(
        t(
            "From your law check, rules, open points, parking lot, training and logbook: first what cannot wait, then by date. "
            "What is done there, is done here; what you plan or tick here also appears there."
        )
    )


def chosen(found: tuple[Action, ...]) -> tuple[Action, ...]:
    """The actions of the chosen state, role and kind."""
    t, day = translate(), today()
    session.set_default("actions.state", "open")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            t("State"),
            tuple(STATE_WORDS),
            key="actions.state",
            required=True,
            format_func=lambda state: t(STATE_WORDS[state]),
            wrap=True,
        )
        roles = owners(found)
        _keep_known("actions.owner", roles)
        st.selectbox(t("Who"), roles, index=None, key="actions.owner", placeholder=t("Everybody"), width=280)
        kinds = tuple(kind for kind in KIND_WORDS if any(one.kind == kind for one in found))
        _keep_known("actions.kind", kinds)
        st.selectbox(
            t("Kind"),
            kinds,
            index=None,
            key="actions.kind",
            format_func=lambda kind: t(KIND_WORDS[kind]),
            placeholder=t("Everything"),
            width=220,
        )
    state: State = session.value("actions.state")
    who, kind = session.value("actions.owner"), session.value("actions.kind")
    return tuple(
        one
        for one in found
        if one.done == (state == "done")
        and (state != "overdue" or one.overdue(day))
        and (who is None or one.owner.casefold() == who.casefold())
        and (kind is None or one.kind == kind)
    )


def _keep_known(key: str, options: tuple[str, ...]) -> None:
    """Lets go of a choice that the list no longer has."""
    if session.value(key) not in options:
        session.set_value(key, None)


def rows(current: WorkshopState, shown: tuple[Action, ...]) -> None:
    """A row per action."""
    t, day = translate(), today()
    st.html(_STYLE)
    if not shown:
        st.info(t("Nothing here. Choose something else above."))
    everything = bool(session.value(_MORE))
    for one in shown if everything else shown[:SHOWN]:
        _row(current, one, t, day)
    rest = len(shown) - SHOWN
    if rest > 0 and not everything:
        st.button(
            t("Show {count} more", count=rest),
            key="actions.show_more",
            on_click=session.set_value,
            args=(_MORE, True),
        )


def _row(current: WorkshopState, one: Action, t: Translator, day: date) -> None:
    workshop_id = current.workshop.id
    fixed = one.kind == "measure" and current.workshop.stage == "closed"  # the law check takes no more answers then
    with (
        st.container(border=True, key=f"actions.row.{one.id}"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        with st.container(width="stretch", key=f"actions.words.{one.id}"):
            inline_text(_words(one, t, day))
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            if one.tickable and not fixed and not (one.done and one.kind == "check"):
                st.button(
                    t("Not done yet") if one.done else t("Done"),
                    key=f"actions.tick.{one.id}",
                    icon=":material/undo:" if one.done else ":material/check:",
                    on_click=_tick,
                    args=(workshop_id, one.id, not one.done),
                )
            if one.kind in PLANNED_HERE and not fixed and not one.done and (one.kind != "measure" or one.law_rule):
                with st.popover(t("Plan"), key=f"{_PLANNING}.{one.id}", on_change="rerun") as place:
                    if place.open:
                        _plan(workshop_id, one, t)
            link = _place(current, one)
            if link is not None:
                page, params = link
                st.page_link(
                    nav.streamlit_page(page),
                    label=t("Go there"),
                    icon=":material/arrow_forward:",
                    query_params=nav.link_params(**params),
                )


def _words(one: Action, t: Translator, day: date) -> str:
    date_words = when(one, day, t)
    if one.overdue(day):
        date_words = f":red[:material/schedule: {date_words}]"
    about = [date_words, plain(one.owner) or t("nobody yet"), plain(one.use), f"R{one.rule}" if one.rule else ""]
    if one.done and one.done_by and one.done_by != one.owner:
        about.append(t("said by {role}", role=plain(one.done_by)))
    why = f"  \n:gray[{plain(one.why)}]" if one.why else ""
    return f"{ICONS[one.kind]} **{plain(one.what)}**  \n" + " · ".join(part for part in about if part) + why


def _plan(workshop_id: str, one: Action, t: Translator) -> None:
    key = f"actions.plan.{one.id}"
    session.set_default(f"{key}.owner", one.owner)
    st.text_input(t("Who does it? (a role, not a name)"), key=f"{key}.owner", autocomplete="off")
    session.set_default(f"{key}.due", one.due)
    st.date_input(t("Ready by"), key=f"{key}.due", format="DD/MM/YYYY", value=None)
    st.button(t("Save"), key=f"{key}.save", type="primary", on_click=_save_plan, args=(workshop_id, one.id, key))


def _place(current: WorkshopState, one: Action) -> tuple[str, dict[str, str]] | None:
    """The page where an action is done, and what its address has to say. None where the list itself is the place."""
    decisions = "decisions" if current.workshop.kind == "self" else "decide"
    if one.kind == "measure":
        return "law_check", {"a": one.activity, "p": SUMMARY, **({"m": one.law_rule} if one.law_rule else {})}
    if one.kind == "question":
        return "law_check", {"a": one.activity}
    if one.step:
        page = decisions if one.step == "decisions" else one.step
        return page, {"a": one.activity} if one.activity else {}
    if one.kind == "decide" and not one.record:
        return "promises", {}
    if one.kind == "decide":
        ready = any(item.scenario.id == one.record for item in queries.items_to_decide(current))
        return (decisions if ready or current.workshop.kind == "live" else "scenarios"), {"s": one.record}
    if one.kind == "review":
        return "charter", {}
    return ("logbook", {}) if one.kind in ("exception", "incident", "complaint", "stop") else None


def _tick(workshop_id: str, action: str, done: bool) -> None:
    with messages.guarded():
        use_cases(workshop_id).actions.set_done(workshop_id, action, done)


def _save_plan(workshop_id: str, action: str, key: str) -> None:
    due = session.value(f"{key}.due")
    with messages.guarded():
        owner = session.value(f"{key}.owner") or ""
        use_cases(workshop_id).actions.plan(workshop_id, action, owner, due if isinstance(due, date) else None)
        session.set_value(f"{_PLANNING}.{action}", False)
