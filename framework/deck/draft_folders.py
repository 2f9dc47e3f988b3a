"""Drafts of a team's own decks, as folders of TOML files in the data folder.

A draft may be incomplete: half a text, a card without questions. It can also be edited in a text editor. The app changes one
value at a time in the current file, so that two windows that edit two fields both keep their changes; comments in that file
are lost. To use a draft in workshops it is installed in the library (`framework.deck.library`) as a version that no longer
changes.
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
from framework.deck.load import (
    HEAD,
    PART_LIMIT,
    PART_NAME,
    DeckFiles,
    known_decks,
    parse_toml,
    read_folder,
    refusing_unreadable,
)
from framework.deck.template import TEMPLATE_DIR, deck_id, template_files
from framework.deck.zip_format import deck_files
from framework.errors import DeckNotFound, DeckRefused, TextTooLong
from framework.text import LANGS, TEXT_LIMIT, accept

PartFolder = Literal["principles", "scenarios", "activities"]
Steps = Sequence[str | int]
"""Keys and list places from the top of a file down to one value."""
_ID = re.compile(r"^[a-z][a-z0-9_]{1,39}$")
_TEMPLATE_PARTS: Mapping[PartFolder, tuple[str, str]] = {
    "principles": ("principles/respect.toml", "respect"),
    "scenarios": ("scenarios/S01.toml", "S01"),
    "activities": ("activities/newsletter.toml", "newsletter"),
}
"""File and id in the template deck that a new part of each kind is copied from."""
_NEW_ITEMS: Mapping[str, Mapping[str, Any]] = {
    "sources": {"title": "", "kind": "article"},
    "details": {"text": {"nl": "", "en": ""}},
    "weights": {"principle": "", "values": [0, 0, 0, 0, 0], "why": {"nl": "", "en": ""}},
    "examples": {"nl": "", "en": ""},
    "starting_points": {"nl": "", "en": ""},
}
"""An empty new item for each list."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry in the list of drafts. ``title``: by language; languages may be missing."""

    id: str
    version: str
    title: Mapping[str, str]


