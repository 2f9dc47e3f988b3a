"""Watches the workshops that somebody listens to, and hands every listener the newest payload.

One hub per process. It reads each workshop once for all its listeners: a change made by this process is told at once
(`Hub.notify`, from any thread), one made by another process on the same database is found within `POLL` seconds.

How to listen::

    listener = await hub.subscribe(workshop_id, View())     # NotFound when the workshop is not there
    while (payload := await listener.next()) is not None:   # None: the server stops, or the workshop is gone
        send(payload)                                       # bytes; only ever the newest
    hub.leave(listener)

A `View` turns a `Moment` into a payload. It is encoded once per change for all listeners with an equal view, and a
listener hears nothing when the payload stayed the same.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from framework.errors import KaderError, NotFound
from framework.store import Answered, Head, Store
from framework.workshop.models import WorkshopState
from framework.workshop.room import VOTING, Question, Room, question_at

POLL = 0.1
"""Seconds between two looks at what other processes changed: one indexed read for all workshops."""
CALM = 0.04
"""Seconds between two counts of votes while they stream in. A step or a reveal never waits for this."""
KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment is sent, so that nobody in between closes the stream."""
_HIDDEN = 200
"""Workshops kept in memory without listeners."""

log = logging.getLogger("kader.live")

_T = TypeVar("_T")


@dataclass(frozen=True)
class Moment:
    """A workshop as everybody may see it, at one ``shared_revision``.

    ``state`` carries no seat and no answer. ``answers`` and ``before`` are what was answered to the question at this
    phase and, in a second round, in the first one. They are for a view's `Payload.fill` (a seat's own answer) and, once
    the round is revealed, for results; `shown` is the only safe way to the answers of all.
    """

    state: WorkshopState
    shared_revision: int
    question: Question | None = None
    answers: tuple[Answered, ...] = field(default=(), repr=False)
    before: tuple[Answered, ...] = field(default=(), repr=False)

    @property
    def room(self) -> Room:
        room = self.state.room
        assert room is not None, "a live workshop has a room"
        return room

    @property
    def shown(self) -> tuple[Answered, ...]:
        """The answers of everybody to the question at this phase; none before its reveal."""
        room = self.room
        key = room.round_here()
        revealed = room.phase not in VOTING and key is not None and key in room.revealed
        return self.answers if revealed or (self.question is not None and self.question.kind == "word") else ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What moves with every vote: never what was voted. ``seats``: people in; ``voters``: who answered what is asked."""

    revision: int
    seats: int
    voters: int


@dataclass(frozen=True, slots=True)
class Payload:
    """``body`` tells two payloads apart; ``fill`` makes the bytes for one seat (``""`` for whoever has none), given what
    was taken from it since the moment was read."""

    body: bytes
    fill: Callable[[str, Sequence[Answered]], bytes] | None = None

    def to(self, seat: str, later: Sequence[Answered] = ()) -> bytes:
        return self.body if self.fill is None else self.fill(seat, later)


class View(Protocol):
    """What one kind of listener sees. Equal (hashable) views share an encoding."""

    @property
    def every_vote(self) -> bool:
        """Whether it shows counts, and so changes with every vote."""
        ...

    def encode(self, moment: Moment, counts: Counts) -> Payload: ...

    def __hash__(self) -> int: ...


class Listener:
    """One open stream: at most one payload waits, the newest."""

    __slots__ = ("_ended", "_waiting", "_woken", "seat", "tab", "view", "workshop_id")

    def __init__(self, workshop_id: str, view: View, seat: str, tab: str) -> None:
        self.workshop_id = workshop_id
        self.view = view
        self.seat = seat
        self.tab = tab
        self._waiting: bytes | None = None
        self._woken: asyncio.Future[None] | None = None
        self._ended = False

    def put(self, payload: bytes) -> None:
        self._waiting = payload
        self._wake()

    def end(self) -> None:
        self._ended = True
        self._wake()

    def remind(self, payload: bytes) -> None:
        """Puts something that is worth nothing beside a real payload."""
        if self._waiting is None:
            self.put(payload)

    async def next(self) -> bytes | None:
        """The newest payload as soon as there is one; None when the stream is to end."""
        while self._waiting is None and not self._ended:
            self._woken = asyncio.get_running_loop().create_future()
            await self._woken
        if self._ended:
            return None
        payload, self._waiting = self._waiting, None
        return payload

    def _wake(self) -> None:
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)


@dataclass
class _Channel:
    """What the hub knows of one workshop."""

    moment: Moment
    counts: Counts
    listeners: set[Listener] = field(default_factory=set[Listener])
    payloads: dict[View, Payload] = field(default_factory=dict["View", Payload])
    own: dict[str, list[Answered]] = field(default_factory=dict[str, list[Answered]])
    """Answers taken by this process since ``moment`` was read, by seat."""
    seated: dict[str, set[Listener]] = field(default_factory=dict[str, set[Listener]])
    """Listeners by seat: most have one, and a vote must not walk past a thousand others."""
    told: int = 0
    """How many of the changes it was told of are in it."""
    looked_at: float = 0.0
    """When the database was last asked whether this is still right, on the loop's clock."""
    counted_at: float = 0.0
    again: asyncio.TimerHandle | None = None


