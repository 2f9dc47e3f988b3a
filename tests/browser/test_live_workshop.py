"""One facilitator, one beamer and three phones at once, in two languages, from the plan to the charter on disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, expect

from framework.archive.models import CharterArchive
from framework.archive.read import read
from framework.deck import Deck, Letter
from framework.language.labels import dam_words
from framework.workshop.rule_grammar import never_sentence
from framework.workshop.steps.read_back import pages
from tests.browser.app_user import key
from tests.browser.facilitator import Facilitator
from tests.browser.participant import Heard, Phone, Window
from tests.support.app_process import KaderServer
from tests.support.server_database import stored

ROLES = ("campaign", "data", "privacy")
Reasons = tuple[str, str, str]
Votes = tuple[Letter, Letter, Letter]
HARM, SAFE_IF = "it would cost small clients too much", "there is a yearly limit"
CONDITION = "de klant dat heeft ingesteld en er een maximum per jaar is"
DISSENT = "Ook met een maximum blijft het duur voor kleine klanten."
OWN_LINE = "sturen reclame aan mensen in de rouw"


@dataclass
class Room:
    """Everybody who is in it."""

    lead: Facilitator
    console: Heard
    beamer: Window
    phones: tuple[Phone, Phone, Phone]
    server: KaderServer
    deck: Deck

    def at(self, step: str, phase: str) -> None:
        for phone in self.phones:
            phone.follows(step, phase)

    def shown(self) -> tuple[str, str]:
        """All words on the console and on the beamer, without the counts that move with every answer."""
        return self.lead.words(), self.beamer.page.locator("#stage").inner_text()

    def beamer_counts(self, voted: int) -> None:
        self.beamer.sees(
            self.beamer.t.plural("{count} of {all} has answered", "{count} of {all} have answered", voted, all=3)
        )

    def silent_about(self, reasons: Reasons) -> None:
        """No window was sent what somebody else wrote, by event stream or by websocket."""
        for reason in filter(None, reasons):
            assert reason not in self.console
            assert reason not in self.beamer.heard
        for phone, own in zip(self.phones, reasons, strict=True):
            assert [reason for reason in reasons if reason not in ("", own) and reason in phone.heard] == []

    def told(self, *words: str, beamer: bool = True) -> None:
        """All see this, and what is listened to is what they see. ``beamer``: on it, too, which leaves to the phones what it
        has no room for."""
        shown = (self.beamer,) if beamer else ()
        for each in words:
            expect(self.lead.main).to_contain_text(each)
            for window in (*shown, *self.phones):
                window.sees(each)
            stayed = self.phones[1:]  # the first was away at one reveal
            assert each in self.console
            assert all(each in window.heard for window in (*shown, *stayed))


@pytest.fixture
def room(browser: Browser, server: KaderServer, real_deck: Deck, tmp_path: Path) -> Iterator[Room]:
    lead = Facilitator.at(browser, server.url, real_deck, "nl", 1280)
    phones = (
        Phone.opened(browser, "nl", (390, 844)),
        Phone.opened(browser, "en", (320, 640)),
        Phone.opened(browser, "nl", (390, 844), "dark"),
    )
    beamer = Window.opened(browser, "nl", (1280, 720))
    yield Room(lead, Heard(lead.page), beamer, phones, server, real_deck)
    for at, page in enumerate((lead.page, beamer.page, *(phone.page for phone in phones))):
        page.screenshot(path=tmp_path / f"last-{at}.png")
        page.context.close()


def test_a_group_goes_from_a_plan_to_a_charter(room: Room, tmp_path: Path) -> None:
    lead = room.lead
    link = lead.prepare(("next_best_action", "chatbot"), ("S03", "S07"))
    come_in(room, link)
    order_cards(room)

    lead.next(lead.card("S03").title["nl"])
    first_vote_with_trouble(room)
    second_vote(room, "S03", ("C", "C", "E"), ("dit verwachten ze", "explainable is enough", "liever niets"))
    rule = lead.draft("S03", "C")
    object_twice(room, rule)
    lead.menu("decide")
    lead.settle_rule(rule, "hoofd CRM", DISSENT)
    lead.menu("console")

    lead.next(lead.card("S07").title["nl"])
    first_vote(room, "S07", ("D", "A", "D"), ("een mens luistert", "quick is kind", "wie belt wil een mens"))
    second_vote(room, "S07", ("D", "D", "D"), ("blijft zo", "you have a point", "ik ben om"))
    other = lead.draft("S07", "D")
    ask_consent(room, "S07")
    lead.settle_rule(other, "hoofd service")

    draw_one_line_of_two(room)
    hear_it_read(room)
    say_goodbye(room)
    lead.menu("charter")
    read_back(room, tmp_path)


def come_in(room: Room, link: str) -> None:
    """The phones by the address on the facilitator's screen, the beamer by its own; and the session begins for all."""
    lead, phones = room.lead, room.phones
    room.beamer.page.goto(f"{room.server.url}/room/{lead.workshop}?lang=nl")
    for phone, role in zip(phones, ROLES, strict=True):
        phone.join(link, role)
        phone.sees(phone.t("Before the session"))
    lead.main.get_by_text(lead.t.plural("{count} person joined", "{count} people joined", 3)).wait_for()
    lead.start()
    room.at("welcome", "open")
    for phone in phones:
        phone.sees(phone.t("Welcome, you are in"))
    expect(lead.page.locator('[data-part="people"]')).to_have_text("3")
    room.beamer.sees(room.beamer.t.plural("{count} person here", "{count} people here", 3))


