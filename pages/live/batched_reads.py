"""Asks the database once for what many want to know at the same moment: a room that comes in together.

While one read is under way, the next questions gather; each is answered by a read that began after it was asked, so an
answer is never older than its question. One thread serves them all, where a thread per question would spend more on
waking up than on reading.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from functools import partial
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class BatchedReader(Generic[_Key, _Value]):
    """``read``: given keys, what is there for each; called off the loop by ``aside``, one call at a time."""

    def __init__(
        self,
        read: Callable[[Collection[_Key]], Mapping[_Key, _Value]],
        aside: Callable[[Callable[[], Mapping[_Key, _Value]]], Awaitable[Mapping[_Key, _Value]]],
    ) -> None:
        self._read = read
        self._aside = aside
        self._asked: dict[_Key, asyncio.Future[_Value | None]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def ask(self, key: _Key) -> _Value | None:
        """What is there, or None. Raises what ``read`` raises."""
        loop = asyncio.get_running_loop()
        if self._reading is None or self._reading.done() or self._reading.get_loop() is not loop:
            self._asked = {}
            self._reading = loop.create_task(self._answer(), name="kader-gathering")
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = loop.create_future()
        # Whoever goes away must not take the answer from the others.
        return await asyncio.shield(asked)

    async def _answer(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, {}
            try:
                found = await self._aside(partial(self._read, asked.keys()))
            except Exception as error:  # noqa: BLE001 – each who asked gets it
                for waiting in asked.values():
                    if not waiting.done():
                        waiting.set_exception(error)
                        waiting.exception()  # heard, also where everybody who asked has gone
            else:
                for key, waiting in asked.items():
                    if not waiting.done():
                        waiting.set_result(found.get(key))
