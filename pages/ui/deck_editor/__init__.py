"""Editing a deck of one's own."""
