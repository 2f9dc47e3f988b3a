"""Votes of a room while somebody attacks its server: ``.venv/bin/python -m benchmarks.live_under_attack [PHONES]``.

The same votes without and with each attack: posts of 220 kB of combining marks by a phone of the room, requests whose header never
ends, and hostile files opened on the facilitator's start page.
"""

import socket
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from benchmarks.live import MeasuredServer, start_crowd
from benchmarks.measuring import Finding, kader, p95, report
from benchmarks.room import console, prepare
from tests.support.chromium import find_chromium

PHONES = 300
VOTES, SECONDS = 300, 5.0
LIMIT = 100.0
"""Milliseconds for a vote under attack, at the 95th percentile: nobody feels a tenth of a second. A page that is drawn at the
same time, hostile file or not, takes ten times what a vote takes alone."""
MARKS = "a" + "\u0301\u0323" * 55_000
HOSTILE = b"<html>" + b"<script " * 125_000
Attack = Callable[[threading.Event], None]


def posts_of_marks(port: int, code: str) -> Attack:
    """A phone of the room that posts them one after the other."""

    def attack(over: threading.Event) -> None:
        phone = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        phone.open(f"http://127.0.0.1:{port}/j/{code}", timeout=30).read()
        body = urlencode({"kind": "ballot", "reason": MARKS}).encode()
        while not over.is_set():
            try:
                phone.open(f"http://127.0.0.1:{port}/j/{code}/answer", body, timeout=30).read()
            except OSError:
                time.sleep(0.01)

    return attack


def endless_headers(port: int) -> Attack:
    """Twenty connections that send header lines without an end, and connect again when they are cut off."""

    def one(over: threading.Event) -> None:
        while not over.is_set():
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                    line.sendall(b"GET /j HTTP/1.1\r\nHost: localhost\r\n")
                    while not over.is_set():
                        line.sendall(b"X-Filler: " + b"x" * 4000 + b"\r\n")
                        time.sleep(0.01)
            except OSError:
                time.sleep(0.05)

    def attack(over: threading.Event) -> None:
        lines = [threading.Thread(target=one, args=(over,)) for _ in range(20)]
        for line in lines:
            line.start()
        for line in lines:
            line.join()

    return attack


def hostile_files(port: int) -> Attack:
    """A facilitator's browser that opens one file after the other, each of a megabyte."""

    def attack(over: threading.Event) -> None:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{port}/?lang=en")
            page.get_by_role("tab").nth(2).click()
            while not over.is_set():
                page.locator(".st-key-start-file input[type=file]").set_input_files(
                    {"name": "charter.html", "mimeType": "text/html", "buffer": HOSTILE}
                )
                page.get_by_test_id("stAlert").wait_for()
                page.wait_for_timeout(200)
            browser.close()

    return attack


@contextmanager
def under(attack: Attack) -> Iterator[None]:
    """Raises what the attack raised: an attack that did not come about says nothing."""
    over = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        at_work = pool.submit(attack, over)
        time.sleep(4)  # a browser needs as long
        try:
            yield
        finally:
            over.set()
        at_work.result(60)


def main(phones: int) -> int:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_:
        ours_in = Path(folder) / "kader"
        workshop = prepare(ours_in / "data")
        server = open_.enter_context(kader(ours_in))
        room: MeasuredServer = start_crowd(server, workshop, open_)
        attacks: dict[str, Attack] = {
            "posts of combining marks": posts_of_marks(server.port, workshop.code),
            "headers without end": endless_headers(server.port),
            "hostile files": hostile_files(server.port),
        }
        with console(server, workshop.id) as desk:
            room.join_all(phones)
            desk.press("console.go.S03")
            desk.press("console.move.voting")
            room.vote(VOTES, SECONDS, [])
            alone: list[float] = []
            findings: list[Finding] = []
            for name, attack in attacks.items():
                votes: list[float] = []
                room.vote(VOTES, SECONDS, alone)
                before = server.memory()
                with under(attack):
                    room.vote(VOTES, SECONDS, votes)
                findings.append(
                    Finding(f"vote acknowledged, {name}", votes, list(alone), "ms", judge=p95, maximum=LIMIT)
                )
                findings.append(
                    Finding("  memory it took", [max(server.memory() - before, 0.0)], (), "MiB", maximum=64.0)
                )
    broken = report(f"{phones} phones under attack", findings)
    for words in dict.fromkeys(room.wrong):
        print(f"WRONG ({room.wrong.count(words)}): {words}")
    return 1 if broken or room.wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PHONES))
