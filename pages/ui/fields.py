"""Form fields, one function per kind. Each shows the stored value, saves changes at once, and never overwrites newer
text.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

import streamlit as st

from pages.ui import lazy_expander, session
from pages.ui.i18n import translate

MAX_IN_A_ROW = 6
"""Maximum number of options in a row, if each has at most ``MAX_SHORT_LABEL`` characters."""
MAX_SHORT_LABEL = 24
Save = Callable[[Any], None]
"""Saves a field's new value. The caller handles its errors."""


def text_line(
    label: str,
    key: str,
    stored: str,
    save: Save,
    *,
    placeholder: str = "",
    help: str | None = None,  # noqa: A002 - Streamlit's word
    autocomplete: str | None = "off",
) -> None:
    """A single-line text field, saved while typing."""
    session.sync_field(key, stored)
    visibility = _label(label, key, help)
    st.text_input(
        label,
        key=key,
        live=True,
        on_change=_typed,
        args=(key, label, save),
        placeholder=placeholder,
        label_visibility=visibility,
        autocomplete=autocomplete,
        persist_state=lazy_expander.KEPT,
    )


def text_area(label: str, key: str, stored: str, save: Save, *, placeholder: str = "", height: int = 76) -> None:
    """A multi-line text field, saved when it is left."""
    session.sync_field(key, stored)
    st.text_area(
        label,
        key=key,
        on_change=_typed,
        args=(key, label, save),
        placeholder=placeholder,
        height=height,
        persist_state=lazy_expander.KEPT,
    )


def choice(
    label: str,
    key: str,
    stored: Any,
    options: Sequence[Any],
    save: Save,
    *,
    words: Callable[[Any], str] = str,
    help: str | None = None,  # noqa: A002
) -> None:
    """One of a few options. Choosing the same one again does not clear it.

    Short options are in a row; many or long ones are below each other, so that no text is cut off. ``help`` opens between the
    label and the options.
    """
    session.sync_field(key, stored)
    visibility = _label(label, key, help)
    labels = {option: words(option) for option in options}
    shown = labels.__getitem__  # Streamlit asks several times for each
    if len(labels) > MAX_IN_A_ROW or any(len(text) > MAX_SHORT_LABEL for text in labels.values()):
        st.radio(
            label,
            options,
            index=None,
            key=key,
            format_func=shown,
            on_change=_changed,
            args=(key, save),
            label_visibility=visibility,
        )
        return
    st.segmented_control(
        label,
        options,
        key=key,
        format_func=shown,
        required=stored is not None,
        on_change=_changed,
        args=(key, save),
        label_visibility=visibility,
        wrap=True,
    )


def stances(
    label: str,
    key: str,
    stored: str | None,
    letters: Sequence[str],
    names: Sequence[str],
    behaviours: Sequence[str],
    save: Save,
) -> None:
    """The five stances as a list: letter and name, with the behaviour below each."""
    session.sync_field(key, stored)
    by_letter = dict(zip(letters, names, strict=True))
    st.radio(
        label,
        letters,
        index=None,
        key=key,
        format_func=lambda letter: f"**{letter}** · {by_letter[letter]}",
        captions=behaviours,
        on_change=_changed,
        args=(key, save),
        label_visibility="collapsed",
    )


def checkbox(label: str, key: str, stored: bool, save: Save, *, help: str | None = None) -> bool:  # noqa: A002
    """A box to tick. ``help`` opens below it; returns whether it is open."""
    session.sync_field(key, stored)
    if not help:
        st.checkbox(label, key=key, on_change=_changed, args=(key, save), wrap=True)
        return False
    with st.container(horizontal=True, wrap=False, gap="xsmall"):
        st.checkbox(label, key=key, on_change=_changed, args=(key, save), width="stretch", wrap=True)
        _help_button(key)
    return _help(key, help)


def multiselect(
    label: str,
    key: str,
    stored: Sequence[Any],
    options: Sequence[Any],
    save: Save,
    *,
    words: Callable[[Any], str] = str,
) -> None:
    """Any number of short options."""
    session.sync_field(key, list(stored))
    st.pills(
        label,
        options,
        key=key,
        selection_mode="multi",
        format_func=words,
        on_change=_changed,
        args=(key, save),
        wrap=True,
    )


