"""Numbers in a proposed rule that its author chose, and that a team fills in itself.

A deck writes ``{fill:20%}``. A rule that the deck proposes then says "20% (fill in)" until the team has replaced that by its own
number, so that no charter states a number that nobody agreed to.
"""

import re
from collections.abc import Mapping

from framework.text import Lang

_TOKEN = re.compile(r"\{fill:([^{}]{1,40})\}")
_MARKER: Mapping[Lang, str] = {"nl": "vul zelf in", "en": "fill in"}
_UNCONFIRMED = re.compile(rf"(\S{{1,40}}) \((?:{'|'.join(_MARKER.values())})\)")


def with_markers(text: str, lang: Lang) -> str:
    """The deck's text as a proposal: ``20% (fill in)`` for ``{fill:20%}``."""
    return _TOKEN.sub(rf"\1 ({_MARKER[lang]})", text)


def without_tokens(text: str) -> str:
    """The deck's text with the bare numbers: ``20%`` for ``{fill:20%}``."""
    return _TOKEN.sub(r"\1", text)


def without_numbers_to_fill(text: str) -> str:
    """The deck's text without these numbers, to see whether others are left."""
    return _TOKEN.sub("", text)


def confirmed(text: str) -> str:
    """A proposed text with its numbers taken as they are: ``20%`` for ``20% (fill in)``."""
    return _UNCONFIRMED.sub(r"\1", text)


def unconfirmed(text: str) -> tuple[str, ...]:
    """The last words of the numbers in a team's rule that are still the deck's: ``("20%",)`` for ``at most 20% (fill in)``."""
    return tuple(_UNCONFIRMED.findall(text))
