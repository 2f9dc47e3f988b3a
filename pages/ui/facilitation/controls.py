"""Moving through the plan: the next move as the primary button, other moves beside it, and undo."""

import streamlit as st

from framework.analysis.objection_rounds import changed_since_asked
from framework.deck import Letter
from framework.errors import MoveRefused
from framework.workshop.field_types import PRINCIPLES
from framework.workshop.models import Decision, WorkshopState
from framework.workshop.room import Phase, PlannedStep, Room, next_phases, next_step, undo
from framework.workshop.rule_checks import lines_put_to_the_room, put_to_the_room
from framework.workshop.rule_grammar import decision_sentence, red_line_sentence
from pages.ui import lazy_expander, messages, nav, queries, session
from pages.ui.decisions import group_decision
from pages.ui.facilitation import discussion_order, room_queries, wrap_up
from pages.ui.facilitation.step_names import MOVE_WORDS, PHASE_WORDS, step_name
from pages.ui.facilitation.steps import read_back
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

_CONFIRM = "console.confirm"
_LEAVE = "console.leave"
_PLAN = "console.plan"
_REVEALS: frozenset[Phase] = frozenset({"revealed", "second_revealed", "consent_revealed"})


def console_button(current: WorkshopState) -> None:
    """A button from preparation to the session, or a link to the console of one under way."""
    t = translate()
    head = current.workshop
    if head.stage == "preparing":
        st.button(
            t("Start the session"),
            key="console.begin",
            type="primary",
            icon=":material/play_arrow:",
            help=t("Votes cast beforehand fill in the first rounds. You can still change the plan."),
            on_click=_begin,
            args=(head.id,),
        )
    else:
        _link("console")


