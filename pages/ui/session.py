"""A typed view on Streamlit's session state; the only file that knows its keys.

What must survive a reload is in the database, what must be shareable is in the address; only the rest is here: which
language and workshop this window shows, what each field was showing (so that a save knows what it changed), and messages
for the next run.
"""

from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import streamlit as st

from framework.store import WorkshopHead
from framework.text import Lang
from framework.workshop.models import WorkshopState

Value = TypeVar("Value")
_KEY = "kader"


@dataclass(frozen=True)
class Notice:
    """A message for the next run. ``kind``: ``error``, ``warning``, ``success`` or ``info``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Conflict:
    """Two texts for one field: ``mine`` was typed here, ``theirs`` is stored. ``keep`` says how to save mine after all."""

    what: str
    field: str
    mine: str
    theirs: str
    keep: Any


@dataclass(frozen=True, slots=True)
class OpenWorkshop:
    """A workshop as one run of the script shows it. ``head`` was read first, so ``state`` is never older."""

    head: WorkshopHead
    state: WorkshopState


@dataclass(slots=True)
class _Window:
    """All that is kept but what widgets hold: one entry, since Streamlit walks over all of them for every list and text field
    that it draws, and each look at one costs as much as a line of text."""

    lang: Lang | None = None
    workshop: str | None = None
    page: str | None = None
    entered: OpenWorkshop | None = None
    bases: dict[str, Any] = field(default_factory=dict[str, Any])
    shown: dict[str, Any] = field(default_factory=dict[str, Any])
    drawn: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    notices: list[Notice] = field(default_factory=list[Notice])
    conflict: Conflict | None = None
    undo: tuple[str, str] | None = None
    opened: str | None = None
    settled: str | None = None
    charter: Any = None
    started: str | None = None
    heads: list[tuple[str, float, int]] = field(default_factory=list[tuple[str, float, int]])
    """Workshop, time and number of people, as seen lately."""


GROWTH_WINDOW = 120.0
"""Seconds."""


def growth(workshop: str, people: int, now: float) -> int:
    """How many more people there are than at the fewest within `GROWTH_WINDOW`, as far as this window looked.

    ``now``: seconds, of a clock that only goes on.
    """
    window = _window()
    window.heads = [seen for seen in window.heads if seen[0] == workshop and now - seen[1] <= GROWTH_WINDOW]
    window.heads.append((workshop, now, people))
    return people - min(count for _, _, count in window.heads)


def _window() -> _Window:
    found = st.session_state.get(_KEY)
    if found is None:
        found = st.session_state[_KEY] = _Window()
    return cast("_Window", found)


def lang() -> Lang | None:
    return _window().lang


def set_lang(value: Lang) -> None:
    _window().lang = value


def workshop_id() -> str | None:
    return _window().workshop


def set_workshop_id(value: str | None) -> None:
    _window().workshop = value


def set_entered(found: OpenWorkshop | None) -> None:
    """What the shell has read for the page that it runs next; None when that page has been run."""
    _window().entered = found


def entered() -> OpenWorkshop | None:
    """What the shell has read in this run. A callback, which runs before the shell, finds none, nor does a part that runs by
    itself: both ask for what is newest."""
    return _window().entered


def set_page(key: str) -> None:
    """The page that this run draws."""
    _window().page = key


def value(key: str, default: Any = None) -> Any:
    """What a widget holds now. In a callback this is the newest input; a widget's return value would be a run old."""
    return st.session_state.get(key, default)


def put(key: str, new: Any) -> None:
    """Sets a widget's value before it is drawn."""
    st.session_state[key] = new


def put_if_missing(key: str, first: Any) -> None:
    """A widget's value when it is drawn for the first time since this window came to the page."""
    if _new_here(_window(), key) or key not in st.session_state:
        st.session_state[key] = first


def follow(key: str, stored: Any) -> None:
    """Lets a field show what is stored, unless what the person typed was refused and still waits to be mended.

    A field is overwritten only when the stored value differs from what this window was showing: then another window
    saved something newer. What this window typed itself is left alone, also where it was tidied on the way in (a trailing
    space while typing on). Streamlit drops a widget's value when it is not drawn, so a missing key is filled in again.
    """
    window = _window()
    shown = window.shown
    if (
        _new_here(window, key)
        or key not in st.session_state
        or (shown.get(key, _NOTHING) != stored and _tidy(st.session_state[key]) != _tidy(stored))
    ):
        st.session_state[key] = stored
    shown[key] = stored


def showed(key: str) -> Any:
    """What was stored in a field when this window last drew it; None where it never did."""
    return _window().shown.get(key)


def _new_here(window: _Window, key: str) -> bool:
    """Whether another page drew this field last. To Streamlit it is then another field, which begins empty while its key
    still finds the value of the old one."""
    before = window.drawn.get(key, window.page)
    window.drawn[key] = window.page
    return before != window.page


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def remember(name: str, document: Value) -> Value:
    """Keeps the document as this window shows it, as the base of the next save."""
    _window().bases[name] = document
    return document


def recall(name: str, kind: type[Value]) -> Value:
    """The document as it was last shown in this window."""
    found = _window().bases[name]
    assert isinstance(found, kind)
    return found


def notify(kind: str, text: str) -> None:
    _window().notices.append(Notice(kind, text))


def take_notices() -> tuple[Notice, ...]:
    window = _window()
    taken, window.notices = tuple(window.notices), []
    return taken


def conflict() -> Conflict | None:
    return _window().conflict


def set_conflict(found: Conflict | None) -> None:
    _window().conflict = found


def undo() -> tuple[str, str] | None:
    """Workshop and activity that were deleted last in this window and can be brought back."""
    return _window().undo


def set_undo(found: tuple[str, str] | None) -> None:
    _window().undo = found


def opened_file() -> str | None:
    """Streamlit's id of the upload that was already opened, so that a rerun does not open it twice."""
    return _window().opened


def set_opened_file(file_id: str | None) -> None:
    _window().opened = file_id


def settled_file() -> str | None:
    """Streamlit's id of the upload of which the person said what to do with it, so that it is not asked again."""
    return _window().settled


def set_settled_file(file_id: str | None) -> None:
    _window().settled = file_id


def opened_charter() -> Any:
    """A charter archive opened in this window, to be read."""
    return _window().charter


def set_opened_charter(archive: Any) -> None:
    _window().charter = archive


def take_started() -> str | None:
    """Once: the workshop that was just begun or opened here, so that the start page moves on to it."""
    window = _window()
    taken, window.started = window.started, None
    return taken


def set_started(workshop: str) -> None:
    _window().started = workshop


_NOTHING = object()
