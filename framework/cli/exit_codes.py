"""Exit codes of ``kader``, what it reads, and output to the terminal."""

import sys
from enum import IntEnum
from pathlib import Path

from framework.language import Translator


class Exit(IntEnum):
    """Exit codes; ``kader --help`` explains them."""

    DONE = 0
    """Success; also after Ctrl+C."""
    FAILED = 1
    """The server did not start, or stopped by itself."""
    DIFFERENT = 1
    """Of ``kader compare``: something differs."""
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


def read_input(file: str, t: Translator) -> tuple[str, bytes]:
    """Name and content of a file, or of standard input for ``-``. Raises `UsageRefused`."""
    if file == "-":
        return t("standard input"), sys.stdin.buffer.read()
    try:
        return Path(file).name, Path(file).read_bytes()
    except FileNotFoundError:
        raise UsageRefused(t("There is no file “{file}”. Check its name and folder.", file=file)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageRefused(
            t("“{file}” cannot be read: {reason}. Check its permissions or choose another.", file=file, reason=reason)
        ) from None
