"""A live room with many phones, console and projector open, against a bare Starlette server that does the same to the
network and the disk (`benchmarks.bare`), in turn and on the same machine.

``python -m benchmarks.live [N …] [--browser] [--until-it-breaks]``; without numbers 30, 300, 1000 and 2000 phones.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measuring import Finding, kader, p95, report
from benchmarks.room import Console, Crowd, Kept, Workshop, bare, console, crowd, kept_votes, pages, post, prepare
from tests.support.server_process import Server

PHONES = (30, 300, 1000, 2000)
FEW = 30
MANY = 1000
"""From so many phones on, coming in, stopping and starting again are held against a limit in seconds; and until there, since
``performance.md`` has no floor for more."""
STEP, VOTE, MEMORY, PROCESSOR = 3.0, 5.0, 2.0, 2.5
"""Limits, as ratios to the floor. ``PROCESSOR``: over all that is sent, from `ROOM` phones on (docs/decisions/0011)."""
ROOM = 300
STEP_MS, JOIN_S, STOP_S, BACK_S = 12.0, 1.0, 1.0, 3.0
STEPS = 24
ALONE = 40
"""Phones that come in one after the other first: what each request takes, and everything is loaded."""
PER_SECOND = 200
"""Votes, at a fast quiz's pace: from 1000 people two each within ten seconds."""
SLOWEST = 60
"""Votes per second in a small room, so that measuring does not take minutes."""
IDLE = 8.0
"""Seconds in which nothing happens: the server closes lines that stood idle for five."""
TICK = 10.0
"""Milliseconds: processor time is known no better."""
PARTS = ("page at the door", "seat (a commit)", "page of the room", "stream")


@dataclass
class Side:
    """One of the two servers, with its crowd."""

    server: Server
    crowd: Crowd
    alone: list[list[float]] = field(default_factory=list[list[float]])
    joined: dict[str, Any] = field(default_factory=dict[str, Any])
    memory: float = 0.0
    idle: float = 0.0
    steps: list[float] = field(default_factory=list[float])
    spread: list[float] = field(default_factory=list[float])
    first: list[float] = field(default_factory=list[float])
    told: list[float] = field(default_factory=list[float])
    reveal: list[float] = field(default_factory=list[float])
    votes: list[float] = field(default_factory=list[float])
    burst: list[float] = field(default_factory=list[float])
    processor: dict[str, float] = field(default_factory=dict[str, float])
    resent: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Adds the server's processor time in the block, in milliseconds."""
        before = self.server.processor()
        yield
        self.processor[what] = self.processor.get(what, 0.0) + (self.server.processor() - before) * 1000

    def come_in(self, phones: int) -> None:
        """Everybody at once; then nothing for a while."""
        before = self.server.memory()
        with self.working("joining"):
            self.joined = self.crowd.do("join", count=phones)
        self.wrong += [f"not let in: {words}" for words in self.joined["failed"]]
        time.sleep(IDLE / 2)
        working = self.server.processor()
        time.sleep(IDLE / 2)
        self.idle = (self.server.processor() - working) / (IDLE / 2) * 100
        self.memory = (self.server.memory() - before) * 1024 / phones

    def came(self, since: float, into: list[float]) -> str:
        """Waits for a step on all phones; returns what came to one of them."""
        said = self.crowd.do("arrivals")
        if said["missed"]:
            self.wrong.append(f"a step did not come to {said['missed']} phones")
        times = [(at - since) * 1000 for at in said["at"]]
        into += times
        if times and into is self.steps:
            self.first.append(min(times))
            self.spread += [one - min(times) for one in times]
        return said["event"]

    def vote(self, count: int, seconds: float, into: list[float]) -> None:
        said = self.crowd.do("votes", count=count, seconds=seconds)
        into += [took * 1000 for took in said["took"]]
        self.wrong += [f"a vote was not taken: {words}" for words in said["failed"]]
        self.resent.update(said["resent"])


def clicks() -> Iterator[str]:
    """The buttons that lead a room from ballot to ballot."""
    while True:
        for scenario in ("S07", "S03"):
            yield f"console.go.{scenario}"
            yield "console.move.voting"


def steps(ours: Side, floor: Side, desk: Console) -> None:
    """A click on the console, and then the same bytes from the floor, in turn."""
    buttons = clicks()
    for _ in range(4):  # once round, so that both have loaded what they need
        ours.crowd.do("expect")
        desk.press(next(buttons))
        ours.crowd.do("arrivals")
    for _ in range(STEPS):
        button = next(buttons)
        desk.unfold(button)
        with ours.working("steps"):
            ours.crowd.do("expect")
            event = ours.came(desk.press(button), ours.steps)
        with floor.working("steps"):
            broadcast(floor, event, floor.steps)
        time.sleep(0.2)


