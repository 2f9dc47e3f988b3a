"""The workbook as Excel gets it: words only, drop-downs with every choice, an explanation of every column."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook

from framework.inventory.columns import Column
from framework.inventory.export import export, template
from framework.inventory.table import LIMIT_ROWS
from framework.language import translator
from framework.text import LANGS, Lang
from tests.support.builders import an_activity
from tests.support.inventory_files import AS_OF, columns, deck, law, reopened


def exported(lang: Lang, name: str = "Bo") -> bytes:
    return export(
        [an_activity(kind="chatbot", name=name, facts={"interacts": "yes"})], deck(), law(), "xlsx", lang, AS_OF
    )


def listed(book: Workbook, column: int) -> list[str] | None:
    """The choices that the drop-down of a column offers, over all rows that may be filled in."""
    letter = get_column_letter(column)
    for validation in book.worksheets[0].data_validations.dataValidation:
        if str(validation.sqref) == f"{letter}2:{letter}{LIMIT_ROWS + 1}":
            sheet, _, cells = str(validation.formula1).lstrip("=").rpartition("!")
            left, top, right, bottom = range_boundaries(cells.replace("$", ""))
            assert left == right == 3
            return [str(book[sheet.strip("'")].cell(row, 3).value) for row in range(top, bottom + 1)]
    return None


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("made", ["template", "export"])
def test_every_choice_has_its_drop_down(lang: Lang, made: str) -> None:
    data = template(deck(), law(), lang) if made == "template" else exported(lang)
    wanted: tuple[Column, ...] = columns().template if made == "template" else (*columns().activity, *columns().facts)
    book = reopened(data)
    for at, column in enumerate(wanted, start=1):
        assert book.worksheets[0].cell(1, at).value == column.title[lang]
        choices = [choice.words[lang] for choice in column.choices]
        assert listed(book, at) == (choices or None), column.id
    assert {"kind", "running", *law().fact_values()} == {column.id for column in wanted if column.choices}


@pytest.mark.parametrize("lang", LANGS)
def test_the_explanation_names_every_column_with_its_meaning(lang: Lang) -> None:
    sheet = reopened(exported(lang)).worksheets[1]
    explained = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    for column in columns().columns:
        assert explained[column.title[lang]] == column.meaning[lang]


@pytest.mark.parametrize("lang", LANGS)
def test_sheets_and_headings_are_set_up_for_reading(lang: Lang) -> None:
    book = reopened(exported(lang))
    t = translator(lang)
    assert book.sheetnames == [t("Activities"), t("Explanation"), t("Law check")]
    assert [sheet.freeze_panes for sheet in book.worksheets] == ["C2", "A2", "C2"]
    outcome = book.worksheets[2]
    titles = [cell.value for cell in outcome[1]]
    assert titles == [columns().column(one).title[lang] for one in ("id", "name")] + [
        column.title[lang] for column in columns().results
    ]
    assert all(len(str(cell.value)) > 0 for cell in outcome[2][:3])
    assert reopened(template(deck(), law(), lang)).sheetnames == [t("Activities"), t("Explanation")]


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\u0442=1", "#N/A", "1-2", "TRUE", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula_and_all_are_marked_as_words(name: str) -> None:
    data = exported("nl", name)
    for sheet in reopened(data).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert cell.data_type == "s"
                    assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [part for part in package.namelist() if b"<f>" in package.read(part)]


def test_it_says_nothing_about_who_made_it() -> None:
    properties = reopened(exported("nl")).properties
    assert properties.creator == "Kader"
    assert properties.lastModifiedBy is None
    assert isinstance(properties.created, datetime)
