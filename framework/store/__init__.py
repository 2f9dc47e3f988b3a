"""Where workshops are stored: the `Store` and `Transaction` protocols, and what each method guarantees.

`sql` implements them on SQLite (the default) and PostgreSQL (by URL). The same contract tests run on both.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from framework.settings import Settings
from framework.workshop import models
from framework.workshop.room import Question, Room
from framework.workshop.steps.unplanned_question import QuestionAnswer

__all__ = ["ChangeFeed", "RoomCounters", "Store", "Transaction", "Turnout", "WorkshopHead", "open_store"]

Answered = models.Ballot | models.Ranking | models.Consent | models.RedLineVote | models.CheckoutWord | QuestionAnswer
Receipt = tuple[str, str]
"""Seat id, and the key that its phone gave to the answer."""


@dataclass(frozen=True, slots=True)
class WorkshopHead:
    """A workshop's head and its room, in one read.

    ``revision`` rises with every change; ``shared_revision`` only when something changed that everybody sees, so not with a
    vote and not when somebody joins.
    """

    workshop: models.Workshop
    revision: int
    shared_revision: int
    room: Room | None


@dataclass(frozen=True, slots=True)
class RoomCounters:
    """What changes while people join and answer, in one read.

    The revisions are those of `WorkshopHead`; ``people`` is the number of seats that are taken, ``freed`` of those that were
    given up.
    """

    revision: int
    shared_revision: int
    people: int
    freed: int
    left_out: int = 0
    """Freed seats whose answers count no more."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many seats have answered a question, and how many of those have been freed since (``left``).

    Answers of people who leave still count (docs/decisions/0008), so ``left`` is part of both numbers in "9 of 12 have
    answered". An empty ballot or ranking is not an answer.
    """

    answered: int
    left: int = 0


class Transaction(Protocol):
    """One transaction on one workshop: exclusive, all or nothing.

    Reads see what is committed plus the transaction's own writes. Documents are inserted, or replaced as a whole by id; the
    caller has merged them (`framework.workshop.merging`). Answers are appended.
    """

    @property
    def changes_shared_view(self) -> bool:
        """Whether something was written that everybody sees, so that ``shared_revision`` rises."""
        ...

    def workshop(self) -> models.Workshop: ...
    def state(self) -> models.WorkshopState: ...
    def shared(self) -> models.WorkshopState:
        """The state without seats and answers, which is cheaper."""
        ...

    def activity(self, activity_id: str) -> models.Activity | None: ...
    def activities(self) -> tuple[models.Activity, ...]: ...
    def shared_facts(self, shared_id: str) -> models.SharedFacts | None: ...
    def arrangement(self, arrangement_id: str) -> models.Arrangement | None: ...
    def decision(self, decision_id: str) -> models.Decision | None: ...
    def decisions(self) -> tuple[models.Decision, ...]: ...
    def red_line(self, red_line_id: str) -> models.RedLine | None: ...
    def red_lines(self) -> tuple[models.RedLine, ...]: ...
    def texts(self) -> models.CharterTexts: ...
    def promise(self, promise_id: str) -> models.Promise | None: ...
    def training(self, training_id: str) -> models.Training | None: ...
    def log_entry(self, entry_id: str) -> models.LogEntry | None: ...
    def action_plan(self, action_id: str) -> models.ActionPlan | None: ...
    def ballot(self, seat: str, scenario: str, activity: str, round_: int) -> models.Ballot | None:
        """The seat's latest ballot on that question and round, or None."""
        ...

    def answers_to(self, question: Question) -> tuple[Answered, ...]:
        """As `Store.answers_to`."""
        ...

    def ranking(self, seat: str) -> models.Ranking | None: ...
    def room(self) -> Room | None: ...
    def note(self, note_id: str) -> models.Note | None: ...
    def seat(self, seat_id: str) -> models.Seat | None: ...
    def seats(self) -> tuple[models.Seat, ...]: ...
    def headcount(self) -> tuple[int, int]:
        """The number of seats that are not freed, and the number of tables."""
        ...

    def seats_among(self, seat_ids: Collection[str]) -> Mapping[str, models.Seat]:
        """Those of these seats that exist, by id."""
        ...

    def put_workshop(self, workshop: models.Workshop) -> None: ...
    def put_activity(self, activity: models.Activity) -> None: ...
    def put_shared_facts(self, shared: models.SharedFacts) -> None: ...
    def put_arrangement(self, arrangement: models.Arrangement) -> None: ...
    def put_decision(self, decision: models.Decision) -> None: ...
    def put_red_line(self, red_line: models.RedLine) -> None: ...
    def put_texts(self, texts: models.CharterTexts) -> None: ...
    def put_promise(self, promise: models.Promise) -> None: ...
    def put_training(self, training: models.Training) -> None: ...
    def put_log_entry(self, entry: models.LogEntry) -> None: ...
    def put_action_plan(self, plan: models.ActionPlan) -> None: ...
    def add_ranking(self, ranking: models.Ranking) -> None: ...
    def add_ballot(self, ballot: models.Ballot) -> None: ...
    def add_practice(self, practice: models.Practice) -> None: ...
    def add_framework(self, framework: models.Framework) -> None: ...
    def put_room(self, room: Room) -> None: ...
    def put_note(self, note: models.Note) -> None: ...
    def put_seat(self, seat: models.Seat) -> None:
        """Adds the seat, or replaces the one with its id."""
        ...

    def leave_out_seats(self, seat_ids: Collection[str]) -> None:
        """Frees these seats for good and leaves them and all their answers out of everything that is read.

        The answers stay stored until the workshop is closed; `Store.left_out` counts them.
        """
        ...

    def add_seats(self, seats: Sequence[models.Seat]) -> None:
        """Adds new seats in one statement."""
        ...

    def add_answers(self, answers: Sequence[Answered]) -> None:
        """Appends them in this order; a seat's last answer to a question counts."""
        ...

    def claim_code(self, code: str) -> bool:
        """Makes this the only join code of the workshop. False when another workshop has it."""
        ...

    def add_seat_keys(self, seats: Mapping[str, str]) -> None:
        """Assigns seats to keys. ``seats``: seat id by SHA-256 of the key."""
        ...

    def revoke_seat_keys(self, seat: str) -> None:
        """Removes all keys of a seat."""
        ...

    def vote_context(
        self, seat_ids: Collection[str], keyed: Collection[Receipt]
    ) -> tuple[Room | None, Mapping[str, models.Seat], Collection[Receipt]]:
        """The room, `seats_among` and `receipts_among`: all that votes are checked against. One query for a single vote."""
        ...

    def receipts_among(self, keyed: Collection[Receipt]) -> Collection[Receipt]:
        """Those of these answers that were stored before."""
        ...

    def add_receipts(self, keyed: Collection[Receipt]) -> None:
        """Records that these answers were stored; the caller has checked that none of them was before."""
        ...

    def anonymise_votes(self, state: models.WorkshopState, group: models.GroupResult) -> None:
        """For closing: replaces seats, answers, activities, arrangements, decisions, red lines and notes by those of ``state``,
        adds ``group``, and deletes keys, codes and receipts.

        After the commit the file holds nothing of the deleted rows, as far as the database can do that.
        """
        ...


