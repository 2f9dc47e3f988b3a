"""Writes and reads the inventory as JSON, which has ids and is the same in every language.

::

    {"format": "kader-inventory", "version": 1, "as_of": "2026-11-23", "law_version": "…",
     "activities": [{"id": "…", "name": "…", "kind": "chatbot", "supplier": "", "owner": "", "purpose": "",
                     "running": "running", "facts": {"interacts": "yes", "gpai": null}, "assumed": {"area": "none"},
                     "results": {"verdict": "go_if", "roles": ["deployer"], …}}]}

``facts``: answers to the questions that are asked about this activity; ``null`` is no answer. ``assumed`` (starting facts of the
activity kind) and ``results`` are for other programs and ignored on import. A bare list of activities is accepted too, also with
only ``name`` and ``kind``.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn, cast

from framework.errors import SheetReason, SheetRefused
from framework.inventory.columns import Layout
from framework.inventory.row_builder import CheckedActivity
from framework.inventory.table import LIMIT_COLUMNS, LIMIT_ROWS, Cell, Fault, FileLine, FileLines

FORMAT = "kader-inventory"
VERSION = 1
"""Format version that is written; raise it for a change that older programs cannot read."""
_TEXTS = ("id", "name", "kind", "supplier", "owner", "purpose", "running")
_IGNORED = {"assumed", "results"}


def write(layout: Layout, activities: Iterable[CheckedActivity], law_version: str, as_of: date) -> bytes:
    """The inventory as UTF-8 JSON."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "law_version": law_version,
        "activities": [_activity(layout, one) for one in activities],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def _activity(layout: Layout, one: CheckedActivity) -> dict[str, Any]:
    answered = one.activity.facts
    asked = [column.id for column in layout.facts if column.id not in one.hidden]
    outcome = one.outcome
    return {
        **{name: getattr(one.activity, name) for name in _TEXTS},
        "facts": {fact: answered.get(fact) for fact in asked},
        "assumed": {fact: one.facts[fact] for fact in asked if fact in one.facts and fact not in answered},
        "results": {
            "verdict": outcome.verdict,
            "roles": [finding.role for finding in outcome.roles],
            "roles_unsure": [finding.role for finding in outcome.role_unsure],
            "classes": list(outcome.codes()),
            "unsure": [finding.code for finding in one.possible],
            "open": list(one.open_facts),
            "ground_rules": {finding.id: finding.status for finding in outcome.ground_rules},
        },
    }


def read(data: bytes) -> FileLines:
    """The activities of a JSON file as lines, with their keys as headings.

    Raises `SheetRefused`: ``json-damaged``, ``json-other-program``, ``json-newer``, ``too-many-rows``.
    """
    entries = _entries(_parsed(data))
    if len(entries) > LIMIT_ROWS:
        _refuse("too-many-rows", limit=LIMIT_ROWS)
    flat = [_flat(entry) for entry in entries]
    heading = tuple(dict.fromkeys(key for entry in flat for key in entry))[:LIMIT_COLUMNS]
    lines = (FileLine(number, tuple(entry.get(key) for key in heading)) for number, entry in enumerate(flat, start=1))
    return FileLines(tuple(line for line in lines if not line.blank), heading=heading)


def _refuse(reason: SheetReason, **params: object) -> NoReturn:
    raise SheetRefused(reason=reason, **params) from None


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _refuse("json-damaged")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _entries(body: object) -> list[dict[str, object]]:
    found: object = body
    if isinstance(body, dict):
        fields = cast("dict[str, object]", body)
        if fields.get("format") == FORMAT:
            version = fields.get("version")
            if isinstance(version, int) and version > VERSION:
                _refuse("json-newer", version=version, known=VERSION)
        elif "format" in fields:
            _refuse("json-other-program")
        found = fields.get("activities")
    if not isinstance(found, list):
        _refuse("json-other-program")
    entries = cast("list[object]", found)
    if not all(isinstance(entry, dict) for entry in entries):
        _refuse("json-other-program")
    return cast("list[dict[str, object]]", entries)


def _flat(entry: dict[str, object]) -> dict[str, Cell]:
    """An activity with its facts on the same level as its other keys."""
    flat: dict[str, Cell] = {}
    for key, value in entry.items():
        if key == "facts" and isinstance(value, dict):
            flat.update({fact: _cell(answer) for fact, answer in cast("dict[str, object]", value).items()})
        elif key not in _IGNORED:
            flat[key] = _cell(value)
    return flat


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    return Fault("not-text")
