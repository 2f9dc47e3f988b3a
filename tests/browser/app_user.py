"""A newcomer at a real browser: plays a script through the screens, as a person would, in either language and size."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from framework.deck import Deck
from framework.language import Translator, translator
from framework.language.labels import CONFIDENCE_NAMES, EFFECT_NAMES
from framework.law import UNKNOWN, law_book
from framework.law.fact_models import TickList
from framework.law.wording import answer_words
from framework.rehearsal.demonstration import DemonstrationScript, ScriptedActivity, ScriptedAnswer, ScriptedDecision
from framework.text import Lang
from framework.workshop.field_types import TeamPrice
from pages.ui.governance.people import COUNCIL_WORDS, PRIVACY_WORDS
from pages.ui.law.questionnaire import topic_of
from tests.support.streamlit_connection import PATIENCE, Connection

expect.set_options(timeout=PATIENCE)

_OPENED = """(main, folded) => new Promise(done => {
    const clicked = [...main.querySelectorAll(folded)]
    clicked.forEach(summary => summary.click())
    const look = () => clicked.every(one => !one.isConnected || one.parentElement.open)
        ? done(clicked.length) : requestAnimationFrame(look)
    look()
})"""
"""Clicks all that is folded, in one go, so that nothing moves between finding and clicking; tells how much there was."""


_HISTORY = """address => {
    history.pushState({}, "", address)
    dispatchEvent(new PopStateEvent("popstate"))
}"""


def key(name: str) -> str:
    """The class that Streamlit gives the element with this key."""
    return ".st-key-" + re.sub(r"[^A-Za-z0-9_-]", "-", name)


def _size(width: int) -> ViewportSize:
    return {"width": width, "height": 900 if width > 600 else 844}


@dataclass
class Newcomer:
    page: Page
    url: str
    deck: Deck
    lang: Lang
    connection: Connection
    activities: dict[int, str]
    """The id of each activity, by its place in the script."""

    @classmethod
    def at(cls, browser: Browser, url: str, deck: Deck, lang: Lang, width: int) -> Self:
        """A window of its own, at ``width`` pixels."""
        context = browser.new_context(
            viewport=_size(width),
            locale="nl-NL" if lang == "nl" else "en-GB",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        return cls(page, url, deck, lang, Connection.of(page), {})

    def resize(self, width: int) -> None:
        self.page.set_viewport_size(_size(width))

    @property
    def t(self) -> Translator:
        return translator(self.lang)

    @property
    def workshop(self) -> str:
        found = re.search(r"[?&]w=([^&]+)", self.page.url)
        assert found, self.page.url
        return found[1]

    def settle(self) -> None:
        """Waits until the server has answered; only then is what was done on disk."""
        self.connection.settle()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around a thing done that the server must hear of: it is over when the server has heard and answered."""
        asked = self.connection.line.asked + 1
        yield
        self.connection.settle(asked=asked)

    def address(self, path: str = "", **params: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in {"lang": self.lang, **params}.items())
        return f"{self.url}/{path}?{query}"

    def visit(self, path: str = "", **params: str) -> None:
        line = self.connection.lines + 1
        self.page.goto(self.address(path, **params))
        self.connection.settle(line)
        self.page.get_by_role("heading", level=1).wait_for()

    def go_to(self, path: str, **params: str) -> None:
        """As `visit`, but as the browser's own buttons go back and forward: nothing is loaded anew, which takes half a view's
        time. The first time, and where one is already, it is a visit."""
        address = self.address(path, **params)
        if not self.connection.lines or self.page.url == address:
            self.visit(path, **params)
            return
        with self.asking():
            self.page.evaluate(_HISTORY, address)
        self.page.get_by_role("heading", level=1).wait_for()

    def reload(self) -> None:
        line = self.connection.lines + 1
        self.page.reload()
        self.connection.settle(line)

    def looked_at(self) -> str:
        """The activity in the address."""
        expect(self.page).to_have_url(re.compile(r"[?&]a="))
        return self.page.url.split("a=")[1].split("&")[0]

    def click(self, name: str) -> None:
        with self.asking():
            self.page.locator(key(name)).get_by_role("button").first.click()

    def type(self, name: str, words: str) -> None:
        field = self.page.locator(key(name)).locator("input, textarea").first
        if field.input_value() == words:
            return
        if name.startswith("start."):  # in a form nothing is sent before its button
            field.fill(words)
            return
        with self.asking():
            field.fill(words)
            field.blur()

    def choose(self, name: str, words: str) -> None:
        """One option of a control, by its words as they stand on screen; what is chosen already is left alone."""
        option = self.option(name, words)
        if option.get_attribute("aria-checked") == "true" or option.locator("input:checked").count():
            return
        with self.asking():
            option.click()

    def option(self, name: str, words: str) -> Locator:
        place = self.page.locator(key(name))
        option = place.locator("label, button").filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")).first
        option.wait_for()
        return option

    def tick(self, name: str) -> None:
        with self.asking():
            self.page.locator(key(name)).locator("label").first.click()

    def onward(self, title: str, page: str = "") -> None:
        """To the next step, by the link below the page, which is there on every screen size.

        ``page``: its address, where that is not its title in English.
        """
        link = self.page.get_by_test_id("stMain").get_by_role("link", name=self.t("Next: {step}", step=self.t(title)))
        with self.asking():
            link.click()
            self.page.wait_for_url(re.compile(rf"/{page or title.lower().replace(' ', '_').replace('-', '')}\?"))

    def open_fold(self, name: str) -> None:
        """Opens a fold, if it is not open. Only then it is sent what is in it."""
        place = self.page.locator(key(name))
        place.locator("summary").first.wait_for()
        if not place.locator("details").first.evaluate("fold => fold.open"):
            with self.asking():
                place.locator("summary").first.click()

    def unfold_all(self, but: str = "") -> None:
        """Opens all folds on the page but those that match the selector ``but``; what one holds may be sent only then, with
        folds of its own."""
        folded = f"details:not([open]{but and ', ' + but}) > summary"
        main = self.page.get_by_test_id("stMain")
        for _ in range(10):
            expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)
            if not main.evaluate(_OPENED, folded):
                return
            self.settle()  # a click that asks for something has done so when the browser is idle
            self.settle()
        raise AssertionError(f"still folded: {main.locator(folded).all_inner_texts()}")

    # The way through

    def play(self, script: DemonstrationScript) -> None:
        self.begin(script)
        for number, activity in enumerate(script.activities):
            self.describe(number, activity)
        self.onward("Law check")
        for number, activity in enumerate(script.activities):
            self.check_law(number, activity)
        self.onward("Principles")
        self.order(script.principles)
        self.onward("Dilemmas", "scenarios")
        for scenario in script.scenarios:
            self.answer(scenario)
        self.onward("Decisions")
        for decision in script.decisions:
            self.decide(decision)
        for scenario_id in script.red_lines:
            self.draw(scenario_id)
        self.onward("Trade-offs")
        self.onward("How we keep to it", "promises")
        self.promise(script)
        self.onward("Charter")
        self.word(script)
        self.click("charter.keep")
        self.page.get_by_text(self.t("Saved as proposal {version}.", version="0.1")).wait_for()

    def begin(self, script: DemonstrationScript) -> None:
        self.visit()
        self.type("start.organisation", script.organisation[self.lang])
        self.type("start.team", script.team[self.lang])
        self.click("start.begin")
        self.page.wait_for_url(re.compile(r"/inventory\?"))
        for activity in script.activities:
            kind = self.deck.kind(activity.kind)
            assert kind is not None
            self.choose("inventory.kinds", kind.name[self.lang])
        self.click("inventory.add")

    def describe(self, number: int, activity: ScriptedActivity) -> None:
        with self.asking():
            self.page.locator('[class*="st-key-inventory-open-"]').nth(number).get_by_role("button").click()
        at = self.activities[number] = self.looked_at()
        for field, words in (
            ("name", activity.name),
            ("supplier", activity.supplier),
            ("owner", activity.owner),
            ("purpose", activity.purpose),
        ):
            self.type(f"activity.{at}.{field}", words[self.lang])
        self.click(f"inventory.close.{at}")
        expect(self.page.locator(key(f"inventory.close.{at}"))).to_have_count(0)
        expect(self.page).not_to_have_url(re.compile(r"[?&]a="))

    def check_law(self, number: int, activity: ScriptedActivity) -> None:
        at = self.activities[number]
        self.page.locator(key("law.activities")).get_by_role("button").first.click()
        names = self.page.locator(key("law.open")).locator("label").filter(has=self.page.locator("input"))
        names.first.wait_for()
        name = names.nth(
            names.count() - len(self.activities) + number
        )  # what is asked once stands above the activities
        if not name.locator("input:checked").count():
            with self.asking():
                name.click()
        self.page.keyboard.press("Escape")
        expect(self.page.locator(key("law.open"))).to_have_count(0)
        expect(self.page).to_have_url(re.compile(rf"[?&]a={at}(&|$)"))
        book = law_book()
        lists = {line.fact: tick_list for tick_list in book.tick_lists for line in tick_list.line}
        ticked: set[str] = set()
        for fact_id, value in activity.facts.items():
            fact = book.fact(fact_id)
            assert fact is not None
            if fact_id in ticked:
                continue
            self.unfold(topic_of(fact))
            different = self.page.locator(key(f"law.different.{fact_id}")).get_by_role("button")
            if different.count():  # asked of the team or a supplier; what the script says holds here alone
                different.first.click()
            if fact_id in lists and self.page.locator(key(f"tick.{at}.{fact_id}")).count():
                ticked |= self.answer_list(at, lists[fact_id], activity.facts)
            else:
                self.choose(f"fact.{at}.{fact_id}", answer_words(book, fact_id, value, self.t))

    def answer_list(self, at: str, tick_list: TickList, facts: Mapping[str, str]) -> set[str]:
        """Ticks what the script says and answers the rest with one press; returns the facts that were answered."""
        shown = [line for line in tick_list.line if self.page.locator(key(f"tick.{at}.{line.fact}")).count()]
        said = {line.fact: facts[line.fact] for line in shown if line.fact in facts}
        if UNKNOWN in said.values():
            self.click(f"law.rest.{tick_list.id}.unknown")
        for line in shown:
            value = said.get(line.fact, UNKNOWN)
            if value not in (line.unticked, UNKNOWN):
                self.tick_line(at, line.fact, value)
            elif value == line.unticked and UNKNOWN in said.values():
                other = next(one for one in self.answers_of(line.fact) if one != value)
                self.tick_line(at, line.fact, other)
                self.tick(f"tick.{at}.{line.fact}")
        rest = self.page.locator(key(f"law.rest.{tick_list.id}.none"))
        if UNKNOWN not in said.values() and rest.count():
            self.click(f"law.rest.{tick_list.id}.none")
        return set(said)

    def tick_line(self, at: str, fact_id: str, value: str) -> None:
        """Ticks a line, if it is not, and says which of several answers it is."""
        if not self.page.locator(key(f"tick.{at}.{fact_id}")).locator("input:checked").count():
            self.tick(f"tick.{at}.{fact_id}")
        if len(self.answers_of(fact_id)) > 2 or value not in ("yes", "no"):
            self.choose(f"fact.{at}.{fact_id}", answer_words(law_book(), fact_id, value, self.t))

    def answers_of(self, fact_id: str) -> tuple[str, ...]:
        fact = law_book().fact(fact_id)
        assert fact is not None
        return fact.answers

    def unfold(self, topic: str) -> None:
        """Opens a topic of the law check, which folds the one that was open."""
        step = self.page.locator(key(f"law.topic.{topic}"))
        step.locator("summary").first.wait_for()
        if not step.locator("details[open]").count():
            with self.asking():
                step.locator("summary").first.click()

    def order(self, cards: tuple[str, ...]) -> None:
        names = {card.id: card.name[self.lang] for card in self.deck.cards}
        for card in cards:
            self.choose("principles.chosen", names[card])
            self.click(f"card.in.{card}")

    def answer(self, played: ScriptedAnswer) -> None:
        self.visit("scenarios", w=self.workshop, s=played.scenario)
        place = self.page.locator(f'[class*="st-key-ballot-{played.scenario}-"][class*="-stance"]')
        letters = ("A", "B", "C", "D", "E")
        with self.asking():
            place.locator("label").filter(has=self.page.locator("input")).nth(letters.index(played.stance)).click()
        stem = re.search(rf"st-key-(ballot-{played.scenario}-\S+)-stance", place.first.get_attribute("class") or "")
        assert stem
        self.choose(f"{stem[1]}-confidence", self.t(CONFIDENCE_NAMES[played.confidence]))
        practice = self.t("don’t know") if played.practice == "unknown" else played.practice
        self.choose(f"{stem[1]}-practice", practice)
        self.type(f"{stem[1]}-reason", played.reason[self.lang])
        if played.objection:
            self.tick(f"{stem[1]}-objection")

    def decide(self, played: ScriptedDecision) -> None:
        self.visit("decisions", w=self.workshop, s=played.scenario)
        place = self.page.locator(f'[class*="st-key-{played.scenario}-"][class*="-owner"]')
        found = re.search(rf"st-key-({played.scenario}-\S+)-owner", place.first.get_attribute("class") or "")
        assert found
        stem = found[1]
        self.type(f"{stem}-owner", played.owner[self.lang])
        for field, words in (
            ("exception", played.exception_role),
            ("objector", played.objector),
            ("dissent", played.dissent),
        ):
            if words is not None:
                self.type(f"{stem}-{field}", words[self.lang])
        if played.dissent is None:
            self.tick(f"{stem}-none")
        numbers = self.page.locator(key(f"{stem}-numbers"))
        if numbers.count():
            self.click(f"{stem}-numbers")
            expect(numbers).to_have_count(0)
        if played.price is not None:
            self.price(stem, played.price.in_lang(self.lang))
        if played.closed:
            self.click(f"{stem}-close")
            expect(self.page.locator(key(f"{stem}-reopen"))).to_be_visible()

    def price(self, stem: str, price: TeamPrice) -> None:
        """The team's own price: a sentence, and the figures behind a press."""
        self.type(f"{stem}-price", price.sentence)
        self.click(f"{stem}-figures")
        for field, amount in (("hours", price.hours_per_month), ("euros", price.euros_per_month)):
            if amount is not None:
                self.type(f"{stem}-{field}", str(amount))
        for field, effect in (("reach", price.reach), ("conversion", price.conversion)):
            if effect is not None:
                self.choose(f"{stem}-{field}", self.t(EFFECT_NAMES[effect]))
        self.page.keyboard.press("Escape")

    def draw(self, scenario_id: str) -> None:
        from framework.workshop.rule_grammar import never_sentence

        scenario = self.deck.scenario(scenario_id)
        assert scenario is not None
        self.open_fold("redline.more")
        more = self.page.locator(key("redline.more"))
        sentence = never_sentence(scenario.red_line[self.lang], self.lang)
        with self.asking():
            more.locator("label").filter(has_text=sentence).click()
        self.click("redline.draw")

    def promise(self, script: DemonstrationScript) -> None:
        """Whom the charter names, and what the team promises."""
        self.open_fold("promises.people")
        texts = script.texts
        for field, words in (
            ("sponsor.name", texts.sponsor),
            ("sponsor.function", texts.sponsor_function[self.lang]),
            ("owner", texts.owner[self.lang]),
            ("incident", texts.incident_contact[self.lang]),
            ("contact", texts.contact[self.lang]),
        ):
            self.type(f"people.{field}", words)
        if texts.privacy_role and texts.advice and texts.followed:
            self.choose("people.privacy.kind", self.t(PRIVACY_WORDS["dpo"]))
            self.type("people.privacy.role", texts.privacy_role[self.lang])
            self.type("people.privacy.advice", texts.advice[self.lang])
            self.type("people.privacy.followed", texts.followed[self.lang])
        if texts.works_council and texts.works_council_note:
            self.choose("people.council.state", self.t(COUNCIL_WORDS[texts.works_council]))
            self.type("people.council.note", texts.works_council_note[self.lang])
        for topic in script.promises:
            self.open_fold(f"promises.{topic.topic}")
            for promise in topic.made:
                self.tick(f"promise.{promise}")
            self.click(f"promises.rest.{topic.topic}.{topic.rest}")

    def word(self, script: DemonstrationScript) -> None:
        self.open_fold("charter.words")
        self.type("charter.why", script.texts.why[self.lang])

    def download(self, kind: str, to: Path) -> Path:
        """A file of the charter page's menu, which stays open for the next one."""
        button = self.page.locator(key(f"charter.download.{kind}")).get_by_role("button")
        if not button.count():
            self.click("charter.downloads")
        expect(button).to_have_count(1)  # while the page is drawn anew there can be an old one beside the new one
        with self.page.expect_download() as waiting:
            button.click()
        path = to / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path
