"""Waits for what another thread or process does."""

import time
from collections.abc import Callable

PATIENCE = 40.0
"""Seconds until something that should come is missed; no test waits for it when all is well."""


def until(true: Callable[[], bool], what: str = "what should be true by now") -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)
