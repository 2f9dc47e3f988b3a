"""The phone's page in a real browser: it follows the room, keeps what was typed, and sends what was given offline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.steps.unplanned_question import QuestionAnswer
from tests.support.app_process import KaderServer, running
from tests.support.room import LiveWorkshop, room_beside

VOTE = "Sla mijn stem op"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KaderServer]:
    with running(tmp_path_factory.mktemp("kader")) as started:
        yield started


@pytest.fixture
def facilitator(server: KaderServer) -> Iterator[LiveWorkshop]:
    with room_beside(server.data) as made:
        yield made


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 780}, locale="nl-NL", has_touch=True)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def joined(context: BrowserContext, server: KaderServer, facilitator: LiveWorkshop) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/j/{facilitator.code}")
    page.get_by_role("button", name="Data en analyse").click()
    page.wait_for_selector("main[data-key]")
    return page


def open_vote(page: Page, facilitator: LiveWorkshop) -> None:
    facilitator.at("S03", "voting")
    page.wait_for_selector("main[data-key$='/voting']")


def test_two_taps_and_then_the_page_goes_along_with_one_other_request(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[0]))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welkom, je bent binnen")
    facilitator.at("inventory")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat doen we met AI?")
    expect(page.locator("#say")).to_have_text("Wat doen we met AI?")
    open_vote(page, facilitator)
    expect(page.locator("#say")).to_contain_text("Je kunt nu stemmen.")
    facilitator.move("revealed")
    expect(page.locator("#say")).to_contain_text("Het resultaat is te zien.")
    address = f"{server.url}/j/{facilitator.code}"
    assert asked == [address, f"{address}/events"]
    assert complaints == []


def test_a_vote_given_offline_is_kept_and_sent_once(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    open_vote(page, facilitator)
    phone.set_offline(True)
    page.get_by_label("Uitlegbaar profiel").check()
    page.get_by_role("button", name=VOTE).click()
    expect(page.locator("main [role=status]")).to_contain_text("staat op deze telefoon")
    assert facilitator.votes() == {}
    page.get_by_label("Geen profiel").check()
    expect(page.locator("main [role=status]")).to_have_text("Nog niet opgeslagen.")
    page.get_by_role("button", name=VOTE).click()
    expect(page.locator("main [role=status]")).to_contain_text("staat op deze telefoon")
    phone.set_offline(False)
    expect(page.locator("main [role=status]")).to_contain_text("Bewaard. Je kunt")
    assert [vote.stance for vote in facilitator.votes().values()] == ["E"]
    assert len(facilitator.state.ballots) == 1


def test_a_vote_that_comes_after_the_reveal_is_refused_for_all_to_see(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    open_vote(page, facilitator)
    phone.set_offline(True)
    page.get_by_label("Uitlegbaar profiel").check()
    page.get_by_role("button", name=VOTE).click()
    expect(page.locator("main [role=status]")).to_contain_text("staat op deze telefoon")
    facilitator.move("revealed")
    phone.set_offline(False)
    expect(page.locator("#notice")).to_be_visible()
    expect(page.get_by_role("heading", name="Zo hebben we gestemd")).to_be_visible()
    expect(page.locator("#notice")).to_be_visible()
    assert facilitator.votes() == {}


def test_a_server_that_fails_is_not_asked_without_end_and_the_vote_waits_on_the_phone(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    open_vote(page, facilitator)
    page.clock.install()
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=500, body="Internal Server Error")

    page.route("**/answer", fail)
    page.get_by_label("Uitlegbaar profiel").check()
    page.get_by_role("button", name=VOTE).click()
    status, notice = page.locator("main [role=status]"), page.locator("#notice")
    again = notice.get_by_role("button", name="Probeer het opnieuw")
    expect(status).to_have_text("Nog niet opgeslagen. We proberen het opnieuw …")
    for _ in range(20):
        page.clock.run_for(6_000)
        page.evaluate("fetch('/healthz')")  # what was answered meanwhile has been worked off after this
        if again.is_visible():
            break
    expect(notice).to_contain_text("De server kon je antwoord niet opslaan. Het staat nog op deze telefoon.")
    expect(status).to_have_text("Staat op deze telefoon, nog niet verstuurd.")
    assert len(asked) == 6
    for _ in range(3):
        page.clock.run_for(6_000)
        page.evaluate("fetch('/healthz')")
    assert len(asked) == 6, "it asks no more by itself"
    page.unroute("**/answer")
    again.click()
    expect(status).to_contain_text("Bewaard. Je kunt")
    expect(notice).to_be_hidden()
    assert [vote.stance for vote in facilitator.votes().values()] == ["C"]
    assert len(facilitator.state.ballots) == 1


def test_one_answer_that_cannot_be_taken_keeps_no_other_back_and_a_new_page_tries_it_again(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    open_vote(page, facilitator)
    page.clock.install()
    page.route("**/answer", lambda route: route.fulfill(status=500) if "S03" in post(route) else route.fallback())
    page.get_by_label("Uitlegbaar profiel").check()
    page.get_by_role("button", name=VOTE).click()
    again = page.locator("#notice").get_by_role("button", name="Probeer het opnieuw")
    for _ in range(20):
        page.clock.run_for(6_000)
        page.evaluate("fetch('/healthz')")
        if again.is_visible():
            break
    facilitator.at("S07", "voting")
    page.wait_for_selector("main[data-key^='S07/'][data-key$='/voting']")
    expect(again).to_be_visible()
    page.locator("[name=stance]").first.check()
    page.get_by_role("button", name=VOTE).click()
    expect(page.locator("main [role=status]")).to_contain_text("Bewaard. Je kunt")
    expect(again).to_be_visible()
    assert [ballot.scenario for ballot in facilitator.state.ballots] == ["S07"]
    facilitator.at("S03", "voting")
    page.unroute("**/answer")
    page.reload()
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator("main [role=status]")).to_contain_text("Bewaard. Je kunt")
    assert [ballot.scenario for ballot in facilitator.state.ballots] == ["S07", "S03"]


@pytest.mark.parametrize("body", ["<h1>Forbidden</h1>", '{"error": "Dat kan hier niet."}'])
def test_a_refusal_is_shown_at_once_and_what_was_chosen_stays(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop, body: str
) -> None:
    """Also one that no page of Kader has written: something in between may refuse, too."""
    page = joined(phone, server, facilitator)
    open_vote(page, facilitator)
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=403, body=body)

    page.route("**/answer", refuse)
    page.get_by_label("Uitlegbaar profiel").check()
    page.get_by_role("button", name=VOTE).click()
    words = "Dat kan hier niet." if body.startswith("{") else "Dit is niet aangenomen."
    expect(page.locator("#notice")).to_contain_text(words)
    expect(page.locator("main [role=status]")).to_have_text("Nog niet opgeslagen.")
    expect(page.get_by_label("Uitlegbaar profiel")).to_be_checked()
    assert len(asked) == 1


def post(route: Route) -> str:
    return route.request.post_data or ""


def test_what_is_being_typed_stays_with_the_cursor_while_the_page_changes(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    open_vote(page, facilitator)
    page.get_by_label("Uitlegbaar profiel").check()
    box = page.locator("#reason")
    box.fill("Omdat het klopt")
    page.evaluate("document.querySelector('#reason').setSelectionRange(3, 3)")
    facilitator.rename("Nieuwe naam")  # the same question, sent anew
    expect(page.locator("main")).to_contain_text("Nieuwe naam")
    expect(box).to_be_focused()
    page.keyboard.type("!")
    expect(box).to_have_value("Omd!at het klopt")
    expect(page.get_by_label("Uitlegbaar profiel")).to_be_checked()
    page.reload()
    expect(box).to_have_value("Omd!at het klopt")
    expect(page.locator("main [role=status]")).to_have_text("Nog niet opgeslagen.")


def test_a_phone_that_slept_and_a_second_tab_are_the_same_person(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    other = phone.new_page()
    other.goto(f"{server.url}/j/{facilitator.code}")
    open_vote(page, facilitator)
    page.get_by_label("Door de klant gekozen").check()
    page.get_by_role("button", name=VOTE).click()
    expect(page.locator("main [role=status]")).to_contain_text("Bewaard. Je kunt")
    expect(other.get_by_label("Door de klant gekozen")).to_be_checked()
    # Asleep: the browser says so, and the stream is let go. Awake: it catches up.
    for hidden in ("true", "false"):
        page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{value: {hidden}, configurable: true}});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
        if hidden == "true":
            facilitator.move("revealed")
            expect(other.get_by_role("heading", name="Zo hebben we gestemd")).to_be_visible()
            assert page.locator("[name=stance]").count() > 0
    expect(page.get_by_role("heading", name="Zo hebben we gestemd")).to_be_visible()
    assert len(facilitator.state.seats) == 1


def test_a_freed_seat_is_back_at_the_door_at_once(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    facilitator.cases.facilitation.free_seats(facilitator.id, [facilitator.state.seats[0].id])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waterkers")
    expect(page.locator("#notice")).to_contain_text("Je plek is vrijgegeven")
    page.get_by_role("button", name="Data en analyse").click()
    page.wait_for_selector("main[data-key]")
    assert [seat.left for seat in facilitator.state.seats] == [True, False]


def test_the_seventh_tab_of_one_browser_still_votes(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    """Browsers open six connections to one server; streams must not eat them all."""
    joined(phone, server, facilitator)
    pages = [phone.new_page() for _ in range(7)]
    for page in pages:
        page.goto(f"{server.url}/j/{facilitator.code}")
        page.wait_for_selector("main[data-key]")
    facilitator.at("S03", "voting")
    last = pages[-1]
    last.get_by_label("Geen profiel").check()
    last.get_by_role("button", name=VOTE).click()
    expect(last.locator("main [role=status]")).to_contain_text("Bewaard. Je kunt")


def test_cards_are_put_in_order_by_keyboard(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    page = joined(phone, server, facilitator)
    facilitator.at("principles")
    cards = page.locator("[data-card]")
    cards.first.wait_for()
    for at in (4, 0, 2):
        cards.nth(at).focus()
        page.keyboard.press("Enter")
    cards.nth(0).press("Space")  # taken out again; the third moves up
    expect(cards.nth(4)).to_have_attribute("aria-pressed", "true")
    expect(cards.nth(0)).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Sla mijn volgorde op").press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("Bewaard")
    deck = facilitator.state.deck
    (ranking,) = facilitator.state.rankings
    assert ranking.cards == (deck.cards[4].id, deck.cards[2].id)


def test_without_script(browser: Browser, server: KaderServer, facilitator: LiveWorkshop) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/j/{facilitator.code}")
    page.get_by_role("button", name="Data and analysis").click()
    facilitator.at("principles")
    page.get_by_role("link", name="Refresh").click()
    first = facilitator.state.deck.cards[7]
    page.get_by_label("Place 1").select_option(first.id)
    page.get_by_role("button", name="Save my order").click()
    expect(page.locator("main [role=status]")).to_contain_text("Saved")
    expect(page.get_by_label("Place 1")).to_have_value(first.id)
    context.close()


@pytest.mark.parametrize(("lang", "width", "scheme"), [("nl", 390, "light"), ("en", 320, "dark")])
def test_every_step_is_accessible(
    browser: Browser, server: KaderServer, facilitator: LiveWorkshop, lang: str, width: int, scheme: str, tmp_path: Path
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 700},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="nl-NL" if lang == "nl" else "en-GB",
        bypass_csp=True,  # axe is put into the page from outside
    )
    page = context.new_page()
    found: list[str] = []

    def look(what: str) -> None:
        page.wait_for_timeout(400)  # the new step fades in, and contrast is measured on what is there
        # In a window as high as the page: axe takes a field that the sticky button half covers at this scroll for too small.
        page.set_viewport_size(
            {"width": width, "height": max(700, page.evaluate("document.documentElement.scrollHeight"))}
        )
        report = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        found.extend(f"{what}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in report.response["violations"])
        page.set_viewport_size({"width": width, "height": 700})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{what}: wider than the screen")
        small = page.evaluate(
            "[...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, footer a')]"
            ".map(e => [e.closest('label') || e, e]).filter(([box, e]) => e.checkVisibility() && box.getBoundingClientRect().height < 44)"
            ".map(([, e]) => e.outerHTML.slice(0, 80))"
        )
        found.extend(f"{what}: smaller than a finger {each}" for each in small)
        tiny = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).length"
        )
        if tiny:
            found.append(f"{what}: a phone would zoom in on a field")

    page.goto(f"{server.url}/j/{facilitator.code}")
    look("door")
    page.locator(".roles button").nth(3).click()
    page.wait_for_selector("main[data-key]")
    look("welcome")
    steps = [("inventory", ()), ("principles", ("revealed",)), ("S03", ("voting", "revealed", "second_voting"))]
    seat = facilitator.state.seats[0].id
    for step, phases in steps:
        facilitator.at(step)
        page.wait_for_selector(f"main[data-key^='{step}/']")
        look(step)
        for phase in phases:
            facilitator.move(phase)
            page.wait_for_selector(f"main[data-key$='/{phase}']")
            if phase == "voting":
                _vote(facilitator, seat)
            look(f"{step} {phase}")
    facilitator.move("second_revealed")
    facilitator.cases.decisions.draft_from_stance(facilitator.id, "", "S03", "C")
    facilitator.move("consent")
    page.locator("[value=objection]").check()
    look("consent")
    facilitator.seats = list(facilitator.state.seats)
    facilitator.consent()
    facilitator.move("consent_revealed")
    facilitator.cases.facilitation.propose_red_line(facilitator.id, "S03")
    facilitator.at("red_lines", "voting")
    page.wait_for_selector("[value=no_objection]")
    look("red lines")
    facilitator.at("checkout")
    page.wait_for_selector("#word")
    look("check-out")
    for path in ("you", "leave", "privacy"):
        page.goto(f"{server.url}/j/{facilitator.code}/{path}")
        look(path)
    page.goto(f"{server.url}/j/{facilitator.code}")
    for what in _later(facilitator):
        page.wait_for_timeout(600)  # until the step has arrived
        look(what)
    page.goto(f"{server.url}/j/AAAAAA")
    look("refused")
    page.goto(f"{server.url}/j")
    look("code")
    page.screenshot(path=tmp_path / "last.png")
    context.close()
    assert found == []


def _later(room: LiveWorkshop) -> Iterator[str]:
    """Questions in between, and what comes at the end and after it."""
    for choices in (("Ja", "Nee"), ()):
        room.cases.facilitation.ask_question(room.id, room.room.version, "nl", "Zullen we <even> pauzeren?", choices)
        asked = room.room.step
        yield f"question, {len(choices)} choices"
        given = {"choice": 0} if choices else {"word": "rust"}
        room.answer(QuestionAnswer.model_validate({"seat": room.state.seats[0].id, "question": asked} | given))
        if not choices:
            room.move("closed")
            yield "words being read"
        room.move("revealed")
        yield f"question, {len(choices)} choices, revealed"
        room.at("checkout")
    rule = next(one.id for one in room.state.decisions)
    room.cases.decisions.record_agreement(room.id, rule, "consent")
    stored = room.decision(rule)
    room.cases.decisions.edit(room.id, stored, stored.model_copy(update={"owner": "hoofd CRM", "reason": "uitlegbaar"}))
    room.close_rule(rule)
    room.at("read_back")
    yield "read-back"
    room.cases.closing.end_session(room.id)
    yield "thank you"
    room.cases.closing.open_follow_up(room.id)
    yield "draft"
    room.move("consent")
    yield "follow-up"
    room.move("consent_revealed")
    yield "follow-up, revealed"


def _vote(facilitator: LiveWorkshop, seat: str) -> None:
    from framework.workshop.models import Ballot

    step = facilitator.room.current_step()
    ballot = Ballot(
        seat=seat, scenario=step.scenario or "", activity=step.activity or "", stance="B", reason="Omdat het kan"
    )
    assert facilitator.cases.participation.submit_answers(facilitator.id, [PostedAnswer(ballot)]) == (None,)


def test_two_tabs_agree_on_what_is_saved_also_after_a_gap(
    phone: BrowserContext, server: KaderServer, facilitator: LiveWorkshop
) -> None:
    one = joined(phone, server, facilitator)
    open_vote(one, facilitator)
    phone.set_offline(True)
    one.get_by_label("Uitlegbaar profiel").check()
    one.get_by_role("button", name=VOTE).click()
    expect(one.locator("main [role=status]")).to_contain_text("staat op deze telefoon")
    phone.set_offline(False)
    other = phone.new_page()
    other.goto(f"{server.url}/j/{facilitator.code}")  # sends what the first one has kept
    for page in (one, other):
        expect(page.locator("main [role=status]")).to_contain_text("Bewaard. Je kunt")
        expect(page.get_by_label("Uitlegbaar profiel")).to_be_checked()
    other.get_by_label("Geen profiel").check()
    other.get_by_role("button", name=VOTE).click()
    expect(one.get_by_label("Geen profiel")).to_be_checked()
    assert len(facilitator.votes()) == 1
