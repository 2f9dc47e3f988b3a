"""Whether work grows no faster than what it is given: processor time held against a straight line through smaller sizes."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")

SIZE = 1_000_000
_PARTS = 16
_FLOOR = 2.0
"""Seconds of processor time that a whole may take whatever its growth: a slow machine's caches say nothing about it.
Work that grows with the square takes minutes for a million of anything."""
_SLACK = 8.0
"""How far above the line the whole may be. Quadratic work is `_PARTS` above."""


def assert_linear(make: Callable[[int], Given], work: Callable[[Given], object], size: int = SIZE) -> None:
    """Runs ``work`` on a sixteenth of ``size`` and on all of it; an error of ours is a result like any other."""
    small = _seconds(work, make(size // _PARTS))
    if small > 2.0:  # a sixteenth that takes seconds needs no whole
        raise AssertionError(f"{size // _PARTS} take {small:.1f} s of processor time")
    large = _seconds(work, make(size))
    allowed = max(_FLOOR, _SLACK * _PARTS * small)
    assert large <= allowed, f"{size // _PARTS}: {small:.3f} s, {size}: {large:.3f} s of processor time"


def _seconds(work: Callable[[Given], object], given: Given) -> float:
    gc.collect()
    gc.disable()  # a full collection walks everything the other tests left behind
    try:
        started = time.process_time()
        work(given)
        return time.process_time() - started
    finally:
        gc.enable()
