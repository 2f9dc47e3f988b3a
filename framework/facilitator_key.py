"""The facilitator's key: whoever has it may open everything but the phone's pages from another machine.

Kept in the data folder, readable by its owner alone, or given in the environment where several processes share it.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from framework.errors import StoreUnavailable
from framework.settings import Settings

KEY_VARIABLE = "KADER_FACILITATOR_KEY"
"""Environment variable: the key itself, at least `SHORTEST` characters."""
PROXY_VARIABLE = "KADER_BEHIND_PROXY"
"""Environment variable: ``1`` when a proxy on this machine passes requests on, so that loopback says nothing."""
SHORTEST = 12
_FILE = "facilitator-key"
_LETTERS = "ACDEFHJKMNPRTWXY34679"
"""As in join codes: none that look or sound like another."""
_GROUPS, _GROUP = 5, 4


def facilitator_key(settings: Settings, environ: Mapping[str, str]) -> str:
    """The key of this installation, made at first use. About 87 bits, in groups that can be read aloud.

    Raises `StoreUnavailable` (``read-only``) when it cannot be kept.
    """
    given = environ.get(KEY_VARIABLE, "").strip()
    if len(given) >= SHORTEST:
        return given
    path = settings.data / _FILE
    with suppress(OSError):
        kept = path.read_text(encoding="ascii").strip()
        if len(kept) >= SHORTEST:
            return kept
    return _made(path)


def _made(path: Path) -> str:
    fresh = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: a second process that starts at the same moment must not read half a key.
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(fresh + "\n")
        try:
            os.link(draft, path)  # refuses where another process was first
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
    """Compares without telling by its time how much was right; case, dashes and spaces do not count."""
    return hmac.compare_digest(_plain(one), _plain(other))


def ticket(key: str) -> str:
    """What a browser keeps in a cookie instead of the key: the key does not follow from it."""
    return hmac.new(_plain(key), b"kader facilitator", hashlib.sha256).hexdigest()


def same_ticket(given: str, key: str) -> bool:
    return hmac.compare_digest(given.encode(), ticket(key).encode())


def _plain(key: str) -> bytes:
    return "".join(key.split()).replace("-", "").upper().encode()
