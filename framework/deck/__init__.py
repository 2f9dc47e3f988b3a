"""Decks: principle cards, scenarios and activity kinds, as data that is checked before anyone sees it."""

from framework.deck.checks.findings import Finding
from framework.deck.checks.references import LawVocabulary
from framework.deck.library import DeckLibrary, Shelved
from framework.deck.load import known_decks, load_deck
from framework.deck.models import (
    LETTERS,
    PUBLISHED,
    SPEAKERS,
    SYMBOL_GRID,
    ActivityKind,
    Commercial,
    Deck,
    Detail,
    Legal,
    Letter,
    PrincipleCard,
    RuleProposal,
    Scenario,
    ScenarioId,
    Source,
    SourceKind,
    Speaker,
    Stance,
    Verb,
    Voice,
    WeightRow,
)

__all__ = [
    "LETTERS",
    "PUBLISHED",
    "SPEAKERS",
    "SYMBOL_GRID",
    "ActivityKind",
    "Commercial",
    "Deck",
    "DeckLibrary",
    "Detail",
    "Finding",
    "LawVocabulary",
    "Legal",
    "Letter",
    "PrincipleCard",
    "RuleProposal",
    "Scenario",
    "ScenarioId",
    "Shelved",
    "Source",
    "SourceKind",
    "Speaker",
    "Stance",
    "Verb",
    "Voice",
    "WeightRow",
    "known_decks",
    "load_deck",
]
