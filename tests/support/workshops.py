"""Use cases on a store of a test's own, with the deck that Kader ships and its law."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import count

from framework.deck import Deck, DeckLibrary, load_deck
from framework.deck.load import DECKS_DIR
from framework.law import law_book
from framework.rehearsal.demonstration import DemonstrationScript, play_script
from framework.store import Store
from framework.text import Lang
from framework.usecases import Context
from framework.workshop.models import WorkshopState
from tests.support.any_actor import AnyActor
from tests.support.stores import empty_store, new_store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""Tests live on this day, also when they are run years later."""


@cache
def shipped_deck() -> Deck:
    return load_deck(DECKS_DIR / "marketing-ai", law_book())


def numbered_ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"id-{next(numbers)}"


@cache
def deck_library() -> DeckLibrary:
    return DeckLibrary()


def new_workshops() -> AnyActor:
    """Use cases on an empty store, with the real deck and law, a clock that stands at `NOW`, and counted ids."""
    return workshops_on(new_store())


def workshops_on(store: Store) -> AnyActor:
    """As `new_workshops`, on this store."""
    return AnyActor(Context(store=store, decks=deck_library(), law=law_book, now=lambda: NOW, new_id=numbered_ids()))


def today_on(store: Store) -> AnyActor:
    """Use cases as a server has them: with the real deck and law, today's date and ids drawn at random."""
    return AnyActor(replace(Context.on_this_machine(store), decks=deck_library()))


def played_today(script: DemonstrationScript, lang: Lang) -> WorkshopState:
    """A workshop as a server would have it after this script."""
    with empty_store() as store:
        cases = today_on(store)
        return cases.queries.state(play_script(cases, script, lang))
