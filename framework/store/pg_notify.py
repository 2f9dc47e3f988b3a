"""PostgreSQL's LISTEN and NOTIFY: which workshops other processes have changed, and which phones they hear.

Every transaction that changes a workshop notifies one channel (`payload_of`); PostgreSQL delivers that after the commit, or
never. Which phones are there goes over a channel of its own and is stored nowhere. A feed listens on a connection of its own, and
notifies itself now and then to find out whether anything arrives: a pooler in transaction mode accepts ``LISTEN`` and
delivers nothing, and a broken line stays silent for hours.
"""

import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, suppress
from typing import Any, Protocol

from sqlalchemy.exc import SQLAlchemyError

__all__ = [
    "CHANNEL",
    "PRESENT",
    "Changed",
    "NotifyBackend",
    "PostgresChangeFeed",
    "Present",
    "payload_of",
    "presence_payloads",
]

Changed = Callable[[str, bool], None]
"""A workshop, and whether everybody sees the change."""
Present = Callable[[str, Collection[str]], None]
"""A workshop, and seats whose phones gave a sign of life."""

CHANNEL = "kader_changed"
PRESENT = "kader_present"
"""Which phones a process hears."""
SEATS_PER_PAYLOAD = 150
"""A payload has 8,000 bytes at most."""
SELF_TEST_INTERVAL = 5.0
"""Seconds between two notifications to itself."""
SELF_TEST_TIMEOUT = 5.0
"""Seconds such a notification may take before the connection counts as dead."""
MIN_RETRY_DELAY, MAX_RETRY_DELAY = 0.1, 10.0
"""Seconds before it connects again; doubled after each attempt that received nothing."""

log = logging.getLogger("kader.store")


class NotifyBackend(Protocol):
    """What `PostgresChangeFeed` needs of the database."""

    origin: str
    """Random id of this store, to tell its notifications from those of other processes."""

    def dedicated_connection(self) -> Any:
        """A psycopg connection outside the pool, in autocommit, for the caller to close."""
        ...

    def notify(self, payload: str) -> None:
        """Sends a payload to `CHANNEL`, through the pool."""
        ...


def payload_of(workshop_id: str, origin: str, *, changes_shared_view: bool = False) -> str:
    """A notification: the workshop that changed, who says so, and ``!`` where everybody sees the change.

    With an empty ``workshop_id`` it is a notification to oneself.
    """
    return f"{workshop_id} {origin}{'!' if changes_shared_view else ''}"


def presence_payloads(workshop_id: str, origin: str, seats: Sequence[str]) -> Iterator[str]:
    """Notifications on `PRESENT`: the workshop, who says so, and seats whose phones are there."""
    for at in range(0, len(seats), SEATS_PER_PAYLOAD):
        yield " ".join((workshop_id, origin, *seats[at : at + SEATS_PER_PAYLOAD]))


class PostgresChangeFeed:
    """Implements `framework.store.ChangeFeed`. Its thread starts at once and ends after `close`."""

    def __init__(self, database: NotifyBackend, changed: Changed, present: Present) -> None:
        self._database = database
        self._changed = changed
        self._present = present
        self._heard_at: float | None = None
        self._closing = False
        self._wake_receiver, self._wake_sender = socket.socketpair()
        """A byte sent ends every wait."""
        self._thread = threading.Thread(target=self._run, name="kader-change-feed", daemon=True)
        self._thread.start()

    @property
    def is_hearing(self) -> bool:
        heard = self._heard_at
        return heard is not None and time.monotonic() - heard < SELF_TEST_INTERVAL + SELF_TEST_TIMEOUT

    def close(self) -> None:
        self._closing = True
        with suppress(OSError):
            self._wake_sender.send(b".")

    @property
    def closed(self) -> bool:
        """Whether its thread has ended and its connection is closed."""
        return not self._thread.is_alive()

    def wait_closed(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _run(self) -> None:
        import psycopg

        wait = MIN_RETRY_DELAY
        with self._wake_receiver, self._wake_sender:
            while not self._closing:
                try:
                    with closing(self._database.dedicated_connection()) as connection:
                        for channel in (CHANNEL, PRESENT):
                            connection.execute(f"LISTEN {channel}".encode())
                        self._receive(connection)
                except (psycopg.Error, SQLAlchemyError, OSError) as error:
                    log.info("polling for changes of other processes, since listening failed: %s", type(error).__name__)
                if self._heard_at is not None:
                    wait = MIN_RETRY_DELAY
                self._heard_at = None
                self._wait(wait)
                wait = min(2 * wait, MAX_RETRY_DELAY)

    def _receive(self, connection: Any) -> None:
        """Receives until `close`. Raises `TimeoutError` when nothing arrives any more, and psycopg's errors."""
        since = spoke = time.monotonic()
        self._database.notify(payload_of("", self._database.origin))
        with selectors.DefaultSelector() as selector:
            selector.register(connection.fileno(), selectors.EVENT_READ)
            selector.register(self._wake_receiver, selectors.EVENT_READ)
            while not self._closing:
                for note in connection.notifies(timeout=0):
                    if note.channel == PRESENT:
                        self._handle_presence(note.payload)
                    else:
                        self._handle(note.payload)
                now = time.monotonic()
                if now - (self._heard_at or since) >= SELF_TEST_INTERVAL + SELF_TEST_TIMEOUT:
                    raise TimeoutError
                if now - spoke >= SELF_TEST_INTERVAL:
                    spoke = now
                    self._database.notify(payload_of("", self._database.origin))
                selector.select(max(0.0, spoke + SELF_TEST_INTERVAL - now))

    def _handle(self, payload: str) -> None:
        workshop_id, _, said_by = payload.rpartition(" ")
        origin = said_by.rstrip("!")
        if origin != self._database.origin:
            if workshop_id:
                self._changed(workshop_id, said_by != origin)
        elif not workshop_id:
            self._heard_at = time.monotonic()

    def _handle_presence(self, payload: str) -> None:
        workshop_id, origin, *seats = payload.split(" ")
        if origin != self._database.origin:
            self._present(workshop_id, seats)

    def _wait(self, seconds: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_receiver, selectors.EVENT_READ)
            if not self._closing:
                selector.select(seconds)
