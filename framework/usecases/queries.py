"""What the screens read: workshops, their rooms, and what was answered."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from framework.store import Answered, Turnout, WorkshopHead
from framework.usecases.base import UseCaseGroup
from framework.workshop.models import Seat, WorkshopEntry, WorkshopState
from framework.workshop.room import Question


class QueryUseCases(UseCaseGroup):
    """Every method may raise `StoreUnavailable`; those that name a workshop raise `NotFound` when it is not there."""

    def now(self) -> datetime:
        """With time zone."""
        return self._context.now()

    def today(self) -> date:
        return self._context.today()

    def workshops(self) -> tuple[WorkshopEntry, ...]:
        """The workshops of this installation, latest changed first."""
        return self._context.store.workshops()

    def head(self, workshop_id: str) -> WorkshopHead:
        """The workshop's own fields, its revisions and its room: one small read."""
        return self._context.store.head(workshop_id)

    def revision(self, workshop_id: str) -> int:
        """Goes up with every change; cheap enough to ask on each run of a page."""
        return self._context.store.revision(workshop_id)

    def public_state(self, workshop_id: str) -> WorkshopState:
        """The state without seats and answers. Changes with ``shared_revision``."""
        return self._context.store.load_shared(workshop_id)

    def state(self, workshop_id: str) -> WorkshopState:
        """The whole state, answers of unrevealed rounds included."""
        return self._context.store.load(workshop_id)

    def seats(self, workshop_id: str) -> tuple[Seat, ...]:
        """Freed seats included, in the order people came in."""
        return self._context.store.seats(workshop_id)

    def people(self, workshop_id: str) -> int:
        """How many seats are not freed."""
        return self._context.store.people(workshop_id)

    def turnout(self, workshop_id: str, question: Question) -> Turnout:
        """How many have answered."""
        return self._context.store.turnout(workshop_id, question)

    def answers_to(self, workshop_id: str, question: Question) -> tuple[Answered, ...]:
        """The latest answer of each seat, freed seats included. Whoever shows them checks that the round was revealed."""
        return self._context.store.answers_to(workshop_id, question)

    def answers_of_seats(self, seats: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Answered, ...]]:
        """All answers of these seats, by workshop id and seat id; a seat without any is missing. One read per workshop."""
        found: dict[tuple[str, str], tuple[Answered, ...]] = {}
        for workshop_id in {workshop_id for workshop_id, _ in seats}:
            asked = [seat_id for of, seat_id in seats if of == workshop_id]
            answers = self._context.store.answers_of(workshop_id, asked)
            found |= {(workshop_id, seat_id): given for seat_id, given in answers.items()}
        return found
