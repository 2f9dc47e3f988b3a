"""Reads an untrusted Excel workbook within limits.

A workbook is a zip of XML files. Before parsing, these are checked: the kind of file (encrypted, macros, another program), the
unpacked size, and that no XML declares a document type, which entity attacks need and workbooks never have. Then openpyxl reads
the cells row by row.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

from framework.errors import SheetReason, SheetRefused
from framework.inventory.table import LIMIT_COLUMNS, LIMIT_ROWS, Cell, Fault, FileLine, FileLines, FileRemark

UNPACKED_MB = 60
_UNPACKED = UNPACKED_MB * 1024 * 1024
_PARTS = 1_000
_MAX_ELEMENTS = {"xl/styles.xml": 60_000}
_MAX_PART_ELEMENTS = 350_000
_MAX_ALL_ELEMENTS = 800_000
_MAX_ATTRIBUTES = 200
_MAX_MERGES = 5_000
"""Limits on parsing time, which depends on elements rather than bytes. Two thousand activities with all questions give 330,000
elements in one part and 625,000 in all parts. Attributes are per element. Nobody merges thousands of cells by hand."""
_HEADING_LINES = 20
_MAX_LINES = 20_000
"""Maximum number of rows, blank ones included."""
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb"<(?:\w{1,20}:)?mergeCell\b([^<>]{0,400})>")
"""An element with its attributes. The pattern never goes beyond the next ``<``, so it is linear on any input."""
_MERGED_RANGE = re.compile(rb"\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_XML = (".xml", ".rels", ".vml")
_MAX_MERGED_CELLS = 200_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

HeadingsIn = Callable[[tuple[str, ...]], int]


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def refuse_old_formats(data: bytes) -> None:
    """Raises `SheetRefused` for the older Office formats (``encrypted``, ``old-excel``)."""
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        _refuse("encrypted" if encrypted else "old-excel")


def read(data: bytes, headings_in: HeadingsIn) -> FileLines:
    """The lines of the visible sheet with the most known headings.

    Raises `SheetRefused`: ``damaged``, ``macros``, ``binary-workbook``, ``opendocument``, ``encrypted``, ``foreign``,
    ``unpacked-too-large``, ``too-many-elements``, ``unsafe``, ``no-visible-sheet``, ``too-many-rows``.
    """
    _check_package(data)
    with warnings.catch_warnings():
        # openpyxl warns about styles and extensions that it ignores; they are not needed here.
        warnings.simplefilter("ignore")
        try:
            return _lines(data, headings_in)
        except SheetRefused:
            raise
        except Exception:  # noqa: BLE001  openpyxl raises almost anything for a malicious or broken workbook
            _refuse("damaged")


def _refuse(reason: SheetReason, **params: object) -> NoReturn:
    raise SheetRefused(reason=reason, **params) from None


# --- checks before parsing ---


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_kind(package, {part.filename for part in parts})
            if len(parts) > _PARTS:
                _refuse("unpacked-too-large", limit_mb=UNPACKED_MB)
            _check_parts(package, parts)
    except SheetRefused:
        raise
    except Exception:  # noqa: BLE001  zipfile, zlib and lzma each have errors of their own
        _refuse("damaged")


def _check_kind(package: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        _refuse("binary-workbook")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        _refuse("macros")
    if "xl/workbook.xml" not in names:
        kind = package.read("mimetype")[:80] if "mimetype" in names else b""
        _refuse("opendocument" if b"opendocument.spreadsheet" in kind else "foreign")
    if any(part.flag_bits & 0x1 for part in package.infolist()):
        _refuse("encrypted")


def _check_parts(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpacks every part once, within the limit whatever the directory claims, and refuses document types."""
    left, elements = _UNPACKED, 0
    for part in parts:
        with package.open(part) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            _refuse("unpacked-too-large", limit_mb=UNPACKED_MB)
        # Without the zero bytes, a declaration in UTF-16 looks like any other.
        if part.filename.lower().endswith(_XML) and _DOCTYPE.search(content.replace(b"\0", b"")):
            _refuse("unsafe")
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in content:
            _refuse("macros")
        if part.filename.lower().endswith(_XML):
            elements += _check_elements(part.filename, content)
            if elements > _MAX_ALL_ELEMENTS:
                _refuse("too-many-elements")


