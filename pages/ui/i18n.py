"""The language of this window, and its translator."""

from threading import local

import streamlit as st

from framework.language import Translator, translator
from framework.markdown import escaped
from framework.text import Lang
from pages.ui import nav, session

_run = local()
"""The language of this run. Streamlit runs each script in a thread; asking the session state for every label would take
longer.
"""


def determine_lang() -> Lang:
    """Sets and returns the window's language: the one in the address, else the one chosen before, else the browser's."""
    asked = nav.param("lang")
    if asked == "nl" or asked == "en":
        chosen: Lang = asked
    else:
        chosen = session.lang() or ("nl" if (st.context.locale or "").lower().startswith("nl") else "en")
    if chosen != session.lang():
        session.set_lang(chosen)
    _run.lang = chosen
    return chosen


def lang() -> Lang:
    return getattr(_run, "lang", None) or session.lang() or "en"


def translate() -> Translator:
    """The translator of this run; call it once at the top of a script as ``t``."""
    return translator(lang())


def plain(words: str) -> str:
    """Escapes a person's text for use inside Markdown: no markup, colours, icons, formulas or links."""
    return escaped(words, screen=True).replace("\n", "  \n")


def inline_text(words: str) -> None:
    """Markdown in a horizontal container that leaves room for the button behind it, however long it is.

    Text by itself asks for the length of its line and pushes the button below; a container asks for little and grows.
    """
    with st.container():
        st.markdown(words)
