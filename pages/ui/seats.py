"""Who is in: the head count by role, the lock, stray seats, tables, and people who vote on paper."""

from collections import Counter

import streamlit as st

from framework.deck import LETTERS
from framework.workshop.models import Ballot, Consent, Ranking, RedLineVote, Seat, WorkshopState
from framework.workshop.participation import CARDS_TO_ORDER, Answer
from framework.workshop.room import ROLES, TABLE_SIZE, TABLES_FROM, Question, question_at
from pages.ui import liveroom, notices, preflight, service, session, steering
from pages.ui.stepnames import ROLE_WORDS
from pages.ui.text import lang, plain, translate

ABSTAIN = "abstain"
LISTED = 40


def people(current: WorkshopState) -> None:
    """Folded beside the controls."""
    t = translate()
    here = liveroom.people(current)
    with st.expander(t("People"), icon=":material/group:", key="console.people"):
        preflight.group_size(len(here))
        counted = Counter(seat.role for seat in here)
        if counted:
            st.markdown(" · ".join(f"{count} {t(ROLE_WORDS[role])}" for role, count in counted.most_common()))
        _lock(current)
        if len(here) >= TABLES_FROM:
            _tables(current, here)
        with st.popover(t("Show code and QR"), key="people.code", icon=":material/qr_code_2:"):
            preflight.way_in(current, width=200)
        _listed(current, here)
        _by_hand(current, here)


def _lock(current: WorkshopState) -> None:
    t = translate()
    locked = liveroom.room_of(current).locked
    st.button(
        t("Open the room again") if locked else t("Lock the room"),
        key="people.lock",
        icon=":material/lock_open:" if locked else ":material/lock:",
        shortcut="L",
        help=t("Locked, nobody new comes in; who is in stays in and may come back."),
        on_click=_set_lock,
        args=(current.workshop.id, not locked),
    )


def _set_lock(workshop_id: str, locked: bool) -> None:
    with notices.guarded():
        service.workshops().facilitating.lock(workshop_id, locked)


def _tables(current: WorkshopState, here: tuple[Seat, ...]) -> None:
    t = translate()
    sizes = Counter(seat.table for seat in here if seat.table)
    if sizes:
        tables = " · ".join(f"{t('table {number}', number=table)}: {sizes[table]}" for table in sorted(sizes))
        st.markdown(tables)
    st.button(
        t("Deal people over tables again") if sizes else t("Deal people over tables of about {size}", size=TABLE_SIZE),
        key="people.tables",
        icon=":material/table_restaurant:",
        on_click=_deal,
        args=(current.workshop.id,),
    )


def _deal(workshop_id: str) -> None:
    with notices.guarded():
        service.workshops().facilitating.set_tables(workshop_id)


def _listed(current: WorkshopState, here: tuple[Seat, ...]) -> None:
    """Every seat with its role, to take a stray one out."""
    t = translate()
    with st.popover(t("Take a stray seat out"), key="people.stray", disabled=not here):
        st.caption(t("What that seat answered before stays; it counts no more and its phone has to come in again."))
        for number, seat in enumerate(here[:LISTED], start=1):
            by_hand = f" · {t('on paper')}" if seat.lang is None else ""
            st.button(
                f"{number}. {t(ROLE_WORDS[seat.role])}{by_hand}",
                key=f"people.out.{seat.id}",
                icon=":material/person_remove:",
                type="tertiary",
                on_click=_remove,
                args=(current.workshop.id, seat.id),
            )


def _remove(workshop_id: str, seat_id: str) -> None:
    with notices.guarded():
        service.workshops().facilitating.remove_seat(workshop_id, seat_id)


# --- on paper --------------------------------------------------------------------------------------------------------


def _by_hand(current: WorkshopState, here: tuple[Seat, ...]) -> None:
    t = translate()
    st.markdown(f"**{t('Somebody without a phone')}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            t("Role"), ROLES, key="people.role", format_func=lambda role: t(ROLE_WORDS[role]), placeholder=t("Choose")
        )
        st.button(t("Add a seat"), key="people.add", on_click=_add, args=(current.workshop.id,))
    paper = [seat for seat in here if seat.lang is None]
    room = liveroom.room_of(current)
    asked = question_at(room, room.current(), room.phase) if room.open_round() else None
    if not paper or asked is None:
        return
    numbers = {seat.id: f"{place}. {t(ROLE_WORDS[seat.role])}" for place, seat in enumerate(here, start=1)}
    st.selectbox(
        t("Type in the paper of"),
        [seat.id for seat in paper],
        key="paper.seat",
        format_func=numbers.__getitem__,
        placeholder=t("Choose"),
    )
    _paper(current, asked)
    st.button(t("Put it in"), key="paper.save", type="primary", on_click=_type_in, args=(current.workshop.id, asked))


