"""The store on a database: SQLite, or PostgreSQL by URL."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import Connection, insert
from sqlalchemy.sql.dml import Insert

from framework.errors import NotFound
from framework.settings import Settings
from framework.store import Answered, ChangeFeed, RoomCounters, Transaction, Turnout, WorkshopHead, rows, statements
from framework.store.backends import Backend, SqliteBackend, backend_for
from framework.store.load_workshop import (
    DeckCache,
    ballot_question,
    latest_per_seat,
    load,
    load_shared,
    read_answers,
)
from framework.store.schema_version import migrate_to_latest
from framework.store.tables import decks, workshops
from framework.store.transaction import SqlTransaction
from framework.store.validation import answers_by_seat, validate_state
from framework.workshop import models
from framework.workshop.room import Question

__all__ = ["SqlStore"]


def _nobody(_workshop_id: str, _seats: Collection[str]) -> None:
    """For a feed that is not about people."""


class SqlStore:
    """Implements `framework.store.Store`. Thread-safe; several processes may have the same database open."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._decks = DeckCache()
        self._committed: Callable[[str, bool], None] = lambda _workshop_id, _changes_shared_view: None

    @classmethod
    def open(cls, settings: Settings, *, busy_timeout: float = 5.0) -> Self:
        """Connects, and migrates the schema where needed.

        ``busy_timeout``: seconds to wait for another writer before `StoreUnavailable` (``locked``). A SQLite file that cannot
        be written opens for reading, and only changes are refused (``read-only``). Raises `StoreUnavailable`.
        """
        backend = backend_for(settings, busy_timeout=busy_timeout)
        try:
            with backend.translate_db_errors():
                if isinstance(backend, SqliteBackend):
                    backend = backend.or_read_only()
                    backend.check_pages()
                migrate_to_latest(backend)
                if isinstance(backend, SqliteBackend):
                    backend.use_wal()
        except BaseException:
            backend.close()
            raise
        return cls(backend)

    @contextmanager
    def _reading(self) -> Generator[Connection]:
        """A connection for single statements, outside a transaction."""
        with self._backend.translate_db_errors(), self._backend.autocommit.connect() as connection:
            yield connection

    def workshops(self) -> tuple[models.WorkshopEntry, ...]:
        with self._reading() as connection:
            return tuple(rows.read_entry(row) for row in connection.execute(statements.WORKSHOP_ENTRIES))

    def revision(self, workshop_id: str) -> int:
        with self._reading() as connection:
            revision = connection.execute(statements.REVISION, {"wid": workshop_id}).scalar()
        if revision is None:
            raise NotFound(what="workshop", id=workshop_id)
        return revision

    def load(self, workshop_id: str) -> models.WorkshopState:
        with self._backend.translate_db_errors(), self._backend.snapshot() as connection:
            return load(connection, workshop_id, self._decks)

    def head(self, workshop_id: str) -> WorkshopHead:
        with self._reading() as connection:
            row = connection.execute(statements.WORKSHOP_WITH_ROOM, {"wid": workshop_id}).first()
        if row is None:
            raise NotFound(what="workshop", id=workshop_id)
        room = None if row.room is None else rows.read_room(row.room)
        return WorkshopHead(rows.read_workshop(row), row.revision, row.shared_revision, room)

    def revisions(self, workshop_ids: Collection[str]) -> Mapping[str, tuple[int, int]]:
        with self._reading() as connection:
            found = connection.execute(statements.REVISIONS, {"ids": list(workshop_ids)})
            return {row.id: (row.revision, row.shared_revision) for row in found}

    def counters(self, workshop_id: str) -> RoomCounters:
        with self._reading() as connection:
            row = connection.execute(statements.COUNTERS, {"wid": workshop_id}).first()
        if row is None:
            raise NotFound(what="workshop", id=workshop_id)
        return RoomCounters(row.revision, row.shared_revision, row.people, row.freed, row.left_out)

    def load_shared(self, workshop_id: str) -> models.WorkshopState:
        return self.shared_as_of(workshop_id)[0]

    def shared_as_of(self, workshop_id: str) -> tuple[models.WorkshopState, int]:
        with self._backend.translate_db_errors(), self._backend.snapshot() as connection:
            return load_shared(connection, workshop_id, self._decks)

    def seats(self, workshop_id: str) -> tuple[models.Seat, ...]:
        with self._reading() as connection:
            return tuple(rows.read_seat(row) for row in connection.execute(statements.SEATS, {"wid": workshop_id}))

    def people(self, workshop_id: str) -> int:
        with self._reading() as connection:
            return connection.execute(statements.PEOPLE_COUNT, {"wid": workshop_id}).scalar_one()

    def freed(self, workshop_id: str) -> frozenset[str]:
        with self._reading() as connection:
            return frozenset(connection.execute(statements.FREED_SEAT_IDS, {"wid": workshop_id}).scalars())

    def tables(self, workshop_id: str) -> Mapping[str, int]:
        with self._reading() as connection:
            found = connection.execute(statements.TABLES, {"wid": workshop_id})
            return {row.id: row.table_number for row in found}

    def turnout(self, workshop_id: str, question: Question) -> Turnout:
        voters, values = _voter_statements(question)
        with self._reading() as connection:
            answered, left = connection.execute(voters.turnout, {"wid": workshop_id, **values}).one()
        return Turnout(answered, left)

    def left_out(self, workshop_id: str, question: Question) -> int:
        voters, values = _voter_statements(question)
        with self._reading() as connection:
            return connection.execute(voters.left_out, {"wid": workshop_id, **values}).scalar_one()

    def voters_after(self, workshop_id: str, question: Question, position: int = 0) -> tuple[frozenset[str], int]:
        voters, values = _voter_statements(question)
        with self._reading() as connection:
            found = connection.execute(voters.after, {"wid": workshop_id, "position": position, **values}).all()
        return frozenset(row.seat for row in found), max((row.sequence for row in found), default=position)

    def ballots_after(
        self, workshop_id: str, question: Question, position: int = 0
    ) -> tuple[tuple[models.Ballot, ...], int]:
        values = {"wid": workshop_id, "position": position, **ballot_question(question)}
        with self._reading() as connection:
            found = connection.execute(statements.BALLOTS_ON_AFTER, values).all()
        return tuple(rows.read_ballot(row) for row in latest_per_seat(found)), max(
            (row.sequence for row in found), default=position
        )

    def answers_to(self, workshop_id: str, question: Question) -> tuple[Answered, ...]:
        with self._reading() as connection:
            return read_answers(connection, workshop_id, question)

    def answers_of(self, workshop_id: str, seats: Collection[str]) -> Mapping[str, tuple[Answered, ...]]:
        values = {"wid": workshop_id, "of_seats": list(seats)}
        with self._backend.translate_db_errors(), self._backend.snapshot() as connection:
            return answers_by_seat(
                (
                    *(rows.read_ranking(row) for row in connection.execute(statements.RANKINGS_OF_SEATS, values)),
                    *(rows.read_ballot(row) for row in connection.execute(statements.BALLOTS_OF_SEATS, values)),
                    *(rows.read_answer(row) for row in connection.execute(statements.ANSWERS_OF_SEATS, values)),
                )
            )

    def workshop_by_code(self, code: str) -> str:
        with self._reading() as connection:
            found: str | None = connection.execute(statements.WORKSHOP_BY_CODE, {"code": code}).scalar()
        if found is None:
            raise NotFound(what="code", id=code)
        return found

    def seats_by_key(self, key_hashes: Collection[str]) -> Mapping[str, tuple[str, models.Seat]]:
        with self._reading() as connection:
            found = connection.execute(statements.SEATS_BY_KEY, {"key_hashes": list(key_hashes)})
            return {row.key_hash: (row.workshop_id, rows.read_seat(row)) for row in found}

    def create(self, state: models.WorkshopState) -> None:
        validate_state(state)
        wid = state.workshop.id
        deck = rows.deck_row(state.deck)
        single = [document for document in (state.room, state.group) if document is not None]
        every_document = (
            *state.activities,
            *state.shared_facts,
            *state.arrangements,
            *state.decisions,
            *state.red_lines,
            state.texts,
            *state.promises,
            *state.training,
            *state.log,
            *state.action_plans,
            *state.notes,
            *single,
        )
        every_answer = (*state.consents, *state.red_line_votes, *state.words, *state.question_answers)
        parts: list[tuple[Insert, list[rows.Values]]] = [
            (statements.INSERT_SEAT, [rows.seat_row(seat) for seat in state.seats]),
            (statements.INSERT_DOCUMENT, [rows.document_row(document) for document in every_document]),
            (statements.INSERT_RANKING, [rows.ranking_row(ranking) for ranking in state.rankings]),
            (statements.INSERT_BALLOT, [ballot.model_dump() for ballot in state.ballots]),
            (statements.INSERT_PRACTICE, [practice.model_dump() for practice in state.practices]),
            (statements.INSERT_ANSWER, [rows.answer_row(answer) for answer in every_answer]),
            (statements.INSERT_FRAMEWORK, [rows.framework_row(framework) for framework in state.frameworks]),
        ]
        with self._backend.translate_db_errors(), self._backend.write_transaction() as connection:
            self._backend.lock_decks(connection)
            if connection.execute(statements.REVISION, {"wid": wid}).first() is not None:
                raise ValueError(f"workshop {wid!r} already exists")
            if connection.execute(statements.DECK_EXISTS, {"hash": deck["hash"]}).first() is None:
                connection.execute(insert(decks), deck)
            head = rows.workshop_row(state.workshop) | {
                "deck_hash": deck["hash"],
                "revision": state.revision,
                "changed_at": datetime.now(UTC),
            }
            connection.execute(insert(workshops), head)
            for statement, values in parts:
                if values:
                    connection.execute(statement, [{"workshop_id": wid} | one for one in values])

    @contextmanager
    def transaction(self, workshop_id: str) -> Generator[Transaction]:
        with self._backend.translate_db_errors(), self._backend.write_transaction() as connection:
            row = connection.execute(statements.WORKSHOP_FOR_UPDATE, {"wid": workshop_id}).first()
            if row is None:
                raise NotFound(what="workshop", id=workshop_id)
            transaction = SqlTransaction(self._backend, connection, rows.read_workshop(row), self._decks)
            yield transaction
            transaction.finish()
        if transaction.needs_vacuum:
            self._backend.vacuum(statements.TABLE_NAMES)
        self._committed(workshop_id, transaction.changes_shared_view)

    def delete(self, workshop_id: str) -> None:
        with self._backend.translate_db_errors(), self._backend.write_transaction() as connection:
            if connection.execute(statements.DELETE_WORKSHOP, {"wid": workshop_id}).rowcount == 0:
                raise NotFound(what="workshop", id=workshop_id)
            self._backend.lock_decks(connection)
            connection.execute(statements.DELETE_UNUSED_DECKS)
            self._backend.announce(connection, workshop_id, changes_shared_view=True)
        self._backend.vacuum(statements.TABLE_NAMES)
        self._committed(workshop_id, True)

    def is_erased(self) -> bool:
        return self._backend.is_erased

    def check_place(self) -> None:
        """Raises `StoreUnavailable` (``moved``) where the database's file was moved or deleted since it was opened."""
        if isinstance(self._backend, SqliteBackend):
            self._backend.check_place()

    def on_commit(self, changed: Callable[[str, bool], None]) -> None:
        self._committed = changed

    def listen(
        self, changed: Callable[[str, bool], None], present: Callable[[str, Collection[str]], None] = _nobody
    ) -> ChangeFeed | None:
        return self._backend.listen(changed, present)

    def tell_present(self, workshop_id: str, seats: Sequence[str]) -> None:
        with self._backend.translate_db_errors():
            self._backend.tell_present(workshop_id, seats)

    def close(self) -> None:
        self._backend.close()


def _voter_statements(question: Question) -> tuple[statements.VoterStatements, dict[str, Any]]:
    """The statements on a question's voters, and their values."""
    if question.kind == "ballot":
        return statements.BALLOT_VOTERS, ballot_question(question)
    if question.kind == "ranking":
        return statements.RANKING_VOTERS, {}
    if question.kind in ("consent", "question"):
        return statements.VOTERS_ABOUT, {"of_kind": question.kind, "about": question.about}
    return statements.VOTERS_OF_KIND, {"of_kind": question.kind}
