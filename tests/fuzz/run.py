"""Feeds hostile files to the importers and holds each to what it promises.

A file is accepted or refused with an error of ours, whose sentence has at most 600 characters, within two seconds of
processor time and 300 MB, and nothing is written to the disk.
"""

import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice

from framework.language.error_messages import MAX_LENGTH
from tests.fuzz.importers import Importer, sentences
from tests.fuzz.mutations import directed, mutated

SECONDS = 2.0
MEGABYTES = 300.0
_WRITING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate", "shutil.rmtree"}


@dataclass
class Outcome:
    """``faults``: what was promised and not kept, with the file that showed it."""

    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter[str])
    faults: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])
    slowest: float = 0.0


def files(importer: Importer, count: int, chance: random.Random) -> Iterator[bytes]:
    """``count`` files: the directed ones of every seed first, in an order drawn at random, then mutations."""
    seeds = importer.seeds()
    thought_of = [data for seed in seeds for data in directed(seed, packed=importer.packed)]
    chance.shuffle(thought_of)
    at_random = (mutated(chance.choice(seeds), chance, packed=importer.packed) for _ in iter(int, 1))
    return islice(chain(thought_of[: max(count // 2, 1)], at_random), count)


def fuzz(importer: Importer, count: int, chance: random.Random) -> Outcome:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    importer.read(importer.seeds()[0])  # what is imported late and cached is no part of the first file's time
    outcome = Outcome()
    for data in files(importer, count, chance):
        _one(importer, data, outcome)
    return outcome


def _one(importer: Importer, data: bytes, outcome: Outcome) -> None:
    before, started = _peak(), time.process_time()
    with _watching_writes() as written:
        try:
            importer.read(data)
            outcome.accepted += 1
        except Exception as error:  # noqa: BLE001 - counted
            told = sentences(error)
            if told is None:
                outcome.faults.append((f"{type(error).__name__}: {str(error)[:200]}", data))
            else:
                outcome.refused[told[0]] += 1
                if any(len(sentence) > MAX_LENGTH for sentence in told[1]):
                    outcome.faults.append((f"{told[0]}: a sentence of {max(map(len, told[1]))} characters", data))
    seconds, megabytes = time.process_time() - started, _peak() - before
    outcome.slowest = max(outcome.slowest, seconds)
    if seconds > SECONDS:
        outcome.faults.append((f"{seconds:.1f} s of processor time", data))
    if megabytes > MEGABYTES:
        outcome.faults.append((f"{megabytes:.0f} MB", data))
    if written:
        outcome.faults.append((f"wrote: {written[0]}", data))


def _peak() -> float:
    """The most memory that this process has had so far, in MB."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


_written: list[str] | None = None
_hooked = False


@contextmanager
def _watching_writes() -> Iterator[list[str]]:
    """Everything that is written to the disk meanwhile, but for compiled modules."""
    global _written, _hooked  # noqa: PLW0603 - an audit hook cannot be taken away again
    if not _hooked:
        sys.addaudithook(_audit)
        _hooked = True
    _written = found = []
    try:
        yield found
    finally:
        _written = None


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _written is None:
        return
    is_open = event == "open" and isinstance(arguments[1], str) and any(letter in arguments[1] for letter in "wax+")
    if (is_open or event in _WRITING) and "__pycache__" not in str(arguments[0]):
        _written.append(f"{event} {arguments[0]}")
