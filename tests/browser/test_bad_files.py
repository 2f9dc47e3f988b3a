"""A file that is no archive of ours, chosen in a real browser: its sentence appears, and the page goes on working,
with what was typed there.

Which files there are, and their sentences, is in tests/pages/test_bad_files.py; here is what only a browser does: the upload.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from framework.archive.carriers import LIMIT_MB
from framework.deck import Deck
from framework.errors import ArchiveRefused
from framework.language import error_sentence
from framework.text import Lang
from tests.browser.app_user import Newcomer, key
from tests.support.app_process import KaderServer
from tests.support.foreign_pdf import a_foreign_pdf

MB = 1024 * 1024


@pytest.mark.parametrize(("lang", "width"), [("nl", 390), ("en", 1280)])
def test_a_file_that_cannot_be_opened_says_why(
    browser: Browser, server: KaderServer, real_deck: Deck, tmp_path: Path, lang: Lang, width: int
) -> None:
    newcomer = Newcomer.at(browser, server.url, real_deck, lang, width)
    try:
        newcomer.visit()
        newcomer.type("start.team", "Merk")
        with newcomer.asking():
            newcomer.page.get_by_role("tab").nth(2).click()
        for name, data, refused in (
            ("offerte.pdf", a_foreign_pdf(), ArchiveRefused(reason="other-program")),
            ("groot.json", b'{"format": "kader-workshop"' + b" " * (50 * MB), _too_large()),
            ("charter.json", b'{"format": "kader-workshop", "vers', ArchiveRefused(reason="damaged")),
        ):
            (tmp_path / name).write_bytes(data)
            newcomer.page.locator(key("start.file")).locator("input[type=file]").set_input_files(tmp_path / name)
            expect(newcomer.page.get_by_text(error_sentence(refused, newcomer.t))).to_be_visible()
        with newcomer.asking():
            newcomer.page.get_by_role("tab").nth(0).click()
        expect(newcomer.page.locator(key("start.team")).get_by_role("textbox")).to_have_value("Merk")
        newcomer.click("start.demo")
        newcomer.page.wait_for_url("**/inventory?**")
    finally:
        newcomer.page.context.close()


def _too_large() -> ArchiveRefused:
    return ArchiveRefused(reason="too-large", limit_mb=LIMIT_MB)
