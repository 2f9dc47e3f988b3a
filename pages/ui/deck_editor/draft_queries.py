"""Drafts and installed decks of this process, for the screens."""

import os
from datetime import date
from functools import lru_cache
from typing import Any, cast

import streamlit as st
from pydantic import BaseModel, ValidationError

from framework.deck import ActivityKind, PrincipleCard, Scenario
from framework.deck.checks.check import DeckCheck, check_deck
from framework.deck.draft_folders import Drafts
from framework.deck.locale_filter import is_text
from framework.settings import Settings
from framework.text import LANGS, Lang
from pages.ui import queries
from pages.ui.i18n import plain
from pages.ui.use_cases import today

MODELS: dict[str, type[BaseModel]] = {
    "principles": PrincipleCard,
    "scenarios": Scenario,
    "activities": ActivityKind,
}


@st.cache_resource(show_spinner=False)
def drafts() -> Drafts:
    """The drafts of this installation."""
    return Drafts(Settings.from_environment(os.environ).drafts)


def check(draft: str) -> DeckCheck:
    """The deck check of a draft; repeated only when its files have changed."""
    return _checked(tuple(sorted(drafts().files(draft).items())), today())


@lru_cache(maxsize=8)
def _checked(files: tuple[tuple[str, bytes], ...], as_of: date) -> DeckCheck:
    return check_deck(dict(files), queries.law(), as_of)


def title(check: DeckCheck, draft: str, lang: Lang) -> str:
    """The deck's title, escaped, or its id while it has none."""
    titles = check.parts.head.get("title")
    worded = cast("dict[str, object]", titles).get(lang) if isinstance(titles, dict) else None
    return plain(str(worded or draft))


def preview_part(draft: str, file: str, unwritten: str) -> BaseModel | None:
    """A part for the preview, with ``unwritten`` for empty texts. None where another value is missing or invalid."""
    document = _filled(drafts().document(draft, file), unwritten)
    try:
        return MODELS[file.partition("/")[0]].model_validate(document)
    except ValidationError:
        return None


def _filled(value: object, unwritten: str) -> Any:
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        if is_text(table):
            return {lang: (str(table.get(lang) or "").strip(" .…") and table[lang]) or unwritten for lang in LANGS}
        return {
            key: unwritten if key == "title" and inner == "" else _filled(inner, unwritten)
            for key, inner in table.items()
        }
    if isinstance(value, list):
        return [_filled(inner, unwritten) for inner in cast("list[object]", value)]
    return value