def telling(ours: Side, floor: Side, desk: Console) -> None:
    """The same way to all phones without a page of Streamlit in between: somebody adds an activity with a phone."""
    desk.press("console.go.inventory")
    time.sleep(0.5)
    for number in range(STEPS // 3):
        with ours.working("telling"):
            ours.crowd.do("expect")
            event = ours.came(ours.crowd.do("propose", name=f"Chatbot {number}"), ours.told)
        with floor.working("telling"):
            broadcast(floor, event, floor.told)
        time.sleep(0.2)


def broadcast(floor: Side, event: str, into: list[float]) -> None:
    floor.crowd.do("expect")
    since = time.perf_counter()
    post(floor.server.port, "/step", event.encode())
    floor.came(since, into)


def voting(ours: Side, floor: Side, phones: int) -> None:
    """At a quiz's pace, in turn; and then everybody at the same moment."""
    count = max(phones, 300)
    seconds = count / min(PER_SECOND, max(phones, SLOWEST))
    for side in (ours, floor, floor, ours):
        with side.working("votes"):
            side.vote(count, seconds, side.votes)
    for side in (ours, floor, floor, ours):
        with side.working("all at once"):
            side.vote(phones, 0, side.burst)
        time.sleep(0.5)


def revealing(ours: Side, floor: Side, desk: Console) -> None:
    with ours.working("revealing"):
        ours.crowd.do("expect")
        event = ours.came(desk.press("console.move.revealed"), ours.reveal)
    with floor.working("revealing"):
        broadcast(floor, event, floor.reveal)


def checked(side: Side, data: Path) -> Kept:
    kept = kept_votes(data, side.crowd.do("tally"))
    if kept.lost or kept.twice or kept.other:
        side.wrong.append(f"votes lost: {kept.lost}, counted twice: {kept.twice}, another than the last: {kept.other}")
    return kept


@dataclass
class Interrupted:
    """A server stopped and another killed, with all phones in."""

    stop: float
    """Seconds from SIGTERM to the end of the process."""
    back: float
    """Seconds from the start of the next process to the last phone's stream."""
    start: float
    """How many of these went by until the server answered at all."""
    killed: float
    """The same after SIGKILL while everybody votes."""


def interrupt(ours: Side, folder: Path, phones: int, open_: ExitStack) -> Interrupted:
    """Stops the server, starts it again on the same port, kills it under votes, and starts it once more."""
    port = ours.server.port
    since = time.perf_counter()
    ours.server.process.terminate()
    ours.server.process.wait(30)
    stop = time.perf_counter() - since

    def again() -> float:
        since = time.perf_counter()
        ours.server = open_.enter_context(kader(folder, port=port))
        said = ours.crowd.do("back")
        if said["missed"]:
            ours.wrong.append(f"{said['missed']} phones did not come back")
        return max(said["at"]) - since

    back = again()
    start = ours.server.started_in
    ours.crowd.tell("votes", count=phones, seconds=1.0)
    time.sleep(0.4)
    ours.server.process.kill()
    ours.server.process.wait()
    since = time.perf_counter()
    ours.server = open_.enter_context(kader(folder, port=port))
    said = ours.crowd.hear()
    ours.wrong += [f"a vote was not taken after the kill: {words}" for words in said["failed"]]
    ours.crowd.tell("back")
    last = ours.crowd.hear()
    return Interrupted(stop, back, start, max(last["at"]) - since)


def measured(phones: int, folder: Path) -> int:
    """Everything about a room of so many; prints its table. 1 when a limit was broken."""
    ours_in = folder / "kader"
    workshop = prepare(ours_in / "data")
    with ExitStack() as open_:
        server = open_.enter_context(kader(ours_in))
        floor = opened(open_.enter_context(bare(folder / "floor")), workshop, open_)
        for name, page in zip(("door", "room"), pages(server, workshop.code), strict=True):
            post(floor.server.port, f"/given/{name}", page)
        ours = opened(server, workshop, open_)
        with console(server, workshop.id) as desk:
            ours.crowd.do("watch", paths=[f"/live/{workshop.id}/events", f"/room/{workshop.id}/events?lang=nl"])
            floor.crowd.do("watch", paths=["/screens/console/events", "/screens/projector/events"])
            alone = min(ALONE, phones // 3)
            for side in (ours, floor):
                with side.working("coming in alone"):
                    side.alone = side.crowd.do("join", count=alone, together=False)["parts"]
            for side in (ours, floor):
                side.come_in(phones - alone)
            telling(ours, floor, desk)
            steps(ours, floor, desk)
            voting(ours, floor, phones)
            revealing(ours, floor, desk)
            ours.crowd.do("expect")
            desk.press("console.go.S07")
            ours.crowd.do("arrivals")
            checked(ours, ours_in / "data")
        # Votes are asked for again: the first round of the other dilemma.
        interrupted = None
        if phones >= MANY:
            with console(server, workshop.id) as desk:
                desk.press("console.move.voting")
            ours.crowd.do("ask", **workshop.ballots[1])
            interrupted = interrupt(ours, ours_in, phones, open_)
        kept = checked(ours, ours_in / "data")
    return told(phones, ours, floor, interrupted, kept)


def opened(server: Server, workshop: Workshop, open_: ExitStack) -> Side:
    side = Side(server, open_.enter_context(crowd(server.port, workshop.code)))
    side.crowd.do("ask", **workshop.ballots[0])
    return side


def told(phones: int, ours: Side, floor: Side, interrupted: Interrupted | None, kept: Kept) -> int:
    came_in, came_in_floor = ([max(side.joined["took"], default=0.0)] for side in (ours, floor))
    traffic, traffic_floor = ([side.processor["steps"] + side.processor["votes"]] for side in (ours, floor))
    whole, whole_floor = ([sum(side.processor.values())] for side in (ours, floor))
    few, many = phones <= FEW, phones == MANY
    step, step_ms = (None, STEP_MS) if few else (STEP, None)
    findings = [
        *(
            Finding(f"one at a time: {part}", _ms(ours.alone[at]), _ms(floor.alone[at]), "ms")
            for at, part in enumerate(PARTS)
        ),
        Finding("all come in at once, the last", came_in, came_in_floor, "s", most=JOIN_S if many else None),
        _each("  its processor time per phone", ours, floor, "joining", len(ours.joined["took"])),
        Finding("an activity from a phone to all phones", ours.told, floor.told, "ms", step, p95, most=step_ms),
        Finding("step, from click to phone", ours.steps, floor.steps, "ms", step, p95, most=step_ms),
        Finding("  click to first phone", ours.first, floor.first, "ms"),
        Finding("  first phone to each", ours.spread, floor.spread, "ms"),
        _each("  its processor time per step", ours, floor, "steps", STEPS),
        Finding("reveal, from click to phone", ours.reveal, floor.reveal, "ms", step, p95, most=step_ms),
        Finding("vote acknowledged, at a quiz’s pace", ours.votes, floor.votes, "ms", VOTE, p95),
        _each("  its processor time per vote", ours, floor, "votes", len(ours.votes)),
        Finding("vote acknowledged, all at once", ours.burst, floor.burst, "ms", VOTE, p95),
        _each("  its processor time per vote", ours, floor, "all at once", len(ours.burst)),
        Finding("processor time, steps and votes", traffic, traffic_floor, "ms"),
        Finding("processor time, all that was sent", whole, whole_floor, "ms", PROCESSOR if phones >= ROOM else None),
        Finding("processor while nothing happens", [ours.idle], (), "% of a core"),
        Finding("memory per phone", [ours.memory], [max(floor.memory, 0.1)], "KiB", None if few else MEMORY),
    ]
    if interrupted is not None:
        findings += [
            Finding("stopping", [interrupted.stop], (), "s", most=STOP_S),
            Finding("all phones back after a restart", [interrupted.back], (), "s", most=BACK_S),
            Finding("  of which the server’s own start", [interrupted.start], (), "s"),
            Finding("… after a kill under votes", [interrupted.killed], (), "s", most=BACK_S),
        ]
    missing = [found.name.strip() for found in findings if not found.values]
    ours.wrong += [f"not measured: {name}" for name in missing]
    findings = [found for found in findings if found.name.strip() not in missing]
    broken = report(f"{phones} phones, console and projector", findings)
    print(f"{kept.votes} votes acknowledged; lost {kept.lost}, twice {kept.twice}, other than the last {kept.other}")
    for name, side in (("", ours), ("floor: ", floor)):
        for words, times in side.resent.items():
            print(f"{name}sent again, and taken: {times} ({words.strip()})")
    wrong = [*ours.wrong, *(f"floor: {words}" for words in floor.wrong)]
    for words in dict.fromkeys(wrong):
        print(f"WRONG ({wrong.count(words)}): {words}")
    print(flush=True)
    return 1 if broken or ours.wrong else 0


def _ms(seconds: Sequence[float]) -> list[float]:
    return [one * 1000 for one in seconds]


def _each(name: str, ours: Side, floor: Side, what: str, count: int) -> Finding:
    """Processor time per piece; what is below the clock's tick counts as a tick."""
    first = max(ours.processor[what], TICK) / max(count, 1)
    second = max(floor.processor[what], TICK) / max(count, 1)
    return Finding(name, [first], [second], "ms")


def main(*given: str) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.live", description=__doc__)
    parser.add_argument("phones", type=int, nargs="*", help="how many phones; several numbers for several rooms")
    parser.add_argument("--browser", action="store_true", help="in real Chromium: a vote drawn, and the first load")
    parser.add_argument("--until-it-breaks", action="store_true", help="ever more phones, in ever more rooms")
    asked = parser.parse_args(given)
    broken = 0
    with tempfile.TemporaryDirectory(prefix="kader-live-") as folder:
        if asked.browser:
            from benchmarks.live_browser import measured as in_browser

            broken |= in_browser(Path(folder) / "browser")
        if asked.until_it_breaks:
            from benchmarks.live_limits import measured as until_it_breaks

            until_it_breaks(Path(folder) / "limits")
        chosen = asked.phones or (() if asked.browser or asked.until_it_breaks else PHONES)
        for phones in chosen:
            broken |= measured(phones, Path(folder) / str(phones))
    return broken


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
