"""The register as somebody opens it: rows, filters, lists, dates, and text that stays text."""

import io
from datetime import date
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook

from framework.exports.catalog import export_file
from framework.language import translator
from framework.law.wording import READING_WORDS
from framework.text import LANGS, Lang
from framework.workshop.governance.events import SEVERITY_WORDS
from tests.support.kept_charter import FORMULA, demonstration_framework, kept_framework, kept_source


@cache
def book(lang: Lang) -> Any:
    return load_workbook(io.BytesIO(export_file("register", "xlsx", kept_source(lang), translator(lang))))


def sheet(lang: Lang, title: str) -> Any:
    return book(lang)[translator(lang)(title)]


def rows(page: Any) -> list[dict[str, Any]]:
    head, *rest = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


SHEETS = (
    "AI uses",
    "Measures",
    "Suppliers",
    "Rules",
    "Exceptions",
    "Incidents",
    "Complaints",
    "Checks",
    "Stops",
    "Training",
    "Explanation",
    "Lists",
)


@pytest.mark.parametrize("lang", LANGS)
class TestTheWorkbook:
    def test_has_its_sheets_in_this_language_and_the_lists_hidden(self, lang: Lang) -> None:
        t = translator(lang)
        assert book(lang).sheetnames == [t(title) for title in SHEETS]
        assert [page.title for page in book(lang) if page.sheet_state != "visible"] == [t("Lists")]

    def test_has_a_table_that_filters_on_each_sheet_and_no_filter_beside_it(self, lang: Lang) -> None:
        for title in SHEETS[:-2]:
            page = sheet(lang, title)
            (table,) = page.tables.values()
            assert table.ref == page.dimensions
            assert table.autoFilter.ref == page.dimensions
            assert page.auto_filter.ref is None
            assert [column.name for column in table.tableColumns] == [cell.value for cell in page[1]]
            assert page.freeze_panes.endswith("2")
            assert page.print_title_rows == "$1:$1"

    def test_names_each_column_once(self, lang: Lang) -> None:
        for title in SHEETS[:-2]:
            head = [cell.value for cell in sheet(lang, title)[1]]
            assert len(set(head)) == len(head), title
            assert all(head)

    def test_runs_no_text_as_a_formula(self, lang: Lang) -> None:
        found = [cell for page in book(lang) for row in page.iter_rows() for cell in row if cell.value == FORMULA]
        assert len(found) >= 3  # a purpose, a note on a measure, an incident
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)
        assert not [cell for page in book(lang) for row in page.iter_rows() for cell in row if cell.data_type == "f"]

    def test_holds_what_its_lists_allow(self, lang: Lang) -> None:
        """A cell whose words are not in its own list would be refused as soon as somebody edits it."""
        lists, checked = book(lang)[translator(lang)("Lists")], 0
        for title in SHEETS[:-2]:
            page = sheet(lang, title)
            for rule in page.data_validations.dataValidation:
                if rule.type != "list":
                    continue
                area = rule.formula1.rpartition("!")[2].replace("$", "")
                allowed = {cell.value for (cell,) in lists[area]}
                columns = {area.min_col for area in rule.sqref.ranges}
                for row in page.iter_rows(min_row=2):
                    for cell in (row[column - 1] for column in columns):
                        assert cell.value is None or cell.value in allowed, (title, cell.coordinate, cell.value)
                        checked += cell.value is not None
        assert checked > 50

    def test_dates_are_dates(self, lang: Lang) -> None:
        t = translator(lang)
        (stopped,) = [row for row in rows(sheet(lang, "AI uses")) if row[t("Status")] == t("Stopped")]
        assert stopped[t("Stopped on")].date() == date(2026, 11, 20)


