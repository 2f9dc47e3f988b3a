"""Roles are typed in one language and read in both; one that the list lacks stays as typed."""

import pytest

from framework.text import LANGS, Lang, other
from framework.workshop.governance.roles import role_words, roles


@pytest.mark.parametrize(
    ("typed", "lang", "words"),
    [
        ("hoofd marketing", "en", "head of marketing"),
        ("Hoofd marketing", "en", "Head of marketing"),
        ("het  hoofd marketing", "en", "the head of marketing"),
        ("the head of CRM", "nl", "het hoofd CRM"),
        ("The managing director", "nl", "De algemeen directeur"),
        ("de directie", "en", "management"),
        ("CRM-manager", "en", "CRM manager"),
        ("FG", "en", "DPO"),
        ("Any colleague", "nl", "Elke collega"),
    ],
)
def test_a_role_of_the_list_is_said_in_the_readers_language(typed: str, lang: Lang, words: str) -> None:
    assert role_words(typed, lang) == (words, True)
    assert role_words(typed, other(lang)) == (typed, True), "in its own language it stays as it was typed"


@pytest.mark.parametrize("typed", ["", "Piet", "het hoofd van alles", "the hoofd marketing", "de head of CRM"])
def test_any_other_stays_as_typed(typed: str) -> None:
    for lang in LANGS:
        assert role_words(typed, lang) == (typed, False)


def test_no_word_of_the_list_stands_for_two_roles() -> None:
    for lang in LANGS:
        names = [name.casefold() for role in roles() for name in role.names(lang)]
        assert len(names) == len(set(names))


def test_every_role_comes_back_as_it_was() -> None:
    for role in roles():
        for lang in LANGS:
            there = role_words(role.words(lang), other(lang)).words
            assert role_words(there, lang).words == role.words(lang)
