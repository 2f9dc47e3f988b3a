"""Slows down whoever guesses join codes or the facilitator's key. Kept in memory only, in each process by itself."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

_ADDRESSES = 10_000


@dataclass(kw_only=True)
class RateLimit:
    """Counts failures per address and all together; what succeeds is never counted, so forty people behind one office
    address come in without being refused.

    ``free``: failures of one address that cost nothing: people mistype. ``per_address``: how many it may have open before
    it is shut out; one is forgiven every ``forgiven`` seconds. ``altogether``: above this many from everywhere, forgiven ten
    times as fast, an address that itself has failed more often than is free is shut out at once. ``slowest``: seconds that
    an answer is held back at most. ``clock``: seconds, only differences matter.
    """

    free: int
    per_address: int
    forgiven: float
    altogether: int
    slowest: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _failures: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict[str, tuple[float, float]])
    _all: tuple[float, float] = (0.0, 0.0)

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
    """One person types the facilitator's key, so ten wrong ones in ten minutes are plenty."""
    return RateLimit(free=2, per_address=10, forgiven=60.0, altogether=200, clock=clock)
