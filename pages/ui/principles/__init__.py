"""The principle cards, alone and in a group."""
