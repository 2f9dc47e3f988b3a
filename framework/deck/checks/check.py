"""Runs all checks on a deck: errors, warnings, and reports on its prices and language."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from framework.deck.checks.completeness import card_completeness, mark_findings, scenario_completeness
from framework.deck.checks.findings import DeckFinding
from framework.deck.checks.prices import Prices, price_findings, prices
from framework.deck.checks.references import LawVocabulary, scenario_texts
from framework.deck.checks.style_checks import (
    PartLanguage,
    card_texts,
    language_findings,
    part_language,
    scenario_wording,
)
from framework.deck.load import DeckFiles, Parts, read_parts
from framework.deck.models import Deck
from framework.language import Translator


@dataclass(frozen=True, slots=True)
class DeckCheck:
    """``deck``: None where there is an error. The reports cover the valid parts."""

    deck: Deck | None
    parts: Parts
    errors: tuple[DeckFinding, ...]
    warnings: tuple[DeckFinding, ...]
    prices: Prices
    language: tuple[PartLanguage, ...]

    @property
    def findings(self) -> tuple[DeckFinding, ...]:
        return (*self.errors, *self.warnings)

    def about(self, file: str) -> tuple[DeckFinding, ...]:
        """The findings of one file."""
        return tuple(finding for finding in self.findings if finding.file == file)


def check_deck(files: DeckFiles, law: LawVocabulary | None, as_of: datetime.date) -> DeckCheck:
    """Checks a deck as of a day, which matters for marks based on law that does not apply yet."""
    parts = read_parts(files, law)
    weighed = prices(
        (parts.cards[one] for one in parts.order if one in parts.cards),
        tuple(parts.scenarios.values()),
        parts.kinds.values(),
    )
    language = {part.file: part for part in _language(parts)}
    found = [*parts.findings, *_further(parts, language, law, as_of), *_prices(parts, weighed)]
    return DeckCheck(
        deck=parts.deck,
        parts=parts,
        errors=_sorted(finding for finding in found if finding.severity == "error"),
        warnings=_sorted(finding for finding in found if finding.severity == "warning"),
        prices=weighed,
        language=tuple(language.values()),
    )


def _prices(parts: Parts, weighed: Prices) -> Iterator[DeckFinding]:
    """Findings on prices. While a scenario is invalid, counts over all scenarios are left out."""
    unread = any(finding.file.startswith("scenarios/") for finding in parts.findings if finding.severity == "error")
    for finding in price_findings(weighed):
        if not unread or finding.file.startswith("scenarios/"):
            yield finding


def _language(parts: Parts) -> Iterator[PartLanguage]:
    for card in parts.cards.values():
        yield part_language(f"principles/{card.id}.toml", tuple(card_texts(card)))
    for scenario in parts.scenarios.values():
        yield part_language(f"scenarios/{scenario.id}.toml", tuple(scenario_texts(scenario)))


def _further(
    parts: Parts, language: Mapping[str, PartLanguage], law: LawVocabulary | None, as_of: datetime.date
) -> Iterator[DeckFinding]:
    yield from card_completeness(parts.cards.values())
    for card in parts.cards.values():
        yield from language_findings(language[f"principles/{card.id}.toml"], tuple(card_texts(card)))
    for scenario in parts.scenarios.values():
        file = f"scenarios/{scenario.id}.toml"
        yield from scenario_completeness(file, scenario, parts.kinds)
        yield from scenario_wording(file, scenario)
        yield from language_findings(language[file], tuple(scenario_texts(scenario)))
        if law is not None:
            yield from mark_findings(file, scenario, law, as_of)


def _sorted(findings: Iterator[DeckFinding]) -> tuple[DeckFinding, ...]:
    """deck.toml first, then by file; within a file in the order found."""
    return tuple(sorted(findings, key=lambda finding: ("/" in finding.file, finding.file)))


def as_json(check: DeckCheck, t: Translator) -> dict[str, Any]:
    """The check as JSON-compatible values; sentences are in the translator's language."""
    return {
        "deck": {"id": check.deck.id, "version": check.deck.version} if check.deck else None,
        "findings": [
            {
                "severity": finding.severity,
                "code": finding.code,
                "file": finding.file,
                "place": finding.place,
                "said": finding.message(t),
            }
            for finding in check.findings
        ],
        "prices": asdict(check.prices),
        "language": [asdict(part) for part in check.language],
    }
