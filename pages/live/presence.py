"""Who is away: phones that gave no sign of life while a round is open.

In memory only: with few people in a room, a stored time would tell who it was. Where several processes serve a room, each
tells the others now and then which phones it hears (`Store.tell_present`), because a phone and a console may be connected to
different ones.
"""

from collections.abc import Iterable
from time import monotonic

AWAY_AFTER = 120.0
"""Seconds without a sign of life, since the round was opened."""
TELL_INTERVAL = 20.0
"""Seconds between two messages to the other processes; several of them fit into `AWAY_AFTER`."""


class Presence:
    """Of one room's phones. An open event stream is a sign of life; the caller knows those."""

    def __init__(self) -> None:
        self._here: dict[str, float] = {}
        self._elsewhere: dict[str, float] = {}
        """By seat, when there was a sign of life in this process, and in another."""
        self._told_at = float("-inf")
        self._asked_at = monotonic()

    def note(self, seat: str) -> None:
        """A sign of life in this process."""
        self._here[seat] = monotonic()

    def note_elsewhere(self, seats: Iterable[str]) -> None:
        """Signs of life in another process, which are not passed on. From any thread."""
        now = monotonic()
        self._elsewhere |= dict.fromkeys(seats, now)

    def ask_anew(self) -> None:
        """A round was opened: from now on everybody has time to answer."""
        self._asked_at = monotonic()

    def is_away(self, seat: str) -> bool:
        seen = max(self._asked_at, self._here.get(seat, 0.0), self._elsewhere.get(seat, 0.0))
        return monotonic() - seen >= AWAY_AFTER

    def to_tell(self, listening: Iterable[str]) -> tuple[str, ...]:
        """The phones to tell the other processes of, once per `TELL_INTERVAL`; empty in between. ``listening``: with a stream."""
        now = monotonic()
        if now - self._told_at < TELL_INTERVAL:
            return ()
        self._told_at = now
        lately = {seat for seat, at in self._here.items() if now - at < 2 * TELL_INTERVAL}
        return tuple(sorted(lately.union(listening)))
