"""A typed view on Streamlit's session state; the only file that knows its keys.

What must survive a reload is in the database, what must be shareable is in the address; only the rest is here: which
language and workshop this window shows, what each field was showing (so that a save knows what it changed), and messages
for the next run.
"""

from dataclasses import dataclass
from typing import Any, TypeVar, cast

import streamlit as st

from framework.text import LANGS, Lang
from framework.workshop.models import WorkshopState

Value = TypeVar("Value")

_LANG = "kader.lang"
_WORKSHOP = "kader.workshop"
_BASES = "kader.bases"
_SHOWN = "kader.shown"
_NOTICES = "kader.notices"
_CONFLICT = "kader.conflict"
_UNDO = "kader.undo"
_OPENED = "kader.opened"
_SETTLED = "kader.settled"
_CHARTER = "kader.charter"
_STARTED = "kader.started"
_ENTERED = "kader.entered"
_PAGE = "kader.page"
_DRAWN = "kader.drawn"


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


def lang() -> Lang | None:
    value = st.session_state.get(_LANG)
    return cast("Lang", value) if value in LANGS else None


def set_lang(value: Lang) -> None:
    st.session_state[_LANG] = value


def workshop_id() -> str | None:
    return cast("str | None", st.session_state.get(_WORKSHOP))


def set_workshop_id(value: str | None) -> None:
    st.session_state[_WORKSHOP] = value


def set_entered(state: WorkshopState | None) -> None:
    """The workshop as the shell has just loaded it, for the page that it runs next."""
    st.session_state[_ENTERED] = state


def take_entered() -> WorkshopState | None:
    """Once: what the shell loaded in this run. A callback, which runs before the shell, finds none."""
    return cast("WorkshopState | None", st.session_state.pop(_ENTERED, None))


def set_page(key: str) -> None:
    """The page that this run draws."""
    st.session_state[_PAGE] = key


def value(key: str, default: Any = None) -> Any:
    """What a widget holds now. In a callback this is the newest input; a widget's return value would be a run old."""
    return st.session_state.get(key, default)


def put(key: str, new: Any) -> None:
    """Sets a widget's value before it is drawn."""
    st.session_state[key] = new


def put_if_missing(key: str, first: Any) -> None:
    """A widget's value when it is drawn for the first time since this window came to the page."""
    if _new_here(key) or key not in st.session_state:
        st.session_state[key] = first


def follow(key: str, stored: Any) -> None:
    """Lets a field show what is stored, unless what the person typed was refused and still waits to be mended.

    A field is overwritten only when the stored value differs from what this window was showing: then another window
    saved something newer. What this window typed itself is left alone, also where it was tidied on the way in (a trailing
    space while typing on). Streamlit drops a widget's value when it is not drawn, so a missing key is filled in again.
    """
    shown = _kept(_SHOWN)
    if (
        _new_here(key)
        or key not in st.session_state
        or (shown.get(key, _NOTHING) != stored and _tidy(st.session_state[key]) != _tidy(stored))
    ):
        st.session_state[key] = stored
    shown[key] = stored


def showed(key: str) -> Any:
    """What was stored in a field when this window last drew it; None where it never did."""
    return _kept(_SHOWN).get(key)


def _new_here(key: str) -> bool:
    """Whether another page drew this field last. To Streamlit it is then another field, which begins empty while its key
    still finds the value of the old one."""
    drawn, here = _kept(_DRAWN), st.session_state.get(_PAGE)
    before = drawn.get(key, here)
    drawn[key] = here
    return before != here


def _kept(name: str) -> dict[str, Any]:
    """A dictionary of this window's own. One key for many entries, since Streamlit walks over all keys for every text field
    that it draws."""
    return st.session_state.setdefault(name, {})


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def remember(name: str, document: Value) -> Value:
    """Keeps the document as this window shows it, as the base of the next save."""
    _kept(_BASES)[name] = document
    return document


def recall(name: str, kind: type[Value]) -> Value:
    """The document as it was last shown in this window."""
    found = _kept(_BASES)[name]
    assert isinstance(found, kind)
    return found


def notify(kind: str, text: str) -> None:
    st.session_state.setdefault(_NOTICES, []).append(Notice(kind, text))


def take_notices() -> tuple[Notice, ...]:
    return tuple(st.session_state.pop(_NOTICES, ()))


def conflict() -> Conflict | None:
    return cast("Conflict | None", st.session_state.get(_CONFLICT))


def set_conflict(found: Conflict | None) -> None:
    st.session_state[_CONFLICT] = found


def undo() -> tuple[str, str] | None:
    """Workshop and activity that were deleted last in this window and can be brought back."""
    return cast("tuple[str, str] | None", st.session_state.get(_UNDO))


def set_undo(found: tuple[str, str] | None) -> None:
    st.session_state[_UNDO] = found


def opened_file() -> str | None:
    """Streamlit's id of the upload that was already opened, so that a rerun does not open it twice."""
    return cast("str | None", st.session_state.get(_OPENED))


def set_opened_file(file_id: str | None) -> None:
    st.session_state[_OPENED] = file_id


def settled_file() -> str | None:
    """Streamlit's id of the upload of which the person said what to do with it, so that it is not asked again."""
    return cast("str | None", st.session_state.get(_SETTLED))


def set_settled_file(file_id: str | None) -> None:
    st.session_state[_SETTLED] = file_id


def opened_charter() -> Any:
    """A charter archive opened in this window, to be read."""
    return st.session_state.get(_CHARTER)


def set_opened_charter(archive: Any) -> None:
    st.session_state[_CHARTER] = archive


def take_started() -> str | None:
    """Once: the workshop that was just begun or opened here, so that the start page moves on to it."""
    return cast("str | None", st.session_state.pop(_STARTED, None))


def set_started(workshop: str) -> None:
    st.session_state[_STARTED] = workshop


_NOTHING = object()
