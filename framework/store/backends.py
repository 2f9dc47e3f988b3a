"""SQLite and PostgreSQL where they differ: how to connect, who may write when, and what their errors mean.

Everything above this module speaks SQLAlchemy Core and is the same on both.
"""

import os
import secrets
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from framework.errors import StoreReason, StoreUnavailable
from framework.settings import Settings
from framework.store.pg_notify import CHANNEL, PostgresChangeFeed, words

__all__ = ["Backend", "PostgresBackend", "SqliteBackend", "Unreadable", "backend_for"]


class Unreadable(ValueError):
    """A row holds something that no Kader of this schema has written."""


class Backend(ABC):
    """One database. ``reading`` opens no transaction, for single statements; `snapshot` and `writing` do."""

    where: str
    """What to tell a person: path of the file, or URL without password and options."""
    reading: Engine

    @contextmanager
    def translate_db_errors(self) -> Generator[None]:
        """Turns what the database says inside into `StoreUnavailable`, where a person can do something about it."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, Unreadable) as error:
            unavailable = self.explain(error)
            if unavailable is None:
                raise
            raise unavailable from error

    def explain(self, error: Exception) -> StoreUnavailable | None:
        """The error for people, or None where it is a mistake of the program."""
        if isinstance(error, Unreadable):
            reason = "damaged"
        elif isinstance(error, PoolTimeout):
            reason = "locked"
        else:
            reason = self.reason(error.orig if isinstance(error, DBAPIError) else error)
        return None if reason is None else StoreUnavailable(reason=reason, where=self.where)

    def close(self) -> None:
        self.reading.dispose()

    @abstractmethod
    def reason(self, error: BaseException | None) -> StoreReason | None:
        """The reason of `StoreUnavailable` for an error of the driver, or None."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[Connection]:
        """Several reads that all see one moment."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that may write; commits on leaving, rolls back on any exception."""

    @abstractmethod
    def migrating(self) -> AbstractContextManager[Connection]:
        """As `writing`, and the only one among all processes that migrate."""

    @abstractmethod
    def is_foreign(self, connection: Connection) -> bool:
        """Whether a database without our schema belongs to another program, so that nothing may be put into it."""

    @abstractmethod
    def lock_decks(self, connection: Connection) -> None:
        """From here to the end of the transaction nobody else adds or drops decks."""

    @abstractmethod
    def rewrite(self, tables: Collection[str]) -> None:
        """After votes were cut loose from seats: what these tables stand in is written anew, so that old rows go."""

    def announce(self, connection: Connection, workshop_id: str, *, changes_shared_view: bool) -> None:  # noqa: B027 – as below
        """Lets other processes know, once this transaction is committed, that a workshop has changed."""

    def listen(self, changed: Callable[[str, bool], None]) -> PostgresChangeFeed | None:  # noqa: ARG002
        """See `framework.store.Store.listen`."""
        return None

    def erase_traces(self) -> None:  # noqa: B027 – nothing to do is a fine answer
        """After a deletion: nothing of it stays behind in files next to the database, as far as that can be."""


