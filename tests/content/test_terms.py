"""Each term of a workshop has one wording, in both languages and on every surface."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from framework.analysis.group_results import round_result
from framework.analysis.result_text import label_words
from framework.deck import LETTERS
from framework.language import labels, translator
from framework.language.catalog import LOCALE_DIR
from framework.text import LANGS, Lang
from framework.workshop.models import Ballot

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "framework" / "language" / "labels.py"
TABLES: dict[str, dict[str, str]] = {name: table for name, table in vars(labels).items() if name.endswith("_NAMES")}


def messages() -> list[tuple[str, str]]:
    """English and Dutch of everything that is shown, each form of a plural by itself."""
    with (LOCALE_DIR / "nl.po").open("rb") as file:
        catalog = read_po(file, locale="nl")
    pairs: list[tuple[str, str]] = []
    for message in catalog:
        english = message.id if isinstance(message.id, tuple | list) else (message.id,)
        dutch = message.string if isinstance(message.string, tuple | list) else (message.string,)
        pairs += zip(english, dutch, strict=True)
    return [pair for pair in pairs if pair[0]]


@cache
def tables_in(path: Path) -> list[tuple[int, frozenset[str]]]:
    """Line and keys of every dictionary whose values are marked words."""
    found: list[tuple[int, frozenset[str]]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Dict) or not node.values:
            continue
        marked = [isinstance(value, ast.Call) and getattr(value.func, "id", "") in ("N_", "t") for value in node.values]
        keys = frozenset(key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        if all(marked):
            found.append((node.lineno, keys))
    return found


@pytest.mark.parametrize("name", sorted(TABLES))
def test_no_other_table_words_the_same_things(name: str) -> None:
    keys = frozenset(TABLES[name])
    places = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("framework", "pages")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != HOME
        for line, theirs in tables_in(path)
        if len(keys & theirs) >= 2 and (keys <= theirs or theirs <= keys)
    ]
    assert places == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(TABLES))
def test_two_things_never_share_their_words(name: str, lang: Lang) -> None:
    t = translator(lang)
    words = [t(text).casefold() for text in TABLES[name].values()]
    assert len(set(words)) == len(words)


def test_a_strong_objection_is_called_that_everywhere() -> None:
    """One pair of words in English, one in Dutch, and never one without the other."""
    strong = re.compile(r"strong objection|strongly object")
    wrong = re.compile(r"object(s|ed|ing)? strongly|(big|serious|grave|heavy) objection", re.IGNORECASE)
    for english, dutch in messages():
        assert not wrong.search(english), english
        assert not re.search(r"(sterke?|grote?|ernstige?) bezwa", dutch), dutch
        assert bool(strong.search(english.casefold())) == ("zwaarwegend" in dutch.casefold()), (english, dutch)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("votes", "name"),
    [
        ((0, 3, 5, 2, 0), "aligned"),
        ((8, 1, 0, 0, 1), "lone_voice"),
        ((9, 0, 0, 0, 0), "unanimous"),
        ((1, 0, 7, 0, 1), "lone_voices"),
        ((8, 0, 0, 2, 0), "minority"),
        ((5, 0, 0, 0, 5), "divided"),
        ((1, 2, 4, 2, 1), "spread"),
        ((2, 2, 2, 2, 2), "all_over"),
    ],
)
def test_the_console_says_a_label_as_the_other_screens_and_the_charter_do(
    votes: tuple[int, ...], name: str, lang: Lang
) -> None:
    ballots = [
        Ballot(seat=f"{letter}{at}", scenario="S", activity="a", stance=letter)
        for letter, count in zip(LETTERS, votes, strict=True)
        for at in range(count)
    ]
    t = translator(lang)
    assert label_words(round_result(ballots, ordered=True), t) == t(labels.AGREEMENT_NAMES[name])


def test_opinions_have_no_second_wording() -> None:
    dutch = [words for _, words in messages()]
    assert [words for words in dutch if re.search(r"meningen zijn verspreid|Jullie zijn (verdeeld|het)", words)] == []
