"""Typesets PDFs with Typst: tagged (PDF/UA-1, PDF/A-3a), with the same bytes for the same content on every machine.

Content is passed as data to a template, so text is never read as markup. Fonts come from ``data/fonts``; system fonts are used
only for characters that none of those has.
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
_MAX_UNBROKEN = 30
_LONG_WORD = re.compile(rf"(?:[^\s\u200b/]|/(?![A-Za-z])){{{_MAX_UNBROKEN + 1},}}")
"""Typst breaks lines after a slash before a letter anyway, so URLs get no break characters and can be copied."""
_JOINER = "\u200d"
_ATTACHED = frozenset((_JOINER, "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_NEVER_COMPOSED = re.compile("[\\x00-\u02ff\u1e00-\u1eff\u2000-\u200b\u2010-\u20cf\u2100-\u25ff]*")
"""Characters that are one glyph each. The fonts' glyph composition (``ccmp``) matters only for others, and takes a tenth of
the typesetting time."""
_STANDARDS = ("ua-1", "a-3a")


def typeset(
    template: bytes, shown: Mapping[str, str], made_on: date, carried: Mapping[str, str] | None = None
) -> bytes:
    """The PDF file. ``made_on``: the date in the file.

    ``shown`` and ``carried``: the template's ``sys.inputs``; only ``shown`` is text that needs glyphs. The input ``composes``
    is added where glyphs may have to be composed (`composes`).
    """
    import typst

    fonts, inputs = _set_with(shown)
    inputs |= carried or {}
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
        # The standards do not allow text without a glyph. A tagged PDF without the certification, with a box for the
        # missing glyph, is better than none.
        return compiled(())


@dataclasses.dataclass(frozen=True, slots=True)
class Pages:
    """``images``: an SVG per page. ``starts``: the page, counted from 1, on which each section begins."""

    images: tuple[str, ...]
    starts: tuple[int, ...]


def typeset_pages(template: Path, shown: Mapping[str, str]) -> Pages:
    """The pages as drawings, as `typeset` sets them. The template keeps the pages of its sections under ``<starts>``."""
    import typst

    fonts, inputs = _set_with(shown)
    compiler = typst.Compiler(template, font_paths=fonts, sys_inputs=inputs)
    images = cast("bytes | list[bytes]", compiler.compile(format="svg"))
    starts = json.loads(compiler.query("<starts>", field="value", one=True))
    drawn = (images,) if isinstance(images, bytes) else images
    return Pages(tuple(image.decode("utf-8") for image in drawn), tuple(starts))


def _set_with(shown: Mapping[str, str]) -> tuple["typst.Fonts", dict[str, str]]:
    """Fonts that have a glyph for every character, and inputs."""
    composed = {"composes": "yes"} if any(map(composes, shown.values())) else {}
    return _fonts(system=not all(map(covered, shown.values()))), {**shown, **composed}


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
    """Whether characters may combine into one glyph: combining accents, emoji, some scripts."""
    return _NEVER_COMPOSED.fullmatch(text) is None


@cache
def _coverage() -> frozenset[int]:
    ranges = json.loads((FONTS_DIR / "coverage.json").read_text(encoding="utf-8"))["ranges"]
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


def encoded(content: object) -> str:
    """Content for a template, as JSON."""
    return json.dumps(as_data(content), ensure_ascii=False)


def as_data(value: object) -> object:
    """``value`` as JSON-compatible data: dataclasses as dicts with their class name in ``is``. Long words get break characters;
    bytes (SVG drawings) are decoded unchanged."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, str):
        return _LONG_WORD.sub(_breakable, value) if len(value) > _MAX_UNBROKEN else value
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
    """Inserts zero-width spaces between the user-perceived characters of a long word."""
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