def amount(label: str, key: str, stored: int | None, limit: int, save: Save) -> None:
    """A whole number from 0 to ``limit``; empty where it is not known."""
    session.sync_field(key, stored)
    st.number_input(
        label,
        min_value=0,
        max_value=limit,
        value=None,
        step=1,
        key=key,
        on_change=_typed,
        args=(key, label, save),
        persist_state=lazy_expander.KEPT,
    )


def day(label: str, key: str, stored: date | None, earliest: date, save: Save, *, latest: date | None = None) -> None:
    """A day from ``earliest`` on, up to ``latest``; empty where none is chosen."""
    session.sync_field(key, stored)
    st.date_input(
        label,
        value=None,
        min_value=min(earliest, stored or earliest),
        max_value=max(latest, stored or latest) if latest else None,
        key=key,
        format="DD/MM/YYYY",
        on_change=_changed,
        args=(key, save),
        width=320,
    )


def pick_to_add(label: str, key: str, options: Sequence[Any], save: Save, *, words: Callable[[Any], str] = str) -> None:
    """A list to add something from: the chosen option is saved and the field is empty again."""
    st.selectbox(
        label,
        options,
        index=None,
        key=key,
        format_func=words,
        placeholder=translate()("Choose"),
        on_change=_picked,
        args=(key, save),
    )


def _picked(key: str, save: Save) -> None:
    picked = session.value(key)
    session.set_value(key, None)
    if picked is not None:
        save(picked)


def number(label: str, key: str, stored: int, options: Sequence[int], save: Save, words: Callable[[Any], str]) -> None:
    """One of a few numbers, in a small field."""
    session.sync_field(key, stored)
    st.selectbox(label, options, key=key, format_func=words, on_change=_changed, args=(key, save))


def _changed(key: str, save: Save) -> None:
    """Saves a field's value if a person changed it.

    Streamlit also reports a change when a fragment reruns while a run leaves these fields: it sends their values, which
    the server has just forgotten. Saving them would drop one language of a text that has two, and reopen a closed rule.
    """
    given, new = session.newly_given(key)
    if new:
        save(given)


def _typed(key: str, label: str, save: Save) -> None:
    """As `_changed`, for what is typed: the person chooses, where another window changed the same text meanwhile."""
    before = session.changed_elsewhere(key)
    if not before:
        _changed(key, save)
        return
    given, _ = session.newly_given(key)
    theirs = session.shown(key)
    if given is None or given == theirs:
        return
    if theirs is not None and str(theirs) and str(theirs) in str(given):  # typed on, with the newer text in view
        save(given)
        return
    session.set_value(key, theirs)
    if given in before:  # a browser that had not drawn the newer text yet sent its own back; nobody typed
        return
    words = ("" if text is None else str(text) for text in (given, theirs))
    session.set_conflict(session.Conflict(label, *words, keep=lambda: save(given), key=key))


def explained_text(words: str, key: str, help_text: str) -> None:
    """Markdown with help that opens below it. Streamlit's own covers the very question one needs it for."""
    with st.container(horizontal=True, wrap=False, gap="xsmall"):
        st.markdown(words, width="stretch")
        _help_button(key)
    _help(key, help_text)


def _label(label: str, key: str, help_text: str | None) -> Literal["visible", "collapsed"]:
    """Draws the label of a field that has help; and whether the field itself draws it."""
    if not help_text:
        return "visible"
    explained_text(label, key, help_text)
    return "collapsed"


def _help_button(key: str) -> None:
    """Only an icon to see; its words are for screen readers (`index_page`)."""
    t, opened = translate(), session.explained() == key
    st.button(
        t("Close the explanation") if opened else t("Explain"),
        key=f"explain.{key}",
        type="tertiary",
        icon=":material/cancel:" if opened else ":material/help:",
        on_click=session.explain,
        args=(key,),
    )


def _help(key: str, help_text: str) -> bool:
    opened = session.explained() == key
    if opened:
        st.caption(help_text)
    return opened
