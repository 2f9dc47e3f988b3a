"""A few hostile files for every importer; ``make fuzz COUNT=20000`` tries more."""

import random

import pytest

from tests.fuzz.importers import IMPORTERS
from tests.fuzz.run import fuzz

COUNT = 30


@pytest.mark.parametrize("name", IMPORTERS)
def test_an_importer_accepts_or_refuses_and_nothing_else(name: str) -> None:
    outcome = fuzz(IMPORTERS[name], COUNT, random.Random(f"1 {name}"))
    assert [what for what, _ in outcome.faults] == []
    assert outcome.accepted + outcome.refused.total() == COUNT
