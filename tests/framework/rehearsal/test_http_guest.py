"""A scripted participant whose server is started anew."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from framework.rehearsal import http_room
from framework.rehearsal.http_room import HttpGuest, Unreachable
from tests.support.server_process import free_port


class _Room(BaseHTTPRequestHandler):
    statuses: list[int]

    def do_GET(self) -> None:
        self.send_response(self.statuses.pop(0) if self.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(port: int, *statuses: int) -> Iterator[None]:
    handler = type("Room", (_Room,), {"statuses": list(statuses)})
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def test_it_waits_for_a_server_that_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    guest = HttpGuest(f"http://127.0.0.1:{port}", "CODE")
    with serving(port):
        assert guest.get()[0] == 200
    guest.close()
    again = serving(port, 503)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            again.__enter__()

    monkeypatch.setattr(http_room.time, "sleep", wait)
    assert guest.get()[0] == 200, "also once it has answered that it is not ready"
    assert len(waited) == 3
    again.__exit__(None, None, None)
    guest.close()


def test_where_there_never_was_one_it_says_so_at_once() -> None:
    with pytest.raises(Unreachable) as refused:
        HttpGuest(f"http://127.0.0.1:{free_port()}", "CODE").get()
    assert refused.value.params["reason"] == "no-server"
