"""The published JSON schema of both archives: ``python -m framework.archive.schema`` writes it to ``docs/schema``.

JSON Schema, draft 2020-12, of the current version. References between parts (a ballot's scenario, a rule's activity) are
beyond a schema; `framework.archive.integrity` checks them.
"""

import json
from typing import Any

from pydantic import TypeAdapter

from framework.archive.models import VERSION, ArchiveFormat, CharterArchive, PublicArchive, WorkshopArchive
from framework.deck.schema import SCHEMA_DIR

FILE_NAMES: dict[ArchiveFormat, str] = {
    "kader-workshop": "workshop-archive.json",
    "kader-charter": "charter-archive.json",
}


def schema(format_: ArchiveFormat) -> dict[str, Any]:
    """The JSON schema of a format. A charter's file is one of two: with the framework, or with the public page."""
    of: Any = WorkshopArchive if format_ == "kader-workshop" else CharterArchive | PublicArchive
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kader:archive:{format_}:{VERSION}",
        **TypeAdapter(of).json_schema(by_alias=True),
    }


def published(format_: ArchiveFormat) -> str:
    """The content of the published file."""
    return json.dumps(schema(format_), ensure_ascii=False, indent=1) + "\n"


def write() -> None:
    SCHEMA_DIR.mkdir(parents=True, exist_ok=True)
    for format_, name in FILE_NAMES.items():
        (SCHEMA_DIR / name).write_text(published(format_), encoding="utf-8")


if __name__ == "__main__":
    write()
