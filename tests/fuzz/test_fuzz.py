"""A few hostile files for every importer; ``make fuzz COUNT=20000`` tries more."""

import random

import pytest

from framework.cli.activity_file import ActivityFileInvalid
from tests.fuzz.importers import IMPORTERS
from tests.fuzz.run import fuzz

COUNT = 30


@pytest.mark.parametrize("name", IMPORTERS)
def test_an_importer_accepts_or_refuses_and_nothing_else(name: str) -> None:
    outcome = fuzz(IMPORTERS[name], COUNT, random.Random(f"1 {name}"))
    assert [what for what, _ in outcome.faults] == []
    assert outcome.accepted + outcome.refused.total() == COUNT


@pytest.mark.parametrize("value", ["[]", "{}", '["yes"]', '{"a": 1}'])
def test_a_fact_that_is_no_word_is_refused(value: str) -> None:
    """Found by twenty thousand files: a list and a table cannot be looked up among a fact's values."""
    data = f'[{{"name": "x", "kind": "chatbot", "facts": {{"interacts": {value}}}}}]'.encode()
    with pytest.raises(ActivityFileInvalid):
        IMPORTERS["activities.json"].read(data)
