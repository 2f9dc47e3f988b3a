"""Script time of every page with the demonstration workshop in it, against the tuned one-line app.

Pages come from the menu as the server sends it, so a new page is measured without being named here.
``python -m benchmarks.pages [RUNS]``
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import Finding, floor, kader, p95, report
from tests.project.visiting import ROOT, Run, Server, Visitor

PAUSE = 0.05
LIMIT, CHART_LIMIT = 4.0, 8.0
WARM_UP = 5
IN_TURN = 10


def demonstration(data: Path) -> str:
    """Puts the demonstration workshop into a data folder, as a person would; returns its id."""
    environment = {**os.environ, "KADER_DATA": str(data), "KADER_DATABASE_URL": ""}
    command = [sys.executable, "-m", "framework.cli", "demo", "--lang", "nl"]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    found = re.search(r"[?&]w=([\w-]+)", told)
    assert found is not None, told
    return found[1]


def has_chart(run: Run) -> bool:
    return any(message.delta.new_element.WhichOneof("type") == "plotly_chart" for message in run.messages)


@dataclass
class Side:
    """One of two servers that are visited in turn: milliseconds per run, and processor time per run."""

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


def measured(ours: Side, floor_: Side, runs: int) -> list[Finding]:
    """Visits both in turn, some runs each, so that a busy moment of the machine meets both."""
    with Visitor(floor_.server) as at_floor, Visitor(ours.server) as at_ours:
        floor_.warm_up(at_floor)
        ours.warm_up(at_ours)
        for _ in range(0, runs, IN_TURN):
            floor_.visit(at_floor, IN_TURN)
            ours.visit(at_ours, IN_TURN)
    assert ours.last is not None
    charts = has_chart(ours.last)
    name = f"/{ours.page} ({len(ours.last.messages)} messages{', charts' if charts else ''})"
    per_run = [side.processor / len(side.times) for side in (ours, floor_)]
    return [
        Finding(name, ours.times, floor_.times, "ms", limit=CHART_LIMIT if charts else LIMIT, judge=p95),
        Finding("  its processor time", per_run[:1], per_run[1:], "ms"),
    ]


def main(runs: int = 100) -> int:
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder:
        workshop = demonstration(Path(folder) / "kader" / "data")
        with floor(Path(folder) / "floor") as empty, kader(Path(folder) / "kader") as server:
            with Visitor(server) as visitor:
                menu = visitor.visit("", "lang=nl").pages
            for page in menu:
                findings += measured(Side(server, page, f"w={workshop}&lang=nl"), Side(empty), runs)
    return report(
        f"pages, {runs} runs {PAUSE * 1000:.0f} ms apart; ratio and limit are of the 95th percentiles", findings
    )


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
