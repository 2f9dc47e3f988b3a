"""Kader's domain: what the decks, the law, the workshop and the charter mean.

Nothing in here knows about screens. ``framework`` imports no streamlit and nothing from ``pages``; an import
contract in CI keeps it so. The floors, imports going down only::

    errors  text
    deck  law  workshop.models
    analysis  store  language
    charts  verdict  charter
    workshop use cases
"""
