"""The list of actions as an Excel workbook: one row an action, with filters and real dates."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from framework.actions.models import KIND_WORDS, Action
from framework.inventory.xlsx_writer import escaped
from framework.language import N_, Translator

STATES = (N_("To do"), N_("Overdue"), N_("Done"))
COLUMNS: tuple[tuple[str, int], ...] = (
    (N_("State"), 12),
    (N_("What"), 60),
    (N_("Who"), 26),
    (N_("When"), 13),
    (N_("For"), 30),
    (N_("Rule"), 7),
    (N_("Why"), 60),
    (N_("Kind"), 18),
    (N_("Done on"), 13),
    (N_("Done by"), 22),
)
"""Titles and widths in characters."""
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_LINE_HEIGHT = 15
_DAY = "yyyy-mm-dd"


def write(found: Sequence[Action], today: date, t: Translator) -> bytes:
    """The workbook (.xlsx)."""
    book = Workbook()
    book.properties.creator = "Kader"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = t("Actions")
    for at, (title, width) in enumerate(COLUMNS, start=1):
        cell = _put(sheet, 1, at, t(title))
        cell.font = Font(bold=True)  # the style of a table does not show in every program
        sheet.column_dimensions[get_column_letter(at)].width = width
    for row, one in enumerate(found, start=2):
        _fill(sheet, row, (state_words(one, today, t), *_values(one, t)))
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if found:
        table = Table(displayName="Actions", ref=f"A1:{get_column_letter(len(COLUMNS))}{len(found) + 1}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)  # brings the filter
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def state_words(one: Action, today: date, t: Translator) -> str:
    return t(STATES[2] if one.done else STATES[1] if one.overdue(today) else STATES[0])


def _values(one: Action, t: Translator) -> tuple[str | date | None, ...]:
    rule = f"R{one.rule}" if one.rule else None
    kind = t(KIND_WORDS[one.kind])
    return (one.what, one.owner, one.due, one.use, rule, one.why, kind, one.done_on, one.done_by)


def _fill(sheet: Worksheet, row: int, values: Iterable[str | date | None]) -> None:
    lines = 1
    for at, value in enumerate(values, start=1):
        if isinstance(value, date):
            cell = sheet.cell(row, at, value)
            cell.number_format = _DAY
            cell.alignment = Alignment(vertical="top", horizontal="left")
        elif value:
            _put(sheet, row, at, value).alignment = _WRAPPED
            width = COLUMNS[at - 1][1]
            lines = max(lines, sum(-(-max(len(part), 1) // width) for part in value.split("\n")))
    sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, 12)


def _put(sheet: Worksheet, row: int, column: int, words: str) -> Cell:
    """Writes text as text, also where it begins with ``=``."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = escaped(words)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
