"""The plan editor: steps, their order and length, and proposed dilemmas with the reasons."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from framework.language.labels import STAKES_WORDS, STEP_NAMES
from framework.workshop.agenda import AgendaItem
from framework.workshop.models import WorkshopState
from framework.workshop.room import Format, PlannedStep, StepKind
from framework.workshop.session_plan import (
    FORMAT_MINUTES,
    SCENARIOS_BY_FORMAT,
    Proposal,
    insert_step,
    planned_steps,
    scenario_minutes,
    scenario_step,
    shift_step,
    total_minutes,
)
from pages.ui import fields, layout, messages, queries, session
from pages.ui.charter import adoption
from pages.ui.facilitation import room_queries
from pages.ui.facilitation.step_names import FORMAT_WORDS, step_name
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

EXTRA_STEPS: dict[StepKind, int] = {
    "break": 15,
    "inventory": 8,
    "principles": 12,
    "consequences": 20,
    "red_lines": 10,
    "welcome": 8,
    "read_back": 4,
    "checkout": 3,
}
"""Minutes of the steps that can be added."""
_CHOSEN = "plan.step"
_PROPOSED = "plan.proposal"
_ALL = "plan.all"
MIN_SHOWN_PROPOSALS = 8
"""Number of proposed dilemmas that are always shown: twice as many as a short workshop has time for. A longer format
shows as many as fit.
"""
Steps = tuple[PlannedStep, ...]


def basics(current: WorkshopState) -> None:
    """Organisation, team and format."""
    t = translate()
    head = current.workshop
    with st.container(horizontal=True):
        fields.text_line(
            t("Organisation"), "plan.organisation", head.organisation, adoption.rename(current, "organisation")
        )
        fields.text_line(t("Team"), "plan.team", head.team, adoption.rename(current, "team"))
    fields.choice(
        t("How much time is there?"),
        "plan.format",
        room_queries.room_of(current).format,
        tuple(FORMAT_WORDS),
        lambda chosen: _reformat(current.workshop.id, chosen),
        words=lambda chosen: t(FORMAT_WORDS[chosen]),
    )


def agenda(current: WorkshopState) -> None:
    """The plan, then proposals to add."""
    t = translate()
    room = room_queries.room_of(current)
    proposed = room_queries.proposals(current.workshop.id)
    st.header(t("The plan"), anchor=False)
    _length(room.format, total_minutes(room))
    _steps(current)
    fields.pick_to_add(
        t("Add a step"),
        "plan.add",
        tuple(EXTRA_STEPS),
        lambda kind: _add_kind(current.workshop.id, kind),
        words=lambda kind: t(STEP_NAMES[kind]),
    )
    _proposals(current, proposed)


def _length(chosen: Format, total: int) -> None:
    t = translate()
    wanted = FORMAT_MINUTES[chosen]
    words = t.plural("{count} minute in all.", "{count} minutes in all.", total)
    if wanted is not None and total > wanted:
        over = t.plural(
            "That is {count} minute too long: remove a dilemma or shorten a step.",
            "That is {count} minutes too long: remove a dilemma or shorten a step.",
            total - wanted,
        )
        st.warning(f"{words} {over}", icon=":material/schedule:")
    elif wanted is not None:
        st.caption(f"{words} {t('It fits.')}")
    else:
        st.caption(words)


def _steps(current: WorkshopState) -> None:
    """Every step as an item of one list; the selected one can be changed below it. Fields behind each step would slow
    down every run of the page.
    """
    t = translate()
    room = room_queries.room_of(current)
    names = {step.id: step_name(current, step) for step in room.plan}
    about = {activity.id: plain(activity.name) for activity in current.activities}
    lengths = {step.id: t.plural("{count} minute", "{count} minutes", step.minutes) for step in room.plan}
    if session.value(_CHOSEN) not in names:
        session.set_value(_CHOSEN, None)
    st.radio(
        t("Choose a step to move it, change its minutes or remove it."),
        list(names),
        index=None,
        key=_CHOSEN,
        format_func=lambda step: f"**{plain(names[step])}** · {lengths[step]}",
        captions=[about.get(step.activity or "", "") for step in room.plan],
    )
    chosen = next((step for step in room.plan if step.id == session.value(_CHOSEN)), None)
    if chosen is not None:
        _change_step(current, chosen, names[chosen.id])


def _change_step(current: WorkshopState, step: PlannedStep, name: str) -> None:
    t = translate()
    workshop_id = current.workshop.id
    asked = any(key.startswith(f"{step.id}/") for key in room_queries.room_of(current).revealed)
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        session.sync_field(f"plan.minutes.{step.id}", step.minutes)
        st.number_input(
            t("Minutes"),
            min_value=0,
            max_value=240,
            step=1,
            key=f"plan.minutes.{step.id}",
            width=112,
            on_change=_minutes,
            args=(workshop_id, step.id),
        )
        for way, word, by in (("up", t("Earlier"), -1), ("down", t("Later"), 1)):
            st.button(
                word,
                key=f"plan.{way}.{step.id}",
                icon=":material/arrow_upward:" if by < 0 else ":material/arrow_downward:",
                help=t("Move “{step}” up", step=name) if by < 0 else t("Move “{step}” down", step=name),
                on_click=_change,
                args=(workshop_id, lambda steps, by=by: shift_step(steps, step.id, by)),
            )
        st.button(
            t("Remove"),
            key=f"plan.out.{step.id}",
            icon=":material/close:",
            disabled=asked,
            help=t("Already voted on, so it stays.") if asked else t("Remove “{step}”", step=name),
            on_click=_change,
            args=(workshop_id, lambda steps: tuple(s for s in steps if s.id != step.id)),
        )


def _proposals(current: WorkshopState, proposed: Sequence[Proposal]) -> None:
    t, here = translate(), lang()
    room = room_queries.room_of(current)
    planned = {step.scenario for step in room.plan}
    waiting = [proposal for proposal in proposed if proposal.item.scenario.id not in planned]
    st.subheader(t("Dilemmas that touch your activities"), anchor=False)
    if not proposed:
        layout.empty_step(
            "inventory", t("There are none yet: they depend on your activities. Add at least one activity.")
        )
        return
    fit = SCENARIOS_BY_FORMAT[room.format]
    if not any(planned - {None}):
        st.button(
            t.plural("Use the first {count}", "Use the first {count}", min(fit, len(proposed))),
            key="plan.take",
            type="primary",
            icon=":material/playlist_add:",
            on_click=_add_dilemma,
            args=(current.workshop.id, room.format),
        )
    order = t(
        "In the proposed order: first those where opinions differ, then one about each activity in turn, starting where many "
        "people are affected and the law draws a line. Only you can see that opinions differ, and only from five private votes."
    )
    titles = {proposal.item.scenario.id: proposal.item.scenario.title[here] for proposal in waiting}
    if not titles:
        st.caption(t("All of them are planned."))
        return
    at_first = max(MIN_SHOWN_PROPOSALS, fit)
    shown = waiting if session.value(_ALL) else waiting[:at_first]
    options = [proposal.item.scenario.id for proposal in shown]
    if session.value(_PROPOSED) not in options:
        session.set_value(_PROPOSED, None)
    st.radio(order, options, index=None, key=_PROPOSED, format_func=titles.__getitem__, captions=_about(shown))
    if len(waiting) > at_first:
        st.checkbox(t("Show all {count}", count=len(waiting)), key=_ALL)
    st.button(
        t("Plan the chosen dilemma"),
        key="plan.in",
        icon=":material/add:",
        on_click=_plan,
        args=(current.workshop.id, {proposal.item.scenario.id: proposal.item for proposal in waiting}),
    )


def _about(waiting: Sequence[Proposal]) -> list[str]:
    """For each dilemma its activity, and why it is proposed."""
    t = translate()
    whys = (t.listing(t(STAKES_WORDS[reason]) for reason in proposal.reasons) for proposal in waiting)
    names = (plain(proposal.item.activity.name) for proposal in waiting)
    return [" · ".join(filter(None, about)) for about in zip(names, whys, strict=True)]


def _plan(workshop_id: str, waiting: Mapping[str, AgendaItem]) -> None:
    item = waiting.get(str(session.value(_PROPOSED)))
    if item is None:
        session.notify("warning", translate()("Choose a dilemma first."))
        return
    room = room_queries.room_of(queries.public_state(workshop_id))
    _change(workshop_id, lambda steps: insert_step(steps, scenario_step(item, scenario_minutes(room.format))))


def _change(workshop_id: str, change: Callable[[Steps], Steps], chosen: Format | None = None) -> None:
    """Changes the current plan, so that two people who plan at once both keep their changes."""
    with messages.guarded():
        room = room_queries.room_of(queries.public_state(workshop_id))
        use_cases(workshop_id).facilitation.set_plan(
            workshop_id, room.version, chosen or room.format, change(room.plan)
        )


def _minutes(workshop_id: str, step_id: str) -> None:
    given = session.value(f"plan.minutes.{step_id}")
    if given is not None:
        _change(
            workshop_id,
            lambda steps: tuple(s.model_copy(update={"minutes": int(given)}) if s.id == step_id else s for s in steps),
        )


def _add_kind(workshop_id: str, kind: StepKind) -> None:
    _change(workshop_id, lambda steps: insert_step(steps, PlannedStep(id=kind, kind=kind, minutes=EXTRA_STEPS[kind])))


def _add_dilemma(workshop_id: str, chosen: Format) -> None:
    proposed = use_cases(workshop_id).facilitation.propose_dilemmas(workshop_id)
    items = [proposal.item for proposal in proposed[: SCENARIOS_BY_FORMAT[chosen]]]
    _change(workshop_id, lambda steps: _with_items(steps, items, scenario_minutes(chosen)))


def _with_items(steps: Steps, items: Sequence[AgendaItem], minutes: int) -> Steps:
    for item in items:
        steps = insert_step(steps, scenario_step(item, minutes))
    return steps


def _reformat(workshop_id: str, chosen: Format | None) -> None:
    """The steps of the chosen format around the dilemmas that are planned already; an own plan stays as it is."""
    if chosen is None:
        return None
    room = room_queries.room_of(queries.public_state(workshop_id))
    if chosen == "own" or room.revealed:
        return _change(workshop_id, lambda steps: steps, chosen)
    proposed = use_cases(workshop_id).facilitation.propose_dilemmas(workshop_id)
    planned = [step.scenario for step in room.plan if step.scenario]
    items = sorted(
        (proposal.item for proposal in proposed if proposal.item.scenario.id in planned),
        key=lambda item: planned.index(item.scenario.id),
    )
    return _change(workshop_id, lambda _: planned_steps(chosen, items), chosen)
