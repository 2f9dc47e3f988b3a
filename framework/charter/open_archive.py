"""Opening an archive again: from its own file, or from a charter that carries it.

What a file is follows from its content, not from its name. Whatever comes in may be cut short, foreign, hostile or
simply huge; every way of failing ends in `ArchiveRefused` with a reason, and nothing is read further than needed.
"""

import base64
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Literal, NoReturn, cast

from pydantic import ValidationError

from framework.charter.archive import VERSION, Archive, CharterArchive, WorkshopArchive
from framework.charter.integrity import first_fault
from framework.errors import ArchiveRefused

LIMIT_MB = 25
_LIMIT = LIMIT_MB * 1024 * 1024
_TEXT_LIMIT = 20_000
"""Characters in any one text; the longest that Kader writes is a fraction of it."""
_DEPTH = 60
_PDF_NAME = "kader-charter.json"
_HTML = re.compile(rb'<script\b[^>]*\bid="kader-archive"[^>]*>(.*?)</script\s*>', re.DOTALL | re.IGNORECASE)
_HTML_OURS = re.compile(rb'<meta\s+name="generator"\s+content="Kader"', re.IGNORECASE)
_DOCX = re.compile(rb"<kader-archive\b[^>]*>([A-Za-z0-9+/=\s]*)</kader-archive\s*>")
_DOCX_PARTS = re.compile(r"^customXml/item\d*\.xml$")
_BOM = b"\xef\xbb\xbf"
_KEPT_CONTROLS = "\n\t"

Reason = Literal[
    "not-an-archive", "damaged", "too-large", "newer", "other-program", "no-archive-inside", "inconsistent"
]


def read(data: bytes, filename: str = "") -> Archive:
    """The archive in a file: ``.json`` itself, or an exported ``.html``, ``.pdf`` or ``.docx``.

    Raises `ArchiveRefused`: ``too-large`` (before anything is parsed), ``not-an-archive``, ``damaged``, ``newer``,
    ``other-program``, ``no-archive-inside`` or ``inconsistent``.
    """
    if len(data) > _LIMIT:
        _refuse("too-large", limit_mb=LIMIT_MB)
    start = data.removeprefix(_BOM).lstrip()[:1024]
    if start.startswith(b"%PDF-"):
        return _parsed(_from_pdf(data))
    if start.startswith(b"PK\x03\x04"):
        return _parsed(_from_docx(data))
    if start.startswith((b"{", b"[")):
        return _parsed(data)
    if start.startswith(b"<"):
        return _parsed(_from_html(data))
    raise ArchiveRefused(
        reason="no-archive-inside" if filename.lower().endswith((".md", ".markdown")) else "not-an-archive"
    )


def _refuse(reason: Reason, **params: object) -> NoReturn:
    raise ArchiveRefused(reason=reason, **params)


# What carries it


def _from_html(data: bytes) -> bytes:
    found = _HTML.search(data)
    if found is None:
        ours = _HTML_OURS.search(data) is not None
        # The archive stands at the end, so a file of ours without an end was cut short.
        _refuse("no-archive-inside" if ours and b"</html>" in data[-64:] else "damaged" if ours else "other-program")
    return found[1]


def _from_pdf(data: bytes) -> bytes:
    import pypdf

    author = ""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        author = (reader.metadata.author or "") if reader.metadata else ""
        for attached in reader.attachment_list:
            if attached.name == _PDF_NAME:
                return attached.content
    except Exception:  # noqa: BLE001  a hostile or broken file makes pypdf raise almost anything
        _refuse("damaged")
    _refuse("no-archive-inside" if author == "Kader" else "other-program")


def _from_docx(data: bytes) -> bytes:
    ours = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if "word/document.xml" not in names:
                _refuse("other-program")
            for name in names:
                if _DOCX_PARTS.match(name):
                    found = _DOCX.search(_unpacked(package, name))
                    if found is not None:
                        return base64.b64decode(found[1], validate=False)
            ours = "docProps/core.xml" in names and b">Kader<" in _unpacked(package, "docProps/core.xml")
    except ArchiveRefused:
        raise
    except Exception:  # noqa: BLE001  zipfile, zlib, lzma and base64 each have errors of their own
        _refuse("damaged")
    _refuse("no-archive-inside" if ours else "other-program")


