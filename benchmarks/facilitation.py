"""What a dilemma asks of the facilitator and shows to the room: presses, words, heights and type sizes.

A scripted facilitator presses the console's buttons in Chromium, while people answer through the use cases; a phone and the
projector stand beside it. ``python -m benchmarks.facilitation [PEOPLE …]``, in Dutch; without numbers with 3, 9, 14 and 59
people. Needs Chromium; ``KADER_CHROMIUM`` names one that is not found automatically.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.measuring import Finding, kader, report
from framework.deck import LETTERS, Scenario
from framework.settings import Settings
from framework.store.sql import SqlStore
from framework.text import Lang
from tests.support.chromium import find_chromium
from tests.support.room import LiveWorkshop
from tests.support.server_process import Server
from tests.support.workshops import today_on

ROOMS = (3, 9, 14, 59)
LANG: Lang = "nl"
PRESSES, PRESSES_TWICE, CHOICE = 6, 8, 1
"""For one round, for two, and what a stance that is not filled in costs more (below five votes)."""
CONSOLE_WORDS, CONSOLE_HEIGHT, FIRST_SCREEN = 250, 1600, 800
NINE = 9
"""The size of the room to which the console's limits of words and height belong."""
TYPE = 30
"""The smallest letter on the projector is at least this part of the screen's height."""
VOTE_WORDS = 180
PATIENCE = 120_000
SETTLED = 2_000
"""Milliseconds after which all of a page is drawn; the chart comes last."""
REASONS = (
    "Omdat de klant het niet verwacht en wij het niet goed kunnen uitleggen.",
    "Prima",
    "Te duur als je alles met de hand doet, en de klant merkt er weinig van: die wil snel antwoord, en niet drie dagen "
    "wachten op iemand die het nog eens naleest.",
    "Eerlijk is eerlijk",
    "Zolang je het zegt",
    "Mijn moeder zou dit niet snappen",
    "Dit doen we al",
    "De wet komt toch",
)
SPREAD = "BCCCDCBCD"
"""The first votes, and again from the start for more people; their middle is C."""
_SMALLEST = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("#stage"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, around = text.parentElement;
    if (!text.textContent.trim() || !around.checkVisibility()) continue;
    const scale = around.getScreenCTM?.()?.a ?? 1; // letters of a drawing grow with it
    const size = parseFloat(getComputedStyle(around).fontSize) * scale;
    if (size) found.push([innerHeight / size, text.textContent.trim().slice(0, 40)]);
  }
  return found.sort((one, other) => other[0] - one[0])[0] ?? [0, ""];
}"""
_BEFORE_THE_BUTTON = """() => {
  const main = document.querySelector("main"), end = main.querySelector("form[data-live] button.big") ?? main.lastChild;
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), words = [];
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (end.contains(text)) break;
    if (text.parentElement.checkVisibility()) words.push(text.textContent);
  }
  return words.join(" ");
}"""


def key(name: str) -> str:
    """The class that Streamlit gives the element with this key."""
    return ".st-key-" + re.sub(r"[^A-Za-z0-9_-]", "-", name)


@dataclass
class Measured:
    """Findings of one room, and what was seen where nothing has a limit."""

    people: int
    findings: list[Finding] = field(default_factory=list[Finding])

    def note(self, name: str, value: float, unit: str, limit: float | None = None) -> None:
        self.findings.append(Finding(f"{self.people:2} people: {name}", [value], (), unit, maximum=limit))


@dataclass
class Facilitator:
    page: Page
    people: LiveWorkshop
    presses: int = 0

    def button(self, name: str) -> Locator:
        return self.page.locator(key(name)).get_by_role("button").first

    def press(self, name: str) -> None:
        version = self.people.room.version
        self.button(name).click()
        self.presses += 1
        if name.startswith("console."):
            while self.people.room.version == version:
                self.page.wait_for_timeout(50)

    def all_in(self) -> None:
        """Waits until the console says that everybody has answered: only then it reveals without asking."""
        count = str(len(self.people.seats))
        self.page.wait_for_function(
            f"""() => {{ const at = document.querySelector('.gauges [data-part="voted"]')
              ?? [...document.querySelectorAll("*")].map(one => one.shadowRoot?.querySelector('[data-part="voted"]')).find(Boolean);
              return at && at.textContent.startsWith("{count} ") }}"""
        )

    def vote(self, round_: int = 1) -> None:
        number = len(self.people.seats)
        reasons = [REASONS[at % len(REASONS)] for at in range(number)]
        self.people.vote((SPREAD * (number // len(SPREAD) + 1))[:number], round_, reasons=reasons)
        self.all_in()

    def agree(self) -> None:
        self.people.consent()
        self.all_in()

    @property
    def rule(self) -> str:
        step = self.people.room.current_step()
        return f"{step.scenario}-{step.activity}"

    def choose(self, letter: str) -> None:
        """Says which stance the rule follows, where nothing is filled in."""
        options = self.page.locator(key(f"stance.{self.rule}")).locator("label").filter(has=self.page.locator("input"))
        options.nth(LETTERS.index(letter)).click()  # type: ignore[arg-type]
        self.presses += 1

    def to_agreement(self) -> None:
        """From a revealed vote to the next dilemma or step."""
        if len(self.people.seats) < 5:
            self.choose("C")
        self.press("console.move.consent")
        self.agree()
        self.press("console.move.consent_revealed")

    def lid(self) -> None:
        rule = self.rule
        self.press(f"{rule}.close")
        while not self.people.decision(rule).closed:
            self.page.wait_for_timeout(50)
        self.press("console.next")

    @property
    def height(self) -> int:
        """Of what stands on the page, in pixels."""
        return self.page.evaluate(
            "() => Math.round(document.querySelector('[data-testid=stMainBlockContainer]').getBoundingClientRect().height)"
        )

    def own_words(self, scenario: Scenario) -> int:
        """Words on the console that are neither the deck's nor people's."""
        return len(without(self.page.get_by_test_id("stMain").inner_text(), self.people, scenario).split())

    def place(self, there: Locator) -> float:
        """Where an element ends, in pixels from the top of the screen."""
        box = there.first.bounding_box()
        assert box is not None
        return box["y"] + box["height"]


def without(text: str, people: LiveWorkshop, scenario: Scenario) -> str:
    """The text without the words of the deck's dilemma and of people."""
    said = [
        *REASONS,
        *(activity.name for activity in people.state.activities),
        scenario.title[LANG],
        scenario.situation[LANG],
        scenario.question[LANG].replace("{activity}", ""),
        scenario.turning_question[LANG],
    ]
    for stance in scenario.stances:
        said += [stance.name[LANG], stance.behaviour[LANG]]
    for words in sorted((line.strip() for one in said for line in one.splitlines()), key=len, reverse=True):
        text = text.replace(words, " ") if words else text
    return text


