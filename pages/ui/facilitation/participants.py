"""Participants: numbers by role, the lock, abandoned seats, tables, and votes on paper."""

from collections import Counter

import streamlit as st

from framework.deck import LETTERS
from framework.language.labels import CONSENT_NAMES, LINE_NAMES, STRONG_OBJECTION, role_name
from framework.workshop.answer_rules import CARDS_TO_ORDER, Answer
from framework.workshop.models import Ballot, Consent, Ranking, RedLine, RedLineVote, Seat, WorkshopState
from framework.workshop.room import MIN_PEOPLE_FOR_TABLES, ROLES, TABLE_SIZE, Question, question_at
from framework.workshop.rule_grammar import practice_words
from framework.workshop.steps.unplanned_question import QuestionAnswer
from pages.ui import lazy_expander, messages, queries, session
from pages.ui.facilitation import controls, join_info, room_queries
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

ABSTAIN = "abstain"


def people(current: WorkshopState) -> None:
    """Participants in an expander beside the controls."""
    t = translate()
    with lazy_expander.lazy_expander(t("People"), "console.people", icon=":material/group:") as opened:
        if not opened:
            return
        here = room_queries.people(current.workshop.id)
        join_info.group_size(len(here))
        counted = Counter(seat.role for seat in here)
        if counted:
            st.markdown(" · ".join(f"{role_name(role, t)}: {count}" for role, count in counted.most_common()))
        if len(here) >= MIN_PEOPLE_FOR_TABLES:
            _tables(current, here)
        with st.popover(t("Show code and QR"), key="people.code", icon=":material/qr_code_2:"):
            join_info.join_panel(current, width=200)
        _listed(current.workshop.id)
        _paper_votes(current, here)


def lock_toggle(current: WorkshopState) -> None:
    """The lock; outside the expander, so that its shortcut always works."""
    t = translate()
    locked = room_queries.room_of(current).locked
    st.button(
        t("Open the room again") if locked else t("Lock the room"),
        key="people.lock",
        icon=":material/lock_open:" if locked else ":material/lock:",
        shortcut="L",
        help=t("When locked, nobody new can join; anyone already in stays in and may come back."),
        on_click=_set_lock,
        args=(current.workshop.id, not locked),
    )


def _set_lock(workshop_id: str, locked: bool) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.set_locked(workshop_id, locked)


def _tables(current: WorkshopState, here: tuple[Seat, ...]) -> None:
    t = translate()
    sizes = Counter(seat.table for seat in here if seat.table)
    if sizes:
        tables = " · ".join(f"{t('table {number}', number=table)}: {sizes[table]}" for table in sorted(sizes))
        st.markdown(tables)
    st.button(
        t("Divide people over tables again")
        if sizes
        else t("Divide people over tables of about {size}", size=TABLE_SIZE),
        key="people.tables",
        icon=":material/table_restaurant:",
        on_click=_assign_tables,
        args=(current.workshop.id,),
    )


