"""One word per thing, in each language, in every text that people see.

The table says which words are out and what stands in their place. It covers the messages of the interface and the texts in
``data/``; names in code (``scenario``, ``consents``) are not meant.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.pofile import read_po

from framework.language.catalog import LOCALE_DIR
from framework.text import LANGS, Lang

DATA = LOCALE_DIR.parent

INSTEAD: dict[Lang, dict[str, str]] = {
    "en": {
        r"\bscenarios?\b": "dilemma",
        r"\bconsent (round|failed|was asked)": "objection round: consent is GDPR consent",
        r"\b(agreed|decided) by consent\b": "agreed: no objections left",
        r"\bframes?\b": "framework",
        r"\bbeamer\b": "projector",
        r"\bprivacy officer\b": "data protection officer (DPO)",
        r"\blegal grounds?\b": "lawful basis",
        r"(?<!data )\bprocessing agreement\b": "data processing agreement",
        r"\bsuitable security\b": "appropriate security",
        r"\bstandard contracts\b": "standard contractual clauses",
        r"\bmend(s|ed|ing)?\b": "fix",
        r"\bstands\b(?! (out|in for|behind)\b)": "is, is listed, appears",
        r"\b(held|hold) \w+ ?\w* against\b": "checked against, compared with",
        r"\bcut (loose|short)\b": "separated from; incomplete",
        r"\b(anew|outermost)\b": "again; at the two ends",
        r"\bthree quarters of a minute\b": "45 seconds",
        r"\b(when|where|as soon as) .{0,20}\brubs?\b": "clash, conflict",
        r"\b(is|are|was) kept of you\b": "what we store about you",
        r"(?<!e-)\bmail address": "e-mail address",
        r"\bgo(es)? along (with|by)\b": "follows",
        r"\bno legal advice\b": "not legal advice",
        r"\bexpir(e|es|ed|ing|y)\b": "overdue: a charter stays in force until it is replaced",
    },
    "nl": {
        r"\bscenario": "dilemma",
        r"\bconsent": "bezwaarronde, zonder bezwaar",
        r"(concept)?richtlijnen\b": "richtsnoeren: een richtlijn is een directive",
        r"privacy ?officer|privacyfunctionaris": "functionaris gegevensbescherming (FG)",
        r"\bgrondregel": "basisregel",
        r"\binventaris\b": "inventarisatie",
        r"\b(oefen|deze )ruimte\b": "zaal",
        r"\baan (te )?staan\b": "aanstaan",
        r"\bmerkteken": "markering",
        r"\bmodelcontract(en)?\b": "modelcontractbepalingen",
        r"\bonderaannemer": "subverwerker",
        r"\bherijk": "evaluatie, opnieuw bekijken",
        r"\bverlopen\b|\bverloopt\b": "te laat: een charter blijft gelden tot er een nieuw is",
        r"\bzet .{0,20}op de plank\b": "beschikbaar maken",
        r"\bhulpklus": "ondersteunend werk",
        r"\bweggevers?\b": "relatiegeschenk",
        r"\bprojector\b": "beamer",
        r"\bdrie kwart minuut\b": "45 seconden",
        r"\blichter (maak|maken|maakt)\b": "milder",
    },
}


def texts() -> Iterator[tuple[str, Lang, str]]:
    """Place, language and words of everything that is shown."""
    with (LOCALE_DIR / "nl.po").open("rb") as file:
        for message in read_po(file, locale="nl"):
            for lang, forms in (("en", message.id), ("nl", message.string)):
                for words in forms if isinstance(forms, tuple | list) else (forms,):
                    yield "nl.po", lang, re.sub(r"\{\w+\}", "", words)
    for path in sorted(DATA.rglob("*.toml")):
        if path.parent != LOCALE_DIR:
            place = path.relative_to(DATA).as_posix()
            yield from ((place, *found) for found in _localized(tomllib.loads(path.read_text(encoding="utf-8"))))


def _localized(value: object) -> Iterator[tuple[Lang, str]]:
    if isinstance(value, list):
        for one in value:
            yield from _localized(one)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in LANGS and isinstance(inner, str | list):
                yield from ((key, words) for words in ([inner] if isinstance(inner, str) else inner))
            else:
                yield from _localized(inner)


@cache
def by_language() -> dict[Lang, list[tuple[str, str]]]:
    found: dict[Lang, list[tuple[str, str]]] = {lang: [] for lang in LANGS}
    for place, lang, words in texts():
        found[lang].append((place, words))
    return found


def test_all_texts_are_looked_at() -> None:
    """Messages, law, decks, script, demonstration and rehearsal, in both languages."""
    for lang in LANGS:
        places = {place.split("/")[0] for place, _ in by_language()[lang]}
        assert places == {
            "nl.po",
            "law",
            "decks",
            "facilitation",
            "governance",
            "skeleton",
            "demonstration.toml",
            "rehearsal.toml",
        }
        assert len(by_language()[lang]) > 3000


@pytest.mark.parametrize(("lang", "word"), [(lang, word) for lang in LANGS for word in INSTEAD[lang]])
def test_a_word_that_is_out_stays_out(lang: Lang, word: str) -> None:
    pattern = re.compile(word, re.IGNORECASE)
    found = [f"{place}: {words[:120]}" for place, words in by_language()[lang] if pattern.search(words)]
    assert found == [], f"write: {INSTEAD[lang][word]}"


@pytest.mark.parametrize("lang", LANGS)
def test_script_and_phone_say_the_same_about_confidence(lang: Lang) -> None:
    """What is said may leave the room, who said it may not: read out and on every phone, in the same words."""
    script = tomllib.loads((DATA / "facilitation" / "steps.toml").read_text(encoding="utf-8"))
    sentence = {
        "en": "What is said here may leave the room; who said it may not.",
        "nl": "Wat hier gezegd wordt, mag naar buiten; wie het zei niet.",
    }[lang]
    assert sentence in script["welcome"]["open"]["say"][lang]
    assert ("nl.po", sentence) in by_language()[lang]
