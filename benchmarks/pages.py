"""Script time of every page, compared with the tuned one-line app; and the cost of an open page that nobody touches.

Pages are taken from the menu that the server sends, so new ones are measured automatically. Pages of a live workshop are
measured with thirty people in it, the others with the demonstration. ``python -m benchmarks.pages [RUNS]``
"""

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import Finding, floor, kader, p95, report
from benchmarks.workshops import demonstration, live
from pages.ui import nav
from tests.support.server_process import Run, Server, Visitor

PAUSE = 0.05
LIMIT, CHART_LIMIT = 4.0, 8.0
WARM_UP = 5
IN_TURN = 10


def has_chart(run: Run) -> bool:
    return any(message.delta.new_element.WhichOneof("type") == "plotly_chart" for message in run.messages)


@dataclass
class VisitedServer:
    """One of two servers that are visited in turn, with milliseconds and processor time per run."""

    server: Server
    page: str = ""
    query: str = ""
    times: list[float] = field(default_factory=list)
    processor: float = 0.0
    last: Run | None = None

    def warm_up(self, visitor: Visitor) -> None:
        for _ in range(WARM_UP):
            self.last = visitor.visit(self.page, self.query)
        assert self.last is not None
        assert not self.last.errors, f"{self.page or 'start'}: {self.last.errors}"
        assert "page_not_found" not in self.last.kinds(), self.page

    def visit(self, visitor: Visitor, runs: int) -> None:
        before = self.server.processor()
        for _ in range(runs):
            time.sleep(PAUSE)
            self.last = visitor.visit(self.page, self.query)
            self.times.append(self.last.seconds * 1000)
        self.processor += (self.server.processor() - before) * 1000


def measured(ours: VisitedServer, floor_: VisitedServer, runs: int) -> list[str]:
    """Visits both in turn, a few runs each, so that a busy moment slows both. Then leaves ours alone, and returns what that
    costs."""
    with Visitor(floor_.server) as at_floor, Visitor(ours.server) as at_ours:
        floor_.warm_up(at_floor)
        ours.warm_up(at_ours)
        for _ in range(0, runs, IN_TURN):
            floor_.visit(at_floor, IN_TURN)
            ours.visit(at_ours, IN_TURN)
        return idle(ours, at_ours, runs)


def findings(ours: VisitedServer, floor_: VisitedServer) -> list[Finding]:
    assert ours.last is not None
    charts = has_chart(ours.last)
    name = f"/{ours.page} ({len(ours.last.messages)} messages{', charts' if charts else ''})"
    per_run = [side.processor / len(side.times) for side in (ours, floor_)]
    return [
        Finding(name, ours.times, floor_.times, "ms", limit=CHART_LIMIT if charts else LIMIT, judge=p95),
        Finding("  its processor time", per_run[:1], per_run[1:], "ms"),
    ]


def idle(ours: VisitedServer, visitor: Visitor, runs: int) -> list[str]:
    """One line for each thing that runs by itself on the open page: how often, and its processor time per hour."""
    assert ours.last is not None
    told: list[str] = []
    for clock in ours.last.clocks:
        run = visitor.visit(ours.page, ours.query, fragment=clock.fragment_id)
        before = ours.server.processor()
        for _ in range(runs):
            time.sleep(PAUSE)
            visitor.visit(ours.page, ours.query, fragment=clock.fragment_id)
        each = (ours.server.processor() - before) * 1000 / runs
        an_hour = each * 3600 / clock.interval / 1000
        told.append(
            f"/{ours.page}: every {clock.interval:g} s, {each:.1f} ms and {len(run.messages)} messages each, "
            f"{an_hour:.2f} s of processor time per hour"
        )
    return told


def main(runs: int = 100) -> int:
    sides: list[VisitedServer] = []
    left_alone: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "kader" / "data"
        shown = demonstration(data)
        waiting, room = live(data)
        with floor(Path(folder) / "floor") as empty, kader(Path(folder) / "kader") as server:
            with Visitor(server) as visitor:
                menu = visitor.visit("", "lang=nl").pages
            # One floor for all pages: one in twenty of its runs takes twice as long, so a hundred runs are too few for its
            # 95th percentile.
            floor_ = VisitedServer(empty)
            for page in menu:
                only_live = nav.spec_of(page or "start").kinds == ("live",)
                workshop = (waiting if page == "prepare" else room) if only_live else shown
                sides.append(VisitedServer(server, page, f"w={workshop}&lang=nl"))
                left_alone += measured(sides[-1], floor_, runs)
    broken = report(
        f"pages, {runs} runs {PAUSE * 1000:.0f} ms apart; ratio and limit are of the 95th percentiles",
        [finding for side in sides for finding in findings(side, floor_)],
    )
    print("an open page that nobody touches:", *left_alone, sep="\n  ")
    return broken


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
