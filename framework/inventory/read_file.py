"""From bytes to lines: what a file is follows from its content, not from its name."""

from framework.errors import SheetRefused
from framework.inventory import csv_format, json_format, xlsx_reader
from framework.inventory.columns import Layout
from framework.inventory.table import LIMIT_MB, FileLines

_FOREIGN = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"<", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def opened(data: bytes, layout: Layout) -> FileLines:
    """The lines of a workbook, a CSV file or a JSON file. Raises `SheetRefused`."""
    if len(data) > LIMIT_MB * 1024 * 1024:
        raise SheetRefused(reason="too-large", limit_mb=LIMIT_MB)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:8]
    if not start:
        raise SheetRefused(reason="empty")

    def headings_in(words: tuple[str, ...]) -> int:
        found = (layout.by_heading(one) for one in words if one)
        return len({column.id for column in found if column is not None and column.group != "result"})

    xlsx_reader.refuse_old(data)
    if xlsx_reader.looks_packed(data):
        return xlsx_reader.read(data, headings_in)
    if start.startswith(_FOREIGN):
        raise SheetRefused(reason="foreign")
    if start.startswith((b"{", b"[")):
        return json_format.read(data)
    return csv_format.read(data, headings_in)
