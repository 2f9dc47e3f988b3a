"""A typed view of Streamlit's session state; the only file that knows its keys.

What must survive a reload is in the database, and what can be shared is in the address. This holds the rest: the
window's language and workshop, what each field showed (so that a save knows what changed), and messages for the next
run.
"""

from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import streamlit as st

from framework.deck import Letter
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
    """Two texts for one field: ``mine`` was typed here, ``theirs`` is stored. ``keep``: saves mine after all. ``key``: of the
    widget, where that is known."""

    field: str
    mine: str
    theirs: str
    keep: Any
    key: str = ""


@dataclass(frozen=True, slots=True)
class OpenWorkshop:
    """A workshop as one run shows it. ``head`` is read first, so ``state`` is never older."""

    head: WorkshopHead
    state: WorkshopState


@dataclass(slots=True)
class _Window:
    """Everything but the values of widgets, in one entry: Streamlit walks over all entries of the session state for
    every list and text field, at a cost of as much as a text element per entry.
    """

    lang: Lang | None = None
    workshop: str | None = None
    page: str | None = None
    entered: OpenWorkshop | None = None
    bases: dict[str, Any] = field(default_factory=dict[str, Any])
    shown: dict[str, Any] = field(default_factory=dict[str, Any])
    given: dict[str, tuple[Any, Any]] = field(default_factory=dict[str, "tuple[Any, Any]"])
    """What a person last gave a field, and the stored value it showed then."""
    elsewhere: dict[str, tuple[Any, ...]] = field(default_factory=dict[str, tuple[Any, ...]])
    """Fields whose text another window changed while this one showed them, and what they showed (`changed_elsewhere`)."""
    acted: bool = False
    """Whether this window has done something in this run."""
    explained: str | None = None
    lacking: tuple[str, str] | None = None
    drawn: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    notices: list[Notice] = field(default_factory=list[Notice])
    conflict: Conflict | None = None
    undo: tuple[str, str] | None = None
    opened: str | None = None
    settled: str | None = None
    charter: Any = None
    edits: Any = None
    started: str | None = None
    trial: tuple[str, str, Letter] | None = None
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
    """Stores what the shell has read for the page that it runs; None after that page has run."""
    _window().entered = found


def entered() -> OpenWorkshop | None:
    """What the shell has read in this run; None in a callback, which runs before the shell, and in a fragment. Both
    read the newest state.
    """
    return _window().entered


def set_page(key: str) -> None:
    """Sets the page of this run."""
    _window().page = key


def value(key: str, default: Any = None) -> Any:
    """A widget's current value. In a callback this is the newest input; the widget's return value is one run old."""
    return st.session_state.get(key, default)


def set_value(key: str, new: Any) -> None:
    """Sets a widget's value before the widget is drawn."""
    st.session_state[key] = new


def forget(key: str) -> None:
    """Drops a widget's value, so that it starts anew when it is drawn next."""
    st.session_state.pop(key, None)


def set_default(key: str, first: Any) -> None:
    """Sets the value of a widget that is drawn for the first time since this window came to the page."""
    if _drawn_by_other_page(_window(), key) or key not in st.session_state:
        st.session_state[key] = first


def sync_field(key: str, stored: Any) -> None:
    """Makes a field show the stored value, unless it has refused input that still has to be corrected.

    The field is overwritten only when the stored value differs from what this window showed, because then another
    window saved something newer. Input of this window is left alone, even where saving trimmed it (a trailing space
    while typing on). Streamlit drops the value of a widget that is not drawn, so a missing one is set again.
    """
    window = _window()
    shown = window.shown
    if _drawn_by_other_page(window, key) or key not in st.session_state:
        st.session_state[key] = stored
        window.elsewhere.pop(key, None)
    elif shown.get(key, _NOTHING) != stored and _tidy(st.session_state[key]) != _tidy(stored):
        st.session_state[key] = stored
        if key in shown and not window.acted:
            window.elsewhere[key] = (*window.elsewhere.get(key, ()), shown[key])
    shown[key] = stored


def changed_elsewhere(key: str) -> tuple[Any, ...]:
    """What this field showed before another window changed it; empty where none did, or a person has acted here since.

    A browser keeps what somebody is typing, and does not show the newer text before they have left the field. So what it
    sends next may have been typed without that text in view, and may not replace it unasked.
    """
    return _window().elsewhere.get(key, ())