def _add(workshop_id: str) -> None:
    with notices.guarded():
        service.workshops().facilitating.seat_by_hand(workshop_id, session.value("people.role") or "")


def _paper(current: WorkshopState, asked: Question) -> None:
    """The fields of what is asked now; what was typed in is cleared once it is in, so that nobody reads it."""
    t, here = translate(), lang()
    if asked.kind == "ballot":
        scenario = current.deck.scenario(asked.scenario)
        names = {stance.letter: stance.name[here] for stance in scenario.stances} if scenario else {}
        st.radio(
            t("Stance"),
            (*LETTERS, ABSTAIN),
            index=None,
            key="paper.stance",
            format_func=lambda letter: t("abstains") if letter == ABSTAIN else f"{letter} · {names[letter]}",
        )
        st.checkbox(t("Strong objection"), key="paper.objection")
    elif asked.kind == "ranking":
        cards = {card.id: card.name[here] for card in current.deck.cards}
        st.multiselect(
            t("Five cards, in order"),
            list(cards),
            key="paper.cards",
            format_func=cards.__getitem__,
            max_selections=CARDS_TO_ORDER,
            placeholder=t("Choose"),
        )
    elif asked.kind == "consent":
        st.radio(
            t("Answer to the rule"),
            ("consent", "objection", ABSTAIN),
            index=None,
            key="paper.consent",
            format_func=lambda key: {
                "consent": t("no objection"),
                "objection": t("objection"),
                ABSTAIN: t("abstains"),
            }[key],
        )
        st.text_input(t("What would it harm?"), key="paper.harm", autocomplete="off")
    else:
        for line in current.red_lines:
            if line.proposed and not line.withdrawn:
                st.checkbox(
                    t("Strong objection to: {practice}", practice=plain(line.wording.text(here))),
                    key=f"paper.line.{line.id}",
                )


def _type_in(workshop_id: str, asked: Question) -> None:
    t = translate()
    seat = session.value("paper.seat")
    current = service.shown(workshop_id)
    answers = _typed(current, asked, seat)
    if not seat or not answers:
        session.notify("warning", t("Choose an answer first. Nothing was saved yet."))
        return
    with notices.guarded():
        service.workshops().facilitating.type_in(workshop_id, *answers)
        for key in ("paper.stance", "paper.consent"):
            session.put(key, None)
        session.put("paper.objection", False)
        session.put("paper.cards", [])
        session.put("paper.harm", "")
        session.notify("success", t("It is in."))


def _typed(current: WorkshopState, asked: Question, seat: str) -> list[Answer]:
    if asked.kind == "ballot":
        said = session.value("paper.stance")
        if said is None:
            return []
        return [
            Ballot.model_validate(
                {
                    "seat": seat,
                    "scenario": asked.scenario,
                    "activity": asked.activity,
                    "round": asked.round,
                    "stance": None if said == ABSTAIN else said,
                    "abstained": said == ABSTAIN,
                    "objection": bool(session.value("paper.objection")),
                }
            )
        ]
    if asked.kind == "ranking":
        cards = tuple(session.value("paper.cards") or ())
        return [Ranking(seat=seat, cards=cards)] if cards else []
    if asked.kind == "consent":
        said = session.value("paper.consent")
        harm = session.value("paper.harm", "") if said == "objection" else ""
        rules = steering.decisions_at(current, liveroom.room_of(current).current()) if said else ()
        return [Consent(seat=seat, round=asked.about, decision=rule.id, answer=said, harm=harm) for rule in rules]
    lines = [line for line in current.red_lines if line.proposed and not line.withdrawn]
    return [
        RedLineVote(
            seat=seat,
            red_line=line.id,
            answer="object" if session.value(f"paper.line.{line.id}") else "no_objection",
        )
        for line in lines
    ]
