"""The console in a real browser: it follows the room by itself, and the room's network opens from the page."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from framework.settings import Settings
from framework.store import open_store
from pages.server.join_addresses import own_addresses
from tests.support.any_actor import any_actor
from tests.support.app_process import KaderServer, running
from tests.support.room import LiveWorkshop
from tests.support.wait import until


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[KaderServer, LiveWorkshop]]:
    """A server and, in another process on the same database, the people in its room."""
    monkeypatch.setenv("KADER_DATA", str(tmp_path))
    open_store(Settings.in_folder(tmp_path)).close()
    with running(tmp_path) as server:
        yield server, LiveWorkshop(any_actor(), lang="en", people=5)
    any_actor().context.store.close()


def opened(browser: Browser, server: KaderServer, page: str, workshop: str) -> Page:
    tab = browser.new_page(viewport={"width": 1280, "height": 860})
    tab.goto(f"{server.url}/{page}?lang=en&w={workshop}")
    expect(tab.get_by_role("heading", level=1).first).to_be_visible(timeout=30_000)
    return tab


def test_votes_and_a_colleagues_click_arrive_without_a_reload(
    browser: Browser, room: tuple[KaderServer, LiveWorkshop]
) -> None:
    server, people = room
    people.begin("S03", "voting")
    one, two = (opened(browser, server, "console", people.id) for _ in range(2))
    expect(one.get_by_text("0 of 5")).to_be_visible()
    people.vote("BBCC")
    expect(one.get_by_text("4 of 5")).to_be_visible(timeout=10_000)
    one.keyboard.press("n")  # reveal, and not everybody has voted
    expect(one.get_by_text("4 of 5 have answered.")).to_be_visible(timeout=10_000)
    assert people.room.phase == "voting"
    one.get_by_role("button", name="Reveal now").click()
    expect(two.get_by_role("button", name=re.compile("Open the second vote"))).to_be_visible(timeout=10_000)
    for tab in (one, two):
        tab.close()


def test_what_two_people_type_into_one_field_is_never_lost(
    browser: Browser, room: tuple[KaderServer, LiveWorkshop]
) -> None:
    """The second is typing when the first one's text arrives. Their browser keeps what they type, and does not show the other."""
    server, people = room
    people.begin("S03", "voting")
    people.vote("CCCCC")
    people.move("revealed")
    decision = people.draft_rule()
    one, two = (opened(browser, server, "console", people.id) for _ in range(2))
    label = "What do they say? (goes into the charter)"
    for tab in (one, two):
        tab.get_by_text("Words, check and dissent").click()
        expect(tab.get_by_label(label)).to_be_visible(timeout=30_000)
    two.get_by_label(label).press_sequentially("it takes too long")
    one.get_by_label(label).fill("it costs us sales")
    one.get_by_label("Check: what do you look at, and how often?").click()
    for _ in range(60):
        if people.decision(decision).dissent:
            break
        one.wait_for_timeout(500)
    two.wait_for_timeout(5_000)  # the change arrives meanwhile
    two.get_by_label("Check: what do you look at, and how often?").click()
    expect(two.get_by_text("Two windows changed")).to_be_visible(timeout=30_000)
    assert people.decision(decision).dissent == "it costs us sales"
    expect(two.get_by_text("it takes too long").first).to_be_visible()
    two.get_by_role("button", name="Replace it with mine").click()
    expect(two.get_by_text("Two windows changed")).to_be_hidden(timeout=30_000)
    assert people.decision(decision).dissent == "it takes too long"
    for tab in (one, two):
        tab.close()


def test_it_holds_one_stream_however_often_the_room_moves(
    browser: Browser, room: tuple[KaderServer, LiveWorkshop]
) -> None:
    """A browser opens six connections to a server; a console that kept more streams would load nothing any more. Each phase
    begins at the top of the page."""
    server, people = room
    people.begin("S03")
    tab = browser.new_page(viewport={"width": 1280, "height": 860})
    tab.add_init_script(
        "const Source = EventSource; window.sources = []; window.EventSource = class extends Source"
        " { constructor(address) { super(address); window.sources.push(this) } }"
    )
    tab.goto(f"{server.url}/console?lang=en&w={people.id}")
    for phase, words in (
        ("voting", "silent vote"),
        ("revealed", "revealed: discussion"),
        ("second_voting", "second silent vote"),
        ("second_revealed", "second vote revealed"),
    ):
        tab.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 400)")
        people.cases.facilitation.move_to_phase(people.id, people.room.version, phase)  # type: ignore[arg-type]
        expect(tab.get_by_text(f"· {words}")).to_be_visible(timeout=30_000)
        # Asked from here: a condition that waits inside the page is evaluated as text, which the content policy refuses.
        until(lambda: tab.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0)
    until(lambda: tab.evaluate("sources.filter(one => one.readyState !== EventSource.CLOSED).length") == 1)
    tab.close()


def test_the_network_is_opened_to_phones_and_closed_again(
    browser: Browser, room: tuple[KaderServer, LiveWorkshop]
) -> None:
    server, people = room
    if not own_addresses():
        pytest.skip("this machine is on no network")
    tab = opened(browser, server, "prepare", people.id)
    tab.get_by_role("button", name="Open for phones").click()
    expect(tab.get_by_role("button", name="Close for phones")).to_be_visible(timeout=15_000)
    where = re.search(r"http://[^/\s]+", tab.get_by_text(re.compile(f"/j/{people.room.code}")).first.inner_text())
    assert where is not None
    assert "127.0.0.1" not in where[0]
    with urllib.request.urlopen(f"{where[0]}/healthz", timeout=5) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{where[0]}/console?w={people.id}", timeout=5)
    assert refused.value.code == 401, "only the phone's pages are open to the room"
    refused.value.close()  # or its socket complains of it in whatever test comes after
    tab.get_by_role("button", name="Close for phones").click()
    expect(tab.get_by_role("button", name="Open for phones")).to_be_visible(timeout=15_000)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{where[0]}/healthz", timeout=2)
    tab.close()
