"""A live workshop's plan: its steps and their lengths, and the order in which dilemmas are proposed.

Times follow the method (section 4.2): half an hour holds one dilemma, 90 minutes four, half a day nine.
"""

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from framework.errors import MoveRefused
from framework.workshop.agenda import AgendaItem, item_about
from framework.workshop.models import Activity
from framework.workshop.room import CODE_LENGTH, CODE_LETTERS, Format, PlannedStep, Room, StepKind, entry_phase

SCENARIO_MINUTES = 12
SCENARIOS_BY_FORMAT: dict[Format, int] = {"half_hour": 1, "short": 4, "half_day": 9, "own": 4}
"""How many dilemmas fit into each format."""

_HALF_HOUR_STEPS: tuple[tuple[StepKind, int], ...] = (
    ("welcome", 4),
    ("scenario", 20),
    ("read_back", 3),
    ("checkout", 3),
)
_SHORT_STEPS: tuple[tuple[StepKind, int], ...] = (
    ("welcome", 8),
    ("inventory", 5),
    ("principles", 12),
    ("scenario", SCENARIO_MINUTES),
    ("red_lines", 8),
    ("read_back", 4),
    ("checkout", 3),
)
_HALF_DAY_STEPS: tuple[tuple[StepKind, int], ...] = (
    ("welcome", 8),
    ("inventory", 12),
    ("principles", 25),
    ("scenario", 10),
    ("break", 15),
    ("consequences", 20),
    ("red_lines", 20),
    ("read_back", 8),
    ("checkout", 7),
)
_STEPS_BY_FORMAT: dict[Format, tuple[tuple[StepKind, int], ...]] = {
    "half_hour": _HALF_HOUR_STEPS,
    "short": _SHORT_STEPS,
    "half_day": _HALF_DAY_STEPS,
    "own": _SHORT_STEPS,
}
FORMAT_MINUTES: dict[Format, int | None] = {"half_hour": 30, "short": 90, "half_day": 210, "own": None}
"""Length of each format in minutes; None for a plan of one's own."""

Reason = Literal["opinions_differ", "many_people", "law"]
"""Why a dilemma is proposed early."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A dilemma and why it is proposed early; ``reasons`` may be empty."""

    item: AgendaItem
    reasons: tuple[Reason, ...]


def proposals(
    items: Sequence[AgendaItem],
    differ: Mapping[str, bool],
    facts: Mapping[str, Mapping[str, str]],
    planned: Container[str] = (),
) -> tuple[Proposal, ...]:
    """The dilemmas in the order proposed: first those on which private votes differ, then in turn one about each activity.

    Within each of these by people affected × legal weight, highest first; equal items keep their order. ``differ``: by scenario
    id, whether private votes before the session differ (known to the facilitator alone, from five votes). ``facts``: effective
    facts by activity id. ``planned``: scenarios that keep their activity; any other is about the one that had the fewest turns.
    """
    waiting, chosen = list(items), list[Proposal]()
    turns = {activity.id: 0 for item in items for activity in item.activities}

    def place(item: AgendaItem) -> tuple[bool, int, int]:
        return not differ.get(item.scenario.id), turns[about(item).id], -stakes(item, facts)[0]

    def about(item: AgendaItem) -> Activity:
        fixed = item.scenario.id in planned or differ.get(item.scenario.id)
        return item.activity if fixed else min(item.activities, key=lambda each: turns[each.id])

    while waiting:
        item = min(waiting, key=place)
        waiting.remove(item)
        first = about(item)
        turns[first.id] += 1
        differs: tuple[Reason, ...] = ("opinions_differ",) if differ.get(item.scenario.id) else ()
        chosen.append(Proposal(item_about(item, first.id), (*differs, *stakes(item, facts)[1])))
    return tuple(chosen)


def stakes(item: AgendaItem, facts: Mapping[str, Mapping[str, str]]) -> tuple[int, tuple[Reason, ...]]:
    """People affected × legal weight of a dilemma, 1 to 9, and why where one of them is highest."""
    people = max((_people_affected(facts.get(activity.id, {})) for activity in item.activities), default=1)
    marks = {stance.legal for stance in item.scenario.stances}
    legal = 3 if "unlawful" in marks else 2 if "conditional" in marks else 1
    reasons: dict[Reason, bool] = {"many_people": people == 3, "law": legal == 3}
    return people * legal, tuple(reason for reason, given in reasons.items() if given)


def _people_affected(facts: Mapping[str, str]) -> int:
    """3 where the activity talks to people or decides about them, 2 where it uses data about them, else 1."""
    if "yes" in (facts.get("interacts"), facts.get("significant_decision")) or facts.get("sends_messages") not in (
        None,
        "none",
        "unknown",
    ):
        return 3
    return 2 if "yes" in (facts.get("profiles"), facts.get("personal_data"), facts.get("tracks")) else 1


