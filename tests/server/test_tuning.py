"""Garbage collection: off during imports, and never again over what they loaded."""

import gc
from collections.abc import Iterator

import pytest

from pages.server.tuning import frozen_imports


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.unfreeze()


def test_while_two_load_nothing_is_collected_until_both_have_ended() -> None:
    gc.unfreeze()
    with frozen_imports():
        with frozen_imports():
            brought = [[number] for number in range(1_000)]
        assert not gc.isenabled()
        assert gc.get_freeze_count() == 0
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(brought)


def test_what_cannot_be_loaded_leaves_collection_on() -> None:
    with pytest.raises(ImportError), frozen_imports():
        raise ImportError
    assert gc.isenabled()
