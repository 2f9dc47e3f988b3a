"""A charter on screen: its pages as they print, one at a time, or its text, a section at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, cast

import streamlit as st

from framework.archive.models import CharterArchive, PublicArchive
from framework.charter.document import CharterDocument
from framework.language import N_, translator
from framework.text import Lang
from framework.typesetting import Pages
from pages.ui import session
from pages.ui.i18n import translate

Form = Literal["pages", "text"]
_FORMS: dict[Form, str] = {"pages": N_("Pages"), "text": N_("Text")}


@dataclass(slots=True, unsafe_hash=True)
class Shown:
    """``token``: differs where the charter differs. ``archive``: makes it, when it is not known from before."""

    token: str
    lang: Lang
    archive: Callable[[], CharterArchive | PublicArchive] | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Text:
    """``parts``: Markdown of what stands before the first section, and of each section. ``titles``: theirs, but the first."""

    parts: tuple[str, ...]
    titles: tuple[str, ...]


@st.fragment
def preview(key: str, shown: Shown) -> None:
    """``key``: begins the keys of what is pressed here."""
    t = translate()
    st.segmented_control(
        t("Show"),
        list(_FORMS),
        key=f"{key}.form",
        default="pages",
        required=True,
        format_func=lambda form: t(_FORMS[form]),
        wrap=True,
    )
    written = _text(_again(shown))
    if session.value(f"{key}.form") == "text":
        _section(key, written)
    else:
        _pages(key, written, _drawn(_again(shown)))


def _section(key: str, written: _Text) -> None:
    at = _chosen(key, "section", len(written.parts))
    _choice(key, "section", written)
    with st.container(border=True):
        st.markdown(written.parts[at], anchors=False)


def _pages(key: str, written: _Text, pages: Pages) -> None:
    t = translate()
    count = len(pages.images)
    number = min(max(1, session.value(f"{key}.page") or 1), count)
    session.set_value(f"{key}.page", number)
    session.set_value(f"{key}.place", _section_on(number, pages.starts))
    _choice(key, "place", written, on_change=_to_section, args=(key, pages.starts))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("Previous page"),
            key=f"{key}.back",
            icon=":material/arrow_back:",
            disabled=number == 1,
            on_click=_turn,
            args=(key, -1),
        )
        st.button(
            t("Next page"),
            key=f"{key}.on",
            icon=":material/arrow_forward:",
            icon_position="right",
            disabled=number == count,
            on_click=_turn,
            args=(key, 1),
        )
        st.markdown(t("Page {number} of {all}", number=number, all=count))
    with st.container(border=True):
        words = t("Page {number} of {all}. Choose “Text” to read it.", number=number, all=count)
        st.image(pages.images[number - 1], width="stretch", alt=words)


def _choice(key: str, name: str, written: _Text, **changes: object) -> None:
    t = translate()
    titles = (t("Front page"), *written.titles)
    st.selectbox(t("Go to"), range(len(titles)), key=f"{key}.{name}", format_func=titles.__getitem__, **changes)  # type: ignore[arg-type]


def _chosen(key: str, name: str, count: int) -> int:
    at = session.value(f"{key}.{name}") or 0
    if at >= count:  # another edition has fewer
        session.set_value(f"{key}.{name}", at := 0)
    return at


def _section_on(number: int, starts: tuple[int, ...]) -> int:
    """The section that begins on a page, or goes on there; 0 for the front page."""
    if number == 1:
        return 0
    return next((at for at, start in enumerate(starts, 1) if start == number), sum(start < number for start in starts))


def _turn(key: str, by: int) -> None:
    session.set_value(f"{key}.page", session.value(f"{key}.page") + by)


def _to_section(key: str, starts: tuple[int, ...]) -> None:
    at = cast("int", session.value(f"{key}.place"))
    session.set_value(f"{key}.page", starts[at - 1] if at else 1)


def _again(shown: Shown) -> Shown:
    return Shown(shown.token, shown.lang, shown.archive)


def _document(shown: Shown) -> CharterDocument:
    """Composes it. The key stays with the result, and need not keep the whole workshop."""
    from framework.charter.export import document_of

    made, shown.archive = shown.archive, None
    assert made is not None
    return document_of(made(), translator(shown.lang))


@lru_cache(maxsize=8)
def _text(shown: Shown) -> _Text:
    from framework.charter.renderers import markdown

    document = _document(shown)
    titles = tuple(f"{one.number}. {one.title}" if one.number else one.title for one in document.sections)
    return _Text(markdown.screen_parts(document), titles)


@lru_cache(maxsize=4)
def _drawn(shown: Shown) -> Pages:
    from framework.charter.renderers import pdf

    return pdf.pages(_document(shown))
