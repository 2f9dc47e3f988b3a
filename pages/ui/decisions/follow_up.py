"""The follow-up on the console: every rule, every red line and the principles, with what the room said of each."""

import streamlit as st

from framework.analysis.red_lines import red_line_threshold
from framework.workshop.field_types import PRINCIPLES
from framework.workshop.models import RedLine, WorkshopState
from framework.workshop.room import Room
from framework.workshop.rule_checks import lines_put_to_the_room
from framework.workshop.rule_grammar import decision_sentence, red_line_sentence
from pages.ui import messages, session
from pages.ui.decisions import group_decision, rule_form
from pages.ui.facilitation import room_queries
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases


def draft(current: WorkshopState) -> None:
    """Everything that the follow-up asks about."""
    t, room = translate(), room_queries.room_of(current)
    standing = [decision for decision in current.decisions if not decision.withdrawn]
    if not standing:
        st.info(t("There is no rule yet. Go back to a dilemma and make one."))
    for decision in standing:
        session.remember(f"decision.{decision.id}", decision)
        scenario = current.deck.scenario(decision.scenario)
        if scenario is not None:
            st.header(scenario.title[lang()], anchor=False)
        step = next((each for each in room.plan if each.scenario == decision.scenario), None)
        item = room_queries.item_at(current, step) if step is not None else None
        if step is not None and item is not None and not decision.closed and room.open_round() is None:
            group_decision.whole_rule(current, item, step, decision)
            continue
        rule_form.sentence(decision)
        rule_form.numbers_to_keep(decision)
        group_decision.consent(current, decision)
        group_decision.closing(current, decision, strong_objection=False)
    asked = room_queries.revealed_consents(current)
    lines = lines_put_to_the_room(current.red_lines, room.current_step())
    if lines:
        st.header(t("Red lines"), anchor=False)
    for line in lines:
        _red_line(current, asked, line)
    _principles(current, asked, room)


def _red_line(current: WorkshopState, asked: WorkshopState, line: RedLine) -> None:
    t = translate()
    with st.container(border=True):
        st.markdown(f"**{plain(red_line_sentence(line.wording, lang())[0])}**")
        group_decision.last_round(asked, line.id)
        if not line.reopened:
            return
        st.warning(t("This red line is open again. Put it to the room again, keep it or let it go."))
        with st.container(horizontal=True):
            enough = (line.objections or 0) >= red_line_threshold(line.voters or 0)
            if enough:
                st.button(
                    t("Keep it: enough people strongly object to the practice"),
                    key=f"follow_up.keep.{line.id}",
                    on_click=_keep,
                    args=(current.workshop.id, line.id),
                )
            st.button(
                t("Let it go"),
                key=f"follow_up.go.{line.id}",
                on_click=_let_go,
                args=(current.workshop.id, line.id),
            )


def _principles(current: WorkshopState, asked: WorkshopState, room: Room) -> None:
    t = translate()
    names = [card.name[lang()] for card_id in room.kept_cards if (card := current.deck.card(card_id)) is not None]
    if not names:
        return
    st.header(t("What we put first"), anchor=False)
    st.markdown("\n".join(f"{place}. {plain(name)}" for place, name in enumerate(names, start=1)))
    group_decision.last_round(asked, PRINCIPLES)
    if room.cards_reopened:
        st.warning(
            t("The room has not agreed to this order. Confirm one at the principles and put it to the room again.")
        )


def objected(current: WorkshopState) -> tuple[str, ...]:
    """The sentences that somebody objected to in the follow-up and that are not settled."""
    t, here, room = translate(), lang(), room_queries.room_of(current)
    rules = (one for one in current.decisions if one.reopened and not one.closed and not one.withdrawn)
    lines = (line for line in current.red_lines if line.reopened and not line.withdrawn)
    order = (t("What we put first"),) if room.cards_reopened else ()
    return (
        *(decision_sentence(rule, here)[0] for rule in rules),
        *(red_line_sentence(line.wording, here)[0] for line in lines),
        *order,
    )


def _keep(workshop_id: str, line: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.keep_red_line(workshop_id, line)


def _let_go(workshop_id: str, line: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.withdraw_red_line(workshop_id, line)
