"""What one line of words may be about: kinds of activity, the team's activities, its rules and red lines, best first.

No model: the words are compared with those of the deck, with ``data/governance/synonyms.toml`` and with the team's own, in both
languages. Rare words weigh more (tf-idf); typing errors and endings are forgiven. The time is linear in the text.
"""

import math
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from rapidfuzz import fuzz, process

from framework.deck import ActivityKind, Deck
from framework.errors import ContentError
from framework.text import LANGS, Lang
from framework.workshop.governance.promises import FOLDER
from framework.workshop.models import Framework, FrameworkActivity, FrameworkRedLine, Rule

LONGEST = 10_000
"""Characters that are read; what comes after is left out."""
MatchKind = Literal["kind", "activity", "rule", "red_line"]
_LEAST = 0.2
"""A lower score is chance."""
_ALIKE = 85
"""Two words from this ratio (of 100) on are taken for one."""
_SHORT = 4
"""A word up to this length has no ending and no typing error to forgive."""
_OF_DESCRIPTION = 0.5
"""A description says much beside what a thing is, so its words weigh half."""
_ASKING = """
a about ai all also an and any are as at be by can could customer customers do does for from has have he her his how i if in
into is it its let lets may me model models more my new of on one or our own she should some something system that the their
them then there they this to tool tools us use used uses using want was we what when which who will with would you your
aan al alle als alleen bij dan dat de deze die dit door een en er gaan gebruik gebruiken gebruikt geen had hebben heeft het hoe
hun ik in is je jouw jullie kan klant klanten klantgegevens kunnen laten maar mag mee met mijn moet moeten mogen na naar niet
nog nu of om onder ons onze ook op over per systeem te tot uit van voor waar wat we wel welke werd wie wij wil willen wordt
worden zal ze zelf zich zij zijn zo zou zonder
"""
_PASSED_OVER = frozenset(_ASKING.split())
"""Words of asking, and of AI in general, which say nothing about what is planned."""


@dataclass(frozen=True, slots=True)
class Match:
    """``id``: of the kind, the activity, the rule (its decision) or the red line. ``score``: from 0 to 1."""

    what: MatchKind
    id: str
    score: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    what: MatchKind
    id: str
    words: frozenset[str]
    weight: float = 1.0


def search(framework: Framework, deck: Deck, line: str) -> tuple[Match, ...]:
    """What the words may be about, the best first; of each thing the phrase that fits best counts.

    Equal scores keep the order of deck and framework. Nothing is found where the words say nothing about any of them.
    """
    phrases = tuple(one for one in _phrases(framework, deck) if one.words)
    asked = _words(line[:LONGEST])
    weights = _weights(phrases)
    heard = _heard(asked, weights)
    length = math.sqrt(sum(weights.get(word, _rarest(weights)) ** 2 for word in _nearest(asked, weights)))
    best: dict[tuple[MatchKind, str], float] = {}
    for phrase in phrases:
        size = math.sqrt(sum(weights[word] ** 2 for word in phrase.words))
        shared = sum(weights[word] ** 2 * heard[word] for word in phrase.words if word in heard)
        key = (phrase.what, phrase.id)
        best[key] = max(best.get(key, 0.0), phrase.weight * shared / (size * length) if shared else 0.0)
    found = [Match(what, key, min(1.0, round(score, 6))) for (what, key), score in best.items() if score >= _LEAST]
    return tuple(sorted(found, key=lambda one: -one.score))


def names_activity(activity: FrameworkActivity, line: str) -> bool:
    """Whether every word of an activity's name stands in the line: then it is meant, and not another of its kind."""
    name = _words(activity.name)
    return bool(name) and name <= _words(line[:LONGEST])


def _heard(asked: frozenset[str], known: Mapping[str, float]) -> dict[str, float]:
    """By known word how surely it was said, from 0 to 1."""
    heard = {word: 1.0 for word in asked if word in known}
    long = [word for word in known if len(word) > _SHORT]
    for word in sorted(one for one in asked if len(one) > _SHORT):
        for other, ratio, _ in process.extract(word, long, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None):
            heard[other] = max(heard.get(other, 0.0), ratio / 100)
        for other in long:
            if other not in heard and (other.startswith(word) or word.startswith(other)):
                heard[other] = len(min(word, other, key=len)) / len(max(word, other, key=len))
    return heard


