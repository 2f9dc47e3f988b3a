"""The sign-off of law data: ``manifest.toml`` says who signed which version when, with the SHA-256 of every file.

It shows that the data is still what somebody signed off. It is no proof of who that was: anyone who changes the data can
also write a new manifest.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from framework.errors import LawRefused
from framework.law.load import FILES, load_files, refuse_newer
from framework.law.models import LawBook
from framework.text import NAME_LIMIT, accept

MANIFEST = "manifest.toml"
_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,4})")
_NOT_IN_TOML = re.compile(r"[\x00-\x1f\x7f\"\\]")


@dataclass(frozen=True, slots=True)
class SignOff:
    """``by``: as typed."""

    version: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class SignedLaw:
    book: LawBook
    sign_off: SignOff


def version_order(version: str) -> tuple[date, int]:
    """What to compare versions by: its day, and its number on that day. Raises `LawRefused` (``version-unclear``)."""
    found = _VERSION.fullmatch(version)
    try:
        if found is not None:
            return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        pass
    raise LawRefused(reason="version-unclear", version=version[:80])


def sign(files: Mapping[str, bytes], by: str, on: date) -> bytes:
    """The manifest of law data that is in order. Raises `LawInvalid`, `LawRefused` and `InputRefused`."""
    book = load_files(files)
    version_order(book.version)
    name = _NOT_IN_TOML.sub(" ", accept("role", by, limit=NAME_LIMIT, required=True))
    lines = [
        f'version = "{book.version}"',
        f'signed_off_by = "{name}"',
        f"signed_off_on = {on.isoformat()}",
        "",
        "[files]",
        *(f'"{file}" = "{_digest(files[file])}"' for file in FILES),
        "",
    ]
    return "\n".join(lines).encode()


def signed_law(files: Mapping[str, bytes]) -> SignedLaw:
    """Law data that is in order and unchanged since it was signed off. Raises `LawInvalid` and `LawRefused`."""
    refuse_newer(files)
    sign_off, digests = _manifest(files)
    changed = tuple(file for file in FILES if digests.get(file) != _digest(files.get(file, b"")))
    if changed:
        raise LawRefused(reason="changed", files=changed)
    book = load_files(files)
    version_order(book.version)
    if book.version != sign_off.version:
        raise LawRefused(reason="changed", files=(MANIFEST,))
    return SignedLaw(book, sign_off)


def _manifest(files: Mapping[str, bytes]) -> tuple[SignOff, Mapping[str, object]]:
    if MANIFEST not in files:
        raise LawRefused(reason="not-signed")
    try:
        body: dict[str, Any] = tomllib.loads(files[MANIFEST].decode())
        version, by, on = body["version"], body["signed_off_by"], body["signed_off_on"]
        digests = body["files"]
    except (ValueError, KeyError, RecursionError):
        raise LawRefused(reason="changed", files=(MANIFEST,)) from None
    if not (type(on) is date and isinstance(version, str) and isinstance(by, str) and isinstance(digests, dict)):
        raise LawRefused(reason="changed", files=(MANIFEST,))
    return SignOff(version, by[:NAME_LIMIT], on), cast("dict[str, object]", digests)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
