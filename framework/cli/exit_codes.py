"""Exit codes of ``kader``, and output to the terminal."""

import sys
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes; ``kader --help`` explains them."""

    DONE = 0
    """Success; also after Ctrl+C."""
    FAILED = 1
    """The server did not start, or stopped by itself."""
    REFUSED = 2
    """Something that a person can fix; the sentence on stderr says how."""


class UsageRefused(Exception):
    """The command line is invalid. Has the whole sentence, in the reader's language."""


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    sys.stderr.write(f"kader: {sentence}\n")
    sys.stderr.flush()
