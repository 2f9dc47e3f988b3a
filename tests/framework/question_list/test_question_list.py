"""Open questions go out as a workbook and come back with answers: recorded where they belong, after they were shown."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from framework.errors import EditConflict, SheetRefused
from framework.language import translator
from framework.law import law_book
from framework.law.first_steps import WHOM
from framework.question_list.answers import AnswerPlan, plan_answers
from framework.question_list.columns import TITLES
from framework.question_list.questions import choices, mail_text, open_questions
from framework.question_list.xlsx_writer import write
from framework.text import LANGS, Lang
from framework.workshop.facts import TEAM, effective_facts
from framework.workshop.models import WorkshopState
from tests.support.any_actor import AnyActor

COLUMNS = list(TITLES)
Fill = dict[str, str]


@pytest.fixture
def begun(workshops: AnyActor) -> str:
    workshop = workshops.lifecycle.start_self_assessment("Waterkers", "CRM", "nl", "marketing-ai")
    workshops.inventory.add(workshop, "chatbot", "=HYPERLINK(1)", supplier="Trengo")
    workshops.inventory.add(workshop, "lookalike", "Publiek dat lijkt", supplier="Meta, Google")
    return workshop


def listed(state: WorkshopState, lang: Lang) -> bytes:
    return write(open_questions(state), translator(lang))


def answered(data: bytes, answers: Fill, change: Callable[[Any], None] | None = None) -> bytes:
    """The list with these words in the answer cells, by key."""
    book = load_workbook(io.BytesIO(data))
    sheet: Any = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        words = answers.get(row[COLUMNS.index("key")].value)
        if words is not None:
            row[COLUMNS.index("answer")].value = words
    if change is not None:
        change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def planned(
    state: WorkshopState, answers: Fill, lang: Lang = "nl", change: Callable[[Any], None] | None = None
) -> AnswerPlan:
    return plan_answers(state, law_book(), answered(listed(state, lang), answers, change), lang)


def keys(state: WorkshopState) -> dict[str, str]:
    """A key of an open question for the team, about a supplier, and about an activity."""
    return {one.about: one.key for one in open_questions(state) if one.fact.kind == "yes_no"}


@pytest.mark.parametrize("lang", LANGS)
def test_every_open_question_is_on_the_list_with_its_choices(workshops: AnyActor, begun: str, lang: Lang) -> None:
    state, t = workshops.queries.state(begun), translator(lang)
    asked = open_questions(state)
    assert {one.about for one in asked} == {"team", "supplier", "activity"}
    assert len({one.key for one in asked}) == len(asked)
    book = load_workbook(io.BytesIO(listed(state, lang)))
    sheet: Any = book.worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[COLUMNS.index("key")] for row in rows] == [one.key for one in asked]
    for number, (row, one) in enumerate(zip(rows, asked, strict=True), start=2):
        assert row[COLUMNS.index("question")] == one.fact.question[lang]
        assert row[COLUMNS.index("whom")] == t(WHOM[one.fact.topic])
        answer = f"{'ABCDEFG'[COLUMNS.index('answer')]}{number}"
        (offered,) = [rule for rule in sheet.data_validations.dataValidation if answer in rule.sqref]
        area = offered.formula1.partition("!")[2].replace("$", "")
        beside: Any = book.worksheets[1]
        words = [cells[0].value for cells in beside[area]]
        assert words == [words for _, words in choices(one.fact, t)]


def test_no_word_of_the_list_is_a_formula(workshops: AnyActor, begun: str) -> None:
    sheet: Any = load_workbook(io.BytesIO(listed(workshops.queries.state(begun), "en"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("=HYPERLINK(1)" in cell.value for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


@pytest.mark.parametrize("lang", LANGS)
def test_answers_are_recorded_where_they_belong(workshops: AnyActor, begun: str, lang: Lang) -> None:
    state = workshops.queries.state(begun)
    wanted = keys(state)
    yes = "Ja" if lang == "nl" else "Yes"
    found = planned(state, {key: f" {yes.upper()} " for key in wanted.values()}, lang)
    assert found.refused == ()
    assert {one.question.key for one in found.answers} == set(wanted.values())
    assert found.blank == len(open_questions(state)) - len(wanted)
    workshops.law_answers.import_answers(begun, found.answers)
    after = workshops.queries.state(begun)
    shared = {one.id: one for one in after.shared_facts}
    for about, key in wanted.items():
        subject, _, fact = key.partition(":")
        if about == "activity":
            assert next(one for one in after.activities if one.id == subject).facts[fact] == "yes"
        else:
            assert shared[subject].facts[fact] == "yes"
    assert shared[wanted["supplier"].partition(":")[0]].supplier in ("Trengo", "Meta", "Google")
    again = planned(after, {})
    assert {one.question.key for one in again.answers} == set()
    assert (
        plan_answers(
            after, law_book(), answered(listed(state, lang), dict.fromkeys(wanted.values(), yes)), lang
        ).unchanged
        == 3
    )


def test_until_it_comes_back_a_question_counts_as_unknown(workshops: AnyActor, begun: str) -> None:
    state = workshops.queries.state(begun)
    team = keys(state)["team"]
    found = planned(state, {team: "Weet ik niet"})
    workshops.law_answers.import_answers(begun, found.answers)
    after = workshops.queries.state(begun)
    assert effective_facts(after, after.activities[0]).get(team.partition(":")[2]) == "unknown"
    assert team in {one.key for one in open_questions(after)}


@pytest.mark.parametrize("lang", LANGS)
def test_cells_that_cannot_be_used_are_refused_one_by_one(workshops: AnyActor, begun: str, lang: Lang) -> None:
    state, t = workshops.queries.state(begun), translator(lang)
    wanted = keys(state)

    def change(sheet: Any) -> None:
        answer, key = COLUMNS.index("answer") + 1, COLUMNS.index("key") + 1
        last = sheet.max_row
        sheet.cell(last + 1, answer, "ja")
        sheet.cell(last + 1, key, "team:no_such_fact")
        sheet.cell(last + 2, answer, "ja")
        sheet.cell(last + 2, key, wanted["team"])
        sheet.cell(last + 3, answer, "=1+1")
        sheet.cell(last + 3, key, wanted["supplier"])

    found = planned(state, {wanted["team"]: "ja", wanted["activity"]: "misschien"}, lang, change)
    assert [one.question.key for one in found.answers] == [wanted["team"]]
    assert [one.error.reason for one in found.refused if one.error] == [
        "unknown-choice",
        "question-unknown",
        "question-twice",
        "formula",
    ]
    for one in found.refused:
        assert one.sentence(law_book(), t).endswith((".", "”.", "?"))


@pytest.mark.parametrize("lang", LANGS)
def test_an_answer_that_contradicts_another_is_refused_with_both(workshops: AnyActor, begun: str, lang: Lang) -> None:
    bot = workshops.queries.state(begun).activities[0]
    workshops.inventory.record_facts(begun, bot.id, {"makes": "unknown", "media_look": "satire"})
    state, t = workshops.queries.state(begun), translator(lang)
    makes = law_book().fact("makes")
    assert makes is not None
    key = f"{bot.id}:makes"
    assert key in {one.key for one in open_questions(state)}
    words = dict(choices(makes, t))
    found = planned(state, {key: words["none"]}, lang)
    assert found.answers == ()
    (refused,) = found.refused
    said = refused.sentence(law_book(), t)
    assert makes.question[lang] in said
    assert words["none"] in said
    assert [one.value for one in planned(state, {key: words["both"]}, lang).answers] == ["both"]


def test_what_changed_since_is_not_overwritten(workshops: AnyActor, begun: str) -> None:
    state = workshops.queries.state(begun)
    wanted = keys(state)
    found = planned(state, dict.fromkeys(wanted.values(), "ja"))
    workshops.law_answers.record_for_team(begun, wanted["team"].partition(":")[2], "no")
    with pytest.raises(EditConflict):
        workshops.law_answers.import_answers(begun, found.answers)
    after = workshops.queries.state(begun)
    assert [one.id for one in after.shared_facts] == [TEAM]


def test_a_file_that_is_no_list(workshops: AnyActor, begun: str) -> None:
    state = workshops.queries.state(begun)
    plain = io.BytesIO()
    Workbook().save(plain)
    for data, reason in (
        (b"", "empty"),
        (b"a;b", "foreign"),
        (b"x" * 6_000_000, "too-large"),
        (b"PK\x03\x04broken", "damaged"),
        (plain.getvalue(), "no-headings"),
    ):
        with pytest.raises(SheetRefused) as refused:
            plan_answers(state, law_book(), data, "nl")
        assert refused.value.reason == reason


@pytest.mark.parametrize("lang", LANGS)
def test_the_mail_counts_the_questions_per_person(workshops: AnyActor, begun: str, lang: Lang) -> None:
    asked, t = open_questions(workshops.queries.state(begun)), translator(lang)
    said = mail_text(asked, t(TITLES["answer"]), t)
    assert str(len(asked)) in said
    for one in asked:
        assert t(WHOM[one.fact.topic]) in said
    assert "{" not in said