def _unpacked(package: zipfile.ZipFile, name: str) -> bytes:
    """A part's content. What it claims to be is not believed: reading stops at the limit."""
    with package.open(name) as part:
        content = part.read(2 * _LIMIT + 1)
    if len(content) > 2 * _LIMIT:
        _refuse("too-large", limit_mb=LIMIT_MB)
    return content


# What it says


def _parsed(data: bytes) -> Archive:
    if len(data) > _LIMIT:
        _refuse("too-large", limit_mb=LIMIT_MB)
    body = _json(data)
    if not isinstance(body, dict):
        _refuse("not-an-archive")
    fields = cast("dict[str, Any]", body)
    format_ = fields.get("format")
    if format_ not in ("kader-workshop", "kader-charter"):
        _refuse("other-program" if isinstance(format_, str) else "not-an-archive")
    version = fields.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse("damaged")
    if version > VERSION:
        _refuse("newer", version=version, known=VERSION)
    _check_texts(fields, 0)
    for older in range(version, VERSION):
        fields = _TO_NEXT[older](fields)
    try:
        model = WorkshopArchive if format_ == "kader-workshop" else CharterArchive
        archive = model.model_validate(fields)
    except (ValidationError, RecursionError):
        _refuse("damaged")
    fault = first_fault(archive)
    if fault is not None:
        _refuse("inconsistent", detail=fault)
    return archive


def _from_1(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "version": 2}


def _from_2(fields: dict[str, Any]) -> dict[str, Any]:
    """Some archives of version 2 have part of this already. What is not as any of them has it is left for the models to
    refuse."""
    law = _object(fields.get("law"))
    if law is not None:
        law = {name: _each(part, _in_both if name == "sources" else _with_first_day) for name, part in law.items()}
        fields = {**fields, "law": law}
    return {**fields, "version": 3}


def _each(part: object, change: Callable[[object], object]) -> object:
    return [change(one) for one in cast("list[object]", part)] if isinstance(part, list) else part


def _with_first_day(rule: object) -> object:
    """A rule of law whose first day was called ``applies_from``, also where a later one is given."""
    fields = _object(rule)
    if fields is None:
        return rule
    return {
        "valid_from" if name == "applies_from" else name: _each(value, _with_first_day) if name == "later" else value
        for name, value in fields.items()
    }


def _in_both(source: object) -> object:
    """A source of the law whose title was in one language: the same words, for want of others, in both."""
    fields = _object(source)
    title = None if fields is None else fields.get("title")
    return {**fields, "title": {"nl": title, "en": title}} if fields is not None and isinstance(title, str) else source


def _object(value: object) -> dict[str, Any] | None:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


_TO_NEXT: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1, 2: _from_2}
"""Format version to the step that makes its archives ones of the next version."""


def _json(data: bytes) -> object:
    """Strict JSON: UTF-8, no NaN, no key twice. Raises `ArchiveRefused` (``damaged``)."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError):
        _refuse("damaged")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key stands twice")
    return fields


def _check_texts(value: object, depth: int) -> None:
    """Refuses what no screen, database or document can carry, and nesting that no archive has."""
    if depth > _DEPTH:
        _refuse("damaged")
    if isinstance(value, str):
        if len(value) > _TEXT_LIMIT or (not value.isprintable() and any(map(_unreadable, value))):
            _refuse("damaged")
    elif isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            _check_texts(key, depth + 1)
            _check_texts(inner, depth + 1)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            _check_texts(inner, depth + 1)


def _unreadable(char: str) -> bool:
    category = unicodedata.category(char)
    return category == "Cs" or (category == "Cc" and char not in _KEPT_CONTROLS)
