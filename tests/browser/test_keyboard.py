"""By keyboard alone: the order of one's five cards, and a stance."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from framework.deck import Deck
from framework.rehearsal.demonstration import demonstration_script
from framework.workshop.agenda import agenda_item, ballot_of, ranking_of
from tests.browser.app_user import Newcomer, key
from tests.support.app_process import KaderServer
from tests.support.server_database import before_the_scenarios, seeded, stored
from tests.support.wait import until

TABS_AT_MOST = 60
"""Stops from one part of a page to the next; a way that is longer is no way."""


@pytest.fixture
def newcomer(browser: Browser, server: KaderServer, real_deck: Deck) -> Iterator[Newcomer]:
    newcomer = Newcomer.at(browser, server.url, real_deck, "nl", 1280)
    yield newcomer
    newcomer.page.context.close()


def own_order(server: KaderServer, workshop: str) -> tuple[str, ...]:
    state = stored(server, workshop)
    return ranking_of(state, state.seats[0].id)


def in_focus(page: Page, place: str) -> bool:
    """Whether the focus is on something in ``place``, a selector."""
    return bool(page.evaluate("place => !!document.activeElement.closest(place)", place))


def tab_to(page: Page, place: str) -> None:
    """Tab by Tab to ``place``, a selector; what is disabled or cannot be reached fails."""
    for _ in range(TABS_AT_MOST):
        if in_focus(page, place):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{place} was not reached in {TABS_AT_MOST} stops")


def press(newcomer: Newcomer, place: str, pressed: str = "Enter") -> None:
    tab_to(newcomer.page, place)
    with newcomer.asking():
        newcomer.page.keyboard.press(pressed)


def test_five_cards_are_ordered_by_keyboard_alone(newcomer: Newcomer, server: KaderServer, real_deck: Deck) -> None:
    script = before_the_scenarios().model_copy(update={"principles": ()})
    workshop = seeded(server, "nl", script)
    newcomer.visit("principles", w=workshop)
    five = [card.id for card in real_deck.cards[:5]]
    for card in five:
        press(newcomer, key(f"card.in.{card}"))
        press(newcomer, key("card.next"))
    assert own_order(server, workshop) == tuple(five)

    tab_to(newcomer.page, key("five.chosen"))
    for _ in range(4):
        press(newcomer, key("five.chosen"), "ArrowDown")
    up = key("five.up")
    for _ in range(2):
        press(newcomer, up)
        # Whoever moves a card twice need not look for the button again. A busy browser draws it a moment after the answer.
        until(lambda: newcomer.page.evaluate("place => !!document.activeElement?.closest(place)", up))
    for _ in range(2):
        press(newcomer, key("five.chosen"), "ArrowUp")
    press(newcomer, key("five.out"), "Space")
    assert own_order(server, workshop) == (five[1], five[4], five[2], five[3])


def test_a_stance_is_taken_by_keyboard_alone(newcomer: Newcomer, server: KaderServer) -> None:
    workshop = seeded(server, "nl", before_the_scenarios())
    played = demonstration_script().scenarios[0]
    newcomer.visit("scenarios", w=workshop, s=played.scenario)
    ballot = f'[class*="st-key-ballot-{played.scenario}-"]'
    stance = f'{ballot}[class*="-stance"]'
    press(newcomer, stance, "Space")
    for _ in range("ABCDE".index(played.stance)):
        press(newcomer, stance, "ArrowDown")
    press(newcomer, f'{ballot}[class*="-confidence"]', "Enter")
    tab_to(newcomer.page, f'{ballot}[class*="-reason"]')
    with newcomer.asking():
        newcomer.page.keyboard.type(played.reason["nl"])
        newcomer.page.keyboard.press("Enter")
    tab_to(newcomer.page, f'{ballot}[class*="-objection"]')
    with newcomer.asking():
        newcomer.page.keyboard.press("Space")

    state = stored(server, workshop)
    item = agenda_item(state, played.scenario)
    assert item is not None
    kept = ballot_of(state, state.seats[0].id, item)
    assert kept is not None
    assert (kept.stance, kept.reason, kept.objection) == (played.stance, played.reason["nl"], True)
    assert kept.confidence == "unsure"
