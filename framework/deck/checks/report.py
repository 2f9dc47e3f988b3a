"""The deck check's reports on prices and language, one line per part."""

from collections.abc import Iterator

from framework.deck.checks.check import DeckCheck
from framework.deck.checks.prices import LETTER_LIMIT
from framework.deck.checks.readability import MAX_WORDS_PER_SENTENCE, MEASURES, MIN_SCORE, Reading
from framework.language import Translator
from framework.text import LANGS


def price_lines(check: DeckCheck, t: Translator) -> Iterator[str]:
    """Per scenario which stances come out best; over the deck how often each letter does; how often each principle and kind
    occurs."""
    found = check.prices
    yield "  " + t("o lawful, ! conditional, x unlawful; best: beats every other stance / wins most comparisons.")
    for one in found.scenarios:
        yield "  " + t(
            "{scenario} {legal} {spine}: principles {beats} / {wins}; with business {beats_business} / {wins_business}; C gives up a principle to {gives_up}",
            scenario=one.scenario,
            legal=one.legal,
            spine=one.spine or t("no scale"),
            beats="".join(one.beats_all_principles) or "–",
            wins="".join(one.most_wins_principles),
            beats_business="".join(one.beats_all_business) or "–",
            wins_business="".join(one.most_wins_business),
            gives_up="".join(one.gives_up) or "–",
        )
    limit = round(100 * LETTER_LIMIT)
    for words, shares in (
        (t("Principles, most wins (at most {limit}%)", limit=limit), found.shares("most_wins_principles")),
        (t("With business, beats all (at most {limit}%)", limit=limit), found.shares("beats_all_business")),
        (t("For information: principles, beats all"), found.shares("beats_all_principles")),
        (t("For information: with business, most wins"), found.shares("most_wins_business")),
    ):
        yield f"  {words}: {', '.join(f'{letter} {round(100 * share)}%' for letter, share in shares.items())}."
    moves = ", ".join(f"{principle} {count}" for principle, count in found.moves.items())
    touched = ", ".join(f"{kind} {count}" for kind, count in found.touched.items())
    yield "  " + t(
        "Dilemmas in which a principle moves (at least {least}): {moves}.",
        least=found.least_moves,
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
