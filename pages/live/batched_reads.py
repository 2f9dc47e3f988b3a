"""Batches reads: one database query for what many requests ask at once, such as a room that joins together.

While one read is under way, the next questions queue up. Each is answered by a read that began after it was asked, so no answer is
older than its question. A thread per question would spend more on waking up than on reading.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from functools import partial
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class BatchedReader(Generic[_Key, _Value]):
    """``read``: the values of the keys that exist. ``in_thread`` runs it off the event loop, one call at a time."""

    def __init__(
        self,
        read: Callable[[Collection[_Key]], Mapping[_Key, _Value]],
        in_thread: Callable[[Callable[[], Mapping[_Key, _Value]]], Awaitable[Mapping[_Key, _Value]]],
    ) -> None:
        self._read = read
        self._in_thread = in_thread
        self._waiting: dict[_Key, asyncio.Future[_Value | None]] = {}
        self._task: asyncio.Task[None] | None = None

    async def ask(self, key: _Key) -> _Value | None:
        """The key's value, or None. Raises what ``read`` raises."""
        loop = asyncio.get_running_loop()
        if self._task is None or self._task.done() or self._task.get_loop() is not loop:
            self._waiting = {}
            self._task = loop.create_task(self._answer(), name="kader-batched-reads")
        future = self._waiting.get(key)
        if future is None:
            future = self._waiting[key] = loop.create_future()
        # Shielded: a request that is cancelled must not cancel the others' answer.
        return await asyncio.shield(future)

    async def _answer(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, {}
            try:
                found = await self._in_thread(partial(self._read, waiting.keys()))
            except Exception as error:  # noqa: BLE001 – everybody who waits gets it
                for future in waiting.values():
                    if not future.done():
                        future.set_exception(error)
                        future.exception()  # marks it as retrieved, in case nobody waits any more
            else:
                for key, future in waiting.items():
                    if not future.done():
                        future.set_result(found.get(key))
