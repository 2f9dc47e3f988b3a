"""Own decks that are still being written, as folders of TOML in the data folder.

A draft may hold anything a deck may not yet: half a text, a card without questions. It is the same folder a text editor
opens; the app changes one value at a time in the file as it then is, so that two windows on two fields both keep their
words. Comments in a file are lost when the app changes it. A draft becomes a deck that workshops can use by being put on
the shelf (`framework.deck.library`), in a version that is not changed any more.
"""

import contextlib
import copy
import os
import re
import tempfile
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

import tomli_w

from framework.deck.library import delete_folder, write_folder
from framework.deck.load import HEAD, PART_LIMIT, PART_NAME, DeckFiles, known_decks, parse_toml, read_folder, readable
from framework.deck.template import SKELETON_DIR, deck_id, skeleton
from framework.deck.zip_format import belonging
from framework.errors import DeckNotFound, DeckRefused, TextTooLong
from framework.text import LANGS, TEXT_LIMIT, accept

PartFolder = Literal["principles", "scenarios", "activities"]
Steps = Sequence[str | int]
"""Keys and list places from the top of a file down to one value."""
_ID = re.compile(r"^[a-z][a-z0-9_]{1,39}$")
_PATTERNS: Mapping[PartFolder, tuple[str, str]] = {
    "principles": ("principles/respect.toml", "respect"),
    "scenarios": ("scenarios/S01.toml", "S01"),
    "activities": ("activities/newsletter.toml", "newsletter"),
}
"""The part of the small deck whose form a new part gets."""
_LISTS: Mapping[str, Mapping[str, Any]] = {
    "sources": {"title": "", "kind": "article"},
    "details": {"text": {"nl": "", "en": ""}},
    "weights": {"principle": "", "values": [0, 0, 0, 0, 0], "why": {"nl": "", "en": ""}},
    "examples": {"nl": "", "en": ""},
}
"""Lists that can grow, and what a new item looks like."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A line in the list of own decks. ``title``: by language, as far as there is one."""

    id: str
    version: str
    title: Mapping[str, str]


