"""Sheets, columns and cells of the register, before any file format."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from framework.language import Translator
from framework.workshop.governance.roles import role_words
from framework.workshop.models import Framework, Rule

Cell = str | int | date | None
"""None and ``""``: nothing is on record."""


@dataclass(frozen=True, slots=True)
class Column:
    """``width``: in characters. ``choices``: the words that a cell may hold, for its drop-down list.

    ``to_fill``: left to whoever keeps the register.
    """

    title: str
    width: int
    kind: Literal["text", "date", "number"] = "text"
    choices: tuple[str, ...] = ()
    to_fill: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """``frozen_columns``: how many stay in view when one scrolls to the right."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen_columns: int = 1


def rule_label(rule: Rule) -> str:
    """As the charter numbers it: ``R3``."""
    return f"R{rule.number}"


def role_in(framework: Framework, typed: str, t: Translator) -> str:
    """A role in the translator's language where the list of roles has it; else as it was typed."""
    return typed if t.lang == framework.lang else role_words(typed, t.lang).words
