"""What a room of nine or of fifty-nine reads from the back: type of a thirtieth of the height at least, on every step."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, ViewportSize

from framework.language import translator
from framework.text import LANGS, Lang
from framework.workshop.steps.unplanned_question import CHOICE_LIMIT, QUESTION_LIMIT, QuestionAnswer
from pages.live.snapshot import read_snapshot
from pages.projector import document
from pages.projector.view import ScreenView, clock
from tests.browser.accessibility import findings
from tests.projector.screen import JOIN_ADDRESS, ProjectedWorkshop
from tests.support.adoption import adopt
from tests.support.workshops import new_workshops

ADDRESS = "http://kader.invalid/room/x"
REASONS = (
    "Prima",
    "prima.",
    "De klant merkt er niets van en wij krijgen het werk eindelijk af, dus ik zie niet in waarom we dit niet gewoon zouden doen zolang iemand meekijkt",
    "https://example.invalid/" + "x" * 200,
    "Omdat een klant dit niet verwacht",
)
WORDS = ("opgelucht", "benieuwd", "voorzichtig", "verantwoordelijkheidsgevoel")
SMALL = """() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim(), box = texts.currentNode.parentElement;
    if (!text || box.closest(".tools, script, noscript") || !box.getClientRects().length) continue;
    const size = parseFloat(getComputedStyle(box).fontSize) * (box.ownerSVGElement ? box.getScreenCTM().a : 1);
    if (size < innerHeight / 30 - 0.05) found.push(`${text} (1/${(innerHeight / size).toFixed(1)})`);
  }
  return found;
}"""
BEYOND = (
    "() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
)
STANCES_WITH_A_REASON = """() => [...document.querySelectorAll(".key > li")].filter(stance =>
  [...stance.querySelectorAll(".reasons li")].some(reason => reason.checkVisibility() && reason.textContent.trim())).length"""
LARGER_THAN_THE_QUESTION = """() => {
  const size = (box) => box ? parseFloat(getComputedStyle(box).fontSize) : 0;
  return size(document.querySelector(".corner .code")) > size(document.querySelector("h1"));
}"""


def moments(people: int, lang: Lang = "nl") -> Iterator[tuple[str, ProjectedWorkshop]]:
    """Every kind of screen of a session, in order."""
    room = ProjectedWorkshop(new_workshops(), people, lang)
    letters = ("ABBCCCDDE" * 7)[:people]
    reasons = [REASONS[number % len(REASONS)] for number in range(people)]
    yield "preparing", room
    room.begin()
    yield "welcome", room
    room.at("inventory")
    yield "inventory", room
    room.at("principles")
    yield "principles", room
    room.rank()
    room.move("revealed")
    yield "principles revealed", room
    room.at("S03")
    yield "reading", room
    room.move("voting")
    yield "vote", room
    room.vote(letters, reasons=reasons, objections=min(5, people // 2))
    room.move("revealed")
    yield "reveal", room
    room.move("second_voting")
    yield "second vote", room
    room.vote(letters[::-1], 2, reasons=reasons, objections=2)
    room.move("second_revealed")
    yield "second reveal", room
    yield from questions(room)
    room.at("S03")
    rule = room.draft_rule()
    yield "rule while worded", room
    room.move("consent")
    yield "objection round", room
    room.consent(rule, min(5, people), harm=REASONS[2], safe_if=REASONS[2])
    room.move("consent_revealed")
    yield "objections", room
    room.move("consent")
    room.consent(rule)
    room.move("consent_revealed")
    room.cases.decisions.record_agreement(room.id, rule, "consent")
    yield "agreed", room
    for scenario in ("S03", "S07"):
        room.cases.facilitation.propose_red_line(room.id, scenario)
    room.cases.facilitation.propose_own_red_line(room.id, "nl", "versturen reclame aan mensen in de rouw")
    room.at("red_lines")
    yield "red lines", room
    room.move("voting")
    yield "red lines vote", room
    for line in [line.id for line in room.state.red_lines]:
        room.vote_on_red_line(line, people // 4)
    room.move("revealed")
    yield "red lines revealed", room
    room.at("read_back")
    yield "read-back", room
    room.at("checkout")
    room.say(*(WORDS * 15)[:people])
    yield "checkout", room
    stored = room.decision(rule)
    room.cases.decisions.edit(room.id, stored, stored.model_copy(update={"dissent": "Een deel vindt dit te duur."}))
    room.close_rule(rule)
    room.cases.facilitation.settle_red_line(room.id, "S03", drawn=people // 4 >= max(2, people / 5))
    room.cases.closing.end_session(room.id)
    yield "thank you", room
    room.cases.closing.open_follow_up(room.id)
    yield "follow-up", room
    room.move("consent")
    yield "follow-up round", room
    room.consent(rule, min(5, people), harm=REASONS[2], safe_if=REASONS[2])
    room.move("consent_revealed")
    yield "follow-up objections", room
    room.move("consent")
    room.consent(rule)
    room.move("consent_revealed")
    room.cases.decisions.record_agreement(room.id, rule, "consent")
    room.close_rule(rule)
    adopt(room.cases, room.id)
    yield "over", room


def questions(room: ProjectedWorkshop) -> Iterator[tuple[str, ProjectedWorkshop]]:
    """A question in between with the longest answers to choose from, and one in a word."""
    choices = [
        f"{number} antwoord dat zo lang is als er maar in het veld past en nog iets meer"[:CHOICE_LIMIT]
        for number in range(5)
    ]
    text = (
        "Hoe lang moeten wij volgens jou wachten voordat we dit aan de klant vertellen, en wie van ons belt er dan? "
        * 2
    )[:QUESTION_LIMIT]
    room.cases.facilitation.ask_question(room.id, room.room.version, "nl", text, choices)
    yield "question", room
    asked = room.room.step
    room.each(lambda at, seat: QuestionAnswer(seat=seat.id, question=asked, choice=at % 5))
    room.move("revealed")
    yield "question revealed", room
    room.at("S03")
    room.cases.facilitation.ask_question(room.id, room.room.version, "nl", text)
    yield "question in a word", room
    word = room.room.step
    room.each(lambda at, seat: QuestionAnswer(seat=seat.id, question=word, word=f"{WORDS[at % 4]} {at}"))
    room.move("closed")
    yield "words being read", room
    room.move("revealed")
    yield "words", room


def page_of(room: ProjectedWorkshop, lang: Lang, theme: str = "") -> bytes:
    snapshot, counts = read_snapshot(room.cases.context.store, room.id)
    t = translator(lang)
    parts = ScreenView(lang, JOIN_ADDRESS).parts(snapshot, counts)
    return document.document(parts, clock(snapshot, t), t, title="Waterkers", events=f"{ADDRESS}/events", theme=theme)


@pytest.mark.parametrize(
    ("people", "width", "height"),
    [(3, 1280, 720), (9, 1280, 720), (9, 1920, 1080), (14, 1280, 720), (59, 1280, 720), (59, 1920, 1080)],
)
def test_nothing_that_a_room_reads_is_smaller_than_a_thirtieth(
    browser: Browser, people: int, width: int, height: int
) -> None:
    shown = b""

    def answer(route: Route) -> None:
        if route.request.url.startswith(f"{ADDRESS}/"):
            route.abort()
        else:
            route.fulfill(body=shown, content_type="text/html; charset=utf-8")

    context = browser.new_context(viewport=ViewportSize(width=width, height=height))
    page = context.new_page()
    page.route("**/*", answer)
    wrong: dict[str, object] = {}
    for name, room in moments(people):
        for lang in ("nl", "en") if people == 9 else ("nl",):
            shown = page_of(room, lang)
            page.goto(ADDRESS)
            if small := page.evaluate(SMALL):
                wrong[f"{name} {lang}: small"] = small
            if any(beyond > 0 for beyond in page.evaluate(BEYOND)):
                wrong[f"{name} {lang}: beyond the screen"] = page.evaluate(BEYOND)
            if page.evaluate(LARGER_THAN_THE_QUESTION):
                wrong[f"{name} {lang}: the code is larger than the question"] = True
            if name in ("reveal", "second reveal"):
                chosen = page.evaluate(STANCES_WITH_A_REASON)
                if chosen != len(set(("ABBCCCDDE" * 7)[:people])):
                    wrong[f"{name} {lang}: stances with a reason"] = chosen
            if name == "second reveal" and people > 4:
                steps = page.locator(".ladder .step")
                assert steps.count(), "what a step changes"
                assert steps.first.is_visible()
    context.close()
    assert wrong == {}


def test_a_connection_that_fell_silent_is_noticed_and_made_again(browser: Browser) -> None:
    """As after a laptop slept or changed networks: the connection stays open and nothing comes through it any more."""
    context = browser.new_context(viewport=ViewportSize(width=1280, height=720))
    page = context.new_page()
    _, room = next(moments(3))
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url.startswith(f"{ADDRESS}/"):
            asked.append(route.request.url)  # and no word ever after
        else:
            route.fulfill(body=page_of(room, "en"), content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.clock.install()
    page.goto(ADDRESS)
    page.clock.run_for(35_000)
    assert page.locator("#lost").is_hidden()
    with page.expect_request(f"{ADDRESS}/events"):
        page.clock.run_for(10_000)
    assert page.locator("#lost").is_visible(), "and says meanwhile that it has no connection"
    page.clock.run_for(20_000)
    assert page.locator("#lost").is_visible()
    assert len(asked) == 2, "not over and over"
    context.close()


def test_axe_finds_nothing_on_any_of_these_screens(browser: Browser) -> None:
    """In turn light and dark, in Dutch and English: the newer screens as well as the old."""
    shown = b""

    def answer(route: Route) -> None:
        if route.request.url.startswith(f"{ADDRESS}/"):
            route.abort()
        else:
            route.fulfill(body=shown, content_type="text/html; charset=utf-8")

    context = browser.new_context(viewport=ViewportSize(width=1280, height=720), bypass_csp=True)
    page = context.new_page()
    page.route("**/*", answer)
    found: list[str] = []
    for number, (name, room) in enumerate(moments(9)):
        for theme, lang in (("light", LANGS[number % 2]), ("dark", LANGS[1 - number % 2])):
            shown = page_of(room, lang, theme)
            page.goto(ADDRESS)
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == theme
            found += [f"{name} {lang} {theme}: {line}" for line in findings(page)]
    context.close()
    assert found == []
