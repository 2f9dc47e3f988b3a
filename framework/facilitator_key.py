"""The facilitator key: opens every page from another machine (phone pages need no key).

Kept in the data folder, readable by its owner alone, or set in the environment if several machines share it.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from framework.errors import FacilitatorKeyRefused, StoreUnavailable
from framework.settings import FACILITATOR_KEY, Settings

MIN_LENGTH = 12
"""Characters of a key, without dashes and spaces."""
TICKET_DAYS = 30
_MAX_FILE_SIZE = 1_000
_FILE = "facilitator-key"
_SIGNED_OUT = "signed-out"
_LETTERS = "ACDEFHJKMNPRTWXY34679"
"""As in join codes: no two that look or sound alike."""
_GROUPS, _GROUP = 5, 4


def facilitator_key(settings: Settings, environ: Mapping[str, str]) -> str:
    """The key of this installation, created at first use: about 87 bits, in groups that can be read aloud.

    A file without a valid key (empty after a power cut, truncated, binary) is replaced. Raises `FacilitatorKeyRefused`
    for a key in the environment that is too short, and `StoreUnavailable` (``read-only``) where the key cannot be
    stored.
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
    """Compares in constant time, ignoring case, dashes and spaces. False for anything shorter than a key."""
    return _is_key(other) and hmac.compare_digest(_plain(one), _plain(other))


def new_ticket(key: str, now: float) -> str:
    """A new ticket for a browser's cookie, which stands for the key: ``time.nonce.signature``.

    The key cannot be derived from it. ``now``: seconds since 1970.
    """
    made = f"{int(now)}.{secrets.token_hex(8)}"
    return f"{made}.{_signature(made, key)}"


def is_valid_ticket(given: str, key: str, now: float, signed_out: Collection[str]) -> bool:
    """Whether this key made the ticket at most `TICKET_DAYS` ago, and nobody signed out with it (`signed_out`)."""
    made, _, signature = given.rpartition(".")
    if not _is_key(key) or not hmac.compare_digest(signature.encode(), _signature(made, key).encode()):
        return False
    return now - int(made.partition(".")[0]) <= TICKET_DAYS * 86_400 and made not in signed_out


def _signature(made: str, key: str) -> str:
    return hmac.new(_plain(key), f"kader facilitator {made}".encode(), hashlib.sha256).hexdigest()


def signed_out(settings: Settings) -> frozenset[str]:
    """The revoked tickets of this installation, without their signatures."""
    path = settings.data / _SIGNED_OUT
    try:
        found = path.stat()
    except OSError:
        return frozenset()
    return _lines(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _lines(path: Path, _changed: int, _size: int) -> frozenset[str]:
    with suppress(OSError):
        return frozenset(path.read_text(encoding="ascii", errors="replace").split())
    return frozenset()


def sign_out(settings: Settings, given: str) -> None:
    """Revokes a valid ticket for good, in every process with this data folder.

    Raises `StoreUnavailable` (``read-only``).
    """
    path = settings.data / _SIGNED_OUT
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(given.rpartition(".")[0] + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreUnavailable(reason="read-only", where=str(path)) from error


def _plain(key: str) -> bytes:
    return "".join(key.split()).replace("-", "").upper().encode()
