"""The word lists of the deck check, as data (``data/locale/words.toml``), read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Literal

from framework.language.catalog import LOCALE_DIR
from framework.text import Lang

List = Literal["prepositions", "foreign", "adverbs", "frequencies", "law_names", "concrete"]


@cache
def _lists() -> Mapping[str, Mapping[str, frozenset[str]]]:
    read = tomllib.loads((LOCALE_DIR / "words.toml").read_text(encoding="utf-8"))
    return {name: {lang: frozenset(words) for lang, words in lists.items()} for name, lists in read.items()}


def words_of(name: List, lang: Lang) -> frozenset[str]:
    """A list in one language, in lower case. ``foreign``: words of the other language."""
    return _lists()[name][lang]
