"""Expanders and tabs that render only while open, because hidden elements cost time on every rerun too.

Opening and closing reruns the page, so use `st.expander` around a single text. A field inside that is not saved while
typing needs ``persist_state=KEPT``, or Streamlit drops its value when the expander closes. A ``shortcut`` works only
while its button is on the page, so such a button goes outside.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Literal, Protocol, Self

import streamlit as st

from pages.ui import session

KEPT: Literal["page"] = "page"
"""Keeps a typed value as long as the person is on this page, whether its field is rendered or not."""


class Tab(Protocol):
    """One tab of `st.tabs`; a context manager."""

    @property
    def open(self) -> bool | None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, typ: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> bool | None: ...


@contextmanager
def lazy_expander(label: str, key: str, *, icon: str | None = None, expanded: bool = False) -> Iterator[bool]:
    """An expander that yields whether it is open; render its content only then.

    ``expanded``: whether it is open at first, and again when this argument changes; until then it stays as the person
    leaves it.
    """
    session.sync_field(key, expanded)
    session.set_value(
        key, session.value(key)
    )  # Streamlit takes an expander with another label for a new one, and closes it
    # It takes one with another ``expanded`` for a new one, too. That is intended: a fragment that reruns before the browser
    # has drawn the change sends the old expander's state, which then does not count as a click on the new one.
    with st.expander(label, expanded, icon=icon, key=key, on_change="rerun") as shown:
        yield bool(shown.open)


def close(key: str) -> None:
    session.set_value(key, False)


def lazy_tabs(labels: Mapping[str, str], key: str) -> Mapping[str, Tab]:
    """Tabs by name, with the first one open at first. Render the content of a tab only while its ``open`` is true."""
    session.set_default(f"{key}.front", next(iter(labels)))
    # Streamlit identifies a tab by its label, which changes with the language.
    session.set_value(key, labels[session.value(f"{key}.front")])
    shown = st.tabs(list(labels.values()), key=key, on_change=_turned, args=(dict(labels), key))
    return dict(zip(labels, shown, strict=True))


def _turned(labels: Mapping[str, str], key: str) -> None:
    front = session.value(key)
    session.set_value(f"{key}.front", next(name for name, label in labels.items() if label == front))
