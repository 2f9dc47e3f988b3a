"""Kader in a process of its own, on a data folder of its own."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.server_process import ROOT, Server, free_port, streamlit_command


class KaderServer(Server):
    """Kader in a process of its own, on a folder of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path, data: Path) -> None:
        super().__init__(process, port, log)
        self.data = data
        self.url = f"http://127.0.0.1:{port}"

    def kill(self) -> None:
        """As a power cut would: no time to save anything."""
        self.process.kill()
        self.process.wait(10)


def start_server(data: Path, port: int | None = None) -> KaderServer:
    """Starts Kader and returns once it is healthy; the caller ends it."""
    port = port or free_port()
    data.mkdir(parents=True, exist_ok=True)
    log = data / "server.log"
    since = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            streamlit_command(ROOT / "app.py", port, "--server.headless", "true"),
            cwd=ROOT,
            env={**os.environ, "KADER_DATA": str(data)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = KaderServer(process, port, log, data)
    server.wait_until_healthy("/healthz", since)
    return server


@contextmanager
def running(data: Path) -> Iterator[KaderServer]:
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
