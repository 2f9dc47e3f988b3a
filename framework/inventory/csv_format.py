"""Writes and reads CSV files.

Written files have a byte order mark, because Excel reads others as a Windows code page, and the separator that Excel expects in
the language: a semicolon for Dutch, a comma for English. When reading, the separator is the one of comma, semicolon and tab
that gives the most known headings.
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
_HEADING_LINES = 20
"""Number of lines that are searched for the headings."""
_LINES_PER_ROW = 10
"""Of the limit of rows: so many lines may there be, blank ones included."""


def write(table: ExportTable, lang: Lang) -> bytes:
    """The table as a CSV file, without cells that a spreadsheet would run as formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=_SEPARATORS[lang], lineterminator="\r\n")
    writer.writerow([escape_formulas(title) for title in table.titles])
    writer.writerows([escape_formulas(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def read(data: bytes, headings_in: Callable[[tuple[str, ...]], int], limit: int = LIMIT_ROWS) -> FileLines:
    """The lines of a CSV file. ``headings_in``: counts the known headings among some cells. ``limit``: of rows.

    Raises `SheetRefused`: ``unreadable-text``, ``unclosed-quote`` (``row``), ``cell-too-long`` (``row``),
    ``too-many-rows``.
    """
    text, remarks = _decoded(data)
    named, text = _named_separator(text)
    separator = named or max(_POSSIBLE, key=lambda one: _score(text, one, headings_in))
    lines: list[FileLine] = []
    for number, cells in _records(text, separator):
        line = FileLine(number, tuple(unescape_formulas(cell) for cell in cells))
        if not line.blank:
            lines.append(line)
        if len(lines) > limit + _HEADING_LINES or number > limit * _LINES_PER_ROW:
            raise SheetRefused(reason="too-many-rows", limit=limit)
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
    """The UTF-16 encoding of ``data``, recognised by a zero in every second byte, as Western text has; else None."""
    start = data[:200]
    if len(start) < 4 or len(data) % 2:
        return None
    if not any(start[::2]) and all(start[1::2]):
        return "utf-16-be"
    return "utf-16-le" if not any(start[1::2]) and all(start[::2]) else None


def _named_separator(text: str) -> tuple[str | None, str]:
    """The separator from a first line such as ``sep=;``, which some programs write, and the text without that line."""
    first, _, rest = text.partition("\n")
    first = first.strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in _POSSIBLE:
        return first[4], "\n" + rest  # keeps a blank line, so that row numbers match those in a spreadsheet
    return None, text


def _score(text: str, separator: str, headings_in: Callable[[tuple[str, ...]], int]) -> tuple[int, int]:
    """Numbers of known headings and of cells that this separator gives."""
    best = (0, 0)
    with suppress(SheetRefused):  # the error is raised again when the whole file is read
        for _, cells in islice(_records(text, separator), _HEADING_LINES):
            best = max(best, (headings_in(tuple(cells)), len(cells)))
    return best


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows of cells, counted as a spreadsheet does: a cell with several lines is still one row."""
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
