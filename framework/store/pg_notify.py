"""Hears what other processes commit to the same PostgreSQL, as soon as it is committed.

Each commit that changes a workshop says so on one channel (`words`), in its own transaction: PostgreSQL delivers it after
the commit, or never. One connection of its own listens. It hears itself now and then, so that what only looks like
listening is found out: a pooler in transaction mode takes ``LISTEN`` and delivers nothing, a line that broke in between
keeps silent for hours.
"""

import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any, Protocol

from sqlalchemy.exc import SQLAlchemyError

__all__ = ["CHANNEL", "NotifyBackend", "PostgresChangeFeed", "words"]

CHANNEL = "kader_changed"
BEAT = 5.0
"""Seconds between two words to oneself."""
CONNECT_TIMEOUT = 5.0
"""Seconds that such a word may take before nothing is believed to come through."""
FIRST_WAIT, LONGEST_WAIT = 0.1, 10.0
"""Seconds before it connects again: doubled each time that nothing was heard."""

log = logging.getLogger("kader.store")


class NotifyBackend(Protocol):
    """What `PostgresChangeFeed` needs of the database."""

    origin: str
    """Tells this store from those of other processes."""

    def own_connection(self) -> Any:
        """A psycopg connection outside the pool, in autocommit, for the caller to close."""
        ...

    def speak(self, payload: str) -> None:
        """Says something on the channel, through the pool."""
        ...


def words(workshop_id: str, origin: str, *, changes_shared_view: bool = False) -> str:
    """What is said on the channel: what changed, who says so, and whether everybody sees it (``!``).

    Without a workshop it is a word to oneself.
    """
    return f"{workshop_id} {origin}{'!' if changes_shared_view else ''}"


class PostgresChangeFeed:
    """See `framework.store.Listening`. Its thread begins at once and ends with `close`."""

    def __init__(self, database: NotifyBackend, changed: Callable[[str, bool], None]) -> None:
        self._database = database
        self._changed = changed
        self._heard_at: float | None = None
        self._ended = False
        self._ear, self._mouth = socket.socketpair()
        """Whatever is sent into the mouth ends every wait."""
        self._thread = threading.Thread(target=self._run, name="kader-listening", daemon=True)
        self._thread.start()

    @property
    def hears(self) -> bool:
        heard = self._heard_at
        return heard is not None and time.monotonic() - heard < BEAT + CONNECT_TIMEOUT

    def close(self) -> None:
        self._ended = True
        with suppress(OSError):
            self._mouth.send(b".")

    @property
    def closed(self) -> bool:
        """Whether its thread has ended and its connection is closed."""
        return not self._thread.is_alive()

    def wait_closed(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _run(self) -> None:
        import psycopg

        wait = FIRST_WAIT
        with self._ear, self._mouth:
            while not self._ended:
                try:
                    with closing(self._database.own_connection()) as connection:
                        connection.execute(f"LISTEN {CHANNEL}".encode())
                        self._hear(connection)
                except (psycopg.Error, SQLAlchemyError, OSError) as error:
                    log.info("changes of other processes are looked for, not heard: %s", type(error).__name__)
                if self._heard_at is not None:
                    wait = FIRST_WAIT
                self._heard_at = None
                self._rest(wait)
                wait = min(2 * wait, LONGEST_WAIT)

    def _hear(self, connection: Any) -> None:
        """Until the end, or until nothing comes through any more (`TimeoutError`, and what psycopg raises)."""
        since = spoke = time.monotonic()
        self._database.speak(words("", self._database.origin))
        with selectors.DefaultSelector() as selector:
            selector.register(connection.fileno(), selectors.EVENT_READ)
            selector.register(self._ear, selectors.EVENT_READ)
            while not self._ended:
                for note in connection.notifies(timeout=0):
                    self._take(note.payload)
                now = time.monotonic()
                if now - (self._heard_at or since) >= BEAT + CONNECT_TIMEOUT:
                    raise TimeoutError
                if now - spoke >= BEAT:
                    spoke = now
                    self._database.speak(words("", self._database.origin))
                selector.select(max(0.0, spoke + BEAT - now))

    def _take(self, payload: str) -> None:
        workshop_id, _, said_by = payload.rpartition(" ")
        origin = said_by.rstrip("!")
        if origin != self._database.origin:
            if workshop_id:
                self._changed(workshop_id, said_by != origin)
        elif not workshop_id:
            self._heard_at = time.monotonic()

    def _rest(self, seconds: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._ear, selectors.EVENT_READ)
            if not self._ended:
                selector.select(seconds)
