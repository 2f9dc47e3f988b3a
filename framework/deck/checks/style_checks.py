"""Checks the texts of a deck: plain language, the same content in both languages, and the grammar of rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from framework.deck.checks.findings import DeckFinding
from framework.deck.checks.readability import (
    MAX_WORDS_PER_SENTENCE,
    MEASURES,
    MIN_SCORE,
    Reading,
    reading,
    sentences,
    words,
)
from framework.deck.checks.references import scenario_texts
from framework.deck.checks.wordlists import words_of
from framework.deck.models import PrincipleCard, Scenario
from framework.deck.numbers_to_fill import without_tokens
from framework.text import LANGS, Lang, LocalizedText

MAX_SITUATION_SENTENCES = 5
MAX_DILEMMA_WORDS = 180
"""Title, situation, question, and the names and sentences of the stances: what people read before a vote."""
MAX_LAW_WORDS = 80
MAX_RULE_WORDS = 30
MAX_PRICE_WORDS = 27
MAX_VOICE_WORDS = 60
"""About half a minute, read aloud."""
VOICE_SENTENCES = (2, 4)
LENGTH_RATIO = (0.6, 1.7)
"""Lowest and highest length of the Dutch relative to the English, in characters."""
MIN_COMPARED_LENGTH = 40
"""Number of characters below which lengths are not compared."""
_FOREIGN: Mapping[Lang, str] = {"nl": "english-in-dutch", "en": "dutch-in-english"}
_LABELS = ("name", "title")


@dataclass(frozen=True, slots=True)
class PartLanguage:
    """How one card or scenario reads in both languages. ``ratio``: Dutch over English, in characters of all texts."""

    file: str
    readings: Mapping[Lang, Reading]
    ratio: float


def part_language(file: str, texts: Sequence[tuple[str, LocalizedText]]) -> PartLanguage:
    """Readability and length of a part's texts, without law texts, which cite articles."""
    running = [text for place, text in texts if not place.endswith(("law", *_LABELS)) and ".rule." not in place]
    return PartLanguage(
        file,
        {lang: reading([text[lang] for text in running], lang) for lang in LANGS},
        round(sum(len(text.nl) for _, text in texts) / max(1, sum(len(text.en) for _, text in texts)), 2),
    )


def card_texts(card: PrincipleCard) -> Iterator[tuple[str, LocalizedText]]:
    """Every text of a card with its place."""
    yield "name", card.name
    yield "essence", card.essence
    yield "tension", card.tension
    for number, question in enumerate(card.questions, start=1):
        yield f"questions.{number}", question
    for kind, example in card.examples.items():
        yield f"examples.{kind}", example
    for number, point in enumerate(card.starting_points, start=1):
        yield f"starting_points.{number}", point


def language_findings(part: PartLanguage, texts: Sequence[tuple[str, LocalizedText]]) -> Iterator[DeckFinding]:
    """Findings on the language of any part's texts."""
    for lang in LANGS:
        told = part.readings[lang]
        if told.score is not None and told.score < MIN_SCORE[lang]:
            params = {"lang": lang, "score": told.score, "measure": MEASURES[lang], "least": MIN_SCORE[lang]}
            yield DeckFinding("hard-to-read", part.file, "", params)
        if told.words_per_sentence > MAX_WORDS_PER_SENTENCE[lang]:
            params = {"lang": lang, "count": told.words_per_sentence, "limit": MAX_WORDS_PER_SENTENCE[lang]}
            yield DeckFinding("long-sentences", part.file, "", params)
    for place, text in texts:
        yield from _parity(part.file, place, text)
        yield from _quotation_marks(part.file, place, text)


def _parity(file: str, place: str, text: LocalizedText) -> Iterator[DeckFinding]:
    nl, en = figures(text.nl, "nl"), figures(text.en, "en")
    if nl != en:
        params: dict[str, object] = {"nl": tuple(sorted(nl - en)) or "–", "en": tuple(sorted(en - nl)) or "–"}
        yield DeckFinding("numbers-differ", file, place, params)
    ratio = len(text.nl) / len(text.en)
    if max(len(text.nl), len(text.en)) >= MIN_COMPARED_LENGTH and not LENGTH_RATIO[0] <= ratio <= LENGTH_RATIO[1]:
        yield DeckFinding("length-differs", file, place, {"ratio": round(ratio, 2)})
    for lang, code in _FOREIGN.items():
        foreign = words_of("foreign", lang)
        found = dict.fromkeys(word for word in words(text[lang]) if word.casefold() in foreign)
        if found:
            yield DeckFinding(code, file, f"{place}.{lang}", {"words": tuple(found)})


def figures(text: str, lang: Lang) -> frozenset[str]:
    """The numbers in a text, in one notation: 4.000 and 7,40 in Dutch are 4,000 and 7.40 in English."""
    thousands, decimal = (".", ",") if lang == "nl" else (",", ".")
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return frozenset(
        re.sub(rf"{re.escape(thousands)}(?=\d{{3}}(?!\d))", "", number).replace(decimal, ".") for number in found
    )


