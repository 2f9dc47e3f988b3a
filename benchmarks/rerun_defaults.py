"""What two of Streamlit's defaults cost that Kader changes: a garbage collection after every run, and plain asyncio.

The floor is the one-line app with Kader's options. ``python -m benchmarks.rerun_defaults [RUNS]``
"""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Finding, floor, report
from tests.support.server_process import Server, Visitor, free_port, serving

PAUSE = 0.05
"""Seconds between runs when measuring the collection. Without a pause, Streamlit's flush every 5 ms would be measured.

Plain asyncio is measured without pauses, because the system delays only small packets that follow each other closely.
"""

PLAIN_ASYNCIO = (
    "import sys; sys.modules['uvloop'] = None; from streamlit.web.cli import main; sys.argv[:] = {arguments!r}; main()"
)
"""``streamlit run`` on a machine without uvloop, as on Windows."""


def measured(server: Server, runs: int, pause: float) -> tuple[list[float], float]:
    """Milliseconds from request to end of script for each run, and milliseconds of processor time per run."""
    with Visitor(server) as visitor:
        for _ in range(5):
            visitor.visit()
        before = server.processor()
        times: list[float] = []
        for _ in range(runs):
            time.sleep(pause)
            times.append(visitor.visit().seconds * 1000)
        return times, (server.processor() - before) / runs * 1000


def main(runs: int = 100) -> int:
    times: dict[str, list[float]] = {}
    processor: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, options in (
            ("tuned", ()),
            ("collecting", ("--runner.postScriptGC", "true")),
        ):
            with floor(Path(folder) / name, *options) as server:
                times[name], cost = measured(server, runs, PAUSE)
                processor[name] = [cost]
                if name == "tuned":
                    times["tuned, back to back"], _ = measured(server, runs, 0)
        script, port = Path(folder) / "tuned" / "one_line.py", free_port()
        arguments = ["streamlit", "run", str(script), "--server.port", str(port)]
        command = [sys.executable, "-c", PLAIN_ASYNCIO.format(arguments=arguments)]
        with serving(command, log=Path(folder) / "plain", port=port, folder=script.parent) as server:
            times["plain"], _ = measured(server, runs, 0)
    return report(
        f"one-line page, {runs} runs",
        [
            Finding("runner.postScriptGC on (the default)", times["collecting"], times["tuned"], "ms"),
            Finding("  its processor time per run", processor["collecting"], processor["tuned"], "ms"),
            Finding("plain asyncio (no uvloop), back to back", times["plain"], times["tuned, back to back"], "ms"),
        ],
    )


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
