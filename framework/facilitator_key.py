"""The facilitator key: opens every page from another machine (phone pages need no key).

Kept in the data folder, readable by its owner alone, or set in the environment if several machines share it.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from framework.errors import FacilitatorKeyRefused, StoreUnavailable
from framework.settings import FACILITATOR_KEY, Settings

MIN_LENGTH = 12
"""Characters of a key, without dashes and spaces."""
_MAX_FILE_SIZE = 1_000
_FILE = "facilitator-key"
_LETTERS = "ACDEFHJKMNPRTWXY34679"
"""As in join codes: no two that look or sound alike."""
_GROUPS, _GROUP = 5, 4


def facilitator_key(settings: Settings, environ: Mapping[str, str]) -> str:
    """The key of this installation, made at first use: about 87 bits, in groups that can be read aloud.

    A file that holds no key (empty after a power cut, cut short, binary) is replaced by one with a new key.

    Raises `FacilitatorKeyRefused` for a key in the environment that is too short, and `StoreUnavailable` (``read-only``)
    when the key cannot be stored.
    """
    given = FACILITATOR_KEY.read(environ)
    if given:
        if not _is_key(given):
            raise FacilitatorKeyRefused(variable=FACILITATOR_KEY.variable, minimum=MIN_LENGTH)
        return given
    path = settings.data / _FILE
    return _stored(path) or _create(path)


def _is_key(text: str) -> bool:
    return len(_plain(text)) >= MIN_LENGTH


def _stored(path: Path) -> str | None:
    """The key in the file; None if there is no file, or no key in it."""
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_FILE_SIZE).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if _is_key(text) else None


def _create(path: Path) -> str:
    fresh = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Atomic: a second process that starts at the same moment must not read half a key.
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(fresh + "\n")
            file.flush()
            os.fsync(file.fileno())  # or a power cut could leave an empty file under the right name
        try:
            os.link(draft, path)  # fails if there is a file already
        except FileExistsError:
            stored = _stored(path)
            if stored is not None:  # another process was first
                return stored
            draft.replace(path)
        except OSError:  # a file system without hard links
            draft.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreUnavailable(reason="read-only", where=str(path)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    # Two processes may have replaced the same broken file: the one that stands there now is the key of both.
    return _stored(path) or fresh


def _sync_folder(folder: Path) -> None:
    """Makes a new name in a folder survive a power cut; Windows has no such call."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def same_key(one: str, other: str) -> bool:
    """Compares in constant time; ignores case, dashes and spaces. What is too short to be a key equals nothing."""
    return _is_key(other) and hmac.compare_digest(_plain(one), _plain(other))


def ticket(key: str) -> str:
    """What a browser keeps in a cookie instead of the key; the key cannot be derived from it."""
    return hmac.new(_plain(key), b"kader facilitator", hashlib.sha256).hexdigest()


def same_ticket(given: str, key: str) -> bool:
    return _is_key(key) and hmac.compare_digest(given.encode(), ticket(key).encode())


def _plain(key: str) -> bytes:
    return "".join(key.split()).replace("-", "").upper().encode()
