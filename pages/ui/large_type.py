"""Large type, for a room that reads from a projector. What is read grows (``pages/server/streamlit_patches/index_page.py`` has the one style
rule for it); what is pressed keeps its size and its place."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import session
from pages.ui.i18n import translate

_CHOSEN = "type.large.chosen"


def switch(page: str) -> None:
    """Turns it on and off for this window, on every page that has the switch. Each has a key of its own, since Streamlit
    drops a switch's value when its page is left."""
    t = translate()
    key = f"type.large.{page}"
    session.follow(key, on())
    st.toggle(
        t("Large type"),
        key=key,
        help=t("For a projector: readable from the back of the room."),
        on_change=_keep,
        args=(key,),
    )


def _keep(key: str) -> None:
    session.put(_CHOSEN, session.value(key))


def on() -> bool:
    return bool(session.value(_CHOSEN, False))


def readable(name: str, width: int) -> DeltaGenerator:
    """A container for something to read, ``width`` px wide so that no line gets too long; large ones take all there is.

    ``name``: its key, from content ids.
    """
    return st.container(key=f"large-{name}") if on() else st.container(key=f"read-{name}", width=width)


def columns(spec: Sequence[float]) -> list[DeltaGenerator]:
    """Columns, or one below the other where large type needs the width."""
    return [st.container() for _ in spec] if on() else st.columns(spec, gap="medium")
