"""What only a real browser can measure: when the console draws a vote, and how fast a phone loads its first page on a slow
connection. Needs Chromium; ``KADER_CHROMIUM`` names one that is not found automatically.
"""

import gzip
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measuring import Finding, kader, p95, report
from benchmarks.room import PreparedWorkshop, bare, bare_form, console, crowd, post, prepare
from tests.support.chromium import find_chromium
from tests.support.server_process import Server

PHONES = 30
DRAWN_MS = 100.0
LOAD = 1.3
PAIRS = 9
APART = 0.5
"""Seconds between two votes."""


@dataclass(frozen=True)
class SlowConnection:
    """A phone's connection to the server, and how much slower its processor is."""

    name: str
    down: float
    up: float
    latency: float
    slower: float = 4.0


LINES = (
    SlowConnection("4G phone", 9_000, 3_000, 85),
    SlowConnection("3G phone", 1_600, 750, 150),
)
"""Kilobits per second, and milliseconds."""

_WATCH = """want => { window.drawn = new Promise(resolve => {
  const gauges = [...document.querySelectorAll("*")].map(one => one.shadowRoot).find(root => root && root.querySelector(".gauges"));
  const there = () => gauges.querySelector('[data-part="voted"]').textContent === want;
  const done = () => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
  if (there()) return done();
  const watching = new MutationObserver(() => { if (there()) { watching.disconnect(); done(); } });
  watching.observe(gauges, { subtree: true, childList: true, characterData: true });
}); }"""
_TIMES = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return { painted: paint ? paint.startTime : 0, usable: page.domContentLoadedEventEnd, loaded: page.loadEventEnd };
}"""


def measured(folder: Path) -> int:
    """Prints the table. Returns 1 when a limit was exceeded."""
    workshop = prepare(folder / "kader" / "data")
    with ExitStack() as open_:
        server = open_.enter_context(kader(folder / "kader"))
        floor = open_.enter_context(bare(folder / "floor"))
        playwright = open_.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        try:
            findings = [drawn(chromium, server, workshop), *first_loads(chromium, server, floor, workshop)]
        finally:
            chromium.close()
    return report(f"in Chromium, {PHONES} votes and {PAIRS} pairs of first loads", findings)


def drawn(chromium: Browser, server: Server, workshop: PreparedWorkshop) -> Finding:
    """The time from sending a vote on a phone to the console's first frame that shows it."""
    times: list[float] = []
    with crowd(server.port, workshop.code) as phones, console(server, workshop.id) as desk:
        desk.follows = False
        desk.press("console.go.S03")
        desk.press("console.move.voting")
        phones.do("ask", **workshop.ballots[0])
        phones.do("join", count=PHONES)
        tab = chromium.new_page(viewport={"width": 1280, "height": 860})
        tab.goto(f"http://127.0.0.1:{server.port}/console?lang=en&w={workshop.id}")
        tab.get_by_text(f"0 of {PHONES}").wait_for()
        _see(tab, 0)
        tab.evaluate("() => window.drawn")
        for number in range(1, PHONES + 1):
            time.sleep(APART)
            _see(tab, number)
            wall = time.time() - time.perf_counter()
            said = phones.do("votes", count=1, seconds=0)
            assert said["took"], said["failed"]
            times.append(tab.evaluate("() => window.drawn") - (said["sent"][0] + wall) * 1000)
        tab.close()
    return Finding("a phone’s vote drawn on the console", times, (), "ms", judge=p95, maximum=DRAWN_MS)


def _see(tab: Page, votes: int) -> None:
    tab.evaluate(_WATCH, f"{votes} of {PHONES}")


@dataclass
class Loads:
    """Milliseconds since the navigation started."""

    painted: list[float] = field(default_factory=list[float])
    usable: list[float] = field(default_factory=list[float])
    """The script has run, so that the form can be sent without leaving the page."""


def first_loads(chromium: Browser, server: Server, floor: Server, workshop: PreparedWorkshop) -> list[Finding]:
    """The join page and the ballot, each visited with an empty cache, against the form alone."""
    path = f"/j/{workshop.code}"
    _, said, door = server.get(path, {"Accept-Encoding": "gzip"})
    cookie = said["set-cookie"].partition(";")[0]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    cookie = post(server.port, path, b"role=data&lang=nl", headers)
    ballot = server.get(path, {"Accept-Encoding": "gzip", "Cookie": cookie})[2]
    for name, page in (("door", door), ("ballot", ballot)):
        post(floor.port, f"/given/{name}", bare_form(gzip.decompress(page)))
    findings: list[Finding] = []
    for line in LINES:
        for name, given in (("door", ""), ("ballot", cookie)):
            ours, theirs = Loads(), Loads()
            for pair in range(PAIRS + 1):
                sides = [(ours, server, path, given), (theirs, floor, f"/form/{name}", "")]
                for loads, at, where, key in sides if pair % 2 else reversed(sides):
                    times = load(chromium, at.port, where, key, line)
                    if pair:  # the first is not counted: both have everything loaded then
                        loads.painted.append(times["painted"])
                        loads.usable.append(max(times["usable"], times["painted"]))
            findings += [
                Finding(f"{line.name}: {name} painted", ours.painted, theirs.painted, "ms", LOAD, paired=True),
                Finding(f"{line.name}: {name} to be used", ours.usable, theirs.usable, "ms", LOAD, paired=True),
            ]
    return findings


def load(chromium: Browser, port: int, path: str, cookie: str, line: SlowConnection) -> dict[str, float]:
    """Loads a page once with an empty cache on a slow connection."""
    context = chromium.new_context(viewport={"width": 390, "height": 780}, locale="nl-NL", has_touch=True)
    try:
        if cookie:
            name, _, value = cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}/j"}])
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        kilobits = 1000 / 8
        wire.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": line.latency,
                "downloadThroughput": line.down * kilobits,
                "uploadThroughput": line.up * kilobits,
            },
        )
        wire.send("Emulation.setCPUThrottlingRate", {"rate": line.slower})
        page.goto(f"http://127.0.0.1:{port}{path}", wait_until="load")
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        return page.evaluate(_TIMES)
    finally:
        context.close()
