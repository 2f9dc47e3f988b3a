"""Own decks on screen: what is typed is in the file, and what the check says and participants see follows at once."""

import os
import shutil
import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from framework.deck import DeckLibrary
from framework.deck.draft_folders import Drafts
from framework.deck.load import DECKS_DIR
from framework.errors import DeckRefused
from framework.language import translator
from framework.settings import Settings
from framework.text import Lang
from pages.ui.deck_editor import draft_queries as decks
from tests.pages.conftest import Open
from tests.support.any_actor import any_actor

CARD = "principles/respect.toml"
SCENARIO = "scenarios/S01.toml"


@pytest.fixture
def own() -> Drafts:
    drafts = Drafts(Settings.from_environment(os.environ).drafts)
    drafts.create("Ours")
    return drafts


def shown(screen: AppTest) -> str:
    kinds = ("markdown", "title", "header", "subheader", "caption", "error", "warning", "success")
    return "\n".join(str(element.value) for kind in kinds for element in screen.get(kind)).replace("\\", "")


def test_a_deck_is_made_from_the_small_one_or_from_a_copy(open_page: Open, lang: Lang) -> None:
    screen = open_page("deck", lang)
    screen.text_input(key="deck.new.name").set_value("Ons eigen vak")
    screen.button(key="deck.new.make").click().run()
    assert not screen.exception
    assert screen.query_params["d"] == "ons_eigen_vak"
    assert screen.title[0].value == "Ons eigen vak"
    other = open_page("deck", lang)
    other.text_input(key="deck.new.name").set_value("Kopie")
    other.radio(key="deck.new.from").set_value("marketing-ai")
    other.button(key="deck.new.make").click().run()
    found = decks.check("kopie").deck
    assert found is not None
    assert len(found.cards) == 16


def test_what_is_typed_is_in_the_file_and_in_the_preview(open_page: Open, lang: Lang, own: Drafts) -> None:
    screen = open_page("deck", lang, d="ours", f=CARD)
    screen.text_input(key=f"deck.ours.{CARD}.name.{lang}").set_value("Zorg en aandacht").run()
    assert not screen.exception
    assert own.document("ours", CARD)["name"][lang] == "Zorg en aandacht"
    assert any(card.value.startswith("## Zorg en aandacht\n") for card in screen.markdown)


def test_half_a_text_is_said_and_previewed(open_page: Open, lang: Lang, own: Drafts) -> None:
    t = translator(lang)
    screen = open_page("deck", lang, d="ours", f=CARD)
    screen.text_input(key=f"deck.ours.{CARD}.name.{lang}").set_value("").run()
    assert f"name.{lang}" in screen.error[0].value.replace("\\", "")
    assert screen.button(key="deck.shelve").disabled
    assert any(card.value.startswith(f"## {t('[not written yet]')}\n") for card in screen.markdown)


def test_a_card_says_for_which_starting_points_of_a_code_it_stands(open_page: Open, lang: Lang, own: Drafts) -> None:
    own.set_value("ours", CARD, ("starting_points",), [{"nl": "Onze code: respect", "en": "Our code: respect"}])
    screen = open_page("deck", lang, d="ours", f=CARD)
    assert not screen.exception
    assert {"nl": "Onze code: respect", "en": "Our code: respect"}[lang] in [
        caption.value for caption in screen.caption
    ]


def test_a_scenario_is_previewed_as_participants_see_it(open_page: Open, lang: Lang, own: Drafts) -> None:
    t = translator(lang)
    screen = open_page("deck", lang, d="ours", f=SCENARIO)
    text = shown(screen)
    assert t("To read aloud") in text
    assert t("In your case") in text
    assert t("your supplier") in text
    screen.radio(key="deck.preview.S01").set_value("D").run()
    assert not screen.exception
    assert any(" D · " in header.value for header in screen.subheader)


@pytest.mark.parametrize("section", ["stances", "weights", "own", "law"])
def test_every_part_of_a_scenario_can_be_changed(open_page: Open, lang: Lang, own: Drafts, section: str) -> None:
    key = f"deck.ours.{SCENARIO}"
    screen = open_page("deck", lang, d="ours", f=SCENARIO)
    screen.button_group(key=f"{key}.section").set_value(section).run()
    if section == "stances":
        screen.text_input(key=f"{key}.stances.0.name.{lang}").set_value("Vrij").run()
        assert own.document("ours", SCENARIO)["stances"][0]["name"][lang] == "Vrij"
    elif section == "weights":
        screen.selectbox(key=f"{key}.weights.0.values.E").set_value(-2).run()
        assert own.document("ours", SCENARIO)["weights"][0]["values"] == [-1, 0, 1, 1, -2]
        screen.button(key=f"{key}.weights.add").click().run()
        assert len(own.document("ours", SCENARIO)["weights"]) == 5
    elif section == "own":
        screen.selectbox(key=f"{key}.details.1.when.new").set_value("makes").run()
        assert own.document("ours", SCENARIO)["details"][1]["when"]["makes"] == ["none"]
        screen.button(key=f"{key}.details.0.remove").click().run()
        assert len(own.document("ours", SCENARIO)["details"]) == 1
    else:
        screen.button(key=f"{key}.sources.add").click().run()
        screen.text_input(key=f"{key}.sources.1.title").set_value("A case").run()
        assert own.document("ours", SCENARIO)["sources"][1] == {"title": "A case", "kind": "article"}
    assert not screen.exception


