"""A signal ends the streams first; then happens what would have happened without us."""

import os
import signal

import pytest

from pages.server import shutdown


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, in order."""
    calls: list[str] = []
    monkeypatch.setattr(shutdown, "_end_streams", [])
    monkeypatch.setattr(shutdown, "_finish", [])
    shutdown.register(end_streams=lambda: calls.append("streams"), finish=lambda: calls.append("finish"))
    return calls


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_streams_end_before_the_server_hears_of_the_signal(number: int, done: list[str]) -> None:
    before = signal.signal(number, lambda *_: done.append("server"))
    try:
        with shutdown.streams_end_on_signals():
            os.kill(os.getpid(), number)
        assert done == ["streams", "server"]
        os.kill(os.getpid(), number)
        assert done == ["streams", "server", "server"], "afterwards the signal is the server's alone"
    finally:
        signal.signal(number, before)


def test_what_is_left_to_write_is_written_at_the_end(done: list[str]) -> None:
    shutdown.finish()
    assert done == ["finish"]
