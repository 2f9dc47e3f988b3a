"""Follows the workshops that somebody subscribes to, and gives every subscriber the newest payload.

One hub per process. It reads each workshop once for all its subscribers. Changes by this process are announced
(`Hub.notify`, from any thread); those by other processes arrive through the database (`pages.live.remote_changes`) or are
found by polling.

How to subscribe::

    subscriber = await hub.subscribe(workshop_id, View())     # NotFound when the workshop does not exist
    while (payload := await subscriber.next()) is not None:   # None: the server stops, or the workshop is deleted
        send(payload)                                         # bytes; only ever the newest
    hub.leave(subscriber)

A `ViewEncoder` makes the payload from a `RoomSnapshot`, once per change for all subscribers with an equal view. A subscriber
whose payload stays the same is sent nothing.

When does it read? `_catch_up` decides that for a poll, a notification and a page's request alike:

* shared state has changed: read the snapshot now, and send it (`_read_snapshot`);
* only answers or seats have changed: count soon, and at most every `COUNT_INTERVAL` (`_count`).
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from framework.errors import KaderError, NotFound
from framework.store import Answered, Store
from pages.live.batched_reads import BatchedReader
from pages.live.channel import Channel, Payload, Subscriber, ViewEncoder
from pages.live.remote_changes import RemoteChanges
from pages.live.snapshot import AnswerCounts, RoomSnapshot, count, read_snapshot

POLL_INTERVAL = 0.1
"""Seconds between two polls while the database does not notify of changes. A poll is one query for all workshops."""
COUNT_INTERVAL = 0.06
"""Seconds between two counts while votes stream in. A step or a reveal never waits for a count."""
FREED_INTERVAL = 0.5
"""The same while no subscriber shows counts: then a count only finds the seats that were freed."""
SEND_TIMEOUT = 0.25
"""Seconds that `notify_and_wait` waits at most."""
PING_INTERVAL = 15.0
"""Seconds between two pings, so that no proxy closes a silent stream."""
_UNFOLLOWED_KEPT = 200
"""Workshops kept in memory without subscribers."""

log = logging.getLogger("kader.live")

_T = TypeVar("_T")


class Hub:
    def __init__(self, store: Callable[[], Store], *, poll: float = POLL_INTERVAL, alone: bool = True) -> None:
        """``store``: called on first use. ``alone``: no other process serves the same workshops."""
        self._store = store
        self._alone = alone
        self._remote_changes = RemoteChanges(store, self.notify, self._note_elsewhere, poll=poll)
        self._channels: dict[str, Channel] = {}
        self._notified: dict[str, int] = {}
        """By workshop, how many changes of its shared state were announced."""
        self._wake_pending = False
        self._notify_lock = threading.Lock()
        self._sent: dict[str, int] = {}
        """How many of the announced changes every subscriber has been sent."""
        self._sent_condition = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._loop_thread = 0
        self._task: asyncio.Task[None] | None = None
        self._wake: asyncio.Event | None = None
        self._executor: ThreadPoolExecutor | None = None
        self._read_locks: dict[str, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._revisions = BatchedReader(lambda ids: self._store().revisions(ids), self._in_thread)
        self._stopped = False

    # --- from any thread ---

    def notify(self, workshop_id: str, changes_shared_view: bool = True) -> None:
        """Announces that a workshop has changed. Almost free when nobody follows it.

        ``changes_shared_view``: shared state changed, not just counts; the hub's snapshot is stale until it re-reads.
        """
        loop, wake, channel = self._loop, self._wake, self._channels.get(workshop_id)
        if loop is None or wake is None or channel is None:
            return
        if not changes_shared_view:
            if channel.next_count is None:  # else that count will see this change too
                with suppress(RuntimeError):  # the loop has just been closed
                    loop.call_soon_threadsafe(self._count_soon, workshop_id)
            return
        with self._notify_lock:
            self._notified[workshop_id] = self._notified.get(workshop_id, 0) + 1
            first, self._wake_pending = not self._wake_pending, True
        if first:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(wake.set)

    def notify_and_wait(self, workshop_id: str, changes_shared_view: bool = True) -> None:
        """As `notify`; for a change of shared state also waits until all subscribers were sent it (`SEND_TIMEOUT`).

        The caller redraws a whole console page next. If both ran at once they would compete for the processor, and three
        hundred phones would wait for one console.
        """
        self.notify(workshop_id, changes_shared_view)
        if not changes_shared_view or self._loop is None or threading.get_ident() == self._loop_thread:
            return
        with self._sent_condition:
            notified = self._notified.get(workshop_id, 0)
            self._sent_condition.wait_for(
                lambda: (
                    self._stopped
                    or not self._has_subscribers(workshop_id)
                    or self._sent.get(workshop_id, 0) >= notified
                ),
                SEND_TIMEOUT,
            )

    def stop(self) -> None:
        """Ends every stream at once and accepts no new ones; safe from a signal handler."""
        self._stopped = True
        self._remote_changes.end()
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._end_all)

    # --- on the server's loop ---

    async def subscribe(
        self, workshop_id: str, view: ViewEncoder, *, seat: str = "", tab: str = "", seen: Hashable = None
    ) -> Subscriber:
        """A subscriber that first gets the present state, unless it already shows that.

        ``seen``: the `Payload.mark` of what it shows. Raises `NotFound`, `StoreUnavailable`.
        """
        subscriber = Subscriber(workshop_id, view, seat, tab)
        if self._stopped:
            subscriber.end()
            return subscriber
        channel = None if view.shows_counts else self._fresh_channel(workshop_id)
        if channel is None:
            channel = await self._current(workshop_id, counted=view.shows_counts)
        payload = channel.payload(view)
        channel.enter(subscriber)
        if seen is None or seen != payload.mark:
            subscriber.put(payload.for_seat(seat, channel.own.get(seat, ())))
        if seat:
            channel.dismiss_freed()  # whoever accepted the seat may have known less
        self._start()
        return subscriber

    def leave(self, subscriber: Subscriber) -> None:
        channel = self._channels.get(subscriber.workshop_id)
        if channel is not None:
            channel.leave(subscriber)

    async def snapshot(self, workshop_id: str) -> RoomSnapshot:
        """The workshop as it is now; read only when shared state has changed.

        Costs nothing while somebody subscribes: changes by this process show at once, those by others after two polls at
        most. Raises `NotFound`, `StoreUnavailable`.
        """
        channel = self._fresh_channel(workshop_id) or await self._current(workshop_id)
        return channel.snapshot

    def count(self, snapshot: RoomSnapshot) -> AnswerCounts:
        """Counts the answers to the snapshot's question, from the database. Blocks, so do not call it on the event loop.

        Raises `NotFound`, `StoreUnavailable`.
        """
        store, workshop_id = self._store(), snapshot.state.workshop.id
        return count(store, store.counters(workshop_id), workshop_id, snapshot.question)

    def answered(self, workshop_id: str, answers: Iterable[Answered], tab: str = "") -> None:
        """Shows answers that were just taken in the other tabs of their seats. ``tab``: the one they came from."""
        channel = self._channels.get(workshop_id)
        if channel is not None:
            channel.send_own(answers, tab)

    def own(self, workshop_id: str, seat: str) -> tuple[Answered, ...]:
        """The answers that this process took from a seat since the snapshot, in order."""
        channel = self._channels.get(workshop_id)
        return () if channel is None else tuple(channel.own.get(seat, ()))

    def is_freed(self, workshop_id: str, seat: str) -> bool:
        """Whether the hub knows that this seat was freed. It finds out while somebody with a seat subscribes."""
        channel = self._channels.get(workshop_id)
        return channel is not None and seat in channel.counts.freed

    def note_alive(self, workshop_id: str, seat: str) -> None:
        """A phone without a stream has asked for its page."""
        channel = self._channels.get(workshop_id)
        if channel is not None:
            channel.presence.note(seat)
            self._tell_present(workshop_id, channel)

    def away(self, workshop_id: str, seats: Iterable[str]) -> frozenset[str]:
        """Of these seats those that the open round does not wait for: no answer and no sign of life (`pages.live.presence`).

        From any thread. Empty where no round is open, and while nobody follows the room here or other processes cannot be
        heard: then they may know more.
        """
        channel = self._channels.get(workshop_id)
        if channel is None or not channel.subscribers or channel.snapshot.room.open_round() is None:
            return frozenset()
        silent = (seat for seat in seats if not channel.by_seat.get(seat) and channel.presence.is_away(seat))
        return frozenset(silent) - channel.counts.who[0] - channel.own.keys()

    def _note_elsewhere(self, workshop_id: str, seats: Iterable[str]) -> None:
        channel = self._channels.get(workshop_id)
        if channel is not None:
            channel.presence.note_elsewhere(seats)

    def _tell_present(self, workshop_id: str, channel: Channel) -> None:
        """Tells the other processes now and then which phones this one hears."""
        if not self._alone and (seats := channel.presence.to_tell(channel.by_seat)):
            tell = self._in_thread(lambda: self._store().tell_present(workshop_id, seats))
            self._run_beside(tell, "kader-present")

    @property
    def open_streams(self) -> int:
        return sum(len(channel.subscribers) for channel in self._channels.values())

    # --- the task: wait for a change, or the next poll ---

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        if self._task is not None and not self._task.done() and self._loop is loop:
            return
        self._loop, self._loop_thread = loop, threading.get_ident()
        self._wake = asyncio.Event()
        self._remote_changes.begin()
        self._task = loop.create_task(self._follow(self._wake), name="kader-hub")

    async def _follow(self, wake: asyncio.Event) -> None:
        """Runs as long as somebody subscribes."""
        loop = asyncio.get_running_loop()
        pinged = loop.time()
        while not self._stopped:
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), self._remote_changes.poll_interval)
            wake.clear()
            followed = [wid for wid, channel in self._channels.items() if channel.subscribers]
            if not followed:
                if wake.is_set():
                    continue
                self._remote_changes.end()
                self._task = None
                return
            with self._notify_lock:
                self._wake_pending = False
                notified = {wid: self._notified.get(wid, 0) for wid in followed}
            try:
                await self._update(notified)
                # Scheduled, so that it runs after the streams, which have all been woken.
                loop.call_soon(self._mark_sent, notified)
            except KaderError as error:
                log.warning("live screens wait: %s", error.code)
            except Exception:
                log.exception("live screens could not follow a change")
            for wid in followed:
                if (channel := self._channels.get(wid)) is not None:
                    self._tell_present(wid, channel)
                    if not (self._alone or self._remote_changes.is_hearing):
                        channel.presence.ask_anew()  # another process may hear phones of which this one learns nothing
            if loop.time() - pinged >= PING_INTERVAL:
                pinged = loop.time()
                for channel in self._channels.values():
                    channel.ping()

    async def _update(self, notified: Mapping[str, int]) -> None:
        """Brings channels up to date: the announced ones first, the others with one query.

        ``notified``: how many changes of each were announced before this began.
        """
        started = asyncio.get_running_loop().time()
        unchanged: list[str] = []
        for wid, announced in notified.items():
            channel = self._channels.get(wid)
            if channel is None or announced == channel.notified:
                unchanged.append(wid)
                continue
            before = channel.snapshot
            try:
                channel = await self._read_snapshot(wid)
            except NotFound:
                self._delete(wid)
                continue
            if channel.snapshot is before:
                unchanged.append(wid)
            else:
                channel.notified, channel.checked_at = announced, started
        polled = [
            wid for wid in unchanged if not self._checked_since(wid, started - self._remote_changes.poll_interval / 2)
        ]
        if not polled:
            return
        found = await self._in_thread(lambda: self._store().revisions(polled))
        for wid in polled:
            channel = self._channels.get(wid)
            if channel is None:
                continue
            if wid not in found:
                self._delete(wid)
                continue
            await self._catch_up(wid, channel, *found[wid])
            channel.notified, channel.checked_at = notified[wid], started

    def _checked_since(self, workshop_id: str, time: float) -> bool:
        channel = self._channels.get(workshop_id)
        return channel is not None and channel.checked_at > time

    def _mark_sent(self, notified: Mapping[str, int]) -> None:
        with self._sent_condition:
            self._sent |= notified
            self._sent_condition.notify_all()

    def _has_subscribers(self, workshop_id: str) -> bool:
        channel = self._channels.get(workshop_id)
        return channel is not None and bool(channel.subscribers)

    # --- what to read, and when ---

    def _fresh_channel(self, workshop_id: str) -> Channel | None:
        """The channel, if the hub has just checked it and was told of no change since."""
        channel = self._channels.get(workshop_id)
        if channel is None or not channel.subscribers or channel.notified != self._notified.get(workshop_id, 0):
            return None
        age = asyncio.get_running_loop().time() - channel.checked_at
        return channel if age < 2 * self._remote_changes.poll_interval else None

    async def _current(self, workshop_id: str, *, counted: bool = False) -> Channel:
        """The channel, as new as the database; its counts only when asked for."""
        channel = self._channels.get(workshop_id)
        if channel is None:
            return await self._read_snapshot(workshop_id)
        found = await self._revisions.ask(workshop_id)
        if found is None:
            self._delete(workshop_id)
            raise NotFound(what="workshop", id=workshop_id)
        channel = await self._catch_up(workshop_id, self._channels.get(workshop_id, channel), *found)
        if counted and found[0] > channel.counts.revision:
            await self._count(workshop_id, channel)
        return channel

    async def _catch_up(self, workshop_id: str, channel: Channel, revision: int, shared_revision: int) -> Channel:
        """Reads what is newer in the database. ``revision``, ``shared_revision``: what the database has now."""
        if shared_revision != channel.snapshot.shared_revision:
            return await self._read_snapshot(workshop_id, shared_revision)
        if revision != channel.counts.revision:
            self._count_soon(workshop_id)
        return channel

    async def _read_snapshot(self, workshop_id: str, wanted: int | None = None) -> Channel:
        """Reads what everybody sees, and sends it. ``wanted``: its revision, where that is known."""
        asked_for = self._channels.get(workshop_id)
        async with self._read_locks.setdefault(workshop_id, asyncio.Lock()):
            channel = self._channels.get(workshop_id)
            if channel is not None and (asked_for is None or channel.snapshot.shared_revision == wanted):
                return channel  # read meanwhile: after a restart a whole room asks at once
            # Phones first. Encoding the screens takes as long again, and the room waits for its phones.
            views = [] if channel is None else channel.views(shows_counts=False)
            known, counted = (None, None) if channel is None else (channel.snapshot, channel.counts)
            own = {} if channel is None else {seat: len(answers) for seat, answers in channel.own.items()}

            def read() -> tuple[RoomSnapshot, AnswerCounts, dict[ViewEncoder, Payload]]:
                snapshot, counts = read_snapshot(self._store(), workshop_id, known, counted)
                return snapshot, counts, {view: view.encode(snapshot, counts) for view in views}

            snapshot, counts, encoded = await self._in_thread(read)
            channel = self._channels.get(workshop_id)
            if channel is None:
                channel = self._keep(workshop_id, Channel(snapshot, counts))
            elif snapshot is not channel.snapshot:
                if snapshot.room.open_round() != channel.snapshot.room.open_round():
                    channel.presence.ask_anew()
                channel.snapshot, channel.counts = snapshot, counts
                channel.forget_own(own)
                for view in set(channel.payloads) - set(encoded):  # subscribed during the read
                    if not view.shows_counts:
                        encoded[view] = view.encode(snapshot, counts)
                channel.send(encoded)
                channel.dismiss_freed()
                await self._send_screens(channel)
        return channel

    async def _send_screens(self, channel: Channel) -> None:
        """The snapshot to views that show counts."""
        snapshot, counts = channel.snapshot, channel.counts
        views = channel.views(shows_counts=True)
        if not views:
            return
        encoded = await self._in_thread(lambda: {view: view.encode(snapshot, counts) for view in views})
        if channel.counts is counts:  # else a newer count of the same snapshot was sent meanwhile
            channel.send(encoded)

    def _count_soon(self, workshop_id: str) -> None:
        """Counts after new answers or people, but no more often than people can notice."""
        channel = self._channels.get(workshop_id)
        if channel is None or channel.next_count is not None or self._stopped:
            return
        if channel.views(shows_counts=True):
            interval = COUNT_INTERVAL
        elif channel.by_seat:
            interval = FREED_INTERVAL
        else:
            return
        loop = asyncio.get_running_loop()
        wait = max(0.0, channel.counted_at + interval - loop.time())
        channel.next_count = loop.call_later(wait, self._start_count, workshop_id, channel)

    def _start_count(self, workshop_id: str, channel: Channel) -> None:
        channel.next_count = None  # first: what is committed from here on asks for a count of its own
        loop = asyncio.get_running_loop()
        channel.counted_at = loop.time()
        self._run_beside(self._count(workshop_id, channel), "kader-count")

    def _run_beside(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.get_running_loop().create_task(self._logged(work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _logged(self, work: Awaitable[None]) -> None:
        try:
            await work
        except NotFound:
            pass  # the next poll finds that, and ends the streams
        except KaderError as error:
            log.warning("live screens wait: %s", error.code)
        except Exception:
            log.exception("live screens could not follow a vote")

    async def _count(self, workshop_id: str, channel: Channel) -> None:
        """Counts answers, sends the numbers, and ends the streams of freed seats. Takes no lock, to delay no step."""
        before, counted = channel.snapshot, channel.counts
        started, notified = asyncio.get_running_loop().time(), self._notified.get(workshop_id, 0)

        def read() -> tuple[int, AnswerCounts, tuple[Answered, ...]]:
            store, question = self._store(), before.question
            counters = store.counters(workshop_id)
            counts = count(store, counters, workshop_id, question, counted)
            # Check-out words are for everybody at once: there is no reveal that would read them.
            words = question if question is not None and question.kind == "word" else None
            answers = before.answers if words is None else store.answers_to(workshop_id, words)
            return counters.shared_revision, counts, answers

        shared_revision, counts, answers = await self._in_thread(read)
        if channel.snapshot is not before or counts.revision < channel.counts.revision:
            return  # a newer snapshot or count was read meanwhile
        if shared_revision != before.shared_revision:
            await self._read_snapshot(workshop_id, shared_revision)
            return
        if notified == channel.notified:  # this has checked the workshop, too
            channel.checked_at = started
        if answers != before.answers:
            channel.snapshot = replace(before, answers=answers)
        channel.counts = counts
        channel.send({view: view.encode(channel.snapshot, counts) for view in channel.views(shows_counts=True)})
        channel.dismiss_freed()

    # --- channels ---

    def _keep(self, workshop_id: str, channel: Channel) -> Channel:
        unfollowed = [wid for wid, other in self._channels.items() if not other.subscribers]
        for wid in unfollowed[: max(0, len(unfollowed) - _UNFOLLOWED_KEPT)]:
            del self._channels[wid]
            self._read_locks.pop(wid, None)
        self._channels[workshop_id] = channel
        return channel

    def _delete(self, workshop_id: str) -> None:
        channel = self._channels.pop(workshop_id, None)
        self._notified.pop(workshop_id, None)
        self._sent.pop(workshop_id, None)
        if channel is not None:
            channel.end()

    def _end_all(self) -> None:
        for channel in self._channels.values():
            channel.end()
        if self._wake is not None:
            self._wake.set()

    async def _in_thread(self, read: Callable[[], _T]) -> _T:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(4, thread_name_prefix="kader-live")
        return await asyncio.get_running_loop().run_in_executor(self._executor, read)
