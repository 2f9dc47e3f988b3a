"""One room's subscribers: what each shows, the payload that waits for it, and the event stream that sends it.

The newest payload of each view goes to everybody who has that view. Use it on the server's event loop only.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from starlette.types import Receive, Scope, Send

from framework.store import Answered
from pages.live.presence import Presence
from pages.live.snapshot import AnswerCounts, RoomSnapshot
from pages.server.unreachable_peers import end_when_unreachable

RETRY = 1_000
"""Milliseconds until a browser reconnects a broken stream: after a restart all are back within three seconds."""


def event(name: str, data: bytes, mark: str = "") -> bytes:
    """One server-sent event. ``data`` may hold line breaks; a browser that reconnects sends the last ``mark`` back."""
    lines = b"".join(b"data: %s\n" % line for line in data.split(b"\n"))
    head = b"id: %s\n" % mark.encode() if mark else b""
    return b"%sevent: %s\n%s\n" % (head, name.encode(), lines)


SEAT_FREED = event("out", b"1")
"""Tells the page to go back to the join page."""
PING = event("k", b"1")
"""Keeps the connection open and lets the page notice when it is dead; a comment would do only the first."""


@dataclass(frozen=True, slots=True)
class Payload:
    """``body``: what everybody with the view sees; payloads with equal bodies are equal. ``fill``: makes the bytes for one
    seat (``""``: none) from the answers that it has sent since the snapshot."""

    body: bytes
    fill: Callable[[str, Sequence[Answered]], bytes] | None = None

    def for_seat(self, seat: str, later: Sequence[Answered] = ()) -> bytes:
        return self.body if self.fill is None else self.fill(seat, later)

    @property
    def mark(self) -> str:
        """A checksum of ``body``, the same in every process."""
        import zlib

        return f"{zlib.crc32(self.body):08x}"


class ViewEncoder(Protocol):
    """What one kind of subscriber sees. Subscribers with equal views share the encoding."""

    @property
    def shows_counts(self) -> bool:
        """Whether it shows counts, and so changes with every vote."""
        ...

    def encode(self, snapshot: RoomSnapshot, counts: AnswerCounts) -> Payload: ...

    def __hash__(self) -> int: ...


class Subscriber:
    """One open stream. At most one payload waits: the newest."""

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

    def put_last(self, payload: bytes) -> None:
        """The stream ends after this payload."""
        self.put(payload)
        self._last = True

    def end(self) -> None:
        self._ended = True
        self._wake()

    def ping(self) -> None:
        if self._waiting is None:
            self.put(PING)

    def waiting(self) -> bytes | None:
        """Takes the payload that waits, if one does."""
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


class EventStream:
    """The ASGI response that sends a subscriber's payloads, ready events, until either side ends.

    Not Starlette's StreamingResponse: a room has a thousand of these. ``leave``: called with the subscriber at the end.
    """

    def __init__(self, subscriber: Subscriber, leave: Callable[[Subscriber], None]) -> None:
        self._subscriber = subscriber
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        end_when_unreachable(receive)
        gone = asyncio.ensure_future(self._until_gone(receive))
        try:
            await send(_START)
            first = b"retry: %d\n\n" % RETRY + (self._subscriber.waiting() or b"")
            await send({"type": "http.response.body", "body": first, "more_body": True})
            while (payload := await self._subscriber.next()) is not None:
                await send({"type": "http.response.body", "body": payload, "more_body": True})
            with suppress(OSError):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except OSError:
            pass  # the browser went while something was sent
        finally:
            gone.cancel()
            self._leave(self._subscriber)

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._subscriber.end()


_START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ],
}


@dataclass
class Channel:
    """What the hub knows of one workshop, and its subscribers."""

    snapshot: RoomSnapshot
    counts: AnswerCounts
    subscribers: set[Subscriber] = field(default_factory=set[Subscriber])
    payloads: dict[ViewEncoder, Payload] = field(default_factory=dict["ViewEncoder", Payload])
    """The newest of each view that somebody has."""
    own: dict[str, list[Answered]] = field(default_factory=dict[str, list[Answered]])
    """By seat, the answers that this process took since ``snapshot`` was read."""
    by_seat: dict[str, set[Subscriber]] = field(default_factory=dict[str, set[Subscriber]])
    """Subscribers by seat, to find a seat's other tabs without a search through a thousand subscribers."""
    notified: int = 0
    """How many of the hub's notifications ``snapshot`` includes."""
    checked_at: float = 0.0
    """When this was last known to match the database (loop time)."""
    counted_at: float = 0.0
    """When the last count began (loop time)."""
    next_count: asyncio.TimerHandle | None = None
    presence: Presence = field(default_factory=Presence)

    def views(self, *, shows_counts: bool) -> list[ViewEncoder]:
        """The views that somebody has: those that show counts, or the others."""
        return [view for view in self.payloads if view.shows_counts == shows_counts]

    def payload(self, view: ViewEncoder) -> Payload:
        """What this view shows now."""
        found = self.payloads.get(view)
        if found is None:
            found = self.payloads[view] = view.encode(self.snapshot, self.counts)
        return found

    def enter(self, subscriber: Subscriber) -> None:
        self.subscribers.add(subscriber)
        if subscriber.seat:
            self.by_seat.setdefault(subscriber.seat, set()).add(subscriber)
            self.presence.note(subscriber.seat)

    def leave(self, subscriber: Subscriber) -> None:
        self.subscribers.discard(subscriber)
        tabs = self.by_seat.get(subscriber.seat)
        if tabs is not None:
            self.presence.note(subscriber.seat)
            tabs.discard(subscriber)
            if not tabs:
                del self.by_seat[subscriber.seat]
        if not any(other.view == subscriber.view for other in self.subscribers):
            self.payloads.pop(subscriber.view, None)

    def send(self, encoded: Mapping[ViewEncoder, Payload]) -> None:
        """To everybody with one of these views, unless it shows the same as before."""
        for view, payload in encoded.items():
            before = self.payloads.get(view)
            self.payloads[view] = payload
            if before is not None and before.body == payload.body:
                continue
            for subscriber in self.subscribers:
                if subscriber.view == view:
                    subscriber.put(payload.for_seat(subscriber.seat, self.own.get(subscriber.seat, ())))

    def send_own(self, answers: Iterable[Answered], tab: str) -> None:
        """Answers that were just taken, to the other tabs of their seats. ``tab``: where they came from."""
        for answer in answers:
            self.own.setdefault(answer.seat, []).append(answer)
            self.presence.note(answer.seat)
            for subscriber in self.by_seat.get(answer.seat, ()):
                if not tab or subscriber.tab != tab:
                    subscriber.put(self.payload(subscriber.view).for_seat(answer.seat, self.own[answer.seat]))

    def forget_own(self, read: Mapping[str, int]) -> None:
        """Drops as many of each seat's own answers: the snapshot holds them now."""
        for seat, count in read.items():
            del self.own[seat][:count]

    def dismiss_freed(self) -> None:
        """Ends the streams of seats whose people have left."""
        for seat in self.counts.freed & self.by_seat.keys():
            for subscriber in self.by_seat[seat]:
                subscriber.put_last(SEAT_FREED)

    def ping(self) -> None:
        for subscriber in self.subscribers:
            subscriber.ping()

    def end(self) -> None:
        for subscriber in self.subscribers:
            subscriber.end()
