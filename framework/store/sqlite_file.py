"""The file of a SQLite database: who may read it, and whether it is still the same one."""

import os
from contextlib import suppress
from pathlib import Path

from framework.errors import StoreUnavailable


def create_private(path: Path) -> None:
    """Makes the file and the missing folders above it for their owner alone: other accounts may not read votes.

    The write-ahead log gets the permissions of the file. A file that everybody can read, as earlier versions made it,
    is closed to other accounts; a group that was let in stays in. Raises `StoreUnavailable` (``read-only``).
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(reason="read-only", where=str(path.parent)) from error
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        _close_to_others(path)
    except OSError as error:
        raise StoreUnavailable(reason="read-only", where=str(path)) from error


def _close_to_others(path: Path) -> None:
    for file in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
        with suppress(OSError):  # not ours, not there, or on a file system without permissions
            mode = file.stat().st_mode
            if mode & 0o007:
                file.chmod(mode & 0o770)


def place(path: Path) -> tuple[int, int] | None:
    """Device and inode; None where there is no file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
