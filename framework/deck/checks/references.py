"""Checks references between the parts of a deck and to the law data: every id must exist."""

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from framework.deck.checks.findings import DeckFinding
from framework.deck.checks.wordlists import words_of
from framework.deck.models import ActivityKind, Commercial, PrincipleCard, Scenario
from framework.deck.numbers_to_fill import without_tokens
from framework.text import LANGS, LocalizedText


class LawVocabulary(Protocol):
    """The ids of the law data that a deck may refer to; `framework.law.LawBook` implements it."""

    def fact_values(self) -> Mapping[str, frozenset[str]]:
        """Fact id to the values it may take."""
        ...

    def rule_periods(self) -> Mapping[str, tuple[datetime.date | None, datetime.date | None]]:
        """Rule id to its first and last day; None where it long has applied, and where no end is known."""
        ...

    def rule_articles(self) -> Mapping[str, str]:
        """Rule id to the article it is from."""
        ...


_PLACE = re.compile(r"(\S+)?\s*(\{[^{}]*\})|([{}])")


def references(
    order: tuple[str, ...],
    cards: Mapping[str, PrincipleCard],
    scenarios: Mapping[str, Scenario],
    kinds: Mapping[str, ActivityKind],
    law: LawVocabulary | None,
    broken: Collection[str] = (),
) -> Iterator[DeckFinding]:
    """Every name that stands for nothing. Files in ``broken`` could not be read; what they would hold is not missed."""
    unread = {name.partition("/")[2].removesuffix(".toml"): name.partition("/")[0] for name in broken}
    known_cards = {*cards, *(one for one, folder in unread.items() if folder == "principles")}
    known_kinds = {*kinds, *(one for one, folder in unread.items() if folder == "activities")}
    yield from _listed(order, cards, known_cards)
    for card in cards.values():
        yield from _card(card, known_cards, known_kinds)
    slugs: dict[str, str] = {}
    for scenario in scenarios.values():
        file = f"scenarios/{scenario.id}.toml"
        if scenario.slug in slugs:
            yield DeckFinding("slug-twice", file, "slug", {"slug": scenario.slug, "file": slugs[scenario.slug]})
        slugs.setdefault(scenario.slug, file)
        yield from _scenario(file, scenario, cards, known_cards, known_kinds)
        yield from _places(file, scenario)
        if law is not None:
            yield from _law_of_scenario(file, scenario, law)
    if law is not None:
        for kind in kinds.values():
            yield from _facts(
                f"activities/{kind.id}.toml", "facts", {fact: (value,) for fact, value in kind.facts.items()}, law
            )


def _listed(
    order: tuple[str, ...], cards: Mapping[str, PrincipleCard], known: Collection[str]
) -> Iterator[DeckFinding]:
    yield from (
        DeckFinding("card-without-file", "deck.toml", "cards", {"id": one})
        for one in dict.fromkeys(order)
        if one not in known
    )
    yield from (
        DeckFinding("card-not-listed", f"principles/{one}.toml", "id", {"id": one}) for one in cards if one not in order
    )
    yield from (
        DeckFinding("card-twice", "deck.toml", "cards", {"id": one})
        for one, times in Counter(order).items()
        if times > 1
    )


def _card(card: PrincipleCard, cards: Collection[str], kinds: Collection[str]) -> Iterator[DeckFinding]:
    file = f"principles/{card.id}.toml"
    if card.id in Commercial.model_fields:
        yield DeckFinding("business-word", file, "id", {"id": card.id})
    for other in card.tension_with:
        if other == card.id:
            yield DeckFinding("tension-with-itself", file, "tension_with")
        elif other not in cards:
            yield DeckFinding("no-such-card", file, "tension_with", {"id": other, "known": _some(cards)})
    for kind in card.examples:
        if kind not in kinds:
            yield DeckFinding("no-such-kind", file, f"examples.{kind}", {"id": kind, "known": _some(kinds)})


