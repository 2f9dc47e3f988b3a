"""``field_focus.js``: a press that leads to a field puts the cursor into it, also where the field appears or is drawn anew later."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.server.streamlit_patches import frontend_words

SCRIPT = Path(frontend_words.__file__).with_name("field_focus.js").read_text(encoding="utf-8")
FIELD = '<div class="st-key-people-owner"><label>Owner<input></label></div>'
PAGE = f"<html><body><div style='height:3000px'>Above</div><main></main><script>{SCRIPT}</script></body></html>"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    opened.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    yield opened
    opened.close()


def draw(page: Page) -> None:
    page.evaluate("(field) => { document.querySelector('main').innerHTML = field }", FIELD)


def test_the_field_that_the_address_names_gets_the_cursor_once_it_is_drawn(page: Page) -> None:
    page.goto("http://kader.test/promises?at=people.owner")
    draw(page)
    expect(page.locator("input")).to_be_focused()
    expect(page.locator("input")).to_be_in_viewport()


def test_so_does_one_that_a_press_leads_to_without_a_page_load(page: Page) -> None:
    page.goto("http://kader.test/charter")
    draw(page)
    expect(page.locator("input")).not_to_be_focused()
    page.evaluate("history.pushState({}, '', '/promises?at=people.owner')")
    expect(page.locator("input")).to_be_focused()


def test_a_field_that_is_drawn_anew_keeps_it_and_one_that_somebody_left_does_not(page: Page) -> None:
    page.goto("http://kader.test/promises?at=people.owner")
    draw(page)
    expect(page.locator("input")).to_be_focused()
    draw(page)
    expect(page.locator("input")).to_be_focused()
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<textarea></textarea>')")
    page.locator("textarea").focus()
    page.wait_for_timeout(2600)
    expect(page.locator("textarea")).to_be_focused()


def test_it_goes_with_the_script_that_every_page_asks_for() -> None:
    assert "field_focus" in frontend_words.SENT_ALONG
