"""Slows down guessing of join codes and the facilitator key, and automated joining and voting.

State is in memory only, separately in each process. docs/decisions/0014 gives the reasons for this design.
"""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

_MAX_ADDRESSES = 10_000
_CHECK_INTERVAL = 0.25
"""Seconds between two checks whether a failure was forgiven."""
_MAX_WAITING_GUESSES = 50
"""Different guesses of one address that may wait at a time."""


async def hold_back(seconds: float) -> None:
    """Waits without blocking other requests."""
    if seconds > 0:
        await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=seconds)


@dataclass(kw_only=True)
class RateLimit:
    """Counts failures, per address and in total. Successes are not counted, so forty people behind one office address join
    without delay.

    * ``free``: failures of one address without any delay, because people mistype.
    * ``per_address``: open failures from which on an address has to wait; one is forgiven every ``forgiven`` seconds.
    * ``altogether``: open failures from everywhere, forgiven ten times as fast, from which on every address with more than
      ``free`` failures has to wait.
    * ``slowest``: the longest delay of the response to a failure, in seconds.
    * ``patience``: the longest time that an attempt waits, in seconds.
    * ``clock``: seconds; only differences matter.
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
    """Right guesses of addresses that had to wait."""

    async def may_know(self, address: str, guess: str, *, right: bool) -> bool:
        """Whether this address may learn now if its guess is right; a wrong one counts as a failure.

        Beyond the limit a guess waits until a failure is forgiven. So a right one passes within seconds, and guessing is no
        faster than forgiving. The guess that most requests wait with goes first, because newcomers all have the same code.
        Once it was right, nobody with the same code waits any more.
        """
        if right and (address, guess) in self._right:
            return True
        if self.is_shut(address):
            if not await self._turn(address, guess):
                return False
            if right:
                self._right[address, guess] = None
                while len(self._right) > _MAX_ADDRESSES:
                    self._right.popitem(last=False)
        if not right:
            await hold_back(self.failed(address))
        return True

    async def _turn(self, address: str, guess: str) -> bool:
        waiting = self._waiting.setdefault(address, Counter())
        if guess not in waiting and len(waiting) >= _MAX_WAITING_GUESSES:
            return False
        waiting[guess] += 1
        try:
            for _ in range(round(self.patience / _CHECK_INTERVAL)):
                await hold_back(_CHECK_INTERVAL)
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
        """Whether this address has failed too often and must wait. A failure counts until it is forgiven completely."""
        open_here = ceil(self._now(self._failures.get(address)))
        return open_here >= self.per_address or (open_here > self.free and self._now(self._all, 10) >= self.altogether)

    def failed(self, address: str) -> float:
        """Counts a failure; returns for how many seconds to delay the response."""
        now = self.clock()
        open_here = self._now(self._failures.get(address)) + 1
        self._failures[address] = (open_here, now)
        self._failures.move_to_end(address)
        while len(self._failures) > _MAX_ADDRESSES:
            self._failures.popitem(last=False)
        self._all = (self._now(self._all, 10) + 1, now)
        return min(self.slowest, max(0.0, (open_here - self.free) / 20))

    def _now(self, kept: tuple[float, float] | None, times: float = 1) -> float:
        """The failures that are still open, as a fractional number."""
        if kept is None:
            return 0.0
        failures, since = kept
        return max(0.0, failures - times * (self.clock() - since) / self.forgiven)


def wrong_codes(clock: Callable[[], float] = time.monotonic) -> RateLimit:
    """Lenient, because a whole room behind one office address may mistype; slower with each try."""
    return RateLimit(free=10, per_address=120, forgiven=5.0, altogether=1_000, slowest=2.0, clock=clock)


def wrong_keys(clock: Callable[[], float] = time.monotonic) -> RateLimit:
    """Strict: only one person types the facilitator key, so ten failures are plenty."""
    return RateLimit(free=2, per_address=10, forgiven=5.0, altogether=200, clock=clock)


@dataclass(kw_only=True)
class Pace:
    """Allows ``burst`` calls at once, then ``per_second``. ``patience``: the longest wait, in seconds."""

    burst: int
    per_second: float
    patience: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _due: OrderedDict[str, float] = field(default_factory=OrderedDict[str, float])

    def wait(self, who: str) -> float | None:
        """Seconds to wait; None where that would be more than ``patience``, and then the call does not count."""
        now = self.clock()
        earliest = now - self.burst / self.per_second
        due = max(self._due.get(who, earliest), earliest) + 1 / self.per_second
        if due - now > self.patience:
            return None
        self._due[who] = due
        self._due.move_to_end(who)
        while len(self._due) > _MAX_ADDRESSES:
            self._due.popitem(last=False)
        return max(0.0, due - now)


def new_seats() -> Pace:
    """Joining, per address. Sixty people behind one office address can join at once without delay."""
    return Pace(burst=60, per_second=2, patience=10.0)


def answers_of_seat() -> Pace:
    """Answers, per seat. Nobody who answers by hand comes near it."""
    return Pace(burst=60, per_second=1)
