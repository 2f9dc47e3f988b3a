"""Readability of a text, by documented measures.

* English: Flesch Reading Ease = 206.835 - 1.015 x words per sentence - 84.6 x syllables per word (Flesch, 1948).
* Dutch: Flesch-Douma = 206.84 - 0.93 x words per sentence - 77 x syllables per word (Douma, 1960: Flesch for Dutch).

On both scales 100 is very easy and 0 very hard; 60 to 70 is plain language. Syllables are estimated by groups of vowels, which is
accurate to a few per cent over a page but not for a single word. So only whole scenarios and cards get a score.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from framework.text import Lang

MEASURES: Mapping[Lang, str] = {"nl": "Flesch-Douma", "en": "Flesch Reading Ease"}
_FORMULA: Mapping[Lang, tuple[float, float, float]] = {"nl": (206.84, 0.93, 77.0), "en": (206.835, 1.015, 84.6)}
MIN_SCORE: Mapping[Lang, float] = {"nl": 60.0, "en": 60.0}
"""Minimum score for plain language."""
MAX_WORDS_PER_SENTENCE: Mapping[Lang, float] = {"nl": 20.0, "en": 20.0}

_SENTENCE_END = re.compile(r"[.?!…]+[”’)]*(?=\s|$)")
_ABBREVIATION = re.compile(r"\b(art|Art|nr|bijv|o\.a|e\.g|i\.e|sub|lid)\.(?=\s)")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_DUTCH_NUCLEUS = re.compile(
    r"aai|ooi|oei|eeuw|ieuw|aa|ee|oo|uu|ie|oe|eu|ui|ou|au|ij|ei|eau|[aeiouyàáâäèéêëìíîïòóôöùúûü]"
)
_ENGLISH_NUCLEUS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """``score``: on the language's scale; None below `MIN_WORDS` words."""

    words: int
    sentences: int
    words_per_sentence: float
    score: float | None


def sentences(text: str) -> int:
    """Number of sentences; the last one counts also without a full stop."""
    bare = _ABBREVIATION.sub(r"\1", text.strip())
    ends = list(_SENTENCE_END.finditer(bare))
    open_end = bool(bare) and (not ends or ends[-1].end() < len(bare))
    return len(ends) + open_end


def words(text: str) -> list[str]:
    """The words of a text, without numbers and placeholders."""
    return _WORD.findall(re.sub(r"\{[^{}]*\}", " ", text))


@lru_cache(maxsize=16_384)
def syllables(word: str, lang: Lang) -> int:
    """Number of vowel groups, at least one."""
    small = word.casefold()
    if lang == "nl":
        return max(1, len(_DUTCH_NUCLEUS.findall(small)))
    count = len(_ENGLISH_NUCLEUS.findall(small))
    if small.endswith("e") and not small.endswith(("le", "ee", "ie", "oe", "ye")) and count > 1:
        count -= 1
    if small.endswith("ed") and not small.endswith(("ted", "ded")) and count > 1:
        count -= 1
    if small.endswith("es") and not small.endswith(("ses", "zes", "ces", "ges", "ches", "shes", "xes")) and count > 1:
        count -= 1
    return max(1, count)


MIN_WORDS = 40
"""Number of words from which a score is given."""


def reading(texts: Iterable[str], lang: Lang) -> Reading:
    """The readability of these texts together."""
    texts = tuple(texts)
    all_words = [word for text in texts for word in words(text)]
    count = sum(sentences(text) for text in texts)
    per_sentence = len(all_words) / count if count else 0.0
    score: float | None = None
    if len(all_words) >= MIN_WORDS:
        per_word = sum(syllables(word, lang) for word in all_words) / len(all_words)
        base, sentence_cost, syllable_cost = _FORMULA[lang]
        score = base - sentence_cost * per_sentence - syllable_cost * per_word
    return Reading(len(all_words), count, round(per_sentence, 1), None if score is None else round(score, 1))
