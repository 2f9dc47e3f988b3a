"""The decks of one installation: Kader's own, and those installed in the data folder.

An installed deck is a folder ``<id>-<version>`` that never changes; a newer version gets a folder of its own. A workshop stores
a copy of its deck, so removing a deck affects no workshop.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from framework.deck.checks.findings import DeckFinding
from framework.deck.checks.references import LawVocabulary
from framework.deck.load import (
    DECKS_DIR,
    HEAD,
    DeckFiles,
    deck_from_files,
    known_decks,
    read_folder,
    read_parts,
    refusing_unreadable,
)
from framework.deck.models import Deck
from framework.deck.zip_format import deck_files
from framework.errors import DeckInvalid, DeckNotFound, DeckRefused

Origin = Literal["built_in", "installed"]


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A deck in the library; ``deck`` is None where its folder has ``errors``."""

    name: str
    origin: Origin
    deck: Deck | None
    errors: tuple[DeckFinding, ...]


class DeckLibrary:
    """The decks of one installation. Each is cached until its files change.

    ``root``: folder of Kader's own decks. ``installed``: folder of installed decks, which need not exist. ``law``: the law data
    that decks are checked against.
    """

    def __init__(
        self,
        root: Path = DECKS_DIR,
        installed: Path | None = None,
        law: Callable[[], LawVocabulary] | None = None,
    ) -> None:
        self._root = root
        self._installed = installed
        self._law = law
        self._read: dict[str, tuple[object, LibraryEntry]] = {}

    def names(self) -> tuple[str, ...]:
        """Folder names: Kader's own decks first, then the installed ones."""
        return tuple(self._folders())

    def entries(self) -> tuple[LibraryEntry, ...]:
        """Every deck, including those with errors, so that a screen can show them."""
        return tuple(self._entry(name, folder) for name, folder in self._folders().items())

    def deck(self, name: str) -> Deck:
        """The deck in the folder ``name``. Raises `DeckNotFound` or `DeckInvalid`."""
        folder = self._folders().get(name)
        if folder is None:
            raise DeckNotFound(deck=name, known=self.names())
        found = self._entry(name, folder)
        if found.deck is None:
            raise DeckInvalid(deck=name, findings=found.errors)
        return found.deck

    def files(self, name: str) -> dict[str, bytes]:
        """The files of a deck, for a zip file or a copy. Raises `DeckNotFound`."""
        folder = self._folders().get(name)
        if folder is None:
            raise DeckNotFound(deck=name, known=self.names())
        return deck_files(read_folder(folder))

    def install(self, files: DeckFiles) -> str:
        """Installs a deck; returns its name. Does nothing where the same deck is installed already.

        Raises `DeckInvalid`, or `DeckRefused` (``same-version``, ``cannot-write``).
        """
        deck = deck_from_files(files, _title(files), self._law() if self._law else None)
        for existing in self.entries():
            if existing.deck is not None and (existing.deck.id, existing.deck.version) == (deck.id, deck.version):
                if existing.deck == deck:
                    return existing.name
                raise DeckRefused(reason="same-version", deck=deck.id, version=deck.version)
        name = f"{deck.id}-{deck.version}"
        if self._installed is None:
            raise DeckRefused(reason="cannot-write", where=name)
        write_folder(self._installed / name, deck_files(files))
        return name

    def remove(self, name: str) -> None:
        """Deletes an installed deck for good; workshops keep their copy.

        Raises `DeckNotFound`, `DeckRefused` (``cannot-write``).
        """
        if self._installed is None or name not in known_decks(self._installed):
            raise DeckNotFound(deck=name, known=self.names())
        delete_folder(self._installed / name)
        self._read.pop(name, None)

    def _folders(self) -> dict[str, Path]:
        folders = {name: self._root / name for name in known_decks(self._root)}
        if self._installed is not None:
            further = {name: self._installed / name for name in known_decks(self._installed)}
            folders = {**folders, **{name: folder for name, folder in further.items() if name not in folders}}
        return folders

    def _entry(self, name: str, folder: Path) -> LibraryEntry:
        with refusing_unreadable(folder):
            state = _file_states(folder)
        known = self._read.get(name)
        if known is not None and known[0] == state:
            return known[1]
        parts = read_parts(read_folder(folder), self._law() if self._law else None)
        errors = tuple(finding for finding in parts.findings if finding.severity == "error")
        origin: Origin = "built_in" if folder.parent == self._root else "installed"
        found = LibraryEntry(name, origin, parts.deck, errors)
        self._read[name] = (state, found)
        return found


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes a folder atomically: to a temporary folder beside it, which is then renamed.

    Raises `DeckRefused`: ``not-empty`` where ``folder`` has content, ``cannot-write``.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".incoming-", dir=folder.parent))
    except OSError:
        raise DeckRefused(reason="cannot-write", where=str(folder)) from None
    try:
        for name, content in files.items():
            place = aside / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        aside.chmod(0o755)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        if folder.exists():
            raise DeckRefused(reason="not-empty", where=str(folder))
        os.rename(aside, folder)
    except OSError:
        raise DeckRefused(reason="cannot-write", where=str(folder)) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def delete_folder(folder: Path) -> None:
    """Deletes it with everything in it. Raises `DeckRefused` (``cannot-write``)."""
    try:
        shutil.rmtree(folder)
    except OSError:
        raise DeckRefused(reason="cannot-write", where=str(folder)) from None


def _file_states(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Path, modification time and size of every TOML file, to notice changes.

    Runs on every run of the start page, so without `Path`, which takes three times as long.
    """
    found: list[tuple[str, int, int]] = []
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".toml"):
                path = os.path.join(place, name)
                status = os.stat(path)
                found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


def _title(files: DeckFiles) -> str:
    head = read_parts({HEAD: files.get(HEAD, b"")}).head
    return str(head.get("id", "deck.toml"))