def _assign_tables(workshop_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.assign_tables(workshop_id)


@st.fragment(run_every=10.0)
def _listed(workshop_id: str) -> None:
    """Every seat with its number, its role and whether it is away, to take stray ones out; people come in meanwhile."""
    t = translate()
    if session.has_notices():
        st.rerun()
    here, away = room_queries.people(workshop_id), room_queries.away(workshop_id)
    with st.popover(t("Remove seats"), key="people.stray", disabled=not here):
        st.caption(t("We no longer wait for these seats. Anyone who was in one of them can join again."))
        names = {
            seat.id: f"{number}. {role_name(seat.role, t)}"
            + (f" · {t('on paper')}" if seat.lang is None else "")
            + (f" · {t('away')}" if seat.id in away else "")
            for number, seat in enumerate(here, start=1)
        }
        st.selectbox(
            t("Which seat?"),
            list(names),
            index=None,
            key="people.out",
            format_func=names.__getitem__,
            placeholder=t("Choose"),
            persist_state=lazy_expander.KEPT,
        )
        st.selectbox(
            t("Up to and including (to remove several)"),
            list(names),
            index=None,
            key="people.out.last",
            format_func=names.__getitem__,
            placeholder=t("Only that one"),
            persist_state=lazy_expander.KEPT,
        )
        st.checkbox(
            t("Leave their votes out, too"),
            key="people.out.votes",
            help=t(
                "For seats that are nobody’s. Every result then says how many votes were left out. Without this, their votes stay and count."
            ),
            persist_state=lazy_expander.KEPT,
        )
        st.button(
            t("Remove"),
            key="people.out.now",
            icon=":material/person_remove:",
            on_click=_remove,
            args=(workshop_id,),
        )


def _remove(workshop_id: str) -> None:
    first, last = session.value("people.out"), session.value("people.out.last")
    here = [seat.id for seat in room_queries.people(workshop_id)]
    if first not in here:
        session.notify("warning", translate()("Choose a seat first."))
        return
    ends = sorted((here.index(first), here.index(last if last in here else first)))
    chosen = here[ends[0] : ends[1] + 1]
    with messages.guarded():
        cases = use_cases(workshop_id).facilitation
        (cases.leave_out_seats if session.value("people.out.votes") else cases.free_seats)(workshop_id, chosen)
        for key, nothing in (("people.out", None), ("people.out.last", None), ("people.out.votes", False)):
            session.set_value(key, nothing)


# --- on paper --------------------------------------------------------------------------------------------------------


def _paper_votes(current: WorkshopState, here: tuple[Seat, ...]) -> None:
    t = translate()
    st.markdown(f"**{t('Somebody without a phone')}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            t("Role"),
            ROLES,
            key="people.role",
            format_func=lambda role: role_name(role, t),
            placeholder=t("Choose"),
            persist_state=lazy_expander.KEPT,
        )
        st.button(t("Add a seat"), key="people.add", on_click=_add, args=(current.workshop.id,))
    paper = [seat for seat in here if seat.lang is None]
    room = room_queries.room_of(current)
    asked = question_at(room, room.current_step(), room.phase) if room.open_round() else None
    if not paper or asked is None:
        return
    numbers = {seat.id: f"{place}. {role_name(seat.role, t)}" for place, seat in enumerate(here, start=1)}
    st.selectbox(
        t("Type in the paper answers of"),
        [seat.id for seat in paper],
        key="paper.seat",
        format_func=numbers.__getitem__,
        placeholder=t("Choose"),
        persist_state=lazy_expander.KEPT,
    )
    key = f"paper.{room.open_round()}"
    _paper(current, asked, key)
    st.button(t("Import"), key="paper.save", type="primary", on_click=_type_in, args=(current.workshop.id, asked, key))


def _add(workshop_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.add_seat(workshop_id, session.value("people.role") or "")


def _paper(current: WorkshopState, asked: Question, key: str) -> None:
    """Fields for a vote on paper on the current question. They are cleared after saving, so that nobody can read them.

    ``key``: of this round, so that unsaved input does not count as an answer to the next one.
    """
    t, here = translate(), lang()
    if asked.kind == "ballot":
        scenario = current.deck.scenario(asked.scenario)
        names = {stance.letter: stance.name[here] for stance in scenario.stances} if scenario else {}
        st.radio(
            t("Stance"),
            (*LETTERS, ABSTAIN),
            index=None,
            key=f"{key}.stance",
            format_func=lambda letter: (
                t(CONSENT_NAMES[ABSTAIN]) if letter == ABSTAIN else f"{letter} · {names[letter]}"
            ),
            persist_state=lazy_expander.KEPT,
        )
        st.checkbox(t(STRONG_OBJECTION), key=f"{key}.objection", persist_state=lazy_expander.KEPT)
    elif asked.kind == "ranking":
        cards = {card.id: card.name[here] for card in current.deck.cards}
        st.multiselect(
            t("Five cards, in order"),
            list(cards),
            key=f"{key}.cards",
            format_func=cards.__getitem__,
            max_selections=CARDS_TO_ORDER,
            placeholder=t("Choose"),
            persist_state=lazy_expander.KEPT,
        )
    elif asked.kind == "consent":
        st.radio(
            t("Answer to the rule"),
            ("consent", "objection", ABSTAIN),
            index=None,
            key=f"{key}.consent",
            format_func=lambda said: t(CONSENT_NAMES[said]),
            persist_state=lazy_expander.KEPT,
        )
        rules = _subjects(current)
        if len(rules) > 1:
            st.multiselect(
                t("What does the objection concern?"),
                list(rules),
                key=f"{key}.rules",
                format_func=rules.__getitem__,
                placeholder=t("Choose"),
                persist_state=lazy_expander.KEPT,
            )
        st.text_input(t("What would it harm?"), key=f"{key}.harm", autocomplete="off", persist_state=lazy_expander.KEPT)
    elif asked.kind == "question":
        question = room_queries.room_of(current).question(asked.about)
        if question is not None and question.choices:
            st.radio(
                plain(question.text),
                range(len(question.choices)),
                index=None,
                key=f"{key}.choice",
                format_func=lambda at: plain(question.choices[at]),
                persist_state=lazy_expander.KEPT,
            )
        elif question is not None:
            st.text_input(plain(question.text), key=f"{key}.word", autocomplete="off", persist_state=lazy_expander.KEPT)
    else:
        for line in _lines(current):
            st.radio(
                plain(practice_words(line, here)[0]),
                list(LINE_NAMES),
                index=None,
                key=f"{key}.{line.id}",
                format_func=lambda said: t(LINE_NAMES[said]),
                persist_state=lazy_expander.KEPT,
            )


def _type_in(workshop_id: str, asked: Question, key: str) -> None:
    t = translate()
    seat = session.value("paper.seat")
    current = queries.public_state(workshop_id)
    answers = _typed(current, asked, seat, key)
    if not seat or not answers:
        session.notify("warning", t("Choose an answer first. Nothing has been saved yet."))
        return
    with messages.guarded():
        use_cases(workshop_id).facilitation.enter_answers(workshop_id, *answers)
        empty = {
            "stance": None,
            "consent": None,
            "objection": False,
            "cards": [],
            "rules": [],
            "harm": "",
            "choice": None,
            "word": "",
        }
        for field, nothing in (empty | {line.id: None for line in _lines(current)}).items():
            session.set_value(f"{key}.{field}", nothing)
        session.notify("success", t("Saved."))


def _subjects(current: WorkshopState) -> dict[str, str]:
    return controls.subjects_at(current, room_queries.room_of(current).current_step())


def _lines(current: WorkshopState) -> tuple[RedLine, ...]:
    return tuple(line for line in current.red_lines if line.proposed and not line.withdrawn)


def _typed(current: WorkshopState, asked: Question, seat: str, key: str) -> list[Answer]:
    if asked.kind == "ballot":
        said = session.value(f"{key}.stance")
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
                    "objection": bool(session.value(f"{key}.objection")),
                }
            )
        ]
    if asked.kind == "ranking":
        cards = tuple(session.value(f"{key}.cards") or ())
        return [Ranking(seat=seat, cards=cards)] if cards else []
    if asked.kind == "consent":
        said = session.value(f"{key}.consent")
        rules = tuple(_subjects(current)) if said else ()
        if said != "objection":
            return [Consent(seat=seat, round=asked.about, decision=rule, answer=said) for rule in rules]
        against = set(session.value(f"{key}.rules") or ()) if len(rules) > 1 else set(rules)
        harm = session.value(f"{key}.harm", "")
        return [
            Consent(seat=seat, round=asked.about, decision=rule, answer="objection", harm=harm)
            if rule in against
            else Consent(seat=seat, round=asked.about, decision=rule, answer="consent")
            for rule in (rules if against else ())
        ]
    if asked.kind == "question":
        choice, word = session.value(f"{key}.choice"), session.value(f"{key}.word", "")
        if choice is None and not word:
            return []
        return [QuestionAnswer(seat=seat, question=asked.about, choice=choice, word=word)]
    return [
        RedLineVote(
            seat=seat,
            red_line=line.id,
            answer=said,
        )
        for line in _lines(current)
        if (said := session.value(f"{key}.{line.id}")) is not None
    ]
