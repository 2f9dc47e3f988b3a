"""Filters third languages out of a deck.

Every text must be in Dutch and English. A deck may have further languages (``title.de``) in all or some of its texts. They are
allowed and stay in the files, but are never shown. The deck check reports how complete each one is and the first text without
it, so that nobody expects it to be used. A text in a third language only is an error.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from framework.deck.checks.findings import DeckFinding
from framework.deck.validation_errors import place_of
from framework.text import LANGS

_CODE = re.compile(r"^[a-z]{2}(-[A-Z]{2})?$")


@dataclass(slots=True)
class Languages:
    """The texts of a deck, and the languages they have beside Dutch and English."""

    texts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """File and place of every text."""
    others: dict[str, set[tuple[str, str]]] = field(default_factory=dict[str, set[tuple[str, str]]])

    def findings(self) -> Iterator[DeckFinding]:
        for lang, having in sorted(self.others.items()):
            lacking = [text for text in self.texts if text not in having]
            if not lacking:
                yield DeckFinding("third-language-whole", "deck.toml", params={"lang": lang, "all": len(self.texts)})
                continue
            yield DeckFinding(
                "third-language-part",
                "deck.toml",
                params={
                    "lang": lang,
                    "count": len(having),
                    "all": len(self.texts),
                    "first": ": ".join(part for part in lacking[0] if part),
                },
            )


def is_text(value: object) -> bool:
    """Whether a table is a text: every key is a language code, every value a string."""
    if not isinstance(value, Mapping) or not value:
        return False
    keys = [str(key) for key in cast("Mapping[object, object]", value)]
    words = all(isinstance(one, str) for one in cast("Mapping[object, object]", value).values())
    return words and all(_CODE.match(key) for key in keys)


def without_other_languages(body: dict[str, Any], file: str, languages: Languages) -> dict[str, Any]:
    """``body`` in Dutch and English only; further languages are recorded in ``languages``."""

    def walked(value: object, steps: tuple[str | int, ...]) -> object:
        if isinstance(value, dict):
            table = cast("dict[str, object]", value)
            if is_text(table):
                where = (file, place_of(body, steps))
                languages.texts.append(where)
                for lang in table:
                    if lang not in LANGS:
                        languages.others.setdefault(lang, set()).add(where)
                return {lang: words for lang, words in table.items() if lang in LANGS}
            return {key: walked(inner, (*steps, key)) for key, inner in table.items()}
        if isinstance(value, list):
            return [walked(inner, (*steps, at)) for at, inner in enumerate(cast("list[object]", value))]
        return value

    return cast("dict[str, Any]", walked(body, ()))
