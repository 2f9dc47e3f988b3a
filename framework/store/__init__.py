"""Where workshops are kept: the protocol and what each method promises.

`memory` is the same promise on dictionaries; `sql` keeps it on SQLite (by default) and PostgreSQL (by URL). One
contract test runs over all three.
"""

from contextlib import AbstractContextManager
from typing import Protocol

from framework.settings import Settings
from framework.workshop.models import (
    Activity,
    Ballot,
    CharterTexts,
    Decision,
    Framework,
    Practice,
    Ranking,
    RedLine,
    Workshop,
    WorkshopEntry,
    WorkshopState,
)

__all__ = ["Change", "Store", "open_store"]


class Change(Protocol):
    """One transaction on one workshop: exclusive, all or nothing.

    Reads inside it see what is committed plus its own writes. Documents are inserted or replaced whole by id; the caller
    has merged (`framework.workshop.editing`). Answers are appended.
    """

    def workshop(self) -> Workshop: ...
    def state(self) -> WorkshopState: ...
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

    def put_workshop(self, workshop: Workshop) -> None: ...
    def put_activity(self, activity: Activity) -> None: ...
    def put_decision(self, decision: Decision) -> None: ...
    def put_red_line(self, red_line: RedLine) -> None: ...
    def put_texts(self, texts: CharterTexts) -> None: ...
    def add_ranking(self, ranking: Ranking) -> None: ...
    def add_ballot(self, ballot: Ballot) -> None: ...
    def add_practice(self, practice: Practice) -> None: ...
    def add_framework(self, framework: Framework) -> None: ...


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
