"""The moves of a room, one at a time; what holds of every walk is in ``usecases/test_live_properties.py``."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from framework.errors import MoveRefused
from framework.workshop.room import (
    UNDO_DEPTH,
    Phase,
    PlannedStep,
    Room,
    begin_session,
    begin_step,
    entry_phase,
    extend_timer,
    next_phases,
    pause_timer,
    pause_until_later,
    resume,
    start_timer,
    to_phase,
    to_step,
    undo,
)
from framework.workshop.session_plan import change_plan, schedule

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STEPS = {
    "welcome": PlannedStep(id="welcome", kind="welcome", minutes=5),
    "principles": PlannedStep(id="principles", kind="principles", minutes=10),
    "S01": PlannedStep(id="S01", kind="scenario", minutes=12, scenario="S01", activity="activity-1"),
    "red_lines": PlannedStep(id="red_lines", kind="red_lines", minutes=8),
    "checkout": PlannedStep(id="checkout", kind="checkout", minutes=2),
}


def a_room(step: str = "S01", phase: Phase = "open", *revealed: str, **given: Any) -> Room:
    return Room(
        **{
            "code": "ACDEFH",
            "plan": tuple(STEPS.values()),
            "step": step,
            "phase": phase,
            "revealed": revealed,
            **given,
        }
    )


def walked(room: Room, *phases: Phase) -> Room:
    for phase in phases:
        room = to_phase(room, phase)
    return room


@pytest.mark.parametrize(
    ("step", "phase", "revealed", "following"),
    [
        ("welcome", "open", (), ()),
        ("principles", "voting", (), ("revealed",)),
        ("principles", "revealed", ("principles/1",), ()),
        ("S01", "open", (), ("voting",)),
        ("S01", "open", ("S01/1",), ("revealed",)),
        ("S01", "voting", (), ("revealed",)),
        ("S01", "revealed", ("S01/1",), ("second_voting", "consent")),
        ("S01", "revealed", ("S01/1", "S01/2"), ("second_revealed", "consent")),
        ("S01", "second_voting", ("S01/1",), ("second_revealed",)),
        ("S01", "second_revealed", ("S01/1", "S01/2"), ("consent",)),
        ("S01", "consent", ("S01/1",), ("consent_revealed",)),
        ("S01", "consent_revealed", ("S01/1", "S01/consent/1"), ("consent",)),
        ("red_lines", "open", (), ("voting",)),
        ("red_lines", "open", ("red_lines/1",), ("revealed",)),
        ("red_lines", "voting", (), ("revealed",)),
        ("principles", "open", (), ("voting",)),
    ],
)
def test_where_a_step_may_go_from_each_phase(
    step: str, phase: Phase, revealed: tuple[str, ...], following: tuple[Phase, ...]
) -> None:
    assert next_phases(a_room(step, phase, *revealed)) == following


@pytest.mark.parametrize(
    ("step", "revealed", "phase"),
    [
        ("welcome", (), "open"),
        ("principles", (), "voting"),
        ("principles", ("principles/1",), "revealed"),
        ("S01", ("principles/1",), "open"),
        ("S01", ("S01/1",), "revealed"),
        ("S01", ("S01/1", "S01/2"), "second_revealed"),
        ("S01", ("S01/1", "S01/consent/1"), "consent_revealed"),
        ("S01", ("S01/1", "S01/consent/1", "S01/consent/2"), "consent_revealed"),
    ],
)
def test_a_step_is_entered_after_the_last_round_that_was_seen(
    step: str, revealed: tuple[str, ...], phase: Phase
) -> None:
    assert entry_phase(a_room("welcome", "open", *revealed), STEPS[step]) == phase
    assert to_step(a_room("welcome", "open", *revealed), step).phase == phase


class TestUndo:
    def test_no_objection_round_that_was_seen_is_held_again(self) -> None:
        """Going on to another attempt is a move of its own; a click to take one back must not begin it."""
        seen = walked(a_room(), "voting", "revealed", "consent", "consent_revealed")
        with pytest.raises(MoveRefused, match="seen"):
            undo(seen)
        again = walked(seen, "consent")
        assert undo(again).phase == "consent_revealed"

    @pytest.mark.parametrize(
        "way", [("voting", "revealed"), ("voting", "revealed", "second_voting", "second_revealed")]
    )
    def test_no_vote_that_was_seen_is_held_again(self, way: tuple[Phase, ...]) -> None:
        seen = walked(a_room(), *way)
        assert seen.open_round() is None
        with pytest.raises(MoveRefused, match="seen"):
            undo(seen)
        with pytest.raises(MoveRefused, match="seen"):
            undo(undo(to_step(seen, "checkout")))

    def test_an_objection_round_that_nobody_saw_can_be_come_back_to(self) -> None:
        away = to_step(walked(a_room(), "voting", "revealed", "consent"), "checkout")
        assert (undo(away).step, undo(away).phase) == ("S01", "consent")

    def test_gives_a_step_its_clock_back(self) -> None:
        """A wrong click on "next" costs the step that it left no time."""
        running = start_timer(a_room(), 90, NOON)
        assert undo(walked(running, "voting")).timer == running.timer
        assert undo(begin_step(to_step(running, "checkout"), NOON)).timer == running.timer

    def test_reaches_back_so_many_moves(self) -> None:
        room = a_room("welcome")
        for _ in range(UNDO_DEPTH):
            room = to_step(to_step(room, "checkout"), "welcome")
        assert len(room.undo) == UNDO_DEPTH
        for _ in range(UNDO_DEPTH):
            room = undo(room)
        with pytest.raises(MoveRefused, match="nothing-to-undo"):
            undo(room)


def test_a_clock_runs_on_through_the_phases_of_its_step() -> None:
    running = start_timer(a_room(), 90, NOON)
    assert running.timer is not None
    assert running.timer.seconds(NOON + timedelta(seconds=30)) == 60
    assert to_phase(running, "voting").timer == running.timer
    assert to_step(running, "checkout").timer is None


class TestTheSession:
    def test_begins_with_its_first_step(self) -> None:
        begun = begin_session(a_room("welcome"), NOON)
        assert begun.began_at == NOON
        assert begun.timer is not None
        assert begun.timer.seconds(NOON) == 60 * begun.current_step().minutes

    def test_stands_still_until_another_day(self) -> None:
        ten, tomorrow = NOON + timedelta(minutes=10), NOON + timedelta(days=1)
        begun = start_timer(begin_session(a_room("welcome"), NOON), 900, NOON)
        again = resume(pause_until_later(begun, ten), tomorrow)
        assert again.began_at == tomorrow - timedelta(minutes=10)
        assert again.timer is not None
        assert again.timer.seconds(tomorrow) == 300
        assert resume(again, tomorrow) == again

    def test_is_a_plan_in_times_of_the_day(self) -> None:
        assert schedule(a_room("welcome")) is None
        room = to_step(begin_session(a_room("welcome"), NOON), "S01")
        found = schedule(room)
        assert found is not None
        before = sum(step.minutes for step in room.plan[: room.position()])
        assert found.step_from == NOON + timedelta(minutes=before)
        assert found.step_until == found.step_from + timedelta(minutes=room.current_step().minutes)
        assert found.ends_at == NOON + timedelta(minutes=sum(step.minutes for step in room.plan))
        assert schedule(pause_until_later(room, NOON)) is None


class TestMoreTime:
    def test_counts_from_now_where_the_time_was_up(self) -> None:
        ended = start_timer(a_room(), 60, NOON - timedelta(seconds=100))
        more = extend_timer(ended, 30, NOON).timer
        assert more is not None
        assert more.seconds(NOON) == 30

    def test_is_added_to_what_is_left(self) -> None:
        running = extend_timer(start_timer(a_room(), 60, NOON), 30, NOON + timedelta(seconds=20))
        paused = extend_timer(pause_timer(running, NOON + timedelta(seconds=20)), 30, NOON + timedelta(seconds=50))
        assert running.timer is not None
        assert paused.timer is not None
        assert (running.timer.seconds(NOON + timedelta(seconds=20)), paused.timer.left) == (70, 100)

    def test_of_nothing_is_a_timer(self) -> None:
        begun = extend_timer(a_room(), 30, NOON).timer
        assert begun is not None
        assert begun.seconds(NOON) == 30


class TestAnotherPlan:
    @pytest.mark.parametrize(
        ("first", "revealed", "phase"),
        [("principles", (), "voting"), ("S01", (), "open"), ("S01", ("S01/1",), "revealed")],
    )
    def test_without_the_step_where_the_room_stands_it_goes_to_the_first(
        self, first: str, revealed: tuple[str, ...], phase: Phase
    ) -> None:
        """In a phase that this step has: with another one the room could neither go on nor be opened from an archive."""
        room = change_plan(a_room("welcome", "open", *revealed), (STEPS[first], STEPS["checkout"]))
        assert (room.step, room.phase) == (first, phase)

    def test_a_round_under_way_goes_on(self) -> None:
        room = walked(a_room(), "voting")
        assert change_plan(room, (STEPS["S01"], STEPS["checkout"])).phase == "voting"

    def test_nothing_leads_back_to_a_step_that_is_gone(self) -> None:
        room = change_plan(to_step(a_room("welcome"), "S01"), (STEPS["S01"], STEPS["checkout"]))
        assert room.undo == ()

    def test_what_was_asked_stays(self) -> None:
        with pytest.raises(MoveRefused, match="asked-already"):
            change_plan(a_room("welcome", "open", "S01/1"), (STEPS["welcome"],))
        with pytest.raises(MoveRefused, match="unknown-step"):
            change_plan(a_room("welcome"), ())
