"""Lists as people keep them: made elsewhere, in another encoding, with faults in single cells."""

import datetime
import json
from typing import Any

import pytest
from openpyxl import Workbook

from framework.inventory.columns import Layout
from framework.inventory.export import remark_words
from framework.inventory.import_plan import PlannedRow
from framework.language import error_sentence, translator
from framework.language.error_messages import SENTENCES
from framework.text import LANGS, Lang
from tests.support.builders import an_activity
from tests.support.inventory_files import a_csv, a_workbook, columns, planned, understand

HEADING = ("Name", "Kind", "Supplier", "Does it talk, chat, call or mail with people itself?")


def only(rows: tuple[PlannedRow, ...]) -> PlannedRow:
    [row] = rows
    return row


def said(data: bytes, lang: Lang = "en", **kept: Any) -> list[tuple[int, str, str]]:
    """Row, column and reason of everything that is wrong."""
    return [
        (problem.line, problem.column.id if problem.column else "", str(problem.error.params["reason"]))
        for row in planned(data, lang=lang, **kept).refused
        for problem in row.problems
    ]


# Lists made elsewhere


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_list_of_somebody_else(separator: str, encoding: str) -> None:
    lines = (
        separator.join(("Naam", "Leverancier", "Eigenaar", "Doel", "Soort", "Status")),
        separator.join(
            ("Café-chatbot", '"Zelf; of, toch niet"', "Hoofd CRM", "Vragen beantwoorden", "Chatbot", "Gepland")
        ),
    )
    plan = planned(a_csv(*lines, encoding=encoding), lang="nl")
    activity = only(plan.of("new")).activity
    assert (activity.name, activity.supplier, activity.owner) == ("Café-chatbot", "Zelf; of, toch niet", "Hoofd CRM")
    assert (activity.kind, activity.purpose, activity.running) == ("chatbot", "Vragen beantwoorden", "planned")
    assert [remark.code for remark in plan.remarks] == (["windows-text"] if encoding == "cp1252" else [])


def test_headings_below_a_title_and_after_a_line_that_names_the_separator() -> None:
    plan = planned(a_csv("sep=,", "Our AI, spring", "", "Supplier,NAME *,Vendor rating", "Acme,Bo,5"), kind="chatbot")
    row = only(plan.rows)
    assert (row.line, row.activity.name, row.activity.supplier) == (5, "Bo", "Acme")
    assert [(remark.code, remark.params["headings"]) for remark in plan.remarks] == [
        ("unknown-column", ("Vendor rating",))
    ]


def test_of_two_columns_the_one_with_the_own_heading_counts() -> None:
    plan = planned(a_csv("name;title;kind", "Bo;Dr;chatbot"))
    assert only(plan.rows).activity.name == "Bo"
    assert plan.remarks[0].params["headings"] == ("title",)


def test_rows_without_a_kind_wait_for_one() -> None:
    data = a_csv("name;kind", "Bo;", "An;chatbot")
    assert said(data) == [(2, "kind", "missing")]
    assert planned(data).without_kind == 1
    plan = planned(data, kind="lookalike")
    assert [(row.activity.name, row.activity.kind) for row in plan.rows] == [("Bo", "lookalike"), ("An", "chatbot")]
    assert not plan.refused


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *((word, "yes") for word in ("yes", "Ja", " JA ", "j", "Y", "true", "WAAR", "ja.")),
        *((word, "no") for word in ("no", "nee", "N", "FALSE", "onwaar")),
        *((word, "unknown") for word in ("?", "weet ik niet", "Don't know", "don’t  know", "onbekend", "unknown")),
    ],
)
def test_yes_no_and_do_not_know_in_either_language(typed: str, value: str) -> None:
    plan = planned(a_csv("name\tkind\tinteracts", f"Bo\tchatbot\t{typed}"), lang="nl")
    assert only(plan.rows).activity.facts == {"interacts": value}


def test_nothing_and_what_is_assumed_are_no_answer() -> None:
    for typed in ("", "Yes (assumed)", "ja (aangenomen)"):
        plan = planned(a_csv("name;kind;interacts", f"Bo;chatbot;{typed}"))
        assert only(plan.rows).activity.facts == {}


def test_numbers_and_truths_of_a_workbook() -> None:
    row = only(planned(a_workbook(HEADING, (2024, "chatbot", 1.5, True))).rows)
    assert (row.activity.name, row.activity.supplier) == ("2024", "1.5")
    assert row.activity.facts == {"interacts": "yes"}


def test_a_bare_list_in_json() -> None:
    """As `kader classify` reads it."""
    data = json.dumps([{"name": "Bo", "kind": "chatbot", "facts": {"interacts": True, "no_such_fact": "yes"}}]).encode()
    plan = planned(data)
    assert only(plan.rows).activity.facts == {"interacts": "yes"}
    assert plan.remarks[0].params["headings"] == ("no_such_fact",)


