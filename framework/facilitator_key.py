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

from framework.errors import StoreUnavailable
from framework.settings import FACILITATOR_KEY, Settings

MIN_LENGTH = 12
_FILE = "facilitator-key"
_LETTERS = "ACDEFHJKMNPRTWXY34679"
"""As in join codes: no two that look or sound alike."""
_GROUPS, _GROUP = 5, 4


def facilitator_key(settings: Settings, environ: Mapping[str, str]) -> str:
    """The key of this installation, made at first use: about 87 bits, in groups that can be read aloud.

    Raises `StoreUnavailable` (``read-only``) when it cannot be stored.
    """
    given = FACILITATOR_KEY.read(environ)
    if len(given) >= MIN_LENGTH:
        return given
    path = settings.data / _FILE
    with suppress(OSError):
        kept = path.read_text(encoding="ascii").strip()
        if len(kept) >= MIN_LENGTH:
            return kept
    return _create(path)


def _create(path: Path) -> str:
    fresh = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Atomic: a second process that starts at the same moment must not read half a key.
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(fresh + "\n")
        try:
            os.link(draft, path)  # fails if another process was first
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        except OSError:  # a file system without hard links
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnavailable(reason="read-only", where=str(path)) from error
    return fresh


def same_key(one: str, other: str) -> bool:
    """Compares in constant time; ignores case, dashes and spaces."""
    return hmac.compare_digest(_plain(one), _plain(other))


def ticket(key: str) -> str:
    """What a browser keeps in a cookie instead of the key; the key cannot be derived from it."""
    return hmac.new(_plain(key), b"kader facilitator", hashlib.sha256).hexdigest()


def same_ticket(given: str, key: str) -> bool:
    return hmac.compare_digest(given.encode(), ticket(key).encode())


def _plain(key: str) -> bytes:
    return "".join(key.split()).replace("-", "").upper().encode()
