"""Keeping to a charter: what happened since, what was learned, and what is to do."""