@pytest.mark.parametrize("folder", ["principles", "scenarios", "activities"])
def test_a_part_is_added_and_taken_out(open_page: Open, lang: Lang, own: Drafts, folder: str) -> None:
    screen = open_page("deck", lang, d="ours")
    before = own.files("ours")
    screen.button(key=f"deck.add.{folder}").click().run()
    assert not screen.exception
    (file,) = set(own.files("ours")) - set(before)
    assert screen.query_params["f"] == file
    assert screen.error
    screen.button(key=f"deck.out.sure.{file}").click().run()
    assert not screen.exception
    assert set(own.files("ours")) == set(before)


def test_on_the_shelf_a_workshop_can_begin_with_it_and_keeps_it(open_page: Open, lang: Lang, own: Drafts) -> None:
    screen = open_page("deck", lang, d="ours")
    screen.button(key="deck.shelve").click().run()
    assert not screen.exception
    begin = open_page("start", lang)
    begin.text_input(key="start.organisation").set_value("Bakkerij")
    begin.radio(key="start.deck").set_value("ours-0.1")
    begin.button(key="start.begin").click().run()
    (entry,) = any_actor().queries.workshops()
    any_actor().context.decks.remove("ours-0.1")
    assert any_actor().queries.state(entry.id).deck.id == "ours"


def test_the_same_version_changed_is_refused_with_what_to_do(open_page: Open, lang: Lang, own: Drafts) -> None:
    any_actor().context.decks.install(own.files("ours"))
    own.set_value("ours", CARD, ("name", "en"), "Another name")
    screen = open_page("deck", lang, d="ours")
    screen.button(key="deck.shelve").click().run()
    assert "deck.toml" in screen.error[0].value.replace("\\", "")


def test_a_spoilt_deck_does_not_stop_the_start_page(open_page: Open, lang: Lang, own: Drafts) -> None:
    settings = Settings.from_environment(os.environ)
    name = DeckLibrary(installed=settings.decks).install(own.files("ours"))
    (settings.decks / name / CARD).write_text("id =", encoding="utf-8")
    assert "ours-0.1" in open_page("start", lang).warning[0].value.replace("\\", "")
    assert CARD in shown(open_page("deck", lang))


def test_a_file_that_a_text_editor_broke_is_said_and_not_lost(open_page: Open, lang: Lang, own: Drafts) -> None:
    path = Settings.from_environment(os.environ).drafts / "ours" / SCENARIO
    path.write_text(path.read_text(encoding="utf-8") + "\nbroken = ", encoding="utf-8")
    before = path.read_bytes()
    screen = open_page("deck", lang, d="ours", f=SCENARIO)
    assert not screen.exception
    assert screen.error
    assert not [field for field in screen.text_input if field.key and SCENARIO in field.key]
    with pytest.raises(DeckRefused):
        own.set_value("ours", SCENARIO, ("title", "en"), "Would replace all of it")
    assert path.read_bytes() == before


def test_an_own_deck_that_is_gone_is_said(open_page: Open, lang: Lang) -> None:
    screen = AppTest.from_file(str(Path(__file__).resolve().parents[2] / "pages" / "_shell.py"), default_timeout=30)
    screen.query_params.update({"lang": lang, "d": "nowhere"})
    screen.run()
    screen.switch_page("deck.py").run()
    assert not screen.exception
    assert screen.error


def test_a_whole_copy_of_the_deck_in_the_box_is_shown(open_page: Open, lang: Lang) -> None:
    folder = Settings.from_environment(os.environ).drafts / "copy"
    shutil.copytree(DECKS_DIR / "marketing-ai", folder)
    head = folder / "deck.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('id = "marketing_ai"', 'id = "copy"'), encoding="utf-8")
    for file in ("scenarios/S03.toml", "principles/human.toml", "activities/chatbot.toml"):
        screen = open_page("deck", lang, d="copy", f=file)
        assert not screen.exception
        assert tomllib.loads((folder / file).read_text(encoding="utf-8"))["id"]
