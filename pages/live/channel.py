"""What the hub knows of one workshop, and who listens to it: the newest payload of each view goes to all who have that view."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from framework.store import Answered
from pages.live.snapshot import AnswerCounts, RoomSnapshot
from pages.live.subscriber import Payload, Subscriber, ViewEncoder

OUT = b"event: out\ndata: 1\n\n"
"""The seat was freed: the page is the door's again."""


@dataclass
class Channel:
    """To be used on the server's loop alone."""

    snapshot: RoomSnapshot
    counts: AnswerCounts
    listeners: set[Subscriber] = field(default_factory=set[Subscriber])
    payloads: dict[ViewEncoder, Payload] = field(default_factory=dict["ViewEncoder", Payload])
    own: dict[str, list[Answered]] = field(default_factory=dict[str, list[Answered]])
    """Answers taken by this process since ``snapshot`` was read, by seat."""
    seated: dict[str, set[Subscriber]] = field(default_factory=dict[str, set[Subscriber]])
    """Listeners by seat: most have one, and a vote must not walk past a thousand others."""
    told: int = 0
    """How many of the changes it was told of are in it."""
    looked_at: float = 0.0
    """When the database was last asked whether this is still right, on the loop's clock."""
    counted_at: float = 0.0
    again: asyncio.TimerHandle | None = None
    """The count that is to come."""
    freed: frozenset[str] = frozenset()
    """Seats that were freed, as of ``freed_as_of``."""
    freed_as_of: int | None = None
    """The revision at which that was read; None when it has to be read again."""
    freed_at: float = 0.0
    """When, on the loop's clock."""

    def views(self, *, every_vote: bool) -> list[ViewEncoder]:
        """The views somebody has: those that count, or the others."""
        return [view for view in self.payloads if view.every_vote == every_vote]

    def payload(self, view: ViewEncoder) -> Payload:
        """What this view shows now."""
        found = self.payloads.get(view)
        if found is None:
            found = self.payloads[view] = view.encode(self.snapshot, self.counts)
        return found

    def enter(self, listener: Subscriber) -> None:
        self.listeners.add(listener)
        if listener.seat:
            self.seated.setdefault(listener.seat, set()).add(listener)
            self.freed_as_of = None  # whoever let it in may have known less

    def leave(self, listener: Subscriber) -> None:
        self.listeners.discard(listener)
        tabs = self.seated.get(listener.seat)
        if tabs is not None:
            tabs.discard(listener)
            if not tabs:
                del self.seated[listener.seat]
        if not any(other.view == listener.view for other in self.listeners):
            self.payloads.pop(listener.view, None)

    def send(self, encoded: Mapping[ViewEncoder, Payload]) -> None:
        """To whoever has one of these views, where it shows something else than before."""
        for view, payload in encoded.items():
            before = self.payloads.get(view)
            self.payloads[view] = payload
            if before is not None and before.body == payload.body:
                continue
            for listener in self.listeners:
                if listener.view == view:
                    listener.put(payload.for_seat(listener.seat, self.own.get(listener.seat, ())))

    def answered(self, answers: Iterable[Answered], tab: str) -> None:
        """To the seat's other tabs what was just taken from it. ``tab``: the one it came from."""
        for answer in answers:
            self.own.setdefault(answer.seat, []).append(answer)
            for listener in self.seated.get(answer.seat, ()):
                if not tab or listener.tab != tab:
                    listener.put(self.payload(listener.view).for_seat(answer.seat, self.own[answer.seat]))

    def forget(self, read: Mapping[str, int]) -> None:
        """So many of each seat's own answers are in the snapshot that was just read."""
        for seat, known in read.items():
            del self.own[seat][:known]

    def dismiss(self, freed: frozenset[str], revision: int) -> None:
        """Ends the streams of seats that were freed, as was found at this revision."""
        self.freed, self.freed_as_of = freed, revision
        for seat in freed & self.seated.keys():
            for listener in self.seated[seat]:
                listener.dismiss(OUT)

    def keep_alive(self, line: bytes) -> None:
        for listener in self.listeners:
            listener.keep_alive(line)

    def end(self) -> None:
        for listener in self.listeners:
            listener.end()
