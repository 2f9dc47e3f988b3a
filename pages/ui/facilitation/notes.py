"""Notes and the parking lot. Edits of two people to one note are merged."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from framework.language import N_
from framework.workshop.models import Note, NoteKind, WorkshopState
from pages.ui import fields, lazy_expander, messages, queries, session
from pages.ui.facilitation import room_queries
from pages.ui.facilitation.step_names import step_name
from pages.ui.facilitation.steps import unplanned_question
from pages.ui.i18n import plain, translate
from pages.ui.use_cases import use_cases

KIND_WORDS: dict[NoteKind, str] = {
    "note": N_("Notes"),
    "parking": N_("Parking lot"),
    "consequence": N_("Consequences"),
}
_ASKED: dict[NoteKind, str] = {
    "note": N_("Write down what was said, not who said it"),
    "parking": N_("Park something for later"),
    "consequence": N_("What follows, and who bears the consequences?"),
}


def note_panels(current: WorkshopState) -> None:
    """Parking lot and notes, folded; consequences, unfolded at their own step."""
    here = room_queries.room_of(current).current_step().kind
    kinds: tuple[NoteKind, ...] = ("parking", "note")
    for kind in ("consequence", *kinds) if here == "consequences" or _standing(current, "consequence") else kinds:
        _page(current, kind, expanded=kind == "consequence" and here == "consequences")


def _standing(current: WorkshopState, kind: NoteKind) -> tuple[Note, ...]:
    return tuple(note for note in current.notes if note.kind == kind and not note.withdrawn)


def _page(current: WorkshopState, kind: NoteKind, *, expanded: bool) -> None:
    t = translate()
    notes = _standing(current, kind)
    waiting = sum(not note.done for note in notes)
    label = f"{t(KIND_WORDS[kind])} · {waiting}" if waiting else t(KIND_WORDS[kind])
    icon = {"note": ":material/edit_note:", "parking": ":material/local_parking:"}.get(kind, ":material/diversity_3:")
    with lazy_expander.lazy_expander(label, f"notes.{kind}", icon=icon, expanded=expanded) as opened:
        if not opened:
            return
        st.text_area(t(_ASKED[kind]), key=f"notes.new.{kind}", height=76, persist_state=lazy_expander.KEPT)
        st.button(t("Write it down"), key=f"notes.add.{kind}", on_click=_add, args=(current.workshop.id, kind))
        for note in notes:
            _one(current, note)
        if kind == "note":
            unplanned_question.asked_so_far(current)


def _one(current: WorkshopState, note: Note) -> None:
    t = translate()
    session.remember(f"note.{note.id}", note)
    step = next((step for step in room_queries.room_of(current).plan if step.id == note.step), None)
    with st.container(border=True):
        where = step_name(current, step) if step else t("in general")
        fields.text_area(where, f"note.text.{note.id}", note.text, _save(current.workshop.id, note.id, "text"))
        with st.container(horizontal=True, vertical_alignment="center"):
            fields.checkbox(
                t("Dealt with"), f"note.done.{note.id}", note.done, _save(current.workshop.id, note.id, "done")
            )
            st.button(
                t("Remove"),
                key=f"note.out.{note.id}",
                type="tertiary",
                help=t("Remove “{note}”", note=plain(note.text[:40])),
                on_click=_save(current.workshop.id, note.id, "withdrawn"),
                args=(True,),
            )


def _add(workshop_id: str, kind: NoteKind) -> None:
    with messages.guarded():
        step = room_queries.room_of(queries.public_state(workshop_id)).step
        use_cases(workshop_id).facilitation.add_note(workshop_id, kind, session.value(f"notes.new.{kind}", ""), step)
        session.set_value(f"notes.new.{kind}", "")


def _save(workshop_id: str, note_id: str, field: str) -> Callable[[Any], None]:
    def save(value: Any) -> None:
        base = session.recall(f"note.{note_id}", Note)
        edit = use_cases(workshop_id).facilitation.edit_note

        def keep() -> None:
            newest = next(note for note in queries.public_state(workshop_id).notes if note.id == note_id)
            edit(workshop_id, newest, newest.model_copy(update={field: value}))

        with messages.guarded(keep):
            edit(workshop_id, base, base.model_copy(update={field: value}))

    return save