def planned_steps(format_: Format, items: Sequence[AgendaItem]) -> tuple[PlannedStep, ...]:
    """The steps of a workshop with all of these dilemmas, in order."""
    frame = _STEPS_BY_FORMAT[format_]
    steps: list[PlannedStep] = []
    for kind, minutes in frame:
        if kind == "scenario":
            half = -(-len(items) // 2) if format_ == "half_day" and len(items) > 5 else None
            for at, item in enumerate(items):
                if half is not None and at == half:
                    steps.append(PlannedStep(id="break", kind="break", minutes=15))
                steps.append(scenario_step(item, minutes))
        elif kind != "break":
            steps.append(PlannedStep(id=kind, kind=kind, minutes=minutes))
    return tuple(steps)


def scenario_minutes(format_: Format) -> int:
    """How long a dilemma takes in this format."""
    return dict(_STEPS_BY_FORMAT[format_])["scenario"]


def scenario_step(item: AgendaItem, minutes: int = SCENARIO_MINUTES) -> PlannedStep:
    return PlannedStep(
        id=item.scenario.id, kind="scenario", minutes=minutes, scenario=item.scenario.id, activity=item.activity.id
    )


def insert_step(steps: Sequence[PlannedStep], step: PlannedStep) -> tuple[PlannedStep, ...]:
    """The plan with another step; unchanged where that dilemma is already planned.

    A dilemma goes after the last dilemma, else before the red lines; any other step goes to the end, before the check-out.
    The step's id is made unique.
    """
    if step.scenario is not None and any(known.scenario == step.scenario for known in steps):
        return tuple(steps)
    ids = {known.id for known in steps}
    number = next(n for n in range(1, len(ids) + 2) if (step.id if n == 1 else f"{step.id}-{n}") not in ids)
    fresh = step if number == 1 else step.model_copy(update={"id": f"{step.id}-{number}"})
    kinds = [known.kind for known in steps]
    at = len(kinds) - (kinds[-1:] == ["checkout"])
    if step.kind == "scenario":
        dilemmas = [place for place, kind in enumerate(kinds) if kind == "scenario"]
        at = dilemmas[-1] + 1 if dilemmas else kinds.index("red_lines") if "red_lines" in kinds else at
    return (*steps[:at], fresh, *steps[at:])


def shift_step(steps: Sequence[PlannedStep], step_id: str, by: int) -> tuple[PlannedStep, ...]:
    """The plan with one step moved by ``by`` places (negative: up), as far as possible; unchanged where it is gone."""
    order = list(steps)
    at = next((place for place, step in enumerate(order) if step.id == step_id), None)
    if at is None:
        return tuple(order)
    order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
    return tuple(order)


def change_plan(room: Room, steps: Sequence[PlannedStep]) -> Room:
    """The room with another plan, at the same step if that is still planned.

    Raises `MoveRefused`: ``asked-already`` where a step with a revealed round is missing, ``unknown-step`` for an empty plan.
    """
    if not steps:
        raise MoveRefused(reason="unknown-step", step="")
    kept = {step.id for step in steps}
    asked = {key.partition("/")[0] for key in room.revealed} - {one.id for one in room.questions}
    if asked - kept:
        raise MoveRefused(reason="asked-already", step=min(asked - kept))
    gone = room.planned_place().step not in kept
    here = {"step": steps[0].id, "phase": entry_phase(room, steps[0]), "back_to": None} if gone else {}
    undo = tuple(place for place in room.undo if place.step in kept)
    return room.model_copy(update={"plan": tuple(steps), "undo": undo, **here})


def join_code(seed: str) -> str:
    """A join code derived from ``seed``, a new random id. Short enough to say aloud, in letters that are hard to confuse."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:12], "big")
    letters: list[str] = []
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[at])
    return "".join(letters)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the session began and should end, and when its present step should begin and end."""

    began_at: datetime
    ends_at: datetime
    step_from: datetime
    step_until: datetime


def schedule(room: Room) -> Schedule | None:
    """The plan as times of the day; None before the session, and while it is paused until another day."""
    if room.began_at is None or room.paused:
        return None
    before = timedelta(minutes=sum(step.minutes for step in room.plan[: room.position()]))
    here = timedelta(minutes=room.plan[room.position()].minutes)
    began = room.began_at
    return Schedule(began, began + timedelta(minutes=total_minutes(room)), began + before, began + before + here)


def total_minutes(room: Room) -> int:
    """Length of the whole plan in minutes."""
    return sum(step.minutes for step in room.plan)
