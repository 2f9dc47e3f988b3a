"""The beamer in a real browser: it follows the room by itself, on a wrong clock too, and without a script."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.projector.screen import ProjectedWorkshop
from tests.support.app_process import KaderServer
from tests.support.server_database import beside

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def played(server: KaderServer) -> Iterator[ProjectedWorkshop]:
    """A room in the server's own database, played from another process."""
    with beside(server) as cases:
        yield ProjectedWorkshop(cases)


def test_it_follows_the_room_by_itself(browser: Browser, server: KaderServer, played: ProjectedWorkshop) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    # A clock an hour off changes nothing: seconds are counted from what the server says is left.
    page.clock.set_system_time(datetime.now(UTC) + timedelta(hours=1))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto(f"{server.url}/room/{played.id}?lang=en")
    expect(page.locator("h1")).to_have_text("Answer beforehand, on your own phone")
    played.begin()
    expect(page.locator("h1")).to_have_text("Join with your own phone")
    played.at("S03", "voting")
    played.cases.facilitation.start_timer(played.id, 90)
    expect(page.locator("#timer b")).to_have_text(re.compile(r"1:[12]\d"))
    played.vote("AABB")
    expect(page.locator("#foot")).to_contain_text("4 of 6 have answered")
    played.move("revealed")
    expect(page.locator("figure")).to_have_count(1)
    expect(page.locator("#timer")).to_be_visible()  # the clock of a step goes on through its phases
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "nobody can scroll a beamer"

    for theme in ("light", "dark"):
        page.goto(f"{server.url}/room/{played.id}?lang=en&theme={theme}")
        expect(page.locator("figure")).to_have_count(1)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    page.get_by_role("button", name="Dark or light").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert complaints == []
    assert {address.partition("?")[0] for address in requests if not address.startswith("data:")} == {
        f"{server.url}/room/{played.id}",
        f"{server.url}/room/{played.id}/events",
    }
    context.close()


def test_it_works_without_a_script(browser: Browser, server: KaderServer, played: ProjectedWorkshop) -> None:
    played.begin()
    played.at("S03", "voting")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{server.url}/room/{played.id}?lang=en")
    expect(page.locator("#foot")).to_contain_text("0 of 6 have answered")
    played.vote("AABB")
    expect(page.locator("#foot")).to_contain_text("4 of 6 have answered", timeout=15_000)
    context.close()
