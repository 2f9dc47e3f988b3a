"""The measures give what their sources say, within the reach of counting vowels."""

import pytest

from framework.deck.checks.readability import reading, sentences, syllables, words
from framework.deck.checks.style_checks import figures
from framework.text import Lang


@pytest.mark.parametrize(
    ("word", "lang", "count"),
    [
        ("klant", "nl", 1), ("klanten", "nl", 2), ("leverancier", "nl", 4), ("mooie", "nl", 2), ("creëren", "nl", 3),
        ("verantwoordelijkheid", "nl", 6), ("nieuwsbrief", "nl", 2), ("uitleggen", "nl", 3), ("AI", "nl", 2),
        ("customer", "en", 3), ("makes", "en", 1), ("asked", "en", 1), ("wanted", "en", 2), ("people", "en", 2),
        ("responsibility", "en", 6), ("pages", "en", 2), ("free", "en", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, lang: Lang, count: int) -> None:
    assert syllables(word, lang) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("One. Two? Three!", 3), ("No full stop", 1), ("Hij zei: “Nee.” En toen?", 2), ("Zie art. 5 en nr. 3.", 1), ("Over € 1.500 nu.", 1)],
)  # fmt: skip
def test_sentences(text: str, count: int) -> None:
    assert sentences(text) == count


def test_the_english_scale_is_flesch_s() -> None:
    """Ten words of one syllable in one sentence: 206.835 - 1.015 * 10 - 84.6."""
    assert reading(["We sell a lot of new things to old friends."] * 4, "en").score == pytest.approx(112.1, abs=0.05)


def test_the_dutch_scale_is_douma_s() -> None:
    """Ten words of one syllable in one sentence: 206.84 - 0.93 * 10 - 77."""
    assert reading(["Wij doen dit nu wel en dat dus juist niet."] * 4, "nl").score == pytest.approx(120.5, abs=0.05)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_plain_words_read_easier_than_long_ones(lang: Lang) -> None:
    plain = reading(["We kijken mee en we zeggen het als het fout gaat."] * 5, lang).score
    stiff = reading(
        ["Organisatorische verantwoordelijkheidsverdelingen compliceren communicatieprocedures."] * 12, lang
    ).score
    assert plain is not None
    assert stiff is not None
    assert plain > 80 > 0 > stiff


def test_too_little_text_gets_no_score() -> None:
    assert reading(["Wat nu?"], "nl").score is None
    assert words("Met {activity} 3 keer per week") == ["Met", "keer", "per", "week"]


def test_numbers_in_one_notation() -> None:
    assert figures("4.000 mails voor € 7,40", "nl") == figures("4,000 mails for € 7.40", "en") == {"4000", "7.40"}
