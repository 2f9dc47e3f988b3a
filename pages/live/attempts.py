"""Slowing down whoever guesses: failures are counted in memory only, per address and all together."""

from collections import OrderedDict, deque
from collections.abc import Callable

_ADDRESSES_KEPT = 10_000


class Attempts:
    """Counts failures within ``window`` seconds. What succeeds is never counted, so forty people behind one office
    address come in without being refused."""

    def __init__(self, *, per_address: int, in_all: int, window: float, clock: Callable[[], float]) -> None:
        self._per_address = per_address
        self._in_all = in_all
        self._window = window
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def too_many(self, address: str) -> bool:
        """Whether this address has to wait, or everybody: with many addresses somebody guesses from all of them."""
        now = self._clock()
        _forget(self._all, now - self._window)
        mine = self._failures.get(address)
        if mine is not None:
            _forget(mine, now - self._window)
            if not mine:
                del self._failures[address]
        return len(self._all) >= self._in_all or (mine is not None and len(mine) >= self._per_address)

    def failed(self, address: str) -> None:
        now = self._clock()
        self._failures.setdefault(address, deque(maxlen=self._per_address)).append(now)
        self._failures.move_to_end(address)
        while len(self._failures) > _ADDRESSES_KEPT:
            self._failures.popitem(last=False)
        self._all.append(now)


def _forget(failures: deque[float], before: float) -> None:
    while failures and failures[0] < before:
        failures.popleft()