def _nearest(asked: frozenset[str], known: Mapping[str, float]) -> Iterator[str]:
    """The known word for each word that was said, or the word itself."""
    long = [word for word in known if len(word) > _SHORT]
    for word in sorted(asked):
        if word in known or len(word) <= _SHORT:
            yield word
        else:
            near = process.extractOne(word, long, scorer=fuzz.ratio, score_cutoff=_ALIKE)
            yield near[0] if near is not None else word


def _weights(phrases: Iterable[_Phrase]) -> dict[str, float]:
    """Inverse document frequency: in how few things a word stands."""
    things: dict[str, set[tuple[MatchKind, str]]] = {}
    for phrase in phrases:
        for word in phrase.words:
            # A team's rules and activities repeat the words of their kind, which does not make these mean less.
            things.setdefault(word, set()).update([(phrase.what, phrase.id)] if phrase.what == "kind" else [])
    kinds = max(1, len({phrase.id for phrase in phrases if phrase.what == "kind"}))
    return {word: 1 + math.log((1 + kinds) / (1 + len(found))) for word, found in things.items()}


def _rarest(weights: Mapping[str, float]) -> float:
    """The weight of a word that stands nowhere: low, since it tells none of them from another."""
    return min(weights.values(), default=1.0)


def _phrases(framework: Framework, deck: Deck) -> Iterator[_Phrase]:
    for kind in deck.kinds:
        yield from _of_kind(kind)
    for activity in framework.activities:
        yield _Phrase("activity", activity.id, _words(activity.name))
        yield _Phrase("activity", activity.id, _words(activity.purpose), _OF_DESCRIPTION)
    for rule in framework.rules:
        for words in _of_rule(rule, deck):
            yield _Phrase("rule", rule.decision, _words(words))
    for line in framework.red_lines:
        for words in _of_red_line(line):
            yield _Phrase("red_line", line.id, _words(words))


def _of_kind(kind: ActivityKind) -> Iterator[_Phrase]:
    for lang in LANGS:
        for text in (kind.name, *kind.examples):
            yield _Phrase("kind", kind.id, _words(text[lang]))
        yield _Phrase("kind", kind.id, _words(kind.description[lang]), _OF_DESCRIPTION)
        for synonym in synonyms().get(kind.id, {}).get(lang, ()):
            yield _Phrase("kind", kind.id, _words(synonym))


def _of_rule(rule: Rule, deck: Deck) -> Iterator[str]:
    for wording in rule.wording.values():
        yield " ".join(str(part) for part in wording.model_dump().values() if part)
    if (scenario := deck.scenario(rule.scenario)) is not None:
        yield from (scenario.title[lang] for lang in LANGS)


def _of_red_line(line: FrameworkRedLine) -> Iterator[str]:
    for text in (line.wording, line.practice):
        yield from (words for words in (text.nl, text.en) if words) if text is not None else ()


@cache
def synonyms() -> Mapping[str, Mapping[Lang, tuple[str, ...]]]:
    """By kind of activity and language. Raises `ContentError` where the file cannot be read."""
    try:
        content = tomllib.loads((FOLDER / "synonyms.toml").read_text(encoding="utf-8"))
        return TypeAdapter(dict[str, dict[Lang, tuple[str, ...]]]).validate_python(content)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(file=FOLDER.name) from error


_WORD = re.compile(r"[a-z0-9+]+")


def _words(text: str) -> frozenset[str]:
    """The words that say something, without case, accents and apostrophes; “look-alikes” is also “lookalikes”."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’")
    joined = _JOINED.sub(lambda found: f"{found[0]} {found[0].replace('-', '')}", plain)
    return frozenset(word for word in _WORD.findall(joined) if len(word) > 1 and word not in _PASSED_OVER)


_JOINED = re.compile(r"\b[a-z]+-[a-z]+\b")
