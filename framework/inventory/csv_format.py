"""CSV, out and in.

Out: UTF-8 with a byte order mark, since Excel takes a file without one for a Windows code page, and with the separator
that Excel expects where the language is at home: a semicolon for Dutch, a comma for English. In: whichever of comma,
semicolon and tab makes sense of the headings.
"""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NoReturn

from framework.errors import SheetRefused
from framework.inventory.csv_injection import escape_formulas, unescape_formulas
from framework.inventory.table import LIMIT_COLUMNS, LIMIT_ROWS, ExportTable, FileLine, FileLines, FileRemark
from framework.text import Lang

_SEPARATORS: dict[Lang, str] = {"nl": ";", "en": ","}
_POSSIBLE = (";", ",", "\t")
_LOOKED_AT = 20
"""Lines among which the headings are looked for."""
_BLANKS = 20_000
"""Lines that are read at most, blank ones included."""


def written(table: ExportTable, lang: Lang) -> bytes:
    """The table as a CSV file; no cell in it can be taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=_SEPARATORS[lang], lineterminator="\r\n")
    writer.writerow([escape_formulas(title) for title in table.titles])
    writer.writerows([escape_formulas(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def read(data: bytes, headings_in: Callable[[tuple[str, ...]], int]) -> FileLines:
    """The lines of a CSV file. ``headings_in``: how many of some words are headings that Kader knows.

    Raises `SheetRefused`: ``unreadable-text``, ``unclosed-quote`` (``row``), ``cell-too-long`` (``row``),
    ``too-many-rows``.
    """
    text, remarks = _decoded(data)
    named, text = _named_separator(text)
    separator = named or max(_POSSIBLE, key=lambda one: _sense(text, one, headings_in))
    lines: list[FileLine] = []
    for number, cells in _records(text, separator):
        line = FileLine(number, tuple(unescape_formulas(cell) for cell in cells))
        if not line.blank:
            lines.append(line)
        if len(lines) > LIMIT_ROWS + _LOOKED_AT or number > _BLANKS:
            raise SheetRefused(reason="too-many-rows", limit=LIMIT_ROWS)
    return FileLines(tuple(lines), remarks, separated=True)


def _decoded(data: bytes) -> tuple[str, tuple[FileRemark, ...]]:
    remarks: tuple[FileRemark, ...] = ()
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        elif (half := _utf16_without_mark(data)) is not None:
            text = data.decode(half)
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            _unreadable()
        remarks = (FileRemark("windows-text"),)
    if "\0" in text:
        _unreadable()
    return text, remarks


def _unreadable() -> NoReturn:
    raise SheetRefused(reason="unreadable-text") from None


def _utf16_without_mark(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every second byte."""
    start = data[:200]
    if len(start) < 4 or len(data) % 2:
        return None
    if not any(start[::2]) and all(start[1::2]):
        return "utf-16-be"
    return "utf-16-le" if not any(start[1::2]) and all(start[::2]) else None


def _named_separator(text: str) -> tuple[str | None, str]:
    """Some programs name the separator in a first line of its own: ``sep=;``."""
    first, _, rest = text.partition("\n")
    first = first.strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in _POSSIBLE:
        return first[4], "\n" + rest  # a blank line stays, so that rows are counted as the spreadsheet does
    return None, text


def _sense(text: str, separator: str, headings_in: Callable[[tuple[str, ...]], int]) -> tuple[int, int]:
    """How many headings come out with this separator, then how many cells."""
    best = (0, 0)
    with suppress(SheetRefused):  # what came before the fault counts; the fault itself is said when all is read
        for _, cells in islice(_records(text, separator), _LOOKED_AT):
            best = max(best, (headings_in(tuple(cells)), len(cells)))
    return best


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows of cells. A row is what a spreadsheet shows as one, also where a cell has several lines."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            too_long = "field larger" in str(error)
            raise SheetRefused(reason="cell-too-long" if too_long else "unclosed-quote", row=number) from None
        yield number, cells[:LIMIT_COLUMNS]
