"""What is loaded to stay is kept from the garbage collector: to look through it all takes up to a third of a second, in which
nobody is answered, and finds next to nothing (docs/decisions/0009)."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_loading: set[object] = set()
_turn = threading.Lock()


@contextmanager
def frozen_imports() -> Iterator[None]:
    """Around the loading of what a process keeps until it ends: nothing is looked through meanwhile, and what is there
    afterwards never again (`keep`). From any thread."""
    this = object()
    with _turn:
        _loading.add(this)
        gc.disable()
    try:
        yield
    finally:
        with _turn:
            _loading.discard(this)
            if not _loading:
                freeze()
                gc.enable()


def freeze() -> None:
    """Takes all that is in memory now out of every later collection. Costs next to nothing.

    Not to be called often: circles that are garbage by now, or become it, are never found any more.
    """
    gc.freeze()
