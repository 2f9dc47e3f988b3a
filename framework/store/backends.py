"""Where SQLite and PostgreSQL differ: connections, write locks, and the meaning of their errors.

The other modules use SQLAlchemy Core and are the same on both.
"""

import os
import secrets
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from framework.errors import NotFound, StoreReason, StoreUnavailable
from framework.settings import Settings
from framework.store.pg_notify import (
    CHANNEL,
    PRESENT,
    Changed,
    PostgresChangeFeed,
    Present,
    payload_of,
    presence_payloads,
)
from framework.store.sqlite_file import create_private, place

__all__ = ["Backend", "PostgresBackend", "SqliteBackend", "UnreadableRow", "backend_for"]


class UnreadableRow(ValueError):
    """A row has content that no Kader with this schema can have written."""


class Backend(ABC):
    """One database. ``autocommit`` connects without a transaction, for single statements."""

    where: str
    """For error messages: path of the file, or URL without password and options."""
    autocommit: Engine

    @contextmanager
    def translate_db_errors(self) -> Generator[None]:
        """Raises `StoreUnavailable` instead of those errors of the database that a person can do something about.

        Raises `NotFound` for an id with a NUL, as an address may hold: PostgreSQL refuses it, and it is nobody's.
        """
        try:
            yield
        except DataError as error:
            if "\\x00" not in repr(error.params):
                raise
            raise NotFound(what="workshop", id="") from error
        except (SQLAlchemyError, sqlite3.Error, UnreadableRow) as error:
            unavailable = self.unavailable(error)
            if unavailable is None:
                raise
            raise unavailable from error

    def unavailable(self, error: Exception) -> StoreUnavailable | None:
        """The error for people, or None where it is a bug."""
        if isinstance(error, UnreadableRow | PoolTimeout):
            reason: StoreReason | None = "damaged" if isinstance(error, UnreadableRow) else "locked"
        else:
            reason = self.error_reason(error.orig if isinstance(error, DBAPIError) else error)
        return None if reason is None else StoreUnavailable(reason=reason, where=self.where)

    def close(self) -> None:
        self.autocommit.dispose()

    @abstractmethod
    def error_reason(self, error: BaseException | None) -> StoreReason | None:
        """The ``reason`` of `StoreUnavailable` for an error of the driver; None for any other error."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[Connection]:
        """A transaction in which all reads see the same moment."""

    @abstractmethod
    def write_transaction(self) -> AbstractContextManager[Connection]:
        """A transaction that may write; commits on leaving, rolls back on any exception."""

    @abstractmethod
    def migration_transaction(self) -> AbstractContextManager[Connection]:
        """As `write_transaction`, but only one process at a time can be in it."""

    @abstractmethod
    def is_foreign(self, connection: Connection) -> bool:
        """Whether a database without Kader's schema belongs to another program and must not be touched."""

    @abstractmethod
    def lock_decks(self, connection: Connection) -> None:
        """Keeps others from adding or deleting decks until the end of the transaction."""

    is_erased = True
    """Whether the last `vacuum` reached everything."""

    @abstractmethod
    def vacuum(self, tables: Collection[str]) -> None:
        """Rewrites these tables, so that deleted rows leave the disk. Sets ``is_erased``."""

    def announce(self, connection: Connection, workshop_id: str, *, changes_shared_view: bool) -> None:  # noqa: B027 – optional
        """Notifies other processes, once this transaction is committed, that a workshop has changed."""

    def listen(self, changed: Changed, present: Present) -> PostgresChangeFeed | None:  # noqa: ARG002
        """See `framework.store.Store.listen`."""
        return None

    def tell_present(self, workshop_id: str, seats: Sequence[str]) -> None:  # noqa: B027 – optional
        """See `framework.store.Store.tell_present`."""


