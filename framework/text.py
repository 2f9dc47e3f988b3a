"""Text in two languages, and the rules any text must meet before it is kept."""

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
    """Deck and law texts carry no markup beyond a little Markdown, so nothing in them can become HTML, and showing a deck
    that came from elsewhere fetches nothing."""
    if not value.strip(" \t\n.…"):
        raise PydanticCustomError("text_empty", "is empty")
    if "<" in value or ">" in value:
        raise PydanticCustomError("text_markup", "has '<' or '>'; write it in words")
    if "](" in value or "][" in value or "![" in value:
        raise PydanticCustomError("text_link", "has a link or picture in it; take it out")
    return value.strip()


TEXT_LIMIT = 4_000
"""Longer explanations, rule wordings and the texts of deck and law (characters)."""
ContentText = Annotated[str, StringConstraints(max_length=TEXT_LIMIT), AfterValidator(_content)]


class LocalizedText(BaseModel):
    """One text of the deck or the law in both languages; neither may be missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nl: ContentText
    en: ContentText

    def __getitem__(self, lang: Lang) -> str:
        return self.nl if lang == "nl" else self.en


class Worded(BaseModel):
    """Words that a team uses: the deck's proposal in both languages, or its own in the language it typed.

    A person who edits the Dutch has not written the English, so `typed` keeps only what was typed. Readers of the other
    language get the words as typed, marked with their language (see `in_lang`).
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
        """The words for a reader of ``lang`` and the language they are really in."""
        wanted = self.nl if lang == "nl" else self.en
        if wanted is not None:
            return wanted, lang
        rest = self.en if lang == "nl" else self.nl
        assert rest is not None
        return rest, other(lang)

    def text(self, lang: Lang) -> str:
        return self.in_lang(lang)[0]


NAME_LIMIT = 120
"""Names of organisations, activities, suppliers, roles (characters)."""
LINE_LIMIT = 280
"""One-line reasons (characters)."""

_RAW_FACTOR = 4
"""A text may be this many times its limit before it is trimmed and normalised; beyond that it is refused unread."""
_MAX_MARKS = 30
"""Combining marks on one letter, as in Unicode's stream-safe text format (UAX 15, section 13). Sorting longer runs, which
normalisation does, takes time that grows with the square of their length and blocks every other request."""
_SPACES = re.compile(r"[^\S\n]+")
_KEPT_CONTROLS = {"\n", "\t"}


def accept(field: str, value: str, *, limit: int, required: bool = False, lines: bool = False) -> str:
    """A person's text as it will be kept: trimmed, Unicode-normalised (NFC), else as typed.

    ``limit`` counts characters. ``lines`` keeps line breaks (at most two in a row); without it they become spaces.
    Emoji, right-to-left text and angle brackets are welcome: whoever shows a text escapes it.

    Raises `TextMissing`, `TextTooLong`, or `TextUnreadable` for characters that no database and document can carry.
    """
    if len(value) > _RAW_FACTOR * limit:
        raise TextTooLong(field=field, length=len(value), limit=limit)
    if _has_long_mark_run(value):
        raise TextUnreadable(field=field)
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
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


def _has_long_mark_run(text: str) -> bool:
    if text.isascii():
        return False
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MAX_MARKS:
            return True
    return False