def order_cards(room: Room) -> None:
    room.lead.next(room.lead.t("Principles"))
    room.at("principles", "voting")
    for phone, cards in zip(room.phones, ((0, 1, 2, 3, 4), (1, 0, 2, 3, 5), (1, 2, 0, 6, 4)), strict=True):
        phone.order(cards)
    room.lead.counts(3, 3)
    room.lead.move("revealed")
    room.at("principles", "revealed")
    names = [room.deck.cards[at].name for at in (0, 1, 2)]
    for window in (room.beamer, *room.phones):
        for name in names:
            window.sees(name[window.lang])
    room.lead.click("keep.confirm")


def open_vote(room: Room, step: str) -> tuple[str, str]:
    """Everybody reads, then may vote; returns what console and beamer say before the first vote."""
    room.at(step, "open")
    for phone in room.phones:
        phone.speaks_its_language(room.deck, step)
    room.lead.move("voting")
    room.at(step, "voting")
    room.beamer_counts(0)
    room.lead.counts(0, 3)
    return room.shown()


def all_are_in(room: Room, before: tuple[str, str], reasons: Reasons) -> None:
    """Three answers are counted, and not a letter on console and beamer has changed by what they say."""
    room.lead.counts(3, 3)
    room.beamer_counts(3)
    assert room.shown() == before
    room.silent_about(reasons)


def first_vote_with_trouble(room: Room) -> None:
    """One phone reloads, one votes without a connection, one is away at the reveal: all keep their seat and vote."""
    early, reloading, cut_off = room.phones
    reasons = ("zo kennen klanten ons", "they expect us to know them", "wij hebben geen profiel nodig")
    before = open_vote(room, "S03")
    early.vote("B", reasons[0])
    reloading.vote("C", reasons[1])
    reloading.page.reload()
    reloading.holds("C")
    room.lead.counts(2, 3)

    cut_off.page.context.set_offline(True)
    cut_off.vote("E", reasons[2], objects=True, saved=False)
    expect(cut_off.state).to_have_text(
        cut_off.t("No connection. Your answer is saved on this phone and sent as soon as possible.")
    )
    room.lead.counts(2, 3)
    cut_off.page.context.set_offline(False)
    cut_off.holds("E")
    all_are_in(room, before, reasons)

    again = early.page.url
    early.page.goto("about:blank")
    room.lead.read_first()
    room.lead.move("revealed")
    early.page.goto(again)
    room.at("S03", "revealed")
    room.told(*reasons)
    expect(room.beamer.page.locator("figure")).to_have_count(1)
    state = stored(room.server, room.lead.workshop)
    assert len(state.seats) == 3
    assert sorted(ballot.stance or "" for ballot in state.ballots if ballot.scenario == "S03") == ["B", "C", "E"]


def first_vote(room: Room, step: str, votes: Votes, reasons: Reasons) -> None:
    before = open_vote(room, step)
    for phone, letter, reason in zip(room.phones, votes, reasons, strict=True):
        phone.vote(letter, reason)
    all_are_in(room, before, reasons)
    room.lead.read_first()
    room.lead.move("revealed")
    room.at(step, "revealed")
    room.told(*reasons)


def second_vote(room: Room, step: str, votes: Votes, reasons: Reasons) -> None:
    room.lead.move("second_voting")
    room.at(step, "second_voting")
    room.lead.counts(0, 3)
    before = room.shown()
    for phone, letter, reason in zip(room.phones, votes, reasons, strict=True):
        phone.vote(letter, reason)
    all_are_in(room, before, reasons)
    room.lead.read_first()
    room.lead.move("second_revealed")
    room.at(step, "second_revealed")
    room.told(*reasons, beamer=False)
    expect(room.beamer.page.locator("figure")).to_have_count(2)
    stage = room.beamer.page.locator("#stage").inner_text()
    for letter in set(votes):
        assert any(reason in stage for vote, reason in zip(votes, reasons, strict=True) if vote == letter), letter


def ask_consent(room: Room, step: str, objection: tuple[str, str] = ("", "")) -> None:
    """Puts the rule to the room; the second phone has the objection, if any. Nobody reads it before the reveal."""
    room.lead.move("consent")
    room.at(step, "consent")
    before = room.shown()
    for at, phone in enumerate(room.phones):
        phone.consent(*(objection if at == 1 else ("", "")))
    room.lead.counts(3, 3)
    assert room.shown() == before
    if objection[0]:
        room.silent_about(("", objection[0], ""))
        room.lead.read_first()
    room.lead.move("consent_revealed")
    room.at(step, "consent_revealed")


