"""Own decks: any state can be kept, one value at a time, and what comes out is a deck."""

import datetime
import tomllib
from pathlib import Path

import pytest

from framework.deck import DeckLibrary
from framework.deck.checks.check import check_deck
from framework.deck.draft_folders import Drafts
from framework.deck.load import read_folder
from framework.errors import DeckNotFound, DeckRefused, TextTooLong, TextUnreadable
from framework.law import law_book
from tests.support.faulty_decks import sound

TODAY = datetime.date(2026, 11, 23)
SCENARIO = "scenarios/S01.toml"


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "own-decks")


def codes(drafts: Drafts, draft: str) -> set[tuple[str, str]]:
    return {(f.code, f.place) for f in check_deck(drafts.files(draft), law_book(), TODAY).findings}


def test_a_new_one_is_sound_and_carries_its_name(drafts: Drafts) -> None:
    draft = drafts.create("Zorg & Welzijn")
    assert draft == "zorg_welzijn"
    (entry,) = drafts.entries()
    assert (entry.id, entry.version, entry.title["nl"]) == ("zorg_welzijn", "0.1", "Zorg & Welzijn")
    assert codes(drafts, draft) == set()


def test_a_copy_is_a_deck_of_its_own(drafts: Drafts) -> None:
    library = DeckLibrary(law=law_book)
    draft = drafts.create("Ons deck", library.files("marketing-ai"))
    check = check_deck(drafts.files(draft), law_book(), TODAY)
    assert check.deck is not None
    assert (check.deck.id, check.deck.version) == ("ons_deck", "0.1")
    assert check.deck.scenarios == library.deck("marketing-ai").scenarios


def test_one_name_is_given_once(drafts: Drafts) -> None:
    drafts.create("Ours")
    with pytest.raises(DeckRefused) as refusal:
        drafts.create("ours")
    assert refusal.value.params["reason"] == "exists"


def test_one_value_changes_and_the_rest_stays(drafts: Drafts) -> None:
    draft = drafts.create("Ours")
    before = drafts.document(draft, SCENARIO)
    drafts.set_value(draft, SCENARIO, ("stances", 1, "name", "en"), "A small sample")
    after = drafts.document(draft, SCENARIO)
    assert after["stances"][1]["name"] == {"nl": "Steekproef", "en": "A small sample"}
    after["stances"][1]["name"]["en"] = "Sample"
    assert after == before


def test_half_a_text_is_kept_and_told(drafts: Drafts) -> None:
    draft = drafts.create("Ours")
    drafts.set_value(draft, SCENARIO, ("title", "en"), "")
    assert codes(drafts, draft) == {("text-empty", "title.en")}


def test_a_value_can_be_taken_out_and_put_in_anew(drafts: Drafts) -> None:
    draft = drafts.create("Ours")
    drafts.set_value(draft, SCENARIO, ("voice",), None)
    assert ("no-voice", "voice") in codes(drafts, draft)
    drafts.set_value(draft, SCENARIO, ("voice", "who"), "maker")
    assert drafts.document(draft, SCENARIO)["voice"] == {"who": "maker"}


def test_lists_grow_and_shrink(drafts: Drafts) -> None:
    draft = drafts.create("Ours")
    drafts.add_item(draft, SCENARIO, ("sources",))
    assert ("text-empty", "sources.2.title") in codes(drafts, draft)
    drafts.remove_item(draft, SCENARIO, ("sources",), 1)
    assert codes(drafts, draft) == set()


@pytest.mark.parametrize("folder", ["principles", "scenarios", "activities"])
def test_a_new_part_stands_empty_and_asks_for_its_texts(drafts: Drafts, folder: str) -> None:
    draft = drafts.create("Ours")
    file = drafts.add_part(draft, folder)  # type: ignore[arg-type]
    found = [f for f in check_deck(drafts.files(draft), law_book(), TODAY).errors if f.file == file]
    assert {f.code for f in found} <= {"text-empty", "too-few", "bad-id"}
    assert any(f.place.startswith(("name", "title")) for f in found)
    drafts.remove_part(draft, file)
    assert codes(drafts, draft) == set()


def test_a_third_language_survives_a_change(drafts: Drafts) -> None:
    draft = drafts.create("Ours")
    drafts.set_value(draft, SCENARIO, ("title", "de"), "Wer liest mit?")
    drafts.set_value(draft, SCENARIO, ("title", "en"), "Who reads along today?")
    assert drafts.document(draft, SCENARIO)["title"]["de"] == "Wer liest mit?"


@pytest.mark.parametrize(
    ("text", "refusal"), [("x" * 4001, TextTooLong), ("a\x00b", TextUnreadable), ("\ud800", TextUnreadable)]
)
def test_what_no_file_can_carry_is_refused_and_nothing_changes(
    drafts: Drafts, text: str, refusal: type[Exception]
) -> None:
    draft = drafts.create("Ours")
    before = drafts.files(draft)
    with pytest.raises(refusal):
        drafts.set_value(draft, SCENARIO, ("title", "en"), text)
    assert drafts.files(draft) == before


@pytest.mark.parametrize("text", ['q"uo\\te', "l\u2028ine", "emoji 🚀", "]]> '''", "= [x]\n[y]"])
def test_any_words_come_back(drafts: Drafts, text: str) -> None:
    draft = drafts.create("Ours")
    drafts.set_value(draft, SCENARIO, ("title", "en"), text)
    assert drafts.document(draft, SCENARIO)["title"]["en"] == " ".join(text.split())


@pytest.mark.parametrize(
    ("draft", "file"),
    [("../ours", "deck.toml"), ("ours", "../deck.toml"), ("ours", "scenarios/../../x.toml"), ("none", "deck.toml")],
)
def test_nothing_outside_the_folder_is_touched(drafts: Drafts, draft: str, file: str) -> None:
    drafts.create("Ours")
    for touch in (lambda: drafts.set_value(draft, file, ("x",), 1), lambda: drafts.document(draft, file)):
        with pytest.raises(DeckNotFound):
            touch()
    with pytest.raises(DeckNotFound):
        drafts.delete("../own-decks")


def test_the_folder_opens_in_a_text_editor(drafts: Drafts, tmp_path: Path) -> None:
    draft = drafts.create("Ours")
    drafts.set_value(draft, SCENARIO, ("title", "en"), "Who reads?")
    folder = tmp_path / "own-decks" / draft
    assert tomllib.loads((folder / SCENARIO).read_text(encoding="utf-8"))["title"]["en"] == "Who reads?"
    assert not [path for path in folder.rglob("*") if path.name.startswith(".")]
    assert set(read_folder(folder)) == set(sound())


def test_it_goes_on_the_shelf(drafts: Drafts, tmp_path: Path) -> None:
    library = DeckLibrary(installed=tmp_path / "decks", law=law_book)
    draft = drafts.create("Ours")
    assert library.install(drafts.files(draft)) == "ours-0.1"
    drafts.set_value(draft, SCENARIO, ("title", "en"), "Who reads?")
    with pytest.raises(DeckRefused):
        library.install(drafts.files(draft))
    drafts.set_value(draft, "deck.toml", ("version",), "0.2")
    assert library.install(drafts.files(draft)) == "ours-0.2"
    drafts.delete(draft)
    assert drafts.entries() == ()
    assert library.deck("ours-0.1").scenarios[0].title.en == "Who reads along?"
