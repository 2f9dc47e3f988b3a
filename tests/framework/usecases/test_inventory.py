"""Importing an inventory: all of what was agreed to, or nothing, and never over what somebody saved meanwhile."""

from dataclasses import replace

import pytest

from framework.errors import ChoiceUnknown, EditConflict, NotFound, TextTooLong, WorkshopClosed
from framework.inventory.columns import layout
from framework.inventory.import_plan import ImportPlan, plan_import
from framework.inventory.read_file import read_file
from framework.inventory.row_parser import parse_rows
from framework.law import law_book
from framework.workshop.agenda import agenda, live_activities
from framework.workshop.decision_drafts import current_decision
from framework.workshop.models import Activity, Ballot
from framework.workshop.rule_grammar import proposed_wording
from tests.support.any_actor import AnyActor
from tests.support.workshops import NOW


@pytest.fixture
def begun(workshops: AnyActor) -> str:
    return workshops.lifecycle.start_self_assessment("Waterkers", "CRM", "nl", "marketing-ai")


def planned(workshops: AnyActor, workshop: str, *lines: str) -> ImportPlan:
    state = workshops.queries.state(workshop)
    columns = layout(state.deck, law_book())
    return plan_import(state, parse_rows(read_file("\r\n".join(lines).encode(), columns), columns, "en"), columns)


def inventory(workshops: AnyActor, workshop: str) -> tuple[Activity, ...]:
    return live_activities(workshops.queries.state(workshop))


def test_new_ones_come_at_the_end_in_the_order_of_the_file(workshops: AnyActor, begun: str) -> None:
    first = workshops.inventory.add(begun, "chatbot", "Bo")
    agreed = planned(workshops, begun, "name;kind;interacts", "An;chatbot;yes", "Cas;lookalike;")
    saved = workshops.inventory.import_rows(begun, agreed.to_do)
    there = inventory(workshops, begun)
    assert [activity.name for activity in there] == ["Bo", "An", "Cas"]
    assert there[1:] == saved
    assert there[0] == first
    assert len({activity.id for activity in there}) == 3
    assert (there[1].facts, there[1].version) == ({"interacts": "yes"}, 1)


def test_a_changed_one_keeps_what_the_file_says_nothing_about(workshops: AnyActor, begun: str) -> None:
    bo = workshops.inventory.add(begun, "chatbot", "Bo", supplier="Acme")
    workshops.inventory.record_fact(begun, bo.id, "maker", "own")
    agreed = planned(workshops, begun, "id;name;interacts", f"{bo.id};Bo 2;yes")
    workshops.inventory.import_rows(begun, agreed.to_do)
    [activity] = inventory(workshops, begun)
    assert (activity.name, activity.supplier, activity.version) == ("Bo 2", "Acme", 3)
    assert activity.facts == {"maker": "own", "interacts": "yes"}


def test_it_is_one_change_of_the_workshop(workshops: AnyActor, begun: str) -> None:
    bo = workshops.inventory.add(begun, "chatbot", "Bo")
    before = workshops.queries.revision(begun)
    agreed = planned(workshops, begun, "id;name;kind", f"{bo.id};Bo 2;", ";An;chatbot", ";Cas;chatbot")
    workshops.inventory.import_rows(begun, agreed.to_do)
    assert workshops.queries.revision(begun) == before + 1


def test_what_another_window_changed_elsewhere_stays(workshops: AnyActor, begun: str) -> None:
    bo = workshops.inventory.add(begun, "chatbot", "Bo")
    agreed = planned(workshops, begun, "id;name;owner", f"{bo.id};Bo;Head of CRM")
    workshops.inventory.record_fact(begun, bo.id, "maker", "own")
    workshops.inventory.edit(begun, bo, bo.model_copy(update={"supplier": "Acme"}))
    workshops.inventory.import_rows(begun, agreed.to_do)
    [activity] = inventory(workshops, begun)
    assert (activity.owner, activity.supplier, activity.facts) == ("Head of CRM", "Acme", {"maker": "own"})