class Drafts:
    """The drafts in one folder, which need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()

    def entries(self) -> tuple[Draft, ...]:
        """All drafts, sorted by id."""
        return tuple(self._entry(name) for name in known_decks(self._folder))

    def create(self, name: str, files: DeckFiles | None = None) -> str:
        """Creates a draft called ``name``, version 0.1, from the template or from another deck's ``files``; returns its id.

        Raises `DeckRefused` (``exists``, ``cannot-write``).
        """
        draft = deck_id(name)
        if draft in known_decks(self._folder):
            raise DeckRefused(reason="exists", deck=draft)
        whole = dict(template_files(draft) if files is None else deck_files(files))
        head = _parsed_or_empty(whole.get(HEAD, b""))
        head |= {"id": draft, "version": "0.1", "title": dict.fromkeys(LANGS, name.strip() or draft)}
        whole[HEAD] = _to_toml(head)
        write_folder(self._folder / draft, whole)
        return draft

    def files(self, draft: str) -> dict[str, bytes]:
        """Raises `DeckNotFound`."""
        return deck_files(read_folder(self._folder_of(draft)))

    def document(self, draft: str, file: str) -> dict[str, Any]:
        """A file's content as parsed TOML; empty where that is invalid. Raises `DeckNotFound`, `DeckRefused` (``cannot-read``)."""
        path = self._path_of(draft, file)
        with refusing_unreadable(path):
            return _parsed_or_empty(path.read_bytes()) if path.is_file() else {}

    def set_value(self, draft: str, file: str, steps: Steps, value: object) -> None:
        """Sets one value; None removes it. Missing tables on the way are created.

        Raises `DeckNotFound`, `DeckRefused` (``cannot-write``), or `InputRefused` for a text that cannot be kept.
        """
        if isinstance(value, str):
            value = accept("text", value, limit=TEXT_LIMIT)
        with self._changing(draft, file) as document:
            _set(document, steps, value)

    def add_item(self, draft: str, file: str, steps: Steps) -> None:
        """Appends an empty item to the list at ``steps``."""
        with self._changing(draft, file) as document:
            items = list(cast("Sequence[object]", _get(document, steps) or ()))
            _set(document, steps, [*items, copy.deepcopy(dict(_NEW_ITEMS[str(steps[-1])]))])

    def remove_item(self, draft: str, file: str, steps: Steps, at: int) -> None:
        """Removes the item at index ``at`` from the list at ``steps``."""
        with self._changing(draft, file) as document:
            items = list(cast("Sequence[object]", _get(document, steps) or ()))
            if at < len(items):
                del items[at]
                _set(document, steps, items)

    def add_part(self, draft: str, folder: PartFolder) -> str:
        """Adds a card, scenario or kind with empty fields; returns its file."""
        there = {name.partition("/")[2].removesuffix(".toml") for name in self.files(draft) if name.startswith(folder)}
        part = _free_id(folder, there)
        source, _ = _TEMPLATE_PARTS[folder]
        document = cast("dict[str, Any]", _blank_copy(_parsed_or_empty((TEMPLATE_DIR / source).read_bytes())))
        document["id"] = part
        if folder == "scenarios":
            document |= {"slug": part.lower(), "kinds": [], "ordered": True}
            document["weights"] = []
            for name in ("usual", "spine"):
                document.pop(name, None)
            for stance in cast("list[dict[str, Any]]", document["stances"]):
                stance.pop("gives", None)
                stance.pop("costs", None)
        if folder == "activities":
            document |= {"order": len(there) + 1, "from_article": True, "facts": {}}
        if folder == "principles":
            document |= {"scored": True, "tension_with": [], "examples": {}}
            document.pop("symbol", None)
            head = self.document(draft, HEAD)
            self.set_value(draft, HEAD, ("cards",), [*cast("list[str]", head.get("cards", [])), part])
        file = f"{folder}/{part}.toml"
        self._write(self._path_of(draft, file), document)
        return file

    def remove_part(self, draft: str, file: str) -> None:
        """Removes a card, scenario or kind; a card is also removed from the list of cards."""
        folder, _, name = file.partition("/")
        if folder == "principles":
            cards = cast("list[str]", self.document(draft, HEAD).get("cards", []))
            self.set_value(draft, HEAD, ("cards",), [card for card in cards if card != name.removesuffix(".toml")])
        path = self._path_of(draft, file)
        try:
            path.unlink(missing_ok=True)
        except OSError:
            raise DeckRefused(reason="cannot-write", where=str(path)) from None

    def delete(self, draft: str) -> None:
        """Deletes a draft for good. Raises `DeckNotFound`, `DeckRefused` (``cannot-write``)."""
        delete_folder(self._folder_of(draft))

    def _folder_of(self, draft: str) -> Path:
        if not _ID.match(draft) or draft not in known_decks(self._folder):
            raise DeckNotFound(deck=draft, known=known_decks(self._folder))
        return self._folder / draft

    def _path_of(self, draft: str, file: str) -> Path:
        if file != HEAD and not PART_NAME.match(file):
            raise DeckNotFound(deck=f"{draft}/{file}", known=known_decks(self._folder))
        return self._folder_of(draft) / file

    def _entry(self, draft: str) -> Draft:
        head = self.document(draft, HEAD)
        title = head.get("title")
        worded: Mapping[str, object] = cast("Mapping[str, object]", title) if isinstance(title, Mapping) else {}
        return Draft(draft, str(head.get("version", "")), {lang: str(words) for lang, words in worded.items()})

    @contextlib.contextmanager
    def _changing(self, draft: str, file: str) -> Generator[dict[str, Any]]:
        with self._lock:
            path = self._path_of(draft, file)
            document = copy.deepcopy(self.document(draft, file))
            if not document and path.is_file() and path.read_bytes().strip():
                # Invalid TOML from a text editor: writing one value would lose the rest.
                raise DeckRefused(reason="unreadable-part", where=file)
            yield document
            self._write(path, document)

    def _write(self, path: Path, document: Mapping[str, Any]) -> None:
        """Writes the file atomically."""
        data = _to_toml(document)
        if len(data) > PART_LIMIT:
            raise TextTooLong(field="text", length=len(data), limit=PART_LIMIT)
        try:
            path.parent.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(path)
        except OSError:
            raise DeckRefused(reason="cannot-write", where=str(path)) from None


def _parsed_or_empty(data: bytes) -> dict[str, Any]:
    try:
        return parse_toml(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}


def _to_toml(document: Mapping[str, Any]) -> bytes:
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


def _blank_copy(value: object) -> object:
    """A copy of a template part with empty texts and zero weights; choices keep their values."""
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        if table and set(table) <= set(LANGS):
            return dict.fromkeys(LANGS, "")
        kept = {"letter", "legal", "verb", "who", "kind", "needs", "when", "ordered", "scored"}
        return {key: inner if key in kept else _blank_copy(inner) for key, inner in table.items()}
    if isinstance(value, list):
        items = cast("list[object]", value)
        if items and all(isinstance(one, int) for one in items):
            return [0] * len(items)
        return [_blank_copy(one) for one in items if not isinstance(one, str)]
    return "" if isinstance(value, str) else value


def _free_id(folder: PartFolder, there: set[str]) -> str:
    form = {"principles": "card_{}", "scenarios": "S{:02}", "activities": "kind_{}"}[folder]
    return next(part for number in range(1, 1000) if (part := form.format(number)) not in there)
