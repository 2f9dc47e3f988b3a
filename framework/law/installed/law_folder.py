"""Where installed law data lies, how it gets there, and when it counts."""

import io
import logging
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from framework.errors import KaderError, LawRefused
from framework.law.installed.manifest import MANIFEST, SignedLaw, signed_law, version_order
from framework.law.load import FILES, load_law
from framework.law.models import LawBook
from framework.settings import DATA, Settings

LIMIT_MB = 4
_LIMIT = LIMIT_MB * 1024 * 1024
"""Bytes of all files together, packed or not; ten times what comes with Kader."""
_ENTRIES = 100
_NAMES = frozenset({*FILES, MANIFEST})
_PASSED_OVER = frozenset({"README.md", "LICENSE", ".DS_Store", "Thumbs.db"})
log = logging.getLogger("kader.law")


def newer_law(built_in: LawBook) -> LawBook | None:
    """The law data installed in this process's data folder, where it is newer; what is not in order is passed over."""
    folder = Settings.from_environment({DATA.variable: DATA.read(os.environ)}).law
    try:
        signed = installed_law(folder)
        newer = signed is not None and version_order(signed.book.version) > version_order(built_in.version)
        return signed.book if signed is not None and newer else None
    except KaderError as error:
        log.warning("The installed law data in %s is not used: %s", folder, error)
        return None


def installed_law(folder: Path) -> SignedLaw | None:
    """What is installed there, None if nothing is. Raises `LawInvalid` and `LawRefused`."""
    try:
        there = folder.is_dir() and any(folder.iterdir())
    except OSError:
        raise LawRefused(reason="cannot-read", where=str(folder)) from None
    return signed_law(read_law(folder)) if there else None


def read_law(place: Path) -> dict[str, bytes]:
    """The files of law data in a folder or a zip file, by name; the data itself is not looked at yet. Raises `LawRefused`."""
    try:
        if place.is_file():
            with place.open("rb") as file:
                return unpack_law(file.read(_LIMIT + 1))
        return _checked({name: _read(place / name) for name in sorted(_NAMES) if (place / name).is_file()}, str(place))
    except OSError:
        raise LawRefused(reason="cannot-read", where=str(place)) from None


def install(place: Path, folder: Path, *, force: bool = False) -> SignedLaw:
    """Puts signed-off law data in ``folder``, whole or not at all. Raises `LawInvalid` and `LawRefused`.

    ``force``: also an older version than the installed one. What is not newer than Kader's own is refused in any case.
    """
    files = read_law(place)
    found = signed_law(files)
    version, built_in = found.book.version, load_law().version
    if version_order(version) <= version_order(built_in):
        raise LawRefused(reason="not-newer", version=version, built_in=built_in)
    if not force:
        _refuse_older(version, folder)
    _replace(folder, files)
    return found


def _refuse_older(version: str, folder: Path) -> None:
    """Raises `LawRefused` (``older``). What is there and not in order may be replaced."""
    try:
        there = installed_law(folder)
    except KaderError:
        return
    if there is not None and version_order(version) <= version_order(there.book.version):
        raise LawRefused(reason="older", version=version, installed=there.book.version)


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Swaps the folder for one with these files. After a power cut in between, Kader's own law data counts."""
    aside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".incoming-law-", dir=folder.parent))
        fresh, former = aside / "fresh", aside / "former"
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        if folder.exists():
            os.rename(folder, former)
        os.rename(fresh, folder)
    except OSError:
        raise LawRefused(reason="cannot-write", where=str(folder)) from None
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LIMIT + 1)


def unpack_law(data: bytes) -> dict[str, bytes]:
    """The files in a zip of law data, by name. Raises `LawRefused`."""
    if len(data) > _LIMIT:
        raise LawRefused(reason="too-large", limit_mb=LIMIT_MB)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _checked(_entries(package), "zip")
    except LawRefused:
        raise
    except Exception:  # noqa: BLE001  zipfile, zlib, lzma and struct each have errors of their own
        raise LawRefused(reason="damaged") from None


def _entries(package: zipfile.ZipFile) -> dict[str, bytes]:
    """The files, which may lie in one folder. Nothing is written to disk, whatever their names say."""
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    if len(entries) > _ENTRIES:
        raise LawRefused(reason="too-large", limit_mb=LIMIT_MB)
    heads = [one.filename for one in entries if one.filename.count("/") <= 1 and one.filename.endswith("law.toml")]
    around = heads[0].removesuffix("law.toml") if len(heads) == 1 else ""
    files: dict[str, bytes] = {}
    left = _LIMIT
    for entry in entries:
        name = entry.filename.removeprefix(around)
        if name.startswith("__MACOSX/") or name in _PASSED_OVER:
            continue
        if name not in _NAMES or name in files:
            raise LawRefused(reason="unsafe", name=entry.filename[:80])
        with package.open(entry) as packed:
            files[name] = packed.read(left + 1)  # the declared size may be false
        left -= len(files[name])
        if left < 0:
            raise LawRefused(reason="too-large", limit_mb=LIMIT_MB)
    return files


def _checked(files: dict[str, bytes], where: str) -> dict[str, bytes]:
    if "law.toml" not in files:
        raise LawRefused(reason="no-law-there", where=where)
    if sum(map(len, files.values())) > _LIMIT:
        raise LawRefused(reason="too-large", limit_mb=LIMIT_MB)
    return files
