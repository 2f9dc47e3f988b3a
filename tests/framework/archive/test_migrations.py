"""Archives of every older version open with nothing lost."""

from typing import Any

import pytest

from framework.archive.migrations import STEPS
from framework.archive.models import VERSION, Archive, CharterArchive, WorkshopArchive
from framework.archive.read import read
from framework.charter.export import charter_archive
from framework.law import law_book
from framework.workshop.field_types import RuleWording
from framework.workshop.rule_grammar import decision_sentence, rule_sentence
from tests.framework.archive.archives import (
    a_charter_archive,
    a_workshop_archive,
    an_older_public_archive,
    body_of,
    bytes_of,
    refused,
)
from tests.support.builders import a_closed_decision, a_decision
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


@pytest.mark.parametrize("archive", [a_charter_archive(), an_older_public_archive(), a_workshop_archive()])
def test_an_archive_of_the_first_version_opens_with_nothing_lost(archive: Archive) -> None:
    assert read(bytes_of(first_version(archive))) == archive


@pytest.mark.parametrize("archive", [a_charter_archive(), an_older_public_archive(), a_workshop_archive()])
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


def only_if_rules(**words: Any) -> dict[str, Any]:
    said = {"trigger": "we send", "behaviour": "use data", "condition": "they said yes", **words}
    return {"verb": "only_if", "wording": {"en": RuleWording(**said)}}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_rule_under_a_condition_keeps_the_words_it_was_adopted_in(version: int) -> None:
    """Release 0.1 put "only" before what is done; a charter that was adopted in those words still says them."""
    rule = a_rich_framework().rules[0].model_copy(update=only_if_rules())
    framework = a_rich_framework(rules=(rule, a_rich_framework().rules[1]))
    archive = charter_archive(framework, a_rich_deck(), None, edition="internal", as_of=AS_OF)
    opened = read(bytes_of(first_version(archive) | {"version": version}))
    assert isinstance(opened, CharterArchive)
    first, second = opened.framework.rules
    assert (
        rule_sentence(first.wording["en"], first.verb, "", "en") == "When we send, we only use data if they said yes."
    )
    assert not any(words.only_first for words in second.wording.values())


def test_a_decision_keeps_its_words_only_where_it_was_closed() -> None:
    given = only_if_rules()
    agreed, open_ = a_closed_decision("agreed", **given), a_decision("open", **given)
    archive = a_workshop_archive(decisions=(agreed, open_))
    opened = read(bytes_of(first_version(archive) | {"version": 3}))
    assert isinstance(opened, WorkshopArchive)
    kept = {one.id: decision_sentence(one, "en")[0] for one in opened.state.decisions}
    assert kept == {
        "agreed": "When we send, we only use data if they said yes.",
        "open": "When we send, we use data only if they said yes.",
    }


def test_every_older_version_has_its_step() -> None:
    assert set(STEPS) == set(range(1, VERSION))
