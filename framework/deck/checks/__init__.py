"""The deck check: what an author is told about a deck before others use it."""