class Drafts:
    """The own decks in one folder, which need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()

    def listed(self) -> tuple[Draft, ...]:
        """The own decks, by id."""
        return tuple(self._entry(name) for name in known_decks(self._folder))

    def start(self, name: str, files: DeckFiles | None = None) -> str:
        """A new own deck called ``name``, from the small deck or from a copy of another; returns its id.

        A copy is version 0.1 of a deck of its own. Raises `DeckRefused` (``exists``, ``cannot-write``).
        """
        draft = deck_id(name)
        if draft in known_decks(self._folder):
            raise DeckRefused(reason="exists", deck=draft)
        whole = dict(skeleton(draft) if files is None else belonging(files))
        head = _tables(whole.get(HEAD, b""))
        head |= {"id": draft, "version": "0.1", "title": dict.fromkeys(LANGS, name.strip() or draft)}
        whole[HEAD] = _written(head)
        write_folder(self._folder / draft, whole)
        return draft

    def files(self, draft: str) -> dict[str, bytes]:
        """Raises `DeckNotFound`."""
        return belonging(read_folder(self._place(draft)))

    def document(self, draft: str, file: str) -> dict[str, Any]:
        """A file's tables as they are; empty where they are no TOML. Raises `DeckNotFound`, `DeckRefused` (``cannot-read``)."""
        path = self._file(draft, file)
        with readable(path):
            return _tables(path.read_bytes()) if path.is_file() else {}

    def put(self, draft: str, file: str, steps: Steps, value: object) -> None:
        """Changes one value; None takes it out. Steps that are not there yet are made, as tables.

        Raises `DeckNotFound`, `DeckRefused` (``cannot-write``), or `InputRefused` for a text that cannot be kept.
        """
        if isinstance(value, str):
            value = accept("text", value, limit=TEXT_LIMIT)
        with self._changing(draft, file) as document:
            _set(document, steps, value)

    def add_item(self, draft: str, file: str, steps: Steps) -> None:
        """One more item at the end of the list there."""
        with self._changing(draft, file) as document:
            items = list(cast("Sequence[object]", _get(document, steps) or ()))
            _set(document, steps, [*items, copy.deepcopy(dict(_LISTS[str(steps[-1])]))])

    def remove_item(self, draft: str, file: str, steps: Steps, at: int) -> None:
        """Takes an item out of the list there; an empty list goes as a whole where the part can do without."""
        with self._changing(draft, file) as document:
            items = list(cast("Sequence[object]", _get(document, steps) or ()))
            if at < len(items):
                del items[at]
                _set(document, steps, items)

    def add_part(self, draft: str, folder: PartFolder) -> str:
        """A new card, scenario or kind with every field still empty; returns its file."""
        there = {name.partition("/")[2].removesuffix(".toml") for name in self.files(draft) if name.startswith(folder)}
        part = _free_id(folder, there)
        source, _ = _PATTERNS[folder]
        document = cast("dict[str, Any]", _emptied(_tables((SKELETON_DIR / source).read_bytes())))
        document["id"] = part
        if folder == "scenarios":
            document |= {"slug": part.lower(), "kinds": [], "ordered": True}
            document["weights"] = []
        if folder == "activities":
            document |= {"order": len(there) + 1, "from_article": True, "facts": {}}
        if folder == "principles":
            document |= {"scored": True, "tension_with": [], "examples": {}}
            document.pop("symbol", None)
            head = self.document(draft, HEAD)
            self.put(draft, HEAD, ("cards",), [*cast("list[str]", head.get("cards", [])), part])
        file = f"{folder}/{part}.toml"
        self._write(self._file(draft, file), document)
        return file

    def remove_part(self, draft: str, file: str) -> None:
        """Takes a card, scenario or kind out; a card also leaves the list of cards."""
        folder, _, name = file.partition("/")
        if folder == "principles":
            cards = cast("list[str]", self.document(draft, HEAD).get("cards", []))
            self.put(draft, HEAD, ("cards",), [card for card in cards if card != name.removesuffix(".toml")])
        path = self._file(draft, file)
        try:
            path.unlink(missing_ok=True)
        except OSError:
            raise DeckRefused(reason="cannot-write", where=str(path)) from None

    def delete(self, draft: str) -> None:
        """Deletes an own deck for good. Raises `DeckNotFound`, `DeckRefused` (``cannot-write``)."""
        delete_folder(self._place(draft))

    def _place(self, draft: str) -> Path:
        if not _ID.match(draft) or draft not in known_decks(self._folder):
            raise DeckNotFound(deck=draft, known=known_decks(self._folder))
        return self._folder / draft

    def _file(self, draft: str, file: str) -> Path:
        if file != HEAD and not PART_NAME.match(file):
            raise DeckNotFound(deck=f"{draft}/{file}", known=known_decks(self._folder))
        return self._place(draft) / file

    def _entry(self, draft: str) -> Draft:
        head = self.document(draft, HEAD)
        title = head.get("title")
        worded: Mapping[str, object] = cast("Mapping[str, object]", title) if isinstance(title, Mapping) else {}
        return Draft(draft, str(head.get("version", "")), {lang: str(words) for lang, words in worded.items()})

    @contextlib.contextmanager
    def _changing(self, draft: str, file: str) -> Generator[dict[str, Any]]:
        with self._lock:
            path = self._file(draft, file)
            document = copy.deepcopy(self.document(draft, file))
            if not document and path.is_file() and path.read_bytes().strip():
                # Spoilt in a text editor: writing one value would throw the rest away.
                raise DeckRefused(reason="unreadable-part", where=file)
            yield document
            self._write(path, document)

    def _write(self, path: Path, document: Mapping[str, Any]) -> None:
        """The file as a whole or not at all."""
        data = _written(document)
        if len(data) > PART_LIMIT:
            raise TextTooLong(field="text", length=len(data), limit=PART_LIMIT)
        try:
            path.parent.mkdir(exist_ok=True)
            handle, aside = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(aside).replace(path)
        except OSError:
            raise DeckRefused(reason="cannot-write", where=str(path)) from None


def _tables(data: bytes) -> dict[str, Any]:
    try:
        return parse_toml(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}


def _written(document: Mapping[str, Any]) -> bytes:
    return tomli_w.dumps(document).encode()


def _get(document: object, steps: Steps) -> object:
    for step in steps:
        if isinstance(document, Mapping):
            document = cast("Mapping[str, object]", document).get(str(step))
        elif isinstance(document, list) and isinstance(step, int) and step < len(cast("list[object]", document)):
            document = cast("list[object]", document)[step]
        else:
            return None
    return document


def _set(document: dict[str, Any], steps: Steps, value: object) -> None:
    *way, last = steps
    at: Any = document
    for step in way:
        if isinstance(at, list):
            at = cast("list[Any]", at)[int(step)]
            continue
        inner = at.get(step)
        if not isinstance(inner, dict | list):
            inner = at[step] = {}
        at = cast("Any", inner)
    if isinstance(at, list):
        cast("list[Any]", at)[int(last)] = value
    elif value is None:
        at.pop(last, None)
    else:
        at[last] = value


def _emptied(value: object) -> object:
    """The same form with every text empty and every choice and number as in the pattern."""
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        if table and set(table) <= set(LANGS):
            return dict.fromkeys(LANGS, "")
        kept = {"letter", "legal", "verb", "who", "kind", "needs", "when", "ordered", "scored"}
        return {key: inner if key in kept else _emptied(inner) for key, inner in table.items()}
    if isinstance(value, list):
        items = cast("list[object]", value)
        if items and all(isinstance(one, int) for one in items):
            return [0] * len(items)
        return [_emptied(one) for one in items if not isinstance(one, str)]
    return "" if isinstance(value, str) else value


def _free_id(folder: PartFolder, there: set[str]) -> str:
    form = {"principles": "card_{}", "scenarios": "S{:02}", "activities": "kind_{}"}[folder]
    return next(part for number in range(1, 1000) if (part := form.format(number)) not in there)