def note_action() -> None:
    """Says that this window does something: what changes in this run is its own doing."""
    _window().acted = True


def end_run() -> None:
    """A person who has done something else since has left the field, so its next change is made with the text in view."""
    window = _window()
    if window.acted:
        at = window.conflict.key if window.conflict is not None else None
        window.elsewhere = {key: before for key, before in window.elsewhere.items() if key == at}
    window.acted = False


def shown(key: str) -> Any:
    """The stored value that a field was last drawn with."""
    return _window().shown.get(key)


def newly_given(key: str) -> tuple[Any, bool]:
    """A field's value, and whether a person changed it since they last did or the field was drawn with a stored value.

    What was given and not stored counts as well: a box that asks for more when it is ticked, and is unticked again.
    """
    window = _window()
    given, shown = value(key), window.shown.get(key)
    before, shown_then = window.given.get(key, (shown, shown))
    window.given[key] = given, shown
    return given, given != (before if shown_then == shown else shown)


def explained() -> str | None:
    """The field whose help is open in this window."""
    return _window().explained


def explain(key: str) -> None:
    """Opens the help of a field, or closes it."""
    window = _window()
    window.explained = None if window.explained == key else key


def lacking(key: str) -> str | None:
    """What a form still needs, since its button was last pressed in this window."""
    found = _window().lacking
    return found[1] if found is not None and found[0] == key else None


def set_lacking(key: str, what: str | None) -> None:
    _window().lacking = (key, what) if what is not None else None


def _drawn_by_other_page(window: _Window, key: str) -> bool:
    """Whether another page drew this field last. Streamlit then treats it as a new field, which starts empty although
    its key still has the old value.
    """
    before = window.drawn.get(key, window.page)
    window.drawn[key] = window.page
    return before != window.page


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def remember(name: str, document: Value) -> Value:
    """Stores a document as this window shows it, as the base of the next save."""
    _window().bases[name] = document
    return document


def recall(name: str, kind: type[Value]) -> Value:
    """The document as this window last showed it."""
    found = _window().bases[name]
    assert isinstance(found, kind)
    return found


def recall_or(name: str, first: Value) -> Value:
    """The same, or ``first`` where this window showed none yet."""
    found = _window().bases.get(name, first)
    assert isinstance(found, type(first))
    return found


def notify(kind: str, text: str) -> None:
    _window().notices.append(Notice(kind, text))


def has_notices() -> bool:
    """Whether a message waits that only a run of the whole page shows."""
    return bool(_window().notices)


def take_notices() -> tuple[Notice, ...]:
    window = _window()
    taken, window.notices = tuple(window.notices), []
    return taken


def conflict() -> Conflict | None:
    return _window().conflict


def set_conflict(found: Conflict | None) -> None:
    _window().conflict = found


def undo() -> tuple[str, str] | None:
    """Ids of the workshop and activity deleted last in this window, which can be restored."""
    return _window().undo


def set_undo(found: tuple[str, str] | None) -> None:
    _window().undo = found


def opened_file() -> str | None:
    """Streamlit's id of the upload that was opened, so that a rerun does not open it again."""
    return _window().opened


def set_opened_file(file_id: str | None) -> None:
    _window().opened = file_id


def settled_file() -> str | None:
    """Streamlit's id of the upload that the person has decided on, so that they are not asked again."""
    return _window().settled


def set_settled_file(file_id: str | None) -> None:
    _window().settled = file_id


def opened_charter() -> Any:
    """The charter archive that is open in this window for reading."""
    return _window().charter


def set_opened_charter(archive: Any, edits: Any = None) -> None:
    """``edits``: what people changed in the text of the Word file that it came in (`framework.charter.edits`)."""
    _window().charter, _window().edits = archive, edits


def opened_edits() -> Any:
    return _window().edits


def trial(workshop: str) -> tuple[str, Letter] | None:
    """Id of a decision and the stance that this window tries for it; nothing of it is stored."""
    found = _window().trial
    return found[1:] if found is not None and found[0] == workshop else None


def set_trial(workshop: str, tried: tuple[str, Letter] | None) -> None:
    _window().trial = (workshop, *tried) if tried is not None else None


def take_started() -> str | None:
    """The workshop that was just started or opened here, once, so that the start page moves on to it."""
    window = _window()
    taken, window.started = window.started, None
    return taken


def set_started(workshop: str) -> None:
    _window().started = workshop


_NOTHING = object()
