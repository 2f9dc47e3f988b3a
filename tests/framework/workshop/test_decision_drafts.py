"""What goes into a framework, and what does not."""

from typing import Any

import pytest

from framework.workshop.decision_drafts import drafted_framework
from framework.workshop.models import Decision, Framework, OpenPoint
from tests.support.builders import (
    SEAT,
    TODAY,
    a_ballot,
    a_closed_decision,
    a_deck,
    a_red_line,
    a_scenario,
    a_stance,
    a_state,
    an_activity,
    an_unlawful_stance,
)

DECISION = "S01-activity-1"


def drafted(*, deleted: bool = False, verdicts: dict[str, str] | None = None, **given: Any) -> Framework:
    """From a team with two activities, the second one deleted or not."""
    activities = (an_activity(), an_activity("activity-2", position=2, name="Search", deleted=deleted))
    state = a_state(**{"deck": a_deck(scenarios=1), "activities": activities, **given})
    return drafted_framework(state, SEAT, TODAY, verdicts or {})


def a_rule_about_both(**given: Any) -> Decision:
    return a_closed_decision(DECISION, activities=("activity-1", "activity-2"), **given)


class TestRules:
    def test_are_about_the_activities_that_are_still_there(self) -> None:
        assert drafted(decisions=(a_rule_about_both(),)).rules[0].activities == ("activity-1", "activity-2")
        without = drafted(decisions=(a_rule_about_both(),), deleted=True)
        assert without.rules[0].activities == ("activity-1",)
        assert [activity.id for activity in without.activities] == ["activity-1"]

    def test_are_numbered_in_reading_order_and_a_number_that_was_adopted_is_never_given_again(self) -> None:
        """The dilemmas come in the order of the plan, the rules stand by activity."""
        deck = a_deck(scenarios=3)
        ids = ("S01-activity-1", "S02-activity-2", "S03-activity-1")
        decided = tuple(a_closed_decision(one, scenario=one[:3], activities=(one[4:],)) for one in ids)
        first = drafted(
            deck=deck, decisions=decided, ballots=tuple(a_ballot(scenario=one[:3], activity=one[4:]) for one in ids)
        )
        assert [(rule.number, rule.decision) for rule in first.rules] == [(1, ids[0]), (2, ids[2]), (3, ids[1])]
        adopted = first.model_copy(update={"adopted": True, "version": "1.0", "rules": first.rules[1:]})
        again = drafted(deck=deck, decisions=decided, frameworks=(adopted,))
        assert [(rule.number, rule.decision) for rule in again.rules] == [(4, ids[0]), (2, ids[2]), (3, ids[1])]

    @pytest.mark.parametrize("given", [{"closed": False}, {"withdrawn": True}])
    def test_come_of_closed_decisions_that_stand(self, given: dict[str, bool]) -> None:
        assert drafted(decisions=(a_rule_about_both(**given),)).rules == ()


def test_a_groups_framework_holds_nobodys_own_stances() -> None:
    state = a_state(deck=a_deck(scenarios=1), activities=(an_activity(),), ballots=(a_ballot(),))
    assert drafted_framework(state, "", TODAY, {}, principles=()).stances == ()
    assert [taken.stance for taken in drafted_framework(state, SEAT, TODAY, {}).stances] == ["C"]


def test_red_lines_were_drawn_and_not_only_proposed() -> None:
    lines = (a_red_line("drawn"), a_red_line("proposed", proposed=True), a_red_line("withdrawn", withdrawn=True))
    assert [line.id for line in drafted(red_lines=lines).red_lines] == ["drawn"]


class TestOpenPoints:
    def points(self, **given: Any) -> list[tuple[str, tuple[str, ...]]]:
        return [(point.reason, point.missing) for point in drafted(deleted=True, **given).open_points]

    def test_name_what_the_law_stops_or_doubts(self) -> None:
        found = drafted(verdicts={"activity-1": "stop", "activity-2": "ask_first"}, decisions=(a_rule_about_both(),))
        assert found.open_points == (
            OpenPoint(reason="law_stop", activity="activity-1"),
            OpenPoint(reason="law_unsure", activity="activity-2"),
        )

    def test_are_gone_with_the_rule(self) -> None:
        assert self.points(ballots=(a_ballot(),), decisions=(a_rule_about_both(),)) == []
        gone = a_rule_about_both(withdrawn=True)
        assert self.points(ballots=(a_ballot(),), decisions=(gone,)) == [("not_closed", ())]

    def test_say_what_keeps_a_rule_open(self) -> None:
        def about(**given: Any) -> list[tuple[str, tuple[str, ...]]]:
            return self.points(
                ballots=(a_ballot(objection=True),), decisions=(a_rule_about_both(closed=False, **given),)
            )

        assert self.points() == [("no_stance", ())]
        assert about(owner="") == [("incomplete", ("owner",))]
        assert about() == [("dissent_open", ())], "a strong objection is not answered by a tick"
        assert about(none_voiced=False, dissent="It costs too much.") == [("not_closed", ())]

    def test_name_a_rule_without_a_reason(self) -> None:
        assert self.points(decisions=(a_rule_about_both(reason=""),)) == [("incomplete", ("reason",))]

    def test_mark_what_the_law_forbids_unless_it_is_forbidden(self) -> None:
        stances = (an_unlawful_stance("A"), *(a_stance(letter) for letter in "BCDE"))
        deck = a_deck(scenarios=1).model_copy(update={"scenarios": (a_scenario(1, stances=stances),)})
        wish = (a_ballot(stance="A"),)
        assert self.points(deck=deck, ballots=wish) == [("unlawful_stance", ())]
        for verb, reason in (("always", "unlawful_stance"), ("never", "not_closed")):
            rule = a_rule_about_both(based_on="A", verb=verb, accepted=("B",), closed=False)
            assert self.points(deck=deck, ballots=wish, decisions=(rule,)) == [(reason, ())]
