"""The room of a live workshop: its plan, where it stands, and the only moves there are.

A room walks through *steps* (`PlannedStep`), and within a step through *phases*. Every move is a pure function from a
room to the next; nothing here knows a vote. What has been revealed stays revealed: a round whose result was seen takes
no more votes, also after a step back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from framework.errors import MoveRefused
from framework.workshop.field_types import Count, Moment, RecordId, Seconds

StepKind = Literal[
    "welcome", "inventory", "principles", "scenario", "red_lines", "consequences", "break", "agreements", "checkout"
]
Phase = Literal["open", "voting", "revealed", "second_voting", "second_revealed", "consent", "consent_revealed"]
Format = Literal["short", "half_day", "own"]

PHASES: dict[StepKind, tuple[Phase, ...]] = {
    "welcome": ("open",),
    "inventory": ("open",),
    "principles": ("voting", "revealed"),
    "scenario": (
        "open",
        "voting",
        "revealed",
        "second_voting",
        "second_revealed",
        "consent",
        "consent_revealed",
    ),
    "red_lines": ("open", "voting", "revealed"),
    "consequences": ("open",),
    "break": ("open",),
    "agreements": ("open", "consent", "consent_revealed"),
    "checkout": ("open",),
}
"""The phases of each kind of step, in order. A scenario may leave out its talk and second round (`next_phases`)."""

VOTING: frozenset[Phase] = frozenset({"voting", "second_voting", "consent"})
"""Phases in which people answer in silence; no result of that round may leave the server."""

CODE_LETTERS = "ACDEFHJKMNPRTWXY34679"
"""Letters of a join code: none that look or sound like another (0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V, G/6, Q/O)."""
CODE_LENGTH = 6
UNDO_DEPTH = 20
TABLES_FROM = 13
"""From this many people tables talk among themselves (the method, section 4.2)."""
TABLE_SIZE = 5
PEOPLE_AT_MOST = 2_500

ROLES: tuple[str, ...] = (
    "campaign",
    "content",
    "data",
    "privacy",
    "customer_contact",
    "management",
    "supplier",
    "other",
)
"""What people may say they are here as; never a name."""


class RoomModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlannedStep(RoomModel):
    """A step of the plan. ``scenario`` and ``activity`` only for a scenario step: one dilemma about one activity."""

    id: RecordId
    kind: StepKind
    minutes: int = Field(ge=0, le=240)
    scenario: str | None = None
    activity: RecordId | None = None


class Timer(RoomModel):
    """Counts down to ``ends_at`` (with time zone), or stands still with ``left`` seconds. It never cuts anyone off."""

    ends_at: Moment | None = None
    left: Seconds = 0

    def seconds(self, now: datetime) -> int:
        """Whole seconds still to go; negative when the time is over."""
        if self.ends_at is None:
            return self.left
        return round((self.ends_at - now).total_seconds())


class PreviousStep(RoomModel):
    """Where the room stood, for undoing a wrong click."""

    step: RecordId
    phase: Phase


class Room(RoomModel):
    """Shared text like a decision: ``version`` moves with every change. One per live workshop.

    ``revealed`` holds the keys of rounds whose result was seen (`round_key`); it only grows.
    """

    version: Count = 1
    code: Annotated[str, StringConstraints(pattern=rf"^[{CODE_LETTERS}]{{{CODE_LENGTH}}}$")]
    format: Format = "short"
    plan: tuple[PlannedStep, ...]
    step: RecordId
    phase: Phase = "open"
    timer: Timer | None = None
    locked: bool = False
    """Nobody new comes in; who is in stays in and may come back."""
    paused: bool = False
    """Until another day: phones say so and take no votes."""
    revealed: tuple[str, ...] = ()
    undo: tuple[PreviousStep, ...] = ()
    kept_cards: tuple[str, ...] = ()
    """The cards the group keeps, at most six, once the facilitator has confirmed the order."""

    def current(self) -> PlannedStep:
        return self.step_of(self.step)

    def step_of(self, step_id: str) -> PlannedStep:
        """Raises `MoveRefused` (``unknown-step``)."""
        for step in self.plan:
            if step.id == step_id:
                return step
        raise MoveRefused(reason="unknown-step", step=step_id)

    def position(self) -> int:
        return self.plan.index(self.current())

    def attempt(self, step_id: str) -> int:
        """The number of the consent round at a step that is going on or comes next, from 1."""
        return 1 + sum(key.startswith(f"{step_id}/consent/") for key in self.revealed)

    def round_here(self) -> str | None:
        """The key of the round that this phase belongs to; None in phases without one."""
        return round_key(self, self.current(), self.phase)

    def open_round(self) -> str | None:
        """The key of the round that takes answers now, or None."""
        key = self.round_here()
        return None if self.paused or self.phase not in VOTING or key in self.revealed else key


QuestionKind = Literal["ballot", "ranking", "consent", "red_line", "word"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of everybody at once: the handle by which a store counts and hands out the answers.

    ``scenario``, ``activity`` and ``round`` for a ballot; ``about`` is the round's key for consent. A red-line question
    is about all proposed lines together.
    """

    kind: QuestionKind
    scenario: str = ""
    activity: str = ""
    round: int = 1
    about: str = ""


