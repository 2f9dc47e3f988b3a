"""``python -m tests.fuzz [COUNT] [SEED]``: ``COUNT`` hostile files over all importers; keeps those that show a fault."""

import random
import sys
import tempfile

from tests.fuzz.importers import IMPORTERS
from tests.fuzz.run import fuzz


def main(count: int = 2_000, seed: int = 1) -> int:
    _say(f"{count} files, seed {seed}")
    faults = 0
    for name, importer in IMPORTERS.items():
        outcome = fuzz(importer, count // len(IMPORTERS), random.Random(f"{seed} {name}"))
        refused = ", ".join(f"{reason} {number}" for reason, number in outcome.refused.most_common())
        _say(
            f"{name}: accepted {outcome.accepted}, refused {outcome.refused.total()} ({refused}), "
            f"faults {len(outcome.faults)}, slowest {outcome.slowest:.2f} s"
        )
        for what, data in outcome.faults[:20]:
            with tempfile.NamedTemporaryFile(prefix="fuzz-", delete=False) as kept:
                kept.write(data)
            _say(f"  {what}: {kept.name}")
        faults += len(outcome.faults)
    return 1 if faults else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
