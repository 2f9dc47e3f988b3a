"""The text of a Word file, and the text that Kader wrote in it, to tell what people changed since.

A file records its text when it is made. What it says is not derived again from the archive, because a later version of
Kader words a charter differently, and that is nobody's edit.
"""

import json
import re
import zipfile
from dataclasses import dataclass
from typing import cast
from xml.parsers import expat

from framework.archive.carriers import docx_content, docx_part, unzip, word_package
from framework.errors import ArchiveRefused

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
"""The same content once more, for programs that do not know the first."""
_TAKEN_OUT = ("del", "moveFrom")
"""Tracked changes count as accepted."""
_GAPS = ("tab", "br", "cr", "ptab")
_INVISIBLE = re.compile("[\u200b\u00ad\u2060\x7f-\x9f]")
_MAX_LINES, _MAX_CHARACTERS = 20_000, 2_000_000
"""Paragraphs and characters; the longest charter has a tenth of either."""


@dataclass(frozen=True, slots=True)
class WordText:
    """A Word file's paragraphs without empty ones, table cells included, spaces collapsed. ``headings``: indexes of those that are
    headings."""

    lines: tuple[str, ...]
    headings: frozenset[int]


@dataclass(frozen=True, slots=True)
class Edited:
    """A Word file that came back. ``comments``: what was written in its margin."""

    written: WordText
    now: WordText
    comments: tuple[str, ...]


def record(document: bytes) -> bytes:
    """The XML part that keeps what ``word/document.xml`` says now."""
    found = text_of(document)
    body = {"lines": found.lines, "headings": sorted(found.headings)}
    return docx_part("kader-text", json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


def edited(data: bytes) -> Edited | None:
    """What a Word file says and said; None for another file, or one that has no record. Raises `ArchiveRefused` (``damaged``,
    ``too-large``)."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    with word_package(data) as package:
        recorded = docx_content(package, "kader-text")
        if recorded is None:
            return None
        now = text_of(unzip(package, "word/document.xml"))
        return Edited(_recorded(recorded), now, _comments(package))


def text_of(part: bytes) -> WordText:
    """The text of a part. Raises `ArchiveRefused` (``damaged``) for what is no Word file's."""
    reader = _Reader()
    try:
        reader.parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ArchiveRefused(reason="damaged") from error
    return WordText(tuple(reader.lines), frozenset(reader.headings))


def _comments(package: zipfile.ZipFile) -> tuple[str, ...]:
    """Each paragraph of a comment by itself: their order is the text's."""
    if "word/comments.xml" not in package.namelist():
        return ()
    return text_of(unzip(package, "word/comments.xml")).lines


def _recorded(body: bytes) -> WordText:
    try:
        found = cast("dict[str, object]", json.loads(body))
        lines, headings = cast("list[object]", found["lines"]), cast("list[object]", found["headings"])
        if len(lines) > _MAX_LINES or len(headings) > _MAX_LINES:
            raise ArchiveRefused(reason="damaged")
        texts = tuple(_line(cast("str", line)) for line in lines)
        if sum(map(len, texts)) > _MAX_CHARACTERS:
            raise ArchiveRefused(reason="damaged")
        return WordText(texts, frozenset(at for at in headings if isinstance(at, int)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArchiveRefused(reason="damaged") from error


def _line(words: str) -> str:
    """Spaces of any kind as one, without characters that only say where a line may break, or what a terminal is to do."""
    return " ".join(_INVISIBLE.sub("", words).split())


class _Reader:
    """Reads paragraph by paragraph without keeping a tree, which could be of any depth."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.headings: set[int] = set()
        self._open: list[tuple[list[str], list[bool]]] = []
        """Paragraphs that are open, the innermost last (a text box stands in a paragraph): pieces, and whether it is a heading."""
        self._characters_left = _MAX_CHARACTERS
        self._skipped = 0
        self._in_text = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = _refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local in _TAKEN_OUT or name == _FALLBACK:
            self._skipped += 1
        elif local == "p":
            self._open.append(([], [False]))
        elif not self._open:
            return
        elif local == "t":
            self._in_text = not self._skipped
        elif local in _GAPS:
            self._add(" ")
        elif local == "noBreakHyphen":
            self._add("-")
        elif local == "pStyle":
            style = next((value for key, value in attributes.items() if key.endswith(" val")), "")
            self._open[-1][1][0] = style.startswith("Heading")

    def _end(self, name: str) -> None:
        local = _local(name)
        if local in _TAKEN_OUT or name == _FALLBACK:
            self._skipped -= 1
        elif local == "t":
            self._in_text = False
        elif local == "p" and self._open:
            pieces, heading = self._open.pop()
            line = _line("".join(pieces))
            if line and not self._skipped:
                if len(self.lines) >= _MAX_LINES:
                    raise ArchiveRefused(reason="damaged")
                if heading[0]:
                    self.headings.add(len(self.lines))
                self.lines.append(line)

    def _characters(self, words: str) -> None:
        if self._in_text:
            self._add(words)

    def _add(self, words: str) -> None:
        self._characters_left -= len(words)
        if self._characters_left < 0:
            raise ArchiveRefused(reason="damaged")
        if self._open and not self._skipped:
            self._open[-1][0].append(words)


def _local(name: str) -> str:
    """The name without the namespace if that is Word's, else nothing: drawings have paragraphs of their own."""
    return next((name[len(space) :] for space in _WORD if name.startswith(space)), "")


def _refuse(*_: object) -> None:
    raise ArchiveRefused(reason="damaged")  # a Word file has no document type, and so no entities
