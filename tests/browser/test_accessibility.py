"""axe finds nothing against WCAG 2.2 AA on any page, in either language, on a laptop and a phone, in light and dark.

Not the full product of pages and variants, but each view in two variants that have nothing in common: so every view is seen in
both languages, at both widths and in both schemes; and every pair of variants occurs over the views together.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from framework.deck.draft_folders import Drafts
from framework.rehearsal.demonstration import demonstration_script
from framework.settings import Settings
from framework.text import Lang
from framework.workshop.agenda import agenda
from framework.workshop.models import WorkshopState
from tests.browser.accessibility import HALF, Variant, Windows, drawn_in, findings
from tests.browser.app_user import Newcomer
from tests.support.app_process import KaderServer
from tests.support.server_database import seeded, stored

OWN_DECK = "ours"


@dataclass(frozen=True)
class View:
    """A page with something to look at: ``at`` gives the address, ``opened`` what is done there first."""

    name: str
    page: str
    at: Callable[[WorkshopState], dict[str, str]] = lambda _: {}
    opened: Callable[[Newcomer], None] = lambda _: None


def _first_activity(state: WorkshopState) -> dict[str, str]:
    return {"a": state.activities[0].id}


def _ground_rules(state: WorkshopState) -> dict[str, str]:
    return {"a": state.activities[1].id, "p": "rights"}


def _summary(state: WorkshopState) -> dict[str, str]:
    return {"a": state.activities[0].id, "p": "summary"}


def _unanswered(state: WorkshopState) -> dict[str, str]:
    answered = {ballot.scenario for ballot in state.ballots if ballot.stance}
    return {"s": next(item.scenario.id for item in agenda(state) if item.scenario.id not in answered)}


def _answered(_: WorkshopState) -> dict[str, str]:
    return {"s": demonstration_script().scenarios[0].scenario}


def _all_folded(newcomer: Newcomer) -> None:
    """Opens what is folded away, so that it is looked at too; of the topics of the law check only one is ever open."""
    newcomer.unfold_all(but='[class*="st-key-law-topic"] *')


def _charts(newcomer: Newcomer) -> None:
    newcomer.unfold_all()
    expect(newcomer.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(newcomer.page.locator(".js-plotly-plot")).to_have_count(3)


def _leaf(number: int) -> Callable[[Newcomer], None]:
    """Turns to a tab, which is sent only then."""

    def turn(newcomer: Newcomer) -> None:
        with newcomer.asking():
            newcomer.page.get_by_role("tab").nth(number).click()

    return turn


def _an_incident(newcomer: Newcomer) -> None:
    """The first kind of entry, whose form is the longest."""
    with newcomer.asking():
        newcomer.page.locator('[class*="st-key-log-new-kind"]').get_by_role("radio").first.click()
    newcomer.page.mouse.move(0, 0)  # as below
    newcomer.page.wait_for_timeout(400)


def _weights(newcomer: Newcomer) -> None:
    newcomer.page.get_by_text(newcomer.t("Weights"), exact=True).click()
    newcomer.settle()
    newcomer.page.mouse.move(0, 0)  # the colour under the pointer fades in and out
    newcomer.page.wait_for_timeout(400)


VIEWS = (
    View("start", "start"),
    View("start-workshops", "start", opened=_leaf(1)),
    View("start-file", "start", opened=_leaf(2)),
    View("inventory", "inventory", opened=_all_folded),
    View("inventory-opened", "inventory", _first_activity),
    View("law-check", "law_check", _first_activity),
    View("law-check-summary", "law_check", _summary, _all_folded),
    View("law-overview", "law_overview", opened=_all_folded),
    View("law-time-line", "law_overview", lambda _: {"v": "timeline"}, _all_folded),
    View("law-on-a-date", "law_overview", lambda _: {"v": "date", "d": "2028-08-02"}, _all_folded),
    View("law-check-ground-rules", "law_check", _ground_rules),
    View("principles", "principles", opened=_all_folded),
    View("scenario-before-the-answer", "scenarios", _unanswered),
    View("scenario-after-the-answer", "scenarios", _answered, _all_folded),
    View("decisions", "decisions", _answered, _all_folded),
    View("trade-offs", "tradeoffs", opened=_charts),
    View("how-we-keep-to-it", "promises", opened=_all_folded),
    View("charter", "charter", opened=_all_folded),
    View("actions", "actions", opened=_all_folded),
    View("logbook", "logbook", opened=_an_incident),
    View("training", "logbook", opened=_leaf(1)),
    View("own-decks", "deck"),
    View("own-deck-card", "deck", lambda _: {"d": OWN_DECK, "f": "principles/respect.toml"}),
    View("own-deck-scenario", "deck", lambda _: {"d": OWN_DECK, "f": "scenarios/S01.toml"}, _weights),
)
CASES = [
    pytest.param(view, variant, id=f"{view.name}-{variant}")
    for number, view in enumerate(VIEWS)
    for variant in (HALF[number % len(HALF)], HALF[number % len(HALF)].opposite)
]


@pytest.fixture(scope="module")
def workshops(server: KaderServer) -> dict[Lang, str]:
    Drafts(Settings.in_folder(server.data).drafts).create(OWN_DECK)
    return {"nl": seeded(server, "nl"), "en": seeded(server, "en")}


@pytest.mark.parametrize(("view", "variant"), CASES)
def test_axe_finds_nothing(
    windows: Windows,
    workshops: dict[Lang, str],
    server: KaderServer,
    view: View,
    variant: Variant,
) -> None:
    newcomer = windows(variant)
    workshop = workshops[variant.lang]
    if view.page == "start":
        newcomer.visit()
    else:
        newcomer.go_to(view.page, w=workshop, **view.at(stored(server, workshop)))
    assert drawn_in(newcomer.page) == variant.scheme
    view.opened(newcomer)
    assert findings(newcomer.page) == []
    width = newcomer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert width == 0, "the page can be scrolled sideways"


def test_axe_would_find_something(windows: Windows, workshops: dict[Lang, str]) -> None:
    """axe runs at all under the page's content policy, and sees its colours."""
    newcomer = windows(HALF[0])
    newcomer.visit("inventory", w=workshops["nl"])
    newcomer.page.locator("h1").evaluate("heading => { heading.style.color = '#ddd' }")
    assert any(line.startswith("color-contrast") for line in findings(newcomer.page))