class SqliteBackend(Backend):
    """A file. One writer at a time: a lock gives threads their turn, SQLite's own lock the processes.

    Without the lock between threads SQLite's back-off makes single writers wait for seconds under load
    (``performance.md`` section 5).
    """

    def __init__(self, path: Path, *, busy_timeout: float, read_only: bool = False) -> None:
        self.where = str(path)
        self._path = path
        self._busy_timeout = busy_timeout
        self._turn = Lock()
        self._read_only = read_only
        self._writer: Connection | None = None
        """Kept open from one transaction to the next, in whose turn it is: what it knows of the file stays true as long as
        nobody else writes, and fetching and returning one for each vote cost a tenth of the vote."""
        # hide_parameters: what people voted must not reach a log by way of an error message.
        self.reading = create_engine(
            "sqlite://",
            creator=self._connect,
            # Each reading of a read-only file finds out anew whether somebody else is writing to it.
            poolclass=NullPool if read_only else QueuePool,
            hide_parameters=True,
            **({} if read_only else {"pool_size": 8, "max_overflow": -1, "pool_use_lifo": True}),
        )

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._address_for_reading() if self._read_only else str(self._path),
            timeout=self._busy_timeout,
            isolation_level=None,  # transactions begin where `_begun` says so, not where the driver guesses
            check_same_thread=False,  # the pool hands a connection to one thread at a time
            uri=self._read_only,
        )
        try:
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA synchronous=FULL")  # an answer is on disk before the screen says so
            connection.execute("PRAGMA secure_delete=ON")  # deleted is overwritten, not only forgotten
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _address_for_reading(self) -> str:
        """A write-ahead log that is there must be read. Where there is none, none may be made for reading: SQLite would
        give it the file's own lack of rights, and the file could not be written even after somebody allowed it."""
        log, index = (self._path.with_name(self._path.name + suffix) for suffix in ("-wal", "-shm"))
        in_use = index.exists() or (log.exists() and log.stat().st_size > 0)
        return f"file:{quote(str(self._path.absolute()))}?mode=ro" + ("" if in_use else "&immutable=1")

    def readable_at_least(self) -> "SqliteBackend":
        """This backend, or one for reading only where the file or its folder does not let us write."""
        if self._path.is_file() and not os.access(self._path, os.W_OK, effective_ids=_EFFECTIVE):
            return self._for_reading()
        try:
            with self.reading.connect() as connection:
                connection.exec_driver_sql("PRAGMA schema_version")
        except DBAPIError as error:
            if self.reason(error.orig) != "read-only" or not self._path.is_file():
                raise
            return self._for_reading()
        return self

    def _for_reading(self) -> "SqliteBackend":
        self.close()
        return SqliteBackend(self._path, busy_timeout=self._busy_timeout, read_only=True)

    def use_wal(self) -> None:
        """Readers never wait for the writer. Stays with the file; a file that cannot be written keeps what it has."""
        if self._read_only:
            return
        deadline = time.monotonic() + self._busy_timeout
        while True:
            try:
                with self.reading.connect() as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            except DBAPIError as error:
                # Two programs switching an empty file at once: SQLite refuses one of them without waiting.
                if self.reason(error.orig) != "locked" or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def snapshot(self) -> Generator[Connection]:
        with self.reading.connect() as connection, _begun(connection, "BEGIN"):
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        if not self._turn.acquire(timeout=self._busy_timeout):
            raise StoreUnavailable(reason="locked", where=self.where)
        try:
            if self._writer is None:
                self._writer = self.reading.connect()
            with _begun(self._writer, "BEGIN IMMEDIATE"):
                yield self._writer
        except (SQLAlchemyError, sqlite3.Error):
            self._let_go()
            raise
        finally:
            self._turn.release()

    def _let_go(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(SQLAlchemyError):
                writer.close()

    def close(self) -> None:
        self._let_go()
        super().close()

    @contextmanager
    def migrating(self) -> Generator[Connection]:
        # With references checked, rebuilding a table (SQLite's only way to alter one) would empty those that refer to it.
        engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool, hide_parameters=True)
        event.listen(engine, "connect", _leave_references_unchecked)
        with engine.connect() as connection, _begun(connection, "BEGIN IMMEDIATE"):
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise RuntimeError(f"the migration leaves a broken reference: {tuple(broken)}")

    def is_foreign(self, connection: Connection) -> bool:
        return bool(inspect(connection).get_table_names())

    def lock_decks(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE has locked everything."""

    def rewrite(self, tables: Collection[str]) -> None:  # noqa: ARG002 – all of the file
        # Whoever reads at this moment can make it fail; secure_delete has overwritten the rows all the same.
        with suppress(DBAPIError), self.reading.connect() as connection:
            connection.exec_driver_sql("VACUUM")
        self.erase_traces()

    def erase_traces(self) -> None:
        # What was deleted still stands in the write-ahead log. A reader in another process can keep it there a while.
        with suppress(DBAPIError), self.reading.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def reason(self, error: BaseException | None) -> StoreReason | None:
        if not isinstance(error, sqlite3.Error):
            return None
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            return None
        if code in _SQLITE_FULL_WHILE_GROWING:
            return "full"
        return _SQLITE_REASONS.get(code & 0xFF)


_SQLITE_REASONS: dict[int, StoreReason] = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_CANTOPEN: "read-only",
    sqlite3.SQLITE_PERM: "read-only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_IOERR: "damaged",
}
_SQLITE_FULL_WHILE_GROWING = {sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE}


_EFFECTIVE = os.access in os.supports_effective_ids


@contextmanager
def _begun(connection: Connection, word: str) -> Generator[None]:
    """A transaction that begins with this word; commits on leaving, rolls back on any exception.

    In the driver's own words: through SQLAlchemy it takes ten times as long, and an engine with a listener for it is a sixth
    slower with every statement, and each vote begins so.
    """
    with connection.begin():
        driver: Any = connection.connection.driver_connection
        driver.execute(word)
        yield


def _leave_references_unchecked(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


class PostgresBackend(Backend):
    """A PostgreSQL server, shared by several processes. Who writes to a workshop locks its row first."""

    _MIGRATING = 0x4B61_6465_7201
    _DECKS = 0x4B61_6465_7202
    """Keys of advisory locks: "Kader" and a number."""

    def __init__(self, url: URL, *, where: str, busy_timeout: float) -> None:
        self.where = where
        self.origin = secrets.token_hex(4)
        self._listening: list[PostgresChangeFeed] = []
        try:
            self._exclusive = create_engine(
                url,
                pool_pre_ping=True,  # a restart of the server costs nobody an error
                pool_timeout=busy_timeout,
                hide_parameters=True,
                connect_args={"client_encoding": "utf8", "connect_timeout": url.query.get("connect_timeout", "5")},
            )
        except ModuleNotFoundError as error:
            raise StoreUnavailable(reason="driver-missing", where=self.where) from error
        event.listen(self._exclusive, "connect", _patience(busy_timeout))
        # One pool for all three.
        self.reading = self._exclusive.execution_options(isolation_level="AUTOCOMMIT")
        self._snapshot = self._exclusive.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def snapshot(self) -> Generator[Connection]:
        with self._snapshot.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        with self._exclusive.begin() as connection:
            yield connection

    @contextmanager
    def migrating(self) -> Generator[Connection]:
        with self._exclusive.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '60s'"))
            self._lock(connection, self._MIGRATING)
            yield connection

    def rewrite(self, tables: Collection[str]) -> None:
        # A deleted row says what it said until its page is written anew. Nobody else may be at the table at that moment;
        # where somebody stays too long, a plain vacuum frees the rows, and the server overwrites them when it needs them.
        for table in tables:
            for how in ("VACUUM (FULL)", "VACUUM"):
                with suppress(DBAPIError), self.reading.connect() as connection:
                    connection.exec_driver_sql(f"{how} {table}")
                    break

    def is_foreign(self, connection: Connection) -> bool:  # noqa: ARG002
        # A server's schema is often shared on purpose; a clash of names would fail loudly and change nothing.
        return False

    def lock_decks(self, connection: Connection) -> None:
        self._lock(connection, self._DECKS)

    def announce(self, connection: Connection, workshop_id: str, *, changes_shared_view: bool) -> None:
        connection.execute(_SAY, {"payload": words(workshop_id, self.origin, changes_shared_view=changes_shared_view)})

    def listen(self, changed: Callable[[str, bool], None]) -> PostgresChangeFeed:
        listening = PostgresChangeFeed(self, changed)
        self._listening = [one for one in self._listening if not one.closed] + [listening]
        return listening

    def own_connection(self) -> Any:
        """See `framework.store.pg_notify.NotifyBackend`."""
        pooled = self._exclusive.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()  # it stays open for long; the pool makes another in its place
        connection.rollback()
        connection.autocommit = True
        return connection

    def speak(self, payload: str) -> None:
        """See `framework.store.pg_notify.NotifyBackend`."""
        with self.reading.connect() as connection:
            connection.execute(_SAY, {"payload": payload})

    def close(self) -> None:
        for listening in self._listening:
            listening.close()
        for listening in self._listening:
            listening.wait_closed(_FAREWELL)
        super().close()

    def _lock(self, connection: Connection, key: int) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

    def reason(self, error: BaseException | None) -> StoreReason | None:
        import psycopg

        if not isinstance(error, psycopg.Error):
            return None
        if error.sqlstate is not None:
            for prefix, reason in _SQLSTATE_REASONS.items():
                if error.sqlstate.startswith(prefix):
                    return reason
            return None
        # Without a state the server has not spoken: refused, not found, or gone in mid-sentence.
        return "unreachable" if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None


_FAREWELL = 5.0
"""Seconds for a thread that listens to give back what it has of the pool."""
_SAY = text("SELECT pg_notify(:channel, :payload)").bindparams(channel=CHANNEL)

_SQLSTATE_REASONS: dict[str, StoreReason] = {
    "55P03": "locked",  # lock_timeout
    "40001": "locked",
    "40P01": "locked",
    "57014": "locked",  # statement_timeout set by the server
    "25006": "read-only",
    "42501": "read-only",  # no permission
    "53100": "full",
    "53300": "unreachable",  # too many connections
    "57P": "unreachable",  # shutting down, starting up
    "08": "unreachable",
    "28": "unreachable",  # wrong user or password
    "3D": "unreachable",  # no such database
    "3F": "unreachable",  # no schema to put tables in
    "58": "damaged",
    "XX001": "damaged",
    "XX002": "damaged",
}
"""By the beginning of the SQLSTATE, https://www.postgresql.org/docs/15/errcodes-appendix.html."""


def _patience(seconds: float) -> Callable[..., None]:
    """No statement waits longer than this for a lock."""

    def set_lock_timeout(connection: object, _record: object) -> None:
        import psycopg

        assert isinstance(connection, psycopg.Connection)
        connection.execute(f"SET lock_timeout = {int(seconds * 1000)}".encode())
        connection.commit()

    return set_lock_timeout


def backend_for(settings: Settings, *, busy_timeout: float) -> Backend:
    """The database that the settings name, not yet spoken to; a missing folder for a SQLite file is made.

    Raises `StoreUnavailable`: ``read-only`` when the folder cannot be made, ``driver-missing`` without psycopg.
    Raises `ValueError` for any other kind of database.
    """
    path = settings.database_file
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(reason="read-only", where=str(path.parent)) from error
        return SqliteBackend(path, busy_timeout=busy_timeout)
    try:
        url = make_url(settings.database_url)
    except (ArgumentError, ValueError):
        raise StoreUnavailable(reason="unreachable", where=settings.place) from None  # its message holds the password
    if url.get_backend_name() != "postgresql":
        raise ValueError(f"neither a SQLite file nor PostgreSQL: {url.get_backend_name()}")
    return PostgresBackend(url, where=settings.place, busy_timeout=busy_timeout)
