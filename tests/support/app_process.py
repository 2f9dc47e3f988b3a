"""Kader in a process of its own, on a data folder of its own."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.server_process import ROOT, free_port


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


def start_server(data: Path, port: int | None = None) -> Server:
    """Starts Kader and returns once it is healthy; the caller ends it."""
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
    """Runs Kader until the block ends."""
    server = start_server(data)
    try:
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
