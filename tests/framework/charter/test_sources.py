"""Every sentence of both editions has a source: what the team decided, ticked or typed, the law, the deck, or the frame.

The frame is what the translator says. A translator of this test marks it, with what is filled in marked once more, so that
everything else can be held against the texts of the framework, the deck and the law.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from framework.charter.compose import compose
from framework.charter.document import CharterDocument, plain, texts
from framework.language import Translator, translator
from framework.law import law_book
from framework.law.wording import article_words, source_words
from framework.text import LANGS, Lang
from framework.workshop.governance import promises
from framework.workshop.governance.customers import customer_texts
from framework.workshop.governance.roles import role_words
from framework.workshop.models import Framework
from framework.workshop.rule_grammar import never_sentence, rule_sentence
from tests.support.random_charters import charters, demonstration, languages

IN, OUT, FROM, TO = "⟦⟧⟪⟫"
"""Around the frame, and around what is filled into it."""


class Frame(Translator):
    """A translator whose words can be told from all others."""

    def __init__(self, lang: Lang) -> None:
        real = translator(lang)
        super().__init__(lang, real._messages, real._plurals)

    def __call__(self, message: str, **values: object) -> str:
        return IN + super().__call__(message, **{name: _filled(value) for name, value in values.items()}) + OUT

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        return IN + super().plural(one, many, count, **{name: _filled(value) for name, value in values.items()}) + OUT

    def date(self, day: date) -> str:
        return IN + super().date(day) + OUT

    def short_date(self, day: date) -> str:
        return IN + super().short_date(day) + OUT

    def listing(self, items: Iterable[str], style: str = "standard") -> str:
        return IN + super().listing([_filled(item) for item in items], style) + OUT


def _filled(value: object) -> str:
    return f"{FROM}{value}{TO}"


def outside_the_frame(text: str) -> Iterator[str]:
    """What is not the translator's, in pieces."""
    depth: list[str] = []
    piece: list[str] = []
    for char in text:
        if char in IN + FROM:
            depth.append(char)
        elif char in OUT + TO:
            depth.pop()
        elif not depth or depth[-1] == FROM:
            piece.append(char)
            continue
        if piece:
            yield "".join(piece)
            piece = []
    if piece:
        yield "".join(piece)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(strings, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(strings, value))


@cache
def fixed_sources(lang: Lang) -> str:
    """Texts of the deck, the law, and the promises and facts that can be ticked."""
    deck, law, t = demonstration().deck, law_book(), translator(lang)
    told = [*strings(deck.model_dump(mode="json")), *strings(law.model_dump(mode="json"))]
    of_stances = (stance.articles for one in deck.scenarios for stance in one.stances)
    articles = set(chain(law.rule_articles().values(), *of_stances))
    told += [article_words(article, t) for article in articles]
    told += [source_words(source, t) for source in law.sources]
    told += strings(promises.catalogue().model_dump(mode="json"))
    told += strings(customer_texts().model_dump(mode="json"))
    return "\n".join(_bare(text) for text in told)


def sources(framework: Framework, lang: Lang) -> str:
    """What the team decided, ticked and typed."""
    told = [*strings(framework.model_dump(mode="json"))]
    told += [role_words(typed, lang).words for typed in told]
    for rule in framework.rules:
        role = rule.exception_role
        for of, words in rule.wording.items():
            told += [rule_sentence(words, rule.verb, each, of) for each in (role, role_words(role, of).words)]
    for line in framework.red_lines:
        told += [never_sentence(words, of) for of, words in (("nl", line.wording.nl), ("en", line.wording.en)) if words]
    told += [
        promises.sentence(text, said, framework.texts, lang)[0] for text, said in promises.made(framework.promises)
    ]
    return "\n".join(_bare(text) for text in told)


def _bare(text: str) -> str:
    return " ".join(text.split()).lower()


@lru_cache(maxsize=100_000)
def is_fixed(bare: str, lang: Lang) -> bool:
    return bare in fixed_sources(lang)


def without_source(document: CharterDocument, known: str) -> list[str]:
    said = (document.title, document.kicker, document.status.word, *(plain(text) for text in texts(document)))
    pieces = chain.from_iterable(map(outside_the_frame, said))
    return [part for piece in pieces for part in _parts(piece) if not _is_known(part, known, document.lang)]


def _parts(piece: str) -> list[str]:
    return re.split(r"[\n·:;()]+|\b[RL]\d+ ", piece)


def _is_known(part: str, known: str, lang: Lang) -> bool:
    bare = _bare(part).strip(" “”’\"',.–-…%0123456789")
    if not re.search(r"[^\W\d_]{2}", bare) or bare in known or is_fixed(bare, lang):
        return True
    inner = re.split(r"[,.“”]|\s–\s", bare)
    return len(inner) > 1 and all(_is_known(one, known, lang) for one in inner)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(charters(), languages)
def test_every_sentence_of_the_public_edition_has_a_source(framework: Framework, lang: Lang) -> None:
    check_edition(framework, lang, "public", with_law=False)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(charters(), languages)
def test_every_sentence_of_the_internal_edition_has_a_source(framework: Framework, lang: Lang) -> None:
    check_edition(framework, lang, "internal", with_law=False)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(charters(), languages)
def test_so_has_every_sentence_that_the_law_adds(framework: Framework, lang: Lang) -> None:
    for edition in ("internal", "public"):
        check_edition(framework, lang, edition, with_law=True)


def check_edition(framework: Framework, lang: Lang, edition: Any, *, with_law: bool) -> None:
    law = law_book() if with_law else None
    document = compose(framework, demonstration().deck, law, Frame(lang), edition=edition, as_of=framework.made_on)
    assert without_source(document, sources(framework, lang)) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_from_nowhere_is_found(lang: Lang) -> None:
    """So that the properties above mean something."""
    framework = demonstration().frameworks[-1]
    known = sources(framework, lang)
    for words in ("We strive to be the best.", "Verantwoord en betrouwbaar", "R1 We never do that"):
        assert not all(_is_known(part, known, lang) for part in _parts(words))
    assert list(outside_the_frame(Frame(lang)("{count} words; {limit} at most.", count="zq", limit="x"))) == ["zq", "x"]
