"""What the screens read: workshops, their rooms, and answers."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from framework.store import Answered, Turnout, WorkshopHead
from framework.usecases.base import UseCaseGroup
from framework.workshop.models import Seat, WorkshopEntry, WorkshopState
from framework.workshop.room import Question


class QueryUseCases(UseCaseGroup):
    """Every method may raise `StoreUnavailable`, and `NotFound` for a workshop that does not exist."""

    def now(self) -> datetime:
        """The current time as an aware datetime."""
        return self._context.now()

    def today(self) -> date:
        return self._context.today()

    def workshops(self) -> tuple[WorkshopEntry, ...]:
        """The workshops of this installation, the last changed first."""
        return self._context.store.workshops()

    def head(self, workshop_id: str) -> WorkshopHead:
        """The workshop's own fields, its revisions and its room: one small read."""
        return self._context.store.head(workshop_id)

    def revision(self, workshop_id: str) -> int:
        """Rises with every change; cheap enough to read on each run of a page."""
        return self._context.store.revision(workshop_id)

    def public_state(self, workshop_id: str) -> WorkshopState:
        """The state without seats and answers. Changes with ``shared_revision``."""
        return self._context.store.load_shared(workshop_id)

    def state(self, workshop_id: str) -> WorkshopState:
        """The whole state, answers of unrevealed rounds included."""
        return self._context.store.load(workshop_id)

    def seats(self, workshop_id: str) -> tuple[Seat, ...]:
        """All seats, freed ones included, in the order in which people joined."""
        return self._context.store.seats(workshop_id)

    def people(self, workshop_id: str) -> int:
        """Number of seats that are not freed."""
        return self._context.store.people(workshop_id)

    def turnout(self, workshop_id: str, question: Question) -> Turnout:
        """Number of people who have answered."""
        return self._context.store.turnout(workshop_id, question)

    def left_out(self, workshop_id: str, question: Question) -> int:
        """How many people's answers were left out (`FacilitationUseCases.leave_out_seats`)."""
        return self._context.store.left_out(workshop_id, question)

    def answers_to(self, workshop_id: str, question: Question) -> tuple[Answered, ...]:
        """Each seat's latest answer, freed seats included. Callers check that the round is revealed before they show any."""
        return self._context.store.answers_to(workshop_id, question)

    def answers_of_seats(self, seats: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Answered, ...]]:
        """All answers of these seats, by workshop id and seat id; a seat without any is missing. One read per workshop."""
        found: dict[tuple[str, str], tuple[Answered, ...]] = {}
        for workshop_id in {workshop_id for workshop_id, _ in seats}:
            asked = [seat_id for of, seat_id in seats if of == workshop_id]
            answers = self._context.store.answers_of(workshop_id, asked)
            found |= {(workshop_id, seat_id): given for seat_id, given in answers.items()}
        return found