def _scenario(
    file: str,
    scenario: Scenario,
    cards: Mapping[str, PrincipleCard],
    known_cards: Collection[str],
    kinds: Collection[str],
) -> Iterator[DeckFinding]:
    for kind in scenario.kinds:
        if kind not in kinds:
            yield DeckFinding("no-such-kind", file, "kinds", {"id": kind, "known": _some(kinds)})
    for row in scenario.weights:
        place = f"weights.{row.principle}"
        if row.principle not in known_cards:
            yield DeckFinding("no-such-card", file, place, {"id": row.principle, "known": _some(known_cards)})
        elif row.principle in cards and not cards[row.principle].scored:
            yield DeckFinding("counterweight", file, place, {"id": row.principle})
    if scenario.spine is not None and scenario.spine not in {row.principle for row in scenario.weights}:
        weighed = tuple(row.principle for row in scenario.weights)
        yield DeckFinding("spine-without-row", file, "spine", {"id": scenario.spine, "known": weighed})
    if not any(stance.legal == "lawful" for stance in scenario.stances):
        yield DeckFinding("nothing-lawful", file, "stances")


def _some(known: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(known)[:40])


# The law ---------------------------------------------------------------------------------------------------------------


def _law_of_scenario(file: str, scenario: Scenario, law: LawVocabulary) -> Iterator[DeckFinding]:
    rules = law.rule_periods()
    for stance in scenario.stances:
        for rule in stance.rests_on:
            if rule not in rules:
                yield DeckFinding("no-such-rule", file, f"stances.{stance.letter}.rests_on", {"id": rule})
    for number, detail in enumerate(scenario.details, start=1):
        yield from _facts(file, f"details.{number}.when", detail.when, law)
        yield from _facts(file, f"details.{number}.unless", detail.unless, law)


def _facts(file: str, place: str, named: Mapping[str, tuple[str, ...]], law: LawVocabulary) -> Iterator[DeckFinding]:
    known = law.fact_values()
    for fact, values in named.items():
        if fact not in known:
            yield DeckFinding("no-such-fact", file, f"{place}.{fact}", {"id": fact})
            continue
        for value in values:
            if value not in known[fact]:
                params = {"id": fact, "value": value, "known": _some(known[fact])}
                yield DeckFinding("no-such-value", file, f"{place}.{fact}", params)


# Where the activity is named -------------------------------------------------------------------------------------------


def scenario_texts(scenario: Scenario) -> Iterator[tuple[str, LocalizedText]]:
    """Every text of a scenario with its place."""
    for name in ("title", "question", "situation", "turning_question", "why", "red_line", "red_line_reason", "law"):
        yield name, getattr(scenario, name)
    if scenario.practice is not None:
        yield "practice", scenario.practice
    for stance in scenario.stances:
        place = f"stances.{stance.letter}"
        yield f"{place}.name", stance.name
        yield f"{place}.behaviour", stance.behaviour
        for name in ("gives", "costs"):
            if (text := getattr(stance, name)) is not None:
                yield f"{place}.{name}", text
        if stance.law is not None:
            yield f"{place}.law", stance.law
        for name in ("trigger", "behaviour", "condition", "check"):
            text = getattr(stance.rule, name)
            if text is not None:
                yield f"{place}.rule.{name}", text
    for row in scenario.weights:
        yield f"weights.{row.principle}.why", row.why
    if scenario.voice is not None:
        yield "voice.name", scenario.voice.name
        yield "voice.text", scenario.voice.text
    for number, detail in enumerate(scenario.details, start=1):
        yield f"details.{number}.text", detail.text


def places_of(place: str) -> frozenset[str]:
    """The names that are filled in at a place of a scenario."""
    if place.startswith("details."):
        return frozenset({"{activity}", "{supplier}"})
    if place in {"question", "why"} or place.endswith((".rule.trigger", ".rule.behaviour", ".rule.condition")):
        return frozenset({"{activity}"})
    return frozenset()


def _places(file: str, scenario: Scenario) -> Iterator[DeckFinding]:
    """Names to be filled in: only where they are, and only after a preposition, so that any name fits."""
    for place, text in scenario_texts(scenario):
        allowed = places_of(place)
        for lang in LANGS:
            worded = without_tokens(text[lang]) if ".rule." in place else text[lang]
            for before, name, brace in _PLACE.findall(worded):
                if brace or name not in allowed:
                    yield DeckFinding("no-such-place", file, f"{place}.{lang}", {"name": name or brace})
                elif before.casefold().strip("“(") not in words_of("prepositions", lang):
                    params = {"name": name, "word": before or "…"}
                    yield DeckFinding("place-after-preposition", file, f"{place}.{lang}", params)
