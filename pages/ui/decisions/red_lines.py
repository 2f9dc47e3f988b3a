"""Red lines of a self-assessment: the deck's proposals, own ones, and those drawn."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from framework.usecases.decisions import MAX_RED_LINES, active_red_lines
from framework.workshop.agenda import AgendaItem
from framework.workshop.models import RedLine, WorkshopState
from framework.workshop.rule_grammar import never_sentence, red_line_sentence
from pages.ui import fields, lazy_expander, messages, queries, session
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases


def red_lines(current: WorkshopState, items: tuple[AgendaItem, ...]) -> None:
    """The list of red lines, and fields to add one."""
    t, here = translate(), lang()
    standing = active_red_lines(current)
    st.header(t("Red lines"), anchor=False)
    st.markdown(
        t(
            "What you never do, whatever it brings in. At most {limit}, so that everyone can name them.",
            limit=MAX_RED_LINES,
        )
    )
    for line in standing:
        _standing(current, line)
    taken = {line.scenario for line in standing}
    proposals = {
        item.scenario.id: never_sentence(item.scenario.red_line[here], here)
        for item in items
        if item.scenario.id not in taken
    }
    with lazy_expander.lazy_expander(
        t("Add a red line"), "redline.more", icon=":material/add:", expanded=not standing
    ) as opened:
        if opened:
            if proposals:
                st.radio(
                    t("Proposals from your dilemmas"),
                    list(proposals),
                    index=None,
                    key="redline.proposal",
                    format_func=proposals.__getitem__,
                    persist_state=lazy_expander.KEPT,
                )
                st.button(t("Use this red line"), key="redline.draw", on_click=_draw, args=(current.workshop.id,))
            st.text_input(
                t("Or your own. We never …"),
                key="redline.own.text",
                placeholder=t("start with the verb: “send advertising to people in mourning”"),
                autocomplete="off",
                persist_state=lazy_expander.KEPT,
            )
            st.button(t("Add my red line"), key="redline.add", on_click=_add, args=(current.workshop.id,))


def _standing(current: WorkshopState, line: RedLine) -> None:
    t, here = translate(), lang()
    session.remember(f"redline.{line.id}", line)
    sentence, used = red_line_sentence(line.wording, here)
    note = "" if used == here else f" *({t('typed in Dutch') if used == 'nl' else t('typed in English')})*"
    reason = f"  \n{plain(line.reason.text(here))}" if line.reason else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(sentence)}**{note}{reason}", width=560)
        with st.popover(t("Change"), key=f"redline.change.{line.id}", on_change="rerun") as opened:
            if not opened.open:
                return
            fields.text_line(
                t("We never …"), f"redline.text.{line.id}", line.wording.text(here), _save(current.workshop.id, line.id)
            )
            st.button(
                t("Remove"), key=f"redline.out.{line.id}", on_click=_withdraw, args=(current.workshop.id, line.id)
            )


def _draw(workshop_id: str) -> None:
    scenario = session.value("redline.proposal")
    if scenario:
        with messages.guarded():
            use_cases(workshop_id).decisions.add_deck_red_line(workshop_id, scenario)


def _add(workshop_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.add_own_red_line(workshop_id, lang(), session.value("redline.own.text", ""))
        session.set_value("redline.own.text", "")


def _save(workshop_id: str, line_id: str) -> Callable[[Any], None]:
    def save(value: Any) -> None:
        base = session.recall(f"redline.{line_id}", RedLine)

        def keep() -> None:
            newest = next(r for r in queries.public_state(workshop_id).red_lines if r.id == line_id)
            use_cases(workshop_id).decisions.edit_red_line(workshop_id, newest, lang(), value)

        with messages.guarded(keep):
            use_cases(workshop_id).decisions.edit_red_line(workshop_id, base, lang(), value)

    return save


def _withdraw(workshop_id: str, line_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.withdraw_red_line(workshop_id, line_id)
