"""A beamer and phones beside a facilitator's screens, each a window of its own, and all that a window was sent unasked."""

from base64 import b64decode
from dataclasses import dataclass
from typing import Any, Literal, Self

from playwright.sync_api import Browser, CDPSession, Locator, Page, Request, expect

from framework.deck import Deck, Letter
from framework.language import Translator, translator
from framework.language.labels import ROLE_NAMES
from framework.text import Lang, other
from tests.support.streamlit_connection import PATIENCE


class Heard:
    """What came in over event streams and websockets, in plain bytes."""

    def __init__(self, page: Page) -> None:
        self.bytes = b""
        self.streams = 0
        """Event streams that are open now; a browser opens six connections to a server, and then waits."""
        page.on("request", lambda request: self._count(request, 1))
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: self._count(request, -1))  # type: ignore[call-overload]
        self._line: CDPSession = page.context.new_cdp_session(page)
        self._line.send("Network.enable")
        self._line.on("Network.eventSourceMessageReceived", self._event)
        self._line.on("Network.webSocketFrameReceived", self._frame)

    def _count(self, request: Request, by: int) -> None:
        if request.resource_type == "eventsource":
            self.streams += by

    def _event(self, sent: dict[str, Any]) -> None:
        self.bytes += sent["data"].encode()

    def _frame(self, sent: dict[str, Any]) -> None:
        frame = sent["response"]
        self.bytes += b64decode(frame["payloadData"]) if frame["opcode"] == 2 else frame["payloadData"].encode()

    def __contains__(self, words: str) -> bool:
        return words.encode() in self.bytes


@dataclass
class Window:
    """Somebody's browser at a page of the room."""

    page: Page
    heard: Heard
    lang: Lang

    @classmethod
    def opened(
        cls, browser: Browser, lang: Lang, size: tuple[int, int], scheme: Literal["light", "dark"] = "light"
    ) -> Self:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="nl-NL" if lang == "nl" else "en-GB",
            color_scheme=scheme,
            has_touch=width < 600,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        return cls(page, Heard(page), lang)

    @property
    def t(self) -> Translator:
        return translator(self.lang)

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words, use_inner_text=True)

    def close(self) -> None:
        self.page.context.close()


class Phone(Window):
    """A participant. Every answer is given as a finger would, and waits until the phone says that it is saved."""

    def join(self, link: str, role: str) -> None:
        self.page.goto(link)
        self.page.get_by_role("button", name=self.t(ROLE_NAMES[role])).click()
        self.page.wait_for_selector("main[data-key]")

    def follows(self, step: str, phase: str) -> None:
        self.page.wait_for_selector(f"main[data-key^='{step}/'][data-key$='/{phase}']")

    def speaks_its_language(self, deck: Deck, step: str) -> None:
        """The dilemma stands there in the phone's own language and nothing of it in the other."""
        scenario = deck.scenario(step)
        assert scenario is not None
        expect(self.page.locator("main h1")).to_have_text(scenario.title[self.lang])
        assert self.page.evaluate("document.documentElement.lang") == self.lang
        words = self.page.locator("main").inner_text()
        foreign = [stance.name[other(self.lang)] for stance in scenario.stances]
        assert [name for name in foreign if name in words] == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"

    @property
    def state(self) -> Locator:
        """Where the phone says how the answer stands."""
        return self.page.locator("main [role=status]")

    def saved(self) -> None:
        expect(self.state).to_have_text(self.t("Saved. You can change it until the round closes."))

    def send(self, button: str, saved: bool = True) -> None:
        self.page.get_by_role("button", name=self.t(button), exact=True).click()
        if saved:
            self.saved()

    def order(self, cards: tuple[int, ...]) -> None:
        for at in cards:
            self.page.locator("[data-card]").nth(at).click()
        self.send("Save my order")

    def vote(self, letter: Letter, reason: str = "", *, objects: bool = False, saved: bool = True) -> None:
        self.page.locator(f"[name=stance][value={letter}]").check()
        self.page.locator("#reason").fill(reason)
        self.page.locator("[name=objection]").set_checked(objects)
        self.send("Save my vote", saved)

    def holds(self, letter: Letter) -> None:
        """This vote is the one on the phone, and it is saved."""
        expect(self.page.locator(f"[name=stance][value={letter}]")).to_be_checked()
        self.saved()

    def consent(self, harm: str = "", safe_if: str = "") -> None:
        if harm:
            self.page.locator("[value=objection]").check()
            self.page.locator("[name^='harm ']").fill(harm)
            self.page.locator("[name^='safe_if ']").fill(safe_if)
        else:
            self.page.locator("[type=radio][value=consent]").check()
        self.send("Save my answer")

    def answer_lines(self, *answers: Literal["object", "no_objection"]) -> None:
        for at, answer in enumerate(answers):
            self.page.locator("main fieldset").nth(at).locator(f"[value={answer}]").check()
        self.send("Save my answers")

    def say(self, word: str) -> None:
        self.page.locator("#word").fill(word)
        self.send("Save my word", saved=False)
        expect(self.state).to_have_text(self.t("Saved. Thank you for taking part."))