@contextmanager
def workshop(data: Path, people: int) -> Iterator[LiveWorkshop]:
    """A workshop in the server's data folder whose activities have owners, with one seat left for a phone."""
    data.mkdir(parents=True, exist_ok=True)
    with closing(SqlStore.open(Settings.in_folder(data))) as store:
        made = LiveWorkshop(today_on(store), people=people - 1, lang=LANG)
        for activity in made.state.activities:
            made.cases.inventory.edit(made.id, activity, activity.model_copy(update={"owner": "hoofd CRM"}))
        made.begin()
        yield made


def measured(chromium: Browser, server: Server, data: Path, people: int) -> Measured:
    found = Measured(people)
    address = f"http://127.0.0.1:{server.port}"
    with workshop(data, people) as made:
        phone = chromium.new_context(viewport={"width": 390, "height": 780}, locale="nl-NL").new_page()
        phone.goto(f"{address}/j/{made.code}")
        phone.locator(".roles button").first.click()
        phone.locator("main[data-key]").wait_for()
        known = {seat.id for seat in made.seats}
        made.seats += [seat for seat in made.state.seats if seat.id not in known]
        beamer = chromium.new_page(viewport={"width": 1920, "height": 1080})
        beamer.goto(f"{address}/room/{made.id}?lang={LANG}")
        desk = Facilitator(chromium.new_page(viewport={"width": 1280, "height": FIRST_SCREEN}), made)
        desk.page.set_default_timeout(PATIENCE)
        made.at("S03")
        desk.page.goto(f"{address}/console?lang={LANG}&w={made.id}")
        _one_round(desk, phone, beamer, found)
        desk.presses = 0
        _two_rounds(desk)
        found.note("presses, two rounds", desk.presses, "presses", PRESSES_TWICE + CHOICE * (people < 5))
        for page in (phone, beamer, desk.page):
            page.close()
    return found


