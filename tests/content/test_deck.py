"""The deck in the box passes its own check, and the check's word lists and schema are what they should be."""

from collections import Counter

import pytest

from framework.deck.checks.check import DeckCheck, check_deck
from framework.deck.load import DECKS_DIR, read_folder
from framework.deck.schema import PARTS, SCHEMA_DIR, schema_text
from framework.deck.template import TEMPLATE_DIR
from framework.language import translator
from framework.law import LawBook
from tests.support.workshops import NOW

UNWRITTEN: set[str] = set()
"""What the deck still lacks while its texts are being written. Shrinks to nothing."""


@pytest.fixture(scope="module")
def check(law: LawBook) -> DeckCheck:
    return check_deck(read_folder(DECKS_DIR / "marketing-ai"), law, NOW.date())


def test_the_deck_in_the_box_has_no_error(check: DeckCheck) -> None:
    assert [finding.sentence(translator("en")) for finding in check.errors] == []


def test_the_deck_in_the_box_has_no_warning_but_for_what_is_not_written_yet(check: DeckCheck) -> None:
    rest = [finding.sentence(translator("en")) for finding in check.warnings if finding.code not in UNWRITTEN]
    assert rest == []


def test_what_is_not_written_yet_is_really_missing(check: DeckCheck) -> None:
    """Once something is written it goes off the list, so that it stays written."""
    assert set(Counter(finding.code for finding in check.warnings)) == UNWRITTEN


def test_a_new_deck_has_nothing_to_mend(law: LawBook) -> None:
    check = check_deck(read_folder(TEMPLATE_DIR), law, NOW.date())
    assert [finding.sentence(translator("en")) for finding in check.findings] == []


@pytest.mark.parametrize("part", PARTS)
def test_the_published_schema_is_current(part: str) -> None:
    assert (SCHEMA_DIR / f"{part}.json").read_text(encoding="utf-8") == schema_text(part), (
        "run: python -m framework.deck.schema"
    )
