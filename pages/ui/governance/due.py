"""What keeping to an adopted charter asks by now, for the start page: checks and reviews, training, and what is open."""

import streamlit as st

from framework.actions import source
from framework.actions.action_list import coming_due as actions_due
from framework.actions.mail import when
from framework.actions.models import Action
from framework.language import Translator
from framework.workshop.models import WorkshopEntry, WorkshopState
from pages.ui import nav, queries
from pages.ui.i18n import lang, plain, translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import member_use_cases, today

LOOKED_AT = 20
"""Of the adopted charters, those changed last."""


def coming_due() -> None:
    """A line per adopted charter of which something is overdue or due soon; nothing where all is well."""
    adopted = [one for one in member_use_cases().queries.workshops() if one.stage in ("adopted", "closed")]
    found = [(entry, _due(queries.public_state(entry.id))) for entry in adopted[:LOOKED_AT]]
    if not any(due for _, due in found):
        return
    t = translate()
    with st.container(border=True, key="start.due"):
        st.markdown(f":material/event_upcoming: **{t('To do for what you adopted')}**")
        for entry, due in found:
            if due:
                _line(entry, due, t)


@cached_by_revision()
def _due(current: WorkshopState) -> tuple[Action, ...]:
    return actions_due(source.of_workshop(current, queries.law(), today(), {}), translate(), today())


def _line(entry: WorkshopEntry, due: tuple[Action, ...], t: Translator) -> None:
    day, first = today(), due[0]
    late = sum(one.overdue(day) for one in due)
    team = f" · {plain(entry.team)}" if entry.team else ""
    said = f":red[{t('{count} overdue', count=late)}] · " if late else ""
    more = f" · {t.plural('and {count} more', 'and {count} more', len(due) - 1)}" if len(due) > 1 else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container():
            st.markdown(
                f"**{plain(entry.organisation)}**{team}  \n{said}{plain(first.what)} ({when(first, day, t)}){more}"
            )
        st.page_link(
            nav.streamlit_page("actions"),
            label=t("Actions"),
            icon=":material/arrow_forward:",
            query_params={"w": entry.id, "lang": lang()},
        )
