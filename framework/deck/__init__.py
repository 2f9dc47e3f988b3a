"""Decks: principle cards, scenarios and activity kinds, as data that is checked before anyone sees it."""

from framework.deck.loading import DeckLibrary, known_decks, load_deck
from framework.deck.models import (
    LETTERS,
    ActivityKind,
    Commercial,
    Deck,
    Legal,
    Letter,
    PrincipleCard,
    RuleProposal,
    Scenario,
    ScenarioId,
    Source,
    Stance,
    Verb,
    WeightRow,
)

__all__ = [
    "LETTERS",
    "ActivityKind",
    "Commercial",
    "Deck",
    "DeckLibrary",
    "Legal",
    "Letter",
    "PrincipleCard",
    "RuleProposal",
    "Scenario",
    "ScenarioId",
    "Source",
    "Stance",
    "Verb",
    "WeightRow",
    "known_decks",
    "load_deck",
]
