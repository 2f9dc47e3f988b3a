"""Where workshops are stored: the `Store` and `Transaction` protocols, and what each method guarantees.

`sql` implements them on SQLite (the default) and PostgreSQL (by URL). The same contract tests run on both.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from framework.settings import Settings
from framework.workshop.models import (
    Activity,
    Ballot,
    CharterTexts,
    CheckoutWord,
    Consent,
    Decision,
    Framework,
    GroupResult,
    Note,
    Practice,
    Ranking,
    RedLine,
    RedLineVote,
    Seat,
    Workshop,
    WorkshopEntry,
    WorkshopState,
)
from framework.workshop.room import Question, Room

__all__ = ["ChangeFeed", "RoomCounters", "Store", "Transaction", "Turnout", "WorkshopHead", "open_store"]

Answered = Ballot | Ranking | Consent | RedLineVote | CheckoutWord
Receipt = tuple[str, str]
"""A seat, and the key that its phone gave to an answer."""


@dataclass(frozen=True, slots=True)
class WorkshopHead:
    """What a live view asks for again and again: small, and read in one go.

    ``revision`` moves with every change; ``shared_revision`` only when something moved that everybody sees, so not with
    a vote and not when somebody comes in.
    """

    workshop: Workshop
    revision: int
    shared_revision: int
    room: Room | None


@dataclass(frozen=True, slots=True)
class RoomCounters:
    """What moves while people come in and answer, read in one go: the revisions of `WorkshopHead`, how many seats are taken, and how
    many were freed."""

    revision: int
    shared_revision: int
    people: int
    freed: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many seats have answered a question, and how many of these are freed.

    What somebody answered stays when they leave, here as in every result (docs/decisions/0008). So ``left`` belongs to
    both sides of "9 of 12 have answered". An empty ballot or ranking is no answer.
    """

    answered: int
    left: int = 0


