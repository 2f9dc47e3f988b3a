"""Words for roles in both languages, from ``data/governance/roles.toml``.

A role is typed in one language and read in both. One that is not in the list stays as typed, and documents mark its language.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from framework.errors import ContentError
from framework.text import Lang, other

FILE = Path(__file__).resolve().parents[3] / "data" / "governance" / "roles.toml"
_ARTICLES: Mapping[str, Lang] = {"de": "nl", "het": "nl", "the": "en"}


class Role(BaseModel):
    """``het``: its Dutch article. ``bare``: it takes no article in English. ``also``: other ways of saying it, by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nl: str
    en: str
    het: bool = False
    bare: bool = False
    also: dict[Lang, tuple[str, ...]] = Field(default_factory=dict)

    def words(self, lang: Lang) -> str:
        return self.nl if lang == "nl" else self.en

    def names(self, lang: Lang) -> tuple[str, ...]:
        return (self.words(lang), *self.also.get(lang, ()))


class Found(NamedTuple):
    """``listed``: whether the list has the role; else ``words`` are what was typed."""

    words: str
    listed: bool


def role_words(typed: str, lang: Lang) -> Found:
    """A role that was typed in one language, for a reader of ``lang``, with the article and the capital that it was typed with.

    For a charter in another language than its team's; in its own, words stay as they were typed.
    """
    words = " ".join(typed.split())
    first, _, rest = words.partition(" ")
    article = _ARTICLES.get(first.casefold()) if rest else None
    name = (rest if article else words).casefold()
    if article in (None, lang) and name in _by_name(lang):
        return Found(typed, True)
    role = _by_name(other(lang)).get(name) if article != lang else None
    if role is None:
        return Found(typed, False)
    said = f"{_article(role, lang)} {role.words(lang)}".strip() if article else role.words(lang)
    return Found(said[:1].upper() + said[1:] if words[:1].isupper() and not words[:2].isupper() else said, True)


@cache
def roles() -> tuple[Role, ...]:
    """Raises `ContentError` where the file cannot be read."""
    try:
        rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["role"]
        return TypeAdapter(tuple[Role, ...]).validate_python(rows)
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(file=FILE.name) from error


@cache
def _by_name(lang: Lang) -> Mapping[str, Role]:
    return {name.casefold(): role for role in roles() for name in role.names(lang)}


def _article(role: Role, lang: Lang) -> str:
    if lang == "nl":
        return "het" if role.het else "de"
    return "" if role.bare else "the"