def question_at(room: Room, step: PlannedStep, phase: Phase) -> Question | None:
    """What a phase of a step asks, or asked; None where nothing is asked."""
    key = round_key(room, step, phase)
    if step.kind == "checkout":
        return Question("word")
    if key is None:
        return None
    if "/consent/" in key:
        return Question("consent", about=key)
    if step.kind == "principles":
        return Question("ranking")
    if step.kind == "red_lines":
        return Question("red_line")
    assert step.scenario is not None
    assert step.activity is not None
    return Question("ballot", step.scenario, step.activity, 2 if key.endswith("/2") else 1)


def round_key(room: Room, step: PlannedStep, phase: Phase) -> str | None:
    """The name of what is asked in a phase: ``s3/1`` and ``s3/2`` for the two rounds, ``s3/consent/1`` for consent.

    A phase and the one that reveals it share a key. None for phases in which nothing is asked.
    """
    if phase in ("voting", "revealed"):
        return f"{step.id}/1"
    if phase in ("second_voting", "second_revealed"):
        return f"{step.id}/2"
    if phase == "consent":
        return f"{step.id}/consent/{room.attempt(step.id)}"
    if phase == "consent_revealed":
        return f"{step.id}/consent/{room.attempt(step.id) - 1}"
    return None


# --- moves -----------------------------------------------------------------------------------------------------------


def next_phases(room: Room) -> tuple[Phase, ...]:
    """The phases the room may move to within its step, the usual one first.

    After the reveal of a scenario: a second round, or consent at once when people agreed at first sight.
    """
    step, phase, seen = room.current(), room.phase, room.revealed
    if step.kind == "scenario":
        if phase == "revealed":
            return ("second_voting", "consent") if f"{step.id}/2" not in seen else ("second_revealed", "consent")
        if phase == "open":
            return ("revealed",) if f"{step.id}/1" in seen else ("voting",)
    if phase == "consent_revealed":
        return ("consent",)
    order = PHASES[step.kind]
    at = order.index(phase) if phase in order else -1  # before the first, in rooms that were replanned in 0.1
    later = order[at + 1 : at + 2]
    if later and later[0] in VOTING and round_key(room, step, later[0]) in seen:
        return order[at + 2 : at + 3]
    return later


def to_phase(room: Room, phase: Phase) -> Room:
    """Moves within the step. Revealing writes the round into ``revealed``, for good.

    Raises `MoveRefused`: ``not-now`` when the step has no such move, ``paused``.
    """
    if room.paused:
        raise MoveRefused(reason="paused")
    if phase not in next_phases(room):
        raise MoveRefused(reason="not-now", phase=phase)
    revealed = room.revealed
    asked = room.open_round()
    if asked is not None and phase not in VOTING:
        revealed = (*revealed, asked)
    return _moved(room, room.step, phase).model_copy(update={"revealed": revealed})


def to_step(room: Room, step_id: str) -> Room:
    """Moves to another step: where it was left, which is after the last round that was revealed there.

    A round that is open stays unrevealed; what was answered is kept, and the step can be come back to.
    Raises `MoveRefused` (``unknown-step``, ``paused``).
    """
    if room.paused:
        raise MoveRefused(reason="paused")
    return _moved(room, step_id, entry_phase(room, room.step_of(step_id)))


def entry_phase(room: Room, step: PlannedStep) -> Phase:
    """The phase in which a step is entered: the first one, or that of the last round that was revealed there."""
    for phase in reversed(PHASES[step.kind]):
        if phase not in VOTING and round_key(room, step, phase) in room.revealed:
            return phase
    return PHASES[step.kind][0]


def next_step(room: Room) -> PlannedStep | None:
    at = room.position() + 1
    return room.plan[at] if at < len(room.plan) else None


def undo(room: Room) -> Room:
    """Takes the last move back. What was revealed stays revealed: nobody can unsee it, so its round is not reopened.

    Raises `MoveRefused` (``nothing-to-undo``, ``seen``, ``paused``).
    """
    if room.paused:
        raise MoveRefused(reason="paused")
    if not room.undo:
        raise MoveRefused(reason="nothing-to-undo")
    last = room.undo[-1]
    before = room.model_copy(update={"step": last.step, "phase": last.phase, "undo": room.undo[:-1], "timer": None})
    if last.phase in VOTING and before.open_round() is None:
        raise MoveRefused(reason="seen")
    if last.phase == "consent" and room.phase == "consent_revealed" and last.step == room.step:
        raise MoveRefused(reason="seen")
    return before


def _moved(room: Room, step_id: str, phase: Phase) -> Room:
    undo = (*room.undo, PreviousStep(step=room.step, phase=room.phase))[-UNDO_DEPTH:]
    return room.model_copy(update={"step": step_id, "phase": phase, "undo": undo, "timer": None})


# --- the timer -------------------------------------------------------------------------------------------------------


def start_timer(room: Room, seconds: int, now: datetime) -> Room:
    """With a timer that starts now. It informs; it never cuts anyone off."""
    return room.model_copy(update={"timer": Timer(ends_at=now + timedelta(seconds=seconds))})


def extended(room: Room, seconds: int, now: datetime) -> Room:
    """With so much more time, counted from now if the time was over."""
    left = max(room.timer.seconds(now), 0) if room.timer else 0
    if room.timer is not None and room.timer.ends_at is None:
        return room.model_copy(update={"timer": Timer(left=left + seconds)})
    return start_timer(room, left + seconds, now)


def pause_timer(room: Room, now: datetime) -> Room:
    """With the timer standing still; running again if it stood still."""
    if room.timer is None:
        return room
    if room.timer.ends_at is None:
        return start_timer(room, room.timer.left, now)
    return room.model_copy(update={"timer": Timer(left=max(room.timer.seconds(now), 0))})
