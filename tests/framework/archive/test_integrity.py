"""An archive that contradicts itself is refused, with the place."""

from typing import Any

import pytest

from framework.archive.read import read
from tests.framework.archive.archives import a_charter_archive, a_workshop_archive, body_of, bytes_of, refused


def _set(path: str, value: Any) -> Any:
    def change(body: dict[str, Any]) -> None:
        *parents, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place: Any = body
        for parent in parents:
            place = place[parent]
        place[last] = value

    return change


WORKSHOP_FAULTS = {
    "state.ballots.0.scenario": "S99",
    "state.ballots.0.activity": "nowhere",
    "state.ballots.0.seat": "nobody",
    "state.practices.0.scenario": "S99",
    "state.rankings.0.cards": ["card_99"],
    "state.rankings.1.cards": ["card_1", "card_1"],
    "state.rankings.0.seat": "nobody",
    "state.activities.0.kind": "kind_99",
    "state.activities.1.id": "activity-1",
    "state.decisions.0.scenario": "S99",
    "state.decisions.0.activities": ["nowhere"],
    "state.red_lines.1.scenario": "S99",
    "state.seats": [],
    "state.workshop.deck_id": "other",
    "state.deck.scenarios.0.weights.0.principle": "card_99",
    "state.deck.cards.0.tension_with": ["card_99"],
    "state.deck.scenarios.0.kinds": ["kind_99"],
    "state.frameworks.0.principles": ["card_99"],
}
CHARTER_FAULTS = {
    "framework.rules.0.scenario": "S99",
    "framework.rules.1.number": 1,
    "framework.rules.1.accepted": ["A"],
    "framework.open_points.0.activity": "nowhere",
    "framework.stances.0.scenario": "S99",
    "framework.deck_version": "0.9",
    "framework.red_lines.0.scenario": "S99",
}


@pytest.mark.parametrize("path", WORKSHOP_FAULTS)
def test_a_workshop_that_contradicts_itself_is_refused(path: str) -> None:
    body = body_of(a_workshop_archive())
    _set(path, WORKSHOP_FAULTS[path])(body)
    params = refused(bytes_of(body))
    assert params["reason"] == "inconsistent"
    assert path.split(".")[1].split(" ")[0] in str(params["detail"])


@pytest.mark.parametrize("path", CHARTER_FAULTS)
def test_a_charter_that_contradicts_itself_is_refused(path: str) -> None:
    body = body_of(a_charter_archive())
    _set(path, CHARTER_FAULTS[path])(body)
    params = refused(bytes_of(body))
    assert params["reason"] == "inconsistent"
    assert params["detail"]


def test_a_rule_about_an_activity_that_was_deleted_since_still_opens() -> None:
    body = body_of(a_charter_archive())
    body["framework"]["rules"][0]["activities"] = ["activity-1", "gone"]
    assert read(bytes_of(body))
