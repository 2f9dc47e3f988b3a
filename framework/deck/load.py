"""Loads a deck from the bytes of its files into models, and reports all errors at once.

A deck folder has ``deck.toml`` (id, version, titles, card order) and one TOML file per card in ``principles/``, per scenario in
``scenarios/`` and per activity kind in ``activities/``. A zipped deck (`framework.deck.zip_format`) and a draft use the same
mapping of names to bytes.
"""

import os
import re
import tomllib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from framework.deck.checks.findings import DeckFinding
from framework.deck.checks.references import LawVocabulary, references
from framework.deck.locale_filter import Languages, without_other_languages
from framework.deck.models import ActivityKind, Deck, PrincipleCard, Scenario
from framework.deck.validation_errors import findings_from
from framework.errors import DeckInvalid, DeckNotFound, DeckRefused

DECKS_DIR = Path(__file__).resolve().parents[2] / "data" / "decks"
"""Folder of Kader's own decks."""
HEAD = "deck.toml"
PART_LIMIT = 256 * 1024
"""Bytes per file, ten times the longest file of Kader's own deck."""
FILES_LIMIT = 600
"""Files per deck."""
PART_NAME = re.compile(r"^(principles|scenarios|activities)/[A-Za-z0-9_]{1,40}\.toml$")
_KEY_PART = r"(?:[\w-]++|\"[^\"\n]{0,200}+\"|'[^'\n]{0,200}+')"
_LONG_KEY = re.compile(rf"(?<![\w.-]){_KEY_PART}(?:[ \t]*+\.[ \t]*+{_KEY_PART}){{20}}")
"""A dotted key of more than twenty parts; decks have at most four. `tomllib` needs time and memory quadratic in the number of
parts: 18 seconds for 64 kB of dots."""
_MAX_FAULTS = 50
"""Errors reported per file."""
EXTRA_FILES = frozenset({"README.md", "LICENCE", "LICENCE.md", "LICENSE", "LICENSE.md"})
"""Files that may be in a deck's folder besides its parts: not read, but included in its zip file."""

