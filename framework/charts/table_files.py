"""A table as a file: CSV for any program, or an Excel workbook."""

import csv
import io
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from framework.inventory.csv_injection import escape_formulas
from framework.inventory.xlsx_writer import escaped

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (10, 46)
"""Least and most, in characters."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the reader's words. Cells are text, whole numbers, or None where nothing is known."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]


def to_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read it right; text that looks like a formula is escaped."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(table.header)
    for row in table.rows:
        writer.writerow([escape_formulas(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig")


def to_xlsx(table: Table) -> bytes:
    """One sheet; numbers are numbers and text is text, even where it looks like a formula."""
    book = Workbook()
    book.properties.creator = "Kader"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = table.title[:31]
    for number, row in enumerate((table.header, *table.rows), start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            assert isinstance(cell, Cell)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True)
            if isinstance(value, str):
                cell.value = escaped(value)
                cell.data_type = "s"
                cell.quotePrefix = True
            else:
                cell.value = value
    for column in range(len(table.header)):
        longest = max(len(str(row[column] or "")) for row in (table.header, *table.rows))
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.header))}{len(table.rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
