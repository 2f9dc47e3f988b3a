"""Prints offered on the pages that they are about, and large type."""

import io
from collections.abc import Callable

import pypdf
import pytest
import streamlit as st

from framework.language import translator
from framework.text import Lang, other
from framework.workshop.agenda import agenda
from pages.ui import queries
from tests.framework.printouts.test_render import run
from tests.pages.conftest import Open, unfold

Offers = dict[str, tuple[str, Callable[[], bytes]]]


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> Offers:
    """What the page offers to download: key to file name and what makes it (Streamlit asks for it after the click)."""
    found: Offers = {}
    button = st.download_button

    def offering(label: str, **given: object) -> bool:
        found[str(given["key"])] = (str(given["file_name"]), given["data"])  # pyright: ignore[reportArgumentType]
        return button(label, **given)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(st, "download_button", offering)
    return found


def opened(offer: tuple[str, Callable[[], bytes]]) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(offer[1]()))


def test_principles_offer_cards_and_posters(open_page: Open, lang: Lang, demonstration: str, offers: Offers) -> None:
    unfold(open_page("principles", lang, w=demonstration), "paper.principles")
    assert set(offers) == {"paper.download.cards", "paper.download.poster.a3", "paper.download.poster.a0"}
    assert len(opened(offers["paper.download.cards"]).pages) == 8
    (poster,) = opened(offers["paper.download.poster.a0"]).pages
    assert translator(lang)("What do you put first?") in poster.extract_text()
    assert poster.mediabox.width > opened(offers["paper.download.poster.a3"]).pages[0].mediabox.width * 2.5


def test_the_print_may_be_in_the_other_language(
    open_page: Open, lang: Lang, demonstration: str, offers: Offers
) -> None:
    screen = unfold(open_page("principles", lang, w=demonstration), "paper.principles")
    next(group for group in screen.get("button_group") if group.key == "paper.lang.principles").set_value(
        other(lang)
    ).run()
    assert not screen.exception
    assert translator(other(lang))("What do you put first?") in opened(offers["paper.download.poster.a3"]).pages[
        0
    ].extract_text().replace("\n", " ")
    assert offers["paper.download.poster.a3"][0].endswith(f"-{other(lang)}.pdf")


@pytest.mark.parametrize("lang", ["nl"], indirect=True)
def test_scenarios_offer_a_sheet_about_each_of_the_team_s_activities(
    open_page: Open, lang: Lang, demonstration: str, offers: Offers
) -> None:
    unfold(open_page("scenarios", lang, w=demonstration), "paper.scenarios")
    items = agenda(queries.state(demonstration))
    sheets = opened(offers["paper.download.scenarios"]).pages
    assert len(sheets) == 2 * len(items)
    for item, front in zip(items, sheets[::2], strict=True):
        assert run(front.extract_text()).startswith(run(f"{item.scenario.id} · {item.activity.name}"))


def test_nothing_is_made_before_it_is_asked_for(
    open_page: Open, demonstration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_early(*_: object) -> bytes:
        raise AssertionError("made on a page run")

    monkeypatch.setattr("framework.printouts.render.typeset", too_early)
    for page in ("principles", "scenarios"):
        unfold(open_page(page, w=demonstration), f"paper.{page}")


def test_large_type_stays_on_from_page_to_page(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("principles", lang, w=demonstration)
    assert not screen.toggle(key="type.large.principles").value
    screen.toggle(key="type.large.principles").set_value(True).run()
    assert not screen.exception
    screen.switch_page("scenarios.py").run()
    assert not screen.exception
    assert screen.toggle(key="type.large.scenarios").value


def test_a_card_shows_its_drawing(open_page: Open, lang: Lang, demonstration: str) -> None:
    """Decorative: the name beside it says the same, so a screen reader passes it over."""
    screen = open_page("principles", lang, w=demonstration)
    drawings = [image for image in screen.main.get("image") if "svg" in str(image.proto).lower()]
    assert len(drawings) == 1
