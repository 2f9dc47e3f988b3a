"""Runs a coroutine in a test."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


def run(coroutine: Coroutine[object, object, _T]) -> _T:
    """Its result, from a loop in a thread of its own: a test that used Playwright before leaves one running in this."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
