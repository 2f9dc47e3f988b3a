"""Every archive that a version wrote opens as the start page opens it, and says what it said."""

from pathlib import Path
from typing import Any

import pytest

from framework.archive.models import (
    VERSION,
    Archive,
    CharterArchive,
    PublicArchive,
    WorkshopArchive,
    dump,
    workshop_archive,
)
from framework.charter.export import FORMATS, export
from framework.language import translator
from framework.text import other
from pages.ui.charter.files import open_file
from tests.formats import shapes, stored, summary
from tests.support.any_actor import AnyActor

FILES = [pytest.param(path, said, id=stored.name_of(path)) for path, said in stored.files("archive")]


def opened(path: Path) -> Archive:
    return open_file(path.read_bytes(), path.name)


def told(archive: Archive) -> dict[str, Any]:
    body = archive.model_dump(mode="json", by_alias=True)
    if isinstance(archive, WorkshopArchive):
        return summary.of_workshop(body["state"])
    return summary.of_charter(body, archive.law if isinstance(archive, CharterArchive) else None)


@pytest.mark.parametrize(("path", "said"), FILES)
def test_opens_and_says_what_it_said(path: Path, said: dict[str, Any]) -> None:
    assert told(opened(path)) == said


@pytest.mark.parametrize(("path", "said"), FILES)
def test_can_be_gone_on_with(path: Path, said: dict[str, Any], workshops: AnyActor) -> None:
    """A workshop becomes one of the installation and leaves it again; a charter is written again, in the other language."""
    archive = opened(path)
    if not isinstance(archive, WorkshopArchive):
        carrier = next(format_ for format_, described in FORMATS.items() if described.suffix == path.suffix)
        lang = archive.page.lang if isinstance(archive, PublicArchive) else archive.framework.lang
        assert open_file(export(archive, carrier, translator(other(lang))), path.name) == archive
        return
    added = workshops.lifecycle.add_from_archive(archive.state)
    again = open_file(dump(workshop_archive(workshops.queries.state(added))), "workshop.json")
    assert isinstance(again, WorkshopArchive)
    # Files of earlier releases also hold replaced and hidden answers, which an archive leaves out.
    assert told(again) == told(workshop_archive(archive.state))
    assert workshops.charter.draft(again.state).organisation == said["organisation"]


def test_every_file_is_expected_and_every_expected_file_is_there() -> None:
    for folder in stored.versions("archive"):
        there = {path.name for path in folder.iterdir()} - {"expected.json"}
        assert there == set(stored.expected(folder)["files"])


def test_every_version_has_its_files() -> None:
    assert {stored.version_of(folder) for folder in stored.versions("archive")} == {
        str(version) for version in range(1, VERSION + 1)
    }


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_every_carrier_of_a_version_is_there(version: int) -> None:
    names = [path.name for path, _ in stored.files("archive") if path.parent.name == str(version)]
    carriers = {format_.suffix for format_ in FORMATS.values() if format_.carries_archive}
    assert {Path(name).suffix for name in names if name.startswith("charter-")} == carriers
    assert any("-internal" in name for name in names)
    assert any("-public" in name for name in names)
    assert any(name.startswith("workshop-") for name in names)


def test_the_current_version_was_made_with_the_fields_it_has() -> None:
    """Older programs refuse fields that they do not know, so other fields are another version."""
    assert stored.with_shape("archive", str(VERSION), shapes.archive()), (
        "The archive has other fields, limits or choices than the stored files of this version. Move VERSION and run "
        "`python -m tests.formats.make` (tests/formats/README.md)."
    )