class SqliteBackend(Backend):
    """A SQLite file. One writer at a time: a lock serialises threads, SQLite's own lock processes.

    Without the lock between threads, SQLite's back-off makes single writers wait for seconds under load.
    """

    def __init__(self, path: Path, *, busy_timeout: float, read_only: bool = False) -> None:
        self.where = str(path)
        self._path = path
        self._busy_timeout = busy_timeout
        self._write_lock = Lock()
        self._read_only = read_only
        self._place: tuple[int, int] | None = None
        """Device and inode of the file that ``_writer`` has open."""
        self._writer: Connection | None = None
        """Kept open between transactions and used under the write lock. Its page cache stays valid as long as nobody else
        writes, and taking a connection from the pool for each vote cost a tenth of the vote."""
        # hide_parameters: votes must not reach a log through an error message.
        self.autocommit = create_engine(
            "sqlite://",
            creator=self._connect,
            # Every read of a read-only file must check again whether another process writes to it.
            poolclass=NullPool if read_only else QueuePool,
            hide_parameters=True,
            **({} if read_only else {"pool_size": 8, "max_overflow": -1, "pool_use_lifo": True}),
        )

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            # Never create the file here: one that disappeared while Kader runs must not be replaced by an empty one.
            self._read_only_uri() if self._read_only else f"{self._path.absolute().as_uri()}?mode=rw",
            timeout=self._busy_timeout,
            isolation_level=None,  # transactions begin in `_transaction`, not where the driver guesses
            check_same_thread=False,  # the pool hands a connection to one thread at a time
            uri=True,
        )
        try:
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA synchronous=FULL")  # an answer is on disk before the screen says so
            connection.execute("PRAGMA secure_delete=ON")  # overwrites deleted rows
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _read_only_uri(self) -> str:
        """URI of the file for reading. An existing write-ahead log is read; a new one must not be created: SQLite would
        give it the file's missing rights, and the file could not be written even after somebody allowed it."""
        log, index = (self._path.with_name(self._path.name + suffix) for suffix in ("-wal", "-shm"))
        in_use = index.exists() or (log.exists() and log.stat().st_size > 0)
        return f"file:{quote(str(self._path.absolute()))}?mode=ro" + ("" if in_use else "&immutable=1")

    def or_read_only(self) -> "SqliteBackend":
        """This backend, or a read-only one where the file or its folder cannot be written."""
        if self._path.is_file() and not os.access(self._path, os.W_OK, effective_ids=_CHECK_EFFECTIVE_IDS):
            return self._reopened_read_only()
        try:
            with self.autocommit.connect() as connection:
                connection.exec_driver_sql("PRAGMA schema_version")
        except DBAPIError as error:
            if self.error_reason(error.orig) != "read-only" or not self._path.is_file():
                raise
            return self._reopened_read_only()
        return self

    def _reopened_read_only(self) -> "SqliteBackend":
        self.close()
        return SqliteBackend(self._path, busy_timeout=self._busy_timeout, read_only=True)

    def check_pages(self) -> None:
        """Raises `StoreUnavailable` (``damaged``) where pages of the file are: better at the start than at a vote."""
        with self.autocommit.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise StoreUnavailable(reason="damaged", where=self.where)

    def use_wal(self) -> None:
        """Switches the file to write-ahead logging, in which readers never wait for the writer. Does nothing read-only."""
        if self._read_only:
            return
        deadline = time.monotonic() + self._busy_timeout
        while True:
            try:
                with self.autocommit.connect() as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            except DBAPIError as error:
                # When two processes switch an empty file at once, SQLite refuses one of them without waiting.
                if self.error_reason(error.orig) != "locked" or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def snapshot(self) -> Generator[Connection]:
        with self.autocommit.connect() as connection, _transaction(connection, "BEGIN"):
            yield connection

    @contextmanager
    def write_transaction(self) -> Generator[Connection]:
        if not self._write_lock.acquire(timeout=self._busy_timeout):
            raise StoreUnavailable(reason="locked", where=self.where)
        try:
            if self._writer is None:
                self._writer = self.autocommit.connect()
                self._place = place(self._path)
            with _transaction(self._writer, "BEGIN IMMEDIATE"):
                yield self._writer
                # Last: a commit into a file that was moved or deleted would be acknowledged and lost.
                self.check_place()
        except (SQLAlchemyError, sqlite3.Error):
            self._close_writer()
            raise
        finally:
            self._write_lock.release()

    def check_place(self) -> None:
        """Raises `StoreUnavailable` (``moved``) where the file that is written to no longer has its name."""
        if self._writer is not None and place(self._path) != self._place:
            raise StoreUnavailable(reason="moved", where=self.where)

    def _close_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(SQLAlchemyError):
                writer.close()

    def close(self) -> None:
        self._close_writer()
        super().close()

    @contextmanager
    def migration_transaction(self) -> Generator[Connection]:
        # With foreign keys on, rebuilding a table (SQLite's way to alter one) would empty the tables that refer to it.
        engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool, hide_parameters=True)
        event.listen(engine, "connect", _disable_foreign_keys)
        with engine.connect() as connection, _transaction(connection, "BEGIN IMMEDIATE"):
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise RuntimeError(f"the migration leaves a broken reference: {tuple(broken)}")

    def is_foreign(self, connection: Connection) -> bool:
        return bool(inspect(connection).get_table_names())

    def lock_decks(self, connection: Connection) -> None:
        """Nothing to do: BEGIN IMMEDIATE has locked the file."""

    def vacuum(self, tables: Collection[str]) -> None:  # noqa: ARG002 – the whole file
        # A concurrent reader can make it fail; secure_delete has overwritten the rows anyway.
        with suppress(DBAPIError), self.autocommit.connect() as connection:
            connection.exec_driver_sql("VACUUM")
        # The write-ahead log still holds what was deleted. A reader in another process can keep it for a while.
        self.is_erased = False
        with suppress(DBAPIError), self.autocommit.connect() as connection:
            busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            self.is_erased = not busy

    def error_reason(self, error: BaseException | None) -> StoreReason | None:
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


