"""What stands folded is sent only while it is open: each element of a page costs, also where nobody sees it.

Opening and closing runs the page, so a fold around a single text is better left to `st.expander`. A field that is not saved
while it is typed needs ``persist_state=KEPT``, or Streamlit forgets it when its fold is closed. A ``shortcut`` works only
while its button is on the page, so such a button stands outside.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from pages.ui import session

KEPT: Literal["page"] = "page"
"""What was typed stays as long as the person is on this page, drawn or not."""


@contextmanager
def fold(label: str, key: str, *, icon: str | None = None, unfolded: bool = False) -> Iterator[bool]:
    """A fold that yields whether it is open; only then draw what is in it.

    Open at first where ``unfolded``; from then on as the person has it, until ``unfolded`` changes.
    """
    session.follow(key, unfolded)
    session.put(key, session.value(key))  # with other words in its label it is another one to Streamlit
    # With another ``expanded`` it is another one, too: a fragment that asks to run before the browser has drawn the change
    # sends along how the fold stood before, and that is then no click on the new one.
    with st.expander(label, unfolded, icon=icon, key=key, on_change="rerun") as shown:
        yield bool(shown.open)


def leaves(labels: Mapping[str, str], key: str) -> dict[str, TabContainer]:
    """Tabs by name, of which the first is in front at first. Those whose ``open`` is true are to be drawn."""
    session.put_if_missing(f"{key}.front", next(iter(labels)))
    # Streamlit knows a tab by its words, which change with the language.
    session.put(key, labels[session.value(f"{key}.front")])
    shown = st.tabs(list(labels.values()), key=key, on_change=_turned, args=(dict(labels), key))
    return dict(zip(labels, shown, strict=True))


def _turned(labels: Mapping[str, str], key: str) -> None:
    front = session.value(key)
    session.put(f"{key}.front", next(name for name, label in labels.items() if label == front))


def close(key: str) -> None:
    """Folds it, when what it was opened for is done."""
    session.put(key, False)
