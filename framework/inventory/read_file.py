"""Reads the lines of a file, whose format is recognised by its content, not its name."""

from dataclasses import replace

from framework.errors import SheetRefused
from framework.inventory import csv_format, json_format, xlsx_reader
from framework.inventory.columns import Layout
from framework.inventory.table import LIMIT_MB, Cell, Fault, FileLine, FileLines

_FOREIGN = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"<", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def read_file(data: bytes, layout: Layout) -> FileLines:
    """The lines of a workbook, a CSV file or a JSON file. Raises `SheetRefused`."""
    if len(data) > LIMIT_MB * 1024 * 1024:
        raise SheetRefused(reason="too-large", limit_mb=LIMIT_MB)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:8]
    if not start:
        raise SheetRefused(reason="empty")

    def headings_in(words: tuple[str, ...]) -> int:
        found = (layout.by_heading(one) for one in words if one)
        return len({column.id for column in found if column is not None and column.group != "result"})

    xlsx_reader.refuse_old_formats(data)
    return _without_half_characters(_lines(data, start, headings_in))


def _lines(data: bytes, start: bytes, headings_in: xlsx_reader.HeadingsIn) -> FileLines:
    if xlsx_reader.is_zip(data):
        return xlsx_reader.read(data, headings_in)
    if start.startswith(_FOREIGN):
        raise SheetRefused(reason="foreign")
    if start.startswith((b"{", b"[")):
        return json_format.read(data)
    return csv_format.read(data, headings_in)


def _without_half_characters(file: FileLines) -> FileLines:
    """Replaces lone surrogates, which JSON and workbooks may contain and which cannot be encoded as UTF-8.

    A cell with one becomes a `Fault`; in a heading it is only replaced, because no known column has one.
    """
    heading = None if file.heading is None else tuple(_replaced(words) for words in file.heading)
    return replace(file, heading=heading, lines=tuple(_readable_line(line) for line in file.lines))


def _readable_line(line: FileLine) -> FileLine:
    if not any(isinstance(cell, str) and _replaced(cell) != cell for cell in line.cells):
        return line
    return replace(line, cells=tuple(_readable(cell) for cell in line.cells))


def _readable(cell: Cell) -> Cell:
    if not isinstance(cell, str) or (words := _replaced(cell)) == cell:
        return cell
    return Fault("unreadable", words=words)


def _replaced(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
