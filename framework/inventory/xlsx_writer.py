"""Writes the inventory as an Excel workbook: activities, an explanation of the columns, and results of the law check.

Every cell is text and marked with ``quotePrefix``, so that it does not become a formula when somebody edits it. Drop-downs refer
to the choices on the explanation sheet, because a list inside a drop-down is limited to 255 characters and no commas.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from framework.inventory.columns import Column
from framework.inventory.table import LIMIT_ROWS, ExportTable
from framework.language import N_, Translator, translator
from framework.text import Lang

_SHEETS = (N_("Activities"), N_("Explanation"), N_("Law check"))
_HOW_TO = (
    N_(
        "One row per activity, on the sheet “{sheet}”. An activity is one use, not a tool. To start, a name and a kind are enough."
    ),
    N_(
        "Choose an answer from the list in a cell, or leave the cell empty. You can answer every question in Kader as well."
    ),
    N_(
        "Then open the file in Kader, on the page “{page}”. You first see what would change; nothing is saved until you agree."
    ),
)
_PAGE = N_("Inventory")
_HEADINGS = (N_("Column"), N_("What it means"), N_("Choices"), N_("What the choice means"))

_INK, _PAPER, _FACTS, _LINE = "FF1F2937", "FFE5E7EB", "FFDBEAFE", "FFCBD5E1"
_WIDTHS = {"id": 12, "name": 32, "kind": 30, "supplier": 24, "owner": 26, "purpose": 44, "running": 18}
_EXPLANATION_WIDTHS = (44, 76, 62, 76)
_FACT_WIDTH, _RESULT_WIDTH, _NARROW = 30, 34, 18
_HEADING_HEIGHT = 66
"""In points: four lines, so that whole questions fit."""
_LINE_HEIGHT, _MOST_LINES = 15, 8
_FONT = "Calibri"
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROLS = re.compile("[\r\ufffe\uffff]")  # the last two are no characters, and XML has no way to write them


@dataclass(frozen=True, slots=True)
class WorkbookContents:
    """The content of a workbook: two tables with their columns. A template has no rows and no outcomes."""

    columns: Sequence[Column]
    activities: ExportTable
    outcome_columns: Sequence[Column] = ()
    outcomes: ExportTable | None = None


def write(contents: WorkbookContents, lang: Lang) -> bytes:
    """The workbook as a file (.xlsx) in the words of ``lang``."""
    t = translator(lang)
    book = Workbook()
    book.properties.creator = "Kader"
    activities = book.active
    assert isinstance(activities, Worksheet)
    activities.title = t(_SHEETS[0])
    explanation: Worksheet = book.create_sheet(t(_SHEETS[1]))
    choices = _explain(explanation, (*contents.columns, *contents.outcome_columns), t)
    _fill(activities, contents.columns, contents.activities)
    _drop_downs(activities, contents.columns, choices, t)
    if contents.outcomes is not None:
        outcomes: Worksheet = book.create_sheet(t(_SHEETS[2]))
        _fill(outcomes, contents.outcome_columns, contents.outcomes)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet, columns: Sequence[Column], table: ExportTable) -> None:
    _head(sheet, table.titles, [_FACTS if column.group == "fact" else _PAPER for column in columns])
    for at, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _width(column)
    widths = [_width(column) for column in columns]
    for number, row in enumerate(table.rows, start=2):
        for at, words in enumerate(row, start=1):
            if words:
                _put(sheet, number, at, words).alignment = _WRAPPED
        _fit(sheet, number, zip(row, widths, strict=True))
    names = [column.id for column in columns]
    sheet.freeze_panes = f"{get_column_letter(names.index('name') + 2)}2"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(table.rows) + 1}"


def _fit(sheet: Worksheet, row: int, cells: Iterable[tuple[str, int]]) -> None:
    """Sets a row's height to fit its longest cell, which not every program does automatically."""
    lines = max(
        (sum(-(-max(len(part), 1) // width) for part in words.split("\n")) for words, width in cells), default=1
    )
    sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, _MOST_LINES)


def _width(column: Column) -> int:
    if column.group == "fact":
        return _FACT_WIDTH
    if column.group == "activity":
        return _WIDTHS[column.id]
    return _RESULT_WIDTH if column.id in ("result.role", "result.classes", "result.unsure") else _NARROW


def _head(sheet: Worksheet, titles: Sequence[str], colours: Sequence[str]) -> None:
    under = Border(bottom=Side("thin", color=_LINE))
    for at, (title, colour) in enumerate(zip(titles, colours, strict=True), start=1):
        cell = _put(sheet, 1, at, title)
        cell.font = Font(name=_FONT, size=11, bold=True, color=_INK)
        cell.fill = PatternFill("solid", start_color=colour)
        cell.alignment = _WRAPPED
        cell.border = under
    sheet.row_dimensions[1].height = _HEADING_HEIGHT


def _explain(sheet: Worksheet, columns: Sequence[Column], t: Translator) -> dict[str, str]:
    """Writes the explanation; returns the range of choices by column, for the drop-downs."""
    lang = t.lang
    _head(sheet, [t(heading) for heading in _HEADINGS], [_PAPER] * len(_HEADINGS))
    sheet.row_dimensions[1].height = 20
    for letter, width in zip("ABCD", _EXPLANATION_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    row = 2
    for line in _HOW_TO:
        words = t(line, sheet=t(_SHEETS[0]), page=t(_PAGE))
        _put(sheet, row, 2, words).alignment = _WRAPPED
        _fit(sheet, row, [(words, _EXPLANATION_WIDTHS[1])])
        row += 1
    ranges: dict[str, str] = {}
    for column in columns:
        row += 1 if column.group == "activity" or column.choices else 0
        title = _put(sheet, row, 1, column.title[lang])
        title.font = Font(name=_FONT, size=11, bold=True, color=_INK)
        title.alignment = _WRAPPED
        _put(sheet, row, 2, column.meaning[lang]).alignment = _WRAPPED
        first = row
        head = [(column.title[lang], _EXPLANATION_WIDTHS[0]), (column.meaning[lang], _EXPLANATION_WIDTHS[1])]
        for choice in column.choices or (None,):
            beside = [] if choice is None else [(choice.words[lang], _EXPLANATION_WIDTHS[2])]
            if choice is not None and choice.meaning is not None:
                beside.append((choice.meaning[lang], _EXPLANATION_WIDTHS[3]))
            for at, (words, _) in enumerate(beside, start=3):
                _put(sheet, row, at, words).alignment = _WRAPPED
            _fit(sheet, row, [*(head if row == first else ()), *beside])
            row += 1
        if column.choices:
            ranges[column.id] = f"{quote_sheetname(sheet.title)}!$C${first}:$C${row - 1}"
    return ranges


def _drop_downs(sheet: Worksheet, columns: Sequence[Column], choices: dict[str, str], t: Translator) -> None:
    for at, column in enumerate(columns, start=1):
        if column.id not in choices:
            continue
        letter = get_column_letter(at)
        listed = DataValidation(
            type="list",
            sqref=MultiCellRange(f"{letter}2:{letter}{LIMIT_ROWS + 1}"),
            formula1=f"={choices[column.id]}",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=t("Not in the list"),
            error=t("Choose an answer from the list, or leave the cell empty."),
        )
        sheet.add_data_validation(listed)


def _put(sheet: Worksheet, row: int, column: int, words: str) -> Cell:
    """Writes text as text, even where it begins with ``=`` or looks like a number or an error."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = escaped(words)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def escaped(words: str) -> str:
    """Text with ``_x000D_`` escapes for characters that XML would lose or cannot contain; text that looks like such an escape is
    escaped too."""
    return _CONTROLS.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPED.sub("_x005F_", words))
