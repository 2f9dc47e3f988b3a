"""Every packed deck that a version wrote can still be put in and begun with."""

from pathlib import Path
from typing import Any

import pytest

from framework.deck import DeckLibrary
from framework.deck.zip_format import pack, unpack
from framework.law import law_book
from tests.formats import shapes, stored, summary

FILES = [pytest.param(path, said, id=stored.name_of(path)) for path, said in stored.files("deck")]


@pytest.mark.parametrize(("path", "said"), FILES)
def test_can_be_installed_and_packed_again(path: Path, said: dict[str, Any], tmp_path: Path) -> None:
    library = DeckLibrary(installed=tmp_path, law=law_book)
    name = library.install(unpack(path.read_bytes()))
    assert summary.of_deck(library.deck(name).model_dump()) == said
    assert unpack(pack(library.files(name))) == unpack(path.read_bytes())


def test_the_current_format_has_a_file() -> None:
    """A deck names no version of its format, so its fields tell."""
    assert [path for path in stored.versions("deck") if stored.expected(path)["shape"] == shapes.deck()], (
        "Decks have other fields, limits or choices than in the stored files. Run `python -m tests.formats.make` "
        "(tests/formats/README.md)."
    )
