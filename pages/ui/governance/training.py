"""Training: what is done so that people understand AI, for whom, and how many took part."""

import secrets
from datetime import date

import streamlit as st

from framework.language import Translator
from framework.text import LINE_LIMIT, NAME_LIMIT
from framework.workshop.governance.records import Training
from framework.workshop.models import WorkshopState
from pages.ui import messages, queries, session
from pages.ui.i18n import plain, translate
from pages.ui.use_cases import today, use_cases

_NEW, _OPEN = "training.new", "training.open"


def training(current: WorkshopState) -> None:
    """What is planned and done, the next first, and a form for more."""
    t = translate()
    st.markdown(
        t(
            "Who works with AI for you, learns to understand it and use it well (AI Act 4). Keep what you do for that: for "
            "whom, what, and when. No names; those stay with HR."
        )
    )
    told = [one for one in current.training if not one.withdrawn]
    for one in sorted(told, key=lambda one: (_next(one) is None, _next(one) or date.max)):
        _row(current, one, t)
    opened = session.value(_OPEN)
    if opened == _NEW or not told:
        _form(current, None, t)
    else:
        st.button(
            t("Add training"), key="training.add", icon=":material/add:", on_click=session.set_value, args=(_OPEN, _NEW)
        )


def _next(one: Training) -> date | None:
    """When it is to be done next; None where that is not known, or not again."""
    return one.due if one.done_on is None else one.next_on


def _row(current: WorkshopState, one: Training, t: Translator) -> None:
    session.remember(f"training.{one.id}", one)
    with st.container(border=True, key=f"training.row.{one.id}"):
        st.markdown(f"**{plain(one.group)}** · {plain(one.what)}")
        st.caption(facts(one, today(), t))
        if session.value(_OPEN) == one.id:
            _form(current, one, t)
            return
        with st.container(horizontal=True):
            if one.done_on is None:
                st.button(
                    t("Done today"),
                    key=f"training.done.{one.id}",
                    icon=":material/check:",
                    on_click=_save,
                    args=(current.workshop.id, one.id, {"done_on": today()}),
                )
            st.button(
                t("Change"), key=f"training.edit.{one.id}", icon=":material/edit:", on_click=session.set_value,
                args=(_OPEN, one.id),
            )  # fmt: skip


def facts(one: Training, day: date, t: Translator) -> str:
    """When, how many, what comes next, who sees to it and where it is kept; on one line."""
    late = one.done_on is None and one.due is not None and one.due < day
    due = (t("overdue since {day}") if late else t("by {day}")) if one.done_on is None else ""
    many = (
        t("{attended} of {invited} took part", attended=one.attended, invited=one.invited)
        if one.attended is not None and one.invited is not None
        else t("{count} took part", count=one.attended)
        if one.attended is not None
        else ""
    )
    parts = (
        t("done on {day}", day=t.short_date(one.done_on)) if one.done_on else "",
        due.format(day=t.short_date(one.due)) if due and one.due else "",
        many,
        t("again by {day}", day=t.short_date(one.next_on)) if one.next_on else "",
        plain(one.owner),
        plain(one.evidence),
    )
    return " · ".join(part for part in parts if part) or t("no date yet")


def _form(current: WorkshopState, one: Training | None, t: Translator) -> None:
    key = f"training.form.{one.id if one else 'new'}"
    with st.form(key, enter_to_submit=False):
        left, right = st.columns(2)
        session.set_default(f"{key}.group", one.group if one else "")
        left.text_input(
            t("For whom? (a group)"), key=f"{key}.group", autocomplete="off", max_chars=NAME_LIMIT,
            placeholder=t("For example: content team"),
        )  # fmt: skip
        session.set_default(f"{key}.what", one.what if one else "")
        right.text_input(
            t("What do they learn or practise?"), key=f"{key}.what", autocomplete="off", max_chars=LINE_LIMIT,
            placeholder=t("For example: what may go into a prompt, and what not"),
        )  # fmt: skip
        session.set_default(f"{key}.owner", one.owner if one else "")
        left.text_input(t("Who sees to it? (a role)"), key=f"{key}.owner", autocomplete="off")
        session.set_default(f"{key}.due", one.due if one else None)
        right.date_input(t("Ready by"), key=f"{key}.due", format="DD/MM/YYYY", value=None)
        if one is not None:
            _result(one, key, t)
        with st.container(horizontal=True):
            st.form_submit_button(
                t("Save"),
                key=f"{key}.save",
                type="primary",
                on_click=_submit,
                args=(current.workshop.id, one.id if one else None, key),
            )
            if session.value(_OPEN) is not None:
                st.form_submit_button(t("Cancel"), key=f"{key}.cancel", on_click=session.set_value, args=(_OPEN, None))
            if one is not None:
                st.form_submit_button(
                    t("Take back"), key=f"{key}.out", on_click=_save,
                    args=(current.workshop.id, one.id, {"withdrawn": True}),
                )  # fmt: skip


def _result(one: Training, key: str, t: Translator) -> None:
    """What is known once it was done."""
    left, right = st.columns(2)
    session.set_default(f"{key}.done_on", one.done_on)
    left.date_input(t("Done on"), key=f"{key}.done_on", format="DD/MM/YYYY", value=None)
    session.set_default(f"{key}.next_on", one.next_on)
    right.date_input(t("Again by"), key=f"{key}.next_on", format="DD/MM/YYYY", value=None)
    session.set_default(f"{key}.attended", one.attended)
    left.number_input(t("How many took part?"), key=f"{key}.attended", min_value=0, value=None, step=1)
    session.set_default(f"{key}.invited", one.invited)
    right.number_input(t("Of how many?"), key=f"{key}.invited", min_value=0, value=None, step=1)
    session.set_default(f"{key}.evidence", one.evidence)
    st.text_input(t("Where is the record of it?"), key=f"{key}.evidence", autocomplete="off", max_chars=LINE_LIMIT)


_TEXTS, _REST = ("group", "what", "owner", "evidence"), ("due", "done_on", "next_on", "attended", "invited")


def _submit(workshop_id: str, training_id: str | None, key: str) -> None:
    given: dict[str, object] = {name: session.value(f"{key}.{name}") or "" for name in _TEXTS}
    given |= {name: session.value(f"{key}.{name}") for name in _REST}
    if training_id is not None:
        _save(workshop_id, training_id, given)
        return
    with messages.guarded():
        mine = Training.model_validate({"id": secrets.token_hex(12), **given})
        use_cases(workshop_id).charter.record_training(workshop_id, None, mine)
        for name in (*_TEXTS, *_REST):
            session.forget(f"{key}.{name}")
        session.set_value(_OPEN, None)


def _save(workshop_id: str, training_id: str, update: dict[str, object]) -> None:
    base = session.recall(f"training.{training_id}", Training)

    def save_anyway() -> None:
        newest = next(one for one in queries.public_state(workshop_id).training if one.id == training_id)
        use_cases(workshop_id).charter.record_training(workshop_id, newest, newest.model_copy(update=update))

    with messages.guarded(save_anyway):
        use_cases(workshop_id).charter.record_training(workshop_id, base, base.model_copy(update=update))
        session.set_value(_OPEN, None)
