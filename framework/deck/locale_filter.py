"""The rule for a third language: it is left alone.

Kader reads Dutch and English, and both must be there. A deck may hold further languages beside them (``title.de``), in
all its texts or only some: they are never shown, never a reason to refuse the deck, and stay in its files, also in a
deck packed into one file. The deck check names each, how far it goes, and the first text without it, so that a
half-made translation is noticed and nobody thinks that it is used. A text with *only* a third language lacks Dutch and
English and is an error.
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
    """Where a deck has texts, and in which languages beside Dutch and English."""

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
    """Whether a table is a text: every key a language code, every value words."""
    if not isinstance(value, Mapping) or not value:
        return False
    keys = [str(key) for key in cast("Mapping[object, object]", value)]
    words = all(isinstance(one, str) for one in cast("Mapping[object, object]", value).values())
    return words and all(_CODE.match(key) for key in keys)


def without_other_languages(body: dict[str, Any], file: str, languages: Languages) -> dict[str, Any]:
    """``body`` with only the languages that Kader reads; what else there is goes into ``languages``."""

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
