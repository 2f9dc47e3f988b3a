"""A facilitator at a real browser: prepares, steers, decides and exports, all by the screens."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from framework.deck import Letter, Scenario
from framework.language.labels import STEP_NAMES
from framework.workshop.rule_grammar import never_sentence
from pages.ui import nav
from tests.browser.app_user import Newcomer, key


@dataclass
class Facilitator(Newcomer):
    @property
    def main(self) -> Locator:
        return self.page.get_by_test_id("stMain")

    def card(self, scenario_id: str) -> Scenario:
        scenario = self.deck.scenario(scenario_id)
        assert scenario is not None
        return scenario

    def menu(self, page: str) -> None:
        """To another page, by the menu."""
        link = self.page.get_by_test_id("stSidebar").get_by_role("link", name=self.t(nav.spec_of(page).title))
        with self.asking():
            link.first.click()
            self.page.wait_for_url(re.compile(rf"/{page}\?"))
        self.page.get_by_role("heading", level=1).wait_for()

    def prepare(self, kinds: tuple[str, ...], scenarios: tuple[str, ...]) -> str:
        """A workshop about these activities and dilemmas; returns the address that phones are given."""
        self.visit()
        self.type("start.live.organisation", "Waterkers")
        self.type("start.live.team", "Marketing")
        self.click("start.live.begin")
        self.page.wait_for_url(re.compile(r"/prepare\?"))
        self.menu("inventory")
        for kind in kinds:
            known = self.deck.kind(kind)
            assert known is not None
            self.choose("inventory.kinds", known.name[self.lang])
        self.click("inventory.add")
        self.menu("prepare")
        self.page.locator(key("plan.in")).wait_for()
        if (rest := self.page.locator(key("plan.all"))).count():
            with self.asking():
                rest.locator("label").click()
        for scenario in scenarios:
            self.pick("plan.proposal", self.card(scenario).title[self.lang])
            self.click("plan.in")
            expect(self.line("plan.step", self.card(scenario).title[self.lang])).to_be_visible()
        self.pick("plan.step", self.t(STEP_NAMES["inventory"]))
        self.click("plan.out.inventory")
        expect(self.page.locator(key("plan.out.inventory"))).to_have_count(0)
        return self.main.get_by_text(re.compile(r"^\s*http://\S+/j/\w+\s*$")).first.inner_text().strip()

    def line(self, name: str, words: str) -> Locator:
        """The option of a list that begins with these words."""
        return self.page.locator(key(name)).locator("label", has_text=re.compile(rf"^\s*{re.escape(words)}"))

    def pick(self, name: str, words: str) -> None:
        """Chooses the option of a list that begins with these words."""
        with self.asking():
            self.line(name, words).first.click()

    def start(self) -> None:
        """From preparing to the console."""
        self.click("console.begin")
        with self.asking():
            self.main.get_by_role("link", name=self.t("Go to: {step}", step=self.t("Facilitate"))).click()
            self.page.wait_for_url(re.compile(r"/console\?"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.t("Welcome"))

    def next(self, title: str) -> None:
        """To the next step of the plan."""
        self.click("console.next")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def move(self, phase: str) -> None:
        self.click(f"console.move.{phase}")
        expect(self.page.locator(key(f"console.move.{phase}"))).to_have_count(0)

    def read_first(self) -> None:
        """Closes the round, which also closes by itself a while after the last answer, and so gets to read what people typed."""
        closed = self.page.locator(key("typed.before"))
        if not closed.count():
            self.click("typed.close")
        expect(closed).to_be_visible()

    def counts(self, voted: int, people: int) -> None:
        """The console says by itself how many have answered."""
        words = self.t("{count} of {all}", count=voted, all=people)
        expect(self.page.locator('[data-part="voted"]')).to_have_text(words)

    def words(self) -> str:
        """All words on the page but the numbers that move with every answer."""
        gauges = self.page.locator(".gauges").inner_text()
        return self.main.inner_text().replace(gauges, "")

    def draft(self, scenario_id: str, letter: Letter) -> str:
        """Makes a rule of a stance; returns the id of the decision."""
        stance = self.card(scenario_id).stance(letter)
        place = self.page.locator(f'[class*="st-key-stance-{scenario_id}-"]').first
        found = re.search(rf"st-key-stance-({scenario_id}-\S+)", place.get_attribute("class") or "")
        assert found
        rule = found[1]
        self.choose(f"stance.{rule}", f"{letter} · {stance.name[self.lang]}")
        self.click(f"stance.{rule}.draft")
        expect(self.page.locator(key(f"{rule}.owner"))).to_be_visible()
        return rule

    def reword(self, rule: str, condition: str) -> None:
        """Puts another condition into a rule."""
        self.open_fold(f"{rule}.wording")
        self.page.locator(key(f"{rule}.condition")).locator("input").wait_for()
        self.type(f"{rule}.condition", condition)
        expect(self.main).to_contain_text(condition)

    def settle_rule(self, rule: str, owner: str, dissent: str = "") -> None:
        """Who owns it, why, what was said against it; and the lid."""
        self.type(f"{rule}.owner", owner)
        self.type(f"{rule}.reason", "zo kunnen we het uitleggen")
        if dissent:
            self.type(f"{rule}.dissent", dissent)
        self.click(f"{rule}.close")
        expect(self.page.locator(key(f"{rule}.reopen"))).to_be_visible()

    def propose(self, scenario_id: str, own: str) -> None:
        """Puts two red lines to the room: the deck's and one in the group's own words."""
        never = never_sentence(self.card(scenario_id).red_line[self.lang], self.lang)
        self.open_fold("dam.more")
        self.pick("dam.proposal", never)
        self.click("dam.propose")
        expect(self.page.locator(key(f"dam.out.{scenario_id}"))).to_be_visible()
        self.open_fold("dam.more")
        self.type("dam.own", own)
        self.click("dam.add")
        expect(self.page.locator('[class*="st-key-dam-out-"]')).to_have_count(2)
