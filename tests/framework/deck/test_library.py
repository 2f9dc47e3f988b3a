"""Decks stand beside each other by version, and nothing is overwritten."""

import os
from pathlib import Path

import pytest

from framework.deck import DeckLibrary
from framework.deck.library import write_folder
from framework.deck.load import read_folder
from framework.errors import DeckInvalid, DeckNotFound, DeckRefused
from framework.law import law_book
from tests.support.faulty_decks import Files, sound


@pytest.fixture
def library(tmp_path: Path) -> DeckLibrary:
    return DeckLibrary(installed=tmp_path / "decks", law=law_book)


def version(number: str) -> Files:
    files = sound()
    files["deck.toml"] = files["deck.toml"].replace(b'version = "0.1"', f'version = "{number}"'.encode())
    return files


def test_an_installed_deck_stands_after_the_ones_in_the_box(library: DeckLibrary) -> None:
    before = library.names()
    assert library.install(sound()) == "faulty_deck-0.1"
    assert library.names() == (*before, "faulty_deck-0.1")
    assert library.deck("faulty_deck-0.1").title.en == "Our own deck"
    assert [each.origin for each in library.entries()] == [*["built_in"] * len(before), "installed"]


def test_a_newer_version_stands_beside_the_older(library: DeckLibrary) -> None:
    library.install(sound())
    library.install(version("0.2"))
    assert library.deck("faulty_deck-0.1").version == "0.1"
    assert library.deck("faulty_deck-0.2").version == "0.2"


def test_the_very_same_deck_is_put_in_once(library: DeckLibrary) -> None:
    commented = {**sound(), "deck.toml": sound()["deck.toml"] + b"\n# only a remark\n"}
    assert library.install(sound()) == library.install(commented)
    assert len([name for name in library.names() if name.startswith("faulty")]) == 1


def test_the_same_version_with_other_content_is_refused(library: DeckLibrary) -> None:
    library.install(sound())
    changed = {**sound(), "deck.toml": sound()["deck.toml"].replace(b"Our own deck", b"Another deck")}
    with pytest.raises(DeckRefused) as refusal:
        library.install(changed)
    assert refusal.value.params == {"reason": "same-version", "deck": "faulty_deck", "version": "0.1"}
    assert library.deck("faulty_deck-0.1").title.en == "Our own deck"


def test_the_deck_in_the_box_cannot_be_taken_for_another(library: DeckLibrary) -> None:
    files = library.files("marketing-ai")
    assert library.install(files) == "marketing-ai"
    with pytest.raises(DeckRefused):
        library.install({**files, "deck.toml": files["deck.toml"].replace(b"AI in marketing", b"Something else")})


def test_a_deck_with_errors_is_not_put_in(library: DeckLibrary, tmp_path: Path) -> None:
    with pytest.raises(DeckInvalid):
        library.install({**sound(), "scenarios/S01.toml": b"id = "})
    assert not (tmp_path / "decks").exists()


def test_a_deck_spoilt_by_hand_is_told_and_the_others_go_on(library: DeckLibrary, tmp_path: Path) -> None:
    name = library.install(sound())
    assert library.deck(name)
    (tmp_path / "decks" / name / "scenarios" / "S01.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(DeckInvalid):
        library.deck(name)
    (spoilt,) = (each for each in library.entries() if each.deck is None)
    assert [finding.code for finding in spoilt.errors] == ["toml"]
    assert library.deck("marketing-ai")


def test_taking_one_away_leaves_the_rest(library: DeckLibrary) -> None:
    library.install(sound())
    library.install(version("0.2"))
    library.remove("faulty_deck-0.1")
    assert [name for name in library.names() if name.startswith("faulty")] == ["faulty_deck-0.2"]
    for name in ("faulty_deck-0.1", "marketing-ai", "../decks"):
        with pytest.raises(DeckNotFound):
            library.remove(name)


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_folder(tmp_path / "new" / "deck", sound())
    assert read_folder(tmp_path / "new" / "deck") == sound()
    with pytest.raises(DeckRefused) as refusal:
        write_folder(tmp_path / "new" / "deck", sound())
    assert refusal.value.params["reason"] == "not-empty"
    with pytest.raises(DeckRefused):
        write_folder(tmp_path / "new" / "deck" / "deck.toml" / "below", sound())
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["deck"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    write_folder(tmp_path / "deck", sound())
    (tmp_path / "secret.toml").write_text("id = 1", encoding="utf-8")
    (tmp_path / "deck" / "principles" / "secret.toml").symlink_to(tmp_path / "secret.toml")
    assert read_folder(tmp_path / "deck") == sound()