# What is wrong in single cells


def test_every_fault_of_a_row_is_said_at_once_with_row_and_column() -> None:
    data = a_csv(
        "name;kind;supplier;purpose;interacts",
        "Bo;chatbot;Acme;;yes",
        f";no such kind;{'x' * 121};{'y' * 281};perhaps",
        "An;chatbot;A\x07cme;;no",
    )
    assert said(data) == [
        (3, "name", "missing"),
        (3, "kind", "unknown-choice"),
        (3, "supplier", "too-long"),
        (3, "purpose", "too-long"),
        (3, "interacts", "unknown-choice"),
        (4, "supplier", "unreadable"),
    ]
    assert [row.activity.name for row in planned(data).rows] == ["Bo"]


def test_what_a_spreadsheet_keeps_instead_of_words() -> None:
    day = datetime.datetime(2026, 1, 2)  # noqa: DTZ001  as a spreadsheet has it

    def merge(book: Workbook) -> None:
        book.worksheets[0].merge_cells("C5:C6")

    data = a_workbook(
        HEADING,
        ("=1+1", "chatbot", "x", "yes"),
        ("Bo", "chatbot", day, "yes"),
        ("An", "chatbot", "#N/A", "=A1"),
        ("Cas", "chatbot", "for two", "yes"),
        ("Dee", "chatbot", None, "yes"),
        ("Eef", "chatbot", "x", "yes"),
        change=merge,
    )
    assert said(data) == [
        (2, "name", "formula"),
        (3, "supplier", "date"),
        (4, "supplier", "error-value"),
        (4, "interacts", "formula"),
        (5, "supplier", "merged"),
        (6, "supplier", "merged"),
    ]
    assert [row.activity.name for row in planned(data).rows] == ["Eef"]


def test_a_merged_title_and_merged_headings_do_no_harm() -> None:
    def merge(book: Workbook) -> None:
        book.worksheets[0].merge_cells("A1:B1")
        book.worksheets[0].merge_cells("A2:A3")

    data = a_workbook(("Our AI", None), ("Name", "Kind"), (None, None), ("Bo", "chatbot"), change=merge)
    assert [row.activity.name for row in planned(data).rows] == ["Bo"]


def test_hidden_sheets_are_named_and_not_read() -> None:
    def more(book: Workbook) -> None:
        hidden = book.create_sheet("Old list", 0)
        hidden.append(("Name", "Kind", "Supplier", "Owner", "Purpose"))
        hidden.append(("Secret", "chatbot", "", "", ""))
        hidden.sheet_state = "hidden"

    plan = planned(a_workbook(("Name", "Kind"), ("Bo", "chatbot"), change=more))
    assert [row.activity.name for row in plan.rows] == ["Bo"]
    assert [(remark.code, remark.params) for remark in plan.remarks] == [("hidden-sheet", {"sheet": "Old list"})]


def test_a_cell_far_away_costs_nothing() -> None:
    def far(book: Workbook) -> None:
        book.worksheets[0]["XFD1048576"] = "x"

    assert len(planned(a_workbook(("Name", "Kind"), ("Bo", "chatbot"), change=far)).rows) == 1


def test_a_row_split_in_the_wrong_place_is_refused_whole() -> None:
    data = a_csv("name;kind;supplier", "Bo;chatbot;Acme; and others", "An;chatbot;Acme;")
    assert said(data) == [(2, "", "too-many-cells")]


def test_columns_without_a_heading_are_named() -> None:
    plan = planned(a_workbook(("Name", None, "Kind"), ("Bo", "note", "chatbot", "aside")))
    assert plan.remarks[0].params["columns"] == ("B", "D")


def test_one_activity_twice() -> None:
    data = a_csv("id;name;kind", "activity-1;Bo;chatbot", "activity-1;An;chatbot")
    assert said(data) == [(3, "id", "id-twice")]


def test_a_group_where_one_value_belongs() -> None:
    data = json.dumps([{"name": "Bo", "kind": "chatbot", "supplier": ["a"], "facts": {"interacts": {"a": 1}}}]).encode()
    assert said(data) == [(1, "supplier", "not-text"), (1, "interacts", "not-text")]


def test_a_slip_is_recognised_and_choices_are_listed() -> None:
    kinds = planned(a_csv("name;kind", "Bo;chatbott", "An;iets"), lang="nl").refused
    assert [problem.error.params["reason"] for row in kinds for problem in row.problems] == [
        "unknown-choice-close",
        "unknown-choice",
    ]
    sentence = error_sentence(kinds[1].problems[0].error, translator("nl"))
    kind = columns().column("kind")
    assert all(kind.words(choice.id, "nl") in sentence for choice in kind.choices)


