"""A browser that translates pages by itself changes none of Kader's: Streamlit could not draw a changed page any further."""

import pytest
from playwright.sync_api import Browser, expect

from framework.deck import Deck
from framework.text import Lang
from pages.ui import nav
from tests.browser.app_user import Newcomer
from tests.support.app_process import KaderServer
from tests.support.server_database import seeded

WRAP = """() => {
  document.documentElement.lang = "de";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  found.filter(n => n.data.trim() && !/SCRIPT|STYLE|TEXTAREA/.test(n.parentNode.tagName) && !n.parentNode.closest("[translate=no],.notranslate"))
    .forEach(n => { const a = document.createElement("font"), b = document.createElement("font"); b.textContent = n.data; a.append(b); n.replaceWith(a); });
}"""
"""What Chrome's translation does with a page: it puts each text into two elements of its own."""


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_page_survives_the_browsers_translation(
    browser: Browser, server: KaderServer, real_deck: Deck, lang: Lang
) -> None:
    newcomer = Newcomer.at(browser, server.url, real_deck, lang, 1280)
    page = newcomer.page
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on(
        "console", lambda said: broken.append(said.text) if said.type == "error" and "NotFound" in said.text else None
    )
    workshop = seeded(server, lang)
    newcomer.visit("inventory", w=workshop)
    for step in ("law_check", "principles", "inventory"):
        page.evaluate(WRAP)
        link = page.get_by_test_id("stSidebar").get_by_role("link", name=newcomer.t(nav.spec_of(step).title))
        with newcomer.asking():
            link.first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert broken == []
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.context.close()
