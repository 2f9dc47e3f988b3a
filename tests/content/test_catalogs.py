"""The Dutch catalog holds exactly the words that the source shows, each translated, with the same placeholders."""

import ast
import re
from functools import cache

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from framework.language import translator
from framework.language.catalog import LOCALE_DIR
from framework.language.error_messages import SENTENCES
from framework.language.extract import _files, _messages, extracted

REPAIR = "run: python -m framework.language.extract, then translate what is empty in data/locale/nl.po"


@cache
def catalog() -> dict[str, Message]:
    with (LOCALE_DIR / "nl.po").open("rb") as file:
        return {_key(message): message for message in read_po(file, locale="nl") if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> list[tuple[str, str]]:
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string, strict=True))


def test_catalog_and_source_hold_the_same_messages() -> None:
    in_source = {_key(message) for message in extracted() if message.id}
    in_catalog = set(catalog())
    assert in_source - in_catalog == set(), REPAIR
    assert in_catalog - in_source == set(), REPAIR


def test_every_message_is_translated() -> None:
    empty = [
        key for key, message in catalog().items() if message.fuzzy or not all(dutch for _, dutch in _forms(message))
    ]
    assert empty == [], REPAIR


def test_placeholders_are_the_same() -> None:
    for message in catalog().values():
        for english, dutch in _forms(message):
            if dutch:
                assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", dutch)), english


def test_markup_is_the_same() -> None:
    for message in catalog().values():
        for english, dutch in _forms(message):
            if dutch:
                assert english.count("**") == dutch.count("**"), english
                assert "<" not in dutch, "a translation brings no tags"


def test_translations_are_really_dutch() -> None:
    """A sentence that is the same in both languages was forgotten; single words such as “Team” may be alike."""
    same = [e for m in catalog().values() for e, d in _forms(m) if e == d and len(e.split()) > 3 and "{" not in e]
    assert same == []


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_every_error_says_what_to_do_in_dutch_too(key: str) -> None:
    assert SENTENCES[key] in catalog()
    assert translator("nl")(SENTENCES[key]) != SENTENCES[key]


def test_a_message_has_a_plural_everywhere_or_nowhere() -> None:
    """The catalog keeps one of the two, and a reader of Dutch then gets the other in English."""
    counted: dict[str, set[bool]] = {}
    for path in _files():
        for _, message in _messages(ast.parse(path.read_text(encoding="utf-8"))):
            one = message if isinstance(message, str) else message[0]
            counted.setdefault(one, set()).add(isinstance(message, str))
    assert [message for message, ways in counted.items() if len(ways) > 1] == []
