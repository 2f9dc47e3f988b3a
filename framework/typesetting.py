"""Setting a PDF with Typst: tagged (PDF/UA-1, PDF/A-3a), and the same bytes for the same content on every machine.

Content goes in as data and a template shows it, so no text can be taken for markup. Fonts come from ``data/fonts`` only;
the system's fonts are asked for help only where a character is in none of them.
"""

import dataclasses
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import typst

FONTS_DIR = Path(__file__).resolve().parents[1] / "data" / "fonts"
_LONGEST = 30
_LONG_WORD = re.compile(rf"(?:[^\s\u200b/]|/(?![A-Za-z])){{{_LONGEST + 1},}}")
"""A line may end after a slash before a letter by itself, so an address is left as it is: whoever copies it gets the address."""
_JOINER = "\u200d"
_ATTACHED = frozenset((_JOINER, "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_NEVER_COMPOSED = re.compile("[\\x00-\u02ff\u1e00-\u1eff\u2000-\u200b\u2010-\u20cf\u2100-\u25ff]*")
"""Letters and signs that are one glyph each. Only beyond them can the fonts' rules for composing glyphs (``ccmp``) do
anything, and looking them up for every word takes a tenth of the setting."""
_STANDARDS = ("ua-1", "a-3a")


def typeset(
    template: bytes, shown: Mapping[str, str], made_on: date, carried: Mapping[str, str] | None = None
) -> bytes:
    """The PDF file. ``made_on``: the date in the file.

    ``shown`` and ``carried``: what the template reads as ``sys.inputs``; only for what is shown do glyphs matter. The
    template finds ``composes`` beside them where glyphs may have to be composed (see `composes`).
    """
    import typst

    inputs = {**shown, **(carried or {})}
    if any(composes(text) for text in shown.values()):
        inputs["composes"] = "yes"
    fonts = _fonts(system=not all(covered(text) for text in shown.values()))
    moment = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)

    def compiled(standards: tuple[str, ...]) -> bytes:
        return typst.compile(
            template,
            font_paths=fonts,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=cast("Any", list(standards)),
            timestamp=moment,
        )

    try:
        return compiled(_STANDARDS)
    except typst.TypstError:
        # The standards refuse a text that no font can show. A document that is tagged but not certified, with the text
        # in it and a box where the glyph is missing, is better than none.
        return compiled(())


@cache
def _fonts(*, system: bool) -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[FONTS_DIR])


def covered(text: str) -> bool:
    """Whether the fonts in ``data/fonts`` have a glyph for every character."""
    if text.isascii():
        return True
    known = _coverage()
    return all(ord(char) in known for char in set(text))


def composes(text: str) -> bool:
    """Whether something in it may be drawn as one glyph together with its neighbour: accents of their own, emoji, scripts."""
    return _NEVER_COMPOSED.fullmatch(text) is None


@cache
def _coverage() -> frozenset[int]:
    ranges = json.loads((FONTS_DIR / "coverage.json").read_text(encoding="utf-8"))["ranges"]
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


def encoded(content: object) -> str:
    """Content for a template, as JSON."""
    return json.dumps(as_data(content), ensure_ascii=False)


def as_data(value: object) -> object:
    """Dataclasses as dicts that say what they are, in ``is``; words too long for a line may break. Bytes are text that is
    not for reading (a drawing) and stay as they are."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, str):
        return _LONG_WORD.sub(_breakable, value) if len(value) > _LONGEST else value
    if isinstance(value, tuple):
        return [as_data(item) for item in cast("tuple[object, ...]", value)]
    if isinstance(value, dict):
        return {key: as_data(item) for key, item in cast("dict[str, object]", value).items()}
    if dataclasses.is_dataclass(value):
        kind = type(value)
        fields = {name: as_data(getattr(value, name)) for name in cast("Any", kind).__slots__}
        return {"is": kind.__name__, **fields}
    return value


def _breakable(word: re.Match[str]) -> str:
    """A word that is too long for a line may break anywhere but inside what is one character to a reader."""
    out: list[str] = []
    for before, char in pairwise(("", *word[0])):
        together = (
            before in ("", _JOINER)
            or char in _ATTACHED
            or unicodedata.category(char).startswith("M")
            or (before in _FLAG_LETTERS and char in _FLAG_LETTERS)
        )
        out.append(char if together else "\u200b" + char)
    return "".join(out)
