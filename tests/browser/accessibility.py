"""Ways to look at a page: in which language, how wide, how dark; and what axe holds against it then."""

from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from framework.deck import Deck
from framework.text import Lang
from tests.browser.app_user import Newcomer

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class Variant:
    lang: Lang
    width: int
    scheme: Literal["light", "dark"]

    @property
    def opposite(self) -> "Variant":
        return Variant(
            "en" if self.lang == "nl" else "nl",
            390 if self.width == 1280 else 1280,
            "dark" if self.scheme == "light" else "light",
        )

    def __str__(self) -> str:
        return f"{self.lang}-{self.width}-{self.scheme}"


HALF = (
    Variant("nl", 1280, "light"),
    Variant("nl", 390, "dark"),
    Variant("en", 1280, "dark"),
    Variant("en", 390, "light"),
)
"""One of each two opposites."""


class Windows:
    """A window per language and scheme, in turn as wide as is asked for: a new one would load everything anew."""

    def __init__(self, browser: Browser, url: str, deck: Deck) -> None:
        self._opened: dict[tuple[Lang, str], Newcomer] = {}
        self._open = lambda lang: Newcomer.at(browser, url, deck, lang, 1280)

    def __call__(self, variant: Variant) -> Newcomer:
        """To be visited next."""
        opened = self._opened.get((variant.lang, variant.scheme))
        if opened is None:
            opened = self._opened[variant.lang, variant.scheme] = self._open(variant.lang)
            # axe looks at a page at rest, and drawing what moves takes a seventh of the processor's time.
            opened.page.emulate_media(color_scheme=variant.scheme, reduced_motion="reduce")
        opened.resize(variant.width)
        return opened

    def close(self) -> None:
        for newcomer in self._opened.values():
            newcomer.page.context.close()


def drawn_in(page: Page) -> str:
    """``light`` or ``dark``: how the page was really drawn."""
    return str(page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).colorScheme"))


_AT_REST = """() => Promise.all(
    document.getAnimations()
        .filter(one => Number.isFinite(one.effect?.getComputedTiming().endTime))
        .map(one => one.finished.catch(() => {}))
)"""
"""A fold that is still opening covers half of a button, which is then too small."""


def findings(page: Page) -> list[str]:
    """What axe holds against the page, each as a line. Nothing is excused, Streamlit's own parts neither."""
    page.evaluate(_AT_REST)
    if not page.evaluate("() => 'axe' in window"):  # a page that was not loaded anew has it still
        page.evaluate(Axe().axe_script)
    # Only what is asserted leaves the browser: Playwright checks every field of an answer in Python.
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {"runOnly": WCAG_22_AA, "resultTypes": ["violations"]},
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['target'][0]} {node['html'][:160]}"
        for violation in violations
        for node in violation["nodes"]
    ]
