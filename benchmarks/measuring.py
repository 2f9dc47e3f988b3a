"""What all benchmarks share: the tuned empty app as a floor, percentiles, and a table with limits."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.support.server_process import ROOT, Server, free_port, serving, streamlit_command

ONE_LINE = "import streamlit as st\n\nst.write('one line')\n"


@contextmanager
def floor(folder: Path, *options: str) -> Iterator[Server]:
    """A one-line Streamlit app with Kader's options, so that the comparison measures Kader and not its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".streamlit").mkdir(exist_ok=True)
    shutil.copy(ROOT / ".streamlit" / "config.toml", folder / ".streamlit" / "config.toml")
    (folder / "one_line.py").write_text(ONE_LINE, encoding="utf-8")
    port = free_port()
    with serving(
        streamlit_command(folder / "one_line.py", port, *options), log=folder / "log", port=port, folder=folder
    ) as server:
        yield server


@contextmanager
def kader(folder: Path, *, health: str = "/_stcore/health", port: int = 0) -> Iterator[Server]:
    """Kader itself, with its data in ``folder``; on a free port unless one is given."""
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    with serving(
        streamlit_command(ROOT / "app.py", port),
        log=folder / "log",
        port=port,
        environment={"KADER_DATA": str(folder / "data"), "KADER_DATABASE_URL": ""},
        folder=folder,
        health=health,
    ) as server:
        yield server


def p95(values: Sequence[float]) -> float:
    """The 95th percentile by nearest rank; the largest value where there are fewer than twenty."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered) + 0.5) - 1)]


@dataclass(frozen=True)
class Finding:
    """One line of the result. ``values`` and ``floor`` in ``unit``; ``limit`` is the largest ratio allowed, if any.

    The ratio is between medians, or between 95th percentiles where ``judge`` says so; ``paired``: the median of the ratios
    of each pair, where value and floor were measured right after each other. ``maximum``: the largest value allowed, in
    ``unit``; needs no floor.
    """

    name: str
    values: Sequence[float]
    floor: Sequence[float]
    unit: str
    limit: float | None = None
    judge: Callable[[Sequence[float]], float] = median
    paired: bool = False
    maximum: float | None = None

    @property
    def ratio(self) -> float:
        if self.paired:
            return median(ours / theirs for ours, theirs in zip(self.values, self.floor, strict=True))
        return self.judge(self.values) / self.judge(self.floor)

    @property
    def kept(self) -> bool:
        within = self.maximum is None or self.judge(self.values) <= self.maximum
        return within and (self.limit is None or (bool(self.floor) and self.ratio <= self.limit))


def report(title: str, findings: Sequence[Finding]) -> int:
    """Prints the table. Returns the exit code: 1 when a limit was exceeded."""
    width = max(len(finding.name) for finding in findings)
    print(f"{title}  (Python {sys.version.split()[0]}, {os.cpu_count()} cores)")
    print(f"{'':{width}}  {'p50 / p95':>17}  {'floor p50 / p95':>17}  {'ratio':>6}  limit")
    for found in findings:
        ours = f"{median(found.values):.1f} / {p95(found.values):.1f}"
        theirs = f"{median(found.floor):.1f} / {p95(found.floor):.1f}" if found.floor else ""
        ratio = f"{found.ratio:6.2f}" if found.floor else " " * 6
        limits = [] if found.limit is None else [f"{found.limit:g}"]
        limits += [] if found.maximum is None else [f"{found.maximum:g} {found.unit}"]
        limit = f"{' and '.join(limits)} {'kept' if found.kept else 'BROKEN'}" if limits else ""
        print(f"{found.name:{width}}  {ours:>17}  {theirs:>17}  {ratio}  {limit}  [{found.unit}]")
    return 0 if all(found.kept for found in findings) else 1
