"""The translator, which is passed to whatever needs messages; it is never global.

It reads the ``.po`` file once per process, so there is no compiled catalog that could be out of date.
"""

import datetime
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel import Locale, dates, lists, numbers
from babel.messages.pofile import read_po

from framework.text import Lang

LOCALE_DIR = Path(__file__).resolve().parents[2] / "data" / "locale"
_LOCALES: dict[Lang, str] = {"nl": "nl_NL", "en": "en_GB"}


class Translator:
    """Interface words, dates and lists in one language.

    Call it with the English source text and the values its ``{placeholders}`` name::

        t("{done} of {all} answered", done=3, all=8)

    Values are filled in after the look-up, so a name typed by a user is never taken for a message.
    """

    def __init__(self, lang: Lang, messages: dict[str, str], plurals: dict[str, tuple[str, ...]]) -> None:
        self.lang: Lang = lang
        self._messages = messages
        self._plurals = plurals
        self._locale = Locale.parse(_LOCALES[lang])

    def load_locale(self) -> None:
        """Reads the rules for dates, lists and numbers, which the first of them would otherwise wait for (10 ms)."""
        _ = self._locale.list_patterns

    def __call__(self, message: str, **values: object) -> str:
        text = self._messages.get(message, message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """The form for ``count``, with ``{count}`` filled in. Dutch and English share the rule: one, or not one."""
        forms = self._plurals.get(one, (one, many))
        return forms[0 if count == 1 else 1].format(count=count, **values)

    def date(self, day: datetime.date) -> str:
        """A date as written in a document: ``23 november 2026`` / ``23 November 2026``."""
        return dates.format_date(day, format="d MMMM y", locale=self._locale)

    def short_date(self, day: datetime.date) -> str:
        """A date for a table: ``23 nov 2026`` / ``23 Nov 2026``."""
        return dates.format_date(day, format="d MMM y", locale=self._locale)

    def listing(self, items: Iterable[str], style: str = "standard") -> str:
        """``a, b en c`` / ``a, b and c``; style ``or`` for alternatives."""
        return lists.format_list(list(items), style="or" if style == "or" else "standard", locale=self._locale)

    def format_number(self, value: float) -> str:
        return numbers.format_decimal(value, locale=self._locale)

    def euros(self, amount: int) -> str:
        """Whole euros: ``€ 4.000``, with a space that does not break, / ``€4,000``."""
        space = "\u00a0" if self.lang == "nl" else ""
        return f"€{space}{self.format_number(amount)}"


@cache
def translator(lang: Lang) -> Translator:
    """The translator for a language; reads the catalog on first use."""
    if lang == "en":
        return Translator("en", {}, {})
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    with (LOCALE_DIR / f"{lang}.po").open("rb") as file:
        for entry in read_po(file, locale=lang):
            if not entry.id or entry.fuzzy:
                continue
            if isinstance(entry.id, str):
                if isinstance(entry.string, str) and entry.string:
                    messages[entry.id] = entry.string
            elif isinstance(entry.string, tuple | list):
                forms = tuple(str(form) for form in entry.string)
                if all(forms):
                    plurals[entry.id[0]] = forms
    return Translator(lang, messages, plurals)
