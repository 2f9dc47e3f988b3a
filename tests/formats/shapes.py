"""The shape of a format: a digest of its fields, limits and choices, without their explanations."""

import hashlib
import json
from typing import Any

from framework.archive.models import CharterArchive, PublicArchive, WorkshopArchive
from framework.deck.schema import PARTS, schema
from framework.workshop.models import WorkshopState


def archive() -> str:
    models = (WorkshopArchive, CharterArchive, PublicArchive)
    return digest(*(model.model_json_schema(by_alias=True) for model in models))


def state() -> str:
    """Of what the database keeps as JSON; its tables have their migrations."""
    return digest(WorkshopState.model_json_schema(by_alias=True))


def deck() -> str:
    return digest(*(schema(part) for part in PARTS))


def digest(*schemas: dict[str, Any]) -> str:
    plain = json.dumps([_Plain(one).root for one in schemas], sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


class _Plain:
    """A schema without titles and explanations, and with numbers for the names of its models."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._parts: dict[str, Any] = schema.get("$defs", {})
        self._numbers: dict[str, int] = {}
        self._described: dict[int, Any] = {}
        root = self._plain({key: value for key, value in schema.items() if key != "$defs"})
        self.root = [root, self._described]

    def _plain(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._plain(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return self._number(value["$ref"].rpartition("/")[2])
        # An explanation is a text; a field that is called "title" or "description" is described by an object.
        told = {key for key in ("title", "description") if isinstance(value.get(key), str)}
        return {key: self._plain(inner) for key, inner in sorted(value.items()) if key not in told}

    def _number(self, model: str) -> int:
        if model not in self._numbers:
            number = self._numbers[model] = len(self._numbers)
            self._described[number] = self._plain(self._parts[model])
        return self._numbers[model]
