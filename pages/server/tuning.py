"""Settings of the whole process: garbage collection, thread switching, open files. Nothing else changes them.

Measured in docs/decisions/0009 (collection) and 0005 (threads).
"""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

GC_THRESHOLDS = 20_000, 20, 20
"""New objects before a collection of the youngest, middle and full generation. Python's default collects after every 700
new objects, and one page creates thousands."""
SWITCH_INTERVAL = 0.01
"""Seconds before a running thread must hand over to another. Drawing a page takes about as long. With Python's default of
0.005 the event loop interrupts it to send each element on its own."""
OPEN_FILES = 65_536
"""File descriptors wanted. An open tab uses four, and the usual limit is 1024 (256 on macOS)."""

_loading: set[object] = set()
_turn = threading.Lock()


def tune() -> None:
    """Call once, when the server starts."""
    gc.set_threshold(*GC_THRESHOLDS)
    sys.setswitchinterval(SWITCH_INTERVAL)
    _raise_file_limit()


@contextmanager
def frozen_imports() -> Iterator[None]:
    """Put it around imports, and other loading of objects that live as long as the process. From any thread.

    Collection is off inside, and everything in memory afterwards is frozen (`freeze`). A full collection of these objects
    would block every request for up to 0.3 s and free almost nothing.
    """
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
    """Excludes all objects in memory from later collections.

    Do not call it periodically: reference cycles that are frozen as garbage, or become garbage later, stay in memory.
    """
    gc.freeze()


def collect_and_freeze() -> None:
    """After start-up, when a collection keeps nobody waiting."""
    gc.collect()
    freeze()


def _raise_file_limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (OPEN_FILES, 10_240):  # macOS refuses more than 10240 although it reports "unlimited"
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        if soft != resource.RLIM_INFINITY and soft < allowed:
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
                return
