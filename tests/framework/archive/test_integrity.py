"""An archive that contradicts itself is refused, with the place."""

from typing import Any

import pytest

from framework.archive.integrity import first_contradiction
from framework.archive.models import workshop_archive
from framework.archive.read import read
from framework.workshop.room import PlannedStep, Room
from tests.framework.archive.archives import a_charter_archive, a_workshop_archive, body_of, bytes_of, refused
from tests.support.builders import a_state, a_workshop


def _set(path: str, value: Any) -> Any:
    def change(body: dict[str, Any]) -> None:
        *parents, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place: Any = body
        for parent in parents:
            place = place[parent]
        place[last] = value

    return change


_CORRECTION = {"row": "reach", "stance": "C", "mark": 1, "reason": "omdat"}
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
    "state.decisions.0.corrections": [_CORRECTION | {"row": "card_99"}],
    "state.decisions.1.corrections": [_CORRECTION, _CORRECTION],
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
    "framework.rules.1.corrections": [_CORRECTION | {"row": "card_99"}],
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


@pytest.mark.parametrize(
    ("change", "where"), [({"step": "nowhere"}, "room.step = nowhere"), ({"phase": "consent"}, "room.phase = consent")]
)
def test_a_room_stands_at_a_step_of_its_plan_in_a_phase_of_that_step(change: dict[str, str], where: str) -> None:
    room = Room(code="ACDEFH", plan=(PlannedStep(id="welcome", kind="welcome", minutes=5),), step="welcome")
    live = a_state(workshop=a_workshop(kind="live"), room=room)
    assert first_contradiction(workshop_archive(live)) is None
    elsewhere = live.model_copy(update={"room": room.model_copy(update=change)})
    assert first_contradiction(workshop_archive(elsewhere)) == where


def test_a_rule_that_permits_what_the_law_forbids_is_refused() -> None:
    """Also where the stance it comes from is the only unlawful thing in it."""
    body = body_of(a_charter_archive())
    rule = body["framework"]["rules"][1]
    _set("framework.rules.1", {**rule, "verb": "always", "based_on": "A", "accepted": ["B"]})(body)
    assert "framework.rules.1" in str(refused(bytes_of(body))["detail"])
    _set("framework.rules.1.verb", "never")(body)
    assert read(bytes_of(body))


def test_a_rule_about_an_activity_that_was_deleted_since_still_opens() -> None:
    body = body_of(a_charter_archive())
    body["framework"]["rules"][0]["activities"] = ["activity-1", "gone"]
    assert read(bytes_of(body))