DeckFiles = Mapping[str, bytes]
"""Content by path inside the deck's folder, with forward slashes."""
Part = TypeVar("Part", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a deck that are valid, by id. ``order``: card ids in the order of deck.toml."""

    head: Mapping[str, Any]
    order: tuple[str, ...]
    cards: Mapping[str, PrincipleCard]
    scenarios: Mapping[str, Scenario]
    kinds: Mapping[str, ActivityKind]
    languages: Languages
    findings: tuple[DeckFinding, ...]
    """Errors, and warnings about files and languages."""
    deck: Deck | None
    """The deck; None where there is an error."""

    def card(self, card_id: str) -> PrincipleCard | None:
        return self.cards.get(card_id)


@dataclass(slots=True)
class _DeckParser:
    files: DeckFiles
    findings: list[DeckFinding] = field(default_factory=list[DeckFinding])
    languages: Languages = field(default_factory=Languages)

    def toml(self, name: str) -> dict[str, Any] | None:
        """The content of a file without third languages, or None where it cannot be parsed."""
        data = self.files[name]
        if len(data) > PART_LIMIT:
            self.findings.append(DeckFinding("too-large", name, params={"limit": PART_LIMIT // 1024}))
            return None
        try:
            body = parse_cached(data)
        except UnicodeDecodeError:
            self.findings.append(DeckFinding("not-utf8", name))
            return None
        except (ValueError, RecursionError) as error:
            # Only the position is used, because tomllib's message is in English. A number of thousands of digits raises a
            # ValueError without a position.
            at = re.search(r"line (\d+), column (\d+)", str(error))
            last = data.count(b"\n") + 1
            line, column = (int(at[1]), int(at[2])) if at else (last, 1)
            self.findings.append(DeckFinding("toml", name, params={"line": line, "column": column}))
            return None
        try:
            return without_other_languages(body, name, self.languages)
        except RecursionError:
            self.findings.append(DeckFinding("toml", name, params={"line": 1, "column": 1}))
            return None


@lru_cache(maxsize=256)
def parse_cached(data: bytes) -> dict[str, Any]:
    """A file as parsed TOML, cached because a draft is checked after every change, which touches one file only.

    Callers copy the result before they change it. Raises `UnicodeDecodeError`; for invalid TOML another `ValueError` or
    `RecursionError`.
    """
    return parse_toml(data.decode("utf-8-sig"))


def parse_toml(text: str) -> dict[str, Any]:
    """Parses untrusted TOML.

    Raises `ValueError` (``tomllib.TOMLDecodeError`` with the position, also for a key of more than twenty parts; a number of
    thousands of digits) or `RecursionError`.
    """
    long_key = _LONG_KEY.search(text)
    if long_key is not None:
        line = text.count("\n", 0, long_key.start()) + 1
        raise tomllib.TOMLDecodeError(f"Key of too many parts (at line {line}, column 1)")
    return tomllib.loads(text)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a deck folder without hidden files and links that lead out of it.

    Raises `DeckNotFound`, or `DeckRefused` (``cannot-read``).
    """
    if not contains_deck(folder):
        raise DeckNotFound(deck=folder.name, known=known_decks(folder.parent))
    with refusing_unreadable(folder):
        root = folder.resolve()
        files: dict[str, bytes] = {}
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if name.startswith(".") or "/." in name or not path.is_file() or not path.resolve().is_relative_to(root):
                continue
            if len(files) >= FILES_LIMIT:
                break
            with path.open("rb") as file:
                # One byte over the limit is enough to tell that the file is too large.
                files[name] = file.read(PART_LIMIT + 1)
        return files


@contextmanager
def refusing_unreadable(place: Path) -> Generator[None]:
    """Turns an `OSError` in its block into `DeckRefused` (``cannot-read``)."""
    try:
        yield
    except OSError as error:
        raise DeckRefused(reason="cannot-read", where=str(error.filename or place)) from error


def contains_deck(folder: Path) -> bool:
    """Whether the folder contains a deck. Raises `DeckRefused` (``cannot-read``) where that cannot be read."""
    with refusing_unreadable(folder):
        try:
            os.stat(folder / HEAD)  # `Path.is_file` says no to some, and raises for others
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True


def read_parts(files: DeckFiles, law: LawVocabulary | None = None) -> Parts:
    """The valid parts of a deck, and all findings. With ``law``, references to the law data are checked too."""
    reading = _DeckParser(files)
    head = (reading.toml(HEAD) or {}) if HEAD in files else {}
    if HEAD not in files:
        reading.findings.append(DeckFinding("head-missing", HEAD))
    cards = _parts(reading, "principles", PrincipleCard)
    scenarios = _parts(reading, "scenarios", Scenario)
    kinds = _parts(reading, "activities", ActivityKind)
    for name in files:
        if name != HEAD and name not in EXTRA_FILES and not PART_NAME.match(name):
            reading.findings.append(DeckFinding("stray-file", name))
    listed = head.get("cards", [])
    order = tuple(str(one) for one in cast("list[object]", listed)) if isinstance(listed, list) else ()
    broken = {finding.file for finding in reading.findings if finding.severity == "error"}
    if HEAD not in broken:
        reading.findings += references(order, cards, scenarios, kinds, law, broken)
    deck = _assemble_deck(reading, head, order, cards, scenarios, kinds)
    reading.findings += reading.languages.findings()
    return Parts(
        head=head,
        order=order,
        cards=cards,
        scenarios=scenarios,
        kinds=kinds,
        languages=reading.languages,
        findings=tuple(reading.findings),
        deck=deck,
    )


def load_deck(folder: Path, law: LawVocabulary | None = None) -> Deck:
    """The deck in ``folder``. Raises `DeckInvalid` with all errors, or `DeckNotFound`."""
    return deck_from_files(read_folder(folder), folder.name, law)


def deck_from_files(files: DeckFiles, name: str, law: LawVocabulary | None = None) -> Deck:
    """The deck in these files. Raises `DeckInvalid` with ``name`` as the deck's name."""
    parts = read_parts(files, law)
    if parts.deck is None:
        errors = tuple(finding for finding in parts.findings if finding.severity == "error")
        raise DeckInvalid(deck=name, findings=errors)
    return parts.deck


def known_decks(root: Path = DECKS_DIR) -> tuple[str, ...]:
    """Names of the folders under ``root`` that contain a deck. Raises `DeckRefused` (``cannot-read``)."""
    with refusing_unreadable(root):
        try:
            names = os.listdir(root)
        except (FileNotFoundError, NotADirectoryError):
            return ()
    return tuple(
        sorted(name for name in names if not name.startswith(".") and os.path.isfile(os.path.join(root, name, HEAD)))
    )


def _parts(reading: _DeckParser, folder: str, model: type[Part]) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    places: dict[str, str] = {}
    for name in sorted(reading.files):
        if not name.startswith(f"{folder}/") or not PART_NAME.match(name):
            continue
        body = reading.toml(name)
        if body is None:
            continue
        try:
            part = model.model_validate(body)
        except ValidationError as error:
            reading.findings += islice(findings_from(name, body, error), _MAX_FAULTS)
            continue
        part_id = str(getattr(part, "id"))  # noqa: B009 - each of the three models has one; their base does not
        if part_id in parts:
            reading.findings.append(DeckFinding("id-twice", name, "id", {"id": part_id, "file": places[part_id]}))
            continue
        if name != f"{folder}/{part_id}.toml":
            reading.findings.append(DeckFinding("file-name", name, "id", {"id": part_id}))
        parts[part_id], places[part_id] = part, name
    return parts


def _assemble_deck(
    reading: _DeckParser,
    head: Mapping[str, Any],
    order: tuple[str, ...],
    cards: Mapping[str, PrincipleCard],
    scenarios: Mapping[str, Scenario],
    kinds: Mapping[str, ActivityKind],
) -> Deck | None:
    sound = not any(finding.severity == "error" for finding in reading.findings)
    body = {
        **{key: value for key, value in head.items() if key != "cards"},
        "cards": tuple(cards[one] for one in order if one in cards),
        "scenarios": tuple(scenarios[key] for key in sorted(scenarios)),
        "kinds": tuple(sorted(kinds.values(), key=lambda kind: (kind.order, kind.id))),
    }
    if not head:
        return None
    try:
        deck = Deck.model_validate(body)
    except ValidationError as error:
        reading.findings += _head_faults(body, error, sound=sound)
        return None
    return deck if sound else None


def _head_faults(body: Mapping[str, Any], error: ValidationError, *, sound: bool) -> Iterator[DeckFinding]:
    """Errors of deck.toml. Too few parts are an error only where no part was left out because of its own errors."""
    for finding in islice(findings_from(HEAD, body, error), _MAX_FAULTS):
        if sound or finding.place not in {"cards", "scenarios", "kinds"}:
            yield finding