_CHECK_EFFECTIVE_IDS = os.access in os.supports_effective_ids


@contextmanager
def _transaction(connection: Connection, begin: str) -> Generator[None]:
    """A transaction that begins with the statement ``begin``; commits on leaving, rolls back on any exception.

    Sent through the driver, since every vote begins like this: through SQLAlchemy it takes ten times as long, and an event
    listener on the engine makes every statement a sixth slower.
    """
    with connection.begin():
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)
        yield


def _disable_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


class PostgresBackend(Backend):
    """A PostgreSQL server, shared by several processes. Writers lock the workshop's row first."""

    _MIGRATION_LOCK = 0x4B61_6465_7201
    _DECKS_LOCK = 0x4B61_6465_7202
    _VACUUM_LOCK = 0x4B61_6465_7203
    """Keys of advisory locks: the letters "Kader" and a number."""

    def __init__(self, url: URL, *, where: str, busy_timeout: float) -> None:
        self.where = where
        self.origin = secrets.token_hex(4)
        self._feeds: list[PostgresChangeFeed] = []
        try:
            self._transactional = create_engine(
                url,
                pool_pre_ping=True,  # nobody sees an error after a restart of the server
                pool_timeout=busy_timeout,
                hide_parameters=True,
                connect_args={"client_encoding": "utf8", "connect_timeout": url.query.get("connect_timeout", "5")},
            )
        except ModuleNotFoundError as error:
            raise StoreUnavailable(reason="driver-missing", where=self.where) from error
        event.listen(self._transactional, "connect", _lock_timeout(busy_timeout))
        # These share its pool.
        self.autocommit = self._transactional.execution_options(isolation_level="AUTOCOMMIT")
        self._snapshot = self._transactional.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def snapshot(self) -> Generator[Connection]:
        with self._snapshot.connect() as connection:
            yield connection

    @contextmanager
    def write_transaction(self) -> Generator[Connection]:
        with self._transactional.begin() as connection:
            yield connection

    @contextmanager
    def migration_transaction(self) -> Generator[Connection]:
        with self._transactional.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '60s'"))
            self._lock(connection, self._MIGRATION_LOCK)
            yield connection

    def vacuum(self, tables: Collection[str]) -> None:
        # Deleted rows stay readable in the file until their page is rewritten. VACUUM FULL does that but needs an exclusive
        # lock; where it does not get one in time, a plain VACUUM frees the rows for the server to overwrite.
        # One at a time: several would keep each other and every vote waiting.
        self.is_erased = False
        with suppress(DBAPIError), self.autocommit.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": self._VACUUM_LOCK})
            try:
                rewritten = [self._rewrite(connection, table) for table in tables]
                self.is_erased = all(rewritten)
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._VACUUM_LOCK})

    def _rewrite(self, connection: Connection, table: str) -> bool:
        """Whether nothing of its deleted rows is left."""
        for how in ("VACUUM (FULL)", "VACUUM"):
            with suppress(DBAPIError):
                connection.exec_driver_sql(f"{how} {table}")
                return how == "VACUUM (FULL)"
        return False

    def is_foreign(self, connection: Connection) -> bool:  # noqa: ARG002
        # A schema is often shared on purpose; a clash of names would fail and change nothing.
        return False

    def lock_decks(self, connection: Connection) -> None:
        self._lock(connection, self._DECKS_LOCK)

    def announce(self, connection: Connection, workshop_id: str, *, changes_shared_view: bool) -> None:
        payload = payload_of(workshop_id, self.origin, changes_shared_view=changes_shared_view)
        connection.execute(_NOTIFY, {"channel": CHANNEL, "payload": payload})

    def listen(self, changed: Changed, present: Present) -> PostgresChangeFeed:
        listening = PostgresChangeFeed(self, changed, present)
        self._feeds = [one for one in self._feeds if not one.closed] + [listening]
        return listening

    def dedicated_connection(self) -> Any:
        pooled = self._transactional.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()  # it stays open for long; the pool replaces it
        connection.rollback()
        connection.autocommit = True
        return connection

    def tell_present(self, workshop_id: str, seats: Sequence[str]) -> None:
        for payload in presence_payloads(workshop_id, self.origin, seats):
            self.notify(payload, PRESENT)

    def notify(self, payload: str, channel: str = CHANNEL) -> None:
        with self.autocommit.connect() as connection:
            connection.execute(_NOTIFY, {"channel": channel, "payload": payload})

    def close(self) -> None:
        for listening in self._feeds:
            listening.close()
        for listening in self._feeds:
            listening.wait_closed(_CLOSE_TIMEOUT)
        super().close()

    def _lock(self, connection: Connection, key: int) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

    def error_reason(self, error: BaseException | None) -> StoreReason | None:
        import psycopg

        if not isinstance(error, psycopg.Error):
            return None
        if error.sqlstate is not None:
            for prefix, reason in _SQLSTATE_REASONS.items():
                if error.sqlstate.startswith(prefix):
                    return reason
            return None
        # Without a SQLSTATE the server has not answered: connection refused, host not found, or connection lost.
        return "unreachable" if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None


