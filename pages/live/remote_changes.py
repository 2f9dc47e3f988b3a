"""Hears what other processes on the same database change, so that the hub seldom has to look by itself.

Where the database tells (PostgreSQL, `framework.store.Store.listen`) one connection listens while somebody follows a room,
and the hub looks once a second, in case a word got lost. Where it does not tell, or while nothing comes through, the hub
looks as often as it is told to at its making.
"""

from collections.abc import Callable

from framework.store import ChangeFeed, Store

SAFETY = 1.0
"""Seconds between two looks while the database tells of every change."""


class RemoteChanges:
    def __init__(self, store: Callable[[], Store], changed: Callable[[str, bool], None], *, poll: float) -> None:
        """``changed`` is called from another thread, as `framework.store.Store.listen` says. ``poll``: seconds between
        two looks at a database that tells nothing."""
        self._store = store
        self._changed = changed
        self._poll = poll
        self._listening: ChangeFeed | None = None

    @property
    def pause(self) -> float:
        """Seconds until the hub looks again."""
        heard = self._listening
        return max(self._poll, SAFETY) if heard is not None and heard.is_hearing else self._poll

    def begin(self) -> None:
        """Somebody follows a room. Returns at once. Raises `StoreUnavailable` where the store has not been opened yet."""
        if self._listening is None:
            self._listening = self._store().listen(self._changed)

    def end(self) -> None:
        """Nobody does any more, or the server stops. Returns at once; safe from a signal handler."""
        heard, self._listening = self._listening, None
        if heard is not None:
            heard.close()