def object_twice(room: Room, rule: str) -> None:
    """The objection is worded and changes the rule; it still stands, so the group disagrees and commits."""
    lead = room.lead
    ask_consent(room, "S03", (HARM, SAFE_IF))
    room.told(HARM, SAFE_IF)
    lead.reword(rule, CONDITION)
    for window in (room.beamer, *room.phones):
        window.sees(CONDITION)
    english = room.phones[1].page.locator("main [lang=nl]").filter(has_text=CONDITION)
    expect(english.first).to_be_visible()
    again = "still too much work for a small team"
    ask_consent(room, "S03", (again, ""))
    room.told(again)
    lead.click(f"{rule}.agree.disagree_and_commit")
    lead.main.get_by_text(lead.t("Not everybody agrees, but everybody carries it out.")).wait_for()


def draw_one_line_of_two(room: Room) -> None:
    """Two of three object strongly to one practice, one to the other: the dam lets only the first become a red line."""
    lead = room.lead
    lead.next(lead.t("Red lines"))
    lead.propose("S03", OWN_LINE)
    room.at("red_lines", "open")
    lead.move("voting")
    room.at("red_lines", "voting")
    before = room.shown()
    room.phones[0].answer_lines("object", "no_objection")
    room.phones[1].answer_lines("object", "object")
    room.phones[2].answer_lines("no_objection", "no_objection")
    room.lead.counts(3, 3)
    assert room.shown() == before
    lead.move("revealed")
    room.at("red_lines", "revealed")
    for window in (room.beamer, *room.phones):
        window.sees(dam_words(2, 3, window.t))
        window.sees(window.t("Enough for a red line:"))
        window.sees(window.t("Not enough for a red line."))
    own = next(line.id for line in stored(room.server, lead.workshop).red_lines if line.scenario is None)
    expect(lead.page.locator(key(f"dam.draw.{own}")).get_by_role("button")).to_be_disabled()
    lead.click("dam.draw.S03")
    lead.click(f"dam.go.{own}")
    expect(lead.page.locator(key(f"dam.go.{own}"))).to_have_count(0)


def hear_it_read(room: Room) -> None:
    """What was agreed, page by page on the projector and all at once on the phones."""
    room.lead.next(room.lead.t("What we agreed"))
    room.beamer.sees(CONDITION)
    for phone in room.phones:
        phone.sees(CONDITION)
    for _ in pages(stored(room.server, room.lead.workshop))[1:]:
        room.lead.click("console.page.next")


def say_goodbye(room: Room) -> None:
    room.lead.next(room.lead.t("Check-out"))
    assert room.console.streams == 1, "one, however often the console was drawn"
    room.at("checkout", "open")
    for phone, word in zip(room.phones, ("opgelucht", "curious", "moe"), strict=True):
        phone.say(word)
        room.lead.click("typed.all")
        room.beamer.sees(word)
    room.lead.click("conclude.end")
    for window in (room.beamer, *room.phones):
        window.sees(window.t("Thank you for today"))
        window.sees(window.t("Your facilitator tells you when we continue."))
    for phone in room.phones:
        phone.sees(CONDITION)
    room.lead.click("conclude.open")
    room.at("follow_up", "open")
    for window in (room.beamer, *room.phones):
        window.sees(window.t("The draft, sentence by sentence"))
        window.sees(CONDITION)


def read_back(room: Room, folder: Path) -> None:
    """The files hold both rounds, the rules, the red line and the dissent; and nothing as somebody typed it."""
    files = {kind: room.lead.download(kind, folder) for kind in ("md", "pdf", "json")}
    archive = read(files["json"].read_bytes())
    assert isinstance(archive, CharterArchive)
    assert archive == read(files["pdf"].read_bytes())
    framework = archive.framework
    assert (framework.version, framework.voices) == ("0.1", 3)
    assert framework.group is not None
    assert {question.scenario: [each.votes for each in question.rounds] for question in framework.group.questions} == {
        "S03": [(0, 1, 1, 0, 1), (0, 0, 2, 0, 1)],
        "S07": [(1, 0, 0, 2, 0), (0, 0, 0, 3, 0)],
    }
    assert [(rule.scenario, rule.agreed, rule.dissent) for rule in framework.rules] == [
        ("S03", "disagree_and_commit", DISSENT),
        ("S07", "consent", ""),
    ]
    assert framework.rules[0].wording["nl"].condition == CONDITION
    assert [(line.scenario, line.objections, line.voters) for line in framework.red_lines] == [("S03", 2, 3)]

    never = never_sentence(room.lead.card("S03").red_line["nl"], "nl").rstrip(".")
    printed = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(files["pdf"]).pages).split())
    written = files["md"].read_text("utf-8")
    for words in (CONDITION, DISSENT, never, "hoofd CRM", "hoofd service"):
        assert words in written
        assert words in printed
    assert never_sentence(OWN_LINE, "nl").rstrip(".") not in written
    for raw in (HARM, "they expect us to know them", "opgelucht"):
        assert raw not in written + printed + files["json"].read_text("utf-8")
