"""The server's process is killed in the middle of the scenarios: whatever the screen had acknowledged is there afterwards."""

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from framework.deck import Deck
from framework.rehearsal.demonstration import ScriptedAnswer, demonstration_script
from framework.workshop.agenda import agenda_item, ballot_of, practice_of
from framework.workshop.models import WorkshopState
from tests.browser.app_user import Newcomer
from tests.support.app_process import running, start_server
from tests.support.server_database import before_the_scenarios, seeded, stored

ANSWERED = 3
"""Scenarios answered before the cut; the last of them is on screen when it comes."""


def answers_stored(state: WorkshopState, played: ScriptedAnswer) -> tuple[object, ...]:
    item = agenda_item(state, played.scenario)
    assert item is not None
    seat = state.seats[0].id
    ballot = ballot_of(state, seat, item)
    assert ballot is not None
    practice = practice_of(state, seat, played.scenario, item.activity.id)
    return ballot.stance, ballot.confidence, practice, ballot.reason, ballot.objection


def answers_given(played: ScriptedAnswer) -> tuple[object, ...]:
    return played.stance, played.confidence, played.practice, played.reason["nl"], played.objection


def expect_on_screen(newcomer: Newcomer, played: ScriptedAnswer) -> None:
    """The answers of ``played``, as somebody who looks at the open page sees them."""
    page = newcomer.page
    ballot = f'[class*="st-key-ballot-{played.scenario}-"]'
    expect(page.locator(f'{ballot}[class*="-stance"]').get_by_role("radio", checked=True)).to_have_count(1)
    chosen = page.locator(f'{ballot}[class*="-stance"] label').filter(has=page.locator("input:checked"))
    expect(chosen).to_have_text(re.compile(rf"^\s*{played.stance} ·"))
    practice = newcomer.t("don’t know") if played.practice == "unknown" else played.practice
    expect(page.locator(f'{ballot}[class*="-practice"] [aria-checked="true"]')).to_have_text(practice)
    expect(page.locator(f'{ballot}[class*="-reason"] input')).to_have_value(played.reason["nl"])
    expect(page.locator(f'{ballot}[class*="-objection"] input')).to_be_checked(checked=played.objection)


def test_a_killed_server_loses_no_acknowledged_answer(browser: Browser, real_deck: Deck, tmp_path: Path) -> None:
    first, *between, last, fresh = demonstration_script().scenarios[: ANSWERED + 1]
    with running(tmp_path / "kader") as server:
        workshop = seeded(server, "nl", before_the_scenarios())
        newcomer = Newcomer.at(browser, server.url, real_deck, "nl", 1280)
        newcomer.visit("scenarios", w=workshop)
        for played in (first, *between, last):
            newcomer.answer(played)
        line = newcomer.connection.lines
        server.kill()

        after = stored(server, workshop)
        for played in (first, *between, last):
            assert answers_stored(after, played) == answers_given(played)
        said = newcomer.page.get_by_role("dialog")  # in Dutch and about Kader, not about the library below it
        expect(said).to_contain_text("Alles wat was opgeslagen, staat er nog.", timeout=20_000)
        expect(said).not_to_contain_text("Streamlit")

        again = start_server(server.data, int(server.url.rsplit(":", 1)[1]))
        server.process = again.process  # the one to end afterwards
        newcomer.connection.settle(line + 1)  # the page that stayed open finds the new process by itself
        expect(said).to_be_hidden()
        expect_on_screen(newcomer, last)
        newcomer.click("scenario.previous")  # and what is done there first is not lost
        expect(newcomer.page).not_to_have_url(re.compile(f"s={last.scenario}"))
        newcomer.page.go_back()
        newcomer.connection.settle()
        expect_on_screen(newcomer, last)
        newcomer.reload()
        expect_on_screen(newcomer, last)
        for played in (first, *between):
            newcomer.visit("scenarios", w=workshop, s=played.scenario)
            expect_on_screen(newcomer, played)
        newcomer.answer(fresh)
        assert answers_stored(stored(server, workshop), fresh) == answers_given(fresh)
        newcomer.page.context.close()