def _one_round(desk: Facilitator, phone: Page, beamer: Page, found: Measured) -> None:
    scenario = desk.people.state.deck.scenario("S03")
    assert scenario is not None
    desk.press("console.move.voting")
    phone.locator("main input[name=stance]").first.wait_for()
    before = phone.evaluate(_BEFORE_THE_BUTTON)
    found.note(
        "words of ours on the phone before the button",
        len(without(before, desk.people, scenario).split()),
        "words",
        VOTE_WORDS,
    )
    found.note("all words on the phone before the button", len(before.split()), "words")
    _type(beamer, "the vote", found)
    desk.vote()
    desk.press("console.move.revealed")
    desk.page.locator(key(f"stance.{desk.rule}")).wait_for()
    desk.page.wait_for_timeout(SETTLED)
    found.note(
        "words of ours on the console after the reveal",
        desk.own_words(scenario),
        "words",
        CONSOLE_WORDS if found.people == NINE else None,
    )
    found.note(
        "height of the console after the reveal", desk.height, "px", CONSOLE_HEIGHT if found.people == NINE else None
    )
    found.note("filled button on the console", desk.place(_filled(desk.page)), "px", FIRST_SCREEN)
    listed = [there for words in REASONS if (there := desk.page.get_by_text(words[:25])).count()]
    found.note("first reason on the console", min(map(desk.place, listed)), "px", FIRST_SCREEN)
    beamer.locator("#stage figure, #stage table, #stage li").first.wait_for()
    _type(beamer, "the reveal", found)
    desk.to_agreement()
    rule = desk.button(f"{desk.rule}.close")
    rule.wait_for()
    desk.page.wait_for_timeout(SETTLED)
    found.note("rule on the console after the objection round", desk.place(desk.page.locator("h3")), "px", FIRST_SCREEN)
    found.note(
        "height of the console after the objection round",
        desk.height,
        "px",
        CONSOLE_HEIGHT if found.people == NINE else None,
    )
    _type(beamer, "the objection round’s result", found)
    desk.lid()
    found.note("presses, one round", desk.presses, "presses", PRESSES + CHOICE * (found.people < 5))


def _two_rounds(desk: Facilitator) -> None:
    desk.press("console.move.voting")
    desk.vote()
    desk.press("console.move.revealed")
    desk.press("console.move.second_voting")
    desk.vote(2)
    desk.press("console.move.second_revealed")
    desk.to_agreement()
    desk.lid()


def _filled(page: Page) -> Locator:
    return page.get_by_test_id("stMain").locator('button[data-testid="stBaseButton-primary"]:enabled')


def _type(beamer: Page, when: str, found: Measured) -> None:
    beamer.wait_for_timeout(1_000)
    size, words = beamer.evaluate(_SMALLEST)
    found.note(f"smallest type on the projector, {when} (“{words}”): height /", size, "th", TYPE + 0.5)


def main(rooms: Sequence[int]) -> int:
    every: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        SqlStore.open(Settings.in_folder(_made(data))).close()
        with kader(Path(folder)) as server:
            chromium = playwright.chromium.launch(
                executable_path=find_chromium(),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            for people in rooms:
                every += measured(chromium, server, data, people).findings
            chromium.close()
    return report("a dilemma as the facilitator and the room meet it", every)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main([int(argument) for argument in sys.argv[1:]] or ROOMS))
