"""Large type for reading from a projector. It enlarges text to read, with a style rule in
``pages/server/streamlit_patches/index_page.py``; buttons and fields stay the same.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import streamlit as st

from pages.ui import session
from pages.ui.i18n import translate

_CHOSEN = "type.large.chosen"


def switch(page: str) -> None:
    """A switch for large type, which then holds on every page that has the switch.

    The key differs per page, because Streamlit drops a widget's value when its page is left.
    """
    t = translate()
    key = f"type.large.{page}"
    session.sync_field(key, is_on())
    st.toggle(
        t("Large type"),
        key=key,
        help=t("For a projector: readable from the back of the room."),
        on_change=_keep,
        args=(key,),
    )


def _keep(key: str) -> None:
    session.set_value(_CHOSEN, session.value(key))


def is_on() -> bool:
    return bool(session.value(_CHOSEN, False))


def reading_container(name: str, width: int) -> AbstractContextManager[object]:
    """A container for text, ``width`` px wide so that lines do not get too long; with large type as wide as the page.

    ``name``: its key, from content ids.
    """
    return st.container(key=f"large-{name}") if is_on() else st.container(key=f"read-{name}", width=width)


def columns(spec: Sequence[float]) -> Sequence[AbstractContextManager[object]]:
    """Columns; with large type below each other."""
    return [st.container() for _ in spec] if is_on() else st.columns(spec, gap="medium")
