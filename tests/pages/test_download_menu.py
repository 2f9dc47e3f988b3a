"""The charter page's menu of downloads: what it offers for each edition, and that a press on it makes the file."""

from typing import Any

from streamlit.testing.v1 import AppTest

from framework.exports.quarter.figures import Quarter
from framework.language import translator
from framework.text import Lang
from tests.pages.conftest import Open, unfold
from tests.support.room import LiveWorkshop

CHARTER = {f"charter.download.{kind}" for kind in ("pdf", "docx", "html", "md", "json")}
KEPT = {f"charter.download.{kind}" for kind in ("slides", "register", "quarter.pdf", "quarter.docx")}


def offered(screen: AppTest) -> set[str]:
    return {key for key in map(key_of, screen.get("download_button")) if key.startswith("charter.download.")}


def key_of(button: Any) -> str:
    return str(button.proto.id).split("-", 2)[2]


def test_nothing_is_made_before_the_menu_opens(open_page: Open, lang: Lang, demonstration: str) -> None:
    assert offered(open_page("charter", lang, w=demonstration)) == set()


def test_the_internal_edition_offers_everything(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = unfold(open_page("charter", lang, w=demonstration), "charter.downloads")
    assert offered(screen) == CHARTER | KEPT


def test_the_public_edition_offers_only_its_page(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("charter", lang, w=demonstration)
    screen.session_state["charter.edition"] = "public"
    screen = unfold(screen, "charter.downloads")
    assert not offered(screen) & KEPT


def test_a_room_that_voted_offers_its_votes(open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
    people.begin("S03", "voting")
    people.vote("CCCCCC")
    screen = unfold(open_page("charter", lang, w=people.id), "charter.downloads")
    assert "charter.download.votes" not in offered(screen)
    people.move("revealed")
    screen = unfold(open_page("charter", lang, w=people.id), "charter.downloads")
    assert "charter.download.votes" in offered(screen)
    assert translator(lang)("Votes (CSV)") in {button.proto.label for button in screen.get("download_button")}


def test_a_quarter_is_chosen_in_the_menu(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = unfold(open_page("charter", lang, w=demonstration), "charter.downloads")
    chosen = screen.selectbox(key="charter.quarter")
    assert len(chosen.options) == 4
    chosen.select_index(3).run()
    assert screen.session_state["charter.quarter"] == Quarter(2026, 1)
    assert offered(screen) > KEPT
