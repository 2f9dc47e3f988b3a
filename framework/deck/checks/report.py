"""The deck check's reports on balance and language, one line per part."""

from collections.abc import Iterator

from framework.deck.checks.check import DeckCheck
from framework.deck.checks.readability import MAX_WORDS_PER_SENTENCE, MEASURES, MIN_SCORE, Reading
from framework.language import Translator
from framework.text import LANGS


def balance_lines(check: DeckCheck, t: Translator) -> Iterator[str]:
    """Per scenario the principles that get worse toward either end; per principle and kind the number of scenarios."""
    for one in check.balance.scenarios:
        beaten = (
            t("no stance is best on every row")
            if one.unbeaten is None
            else t("{letter} is not beaten anywhere", letter=one.unbeaten)
        )
        yield "  " + t(
            "{scenario}: worse toward strict: {strict}; worse toward permissive: {free}; {lawful} lawful stances, {beaten}.",
            scenario=one.scenario,
            strict=", ".join(one.worse_strict) or "–",
            free=", ".join(one.worse_free) or "–",
            lawful=one.choices,
            beaten=beaten,
        )
    moves = ", ".join(f"{principle} {count}" for principle, count in check.balance.moves.items())
    touched = ", ".join(f"{kind} {count}" for kind, count in check.balance.touched.items())
    yield "  " + t(
        "Dilemmas in which a principle moves (at least {least}): {moves}.",
        least=check.balance.least_moves,
        moves=moves,
    )
    yield "  " + t("Dilemmas per activity kind: {touched}.", touched=touched)


def language_lines(check: DeckCheck, t: Translator) -> Iterator[str]:
    """Per card and scenario the readability in both languages, and the length of the Dutch relative to the English."""
    for lang in LANGS:
        yield "  " + t(
            "{lang}: {measure}, at least {least}; at most {limit} words per sentence on average.",
            lang=lang,
            measure=MEASURES[lang],
            least=t.format_number(MIN_SCORE[lang]),
            limit=t.format_number(MAX_WORDS_PER_SENTENCE[lang]),
        )
    for part in check.language:
        told = "; ".join(f"{lang} {_reading(part.readings[lang], t)}" for lang in LANGS)
        yield f"  {part.file}: {told}; nl/en {t.format_number(part.ratio)}"


def _reading(reading: Reading, t: Translator) -> str:
    score = "–" if reading.score is None else t.format_number(reading.score)
    return t("{score} ({words} words per sentence)", score=score, words=t.format_number(reading.words_per_sentence))
