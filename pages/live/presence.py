"""Who is away: phones that gave no sign of life while a round is open.

In memory only: with few people in a room, a stored time would tell who it was. So it is known where one process serves the
room; where several share a database on a server, nobody counts as away.
"""

from time import monotonic

AWAY_AFTER = 120.0
"""Seconds without a sign of life, since the round was opened."""


class Presence:
    """Of one room's phones. An open event stream is a sign of life; the caller knows those."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}
        self._asked_at = monotonic()

    def note(self, seat: str) -> None:
        """A sign of life."""
        self._seen[seat] = monotonic()

    def ask_anew(self) -> None:
        """A round was opened: from now on everybody has time to answer."""
        self._asked_at = monotonic()

    def is_away(self, seat: str) -> bool:
        return monotonic() - max(self._asked_at, self._seen.get(seat, 0.0)) >= AWAY_AFTER