def _begin(workshop_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.open_session(workshop_id)


def _link(key: str) -> None:
    t = translate()
    spec = nav.spec_of(key)
    st.page_link(
        nav.streamlit_page(key),
        label=t("Go to: {step}", step=t(spec.title)),
        icon=spec.icon,
        query_params=nav.link_params(),
    )


def is_open(current: WorkshopState) -> bool:
    """Whether the room can be moved; says what to do where it cannot."""
    t = translate()
    stage = current.workshop.stage
    if stage in ("session", "follow_up"):
        return True
    st.title(t("Facilitate"))
    if stage == "draft":
        wrap_up.next_action(current, steering=True)
    elif stage == "preparing":
        st.info(t("The session has not begun. With the code, people can already join and vote in private."))
        console_button(current)
    else:
        st.info(t("This workshop is over: its framework was adopted."))
        _link("charter")
    return False


def position(current: WorkshopState) -> None:
    """Which step and phase the room is at, and how far in the plan."""
    t = translate()
    room = room_queries.room_of(current)
    step = room.current_step()
    number = t("Step {number} of {all}", number=room.position() + 1, all=len(room.plan))
    st.caption(f"{number} · {t(PHASE_WORDS[room.phase])}")
    st.title(plain(step_name(current, step)))
    if room.paused:
        st.warning(
            t("Paused until another day. Phones say so; nothing moves and no answers are accepted."),
            icon=":material/pause_circle:",
        )
        st.button(
            t("Continue the workshop"),
            key="console.resume",
            type="primary",
            on_click=_pause,
            args=(current.workshop.id, False),
        )


def move_buttons(current: WorkshopState, *, close_together: bool = False) -> None:
    """The next move as one primary button. ``close_together``: people agree, so the discussion may be skipped."""
    t = translate()
    room = room_queries.room_of(current)
    if room.paused:
        return
    _confirm(current, room)
    _ask_before_leaving(current, room)
    step = room.current_step()
    rules = decisions_at(current, step)
    stance = rules[0].based_on if rules else group_decision.chosen_stance(current, step)
    phases = offered_phases(
        current, room, close_together=close_together, with_rule=bool(subjects_at(current, step) or stance)
    )
    now = room_queries.live_counts(current.workshop.id)
    closing = [rule for rule in rules if step.kind == "scenario" and group_decision.ready_to_close(current, rule)]
    missing_rule = room.phase == "second_revealed" and not phases
    with st.container(horizontal=True):
        if closing:
            group_decision.close_button(current, closing[0], shortcut="N")
        if missing_rule:
            st.button(t(MOVE_WORDS["consent"]), key="console.move.none", type="primary", disabled=True)
        read_back.page_buttons(current)
        filled = bool(closing or missing_rule or read_back.pages_left(current))
        for phase in () if closing else phases:
            again = phase == "consent" and room.phase == "consent_revealed"
            leads = not filled and (not again or _changed(current, rules))
            consent = phase == "consent" and step.kind == "scenario"
            st.button(
                _consent_words(current, room) if phase == "consent" else _move_words(phase, now.away),
                key=f"console.move.{phase}",
                type="primary" if leads else "secondary",
                icon=":material/visibility:" if phase in _REVEALS else ":material/how_to_vote:",
                shortcut="N" if leads else None,
                on_click=_put_rule if consent else _move,
                args=(current.workshop.id, room.version, stance if consent else phase),
            )
            filled = filled or leads
        _next_buttons(
            current, room, next_step(room), primary=not filled and not _undecided(current) and not _cards_wait(current)
        )
    if room.phase in ("revealed", "second_revealed") and step.kind == "scenario" and "consent" not in phases:
        st.caption(t("Choose a stance below; then you can put the rule to the room."))
    discussion_order.suggestion(current, _step)


def _changed(current: WorkshopState, rules: tuple[Decision, ...]) -> bool:
    asked = room_queries.revealed_consents(current)
    return any(changed_since_asked(asked, rule) for rule in rules)


def _move_words(phase: Phase, away: int) -> str:
    t = translate()
    words = t(MOVE_WORDS[phase])
    return t("{move} ({count} away)", move=words, count=away) if away and phase in _REVEALS else words


def _consent_words(current: WorkshopState, room: Room) -> str:
    t = translate()
    several = len(subjects_at(current, room.current_step())) > 1
    if room.consent_attempt(room.step) > 1:
        return t("Put them to the room again") if several else t("Put it to the room again")
    return t("Put the draft to the room") if several else t(MOVE_WORDS["consent"])


def offered_phases(
    current: WorkshopState, room: Room, *, close_together: bool, with_rule: bool = True
) -> tuple[Phase, ...]:
    """The phases that make sense now, the usual one first; no objection round without a rule or a stance to draft it from."""
    step = room.current_step()
    phases = list(next_phases(room))
    if "consent" in phases and not with_rule:
        phases.remove("consent")
    if step.kind == "red_lines" and room.phase == "open" and not proposed_lines(current):
        phases = []
    if close_together and room.phase == "revealed" and "consent" in phases:
        phases.sort(key=lambda phase: phase != "consent")
    return tuple(phases)


def decisions_at(current: WorkshopState, step: PlannedStep) -> tuple[Decision, ...]:
    """The decisions that an objection round at this step is about: the dilemma's rule, or every rule of the draft."""
    return put_to_the_room(current.decisions, step)


def subjects_at(current: WorkshopState, step: PlannedStep) -> dict[str, str]:
    """What an objection round at this step asks about: sentences by id, rules first."""
    here = lang()
    found = {rule.id: decision_sentence(rule, here)[0] for rule in decisions_at(current, step)}
    lines = lines_put_to_the_room(current.red_lines, step)
    found |= {line.id: red_line_sentence(line.wording, here)[0] for line in lines}
    if step.kind == "agreements" and room_queries.room_of(current).kept_cards:
        found[PRINCIPLES] = translate()("What we put first")
    return found


def proposed_lines(current: WorkshopState) -> bool:
    return any(line.proposed and not line.withdrawn for line in current.red_lines)


def _next_buttons(current: WorkshopState, room: Room, after: PlannedStep | None, *, primary: bool) -> None:
    t = translate()
    if after is not None:
        st.button(
            t("Back to: {place}", place=step_name(current, after))
            if room.back_to
            else t("Next: {step}", step=step_name(current, after)),
            key="console.next",
            type="primary" if primary else "secondary",
            icon=":material/arrow_forward:",
            icon_position="right",
            shortcut="N" if primary else "Shift+N",
            on_click=_go_on,
            args=(current.workshop.id, room.version, after.id),
        )
    try:
        before = undo(room)
    except MoveRefused:
        return
    st.button(
        t("Undo"),
        key="console.undo",
        type="tertiary",
        icon=":material/undo:",
        shortcut="U",
        help=t(
            "Back to: {place}", place=f"{step_name(current, before.current_step())} · {t(PHASE_WORDS[before.phase])}"
        ),
        on_click=_undo,
        args=(current.workshop.id, room.version),
    )


def _undecided(current: WorkshopState) -> bool:
    """Whether a rule or a red line is still open at this step, whose result the room has seen."""
    step = room_queries.room_of(current).current_step()
    return step.kind in ("scenario", "red_lines") and settled(current, step) is False


def _cards_wait(current: WorkshopState) -> bool:
    """Whether the group still has to say which cards it keeps."""
    step = room_queries.room_of(current).current_step()
    return step.kind == "principles" and settled(current, step) is False and room_queries.ranked(current) > 0


def settled(current: WorkshopState, step: PlannedStep) -> bool | None:
    """Whether the step's result led to a decision; None before there is a result, and where nothing is decided."""
    room = room_queries.room_of(current)
    if f"{step.id}/1" not in room.revealed:
        return None
    if step.kind == "scenario":
        rules = decisions_at(current, step)
        return bool(rules) and all(rule.closed for rule in rules)
    if step.kind == "red_lines":
        return not proposed_lines(current)
    return bool(room.kept_cards) if step.kind == "principles" else None


def _ask_before_leaving(current: WorkshopState, room: Room) -> None:
    """Asks once more where something would stay open."""
    t = translate()
    asked = session.value(_LEAVE)
    if not asked or asked[0] != room.version:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(t("Nothing is decided here yet. If you go on, it stays an open point."))
        st.button(t("Go on all the same"), key="console.leave.now", on_click=_step, args=(current.workshop.id, *asked))
        st.button(
            t("Stay here"), key="console.leave.stay", type="primary", on_click=lambda: session.set_value(_LEAVE, None)
        )


def _go_on(workshop_id: str, seen: int, step_id: str) -> None:
    with messages.guarded():
        if _undecided(queries.public_state(workshop_id)):
            session.set_value(_LEAVE, (seen, step_id))
            return
    _step(workshop_id, seen, step_id)


def _put_rule(workshop_id: str, seen: int, stance: Letter) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.put_rule_to_room(workshop_id, seen, stance)


def _confirm(current: WorkshopState, room: Room) -> None:
    """Asks for confirmation where not everybody has voted, because late votes never enter a revealed round."""
    t = translate()
    asked = session.value(_CONFIRM)
    if not asked or asked[0] != room.version:
        return
    now = room_queries.live_counts(current.workshop.id)
    with st.container(border=True):
        st.warning(
            t.plural(
                "{count} of {all} has answered. After the reveal, no more answers can be added to this round. Reveal now?",
                "{count} of {all} have answered. After the reveal, no more answers can be added to this round. Reveal now?",
                now.voted or 0,
                all=now.asked,
            )
        )
        with st.container(horizontal=True):
            st.button(
                t("Reveal now"),
                key="console.reveal.now",
                type="primary",
                on_click=_move,
                args=(current.workshop.id, room.version, asked[1], True),
            )
            st.button(t("Wait"), key="console.reveal.wait", on_click=lambda: session.set_value(_CONFIRM, None))


def _move(workshop_id: str, seen: int, phase: Phase, sure: bool = False) -> None:
    with messages.guarded():
        if phase in _REVEALS and not sure and _some_have_not_voted(workshop_id):
            session.set_value(_CONFIRM, (seen, phase))
            return
        session.set_value(_CONFIRM, None)
        use_cases(workshop_id).facilitation.move_to_phase(workshop_id, seen, phase)


def _some_have_not_voted(workshop_id: str) -> bool:
    now = room_queries.live_counts(workshop_id)
    waiting = now.voted is not None and now.voted + now.away < now.asked
    return waiting and now.room.intake != "closed"


def _step(workshop_id: str, seen: int, step_id: str) -> None:
    with messages.guarded():
        session.set_value(_CONFIRM, None)
        session.set_value(_LEAVE, None)
        use_cases(workshop_id).facilitation.move_to_step(workshop_id, seen, step_id)


def _jump_to(workshop_id: str, seen: int, step_id: str) -> None:
    """Goes to a step chosen from the plan, and folds the plan."""
    lazy_expander.close(_PLAN)
    _step(workshop_id, seen, step_id)


def _undo(workshop_id: str, seen: int) -> None:
    with messages.guarded():
        session.set_value(_CONFIRM, None)
        use_cases(workshop_id).facilitation.undo(workshop_id, seen)


def _pause(workshop_id: str, paused: bool) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.set_paused(workshop_id, paused)


def plan_overview(current: WorkshopState) -> None:
    """All steps, to go to another one, and pausing until another day."""
    t = translate()
    room = room_queries.room_of(current)
    with lazy_expander.lazy_expander(t("The plan"), _PLAN, icon=":material/list:") as opened:
        if not opened:
            return
        discussion_order.order(current)
        for step in room.plan:
            done = settled(current, step)
            mark = "" if done is None else f" · ✓ {t('decided')}" if done else f" · {t('revealed')}"
            st.button(
                f"{step_name(current, step)}{mark}",
                key=f"console.go.{step.id}",
                type="tertiary",
                icon=":material/my_location:" if step.id == room.step else ":material/chevron_right:",
                disabled=step.id == room.step or room.paused,
                on_click=_jump_to,
                args=(current.workshop.id, room.version, step.id),
            )
        _link("prepare")
        if not room.paused:
            st.button(
                t("Pause until another day"),
                key="console.pause",
                icon=":material/pause:",
                on_click=_pause,
                args=(current.workshop.id, True),
            )
