"""Which answer counts for an activity: its own, its suppliers', the team's, or what its kind assumes."""

import pytest

from framework.workshop.facts import TEAM, effective_facts, of_suppliers, supplier_id, supplier_names, suppliers
from framework.workshop.models import SharedFacts, WorkshopState
from tests.support.builders import a_state, an_activity


def state_with(*shared: SharedFacts, supplier: str = "", **facts: str) -> WorkshopState:
    return a_state(activities=(an_activity(supplier=supplier, facts=facts),), shared_facts=shared)


def of_supplier(name: str, **facts: str) -> SharedFacts:
    return SharedFacts(id=supplier_id(name), supplier=name, facts=facts)


def value(state: WorkshopState, fact: str) -> str | None:
    return effective_facts(state, state.activities[0]).get(fact)


def test_the_activitys_own_answer_counts_before_the_teams() -> None:
    team = SharedFacts(id=TEAM, facts={"g8_objection": "yes"})
    assert value(state_with(team), "g8_objection") == "yes"
    assert value(state_with(team, g8_objection="no"), "g8_objection") == "no"
    assert value(state_with(team, g8_objection="unknown"), "g8_objection") == "unknown"


def test_a_suppliers_answer_counts_where_the_supplier_is_named() -> None:
    meta = of_supplier("Meta", g5_agreements="yes")
    assert value(state_with(meta, supplier="  META "), "g5_agreements") == "yes"
    assert value(state_with(meta, supplier="Google"), "g5_agreements") is None
    assert value(state_with(meta), "g5_agreements") is None


def test_a_new_supplier_beside_a_known_one_is_unknown() -> None:
    assert (
        value(state_with(of_supplier("Meta", g6_no_reuse="yes"), supplier="Meta, Google"), "g6_no_reuse") == "unknown"
    )


@pytest.mark.parametrize(
    ("answers", "together"),
    [
        (("yes", "yes"), "yes"),
        (("yes", "no"), "no"),
        (("unknown", "no"), "no"),
        (("yes", "unknown"), "unknown"),
    ],
)
def test_one_supplier_that_does_not_comply_is_enough(answers: tuple[str, ...], together: str) -> None:
    assert of_suppliers([{"g5_transfer": answer} for answer in answers]) == {"g5_transfer": together}


def test_suppliers_are_told_apart_by_their_names_alone() -> None:
    activities = [an_activity(supplier="Meta; Google"), an_activity(id="b", supplier="google / OpenAI,  Meta")]
    assert suppliers(activities) == ("Meta", "Google", "OpenAI")
    assert supplier_names(an_activity(supplier=" , ; ")) == ()
    assert supplier_id("Meta  Platforms") == supplier_id("meta platforms") != supplier_id("Meta")
