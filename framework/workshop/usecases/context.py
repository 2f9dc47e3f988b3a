"""What every use case needs from outside: the store, the content, the time, and fresh ids."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from framework.deck import DeckLibrary
from framework.errors import NotFound, WorkshopClosed
from framework.law.models import LawBook
from framework.store import Change, Store
from framework.workshop.agenda import AgendaItem, agenda_item
from framework.workshop.models import WorkshopState


@dataclass(frozen=True)
class Context:
    store: Store
    decks: DeckLibrary
    law: Callable[[], LawBook]
    now: Callable[[], datetime]
    """The time, with time zone."""
    new_id: Callable[[], str]
    """A fresh, unguessable id; an address with it is the key to a workshop."""

    def today(self) -> date:
        return self.now().date()


def open_for_change(change: Change) -> None:
    """Raises `WorkshopClosed` when nothing may be changed any more."""
    workshop = change.workshop()
    if workshop.stage == "closed":
        raise WorkshopClosed(workshop=workshop.id)


def item_of(state: WorkshopState, scenario_id: str) -> AgendaItem:
    """The agenda item of a scenario. Raises `NotFound`."""
    item = agenda_item(state, scenario_id)
    if item is None:
        raise NotFound(what="scenario", id=scenario_id)
    return item


def seat_of(state: WorkshopState) -> str:
    """The one seat of a self-assessment."""
    return state.seats[0].id
