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
from pathlib import Path

from benchmarks.measuring import Finding, floor, kader, p95, report
from tests.project.visiting import ROOT, Run, Server, Visitor

PAUSE = 0.05
LIMIT, CHART_LIMIT = 4.0, 8.0
WARM_UP = 5


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


def measured(server: Server, runs: int, page: str = "", query: str = "") -> tuple[list[float], Run]:
    """Milliseconds from request to end of script, each; and the last run. Raises when the page shows an error."""
    with Visitor(server) as visitor:
        last = visitor.visit(page, query)
        for _ in range(WARM_UP):
            last = visitor.visit(page, query)
        assert not last.errors, f"{page or 'start'}: {last.errors}"
        assert "page_not_found" not in last.kinds(), page
        times: list[float] = []
        for _ in range(runs):
            time.sleep(PAUSE)
            times.append(visitor.visit(page, query).seconds * 1000)
        return times, last


def main(runs: int = 60) -> int:
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder:
        workshop = demonstration(Path(folder) / "kader" / "data")
        with floor(Path(folder) / "floor") as empty, kader(Path(folder) / "kader") as server:
            with Visitor(server) as visitor:
                menu = visitor.visit("", "lang=nl").pages
            for page in menu:
                query = f"w={workshop}&lang=nl"
                # Beside each page its own floor, so that a busy moment of the machine meets both.
                one_line, _ = measured(empty, runs)
                times, last = measured(server, runs, page, query)
                limit = CHART_LIMIT if has_chart(last) else LIMIT
                name = f"/{page} ({len(last.messages)} messages{', charts' if has_chart(last) else ''})"
                findings.append(Finding(name, times, one_line, "ms", limit=limit, judge=p95))
    return report(
        f"pages, {runs} runs {PAUSE * 1000:.0f} ms apart; ratio and limit are of the 95th percentiles", findings
    )


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