class Hub:
    def __init__(self, store: Callable[[], Store], *, poll: float = POLL) -> None:
        """``store``: opened on first use."""
        self._store = store
        self._poll = poll
        self._channels: dict[str, _Channel] = {}
        self._told: dict[str, int] = {}
        """How often each workshop that is followed was said to have changed."""
        self._waking = False
        self._telling = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._wakened: asyncio.Event | None = None
        self._reading: ThreadPoolExecutor | None = None
        self._turns: dict[str, asyncio.Lock] = {}
        self._stopped = False

    # --- from any thread ---

    def notify(self, workshop_id: str) -> None:
        """Says that a workshop has changed. Costs next to nothing when nobody listens to it."""
        loop, wakened = self._loop, self._wakened
        if loop is None or wakened is None or workshop_id not in self._channels:
            return
        with self._telling:
            self._told[workshop_id] = self._told.get(workshop_id, 0) + 1
            first, self._waking = not self._waking, True
        if first:
            with suppress(RuntimeError):  # the loop has just been closed
                loop.call_soon_threadsafe(wakened.set)

    def stop(self) -> None:
        """Ends every stream at once and takes no new ones; safe from a signal handler."""
        self._stopped = True
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._end_all)

    # --- on the server's loop ---

    async def subscribe(
        self, workshop_id: str, view: View, *, seat: str = "", tab: str = "", seen: Hashable = None
    ) -> Listener:
        """A listener that first gets the present state, unless ``seen`` tells that it shows just that.

        ``seen``: the payload's mark (`mark`) as last received. Raises `NotFound`, `StoreUnavailable`.
        """
        listener = Listener(workshop_id, view, seat, tab)
        if self._stopped:
            listener.end()
            return listener
        channel = await self._current(workshop_id, counted=view.every_vote)
        payload = self._payload(channel, view)
        channel.listeners.add(listener)
        if seat:
            channel.seated.setdefault(seat, set()).add(listener)
        if seen is None or seen != mark(payload):
            listener.put(payload.to(seat, channel.own.get(seat, ())))
        self._begin()
        return listener

    def leave(self, listener: Listener) -> None:
        channel = self._channels.get(listener.workshop_id)
        if channel is None:
            return
        channel.listeners.discard(listener)
        tabs = channel.seated.get(listener.seat)
        if tabs is not None:
            tabs.discard(listener)
            if not tabs:
                del channel.seated[listener.seat]
        if not any(other.view == listener.view for other in channel.listeners):
            channel.payloads.pop(listener.view, None)

    async def moment(self, workshop_id: str) -> Moment:
        """The workshop as it is now; read anew only when something changed that everybody sees.

        While somebody listens the hub looks often enough by itself, so this costs nothing then: what this process
        changed is seen at once, what another did within two looks. Raises `NotFound`, `StoreUnavailable`.
        """
        channel = self._channels.get(workshop_id)
        now = asyncio.get_running_loop().time()
        followed = channel is not None and channel.listeners and channel.told == self._told.get(workshop_id, 0)
        if channel is not None and followed and now - channel.looked_at < 2 * self._poll:
            return channel.moment
        return (await self._current(workshop_id)).moment

    def answered(self, workshop_id: str, answers: Iterable[Answered], tab: str = "") -> None:
        """Tells the seat's other tabs what was just taken from it. ``tab``: the one it came from."""
        channel = self._channels.get(workshop_id)
        if channel is None:
            return
        for answer in answers:
            channel.own.setdefault(answer.seat, []).append(answer)
            for listener in channel.seated.get(answer.seat, ()):
                if not tab or listener.tab != tab:
                    listener.put(self._payload(channel, listener.view).to(answer.seat, channel.own[answer.seat]))

    def own(self, workshop_id: str, seat: str) -> tuple[Answered, ...]:
        """What this process took from a seat since the moment was read, in order."""
        channel = self._channels.get(workshop_id)
        return () if channel is None else tuple(channel.own.get(seat, ()))

    @property
    def listening(self) -> int:
        """Open streams."""
        return sum(len(channel.listeners) for channel in self._channels.values())

    # --- inside ---

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        if self._task is not None and not self._task.done() and self._loop is loop:
            return
        self._loop = loop
        self._wakened = asyncio.Event()
        self._task = loop.create_task(self._watch(), name="kader-hub")

    async def _watch(self) -> None:
        """Follows workshops as long as somebody listens."""
        assert self._wakened is not None
        loop = asyncio.get_running_loop()
        reminded = loop.time()
        while not self._stopped:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wakened.wait(), self._poll)
            self._wakened.clear()
            followed = [wid for wid, channel in self._channels.items() if channel.listeners]
            if not followed:
                if self._wakened.is_set():
                    continue
                self._task = None
                return
            with self._telling:
                self._waking = False
                told = {wid: self._told.get(wid, 0) for wid in followed}
            try:
                await self._look(followed, told)
            except KaderError as error:
                log.warning("live screens wait: %s", error.code)
            except Exception:
                log.exception("live screens could not follow a change")
            if loop.time() - reminded >= KEEP_ALIVE:
                reminded = loop.time()
                for channel in self._channels.values():
                    for listener in channel.listeners:
                        listener.remind(PING)

    async def _look(self, followed: Collection[str], told: Mapping[str, int]) -> None:
        asked_at = asyncio.get_running_loop().time()
        found = await self._in_thread(lambda: self._store().revisions(followed))
        for wid in followed:
            channel = self._channels.get(wid)
            if channel is None:
                continue
            if wid not in found:
                self._gone(wid)
                continue
            if found[wid][1] != channel.moment.shared_revision:
                await self._refresh(wid)
            elif found[wid][0] != channel.counts.revision:
                await self._count(wid, channel)
            channel.told, channel.looked_at = told[wid], asked_at

    async def _current(self, workshop_id: str, *, counted: bool = False) -> _Channel:
        """The channel, as new as the database; the numbers in it only when asked for."""
        channel = self._channels.get(workshop_id)
        if channel is None:
            return await self._refresh(workshop_id)
        found = await self._in_thread(lambda: self._store().revisions((workshop_id,)))
        if workshop_id not in found:
            self._gone(workshop_id)
            raise NotFound(what="workshop", id=workshop_id)
        if found[workshop_id][1] != channel.moment.shared_revision:
            return await self._refresh(workshop_id)
        if counted and found[workshop_id][0] != channel.counts.revision:
            await self._recount(workshop_id, channel)
        return channel

    async def _refresh(self, workshop_id: str) -> _Channel:
        """Reads what everybody sees and sends it to whoever listens."""
        async with self._turns.setdefault(workshop_id, asyncio.Lock()):
            channel = self._channels.get(workshop_id)
            views = [] if channel is None else list(channel.payloads)
            known = None if channel is None else channel.moment
            taken = {} if channel is None else {seat: len(answers) for seat, answers in channel.own.items()}

            def read() -> tuple[Moment, Counts, dict[View, Payload]]:
                moment, counts = read_moment(self._store(), workshop_id, known)
                return moment, counts, {view: view.encode(moment, counts) for view in views}

            moment, counts, encoded = await self._in_thread(read)
            channel = self._channels.get(workshop_id)
            if channel is None:
                channel = self._keep(workshop_id, _Channel(moment, counts))
            elif moment is not channel.moment:
                channel.moment, channel.counts = moment, counts
                for seat, known_of in taken.items():  # these are in what was read
                    del channel.own[seat][:known_of]
                for view in set(channel.payloads) - set(encoded):  # came in while the others were read
                    encoded[view] = view.encode(moment, counts)
                self._send(channel, encoded)
        return channel

    async def _count(self, workshop_id: str, channel: _Channel) -> None:
        """Votes came in, or people: only views that count get to know, and not more often than people can see."""
        if not any(view.every_vote for view in channel.payloads):
            return
        loop = asyncio.get_running_loop()
        wait = channel.counted_at + CALM - loop.time()
        if wait > 0:
            if channel.again is None or channel.again.when() < loop.time():
                channel.again = loop.call_later(wait, self.notify, workshop_id)
            return
        channel.counted_at = loop.time()
        await self._recount(workshop_id, channel)

    async def _recount(self, workshop_id: str, channel: _Channel) -> None:
        before = channel.moment

        def read() -> tuple[Counts, tuple[Answered, ...]]:
            store, question = self._store(), before.question
            counts = count(store, workshop_id, question)
            # Words to leave with are for everybody at once; there is no reveal that would have them read.
            words = question if question is not None and question.kind == "word" else None
            return counts, before.answers if words is None else store.answers_to(workshop_id, words)

        counts, answers = await self._in_thread(read)
        if channel.moment is not before:
            return  # read anew meanwhile, with everything
        if answers != before.answers:
            channel.moment = replace(before, answers=answers)
        channel.counts = counts
        self._send(channel, {v: v.encode(channel.moment, counts) for v in channel.payloads if v.every_vote})

    def _send(self, channel: _Channel, encoded: dict[View, Payload]) -> None:
        for view, payload in encoded.items():
            before = channel.payloads.get(view)
            channel.payloads[view] = payload
            if before is not None and before.body == payload.body:
                continue
            for listener in channel.listeners:
                if listener.view == view:
                    listener.put(payload.to(listener.seat, channel.own.get(listener.seat, ())))

    def _payload(self, channel: _Channel, view: View) -> Payload:
        payload = channel.payloads.get(view)
        if payload is None:
            payload = view.encode(channel.moment, channel.counts)
            channel.payloads[view] = payload
        return payload

    def _keep(self, workshop_id: str, channel: _Channel) -> _Channel:
        unheard = [wid for wid, other in self._channels.items() if not other.listeners]
        for wid in unheard[: max(0, len(unheard) - _HIDDEN)]:
            del self._channels[wid]
            self._turns.pop(wid, None)
        self._channels[workshop_id] = channel
        return channel

    def _gone(self, workshop_id: str) -> None:
        channel = self._channels.pop(workshop_id, None)
        self._told.pop(workshop_id, None)
        for listener in channel.listeners if channel else ():
            listener.end()

    def _end_all(self) -> None:
        for channel in self._channels.values():
            for listener in channel.listeners:
                listener.end()
        if self._wakened is not None:
            self._wakened.set()

    async def _in_thread(self, read: Callable[[], _T]) -> _T:
        if self._reading is None:
            self._reading = ThreadPoolExecutor(4, thread_name_prefix="kader-live")
        return await asyncio.get_running_loop().run_in_executor(self._reading, read)


