"""What happens when the server is told to stop.

uvicorn runs an application's shutdown code only after the last response has ended, which an event stream never does. So
streams are ended by the signal itself, before uvicorn handles it.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_end_streams: list[Callable[[], None]] = []
_finish: list[Callable[[], None]] = []


def register(*, end_streams: Callable[[], None], finish: Callable[[], None]) -> None:
    """For modules that are imported late.

    ``end_streams`` must be safe in a signal handler. ``finish`` runs after the last response and may block.
    """
    _end_streams.append(end_streams)
    _finish.append(finish)


def end_streams() -> None:
    for call in _end_streams:
        call()


def finish() -> None:
    for call in _finish:
        call()


@contextmanager
def streams_end_on_signals() -> Iterator[None]:
    """Inside the block SIGTERM and Ctrl+C first end the streams and then do what they did before."""
    previous: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            handler = signal.getsignal(number)
            if callable(handler):
                previous[number] = handler

                def chained(signum: int, frame: FrameType | None, then: Any = handler) -> None:
                    end_streams()
                    then(signum, frame)

                signal.signal(number, chained)
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
