"""A real server and a real browser.

Chromium comes from the system (``apt-get install chromium``, or any Chrome on the PATH); nothing is downloaded. Without it
these tests skip and say so; with KADER_REQUIRE_BROWSER=1 they fail instead.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from framework.deck import Deck
from tests.browser.accessibility import Windows
from tests.support.app_process import KaderServer, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KaderServer]:
    """One server for the tests that leave it running."""
    with running(tmp_path_factory.mktemp("kader")) as started:
        yield started


@pytest.fixture(scope="session")
def windows(browser: Browser, server: KaderServer, real_deck: Deck) -> Iterator[Windows]:
    windows = Windows(browser, server.url, real_deck)
    yield windows
    windows.close()
