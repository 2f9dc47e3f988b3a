"""The list of actions to take along: a spreadsheet, a calendar, and a mail to each owner."""

from datetime import datetime

import streamlit as st

from framework.actions.action_list import owners
from framework.actions.mail import mail
from framework.actions.models import Action
from framework.language import Translator
from framework.workshop.models import WorkshopState
from pages.ui import lazy_expander, session
from pages.ui.charter import files as file_names
from pages.ui.i18n import translate
from pages.ui.use_cases import member_use_cases, today


def files(current: WorkshopState, found: tuple[Action, ...]) -> None:
    """Both files hold the whole list, whatever is chosen above; the calendar what has a date."""
    t, now = translate(), member_use_cases().queries.now()
    st.header(t("Take it along"), anchor=False)
    with st.container(horizontal=True):
        st.download_button(
            t("Excel"),
            data=lambda: _workbook(found, now, t),
            file_name=file_names.table_file_name(current, "actions", t.lang, ".xlsx"),
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="actions.xlsx",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            t("Calendar"),
            data=lambda: _calendar(found, now, t),
            file_name=file_names.table_file_name(current, "actions", t.lang, ".ics"),
            mime="text/calendar",
            key="actions.ics",
            icon=":material/calendar_month:",
            on_click="ignore",
        )
    st.caption(
        t(
            "The calendar file opens in Outlook, Google Calendar and others. Open a newer one later: what moved, moves, and "
            "nothing is doubled."
        )
    )
    roles = owners(found)
    if not roles:
        return
    with lazy_expander.lazy_expander(t("A mail to each owner"), "actions.mail", icon=":material/mail:") as shown:
        if shown:
            st.selectbox(t("To whom?"), roles, key="actions.mail.owner")
            owner = session.value("actions.mail.owner") or roles[0]
            words = mail(found, owner, current.workshop.organisation, today(), t)
            st.code(words, language=None, wrap_lines=True)


def _workbook(found: tuple[Action, ...], now: datetime, t: Translator) -> bytes:
    from framework.actions import xlsx_writer

    return xlsx_writer.write(found, now.date(), t)


def _calendar(found: tuple[Action, ...], now: datetime, t: Translator) -> bytes:
    from framework.actions import calendar_writer

    return calendar_writer.write(found, now, t)
