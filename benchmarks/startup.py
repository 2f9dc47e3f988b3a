"""Time until Kader is healthy, and its memory when idle, compared with an empty Streamlit app.

Both start alternately, so that a busy moment slows both. ``python -m benchmarks.startup [PAIRS]``
"""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Finding, floor, kader, report
from tests.support.server_process import Visitor

SETTLE = 3.0
"""Seconds from the first healthy response until memory is read. The launcher collects garbage after half a second."""


def main(pairs: int = 9) -> int:
    seconds: dict[str, list[float]] = {"kader": [], "floor": [], "healthz": []}
    processor: dict[str, list[float]] = {"kader": [], "floor": []}
    memory: dict[str, list[float]] = {"kader": [], "floor": [], "kader visited": [], "floor visited": []}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("floor", "kader"):  # a warm-up: compiles the files and fills the disk cache
            with (floor if name == "floor" else kader)(Path(folder) / f"warm-{name}"):
                pass
        for pair in range(pairs):
            # They take turns in going first.
            for name in ("floor", "kader") if pair % 2 else ("kader", "floor"):
                with (floor if name == "floor" else kader)(Path(folder) / f"{name}-{pair}") as server:
                    seconds[name].append(server.started_in * 1000)
                    processor[name].append(server.processor() * 1000)
                    time.sleep(SETTLE)
                    memory[name].append(server.memory())
                    server.get("/")
                    with Visitor(server) as visitor:
                        visitor.visit()
                        time.sleep(SETTLE)
                        memory[f"{name} visited"].append(server.memory())
            with kader(Path(folder) / f"healthz-{pair}", health="/healthz") as server:
                seconds["healthz"].append(server.started_in * 1000)
    return report(
        f"start-up, {pairs} pairs",
        [
            Finding("start to healthy", seconds["kader"], seconds["floor"], "ms", limit=1.15, paired=True),
            Finding("  its processor time", processor["kader"], processor["floor"], "ms", paired=True),
            Finding("start to /healthz, database asked", seconds["healthz"], seconds["floor"], "ms"),
            Finding("memory, idle", memory["kader"], memory["floor"], "MiB", limit=1.2, paired=True),
            Finding("memory, start page open", memory["kader visited"], memory["floor visited"], "MiB"),
        ],
    )


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
