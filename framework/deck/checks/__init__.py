"""The deck check: errors and warnings for authors of decks."""
