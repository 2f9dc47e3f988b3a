"""Kader's domain: decks, law, workshops, charters, and the use cases on top.

Nothing in here knows about screens: no package imports Streamlit or ``pages``. The layers are listed in ``pyproject.toml``
under ``[tool.importlinter]``; imports only go down, and CI checks it.
"""
