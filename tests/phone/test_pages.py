"""What stands on a phone's pages: that it is short, says what is asked, and leads on."""

import re
from itertools import pairwise

import pytest

from framework.text import LANGS, Lang
from framework.usecases.decisions import with_words
from framework.workshop.room import Phase, PlannedStep, question_at
from pages.live.snapshot import RoomSnapshot
from pages.phone.page_context import PageContext
from pages.phone.personal_slots import SlotTemplate
from pages.phone.steps import main_part
from tests.support.phone_client import Live

MOST_WORDS = 180
"""Before the button of a vote, without the team's own words."""


def words_before_the_button(page: str) -> list[str]:
    unfolded = re.sub(r"<details.*?<summary>(.*?)</summary>.*?</details>", r"\1", page.partition("<button")[0])
    return re.sub(r"<[^>]+>", " ", unfolded).split()


class TestTheVote:
    @pytest.mark.parametrize("lang", LANGS)
    @pytest.mark.parametrize("phase", ["voting", "second_voting"])
    def test_every_dilemma_is_read_in_a_minute(self, live: Live, lang: Lang, phase: Phase) -> None:
        state, activity = live.state, live.state.activities[0].model_copy(update={"name": "X"})
        head = state.workshop.model_copy(update={"stage": "session"})
        for scenario in state.deck.scenarios:
            step = PlannedStep(id="s", kind="scenario", minutes=1, scenario=scenario.id, activity=activity.id)
            room = live.room.model_copy(update={"plan": (step,), "step": "s", "phase": phase})
            shown = state.model_copy(update={"room": room, "workshop": head, "activities": (activity,)})
            context = PageContext(RoomSnapshot(shown, 1, question_at(room, step, phase)), lang)
            page = SlotTemplate(main_part(context)).fill({}).decode()
            assert len(words_before_the_button(page)) - page.count("“X”") <= MOST_WORDS, scenario.id

    def test_the_button_and_whether_it_is_saved_stay_in_reach(self, live: Live) -> None:
        live.begin("S03", "voting")
        phone = live.join("en")
        bar = re.search(r'<div class="send">(.*?)</div>', phone.get().main)
        assert bar
        assert "Save my vote" in bar[1]
        assert 'role="status"' in bar[1]
        assert re.search(r"\.send \{[^}]*position: sticky", phone.get().text)

    def test_a_rule_names_all_of_its_activities(self, live: Live) -> None:
        live.begin("S03", "voting")
        live.move("revealed")
        decision = live.decision(live.draft_rule())
        every = tuple(activity.id for activity in live.state.activities)
        live.cases.decisions.edit(live.id, decision, decision.model_copy(update={"activities": every}))
        live.move("consent")
        page = live.join("nl").get().main
        for activity in live.state.activities:
            assert activity.name in page.partition("<form")[0]

    def test_a_rule_reworded_in_one_language_says_so_on_a_phone_in_the_other(self, live: Live) -> None:
        live.begin("S03", "voting")
        dutch, english = live.join("nl"), live.join("en")
        live.move("revealed")
        decision = live.decision(live.draft_rule())
        live.cases.decisions.edit(live.id, decision, with_words(decision, "nl", behaviour="kijken eerst zelf mee"))
        live.move("consent")
        assert "eerst zelf" in english.get().main
        assert "typed in Dutch" in english.get().main
        assert "getypt in het Nederlands" not in dutch.get().main
        live.move("consent_revealed")
        assert "typed in Dutch" in english.get().main


class TestWhatIsSaidAloud:
    def test_each_phase_is_announced_in_other_words(self, live: Live) -> None:
        live.begin("S03")
        phone = live.join("en")
        said: list[str] = []
        live.draft_rule()
        for phase in ("voting", "revealed", "second_voting", "second_revealed", "consent", "consent_revealed"):
            live.move(phase)
            found = re.search(r'data-say="([^"]+)"', phone.get().text)
            assert found, phase
            said.append(found[1])
        assert all(one != other for one, other in pairwise(said))
        assert said[:2] == ["Vote now.", "The result is shown."]

    def test_few_people_are_told_before_anything_is_asked(self, live: Live) -> None:
        live.begin()
        assert "Then nobody is anonymous" in live.join("en").get().main


class TestTables:
    def test_the_number_comes_when_tables_are_dealt_and_stays(self, live: Live) -> None:
        live.begin()
        phones = [live.join("en") for _ in range(6)]
        stream = phones[0].listen()
        assert "Your table" not in re.sub(r"<p[^>]* hidden>.*?</p>", "", phones[0].get().main)
        live.cases.facilitation.assign_tables(live.id, 2)
        table = next(seat.table for seat in live.state.seats if seat.id == live.state.seats[0].id)
        stream.wait_for(f'<p class="table">Your table: <b>{table}</b></p>')
        live.at("S03", "voting")
        assert f"Your table: <b>{table}</b>" in stream.wait_for("Save my vote")
        stream.close()
        late = live.join("en")
        number = next(seat.table for seat in live.state.seats if seat.id == live.state.seats[-1].id)
        assert f'<p class="table">Your table: <b>{number}</b></p>' in late.get().main


class TestTheCode:
    def test_however_it_is_written_it_leads_to_the_room(self, live: Live) -> None:
        phone, code = live.phone(), live.code
        for typed in (f"{code[:3]}-{code[3:]}", f"{code[:2]} {code[2:]}", f"{code[:3]}–{code[3:]}", f"{code.lower()}."):
            assert phone.get(f"/j/{typed}").status == 200, typed
        for address in (f"/j/{code}/", f"/J/{code}", f"/J/{code.lower()}/"):
            assert phone.get(address).headers["location"] == f"/j/{code}", address
        assert phone.get("/J/").headers["location"] == phone.get("/j/").headers["location"] == "/j"
        assert phone.get(f"/J/{code}/privacy?lang=en").headers["location"] == f"/j/{code}/privacy?lang=en"

    def test_a_wrong_one_stands_in_the_field_to_be_corrected(self, live: Live) -> None:
        page = live.phone("en").get("/j/ACDEFX")
        assert page.status == 404
        assert 'value="ACDEFX"' in page.main
        assert "<details" not in page.main
        assert "Back to the room" not in page.main
        elsewhere = live.join("en").get("/j/ACDEFX").main
        assert "Back to the room" in elsewhere
        assert "<details open><summary>Type another code</summary><form" in elsewhere


def test_what_is_said_on_leaving_is_what_happens(live: Live) -> None:
    live.begin("S03", "voting")
    phone = live.join("en")
    phone.answer(stance="A")
    said = phone.get("/leave").main
    assert "All your answers stay and count, also in a round that is still open" in said
    assert "abstain" in said
    phone.post("/leave")
    assert live.counts() == (1, 0, 0, 0, 0)
