"""Decks of principle cards, scenarios and activity kinds: models, loading and checks."""

from framework.deck.checks.findings import DeckFinding
from framework.deck.checks.references import LawVocabulary
from framework.deck.library import DeckLibrary, LibraryEntry
from framework.deck.load import known_decks, load_deck
from framework.deck.models import (
    LETTERS,
    PUBLISHED,
    SPEAKERS,
    SYMBOL_GRID,
    ActivityKind,
    CaseSource,
    Commercial,
    Deck,
    Detail,
    Legal,
    Letter,
    PrincipleCard,
    RuleProposal,
    Scenario,
    ScenarioId,
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
    "CaseSource",
    "Commercial",
    "Deck",
    "DeckFinding",
    "DeckLibrary",
    "Detail",
    "LawVocabulary",
    "Legal",
    "Letter",
    "LibraryEntry",
    "PrincipleCard",
    "RuleProposal",
    "Scenario",
    "ScenarioId",
    "SourceKind",
    "Speaker",
    "Stance",
    "Verb",
    "Voice",
    "WeightRow",
    "known_decks",
    "load_deck",
]