_CLOSE_TIMEOUT = 5.0
"""Seconds for a change feed's thread to return its connection."""
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")

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
"""By the first characters of the SQLSTATE; https://www.postgresql.org/docs/15/errcodes-appendix.html."""


def _lock_timeout(seconds: float) -> Callable[..., None]:
    """A connection hook: no statement waits longer than this for a lock."""

    def set_lock_timeout(connection: object, _record: object) -> None:
        import psycopg

        assert isinstance(connection, psycopg.Connection)
        connection.execute(f"SET lock_timeout = {int(seconds * 1000)}".encode())
        connection.commit()

    return set_lock_timeout


def backend_for(settings: Settings, *, busy_timeout: float) -> Backend:
    """The database that the settings name, without connecting to it. Creates a missing folder for a SQLite file.

    Raises `StoreUnavailable`: ``read-only`` (no folder can be created), ``driver-missing`` (no psycopg), ``unreachable`` (a
    malformed URL); `ValueError` for any other kind of database.
    """
    path = settings.database_file
    if path is not None:
        create_private(path)
        return SqliteBackend(path, busy_timeout=busy_timeout)
    try:
        url = make_url(settings.database_url)
    except (ArgumentError, ValueError):
        raise StoreUnavailable(reason="unreachable", where=settings.place) from None  # its message holds the password
    if url.get_backend_name() != "postgresql":
        raise ValueError(f"neither a SQLite file nor PostgreSQL: {url.get_backend_name()}")
    return PostgresBackend(url, where=settings.place, busy_timeout=busy_timeout)
