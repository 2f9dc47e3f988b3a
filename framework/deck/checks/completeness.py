"""Checks what a good deck has: sources, voices, details about the team's activity, and marks that match the law data."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping

from framework.deck.checks.findings import DeckFinding
from framework.deck.checks.references import LawVocabulary
from framework.deck.checks.wordlists import words_of
from framework.deck.models import (
    PUBLISHED,
    ActivityKind,
    CaseSource,
    Detail,
    PrincipleCard,
    RuleProposal,
    Scenario,
    Stance,
)
from framework.deck.numbers_to_fill import without_numbers_to_fill
from framework.text import LANGS

MIN_DETAILS = 2
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")
_YEAR = re.compile(r"\b20\d\d\b")
_LAW_NAME = re.compile(r"^[^\d:]*[^\d:\s]")
_NUMBER = re.compile(r"\d+[a-z]*")
_RANGE = re.compile(r"\b(\d{1,4})-(\d{1,4})\b")
_BY_NUMBER = {"ai act", "gdpr"}
_NAMES = dict(pair.split(" = ") for pair in words_of("law_names", "nl"))


def card_completeness(cards: Iterable[PrincipleCard]) -> Iterator[DeckFinding]:
    """Findings on the sources of cards, and one finding for all cards without a symbol."""
    bare: list[str] = []
    for card in cards:
        file = f"principles/{card.id}.toml"
        if not card.symbol:
            bare.append(card.id)
        if not card.sources:
            yield DeckFinding("no-source", file, "sources")
        yield from _sources(file, card.sources)
    if bare:
        yield DeckFinding("no-symbol", "deck.toml", "cards", {"cards": tuple(bare)})


def scenario_completeness(file: str, scenario: Scenario, kinds: Mapping[str, ActivityKind]) -> Iterator[DeckFinding]:
    """Findings on a scenario's prices, sources, voice and details."""
    yield from _prices(file, scenario)
    if not scenario.sources:
        yield DeckFinding("no-source", file, "sources")
    elif not any(source.kind in PUBLISHED for source in scenario.sources):
        yield DeckFinding("no-published-source", file, "sources")
    yield from _sources(file, scenario.sources)
    for number, source in enumerate(scenario.sources, start=1):
        if source.kind is None:
            yield DeckFinding("source-without-kind", file, f"sources.{number}")
    if scenario.voice is None:
        yield DeckFinding("no-voice", file, "voice")
    if len(scenario.details) < MIN_DETAILS:
        yield DeckFinding("few-details", file, "details")
        return
    if not any(detail.needs == "supplier" for detail in scenario.details):
        yield DeckFinding("no-supplier-detail", file, "details")
    if not any(detail.when for detail in scenario.details):
        yield DeckFinding("no-fact-detail", file, "details")
    for kind_id in scenario.kinds:
        kind = kinds.get(kind_id)
        if kind is not None and not any(_can_appear(detail, kind) for detail in scenario.details):
            yield DeckFinding("no-detail-for-kind", file, "details", {"kind": kind_id})


def _prices(file: str, scenario: Scenario) -> Iterator[DeckFinding]:
    silent = tuple(stance.letter for stance in scenario.stances if stance.gives is None or stance.costs is None)
    if silent:
        yield DeckFinding("price-missing", file, "stances", {"letters": silent})
    if scenario.usual is None:
        yield DeckFinding("no-usual", file)
    for stance in scenario.stances:
        yield from _numbers_in_rule(file, f"stances.{stance.letter}.rule", stance.rule)


def _numbers_in_rule(file: str, place: str, rule: RuleProposal) -> Iterator[DeckFinding]:
    for name in ("trigger", "behaviour", "condition", "check"):
        text = getattr(rule, name)
        if text is not None and (numbers := tuple(_FIGURE.findall(without_numbers_to_fill(text.nl)))):
            yield DeckFinding("number-in-rule", file, f"{place}.{name}", {"numbers": numbers, "first": numbers[0]})


def _can_appear(detail: Detail, kind: ActivityKind) -> bool:
    """Whether the kind's starting facts allow a detail; facts without a starting value may have any."""
    return all(kind.facts.get(fact) in {None, "unknown", *values} for fact, values in detail.when.items()) and not any(
        kind.facts.get(fact) in values for fact, values in detail.unless.items()
    )


def _sources(file: str, sources: Iterable[CaseSource]) -> Iterator[DeckFinding]:
    titles: set[str] = set()
    for number, source in enumerate(sources, start=1):
        place = f"sources.{number}"
        if source.title.strip().casefold() in titles:
            yield DeckFinding("source-twice", file, f"{place}.title")
        titles.add(source.title.strip().casefold())


# Marks -----------------------------------------------------------------------------------------------------------------


def mark_findings(file: str, scenario: Scenario, law: LawVocabulary, as_of: datetime.date) -> Iterator[DeckFinding]:
    """Findings on legal marks that do not match the law data as of a day."""
    periods, articles = law.rule_periods(), law.rule_articles()
    for stance in scenario.stances:
        place = f"stances.{stance.letter}"
        if stance.legal == "lawful":
            if stance.rests_on:
                yield DeckFinding("rests-on-unmarked", file, f"{place}.rests_on")
            continue
        if not stance.rests_on:
            yield DeckFinding("no-rests-on", file, place)
            continue
        known = [rule for rule in stance.rests_on if rule in periods]
        for rule in known:
            if not any(same_law(articles[rule], cited) for cited in stance.articles):
                yield DeckFinding(
                    "article-elsewhere", file, f"{place}.rests_on", {"rule": rule, "article": articles[rule]}
                )
            last = periods[rule][1]
            if last is not None and last < as_of:
                yield DeckFinding("law-has-ended", file, f"{place}.rests_on", {"rule": rule, "date": last.isoformat()})
        starts = [periods[rule][0] for rule in known]
        coming = [start for start in starts if start is not None and start > as_of]
        if (
            stance.legal == "unlawful"
            and coming
            and len(coming) == len(starts)
            and not _names_year(stance, min(coming))
        ):
            yield DeckFinding("ahead-of-the-law", file, f"{place}.rests_on", {"date": min(coming).isoformat()})


def _names_year(stance: Stance, date: datetime.date) -> bool:
    """Whether the law text mentions the year of ``date`` in both languages."""
    return stance.law is not None and all(str(date.year) in _YEAR.findall(stance.law[lang]) for lang in LANGS)


def same_law(article: str, cited: str) -> bool:
    """Whether two citations are of the same law, and for the laws in `_BY_NUMBER` share an article number: ``AI Act 5(1)(a)``
    and ``AI Act 5(1)`` do, ``GDPR 6`` and ``GDPR 9`` do not."""
    return any(
        law == other and (law not in _BY_NUMBER or bool(numbers & others))
        for law, numbers in _citations(article)
        for other, others in _citations(cited)
    )


def _citations(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Law and article numbers of each citation in a text such as ``GDPR 8, recitals 38 and 71; UAVG 5``."""
    for part in text.split(";"):
        found = _LAW_NAME.match(part.strip())
        if found is not None:
            name = found[0].strip().casefold()
            rest = re.sub(r"\([^)]*\)", "", part.strip()[found.end() :])
            yield _NAMES.get(name, name), frozenset(_numbers(rest))


def _numbers(text: str) -> Iterator[str]:
    """Article numbers, with ranges expanded: ``12-14`` gives three."""
    for first, last in _RANGE.findall(text):
        yield from (str(number) for number in range(int(first), min(int(last), int(first) + 50) + 1))
    yield from _NUMBER.findall(text)
