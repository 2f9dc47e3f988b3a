"""Which scenarios a team gets, about which of its activities, and in which order.

Only scenarios that touch an activity in the inventory are proposed. The order sees to it that every activity gets its
turn early: the next scenario is always one about the activity that had the fewest so far.
"""

from dataclasses import dataclass

from framework.deck import Scenario
from framework.workshop.models import Activity, Ballot, WorkshopState

FIRST_ROUND = 8
"""Scenarios that fit a self-assessment of 20 to 25 minutes (the method, section 4.2); the rest can be done later."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A scenario about one named activity; ``others`` are further activities that it touches."""

    scenario: Scenario
    activity: Activity
    others: tuple[Activity, ...]

    @property
    def activities(self) -> tuple[Activity, ...]:
        return (self.activity, *self.others)


def agenda(state: WorkshopState) -> tuple[AgendaItem, ...]:
    """What is on the agenda: in a live workshop the planned dilemmas, else every scenario that touches the inventory."""
    if state.room is None:
        return touching(state)
    activities = {activity.id: activity for activity in live_activities(state)}
    items: list[AgendaItem] = []
    for step in state.room.plan:
        scenario = state.deck.scenario(step.scenario or "")
        about = activities.get(step.activity or "")
        if scenario is not None and about is not None:
            others = (a for a in activities.values() if a.kind in scenario.kinds and a.id != about.id)
            items.append(AgendaItem(scenario, about, tuple(others)))
    return tuple(items)


def touching(state: WorkshopState) -> tuple[AgendaItem, ...]:
    """The scenarios proposed for this inventory, in order. Empty without activities.

    A scenario that was already answered keeps the activity it was answered about.
    """
    activities = live_activities(state)
    answered = {
        ballot.scenario: ballot.activity
        for ballot in state.ballots
        if any(activity.id == ballot.activity for activity in activities)
    }
    touched = {
        scenario.id: tuple(activity for activity in activities if activity.kind in scenario.kinds)
        for scenario in state.deck.scenarios
    }
    waiting = [scenario for scenario in state.deck.scenarios if touched[scenario.id]]
    turns = {activity.id: 0 for activity in activities}
    items: list[AgendaItem] = []
    while waiting:
        scenario = min(waiting, key=lambda candidate: min(turns[activity.id] for activity in touched[candidate.id]))
        waiting.remove(scenario)
        candidates = touched[scenario.id]
        about = next(
            (activity for activity in candidates if activity.id == answered.get(scenario.id)),
            min(candidates, key=lambda activity: turns[activity.id]),
        )
        turns[about.id] += 1
        items.append(AgendaItem(scenario, about, tuple(a for a in candidates if a.id != about.id)))
    return tuple(items)


def about(item: AgendaItem, activity_id: str | None) -> AgendaItem:
    """The item about another of its activities; unchanged where that one is not among them."""
    chosen = next((activity for activity in item.activities if activity.id == activity_id), item.activity)
    return AgendaItem(item.scenario, chosen, tuple(each for each in item.activities if each.id != chosen.id))


def agenda_item(state: WorkshopState, scenario_id: str) -> AgendaItem | None:
    return next((item for item in agenda(state) if item.scenario.id == scenario_id), None)


def live_activities(state: WorkshopState) -> tuple[Activity, ...]:
    """The inventory without deleted activities, in the order shown."""
    kept = (activity for activity in state.activities if not activity.deleted)
    return tuple(sorted(kept, key=lambda activity: activity.position))


def ballot_of(state: WorkshopState, seat: str, item: AgendaItem, round_: int = 1) -> Ballot | None:
    """The latest ballot of a seat on an agenda item, or None."""
    return next(
        (
            ballot
            for ballot in reversed(state.ballots)
            if ballot.seat == seat
            and ballot.scenario == item.scenario.id
            and ballot.activity == item.activity.id
            and ballot.round == round_
        ),
        None,
    )


def practice_of(state: WorkshopState, seat: str, scenario_id: str, activity_id: str) -> str | None:
    """What that seat said the activity does today: a letter, ``unknown``, or None where not asked yet."""
    return next(
        (
            practice.answer
            for practice in reversed(state.practices)
            if practice.seat == seat and practice.scenario == scenario_id and practice.activity == activity_id
        ),
        None,
    )


def ranking_of(state: WorkshopState, seat: str) -> tuple[str, ...]:
    """The cards that a seat put first, in order; empty before it chose."""
    return next((ranking.cards for ranking in reversed(state.rankings) if ranking.seat == seat), ())