def test_a_field_that_another_window_changed_stops_all_of_it(workshops: AnyActor, begun: str) -> None:
    bo = workshops.inventory.add(begun, "chatbot", "Bo")
    agreed = planned(workshops, begun, "id;name;kind", ";An;chatbot", f"{bo.id};Bo from the file;")
    workshops.inventory.edit(begun, bo, bo.model_copy(update={"name": "Bo from the window"}))
    with pytest.raises(EditConflict):
        workshops.inventory.import_rows(begun, agreed.to_do)
    assert [activity.name for activity in inventory(workshops, begun)] == ["Bo from the window"]


@pytest.mark.parametrize(
    ("update", "error"),
    [
        ({"name": "x" * 121}, TextTooLong),
        ({"kind": "no_such_kind"}, ChoiceUnknown),
        ({"facts": {"interacts": "perhaps"}}, ChoiceUnknown),
        ({"facts": {"no_such_fact": "yes"}}, ChoiceUnknown),
    ],
)
def test_one_row_that_cannot_be_kept_stops_all_of_it(
    workshops: AnyActor, begun: str, update: dict[str, object], error: type[Exception]
) -> None:
    good, other = planned(workshops, begun, "name;kind", "An;chatbot", "Bo;chatbot").to_do
    with pytest.raises(error):
        workshops.inventory.import_rows(
            begun, (good, replace(other, activity=other.activity.model_copy(update=update)))
        )
    assert inventory(workshops, begun) == ()


def test_an_answer_from_an_older_law_does_not_stand_in_the_way(workshops: AnyActor, begun: str) -> None:
    bo = workshops.inventory.add(begun, "chatbot", "Bo")
    with workshops.context.store.transaction(begun) as change:
        change.put_activity(bo.model_copy(update={"facts": {"asked_long_ago": "yes"}}))
    agreed = planned(workshops, begun, "id;name", f"{bo.id};Bo 2")
    workshops.inventory.import_rows(begun, agreed.to_do)
    [activity] = inventory(workshops, begun)
    assert (activity.name, activity.facts) == ("Bo 2", {"asked_long_ago": "yes"})


def test_a_deleted_one_comes_back_with_what_was_said_about_it(workshops: AnyActor, begun: str) -> None:
    bo = workshops.inventory.add(begun, "chatbot", "Bo")
    workshops.inventory.delete(begun, bo.id)
    agreed = planned(workshops, begun, "id;name;kind", f"{bo.id};Bo;chatbot")
    workshops.inventory.import_rows(begun, agreed.to_do)
    assert [activity.id for activity in inventory(workshops, begun)] == [bo.id]


def test_a_new_name_is_followed_by_rules_that_have_the_decks_words(workshops: AnyActor, begun: str) -> None:
    bo = workshops.inventory.add(begun, "chatbot", "Bo")
    state = workshops.queries.state(begun)
    item = agenda(state)[0]
    blank_seat = state.seats[0].id
    blank = Ballot(seat=blank_seat, scenario=item.scenario.id, activity=bo.id)
    workshops.self_assessment.save_ballot(begun, blank, blank.model_copy(update={"stance": "C"}))
    decision = current_decision(workshops.queries.state(begun), blank_seat, item, NOW.date())
    assert decision is not None
    with workshops.context.store.transaction(begun) as change:
        change.put_decision(decision.model_copy(update={"version": 1}))
    agreed = planned(workshops, begun, "id;name", f"{bo.id};Bo 2")
    workshops.inventory.import_rows(begun, agreed.to_do)
    [kept] = workshops.queries.state(begun).decisions
    assert decision.wording == proposed_wording(item.scenario, "C", ["Bo"])
    assert kept.wording == proposed_wording(item.scenario, "C", ["Bo 2"])


def test_nothing_is_imported_into_a_closed_or_a_missing_workshop(workshops: AnyActor, begun: str) -> None:
    agreed = planned(workshops, begun, "name;kind", "An;chatbot")
    with pytest.raises(NotFound):
        workshops.inventory.import_rows("no-such-workshop", agreed.to_do)
    with workshops.context.store.transaction(begun) as change:
        change.put_workshop(change.workshop().model_copy(update={"stage": "closed"}))
    with pytest.raises(WorkshopClosed):
        workshops.inventory.import_rows(begun, agreed.to_do)
