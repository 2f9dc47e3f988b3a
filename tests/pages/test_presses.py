"""What a dilemma asks of the facilitator, in presses: the console pressed as one would, with the filled button."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.text import Lang
from framework.workshop.models import Decision
from tests.pages.conftest import Open, keys, unfold
from tests.pages.test_screens import words_of
from tests.support.room import LiveWorkshop

REASON = "Anders snapt niemand het"


class Desk:
    """The console of a room of six whose first dilemma's activity has an owner."""

    def __init__(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        for activity in people.state.activities:
            people.cases.inventory.edit(people.id, activity, activity.model_copy(update={"owner": "hoofd CRM"}))
        people.begin("S03")
        self.people, self.lang = people, lang
        self.rule_id = f"S03-{people.room.step_of('S03').activity}"
        self.screen: AppTest = open_page("console", lang, w=people.id)
        self.presses = 0

    def press(self, name: str) -> None:
        self.screen.button(key=name).click().run()
        assert not self.screen.exception
        assert not self.screen.error, [error.value for error in self.screen.error]
        self.presses += 1

    def vote(self, letters: str = "BCCCCD", round_: int = 1, **given: Any) -> None:
        self.people.vote(letters, round_, **given)

    def to_the_result(self, letters: str = "BCCCCD", objections: int = 0, **given: Any) -> None:
        """Through the first vote and an objection round about its middle."""
        self.press("console.move.voting")
        self.vote(letters, **given)
        self.press("console.move.revealed")
        self.put_and_reveal(objections)

    def put_and_reveal(self, objections: int = 0) -> None:
        self.press("console.move.consent")
        self.people.consent(objections=objections)
        self.press("console.move.consent_revealed")

    @property
    def rule(self) -> Decision:
        return self.people.decision(self.rule_id)

    @property
    def filled(self) -> list[str]:
        """Keys of the filled buttons that can be pressed."""
        return [
            str(one.key) for one in self.screen.main.button if one.proto.type == "primary" and not one.proto.disabled
        ]


@pytest.fixture
def desk(open_page: Open, lang: Lang, people: LiveWorkshop) -> Desk:
    return Desk(open_page, lang, people)


class TestPresses:
    def test_one_round_takes_six_and_no_text(self, desk: Desk) -> None:
        desk.to_the_result()
        desk.press(f"{desk.rule_id}.close")
        desk.press("console.next")
        assert desk.presses == 6
        assert desk.people.room.step == "S07"
        rule = desk.rule
        assert (rule.closed, rule.agreed, rule.none_voiced, rule.based_on) == (True, "consent", True, "C")
        assert (rule.owner, rule.reason) == ("hoofd CRM", "")

    def test_two_rounds_take_eight(self, desk: Desk) -> None:
        desk.press("console.move.voting")
        desk.vote("ABCDEE")
        desk.press("console.move.revealed")
        desk.press("console.move.second_voting")
        desk.vote("BCDDDE", 2)
        desk.press("console.move.second_revealed")
        desk.put_and_reveal()
        desk.press(f"{desk.rule_id}.close")
        desk.press("console.next")
        assert (desk.presses, desk.rule.based_on, desk.rule.closed) == (8, "D", True)

    def test_a_choice_takes_one_more(self, desk: Desk) -> None:
        """Two middle votes: nothing is filled in, and the way on says what to do first."""
        desk.press("console.move.voting")
        desk.vote("BBBCCC")
        desk.press("console.move.revealed")
        assert "console.move.consent" not in keys(desk.screen)
        desk.screen.radio(key=f"stance.{desk.rule_id}").set_value("B").run()
        desk.put_and_reveal()
        desk.press(f"{desk.rule_id}.close")
        desk.press("console.next")
        assert (desk.presses + 1, desk.rule.based_on) == (7, "B")

    def test_each_further_objection_round_takes_two(self, desk: Desk) -> None:
        desk.to_the_result(objections=1)
        desk.put_and_reveal()
        desk.press(f"{desk.rule_id}.close")
        desk.press("console.next")
        assert desk.presses == 8

    def test_the_filled_button_is_always_the_next_press(self, desk: Desk) -> None:
        way = ["console.move.voting", "console.move.revealed"]
        for name in way:
            assert desk.filled == [name]
            desk.press(name)
            if desk.people.room.phase == "voting":
                desk.vote()
        assert desk.filled == ["console.move.consent"], "they are close together"
        desk.put_and_reveal()
        assert desk.filled == [f"{desk.rule_id}.close"]
        desk.press(f"{desk.rule_id}.close")
        assert desk.filled == ["console.next"]


class TestAStrongObjection:
    def test_in_the_vote_is_worded_before_the_rule_closes(self, desk: Desk) -> None:
        """The agreement and the objection do not contradict each other, and no press does nothing without saying why."""
        t = translator(desk.lang)
        desk.press("console.move.voting")
        desk.vote("BCCCCD", objections=1)
        desk.press("console.move.revealed")
        desk.put_and_reveal()
        words = words_of(desk.screen)
        assert t("Somebody strongly objected in the vote. Put that into words as dissent before closing.") in words
        assert f"{desk.rule_id}.none" not in [box.key for box in desk.screen.checkbox]
        desk.screen.button(key=f"{desk.rule_id}.close").click().run()
        assert desk.screen.error, "a press that does nothing says why"
        assert not desk.rule.closed
        desk.screen.text_area(key=f"{desk.rule_id}.dissent").set_value("Te vroeg").run()
        desk.press(f"{desk.rule_id}.close")
        assert (desk.rule.closed, desk.rule.none_voiced) == (True, False)


class TestReasons:
    def test_one_press_takes_a_reason_over_to_be_reworded(self, desk: Desk) -> None:
        desk.to_the_result(reasons=("", REASON))
        field = f"{desk.rule_id}.reason"
        desk.press(f"{desk.rule_id}.heard.0")
        assert desk.screen.text_area(key=field).value == REASON
        desk.screen.text_area(key=field).set_value(f"{REASON} ").run()
        assert desk.rule.reason == "", "nobody’s own words go into the charter"
        desk.screen.text_area(key=field).set_value("Klanten moeten het snappen").run()
        assert desk.rule.reason == "Klanten moeten het snappen"
        assert f"{desk.rule_id}.heard.0" not in keys(desk.screen)

    def test_a_rule_stays_closed_when_its_reason_comes_later(self, desk: Desk) -> None:
        desk.to_the_result()
        desk.press(f"{desk.rule_id}.close")
        desk.screen.text_area(key=f"{desk.rule_id}.reason").set_value("Klanten moeten het snappen").run()
        assert (desk.rule.closed, desk.rule.reason) == (True, "Klanten moeten het snappen")


class TestLeaving:
    def test_an_open_rule_is_never_left_without_asking(self, desk: Desk) -> None:
        desk.to_the_result(objections=1)
        desk.press("console.next")
        assert desk.people.room.step == "S03"
        desk.press("console.leave.stay")
        assert "console.leave.now" not in keys(desk.screen)
        desk.press("console.next")
        desk.press("console.leave.now")
        assert desk.people.room.step == "S07"

    def test_nor_a_result_without_a_rule(self, desk: Desk) -> None:
        desk.press("console.move.voting")
        desk.vote()
        desk.press("console.move.revealed")
        desk.press("console.next")
        assert desk.people.room.step == "S03"

    def test_the_plan_tells_what_was_decided_from_what_was_shown(self, desk: Desk) -> None:
        t = translator(desk.lang)
        desk.to_the_result()
        unfold(desk.screen, "console.plan")
        assert desk.screen.button(key="console.go.S03").label.endswith(t("revealed"))
        desk.press(f"{desk.rule_id}.close")
        assert desk.screen.button(key="console.go.S03").label.endswith(t("decided"))
        assert "·" not in desk.screen.button(key="console.go.S07").label