@pytest.mark.parametrize("lang", LANGS)
class TestAiUses:
    def test_are_a_row_each_with_20_to_25_columns(self, lang: Lang) -> None:
        page = sheet(lang, "AI uses")
        assert page.max_row == 1 + len(kept_framework(lang).activities)
        assert 20 <= page.max_column <= 25

    def test_come_worst_first_and_stopped_last(self, lang: Lang) -> None:
        t = translator(lang)
        found = rows(sheet(lang, "AI uses"))
        assert found[0][t("Verdict")] == t(READING_WORDS["not_like_this"])
        assert found[-1][t("Status")] == t("Stopped")

    def test_name_who_does_the_first_thing_by_when(self, lang: Lang) -> None:
        t = translator(lang)
        first = next(row for row in rows(sheet(lang, "AI uses")) if row[t("Purpose")] == FORMULA)
        assert (first[t("Who")], first[t("Due by")].date()) == ("data-engineer", date(2026, 11, 1))

    def test_leave_a_cell_empty_where_nothing_is_known(self, lang: Lang) -> None:
        t = translator(lang)
        for row in rows(sheet(lang, "AI uses")):
            assert row[t("Retention period")] is None
            assert "" not in row.values()


@pytest.mark.parametrize("lang", LANGS)
def test_measures_have_owner_date_and_what_was_said(lang: Lang) -> None:
    t = translator(lang)
    (planned,) = [row for row in rows(sheet(lang, "Measures")) if row[t("Note")] == FORMULA]
    assert planned[t("Status")] == t("Planned")
    assert (planned[t("Owner")], planned[t("Due by")].date()) == ("data-engineer", date(2026, 11, 1))
    assert (planned[t("Said by")], planned[t("Said on")].date()) == ("hoofd CRM", date(2026, 9, 1))


def test_every_measure_of_the_law_check_has_an_owner_where_the_use_has_one() -> None:
    assert all(row["Owner"] for row in rows(sheet("en", "Measures")))


@pytest.mark.parametrize("lang", LANGS)
def test_each_supplier_is_named_once_and_only_what_is_known_of_it(lang: Lang) -> None:
    from framework.workshop.facts import supplier_names

    t = translator(lang)
    named = {name for use in kept_framework(lang).activities for name in supplier_names(use)}
    assert {row[t("Supplier")] for row in rows(sheet(lang, "Suppliers"))} == named


def test_of_two_suppliers_of_one_use_no_fault_is_pinned_on_either() -> None:
    from framework.exports.catalog import Source
    from framework.law import law_book
    from tests.support.kept_charter import AS_OF
    from tests.support.workshops import shipped_deck

    kept = demonstration_framework("en")
    shared = kept.activities[0].model_copy(
        update={"supplier": "One, Two", "facts": {**kept.activities[0].facts, "g7_retention": "no"}}
    )

    def status(supplier: str) -> set[str]:
        use = shared.model_copy(update={"supplier": supplier})
        source = Source(kept.model_copy(update={"activities": (use,)}), shipped_deck(), law_book(), AS_OF)
        made = load_workbook(io.BytesIO(export_file("register", "xlsx", source, translator("en"))))
        return {row["Retention"] for row in rows(made["Suppliers"])}

    assert status("One") == {"Fix first"}
    assert status("One, Two") == {"Not known"}


@pytest.mark.parametrize("lang", LANGS)
def test_what_happened_has_a_sheet_each(lang: Lang) -> None:
    t = translator(lang)
    (exception,) = rows(sheet(lang, "Exceptions"))
    assert (exception[t("Rule")], exception[t("Status")]) == ("R1", t("Past its end date"))
    closed, serious, earlier = rows(sheet(lang, "Incidents"))  # the newest first
    assert (serious[t("Class")], serious[t("Days")]) == (t(SEVERITY_WORDS[3]), 27)
    assert (closed[t("Days")], closed[t("Status")]) == (1, t("Closed"))
    assert earlier[t("Status")] == t("Open")
    assert len(rows(sheet(lang, "Complaints"))) == 3
    assert len(rows(sheet(lang, "Stops"))) == 1  # the withdrawn one is not there


def test_a_sheet_without_entries_can_be_kept_too() -> None:
    from framework.exports.catalog import Source
    from framework.law import law_book
    from tests.support.kept_charter import AS_OF
    from tests.support.workshops import shipped_deck

    source = Source(demonstration_framework("en"), shipped_deck(), law_book(), AS_OF)
    made = load_workbook(io.BytesIO(export_file("register", "xlsx", source, translator("en"))))
    for title in ("Exceptions", "Incidents", "Complaints", "Stops", "Training"):
        assert rows(made[title]) == [dict.fromkeys(cell.value for cell in made[title][1])]
        assert made[title].tables
