"""Publishes the schema of a deck's files for text editors: ``python -m framework.deck.schema`` writes ``docs/schema``.

JSON Schema, draft 2020-12, one file per kind of part. TOML editors with schema support then complete keys and mark errors.
References between parts are checked by the deck check only.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from framework.deck.models import ActivityKind, Id, PrincipleCard, Scenario, Version
from framework.text import LocalizedText

SCHEMA_DIR = Path(__file__).resolve().parents[2] / "docs" / "schema"


class DeckHead(BaseModel):
    """deck.toml: the head of a deck, and its cards in order, by id."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    version: Version
    title: LocalizedText
    licence: str
    cards: Annotated[tuple[Id, ...], Field(min_length=5)]


PARTS: Mapping[str, type[BaseModel]] = {
    "deck": DeckHead,
    "principle": PrincipleCard,
    "scenario": Scenario,
    "activity": ActivityKind,
}


def schema(part: str) -> dict[str, Any]:
    """The schema of one kind of part. Texts may have further languages."""
    described = PARTS[part].model_json_schema()
    texts = described if described.get("title") == "LocalizedText" else described["$defs"]["LocalizedText"]
    texts["additionalProperties"] = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kader:deck:{part}",
        **described,
    }


def schema_text(part: str) -> str:
    """The content of the published file."""
    return json.dumps(schema(part), ensure_ascii=False, indent=1) + "\n"


def write() -> None:
    SCHEMA_DIR.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        (SCHEMA_DIR / f"{part}.json").write_text(schema_text(part), encoding="utf-8")


if __name__ == "__main__":
    write()