def _quotation_marks(file: str, place: str, text: LocalizedText) -> Iterator[DeckFinding]:
    for lang in LANGS:
        if set("\"'") & set(text[lang]) or text[lang].count("“") != text[lang].count("”"):
            yield DeckFinding("quotation-marks", file, f"{place}.{lang}")


def scenario_wording(file: str, scenario: Scenario) -> Iterator[DeckFinding]:
    """Findings on a scenario's texts: length, voice, and the grammar of its rules."""
    for lang in LANGS:
        count = sentences(scenario.situation[lang])
        if count > MAX_SITUATION_SENTENCES:
            yield DeckFinding("situation-sentences", file, f"situation.{lang}", {"count": count})
        for place, text in (("question", scenario.question), ("why", scenario.why)):
            if "{activity}" not in text[lang]:
                yield DeckFinding("activity-missing", file, f"{place}.{lang}", {"name": "{activity}"})
        if scenario.voice is not None:
            yield from _voice(file, f"voice.text.{lang}", scenario.voice.text[lang])
        yield from _lengths(file, scenario, lang)
        for stance in scenario.stances:
            for name, price in (("gives", stance.gives), ("costs", stance.costs)):
                if price is not None:
                    yield from _price(file, f"stances.{stance.letter}.{name}.{lang}", price[lang], lang)
    for place, text in scenario_texts(scenario):
        if ".rule." in place or place == "red_line":
            for lang in LANGS:
                yield from _rule_part(file, place, text[lang], lang)


def _lengths(file: str, scenario: Scenario, lang: Lang) -> Iterator[DeckFinding]:
    """What is too long to be read before a vote, or to be kept in mind as a rule."""
    read = [scenario.title, scenario.situation, scenario.question]
    read += [text for stance in scenario.stances for text in (stance.name, stance.behaviour)]
    count = sum(_length(text[lang]) for text in read)
    if count > MAX_DILEMMA_WORDS:
        yield DeckFinding("dilemma-too-long", file, "", {"count": count, "lang": lang, "limit": MAX_DILEMMA_WORDS})
    laws = {"law": scenario.law, **{f"stances.{one.letter}.law": one.law for one in scenario.stances if one.law}}
    for place, law in laws.items():
        if (count := _length(law[lang])) > MAX_LAW_WORDS:
            yield DeckFinding("law-too-long", file, f"{place}.{lang}", {"count": count, "limit": MAX_LAW_WORDS})
    for stance in scenario.stances:
        rule = stance.rule
        parts = (rule.trigger, rule.behaviour, rule.condition)
        # Every rule has "when", "we" and "always" or "never" besides; one with a condition has "only if".
        count = sum(_length(part[lang]) for part in parts if part is not None) + (4 if rule.condition else 3)
        if count > MAX_RULE_WORDS:
            params = {"count": count, "lang": lang, "limit": MAX_RULE_WORDS}
            yield DeckFinding("rule-too-long", file, f"stances.{stance.letter}.rule", params)


def _length(text: str) -> int:
    """Number of words; a name to be filled in counts as one, a euro sign as none."""
    return sum(any(sign.isalnum() for sign in word) for word in without_tokens(text).split())


def _price(file: str, place: str, text: str, lang: Lang) -> Iterator[DeckFinding]:
    if (count := _length(text)) > MAX_PRICE_WORDS:
        yield DeckFinding("price-too-long", file, place, {"count": count, "limit": MAX_PRICE_WORDS})
    listed = words_of("concrete", lang)
    starts = tuple(entry.removesuffix("-") for entry in listed if entry.endswith("-"))
    said = [word.casefold() for word in words(text)]
    if not any(sign.isdigit() for sign in text) and not any(word in listed or word.startswith(starts) for word in said):
        yield DeckFinding("price-not-concrete", file, place)


def _voice(file: str, place: str, text: str) -> Iterator[DeckFinding]:
    spoken = len(text.split())
    if spoken > MAX_VOICE_WORDS:
        yield DeckFinding("voice-too-long", file, place, {"count": spoken, "limit": MAX_VOICE_WORDS})
    count = sentences(text)
    if not VOICE_SENTENCES[0] <= count <= VOICE_SENTENCES[1]:
        yield DeckFinding("voice-sentences", file, place, {"count": count})


def _rule_part(file: str, place: str, text: str, lang: Lang) -> Iterator[DeckFinding]:
    """“When {trigger}, we always {behaviour} if {condition}”: what goes between must fit (`RuleProposal`)."""
    part = place.rpartition(".")[2]
    where = f"{place}.{lang}"
    if part == "check":
        said = f" {' '.join(words(text)).casefold()} "
        if not any(f" {often} " in said for often in words_of("frequencies", lang)):
            yield DeckFinding("check-without-frequency", file, where)
        return
    if text[:1].isupper() or text.endswith((".", ",", ";", "!", "?")):
        yield DeckFinding("rule-capital", file, where)
    if part == "trigger":
        if not text.startswith("we "):
            yield DeckFinding("rule-opening", file, where)
        return
    opening = [word.casefold() for word in text.split()[:2]]
    brought = [word for word in opening if word in words_of("adverbs", lang)]
    if brought and part != "condition":
        yield DeckFinding("rule-brings-adverb", file, where, {"word": brought[0]})
