"""What is said once for the team or about a supplier, and what somebody marked as arranged."""

import pytest

from framework.errors import ChoiceUnknown, TextMissing, TextTooLong
from framework.law import check, law_book
from framework.workshop.facts import arranged_rules, effective_facts
from framework.workshop.models import Activity, WorkshopState
from tests.support.any_actor import AnyActor
from tests.support.workshops import NOW


@pytest.fixture
def begun(workshops: AnyActor) -> str:
    return workshops.lifecycle.start_self_assessment("Waterkers", "CRM", "nl", "marketing-ai")


def lookalike(workshops: AnyActor, begun: str, supplier: str = "") -> Activity:
    return workshops.inventory.add(begun, "lookalike", "Publiek dat lijkt", supplier=supplier)


def facts(state: WorkshopState, activity: Activity) -> dict[str, str]:
    return effective_facts(state, next(one for one in state.activities if one.id == activity.id))


def test_an_answer_for_the_team_holds_for_every_activity(workshops: AnyActor, begun: str) -> None:
    first, second = lookalike(workshops, begun), lookalike(workshops, begun)
    saved = workshops.law_answers.record_for_team(begun, "g8_objection", "no")
    assert workshops.law_answers.record_for_team(begun, "g8_objection", "no").version == saved.version
    state = workshops.queries.state(begun)
    assert facts(state, first)["g8_objection"] == facts(state, second)["g8_objection"] == "no"


def test_an_activity_may_say_otherwise_and_take_it_back(workshops: AnyActor, begun: str) -> None:
    activity = lookalike(workshops, begun)
    workshops.law_answers.record_for_team(begun, "g8_objection", "yes")
    workshops.inventory.record_fact(begun, activity.id, "g8_objection", "no")
    assert facts(workshops.queries.state(begun), activity)["g8_objection"] == "no"
    workshops.inventory.forget_fact(begun, activity.id, "g8_objection")
    assert facts(workshops.queries.state(begun), activity)["g8_objection"] == "yes"


def test_an_answer_about_a_supplier_holds_where_it_is_used(workshops: AnyActor, begun: str) -> None:
    theirs, other = lookalike(workshops, begun, "Meta"), lookalike(workshops, begun, "Google")
    workshops.law_answers.record_for_supplier(begun, "meta", "g6_no_reuse", "yes")
    state = workshops.queries.state(begun)
    assert facts(state, theirs)["g6_no_reuse"] == "yes"
    assert "g6_no_reuse" not in facts(state, other)


def test_what_is_asked_of_an_activity_is_not_answered_for_all(workshops: AnyActor, begun: str) -> None:
    with pytest.raises(ChoiceUnknown):
        workshops.law_answers.record_for_team(begun, "makes", "text")
    with pytest.raises(ChoiceUnknown):
        workshops.law_answers.record_for_supplier(begun, "Meta", "g8_objection", "yes")
    with pytest.raises(ChoiceUnknown):
        workshops.law_answers.record_for_team(begun, "g8_objection", "perhaps")
    with pytest.raises(TextMissing):
        workshops.law_answers.record_for_supplier(begun, " ", "g6_no_reuse", "yes")
    with pytest.raises(TextTooLong):
        workshops.law_answers.record_for_supplier(begun, "x" * 1000, "g6_no_reuse", "yes")
    assert workshops.queries.state(begun).shared_facts == ()


@pytest.mark.parametrize(("supplier", "rule"), [("", "G5"), ("Meta, Google", "G5"), ("", "G8"), ("", "G1")])
def test_a_ground_rule_that_is_arranged_is_answered_where_it_is_asked(
    workshops: AnyActor, begun: str, supplier: str, rule: str
) -> None:
    activity = lookalike(workshops, begun, supplier)
    ground_rule = law_book().ground_rule(rule)
    assert ground_rule is not None
    workshops.law_answers.arrange(begun, activity.id, rule, "arranged", by="DPO", note="contract 12")
    state = workshops.queries.state(begun)
    assert facts(state, activity)[ground_rule.fact] == "yes"
    assert (
        len(state.shared_facts) == {"G5": len([part for part in supplier.split(",") if part]), "G8": 1, "G1": 0}[rule]
    )
    workshops.law_answers.withdraw_arrangement(begun, activity.id, rule)
    state = workshops.queries.state(begun)
    assert facts(state, activity)[ground_rule.fact] == "no"
    assert arranged_rules(state, activity.id) == ()


@pytest.mark.parametrize("status", ["planned", "not_for_us"])
def test_a_plan_or_a_refusal_changes_no_fact(workshops: AnyActor, begun: str, status: str) -> None:
    activity = lookalike(workshops, begun)
    before = facts(workshops.queries.state(begun), activity)
    workshops.law_answers.arrange(begun, activity.id, "G5", status, due=NOW.date())  # type: ignore[arg-type]
    state = workshops.queries.state(begun)
    assert facts(state, activity) == before
    assert arranged_rules(state, activity.id) == ()


def test_what_was_arranged_and_is_planned_again_is_a_breach_again(workshops: AnyActor, begun: str) -> None:
    activity = lookalike(workshops, begun)
    workshops.law_answers.arrange(begun, activity.id, "G8", "arranged", by="DPO")
    workshops.law_answers.arrange(begun, activity.id, "G8", "planned", due=NOW.date())
    assert facts(workshops.queries.state(begun), activity)["g8_objection"] == "no"


def test_the_latest_word_about_a_measure_holds(workshops: AnyActor, begun: str) -> None:
    activity = lookalike(workshops, begun)
    workshops.law_answers.arrange(begun, activity.id, "O1", "planned", owner="CRM", due=NOW.date())
    workshops.law_answers.arrange(begun, activity.id, "O1", "arranged", by="DPO")
    (one,) = workshops.queries.state(begun).arrangements
    assert (one.status, one.by, one.owner, one.due, one.version) == ("arranged", "DPO", "", None, 2)
    with pytest.raises(ChoiceUnknown):
        workshops.law_answers.arrange(begun, activity.id, "no such rule", "arranged")


def test_a_duty_that_is_arranged_no_longer_conditions_the_verdict() -> None:
    book, day = law_book(), NOW.date()
    found = check(book, {}, day)
    assert found.verdict == "ask_first"
    everything = {one.id for one in (*book.obligations, *book.other_rules)}
    assert check(book, {}, day, everything).verdict == "ask_first", "what is not known cannot be arranged"
    assert (
        check(book, {"deceives": "yes", "works_by": "learns"}, day, everything).verdict
        == check(book, {"deceives": "yes", "works_by": "learns"}, day).verdict
    )
