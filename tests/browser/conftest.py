"""A real server and a real browser.

Chromium comes from the system (``apt-get install chromium``, or any Chrome on the PATH); nothing is downloaded. Without it
these tests skip and say so; with KADER_REQUIRE_BROWSER=1 they fail instead.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from framework.deck import Deck
from tests.browser.accessibility import Windows

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Server:
    """Kader in a process of its own, on a folder of its own."""

    url: str
    data: Path
    process: "subprocess.Popen[bytes]"
    log: Path

    def kill(self) -> None:
        """As a power cut would: no time to save anything."""
        self.process.kill()
        self.process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(data: Path, port: int | None = None) -> Server:
    port = port or free_port()
    data.mkdir(parents=True, exist_ok=True)
    log = data / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                str(ROOT / "app.py"),
                "--server.port",
                str(port),
                "--server.headless",
                "true",
            ],
            cwd=ROOT,
            env={**os.environ, "KADER_DATA": str(data)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(log.read_text(errors="replace"))
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=1):
                return Server(url, data, process, log)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 seconds:\n" + log.read_text(errors="replace"))


@contextmanager
def running(data: Path) -> Iterator[Server]:
    server = start_server(data)
    try:
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that leave it running."""
    with running(tmp_path_factory.mktemp("kader")) as started:
        yield started


@pytest.fixture(scope="session")
def windows(browser: Browser, server: Server, real_deck: Deck) -> Iterator[Windows]:
    windows = Windows(browser, server.url, real_deck)
    yield windows
    windows.close()
