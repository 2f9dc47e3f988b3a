"""Where workshops are kept: the protocol and what each method promises.

`memory` is the same promise on dictionaries; `sql` keeps it on SQLite (by default) and PostgreSQL (by URL). One
contract test runs over all three.
"""

from collections.abc import Collection, Mapping
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

__all__ = ["Change", "Head", "Store", "open_store"]

Answered = Ballot | Ranking | Consent | RedLineVote | CheckoutWord


@dataclass(frozen=True, slots=True)
class Head:
    """What a live view asks for again and again: small, and read in one go.

    ``revision`` moves with every change; ``shared_revision`` only when something moved that everybody sees, so not with
    a vote and not when somebody comes in.
    """

    workshop: Workshop
    revision: int
    shared_revision: int
    room: Room | None


class Change(Protocol):
    """One transaction on one workshop: exclusive, all or nothing.

    Reads inside it see what is committed plus its own writes. Documents are inserted or replaced whole by id; the caller
    has merged (`framework.workshop.editing`). Answers are appended.
    """

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

    def add_consent(self, consent: Consent) -> None: ...
    def add_red_line_vote(self, vote: RedLineVote) -> None: ...
    def add_word(self, word: CheckoutWord) -> None: ...

    def claim_code(self, code: str) -> bool:
        """Makes a join code lead to this workshop, and no other code; False when the code is another workshop's."""
        ...

    def add_seat_key(self, seat: str, key_hash: str) -> None:
        """Lets whoever holds the key be this seat."""
        ...

    def release(self, seat: str) -> None:
        """Takes all keys of a seat away."""
        ...

    def take_receipt(self, seat: str, key: str) -> bool:
        """Notes that an answer with this key was taken; False when it was before."""
        ...

    def cut_loose(self, state: WorkshopState, group: GroupResult) -> None:
        """Replaces seats and all answers by those of ``state`` and keeps ``group``; keys, codes and receipts go.

        For closing. Nothing of what stood there before stays behind in the file, as far as the database can see to it.
        """
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

    def head(self, workshop_id: str) -> Head:
        """The head of a workshop with its room, in one read."""
        ...

    def revisions(self, workshop_ids: Collection[str]) -> Mapping[str, tuple[int, int]]:
        """``revision`` and ``shared_revision`` by id, of those that are there; one read for all of them."""
        ...

    def load_shared(self, workshop_id: str) -> WorkshopState:
        """What everybody may see: the state without seats and without any answer. Changes with ``shared_revision``."""
        ...

    def seats(self, workshop_id: str) -> tuple[Seat, ...]: ...

    def people(self, workshop_id: str) -> int:
        """How many seats are not freed."""
        ...

    def voters(self, workshop_id: str, question: Question) -> int:
        """How many seats that are not freed have answered; an empty ballot or ranking is no answer."""
        ...

    def answers_to(self, workshop_id: str, question: Question) -> tuple[Answered, ...]:
        """The latest answers of each seat to one question, freed seats' included."""
        ...

    def answers_of(self, workshop_id: str, seat: str) -> tuple[Answered, ...]:
        """All answers of one seat, in the order they came."""
        ...

    def workshop_by_code(self, code: str) -> str:
        """The workshop that a join code leads to. Raises `NotFound` (``code``)."""
        ...

    def seat_by_key(self, key_hash: str) -> tuple[str, Seat] | None:
        """Workshop id and seat of whoever holds this key; freed seats have none."""
        ...

    def create(self, state: WorkshopState) -> None:
        """A new workshop with all it brings (an imported archive included), or nothing at all.

        The caller gives a fresh id; one that is taken is a mistake of the program (`ValueError`).
        """
        ...

    def change(self, workshop_id: str) -> AbstractContextManager[Change]:
        """A transaction: commits on leaving, rolls back on any exception. Moves ``revision`` by one when anything was
        written, in the same transaction, and is on disk when the ``with`` block has ended."""
        ...

    def delete(self, workshop_id: str) -> None: ...

    def close(self) -> None: ...


def open_store(settings: Settings) -> Store:
    """The store that the settings name, with its schema up to date.

    Imported late, since SQLAlchemy costs a fifth of a second that the start of the server need not wait for.
    """
    from framework.store.sql import SqlStore

    return SqlStore.open(settings)
