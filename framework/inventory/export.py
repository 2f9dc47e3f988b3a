"""Exports the inventory in each format, the empty template, and the list of refused rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from framework.deck import Deck
from framework.inventory import csv_format, json_format
from framework.inventory.columns import layout
from framework.inventory.row_builder import checked_activity, table
from framework.inventory.row_parser import Problem, RefusedRow
from framework.inventory.table import ExportTable, FileRemark
from framework.language import N_, Translator, error_sentence
from framework.law import LawBook
from framework.text import Lang
from framework.workshop.facts import arranged_for
from framework.workshop.models import Activity, Arrangement, SharedFacts

InventoryFormat = Literal["xlsx", "csv", "json"]


@dataclass(frozen=True, slots=True)
class InventoryFileFormat:
    suffix: str
    media_type: str


FORMATS: dict[InventoryFormat, InventoryFileFormat] = {
    "xlsx": InventoryFileFormat(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": InventoryFileFormat(".csv", "text/csv"),
    "json": InventoryFileFormat(".json", "application/json"),
}

_REPORT = (N_("Row"), N_("Name"), N_("Column"), N_("What is wrong, and what to do"))
_REMARKS: dict[str, str] = {
    "unknown-column": N_("Kader does not know these columns and skipped them: {headings}."),
    "no-heading": N_("These columns have no heading and were left out: {columns}."),
    "windows-text": N_("This file is not UTF-8; it was read as Windows text. Check that accents came out right."),
    "hidden-sheet": N_("The hidden sheet “{sheet}” was not read."),
}


def export(
    activities: Sequence[Activity],
    deck: Deck,
    book: LawBook,
    kind: InventoryFormat,
    lang: Lang,
    as_of: date,
    shared: Sequence[SharedFacts] = (),
    arrangements: Sequence[Arrangement] = (),
) -> bytes:
    """The inventory with its facts and the law check as of ``as_of``. JSON has ids and is the same in every language.

    ``shared``: answers for the whole team or a supplier; written as assumed, so that an import does not store them as
    answers about the activity. ``arrangements``: what was said of the things to do; what is arranged counts in the outcome.
    """
    columns = layout(deck, book)
    rows = [checked_activity(one, deck, book, as_of, shared, arranged_for(arrangements, one.id)) for one in activities]
    if kind == "json":
        return json_format.write(columns, rows, book.version, as_of)
    if kind == "csv":
        return csv_format.write(table(columns.columns, rows, lang), lang)
    from framework.inventory import xlsx_writer  # late: openpyxl is needed for nothing else

    to_fill = (*columns.activity, *columns.facts)
    outcome = (columns.column("id"), columns.column("name"), *columns.results)
    return xlsx_writer.write(
        xlsx_writer.WorkbookContents(to_fill, table(to_fill, rows, lang), outcome, table(outcome, rows, lang)), lang
    )


def template(deck: Deck, book: LawBook, lang: Lang) -> bytes:
    """An empty workbook with drop-downs and an explanation of every column."""
    from framework.inventory import xlsx_writer

    columns = layout(deck, book).template
    return xlsx_writer.write(xlsx_writer.WorkbookContents(columns, table(columns, (), lang)), lang)


def refusals(refused: Iterable[RefusedRow], t: Translator) -> bytes:
    """The refused rows and their problems, as a CSV file."""
    rows = [
        (str(problem.line), row.name, column_words(problem, t), error_sentence(problem.error, t))
        for row in refused
        for problem in row.problems
    ]
    return csv_format.write(ExportTable(tuple(t(title) for title in _REPORT), tuple(rows)), t.lang)


def column_words(problem: Problem, t: Translator) -> str:
    """Heading of the column with the problem; empty where the whole row is affected."""
    return problem.column.title[t.lang] if problem.column is not None else ""


def remark_words(remark: FileRemark, t: Translator) -> str:
    """The sentence of a remark."""
    values = {
        name: t.listing(str(one) for one in cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value
        for name, value in remark.params.items()
    }
    return t(_REMARKS[remark.code], **values)
