"""The charter as a PDF, set by Typst: tagged (PDF/UA-1, PDF/A-3a), with the archive attached.

The document goes in as data and the template shows it, so no text can be taken for markup. Fonts come from
``data/fonts`` only, so that the same charter gives the same bytes on every machine; the system's fonts are asked for help
only where a character is in none of them.
"""

import dataclasses
import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from framework.charter.document import Document

if TYPE_CHECKING:
    import typst

ATTACHMENT = "kader-charter.json"
FONTS_DIR = Path(__file__).resolve().parents[2] / "data" / "fonts"
_LONGEST = 30
_LONG_WORD = re.compile(rf"[^\s\u200b]{{{_LONGEST + 1},}}")
_JOINER = "\u200d"
_ATTACHED = frozenset((_JOINER, "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_NEVER_COMPOSED = re.compile("[\\x00-\u02ff\u1e00-\u1eff\u2000-\u200b\u2010-\u20cf\u2100-\u25ff]*")
"""Letters and signs that are one glyph each. Only beyond them can the fonts' rules for composing glyphs (``ccmp``) do
anything, and looking them up for every word takes a tenth of the setting."""
_STANDARDS = ("ua-1", "a-3a")


def render(document: Document, archive: bytes | None = None) -> bytes:
    """The PDF file. ``archive``: JSON that it carries as an attachment, so that it can be opened again."""
    import typst

    inputs = {"document": _encoded(document)}
    if composes(inputs["document"]):
        inputs["composes"] = "yes"
    if archive is not None:
        inputs["archive"] = archive.decode("utf-8")
    fonts = _fonts(system=not covered(inputs["document"]))
    moment = datetime.fromisoformat(document.made_on).replace(tzinfo=UTC)
    template = (Path(__file__).parent / "charter.typ").read_bytes()

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
        # The standards refuse a text that no font can show. A charter that is tagged but not certified, with the text in
        # it and a box where the glyph is missing, is better than none.
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


def _encoded(document: Document) -> str:
    return json.dumps(_plain(document), ensure_ascii=False)


def _plain(value: object) -> object:
    """Dataclasses as dicts that say what they are, in ``is``."""
    if isinstance(value, str):
        return _LONG_WORD.sub(_breakable, value) if len(value) > _LONGEST else value
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[object, ...]", value)]
    if dataclasses.is_dataclass(value):
        kind = type(value)
        fields = {name: _plain(getattr(value, name)) for name in cast("Any", kind).__slots__}
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