class ChangeFeed(Protocol):
    """Reports changes by other processes until it is closed."""

    @property
    def is_hearing(self) -> bool:
        """Whether notifications seem to arrive. While they do not, and now and then when they do, poll `Store.revisions`."""
        ...

    def close(self) -> None:
        """Does not wait for the thread; safe in a signal handler."""
        ...


class Store(Protocol):
    """All workshops of one installation.

    Every method may raise `StoreUnavailable`. Methods that return or change one workshop raise `NotFound` where it does not
    exist; those that return numbers or collections return none.
    """

    def workshops(self) -> tuple[models.WorkshopEntry, ...]:
        """The one changed last comes first."""
        ...

    def revision(self, workshop_id: str) -> int:
        """Rises with every committed change. One indexed read, cheap enough for every run of a page."""
        ...

    def load(self, workshop_id: str) -> models.WorkshopState:
        """The whole state, as of one moment."""
        ...

    def head(self, workshop_id: str) -> WorkshopHead:
        """The workshop's head and room, in one read."""
        ...

    def revisions(self, workshop_ids: Collection[str]) -> Mapping[str, tuple[int, int]]:
        """``revision`` and ``shared_revision`` by id, of those that exist; one read for all."""
        ...

    def counters(self, workshop_id: str) -> RoomCounters:
        """One small read, for counting while votes come in."""
        ...

    def load_shared(self, workshop_id: str) -> models.WorkshopState:
        """What everybody may see: the state without seats and answers. It changes only when ``shared_revision`` does."""
        ...

    def shared_as_of(self, workshop_id: str) -> tuple[models.WorkshopState, int]:
        """`load_shared` and the ``shared_revision`` it was read at."""
        ...

    def seats(self, workshop_id: str) -> tuple[models.Seat, ...]: ...

    def people(self, workshop_id: str) -> int:
        """The number of seats that are not freed."""
        ...

    def freed(self, workshop_id: str) -> frozenset[str]:
        """Ids of the seats that were freed."""
        ...

    def tables(self, workshop_id: str) -> Mapping[str, int]:
        """The table of each seat that has one and is not freed."""
        ...

    def turnout(self, workshop_id: str, question: Question) -> Turnout:
        """How many seats have answered the question."""
        ...

    def left_out(self, workshop_id: str, question: Question) -> int:
        """How many seats answered the question whose answers were left out (`Transaction.leave_out_seats`)."""
        ...

    def voters_after(self, workshop_id: str, question: Question, position: int = 0) -> tuple[frozenset[str], int]:
        """The seats that answered after ``position``, and the last position: pass it next time to get only what is new.

        Positions follow the order in which answers came; 0 is before the first. They mean nothing in another store.
        """
        ...

    def ballots_after(
        self, workshop_id: str, question: Question, position: int = 0
    ) -> tuple[tuple[models.Ballot, ...], int]:
        """The latest ballot of each seat that cast one after ``position``, in that order, and the last position.

        As `voters_after`; ``question`` must ask for a ballot.
        """
        ...

    def answers_to(self, workshop_id: str, question: Question) -> tuple[Answered, ...]:
        """Each seat's latest answers to one question, including those of freed seats."""
        ...

    def answers_of(self, workshop_id: str, seats: Collection[str]) -> Mapping[str, tuple[Answered, ...]]:
        """All answers by seat, each kind in the order they came; seats without an answer are missing."""
        ...

    def workshop_by_code(self, code: str) -> str:
        """Id of the workshop that a join code belongs to. Raises `NotFound` (``code``)."""
        ...

    def seats_by_key(self, key_hashes: Collection[str]) -> Mapping[str, tuple[str, models.Seat]]:
        """Workshop id and seat by key hash, in one read; freed seats have no key."""
        ...

    def create(self, state: models.WorkshopState) -> None:
        """Adds a workshop with everything in it, for example from an archive; all or nothing.

        The caller provides a new id. Raises `ValueError` where it is taken, since that is a bug.
        """
        ...

    def transaction(self, workshop_id: str) -> AbstractContextManager[Transaction]:
        """Commits on leaving, rolls back on any exception.

        If anything was written, ``revision`` rises by one in the same transaction. Once the ``with`` block has ended, the
        changes are on disk.
        """
        ...

    def delete(self, workshop_id: str) -> None:
        """After the commit the files hold nothing of it, as far as the database can do that (`is_erased`)."""
        ...

    def is_erased(self) -> bool:
        """Whether what `delete` or `Transaction.anonymise_votes` removed last has left the database's files.

        Another program that reads at that moment keeps it there: in SQLite's write-ahead log until the next removal or until
        the last program closes the file, in PostgreSQL's tables until the next removal or until the server writes over it.
        """
        ...

    def on_commit(self, changed: Callable[[str, bool], None]) -> None:
        """Calls ``changed`` after each commit of this store, in the thread that committed, with the arguments of `listen`."""
        ...

    def listen(
        self, changed: Callable[[str, bool], None], present: Callable[[str, Collection[str]], None] = ...
    ) -> ChangeFeed | None:
        """Calls ``changed`` after another store, in this process or another, has committed a change or deleted a workshop.

        Its arguments are the workshop's id and `Transaction.changes_shared_view`. ``present``: called with a workshop and
        seats when another store says so with `tell_present`. Both run in a thread of the feed. None on SQLite, which cannot
        notify.
        """
        ...

    def tell_present(self, workshop_id: str, seats: Sequence[str]) -> None:
        """Tells other processes, and stores nothing, that the phones of these seats gave a sign of life. Nothing on SQLite.

        Raises `StoreUnavailable`.
        """
        ...

    def check_place(self) -> None:
        """Raises `StoreUnavailable` (``moved``) where the database's file was moved or deleted since it was opened."""
        ...

    def close(self) -> None: ...


def open_store(settings: Settings) -> Store:
    """The store that the settings name, migrated to the current schema. Raises `StoreUnavailable`.

    Imports SQLAlchemy only here: it takes 0.2 s, which the start of the server need not wait for.
    """
    from framework.store.sql import SqlStore

    return SqlStore.open(settings)
