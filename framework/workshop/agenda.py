"""Which scenarios a team gets, about which of its activities, and in which order.

Only scenarios whose activity kinds occur in the inventory are proposed. The next one is always about the activity with the
fewest scenarios so far, so that every activity has its turn early.
"""

from dataclasses import dataclass

from framework.deck import Scenario
from framework.workshop.field_types import PracticeAnswer
from framework.workshop.models import Activity, Ballot, WorkshopState

FIRST_SCENARIOS = 8
"""Number of scenarios of a first self-assessment (the method, section 4.2); the rest is for later."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A scenario about one activity; ``others`` are the further activities that it fits."""

    scenario: Scenario
    activity: Activity
    others: tuple[Activity, ...]

    @property
    def activities(self) -> tuple[Activity, ...]:
        return (self.activity, *self.others)


def agenda(state: WorkshopState) -> tuple[AgendaItem, ...]:
    """The scenarios planned in a live workshop; in a self-assessment all that are proposed."""
    if state.room is None:
        return proposed_items(state)
    activities = {activity.id: activity for activity in live_activities(state)}
    items: list[AgendaItem] = []
    for step in state.room.plan:
        scenario = state.deck.scenario(step.scenario or "")
        about = activities.get(step.activity or "")
        if scenario is not None and about is not None:
            others = (a for a in activities.values() if a.kind in scenario.kinds and a.id != about.id)
            items.append(AgendaItem(scenario, about, tuple(others)))
    return tuple(items)


def proposed_items(state: WorkshopState) -> tuple[AgendaItem, ...]:
    """The scenarios that fit this inventory, in the order proposed. Empty without activities.

    A scenario that was already answered stays about the same activity.
    """
    activities = live_activities(state)
    answered = {
        ballot.scenario: ballot.activity
        for ballot in state.ballots
        if any(activity.id == ballot.activity for activity in activities)
    }
    fitting = {
        scenario.id: tuple(activity for activity in activities if activity.kind in scenario.kinds)
        for scenario in state.deck.scenarios
    }
    waiting = [scenario for scenario in state.deck.scenarios if fitting[scenario.id]]
    turns = {activity.id: 0 for activity in activities}
    items: list[AgendaItem] = []
    while waiting:
        scenario = min(waiting, key=lambda candidate: min(turns[activity.id] for activity in fitting[candidate.id]))
        waiting.remove(scenario)
        candidates = fitting[scenario.id]
        about = next(
            (activity for activity in candidates if activity.id == answered.get(scenario.id)),
            min(candidates, key=lambda activity: turns[activity.id]),
        )
        turns[about.id] += 1
        items.append(AgendaItem(scenario, about, tuple(a for a in candidates if a.id != about.id)))
    return tuple(items)


def item_about(item: AgendaItem, activity_id: str | None) -> AgendaItem:
    """The item about another of its activities; unchanged where ``activity_id`` is not one of them."""
    chosen = next((activity for activity in item.activities if activity.id == activity_id), item.activity)
    return AgendaItem(item.scenario, chosen, tuple(each for each in item.activities if each.id != chosen.id))


def agenda_item(state: WorkshopState, scenario_id: str) -> AgendaItem | None:
    return next((item for item in agenda(state) if item.scenario.id == scenario_id), None)


def live_activities(state: WorkshopState) -> tuple[Activity, ...]:
    """The inventory without deleted activities and those that wait to be shown, in the order shown."""
    kept = (activity for activity in state.activities if not activity.deleted and not activity.waiting)
    return tuple(sorted(kept, key=lambda activity: activity.position))


def ballot_of(state: WorkshopState, seat: str, item: AgendaItem, round_: int = 1) -> Ballot | None:
    """The seat's latest ballot on an agenda item, or None."""
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


def practice_of(state: WorkshopState, seat: str, scenario_id: str, activity_id: str) -> PracticeAnswer | None:
    """What the seat said the activity does today: a letter, ``unknown``, or None where it has not answered."""
    return next(
        (
            practice.answer
            for practice in reversed(state.practices)
            if practice.seat == seat and practice.scenario == scenario_id and practice.activity == activity_id
        ),
        None,
    )


def ranking_of(state: WorkshopState, seat: str) -> tuple[str, ...]:
    """The cards that the seat put first, in order; empty where it has not chosen."""
    return next((ranking.cards for ranking in reversed(state.rankings) if ranking.seat == seat), ())
