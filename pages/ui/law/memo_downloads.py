"""The law check of the whole team as a memo to hand on."""

from datetime import date

import streamlit as st

from framework.language import Translator
from framework.memo.export import FORMATS, MemoFormat, memo_file, memos_of_team
from framework.workshop.models import WorkshopState
from pages.ui import queries
from pages.ui.charter import files
from pages.ui.i18n import translate
from pages.ui.use_cases import today

_OFFERED: dict[MemoFormat, str] = {
    "docx": ":material/description:",
    "html": ":material/code:",
    "txt": ":material/article:",
}


def downloads(current: WorkshopState) -> None:
    """One button per format; the file is made when it is asked for."""
    t, day = translate(), today()
    st.markdown(f"## {t('The memo for your DPO')}")
    with st.container(horizontal=True):
        for kind, icon in _OFFERED.items():
            st.download_button(
                FORMATS[kind].name,
                data=lambda kind=kind: _file(current, kind, day, t),
                file_name=files.memo_file_name(current, t.lang, f".{kind}"),
                mime=FORMATS[kind].media_type,
                key=f"overview.memo.{kind}",
                icon=icon,
                on_click="ignore",
            )
    st.caption(t("Every finding with what to do, who, since when, article and source, and the answers it rests on."))


def _file(current: WorkshopState, kind: MemoFormat, day: date, t: Translator) -> bytes:
    """Made when somebody downloads it, outside the session: its language and day come along."""
    book = queries.law()
    head = current.workshop
    team = " – ".join(part for part in (head.organisation, head.team) if part)
    memos = memos_of_team(current, book, day, t)
    return memo_file(memos, book, day, kind, t, team=team, since=head.created_at.date())
