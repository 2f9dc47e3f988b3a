"""Questions to the database that are asked together are answered together, and never by an older read."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeVar

import pytest

from pages.live.batched_reads import BatchedReader
from tests.support import event_loop

Kept = TypeVar("Kept")


class Desk:
    """A database that answers when it is told to. ``reads``: what it was asked, in order."""

    def __init__(self) -> None:
        self.reads: list[set[str]] = []
        self.kept = {"a": 1, "b": 2}
        self.open = asyncio.Event()
        self.broken: Exception | None = None
        self.asks = BatchedReader(self.read, self.aside)

    def read(self, keys: Collection[str]) -> Mapping[str, int]:
        self.reads.append(set(keys))
        if self.broken is not None:
            raise self.broken
        return {key: self.kept[key] for key in keys if key in self.kept}

    async def aside(self, work: Callable[[], Mapping[str, int]]) -> Mapping[str, int]:
        found = work()
        await self.open.wait()
        return found


def run(journey: Callable[[Desk], Awaitable[None]]) -> Desk:
    async def begin() -> Desk:
        desk = Desk()
        await asyncio.wait_for(_all(journey, desk), 10)
        return desk

    return event_loop.run(begin())


async def _all(journey: Callable[[Desk], Awaitable[None]], desk: Desk) -> None:
    await journey(desk)


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_one_read_answers_all_who_ask_together() -> None:
    async def journey(desk: Desk) -> None:
        desk.open.set()
        assert await asyncio.gather(*(desk.asks.ask(key) for key in "abca")) == [1, 2, None, 1]

    assert run(journey).reads == [{"a", "b", "c"}]


def test_an_answer_is_never_older_than_its_question() -> None:
    async def journey(desk: Desk) -> None:
        first = asyncio.create_task(desk.asks.ask("a"))
        await settled()
        desk.kept["a"] = 7  # changed while the first read is on its way
        second = asyncio.create_task(desk.asks.ask("a"))
        await settled()
        desk.open.set()
        assert (await first, await second) == (1, 7)

    assert run(journey).reads == [{"a"}, {"a"}]


def test_whoever_goes_away_takes_no_answer_from_the_others() -> None:
    async def journey(desk: Desk) -> None:
        gone, stays = (asyncio.create_task(desk.asks.ask("a")) for _ in range(2))
        await settled()
        gone.cancel()
        await settled()
        desk.open.set()
        assert await stays == 1

    assert run(journey).reads == [{"a"}]


def test_all_who_asked_hear_why_not_and_the_next_is_asked_anew() -> None:
    async def journey(desk: Desk) -> None:
        desk.open.set()
        desk.broken = OSError("locked")
        said = await asyncio.gather(*(desk.asks.ask("a") for _ in range(3)), return_exceptions=True)
        assert [type(one) for one in said] == [OSError] * 3
        desk.broken = None
        assert await desk.asks.ask("a") == 1

    run(journey)


def test_another_loop_can_ask() -> None:
    asks = BatchedReader(lambda keys: dict.fromkeys(keys, 1), _now)
    for _ in range(2):
        assert event_loop.run(_one(asks)) == 1


async def _now(work: Callable[[], Mapping[str, int]]) -> Mapping[str, int]:
    return work()


async def _one(asks: "BatchedReader[str, int]") -> int | None:
    return await asks.ask("a")


@pytest.mark.parametrize("times", [1, 50])
def test_asking_again_later_reads_again(times: int) -> None:
    async def journey(desk: Desk) -> None:
        desk.open.set()
        for _ in range(times):
            assert await desk.asks.ask("b") == 2

    assert len(run(journey).reads) == times
