"""Writes the register as an Excel workbook.

Each sheet is a Table object, which brings filters and stripes and grows with a row typed below it; an autofilter of the sheet
beside it would make Excel repair the file. Texts are texts, even where they begin with ``=``; drop-down lists refer to a hidden
sheet, because a list inside a drop-down is limited to 255 characters and no commas.
"""

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from framework.exports.register import layout
from framework.exports.register.layout import Column, Sheet
from framework.exports.register.sheets import Register
from framework.inventory.xlsx_writer import escaped
from framework.language import Translator
from framework.text import Lang

_FONT = "Calibri"
_HEAD, _TO_FILL_HEAD, _TO_FILL = (
    PatternFill("solid", start_color=colour) for colour in ("FF0F5C63", "FF7E6A1E", "FFFEF9C3")
)
_WHITE = Font(name=_FONT, size=11, bold=True, color="FFFFFFFF")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_LINE = Border(bottom=Side("hair", color="FFD3CDBF"))  # LibreOffice shows no stripes of a table
_DATES: dict[Lang, str] = {"nl": "dd-mm-yyyy", "en": "dd/mm/yyyy"}
_LINE_HEIGHT, _MOST_LINES = 15, 12
_ROWS_TO_COME = 200
"""Rows below the last one that have drop-down lists too."""
_STYLE = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)


def write(register: Register, t: Translator) -> bytes:
    """The workbook (.xlsx)."""
    book = Workbook()
    properties = book.properties
    properties.creator = properties.lastModifiedBy = "Kader"
    properties.title, properties.language = register.title, t.lang
    properties.created = properties.modified = datetime(*register.made_on.timetuple()[:3])  # noqa: DTZ001 - a day
    first = book.active
    assert isinstance(first, Worksheet)
    lists = book.create_sheet(t("Lists"))
    lists.sheet_state = "hidden"
    places: dict[tuple[str, ...], str] = {}
    for sheet in register.sheets:
        page: Worksheet = first if sheet is register.sheets[0] else book.create_sheet(index=len(book.sheetnames) - 1)
        _write_sheet(page, sheet, lists, places, t)
    _explain(book.create_sheet(t("Explanation"), index=len(book.sheetnames) - 1), register)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_sheet(
    page: Worksheet, sheet: Sheet, lists: Worksheet, places: dict[tuple[str, ...], str], t: Translator
) -> None:
    page.title = sheet.title
    for at, column in enumerate(sheet.columns, start=1):
        cell = _put(page, 1, at, column.title)
        cell.font, cell.alignment = _WHITE, _WRAPPED
        cell.fill = _TO_FILL_HEAD if column.to_fill else _HEAD
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.row_dimensions[1].height = _height((column.title, column.width - 3) for column in sheet.columns)
    rows = sheet.rows or ((None,) * len(sheet.columns),)  # a table has at least one row
    for number, row in enumerate(rows, start=2):
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            _fill(page, number, at, column, value, t.lang)
        page.row_dimensions[number].height = _height(
            (value, column.width) for column, value in zip(sheet.columns, row, strict=True) if isinstance(value, str)
        )
    last = len(rows) + 1
    table = Table(displayName=sheet.id, ref=f"A1:{get_column_letter(len(sheet.columns))}{last}")
    table.tableStyleInfo = _STYLE
    page.add_table(table)
    page.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}2"
    _validate(page, sheet, last + _ROWS_TO_COME, lists, places, t)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 8  # A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = (
        -(-sum(column.width for column in sheet.columns) // 250),
        0,
    )
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows, page.print_title_cols = "1:1", f"A:{get_column_letter(sheet.frozen_columns)}"
    footer: Any = page.oddFooter
    footer.center.text = "&P / &N"


def _fill(page: Worksheet, row: int, at: int, column: Column, value: layout.Cell, lang: Lang) -> None:
    """A cell, also an empty one: one to fill is coloured, and one for a date has its format before there is one."""
    if isinstance(value, str) and value:
        cell = _put(page, row, at, value)
    else:
        cell = _cell(page, row, at)
        cell.value = None if value == "" else value
    cell.alignment, cell.border = _WRAPPED, _LINE
    if column.kind == "date":
        cell.number_format = _DATES[lang]
    if column.to_fill:
        cell.fill = _TO_FILL


def _validate(
    page: Worksheet,
    sheet: Sheet,
    last: int,
    lists: Worksheet,
    places: dict[tuple[str, ...], str],
    t: Translator,
) -> None:
    for at, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(at)
        cells = MultiCellRange(f"{letter}2:{letter}{last}")
        if column.choices:
            page.add_data_validation(
                DataValidation(
                    type="list",
                    sqref=cells,
                    formula1=f"={_listed(lists, places, column.choices)}",
                    allow_blank=True,
                    showErrorMessage=True,
                    errorTitle=t("Not in the list"),
                    error=t("Choose an answer from the list, or leave the cell empty."),
                )
            )
        elif column.kind == "date":
            page.add_data_validation(
                DataValidation(
                    type="date",
                    operator="greaterThan",
                    sqref=cells,
                    formula1=str((date(2000, 1, 1) - date(1899, 12, 30)).days),
                    allow_blank=True,
                    showErrorMessage=True,
                    errorTitle=t("Not a date"),
                    error=t("Type a date, such as 1-12-2026, or leave the cell empty."),
                )
            )


def _listed(lists: Worksheet, places: dict[tuple[str, ...], str], choices: tuple[str, ...]) -> str:
    """The range on the hidden sheet that has these choices; the same choices are written once."""
    if choices not in places:
        at = len(places) + 1
        for row, words in enumerate(choices, start=1):
            _put(lists, row, at, words)
        letter = get_column_letter(at)
        places[choices] = f"{quote_sheetname(lists.title)}!${letter}$1:${letter}${len(choices)}"
    return places[choices]


def _explain(page: Worksheet, register: Register) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 26, 90
    for row, (label, words) in enumerate(register.notes, start=1):
        _put(page, row, 1, label).font = Font(name=_FONT, size=11, bold=True)
        _put(page, row, 2, words).alignment = _WRAPPED
        page.cell(row, 1).alignment = _WRAPPED
        page.row_dimensions[row].height = _height([(words, 90), (label, 26)])
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(cells: Iterable[tuple[str, int]]) -> float:
    """In points, so that the longest text fits; not every program does that by itself."""
    lines = max(
        (sum(-(-max(len(part), 1) // max(width - 1, 1)) for part in words.split("\n")) for words, width in cells),
        default=1,
    )
    return _LINE_HEIGHT * min(max(lines, 1), _MOST_LINES)


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def _put(page: Worksheet, row: int, column: int, words: str) -> Cell:
    """Writes text as text, even where it begins with ``=`` or looks like a number or an error."""
    cell = _cell(page, row, column)
    cell.value = escaped(words)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
