"""Archives of every older version open with nothing lost."""

from typing import Any

import pytest

from framework.archive.migrations import STEPS
from framework.archive.models import VERSION, Archive, CharterArchive
from framework.archive.read import read
from framework.charter.export import charter_archive
from framework.law import law_book
from tests.framework.archive.archives import a_charter_archive, a_workshop_archive, body_of, bytes_of, refused
from tests.support.charter_builders import AS_OF, a_rich_deck, a_rich_framework


def second_version(archive: Archive) -> dict[str, Any]:
    """The archive as Kader wrote it before sources of the law had a title in each language."""
    body = body_of(archive)
    body["version"] = 2
    for source in (body.get("law") or {}).get("sources", ()):
        source["title"] = source["title"]["en"]
    return body


def first_version(archive: Archive) -> dict[str, Any]:
    """The archive as Kader wrote it before scenarios had a voice and details."""
    body = second_version(archive)
    body["version"] = 1
    deck = body["state"]["deck"] if body["format"] == "kader-workshop" else body["deck"]
    for card in deck["cards"]:
        del card["symbol"]
    for scenario in deck["scenarios"]:
        del scenario["voice"], scenario["details"]
        for stance in scenario["stances"]:
            del stance["rests_on"]
    for part in (*deck["cards"], *deck["scenarios"]):
        for source in part["sources"]:
            del source["kind"]
    return body


@pytest.mark.parametrize("archive", [a_charter_archive(), a_charter_archive("public"), a_workshop_archive()])
def test_an_archive_of_the_first_version_opens_with_nothing_lost(archive: Archive) -> None:
    assert read(bytes_of(first_version(archive))) == archive


@pytest.mark.parametrize("archive", [a_charter_archive(), a_charter_archive("public"), a_workshop_archive()])
def test_an_archive_of_the_second_version_opens_with_nothing_lost(archive: Archive) -> None:
    assert read(bytes_of(second_version(archive))) == archive


def test_a_charter_on_the_law_itself_opens_with_its_titles_in_the_one_language_they_had() -> None:
    archive = charter_archive(a_rich_framework(), a_rich_deck(), law_book(), edition="internal", as_of=AS_OF)
    opened = read(bytes_of(second_version(archive)))
    assert isinstance(opened, CharterArchive)
    assert opened.law is not None
    assert {source.title.nl for source in opened.law.sources} == {source.title.en for source in law_book().sources}


@pytest.mark.parametrize("law", ["", [], {"sources": 3}, {"sources": [3, {}]}, {}])
def test_an_older_archive_with_something_else_for_the_law_is_damaged(law: object) -> None:
    body = second_version(a_charter_archive()) | {"law": law}
    assert refused(bytes_of(body))["reason"] == "damaged"


def test_every_older_version_has_its_step() -> None:
    assert set(STEPS) == set(range(1, VERSION))
