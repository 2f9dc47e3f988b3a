"""Spreadsheets made by earlier versions, with the questions as they were worded then, are still read."""

import pytest

from framework.inventory.former_words import former_words
from framework.text import LANGS
from tests.support.inventory_files import a_csv, columns, law, planned

QUESTIONS = [(fact, words) for fact, all_words in former_words().questions.items() for words in all_words]
ANSWERS = [
    (fact, value, words)
    for fact, values in former_words().answers.items()
    for value, all_words in values.items()
    for words in all_words
]


@pytest.mark.parametrize(("fact", "words"), QUESTIONS)
def test_an_earlier_question_is_still_the_heading_of_its_column(fact: str, words: str) -> None:
    column = columns().by_heading(words)
    assert column is not None
    assert column.id == fact
    assert words not in (column.title[lang] for lang in LANGS), "no longer former: take it out"


@pytest.mark.parametrize(("fact", "value", "words"), ANSWERS)
def test_an_earlier_answer_still_means_the_same(fact: str, value: str, words: str) -> None:
    assert columns().column(fact).choice(words) == value


def test_a_list_with_earlier_words_is_taken_over_whole() -> None:
    heading = former_words().questions["interacts"][0]
    label = former_words().answers["maker"]["agency"][0]
    maker = law().fact("maker")
    assert maker is not None
    plan = planned(a_csv(f'Name;Kind;"{heading}";"{maker.question.en}"', f'Chat;chatbot;yes;"{label}"'))
    [row] = plan.of("new")
    assert row.activity.facts["interacts"] == "yes"
    assert row.activity.facts["maker"] == "agency"
