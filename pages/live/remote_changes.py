"""Listens for changes that other processes commit to the same database, so that the hub seldom has to poll.

PostgreSQL tells of every change (`framework.store.Store.listen`). One connection listens while somebody follows a room, and the
hub still polls once a second in case a notification is lost. With SQLite, or while the connection is down, it polls often.
"""

from collections.abc import Callable, Collection

from framework.store import ChangeFeed, Store

SAFETY_INTERVAL = 1.0
"""Seconds between two polls while the database tells of every change."""


class RemoteChanges:
    def __init__(
        self,
        store: Callable[[], Store],
        changed: Callable[[str, bool], None],
        present: Callable[[str, Collection[str]], None],
        *,
        poll: float,
    ) -> None:
        """``changed`` and ``present``: called from another thread, as `framework.store.Store.listen` says. ``poll``: seconds
        between two polls while the database does not tell of changes."""
        self._store = store
        self._changed, self._present = changed, present
        self._poll = poll
        self._feed: ChangeFeed | None = None

    @property
    def poll_interval(self) -> float:
        """Seconds until the hub is to poll again."""
        return max(self._poll, SAFETY_INTERVAL) if self.is_hearing else self._poll

    @property
    def is_hearing(self) -> bool:
        """Whether the database tells of changes now."""
        return self._feed is not None and self._feed.is_hearing

    def begin(self) -> None:
        """When somebody subscribes. Returns at once. Raises `StoreUnavailable` where the store has not been opened yet."""
        if self._feed is None:
            self._feed = self._store().listen(self._changed, self._present)

    def end(self) -> None:
        """When nobody subscribes any more, or the server stops. Returns at once; safe from a signal handler."""
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()
