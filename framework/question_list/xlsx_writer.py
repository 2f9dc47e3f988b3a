"""Writes the list as an Excel workbook. Every cell is text, marked with ``quotePrefix``, so none becomes a formula; each answer
has a drop-down that refers to the second sheet, because a list inside a drop-down is limited to 255 characters."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from framework.inventory.xlsx_writer import escaped
from framework.language import N_, Translator
from framework.law.first_steps import WHOM
from framework.question_list.columns import TITLES, ColumnId
from framework.question_list.questions import ListedQuestion, about_words, choices

_SHEETS = (N_("Questions"), N_("Choices"))
_WIDTHS: dict[ColumnId, int] = {
    "about": 30,
    "question": 60,
    "why": 60,
    "whom": 30,
    "answer": 34,
    "remark": 34,
    "key": 26,
}
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_ONE_LINE = Alignment(vertical="top")
_HEAD = PatternFill("solid", start_color="FFE5E7EB")
_TO_FILL = PatternFill("solid", start_color="FFFEF9C3")
_LINE_HEIGHT = 15


def write(questions: Sequence[ListedQuestion], t: Translator) -> bytes:
    """The workbook (.xlsx) in the translator's language; answers are empty."""
    book = Workbook()
    book.properties.creator = "Kader"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = t(_SHEETS[0])
    columns = list(TITLES)
    for at, column in enumerate(columns, start=1):
        cell = _put(sheet, 1, at, t(TITLES[column]))
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, _WRAPPED
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[column]
    answer = columns.index("answer") + 1
    for number, one in enumerate(questions, start=2):
        words: dict[ColumnId, str] = {
            "about": about_words(one, t),
            "question": one.fact.question[t.lang],
            "why": one.fact.why[t.lang],
            "whom": t(WHOM[one.fact.topic]),
            "key": one.key,
        }
        for at, column in enumerate(columns, start=1):
            if column in words:
                cell = _put(sheet, number, at, words[column])
                cell.alignment = _ONE_LINE if column == "key" else _WRAPPED
        cell = sheet.cell(number, answer)
        cell.fill, cell.alignment = _TO_FILL, _WRAPPED
        lines = max(-(-len(words[column]) // _WIDTHS[column]) for column in words if column != "key")
        sheet.row_dimensions[number].height = _LINE_HEIGHT * lines
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(questions) + 1}"
    _drop_downs(book, sheet, questions, get_column_letter(answer), t)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _drop_downs(
    book: Workbook, sheet: Worksheet, questions: Sequence[ListedQuestion], letter: str, t: Translator
) -> None:
    """One range per set of answers; most questions share that of yes and no."""
    beside: Worksheet = book.create_sheet(t(_SHEETS[1]))
    cells: dict[tuple[str, ...], list[str]] = {}
    for number, one in enumerate(questions, start=2):
        words = tuple(words for _, words in choices(one.fact, t))
        cells.setdefault(words, []).append(f"{letter}{number}")
    for at, (words, places) in enumerate(cells.items(), start=1):
        column = get_column_letter(at)
        beside.column_dimensions[column].width = 40
        for row, choice in enumerate(words, start=1):
            _put(beside, row, at, choice)
        sheet.add_data_validation(
            DataValidation(
                type="list",
                sqref=MultiCellRange(" ".join(places)),
                formula1=f"={quote_sheetname(beside.title)}!${column}$1:${column}${len(words)}",
                allow_blank=True,
                showErrorMessage=True,
                errorTitle=t("Not in the list"),
                error=t("Choose an answer from the list, or leave the cell empty."),
            )
        )


def _put(sheet: Worksheet, row: int, column: int, words: str) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = escaped(words)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