class Transaction(Protocol):
    """One transaction on one workshop: exclusive, all or nothing.

    Reads inside it see what is committed plus its own writes. Documents are inserted or replaced whole by id; the caller
    has merged (`framework.workshop.merging`). Answers are appended.
    """

    @property
    def changes_shared_view(self) -> bool:
        """Whether something was written that everybody sees, and ``shared_revision`` moves."""
        ...

    def workshop(self) -> Workshop: ...
    def state(self) -> WorkshopState: ...
    def shared(self) -> WorkshopState:
        """The state without seats and answers: cheaper, where these are not needed."""
        ...

    def activity(self, activity_id: str) -> Activity | None: ...
    def activities(self) -> tuple[Activity, ...]: ...
    def decision(self, decision_id: str) -> Decision | None: ...
    def decisions(self) -> tuple[Decision, ...]: ...
    def red_line(self, red_line_id: str) -> RedLine | None: ...
    def red_lines(self) -> tuple[RedLine, ...]: ...
    def texts(self) -> CharterTexts: ...
    def ballot(self, seat: str, scenario: str, activity: str, round_: int) -> Ballot | None:
        """The latest of that seat, or None."""
        ...

    def ranking(self, seat: str) -> Ranking | None: ...
    def room(self) -> Room | None: ...
    def note(self, note_id: str) -> Note | None: ...
    def seat(self, seat_id: str) -> Seat | None: ...
    def seats(self) -> tuple[Seat, ...]: ...
    def headcount(self) -> tuple[int, int]:
        """How many seats are not freed, and how many tables there are."""
        ...

    def seats_among(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        """Those of them that are there, by id."""
        ...

    def put_workshop(self, workshop: Workshop) -> None: ...
    def put_activity(self, activity: Activity) -> None: ...
    def put_decision(self, decision: Decision) -> None: ...
    def put_red_line(self, red_line: RedLine) -> None: ...
    def put_texts(self, texts: CharterTexts) -> None: ...
    def add_ranking(self, ranking: Ranking) -> None: ...
    def add_ballot(self, ballot: Ballot) -> None: ...
    def add_practice(self, practice: Practice) -> None: ...
    def add_framework(self, framework: Framework) -> None: ...
    def put_room(self, room: Room) -> None: ...
    def put_note(self, note: Note) -> None: ...
    def put_seat(self, seat: Seat) -> None:
        """Adds a seat, or replaces the one with its id."""
        ...

    def add_seats(self, seats: Sequence[Seat]) -> None:
        """New ones, all at once."""
        ...

    def add_answers(self, answers: Sequence[Answered]) -> None:
        """In this order: the last one of a seat to a question counts."""
        ...

    def claim_code(self, code: str) -> bool:
        """Makes a join code lead to this workshop, and no other code; False when the code is another workshop's."""
        ...

    def add_seat_keys(self, seats: Mapping[str, str]) -> None:
        """Lets whoever holds a key be a seat. ``seats``: seat id by key hash."""
        ...

    def revoke_seat_keys(self, seat: str) -> None:
        """Takes all keys of a seat away."""
        ...

    def vote_context(
        self, seat_ids: Collection[str], keyed: Collection[Receipt]
    ) -> tuple[Room | None, Mapping[str, Seat], Collection[Receipt]]:
        """The room, and what `seats_among` and `receipts_among` tell: all that a vote is held against, in one question where
        it comes alone."""
        ...

    def receipts_among(self, keyed: Collection[Receipt]) -> Collection[Receipt]:
        """Those of them that were taken before."""
        ...

    def add_receipts(self, keyed: Collection[Receipt]) -> None:
        """Notes that these answers were taken; the caller has seen to it that none was before."""
        ...

    def anonymise_votes(self, state: WorkshopState, group: GroupResult) -> None:
        """Replaces seats and all answers by those of ``state`` and keeps ``group``; keys, codes and receipts go.

        For closing. Nothing of what stood there before stays behind in the file, as far as the database can see to it.
        """
        ...


class ChangeFeed(Protocol):
    """Hears of other processes' changes until it is closed."""

    @property
    def hears(self) -> bool:
        """Whether it does, as far as it can tell: while it does not, and sparingly when it does, look at `revisions`."""
        ...

    def close(self) -> None:
        """Returns at once; safe from a signal handler."""
        ...


class Store(Protocol):
    """All workshops of one installation.

    Every method may raise `StoreUnavailable`; the ones that name a workshop raise `NotFound` when it is not there.
    """

    def workshops(self) -> tuple[WorkshopEntry, ...]:
        """Latest changed first."""
        ...

    def revision(self, workshop_id: str) -> int:
        """Moves with every committed change; one indexed read, cheap enough to ask on every run of a page."""
        ...

    def load(self, workshop_id: str) -> WorkshopState:
        """Everything, as of one moment."""
        ...

    def head(self, workshop_id: str) -> WorkshopHead:
        """The head of a workshop with its room, in one read."""
        ...

    def revisions(self, workshop_ids: Collection[str]) -> Mapping[str, tuple[int, int]]:
        """``revision`` and ``shared_revision`` by id, of those that are there; one read for all of them."""
        ...

    def counters(self, workshop_id: str) -> RoomCounters:
        """One small read for whoever counts while votes stream in. Raises `NotFound`."""
        ...

    def load_shared(self, workshop_id: str) -> WorkshopState:
        """What everybody may see: the state without seats and without any answer. Changes with ``shared_revision``."""
        ...

    def shared_as_of(self, workshop_id: str) -> tuple[WorkshopState, int]:
        """As `load_shared`, with the ``shared_revision`` of that very moment."""
        ...

    def seats(self, workshop_id: str) -> tuple[Seat, ...]: ...

    def people(self, workshop_id: str) -> int:
        """How many seats are not freed."""
        ...

    def freed(self, workshop_id: str) -> frozenset[str]:
        """Ids of the seats that are freed."""
        ...

    def turnout(self, workshop_id: str, question: Question) -> Turnout:
        """How many have answered."""
        ...

    def voters_after(self, workshop_id: str, question: Question, place: int = 0) -> tuple[frozenset[str], int]:
        """Who answered a question after a place in the order in which answers came, and the last such place: whoever asks
        again and again learns of the new ones alone. 0 is before the first; a place says nothing to another store."""
        ...

    def ballots_after(self, workshop_id: str, question: Question, place: int = 0) -> tuple[tuple[Ballot, ...], int]:
        """The latest ballot of each seat that gave one after a place, in the order they came, and the last such place (see
        `voters_after`). ``question``: one of a ballot."""
        ...

    def answers_to(self, workshop_id: str, question: Question) -> tuple[Answered, ...]:
        """The latest answers of each seat to one question, freed seats' included."""
        ...

    def answers_of(self, workshop_id: str, seats: Collection[str]) -> Mapping[str, tuple[Answered, ...]]:
        """All answers of these seats, each seat's of a kind in the order they came; a seat without any is missing."""
        ...

    def workshop_by_code(self, code: str) -> str:
        """The workshop that a join code leads to. Raises `NotFound` (``code``)."""
        ...

    def seats_by_key(self, key_hashes: Collection[str]) -> Mapping[str, tuple[str, Seat]]:
        """Workshop id and seat of whoever holds these keys, by key hash; freed seats have none. One read for all."""
        ...

    def create(self, state: WorkshopState) -> None:
        """A new workshop with all it brings (an imported archive included), or nothing at all.

        The caller gives a fresh id; one that is taken is a mistake of the program (`ValueError`).
        """
        ...

    def transaction(self, workshop_id: str) -> AbstractContextManager[Transaction]:
        """A transaction: commits on leaving, rolls back on any exception. Moves ``revision`` by one when anything was
        written, in the same transaction, and is on disk when the ``with`` block has ended."""
        ...

    def delete(self, workshop_id: str) -> None: ...

    def listen(self, changed: Callable[[str, bool], None]) -> ChangeFeed | None:
        """Calls ``changed`` with a workshop's id and `Change.changes_shared_view`, from a thread of its own, after another process
        (or another store in this one) has committed a change of it or deleted it. None on SQLite, which cannot tell."""
        ...

    def close(self) -> None: ...


def open_store(settings: Settings) -> Store:
    """The store that the settings name, with its schema up to date.

    Imported late, since SQLAlchemy costs a fifth of a second that the start of the server need not wait for.
    """
    from framework.store.sql import SqlStore

    return SqlStore.open(settings)
