"""The list of open questions on screen: back in with answers, shown before anything is recorded."""

import io
from typing import Any

from openpyxl import load_workbook

from framework.language import translator
from framework.question_list.columns import TITLES
from framework.question_list.questions import open_questions
from framework.question_list.xlsx_writer import write
from framework.text import Lang
from pages.ui import queries
from tests.pages.conftest import Open
from tests.pages.test_law_check import fresh
from tests.pages.test_screens import words_of


def test_answers_are_shown_and_then_recorded(open_page: Open, lang: Lang) -> None:
    workshop, t = fresh(lang, "chatbot"), translator(lang)
    asked = open_questions(queries.state(workshop))
    book = load_workbook(io.BytesIO(write(asked, t)))
    sheet: Any = book.worksheets[0]
    place = list(TITLES).index("answer") + 1
    wanted = next(number for number, one in enumerate(asked) if one.about == "team" and one.fact.kind == "yes_no")
    sheet.cell(wanted + 2, place, t("Yes"))
    sheet.cell((wanted + 1) % len(asked) + 2, place, "misschien")
    file = io.BytesIO()
    book.save(file)
    screen = open_page("law_overview", lang, w=workshop)
    screen.file_uploader(key="overview.list.file").set_value(("lijst.xlsx", file.getvalue(), "application/x")).run()
    assert asked[wanted].fact.question[lang] in words_of(screen)
    assert "“misschien”" in " ".join(one.value for one in screen.warning)
    assert queries.state(workshop).shared_facts == ()
    screen.button(key="overview.list.agree").click().run()
    assert not screen.exception
    (shared,) = queries.state(workshop).shared_facts
    assert shared.facts == {asked[wanted].fact.id: "yes"}