def test_every_sentence_about_a_cell_is_complete() -> None:
    seen = set()
    for lang in LANGS:
        cases = (
            a_csv("name;kind;supplier;interacts", f";x;{'x' * 121};yess", "An;chatbot;A\x07;x", "a;b;c;d;e"),
            a_csv("id;name;kind", "a;Bo;chatbot", "a;An;chatbot"),
            a_workbook(("Name", "Kind"), ("=1", datetime.date(2026, 1, 1)), ("#N/A", "chatbot")),
            a_workbook(
                ("Name", "Kind"), ("Bo", "chatbot"), change=lambda book: book.worksheets[0].merge_cells("A2:A3")
            ),
            b'[{"name": ["a"], "kind": "chatbot"}]',
        )
        for data in cases:
            for row in planned(data, lang=lang).refused:
                for problem in row.problems:
                    seen.add(f"cell-refused:{problem.error.params['reason']}")
                    assert "{" not in error_sentence(problem.error, translator(lang))
    of_lists = {"cell-refused:question-twice", "cell-refused:question-unknown"}  # tests/framework/question_list
    assert seen == {key for key in SENTENCES if key.startswith("cell-refused:")} - of_lists


def test_every_remark_has_its_words() -> None:
    plan = planned(a_csv("name;kind;Café;", "Bo;chatbot;x;y", encoding="cp1252"))
    assert {remark.code for remark in plan.remarks} == {"windows-text", "unknown-column", "no-heading"}
    for lang in LANGS:
        assert all("{" not in remark_words(remark, translator(lang)) for remark in plan.remarks)


# Against what is there


def test_an_update_shows_field_by_field_what_changes() -> None:
    before = an_activity(kind="chatbot", name="Bo", owner="Head", facts={"interacts": "yes", "maker": "own"})
    data = a_csv("id;name;owner;running;interacts;human_sends", "activity-1;Bo 2;;planned;;no")
    row = only(planned(data, before).of("changed"))
    assert [(one.column.id, one.before, one.after) for one in row.differences] == [
        ("name", "Bo", "Bo 2"),
        ("owner", "Head", ""),
        ("running", "running", "planned"),
        ("interacts", "yes", ""),
        ("human_sends", "", "no"),
    ]
    assert row.activity.facts == {"maker": "own", "human_sends": "no"}, "what the file says nothing about stays"
    assert row.base == before


def test_a_column_that_is_missing_or_a_kind_left_empty_changes_nothing() -> None:
    before = an_activity(kind="chatbot", name="Bo", owner="Head", running="planned", facts={"interacts": "yes"})
    assert only(planned(a_csv("id;name;kind;running", "activity-1;Bo;;"), before).rows).status == "unchanged"


def test_a_number_that_is_not_known_here_is_a_new_activity() -> None:
    plan = planned(a_csv("id;name;kind", "other-1;Bo;chatbot"), an_activity(name="Bo"))
    row = only(plan.of("new"))
    assert row.base is None
    assert row.same_name


def test_a_deleted_activity_comes_back_and_says_so() -> None:
    gone = an_activity(kind="chatbot", name="Bo", deleted=True)
    row = only(planned(a_csv("id;name;kind", "activity-1;Bo;chatbot"), gone).of("changed"))
    assert row.restored
    assert not row.activity.deleted


def test_answers_that_contradict_each_other_are_named_with_their_row_and_kept() -> None:
    plan = planned(a_csv("name;kind;area;jobs", "Bo;other;none;select", "An;other;jobs;select"))
    bo, an = plan.of("new")
    (found,) = bo.contradictions
    assert {found.fact.id, *(fact.id for fact, _ in found.against)} == {"area", "jobs"}
    assert bo.activity.facts == {"area": "none", "jobs": "select"}
    assert not an.contradictions


def test_a_contradiction_that_the_file_does_not_bring_in_is_not_its_problem() -> None:
    before = an_activity(kind="other", name="Bo", facts={"area": "none", "jobs": "select"})
    assert not only(planned(a_csv("id;name", "activity-1;Bo 2"), before).of("changed")).contradictions
    elsewhere = an_activity(kind="other", name="Bo", facts={"area": "none"})
    assert only(planned(a_csv("id;name;jobs", "activity-1;Bo;select"), elsewhere).of("changed")).contradictions


def test_no_fact_is_called_like_a_column_of_the_activity() -> None:
    ids = [column.id for column in columns().columns]
    assert len(ids) == len(set(ids))
    assert isinstance(columns(), Layout)
    assert understand(a_csv("name;kind", "Bo;chatbot")).rows[0].line == 2
