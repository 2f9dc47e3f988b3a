"""Text in two languages, and the validation of typed text."""

import re
import unicodedata
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from framework.errors import TextMissing, TextTooLong, TextUnreadable

Lang = Literal["nl", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
LANG_NAMES: dict[Lang, str] = {"nl": "Nederlands", "en": "English"}
"""Each language by its own name."""


def other(lang: Lang) -> Lang:
    return "en" if lang == "nl" else "nl"


def _content(value: str) -> str:
    """Allows no HTML, links or images in texts of decks and law, so that showing a deck from elsewhere cannot run or
    load anything.
    """
    if not value.strip(" \t\n.…"):
        raise PydanticCustomError("text_empty", "is empty")
    if "<" in value or ">" in value:
        raise PydanticCustomError("text_markup", "has '<' or '>'; write it in words")
    if "](" in value or "][" in value or "![" in value:
        raise PydanticCustomError("text_link", "has a link or picture in it; take it out")
    return value.strip()


TEXT_LIMIT = 4_000
"""Characters of longer explanations, rule wordings, and texts of deck and law."""
ContentText = Annotated[str, StringConstraints(max_length=TEXT_LIMIT), AfterValidator(_content)]


class LocalizedText(BaseModel):
    """A text of the deck or the law in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nl: ContentText
    en: ContentText

    def __getitem__(self, lang: Lang) -> str:
        return self.nl if lang == "nl" else self.en


class Worded(BaseModel):
    """A team's text: the deck's proposal in both languages, or its own in the language it was typed in.

    Somebody who edits the Dutch has not written the English, so `typed` keeps only the language that was typed. Readers
    of the other language get the text as typed, with its language (see `in_lang`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    nl: str | None = None
    en: str | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> "Worded":
        if self.nl is None and self.en is None:
            raise ValueError("no text in any language")
        return self

    @classmethod
    def typed(cls, lang: Lang, text: str) -> "Worded":
        return cls(nl=text) if lang == "nl" else cls(en=text)

    @classmethod
    def proposed(cls, text: LocalizedText) -> "Worded":
        return cls(nl=text.nl, en=text.en)

    def in_lang(self, lang: Lang) -> tuple[str, Lang]:
        """The text for a reader of ``lang``, and the language it is actually in."""
        wanted = self.nl if lang == "nl" else self.en
        if wanted is not None:
            return wanted, lang
        rest = self.en if lang == "nl" else self.nl
        assert rest is not None
        return rest, other(lang)

    def text(self, lang: Lang) -> str:
        return self.in_lang(lang)[0]


NAME_LIMIT = 120
"""Characters of names of organisations, activities, suppliers and roles."""
LINE_LIMIT = 280
"""Characters of one-line reasons."""

_RAW_FACTOR = 4
"""A text may be this many times its limit before trimming and normalising; a longer one is refused without processing.
"""
_MAX_MARKS = 30
"""Combining marks per letter, as in Unicode's stream-safe text format (UAX 15, section 13). Normalisation sorts longer
runs in quadratic time, which would block all other requests.
"""
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows, also beyond the text that has them (UAX 9). Letters have a direction of
their own, so Arabic and Hebrew do without."""
_SPACES = re.compile(r"[^\S\n]+")
_KEPT_CONTROLS = {"\n", "\t"}


def accept(field: str, value: str, *, limit: int, required: bool = False, lines: bool = False) -> str:
    """A typed text as it is stored: trimmed, Unicode-normalised (NFC), and without controls of direction.

    ``limit``: in characters. ``lines``: keeps line breaks (at most two in a row); otherwise they become spaces. Emoji,
    right-to-left text and angle brackets are allowed, because output is escaped. Raises `TextMissing`, `TextTooLong`,
    or `TextUnreadable` for characters that databases and documents cannot store.
    """
    if len(value) > _RAW_FACTOR * limit:
        raise TextTooLong(field=field, length=len(value), limit=limit)
    if _has_long_mark_run(value):
        raise TextUnreadable(field=field)
    text = _BIDI_CONTROLS.sub("", unicodedata.normalize("NFC", value)).replace("\r\n", "\n").replace("\r", "\n")
    for char in text:
        category = unicodedata.category(char)
        if (category == "Cc" and char not in _KEPT_CONTROLS) or category == "Cs":
            raise TextUnreadable(field=field)
    if lines:
        text = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))
        text = re.sub(r"\n{3,}", "\n\n", text).strip()
    else:
        text = " ".join(text.split())
    if required and not text:
        raise TextMissing(field=field)
    if len(text) > limit:
        raise TextTooLong(field=field, length=len(text), limit=limit)
    return text


_IF = re.compile(r"^(als|indien|if|when)\b[\s:,…]*", re.IGNORECASE)


def after_if(words: str) -> str:
    """A typed condition as it follows "safe enough if": without an "if" of its own."""
    return _IF.sub("", words) or words


def _has_long_mark_run(text: str) -> bool:
    if text.isascii():
        return False
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MAX_MARKS:
            return True
    return False


def slug(words: str) -> str:
    """Words as part of a file name: lower-case ASCII letters and digits with hyphens, at most 40; may be empty."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return "-".join("".join(char if char.isalnum() else " " for char in ascii_words.lower()).split())[:40].strip("-")
