"""The store on a database: SQLite without any set-up, PostgreSQL by URL."""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import Executable, insert
from sqlalchemy.sql.dml import Insert

from framework.errors import NotFound
from framework.settings import Settings
from framework.store import Answered, ChangeFeed, RoomCounters, Transaction, Turnout, WorkshopHead, rows
from framework.store import statements as say
from framework.store.backends import Backend, SqliteBackend, backend_for
from framework.store.load_workshop import DeckCache, load, load_shared
from framework.store.schema_version import bring_up_to_date
from framework.store.tables import decks, workshops
from framework.store.transaction import SqlTransaction
from framework.store.validation import by_seat, latest, validate_state
from framework.workshop.models import Ballot, Seat, WorkshopEntry, WorkshopState
from framework.workshop.room import Question

__all__ = ["SqlStore"]


class SqlStore:
    """See `framework.store.Store`. Thread-safe; several processes may have the same database open."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._decks = DeckCache()

    @classmethod
    def open(cls, settings: Settings, *, busy_timeout: float = 5.0) -> Self:
        """Connects, with the schema brought up to date.

        ``busy_timeout`` in seconds: how long anything waits for another writer before it is refused as ``locked``.
        A SQLite file that cannot be written opens for reading; only changes are then refused, as ``read-only``.
        """
        backend = backend_for(settings, busy_timeout=busy_timeout)
        try:
            with backend.translate_db_errors():
                if isinstance(backend, SqliteBackend):
                    backend = backend.readable_at_least()
                bring_up_to_date(backend)
                if isinstance(backend, SqliteBackend):
                    backend.use_wal()
        except BaseException:
            backend.close()
            raise
        return cls(backend)

    def workshops(self) -> tuple[WorkshopEntry, ...]:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            return tuple(rows.read_entry(row) for row in connection.execute(say.ENTRIES))

    def revision(self, workshop_id: str) -> int:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            revision = connection.execute(say.REVISION, {"wid": workshop_id}).scalar()
        if revision is None:
            raise NotFound(what="workshop", id=workshop_id)
        return revision

    def load(self, workshop_id: str) -> WorkshopState:
        with self._backend.translate_db_errors(), self._backend.snapshot() as connection:
            return load(connection, workshop_id, self._decks)

    def head(self, workshop_id: str) -> WorkshopHead:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            row = connection.execute(say.HEAD_AND_ROOM, {"wid": workshop_id}).first()
        if row is None:
            raise NotFound(what="workshop", id=workshop_id)
        room = None if row.room is None else rows.read_room(row.room)
        return WorkshopHead(rows.read_workshop(row), row.revision, row.shared_revision, room)

    def revisions(self, workshop_ids: Collection[str]) -> Mapping[str, tuple[int, int]]:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            found = connection.execute(say.REVISIONS, {"ids": list(workshop_ids)})
            return {row.id: (row.revision, row.shared_revision) for row in found}

    def counters(self, workshop_id: str) -> RoomCounters:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            row = connection.execute(say.STANDING, {"wid": workshop_id}).first()
        if row is None:
            raise NotFound(what="workshop", id=workshop_id)
        return RoomCounters(row.revision, row.shared_revision, row.people, row.freed)

    def load_shared(self, workshop_id: str) -> WorkshopState:
        return self.shared_as_of(workshop_id)[0]

    def shared_as_of(self, workshop_id: str) -> tuple[WorkshopState, int]:
        with self._backend.translate_db_errors(), self._backend.snapshot() as connection:
            return load_shared(connection, workshop_id, self._decks)

    def seats(self, workshop_id: str) -> tuple[Seat, ...]:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            return tuple(rows.read_seat(row) for row in connection.execute(say.SEATS, {"wid": workshop_id}))

    def people(self, workshop_id: str) -> int:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            return connection.execute(say.PEOPLE, {"wid": workshop_id}).scalar_one()

    def freed(self, workshop_id: str) -> frozenset[str]:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            return frozenset(connection.execute(say.FREED, {"wid": workshop_id}).scalars())

    def turnout(self, workshop_id: str, question: Question) -> Turnout:
        statement, _, values = _counting(question)
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            answered, left = connection.execute(statement, {"wid": workshop_id, **values}).one()
        return Turnout(answered, left)

    def voters_after(self, workshop_id: str, question: Question, place: int = 0) -> tuple[frozenset[str], int]:
        _, statement, values = _counting(question)
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            found = connection.execute(statement, {"wid": workshop_id, "place": place, **values}).all()
        return frozenset(row.seat for row in found), max((row.sequence for row in found), default=place)

    def ballots_after(self, workshop_id: str, question: Question, place: int = 0) -> tuple[tuple[Ballot, ...], int]:
        values = {"wid": workshop_id, "place": place, **_on(question)}
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            found = connection.execute(say.BALLOTS_ON_AFTER, values).all()
        return tuple(rows.read_ballot(row) for row in _newest(found)), max(
            (row.sequence for row in found), default=place
        )

    def answers_to(self, workshop_id: str, question: Question) -> tuple[Answered, ...]:
        wid = {"wid": workshop_id}
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            if question.kind == "ballot":
                found = connection.execute(say.BALLOTS_ON, wid | _on(question))
                return latest(rows.read_ballot(row) for row in _newest(found))
            if question.kind == "ranking":
                return latest(rows.read_ranking(row) for row in _newest(connection.execute(say.RANKINGS, wid)))
            if question.kind == "consent":
                values = wid | {"of_kind": "consent", "about": question.about}
                return latest(rows.read_answer(row) for row in connection.execute(say.ANSWERS_ABOUT, values))
            found = connection.execute(say.ANSWERS_OF_KIND, wid | {"of_kind": question.kind})
            return latest(rows.read_answer(row) for row in found)

    def answers_of(self, workshop_id: str, seats: Collection[str]) -> Mapping[str, tuple[Answered, ...]]:
        values = {"wid": workshop_id, "of_seats": list(seats)}
        with self._backend.translate_db_errors(), self._backend.snapshot() as connection:
            return by_seat(
                (
                    *(rows.read_ranking(row) for row in connection.execute(say.RANKINGS_OF_SEATS, values)),
                    *(rows.read_ballot(row) for row in connection.execute(say.BALLOTS_OF_SEATS, values)),
                    *(rows.read_answer(row) for row in connection.execute(say.ANSWERS_OF_SEATS, values)),
                )
            )

    def workshop_by_code(self, code: str) -> str:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            found: str | None = connection.execute(say.BY_CODE, {"code": code}).scalar()
        if found is None:
            raise NotFound(what="code", id=code)
        return found

    def seats_by_key(self, key_hashes: Collection[str]) -> Mapping[str, tuple[str, Seat]]:
        with self._backend.translate_db_errors(), self._backend.reading.connect() as connection:
            found = connection.execute(say.SEATS_BY_KEY, {"key_hashes": list(key_hashes)})
            return {row.key_hash: (row.workshop_id, rows.read_seat(row)) for row in found}

    def create(self, state: WorkshopState) -> None:
        validate_state(state)
        wid = state.workshop.id
        deck = rows.deck_row(state.deck)
        single = [document for document in (state.room, state.group) if document is not None]
        every_document = (*state.activities, *state.decisions, *state.red_lines, state.texts, *state.notes, *single)
        every_answer = (*state.consents, *state.red_line_votes, *state.words)
        parts: list[tuple[Insert, list[rows.Values]]] = [
            (say.ADD_SEAT, [rows.seat_row(seat) for seat in state.seats]),
            (say.ADD_DOCUMENT, [rows.document_row(document) for document in every_document]),
            (say.ADD_RANKING, [rows.ranking_row(ranking) for ranking in state.rankings]),
            (say.ADD_BALLOT, [ballot.model_dump() for ballot in state.ballots]),
            (say.ADD_PRACTICE, [practice.model_dump() for practice in state.practices]),
            (say.ADD_ANSWER, [rows.answer_row(answer) for answer in every_answer]),
            (say.ADD_FRAMEWORK, [rows.framework_row(framework) for framework in state.frameworks]),
        ]
        with self._backend.translate_db_errors(), self._backend.writing() as connection:
            self._backend.lock_decks(connection)
            if connection.execute(say.REVISION, {"wid": wid}).first() is not None:
                raise ValueError(f"workshop {wid!r} exists already")
            if connection.execute(say.DECK_KNOWN, {"hash": deck["hash"]}).first() is None:
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
        with self._backend.translate_db_errors(), self._backend.writing() as connection:
            row = connection.execute(say.HEAD_LOCKED, {"wid": workshop_id}).first()
            if row is None:
                raise NotFound(what="workshop", id=workshop_id)
            change = SqlTransaction(self._backend, connection, rows.read_workshop(row), self._decks)
            yield change
            change.finish()
        if change.erases:
            self._backend.rewrite(say.CUT_TABLES)

    def delete(self, workshop_id: str) -> None:
        with self._backend.translate_db_errors(), self._backend.writing() as connection:
            if connection.execute(say.DELETE, {"wid": workshop_id}).rowcount == 0:
                raise NotFound(what="workshop", id=workshop_id)
            self._backend.lock_decks(connection)
            connection.execute(say.DELETE_UNUSED_DECKS)
            self._backend.announce(connection, workshop_id, changes_shared_view=True)
        self._backend.erase_traces()

    def listen(self, changed: Callable[[str, bool], None]) -> ChangeFeed | None:
        return self._backend.listen(changed)

    def close(self) -> None:
        self._backend.close()


def _newest(found: Iterable[rows.AnyRow]) -> Iterable[rows.AnyRow]:
    """The last row of each seat, in the order they came: what was changed since is not made into a model first."""
    kept: dict[str, rows.AnyRow] = {}
    for row in found:
        kept.pop(row.seat, None)
        kept[row.seat] = row
    return kept.values()


def _on(question: Question) -> dict[str, Any]:
    return {"on_scenario": question.scenario, "about": question.activity, "in_round": question.round}


def _counting(question: Question) -> tuple[Executable, Executable, dict[str, Any]]:
    """The statement that counts who answered, the one that tells who did after a place, and the values of both."""
    if question.kind == "ballot":
        return say.BALLOT_TURNOUT, say.BALLOTERS_AFTER, _on(question)
    if question.kind == "ranking":
        return say.RANKING_TURNOUT, say.RANKERS_AFTER, {}
    if question.kind == "consent":
        return say.TURNOUT_ABOUT, say.ANSWERERS_ABOUT_AFTER, {"of_kind": "consent", "about": question.about}
    return say.TURNOUT_OF_KIND, say.ANSWERERS_OF_KIND_AFTER, {"of_kind": question.kind}
