"""axe finds nothing against WCAG 2.2 AA on the facilitator's pages either, at each moment of a workshop that looks different."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from framework.text import LANGS, Lang
from framework.workshop.models import CheckoutWord
from framework.workshop.room import Phase, StepKind
from framework.workshop.steps.unplanned_question import QuestionAnswer
from tests.browser.accessibility import HALF, Windows, drawn_in, findings
from tests.support.app_process import KaderServer
from tests.support.rehearsed_room import Rehearsed, rehearsed
from tests.support.room import LiveWorkshop
from tests.support.server_database import beside

SEED = 11
"""Somebody objects to the first rule, twice; and strong objections reach the dam."""


@dataclass(frozen=True)
class Moment:
    """A page, and when in the workshop it is looked at; ``kind`` is empty before the session."""

    page: str
    kind: StepKind | None = None
    phase: Phase = "open"

    def __str__(self) -> str:
        return f"{self.page}-{self.kind or 'preparing'}-{self.phase}"


MOMENTS = (
    Moment("prepare"),
    Moment("console", "principles", "voting"),
    Moment("console", "principles", "revealed"),
    Moment("console", "scenario", "open"),
    Moment("console", "scenario", "second_revealed"),
    Moment("decide", "scenario", "consent_revealed"),
    Moment("console", "scenario", "consent_revealed"),
    Moment("console", "red_lines", "voting"),
    Moment("decide", "red_lines", "revealed"),
    Moment("console", "agreements", "consent_revealed"),
)
"""In the order in which a workshop comes to them."""


@pytest.fixture(scope="module")
def rooms(server: KaderServer) -> Iterator[dict[Lang, Rehearsed]]:
    """A rehearsed room per language, which goes on from moment to moment."""
    with rehearsed(server, "nl", seed=SEED) as dutch, rehearsed(server, "en", seed=SEED) as english:
        for room in (dutch, english):
            room.come_in()
        yield {"nl": dutch, "en": english}


def test_axe_finds_nothing_while_a_workshop_goes_on(rooms: dict[Lang, Rehearsed], windows: Windows) -> None:
    """Each moment in both languages, in two variants that have nothing in common."""
    found: list[str] = []
    for number, moment in enumerate(MOMENTS):
        one = HALF[number % len(HALF)]
        for lang in LANGS:
            room = rooms[lang]
            here = (room.room.current_step().kind, room.room.phase)
            if moment.kind is not None and here != (moment.kind, moment.phase):
                room.until(moment.kind, moment.phase)
            variant = one if one.lang == lang else one.opposite
            newcomer = windows(variant)
            newcomer.visit(moment.page, w=room.id)
            assert drawn_in(newcomer.page) == variant.scheme
            newcomer.unfold_all()
            found += [f"{moment} {variant}: {line}" for line in findings(newcomer.page)]
            width = newcomer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
            if width:
                found.append(f"{moment} {variant}: the page can be scrolled sideways")
    assert found == []


def between_and_after_the_rounds(room: LiveWorkshop) -> Iterator[str]:
    """What a rehearsal does not play: what is read before it is shown, questions in between, and what comes at the end."""
    room.begin("S03", "voting")
    room.vote("BBCCCD", reasons=("te druk", "klanten vragen erom", "eerlijk is eerlijk"))
    room.cases.moderation.set_intake(room.id, room.room.version, "closed")
    yield "reasons being read"
    room.move("revealed")
    room.cases.facilitation.ask_question(room.id, room.room.version, "nl", "Zullen we pauzeren?", ("Ja", "Nee"))
    asked = room.room.step
    yield "question"
    room.each(lambda at, seat: QuestionAnswer(seat=seat.id, question=asked, choice=at % 2))
    room.move("revealed")
    yield "question revealed"
    room.at("S03")
    room.cases.facilitation.ask_question(room.id, room.room.version, "nl", "Eén woord?")
    word = room.room.step
    room.each(lambda at, seat: QuestionAnswer(seat=seat.id, question=word, word=f"woord {at}"))
    room.move("closed")
    room.hide(QuestionAnswer(seat="-", question=word, word="woord 1"))
    yield "words being read"
    room.move("revealed")
    yield "words"
    room.at("S03")
    rule = room.draft_rule()
    room.move("consent")
    room.consent(rule)
    room.move("consent_revealed")
    room.cases.decisions.record_agreement(room.id, rule, "consent")
    room.close_rule(rule)
    room.cases.facilitation.add_note(room.id, "parking", "Wie beslist over de beelden?")
    room.at("read_back")
    yield "read-back"
    room.at("checkout")
    room.answer(*(CheckoutWord(seat=seat.id, word=f"slot {at}") for at, seat in enumerate(room.seats)))
    yield "last words"
    room.cases.closing.end_session(room.id)
    yield "draft"
    room.cases.closing.open_follow_up(room.id)
    yield "follow-up"
    room.move("consent")
    room.consent(rule, 1, safe_if="als het klein begint")
    room.move("consent_revealed")
    yield "follow-up objections"


def test_axe_finds_nothing_between_and_after_the_rounds(server: KaderServer, windows: Windows) -> None:
    found: list[str] = []
    with beside(server) as cases:
        rooms: dict[Lang, LiveWorkshop] = {lang: LiveWorkshop(cases, lang=lang) for lang in LANGS}
        played = [between_and_after_the_rounds(rooms[lang]) for lang in LANGS]
        for number, moments in enumerate(zip(*played, strict=True)):
            one = HALF[number % len(HALF)]
            for lang in LANGS:
                variant = one if one.lang == lang else one.opposite
                newcomer = windows(variant)
                newcomer.visit("console", w=rooms[lang].id)
                assert drawn_in(newcomer.page) == variant.scheme
                newcomer.unfold_all()
                found += [f"{moments[0]} {variant}: {line}" for line in findings(newcomer.page)]
                width = newcomer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
                if width:
                    found.append(f"{moments[0]} {variant}: the page can be scrolled sideways")
    assert found == []
