"""What stands folded is sent only while it is open: each element of a page costs, also where nobody sees it.

Opening and closing runs the page, so a fold around a single text is better left to `st.expander`. A field that is not saved
while it is typed needs ``persist_state=KEPT``, or Streamlit forgets it when its fold is closed. A ``shortcut`` works only
while its button is on the page, so such a button stands outside.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

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


def close(key: str) -> None:
    """Folds it, when what it was opened for is done."""
    session.put(key, False)
