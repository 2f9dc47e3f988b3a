"""Opens an archive from its own file, or from a charter that carries it.

The type of a file follows from its content, not from its name. Whatever comes in may be cut short, foreign, hostile or
huge; every failure is an `ArchiveRefused` with a reason, and nothing is read further than needed.
"""

import json
import unicodedata
from typing import Any, NoReturn, cast

from pydantic import ValidationError

from framework.archive import carriers
from framework.archive.integrity import first_contradiction
from framework.archive.migrations import migrate
from framework.archive.models import MODELS, VERSION, Archive, PublicArchive
from framework.errors import ArchiveRefused

_TEXT_LIMIT = 20_000
"""Characters in any one text; the longest that Kader writes is a fraction of it."""
_DEPTH_LIMIT = 60
_MAX_CONTAINERS, _MAX_VALUES = 400_000, 1_500_000
"""Objects and lists, and values, that a parser makes of an archive; counted in the bytes, so also where they stand in texts.
30,000 votes have 31,000 and 300,000; 24 MB of empty lists would take six seconds and 560 MB."""
_BOM = b"\xef\xbb\xbf"
_ALLOWED_CONTROLS = "\n\t"


def read(data: bytes, filename: str = "") -> Archive:
    """The archive in a file: ``.json`` itself, or an exported ``.html``, ``.pdf`` or ``.docx``.

    Raises `ArchiveRefused`: ``too-large`` (before anything is parsed), ``not-an-archive``, ``damaged``, ``newer``,
    ``other-program``, ``no-archive-inside`` or ``inconsistent``.
    """
    _check_size(data)
    start = data.removeprefix(_BOM).lstrip()[:1024]
    if start.startswith(b"%PDF-"):
        return _archive(carriers.from_pdf(data))
    if start.startswith(b"PK\x03\x04"):
        return _archive(carriers.from_docx(data))
    if start.startswith((b"{", b"[")):
        return _archive(data)
    if start.startswith(b"<"):
        return _archive(carriers.from_html(data))
    is_markdown = filename.lower().endswith((".md", ".markdown"))
    raise ArchiveRefused(reason="no-archive-inside" if is_markdown else "not-an-archive")


def _check_size(data: bytes) -> None:
    if len(data) > carriers.LIMIT:
        raise ArchiveRefused(reason="too-large", limit_mb=carriers.LIMIT_MB)


def _archive(data: bytes) -> Archive:
    _check_size(data)  # once more: an archive may be larger than the document that carries it
    if data.count(b"{") + data.count(b"[") > _MAX_CONTAINERS or data.count(b",") > _MAX_VALUES:
        raise ArchiveRefused(reason="damaged")
    body = _parse_json(data)
    if not isinstance(body, dict):
        raise ArchiveRefused(reason="not-an-archive")
    fields = cast("dict[str, Any]", body)
    format_ = fields.get("format")
    if format_ not in MODELS:
        raise ArchiveRefused(reason="other-program" if isinstance(format_, str) else "not-an-archive")
    version = fields.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ArchiveRefused(reason="damaged")
    if version > VERSION:
        raise ArchiveRefused(reason="newer", version=version, known=VERSION)
    _check_texts(fields, 0)
    try:
        model = PublicArchive if format_ == "kader-charter" and "page" in fields else MODELS[format_]
        archive = model.model_validate(migrate(fields, version))
    except (ValidationError, RecursionError) as error:
        raise ArchiveRefused(reason="damaged") from error
    contradiction = first_contradiction(archive)
    if contradiction is not None:
        raise ArchiveRefused(reason="inconsistent", detail=contradiction)
    return archive


def _parse_json(data: bytes) -> object:
    """Strict JSON: UTF-8, no NaN, no duplicate keys. Raises `ArchiveRefused` (``damaged``)."""
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_refuse_duplicate_keys
        )
    except (ValueError, RecursionError) as error:
        raise ArchiveRefused(reason="damaged") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("duplicate key")
    return fields


def _check_texts(value: object, depth: int) -> None:
    """Refuses text that no screen, database or document can carry, and nesting deeper than any archive has."""
    if depth > _DEPTH_LIMIT:
        raise ArchiveRefused(reason="damaged")
    if isinstance(value, str):
        if len(value) > _TEXT_LIMIT or (not value.isprintable() and any(map(_is_unreadable, value))):
            raise ArchiveRefused(reason="damaged")
    elif isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            _check_texts(key, depth + 1)
            _check_texts(inner, depth + 1)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            _check_texts(inner, depth + 1)


def _is_unreadable(char: str) -> bool:
    category = unicodedata.category(char)
    return category == "Cs" or (category == "Cc" and char not in _ALLOWED_CONTROLS)