def _check_elements(name: str, content: bytes) -> int:
    """Upper bound of the number of elements in an XML part. Refuses parts that would take seconds to parse."""
    elements = content.count(b"<")
    if elements > _MAX_ELEMENTS.get(name, _MAX_PART_ELEMENTS) or content.count(b"mergeCell ") > _MAX_MERGES:
        _refuse("too-many-elements")
    if any(tag.partition(b">")[0].count(b"=") > _MAX_ATTRIBUTES for tag in content.split(b"<")):
        _refuse("too-many-elements")
    return elements


# --- cells ---


def _lines(data: bytes, headings_in: HeadingsIn) -> FileLines:
    from openpyxl import load_workbook  # imported late, because it slows down the start

    book: Any = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        if not visible:
            _refuse("no-visible-sheet")
        scored = [(_score(sheet, headings_in), -at, sheet) for at, sheet in enumerate(visible)]
        _, _, chosen = max(scored, key=lambda one: one[:2])
        remarks = [FileRemark("hidden-sheet", {"sheet": str(s.title)}) for s in sheets if s.sheet_state != "visible"]
        lines = tuple(_filled(chosen, _merged_cells(data, str(chosen._worksheet_path)), _MAX_LINES))
    finally:
        book.close()
    return FileLines(lines, tuple(remarks))


def _score(sheet: Any, headings_in: HeadingsIn) -> int:
    first = _filled(sheet, {}, _HEADING_LINES)
    return max(
        (headings_in(tuple(cell if isinstance(cell, str) else "" for cell in line.cells)) for line in first), default=0
    )


def _filled(sheet: Any, merged: dict[tuple[int, int], str], last: int) -> Iterator[FileLine]:
    """The lines that are not blank. The size that a sheet declares may be false and is ignored."""
    sheet.reset_dimensions()
    kept = 0
    for number, row in enumerate(sheet.iter_rows(max_row=last, max_col=LIMIT_COLUMNS), start=1):
        cells: list[Cell] = [_cell(cell) for cell in row]
        line = FileLine(number, tuple(cells))
        if line.blank:
            continue
        kept += 1
        if kept > LIMIT_ROWS + _HEADING_LINES:
            _refuse("too-many-rows", limit=LIMIT_ROWS)
        for at, cell in enumerate(cells):
            if (number, at) in merged:
                words = cell if isinstance(cell, str) else ""
                cells[at] = Fault("merged", {"cells": merged[number, at]}, words)
        while cells and cells[-1] == "":
            cells.pop()
        yield FileLine(number, tuple(cells))


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if value is None:
        return ""
    if kind == "f":
        return Fault("formula")
    if kind == "e":
        return Fault("error-value", {"value": str(value)})
    if kind == "d" or isinstance(value, date | datetime | time | timedelta):
        return Fault("date", {"value": _shown(value)})
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(value)) if kind == "s" else str(value)


def _shown(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def _merged_cells(data: bytes, part: str) -> dict[tuple[int, int], str]:
    """The merged range by row number and column index (from 0), for every merged cell within the limits."""
    from openpyxl.utils import column_index_from_string

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read(part.removeprefix("/"))
    found: dict[tuple[int, int], str] = {}
    for element in _MERGED.finditer(content):
        match = _MERGED_RANGE.search(element[1])
        if match is None:
            continue
        left, top, right, bottom = (group.decode() for group in match.groups())
        columns = range(column_index_from_string(left) - 1, min(column_index_from_string(right), LIMIT_COLUMNS))
        for row in range(int(top), min(int(bottom), _MAX_LINES) + 1):
            found.update({(row, at): f"{left}{top}:{right}{bottom}" for at in columns})
            if len(found) > _MAX_MERGED_CELLS:
                _refuse("too-many-elements")
    return found
