"""Fixtures for all tests. Where a machine lacks Chromium or PostgreSQL those tests skip visibly and say how to get it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from framework.deck import Deck, DeckLibrary, load_deck
from framework.deck.loading import DECKS_DIR
from framework.law import LawBook, law_book
from framework.store.memory import MemoryStore
from framework.workshop.usecases import Context, Workshops

settings.register_profile("kader", deadline=None)
settings.load_profile("kader")
"""No timed asserts: a slow machine makes no test fail."""

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""Tests live on this day, also when they are run years later."""


@cache
def _real_deck() -> Deck:
    return load_deck(DECKS_DIR / "marketing-ai", law_book())


@pytest.fixture(scope="session")
def real_deck() -> Deck:
    return _real_deck()


@pytest.fixture(scope="session")
def law() -> LawBook:
    return law_book()


def numbered_ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"id-{next(numbers)}"


@cache
def _library() -> DeckLibrary:
    return DeckLibrary()


def in_memory() -> Workshops:
    """Use cases on the memory store, with the real deck and law, a standing clock and counted ids."""
    return Workshops(
        Context(store=MemoryStore(), decks=_library(), law=law_book, now=lambda: NOW, new_id=numbered_ids())
    )


@pytest.fixture
def workshops() -> Workshops:
    return in_memory()


@pytest.fixture(autouse=True)
def _data_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the data of whoever runs it."""
    monkeypatch.setenv("KADER_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("KADER_DATABASE_URL", raising=False)


def required(name: str) -> bool:
    return os.environ.get(name) == "1"
