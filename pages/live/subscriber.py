"""Who follows a room: one open stream, what it shows, and the one payload that waits for it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from framework.store import Answered
from pages.live.snapshot import AnswerCounts, RoomSnapshot


@dataclass(frozen=True, slots=True)
class Payload:
    """``body`` tells two payloads apart; ``fill`` makes the bytes for one seat (``""`` for whoever has none), given what
    was taken from it since the snapshot was read."""

    body: bytes
    fill: Callable[[str, Sequence[Answered]], bytes] | None = None

    def for_seat(self, seat: str, later: Sequence[Answered] = ()) -> bytes:
        return self.body if self.fill is None else self.fill(seat, later)


class ViewEncoder(Protocol):
    """What one kind of listener sees. Equal (hashable) views share an encoding."""

    @property
    def every_vote(self) -> bool:
        """Whether it shows counts, and so changes with every vote."""
        ...

    def encode(self, snapshot: RoomSnapshot, counts: AnswerCounts) -> Payload: ...

    def __hash__(self) -> int: ...


class Subscriber:
    """One open stream: at most one payload waits, the newest."""

    __slots__ = ("_ended", "_last", "_waiting", "_woken", "seat", "tab", "view", "workshop_id")

    def __init__(self, workshop_id: str, view: ViewEncoder, seat: str, tab: str) -> None:
        self.workshop_id = workshop_id
        self.view = view
        self.seat = seat
        self.tab = tab
        self._waiting: bytes | None = None
        self._woken: asyncio.Future[None] | None = None
        self._ended = False
        self._last = False

    def put(self, payload: bytes) -> None:
        if not self._last:
            self._waiting = payload
            self._wake()

    def dismiss(self, payload: bytes) -> None:
        """A last payload; the stream ends after it."""
        self.put(payload)
        self._last = True

    def end(self) -> None:
        self._ended = True
        self._wake()

    def keep_alive(self, payload: bytes) -> None:
        """Puts something that is worth nothing beside a real payload."""
        if self._waiting is None:
            self.put(payload)

    def waiting(self) -> bytes | None:
        """The payload that waits, if one does."""
        payload, self._waiting = self._waiting, None
        return payload

    async def next(self) -> bytes | None:
        """The newest payload as soon as there is one; None when the stream is to end."""
        while self._waiting is None and not self._ended and not self._last:
            self._woken = asyncio.get_running_loop().create_future()
            await self._woken
        if self._ended:
            return None
        return self.waiting()

    def _wake(self) -> None:
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)
