"""Errors and other messages, in the reader's language and with what to do next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

import streamlit as st

from framework.errors import EditConflict, KaderError
from framework.language import error_sentence
from framework.language.field_names import FIELD_NAMES
from pages.ui import session
from pages.ui.i18n import plain, translate

P = ParamSpec("P")


@contextmanager
def guarded(keep: Callable[[], None] | None = None) -> Iterator[None]:
    """Decorates a callback so that an error becomes a message on the next run.

    ``keep``: returns how to save this window's text after all, where another window changed the same text meanwhile.
    """
    session.note_action()
    try:
        yield
    except EditConflict as conflict:
        fields = conflict.params["fields"]
        assert isinstance(fields, tuple)
        path = str(fields[0])
        t = translate()
        theirs, yours = conflict.params["theirs"], conflict.params["yours"]
        assert isinstance(theirs, dict)
        assert isinstance(yours, dict)
        session.set_conflict(
            session.Conflict(
                field=t(
                    next((FIELD_NAMES[p] for p in reversed(path.split("/")) if p in FIELD_NAMES), FIELD_NAMES["text"])
                ),
                mine=_words(yours.get(path, "")),
                theirs=_words(theirs.get(path, "")),
                keep=keep,
            )
        )
    except KaderError as error:
        session.notify("error", error_sentence(error, translate()))


def removed(done: str, *, erased: bool) -> None:
    """Says on the next run that something was removed for good, and what to do where files still hold it (``erased``)."""
    session.notify("success", done)
    if not erased:
        session.notify(
            "warning",
            translate()(
                "Another program is reading the database, so what was removed may still be in its files. Stop that "
                "program, then stop Kader and start it again; on a database server, ask for VACUUM FULL."
            ),
        )


def _words(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


@contextmanager
def errors_explained() -> Iterator[None]:
    """Runs a page; a `KaderError` is shown in the reader's language where the page stopped."""
    try:
        yield
    except KaderError as error:
        show_error(error)


def show_error(error: Exception) -> None:
    """Shows the sentence of an error that stopped a page, or a general one."""
    known = error if isinstance(error, KaderError) else KaderError()
    st.error(plain(error_sentence(known, translate())))


def show_messages() -> None:
    """Shows messages of the last action, and an open conflict, at the top of the page."""
    for notice in session.take_notices():
        {"error": st.error, "warning": st.warning, "success": st.success}.get(notice.kind, st.info)(plain(notice.text))
    found = session.conflict()
    if found is not None:
        _show_conflict(found)


def _show_conflict(found: session.Conflict) -> None:
    t = translate()
    with st.container(border=True):
        st.warning(
            t("Two windows changed “{field}”. Nothing was overwritten; choose which text to keep.", field=found.field)
        )
        theirs, mine = st.columns(2)
        theirs.markdown(f"**{t('Saved in the other window')}**  \n{plain(found.theirs) or '–'}")
        mine.markdown(f"**{t('Typed in this window')}**  \n{plain(found.mine) or '–'}")
        theirs.button(t("Keep the saved text"), key="conflict.theirs", on_click=_resolve_conflict, args=(None,))
        mine.button(t("Replace it with mine"), key="conflict.mine", on_click=_resolve_conflict, args=(found.keep,))


def _resolve_conflict(keep: Callable[[], None] | None) -> None:
    session.note_action()
    session.set_conflict(None)
    if keep is not None:
        with guarded(keep):
            keep()
