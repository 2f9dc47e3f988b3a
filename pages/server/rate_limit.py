"""Slows down whoever guesses join codes or the facilitator's key, and whoever takes seats or votes by machine.

Kept in memory only, in each process by itself. Why it is built like this: docs/decisions/0014.
"""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

_ADDRESSES = 10_000
_LOOK = 0.25
"""Seconds between two looks whether a failure was forgiven."""
_WAITING = 50
"""Different guesses of one address that may wait at a time."""


async def hold_back(seconds: float) -> None:
    """Keeps one asker waiting; nobody else notices."""
    if seconds > 0:
        await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=seconds)


@dataclass(kw_only=True)
class RateLimit:
    """Counts failures per address and all together; what succeeds is never counted, so forty people behind one office
    address come in without being slowed.

    ``free``: failures of one address that cost nothing: people mistype. ``per_address``: how many it may have open before
    its attempts have to wait; one is forgiven every ``forgiven`` seconds. ``altogether``: above this many from everywhere,
    forgiven ten times as fast, an address that itself has failed more often than is free has to wait at once. ``slowest``:
    seconds that an answer is held back at most. ``patience``: seconds that an attempt waits at most. ``clock``: seconds,
    only differences matter.
    """

    free: int
    per_address: int
    forgiven: float
    altogether: int
    slowest: float = 0.0
    patience: float = 6.0
    clock: Callable[[], float] = time.monotonic
    _failures: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict[str, tuple[float, float]])
    _all: tuple[float, float] = (0.0, 0.0)
    _waiting: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])
    _right: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict[tuple[str, str], None])
    """What turned out right for addresses that had to wait."""

    async def may_know(self, address: str, guess: str, *, right: bool) -> bool:
        """Whether this address may learn now if its guess is right; a wrong one counts as a failure.

        Beyond the limit a guess waits until a failure is forgiven, so that a right one is let in within seconds and
        guessing is no faster than forgiving. What most people wait for goes first: newcomers all bring the same code.
        Once that was right, nobody with the same code waits any more.
        """
        if right and (address, guess) in self._right:
            return True
        if self.is_shut(address):
            if not await self._turn(address, guess):
                return False
            if right:
                self._right[address, guess] = None
                while len(self._right) > _ADDRESSES:
                    self._right.popitem(last=False)
        if not right:
            await hold_back(self.failed(address))
        return True

    async def _turn(self, address: str, guess: str) -> bool:
        waiting = self._waiting.setdefault(address, Counter())
        if guess not in waiting and len(waiting) >= _WAITING:
            return False
        waiting[guess] += 1
        try:
            for _ in range(round(self.patience / _LOOK)):
                await hold_back(_LOOK)
                if (address, guess) in self._right:
                    return True
                if not self.is_shut(address) and waiting[guess] == max(waiting.values()):
                    return True
            return False
        finally:
            waiting[guess] -= 1
            if not waiting[guess]:
                del waiting[guess]
            if not waiting:
                self._waiting.pop(address, None)

    def is_shut(self, address: str) -> bool:
        """Whether this address has failed too often and must wait; a failure counts until it is forgiven whole."""
        open_here = ceil(self._now(self._failures.get(address)))
        return open_here >= self.per_address or (open_here > self.free and self._now(self._all, 10) >= self.altogether)

    def failed(self, address: str) -> float:
        """Notes a failure; returns for how many seconds the answer should be held back."""
        now = self.clock()
        open_here = self._now(self._failures.get(address)) + 1
        self._failures[address] = (open_here, now)
        self._failures.move_to_end(address)
        while len(self._failures) > _ADDRESSES:
            self._failures.popitem(last=False)
        self._all = (self._now(self._all, 10) + 1, now)
        return min(self.slowest, max(0.0, (open_here - self.free) / 20))

    def _now(self, kept: tuple[float, float] | None, times: float = 1) -> float:
        """What is left of failures after what was forgiven since."""
        if kept is None:
            return 0.0
        failures, since = kept
        return max(0.0, failures - times * (self.clock() - since) / self.forgiven)


def wrong_codes(clock: Callable[[], float] = time.monotonic) -> RateLimit:
    """A room full of people behind one office address mistypes, too: lenient, and slower with each try."""
    return RateLimit(free=10, per_address=120, forgiven=5.0, altogether=1_000, slowest=2.0, clock=clock)


def wrong_keys(clock: Callable[[], float] = time.monotonic) -> RateLimit:
    """One person types the facilitator's key, so ten wrong ones in a row are plenty."""
    return RateLimit(free=2, per_address=10, forgiven=5.0, altogether=200, clock=clock)


@dataclass(kw_only=True)
class Pace:
    """``burst`` times at once, then ``per_second``. ``patience``: seconds that one waits for its turn at most."""

    burst: int
    per_second: float
    patience: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _due: OrderedDict[str, float] = field(default_factory=OrderedDict[str, float])

    def wait(self, who: str) -> float | None:
        """Seconds until it is this one's turn; None where that would take longer than ``patience``, and nothing counts."""
        now = self.clock()
        earliest = now - self.burst / self.per_second
        due = max(self._due.get(who, earliest), earliest) + 1 / self.per_second
        if due - now > self.patience:
            return None
        self._due[who] = due
        self._due.move_to_end(who)
        while len(self._due) > _ADDRESSES:
            self._due.popitem(last=False)
        return max(0.0, due - now)


def new_seats() -> Pace:
    """Of one address. Sixty people behind one office address scan the code at once and notice nothing."""
    return Pace(burst=60, per_second=2, patience=10.0)


def answers_of_seat() -> Pace:
    """Nobody who answers by hand comes near it."""
    return Pace(burst=60, per_second=1)