PING = b"event: k\ndata: 1\n\n"
"""Keeps the line open, and lets a phone notice that it went dead: a comment would do only the first."""


def mark(payload: Payload) -> str:
    """A short name for what a payload shows to everybody, the same in every process."""
    import zlib

    return f"{zlib.crc32(payload.body):08x}"


def read_moment(store: Store, workshop_id: str, known: Moment | None = None) -> tuple[Moment, Counts]:
    """What everybody sees, with the answers to what is asked; the known one when nothing of it changed.

    Raises `NotFound` for a workshop that is not there, or has no room.
    """
    head = store.head(workshop_id)
    if head.room is None:
        raise NotFound(what="room", id=workshop_id)
    question = _asked(head, head.room)
    if known is not None and known.shared_revision == head.shared_revision:
        return known, count(store, workshop_id, question)
    state = store.load_shared(workshop_id)
    room = state.room
    assert room is not None
    question = _asked(head, room)
    answers: tuple[Answered, ...] = ()
    before: tuple[Answered, ...] = ()
    if question is not None:
        answers = store.answers_to(workshop_id, question)
        if question.kind == "ballot" and question.round == 2:
            before = store.answers_to(workshop_id, Question("ballot", question.scenario, question.activity, 1))
    moment = Moment(state, head.shared_revision, question, answers, before)
    return moment, count(store, workshop_id, question)


def count(store: Store, workshop_id: str, question: Question | None) -> Counts:
    revision = store.revision(workshop_id)
    voters = store.voters(workshop_id, question) if question else 0
    return Counts(revision, store.people(workshop_id), voters)


def _asked(head: Head, room: Room) -> Question | None:
    if head.workshop.stage not in ("session", "follow_up"):
        return None
    return question_at(room, room.current(), room.phase)
