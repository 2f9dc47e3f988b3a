"""A deck as one ``.kader-deck`` file: a zip of its files.

A zip of TOML files rather than JSON, so that comments and further languages stay and the unpacked folder can be edited. The same
deck always gives the same bytes. Input may be truncated, malicious or huge: only names that belong to a deck are accepted,
reading stops at the limits, and nothing is written to disk.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import NoReturn

from framework.deck.load import EXTRA_FILES, FILES_LIMIT, HEAD, PART_LIMIT, PART_NAME, DeckFiles
from framework.errors import DeckReason, DeckRefused

SUFFIX = ".kader-deck"
MEDIA_TYPE = "application/zip"
LIMIT_MB = 5
_LIMIT = LIMIT_MB * 1024 * 1024
_UNPACKED_LIMIT = 2 * 1024 * 1024
"""Unpacked bytes of all files together, five times those of Kader's own deck. Lists of numbers take longest to parse, a second
per MB."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(files: DeckFiles) -> bytes:
    """The zip file of a deck, without files that do not belong to it. Raises `DeckRefused` (``too-large``)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(files):
            if _belongs(name):
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                package.writestr(entry, files[name])
    data = packed.getvalue()
    if len(data) > _LIMIT:
        _raise_refused("too-large", limit_mb=LIMIT_MB)
    return data


def unpack(data: bytes) -> dict[str, bytes]:
    """The files in a zipped deck. Raises `DeckRefused`: ``too-large``, ``not-a-deck``, ``damaged`` or ``unsafe``.

    The files may be inside one folder, as in a deck that was zipped by hand.
    """
    if len(data) > _LIMIT:
        _raise_refused("too-large", limit_mb=LIMIT_MB)
    if not data.startswith(b"PK\x03\x04"):
        _raise_refused("not-a-deck")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _files(package)
    except DeckRefused:
        raise
    except Exception:  # noqa: BLE001  zipfile, zlib, lzma and struct each have errors of their own
        _raise_refused("damaged")


def _files(package: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    if len(entries) > FILES_LIMIT:
        _raise_refused("too-large", limit_mb=LIMIT_MB)
    around = _folder_around([entry.filename for entry in entries])
    files: dict[str, bytes] = {}
    left = _UNPACKED_LIMIT
    for entry in entries:
        name = entry.filename.removeprefix(around)
        if name.startswith("__MACOSX/") or name.rpartition("/")[2] in {".DS_Store", "Thumbs.db"}:
            continue
        if not _belongs(name) or name in files:
            _raise_refused("unsafe", name=entry.filename[:80])
        with package.open(entry) as packed:
            # The declared size may be false, so reading stops at the limit.
            content = packed.read(min(PART_LIMIT, left) + 1)
        left -= len(content)
        if len(content) > PART_LIMIT or left < 0:
            _raise_refused("too-large", limit_mb=LIMIT_MB)
        files[name] = content
    if HEAD not in files:
        _raise_refused("not-a-deck")
    return files


def _folder_around(names: list[str]) -> str:
    heads = [name for name in names if name.rpartition("/")[2] == HEAD and name.count("/") == 1]
    return heads[0].removesuffix(HEAD) if len(heads) == 1 and HEAD not in names else ""


def _belongs(name: str) -> bool:
    return name == HEAD or name in EXTRA_FILES or PART_NAME.match(name) is not None


def _raise_refused(reason: DeckReason, **params: object) -> NoReturn:
    raise DeckRefused(reason=reason, **params)


def file_name(deck: str, version: str) -> str:
    """``marketing_ai-2026.1.kader-deck``."""
    return f"{deck}-{version}{SUFFIX}"


def deck_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that belong to a deck, without any others."""
    return {name: content for name, content in files.items() if _belongs(name)}
