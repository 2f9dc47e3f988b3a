"""What use cases depend on: the store, the decks, the law, the clock and new ids; and checks that several of them share."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from framework.deck import DeckLibrary
from framework.errors import NotFound, WorkshopClosed
from framework.law import LawBook, law_book
from framework.store import Store, Transaction
from framework.workshop.agenda import AgendaItem, agenda_item
from framework.workshop.models import WorkshopState
from framework.workshop.room import Room
from framework.workshop.session_plan import join_code


@dataclass(frozen=True)
class Context:
    store: Store
    decks: DeckLibrary
    law: Callable[[], LawBook]
    now: Callable[[], datetime]
    """The current time as an aware datetime."""
    new_id: Callable[[], str]
    """A new, unguessable id. Whoever has the address with a workshop's id can open it."""

    @staticmethod
    def on_this_machine(store: Store, decks: Path | None = None) -> "Context":
        """A context with Kader's own law, this machine's clock and random ids. ``decks``: folder of installed decks."""
        return Context(
            store=store,
            decks=DeckLibrary(installed=decks, law=law_book),
            law=law_book,
            now=lambda: datetime.now(UTC).astimezone(),
            new_id=lambda: secrets.token_hex(12),
        )

    def today(self) -> date:
        return self.now().date()


def ensure_not_closed(change: Transaction) -> None:
    """Raises `WorkshopClosed` where the workshop is closed and may not be changed."""
    workshop = change.workshop()
    if workshop.stage == "closed":
        raise WorkshopClosed(workshop=workshop.id)


def untick(change: Transaction, about: str) -> None:
    """Takes a decision, a red line or the principles out of the public edition: other words were ticked."""
    texts = change.texts()
    if about in (*(texts.public or ()), *texts.public_checks):
        left = None if texts.public is None else tuple(one for one in texts.public if one != about)
        checks = tuple(one for one in texts.public_checks if one != about)
        told = {"public": left, "public_checks": checks, "version": texts.version + 1}
        change.put_texts(texts.model_copy(update=told))


def require_item(state: WorkshopState, scenario_id: str) -> AgendaItem:
    """The agenda item of a scenario. Raises `NotFound`."""
    item = agenda_item(state, scenario_id)
    if item is None:
        raise NotFound(what="scenario", id=scenario_id)
    return item


def only_seat(state: WorkshopState) -> str:
    """The one seat of a self-assessment."""
    return state.seats[0].id


_MAX_CODE_ATTEMPTS = 20


def renew_join_code(context: Context, workshop_id: str) -> Room:
    """Gives the room a join code that no other room has; the old code stops working.

    Raises `NotFound` (``room``) for a self-assessment.
    """
    with context.store.transaction(workshop_id) as change:
        ensure_not_closed(change)
        room = require_room(change.room())
        for _ in range(_MAX_CODE_ATTEMPTS):
            code = join_code(context.new_id())
            if change.claim_code(code):
                saved = room.model_copy(update={"code": code, "version": room.version + 1})
                change.put_room(saved)
                return saved
    raise AssertionError("twenty random codes were all taken")


def require_room(room: Room | None) -> Room:
    """Raises `NotFound` (``room``) where there is none."""
    if room is None:
        raise NotFound(what="room", id="")
    return room
