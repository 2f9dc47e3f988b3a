"""The published JSON schema is that of the files which Kader writes."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from framework.archive.models import MODELS, Archive
from framework.archive.schema import FILE_NAMES, published, schema
from framework.deck.schema import SCHEMA_DIR
from tests.framework.archive.archives import a_charter_archive, a_workshop_archive, body_of

ARCHIVES: dict[str, Archive] = {
    "workshop": a_workshop_archive(),
    "internal charter": a_charter_archive(),
    "public charter": a_charter_archive("public"),
}


def faults(body: dict[str, Any]) -> list[str]:
    return [error.json_path for error in Draft202012Validator(schema(body["format"])).iter_errors(body)]


@pytest.mark.parametrize("format_", MODELS)
def test_the_published_file_is_current(format_: Any) -> None:
    published_file = (SCHEMA_DIR / FILE_NAMES[format_]).read_text(encoding="utf-8")
    assert published_file == published(format_), "run: python -m framework.archive.schema"


@pytest.mark.parametrize("name", ARCHIVES)
def test_what_is_written_is_valid(name: str) -> None:
    assert faults(body_of(ARCHIVES[name])) == []


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_field_that_is_written_is_described(name: str) -> None:
    body = body_of(ARCHIVES[name])
    described = schema(body["format"])
    whole = [described, *(described["$defs"][one["$ref"].rpartition("/")[2]] for one in described.get("anyOf", ()))]
    assert set(body) in [set(one["properties"]) for one in whole if "properties" in one]


def test_an_unknown_field_or_another_version_is_invalid() -> None:
    body = body_of(a_charter_archive())
    assert faults(body) == []
    for part, change in (("framework", {**body["framework"], "surprise": 1}), ("version", 2)):
        assert faults({**body, part: change}) != []
