"""The room of a live workshop: its plan, its current step and phase, and the moves between them.

A room goes through *steps* (`PlannedStep`), and within a step through *phases*. Every move is a pure function from a room
to the next; votes are stored elsewhere. A round stays revealed: it takes no more votes, even after a step back.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from framework.errors import MoveRefused
from framework.workshop.field_types import Count, Moment, RecordId, Seconds
from framework.workshop.steps.unplanned_question import UnplannedQuestion

StepKind = Literal[
    "welcome",
    "inventory",
    "principles",
    "scenario",
    "red_lines",
    "consequences",
    "break",
    "agreements",
    "read_back",
    "checkout",
    "question",
]
Phase = Literal[
    "open", "voting", "revealed", "second_voting", "second_revealed", "consent", "consent_revealed", "closed"
]
Format = Literal["half_hour", "short", "half_day", "own"]
Intake = Literal["open", "closed", "reopened"]
"""Whether a round takes answers. An *open* one closes by itself once everybody has answered, a *reopened* one does not."""

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
    "read_back": ("open",),
    "checkout": ("open",),
    "question": ("voting", "closed", "revealed"),
}
"""The phases of each kind of step, in order. A scenario may skip its second round, and a question is ``closed`` only where
people answer in a word, which the facilitator reads before the reveal (`next_phases`)."""

VOTING_PHASES: frozenset[Phase] = frozenset({"voting", "second_voting", "consent"})
"""Phases of silent voting; until the reveal no result of the round may leave the server."""

CODE_LETTERS = "ACDEFHJKMNPRTWXY34679"
"""Characters of a join code, without any that look or sound like another (0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V, G/6, Q/O)."""
CODE_LENGTH = 6
NO_CODE = CODE_LETTERS[0] * CODE_LENGTH
"""The code of a room that nobody can join: of a closed workshop, and in archives."""
UNDO_DEPTH = 20
MIN_PEOPLE_FOR_TABLES = 13
"""From this number on, people talk at tables (the method, section 4.2)."""
TABLE_SIZE = 5
QUESTION_MINUTES = 2
"""How long an unplanned question takes."""
MAX_PEOPLE = 2_500

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
"""The roles that people may choose when they join."""


class RoomModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlannedStep(RoomModel):
    """A step of the plan. Only a scenario step has a ``scenario`` and an ``activity``: one dilemma about one activity."""

    id: RecordId
    kind: StepKind
    minutes: int = Field(ge=0, le=240)
    scenario: str | None = None
    activity: RecordId | None = None


class Timer(RoomModel):
    """Counts down to ``ends_at``, or is paused with ``left`` seconds. When it ends, nothing is closed."""

    ends_at: Moment | None = None
    left: Seconds = 0

    def seconds(self, now: datetime) -> int:
        """Whole seconds left; negative after the end."""
        if self.ends_at is None:
            return self.left
        return round((self.ends_at - now).total_seconds())


class PreviousStep(RoomModel):
    """Where the room was, to undo a wrong click, with the step's clock as it ran then."""

    step: RecordId
    phase: Phase
    page: Count = 0
    timer: Timer | None = None


class Room(RoomModel):
    """The room of a live workshop; a document whose ``version`` rises with every change.

    ``revealed``: keys of the rounds whose result was shown (`round_key`); it only grows.
    """

    version: Count = 1
    code: Annotated[str, StringConstraints(pattern=rf"^[{CODE_LETTERS}]{{{CODE_LENGTH}}}$")]
    format: Format = "short"
    plan: tuple[PlannedStep, ...]
    step: RecordId
    phase: Phase = "open"
    page: Count = 0
    """The page of the read-back that is shown, from 0."""
    timer: Timer | None = None
    """The step's clock: starts with the step and runs on through its phases."""
    began_at: Moment | None = None
    """When the session began; later by the time of each pause until another day."""
    paused_at: Moment | None = None
    locked: bool = False
    """Nobody new can join; those who have joined stay and may come back."""
    paused: bool = False
    """Paused until another day: phones say so and take no votes."""
    intake: Intake = "open"
    """Of the round that is being voted on; *closed*: it takes no more answers, and is not revealed yet."""
    revealed: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()
    """Keys of revealed rounds whose texts stay off the shared screens until the facilitator shows them: nobody read them first."""
    shows_unread: bool = False
    """Inventory lines and last words go up by themselves, to be hidden afterwards."""
    undo: tuple[PreviousStep, ...] = ()
    kept_cards: tuple[str, ...] = ()
    """The cards that the group keeps, at most six, after the facilitator has confirmed the order."""
    questions: tuple[UnplannedQuestion, ...] = ()
    """Asked during the session, in order. Each is a step of its own outside the plan."""
    back_to: PreviousStep | None = None
    """During an unplanned question: where the room goes on afterwards."""
    cards_reopened: bool = False
    """Somebody objected to that order in the follow-up, and the room has not agreed to one since."""
    follow_up_on: date | None = None
    """The day on which the draft is gone through once more."""

    def without_code(self) -> "Room":
        """The room as archives and closed workshops hold it: a join code is a key while it lasts."""
        return self.model_copy(update={"code": NO_CODE})

    def current_step(self) -> PlannedStep:
        return self.step_of(self.step)

    def step_of(self, step_id: str) -> PlannedStep:
        """Raises `MoveRefused` (``unknown-step``)."""
        for step in self.plan:
            if step.id == step_id:
                return step
        if self.question(step_id) is not None:
            return PlannedStep(id=step_id, kind="question", minutes=QUESTION_MINUTES)
        raise MoveRefused(reason="unknown-step", step=step_id)

    def question(self, step_id: str) -> UnplannedQuestion | None:
        return next((one for one in self.questions if one.id == step_id), None)

    def planned_place(self) -> PreviousStep:
        """Where the room is in its plan; during an unplanned question, where it goes on afterwards."""
        return self.back_to or PreviousStep(step=self.step, phase=self.phase, page=self.page, timer=self.timer)

    def position(self) -> int:
        return self.plan.index(self.step_of(self.planned_place().step))

    def consent_attempt(self, step_id: str) -> int:
        """The number of the current or next consent round at a step, from 1."""
        return 1 + sum(key.startswith(f"{step_id}/consent/") for key in self.revealed)

    def current_round(self) -> str | None:
        """Key of the round that the current phase belongs to, or None."""
        return round_key(self, self.current_step(), self.phase)

    def open_round(self) -> str | None:
        """Key of the round that takes answers now, or None."""
        key = self.current_round()
        closed = self.paused or self.intake == "closed" or self.phase not in VOTING_PHASES or key in self.revealed
        return None if closed else key

    @property
    def between_rounds(self) -> bool:
        """Whether no vote is under way, also none that takes no more answers and is not revealed yet."""
        return self.phase not in VOTING_PHASES or self.current_round() in self.revealed

    def may_read(self, key: str | None) -> bool:
        """Whether the facilitator may read the texts of a round: it takes no more answers."""
        closed = "closed" in (self.intake, self.phase)
        return key is not None and (key in self.revealed or (closed and key == self.current_round()))


QuestionKind = Literal["ballot", "ranking", "consent", "red_line", "word", "question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question to everybody, by which a store finds and counts answers.

    A ballot has ``scenario``, ``activity`` and ``round``; a consent has the round's key as ``about``, an unplanned question its
    id. A red-line question covers all proposed red lines.
    """

    kind: QuestionKind
    scenario: str = ""
    activity: str = ""
    round: int = 1
    about: str = ""


def question_at(room: Room, step: PlannedStep, phase: Phase) -> Question | None:
    """The question of a phase, or of the voting before it; None where nothing is asked."""
    key = round_key(room, step, phase)
    if step.kind == "checkout":
        return Question("word")
    if key is None:
        return None
    if "/consent/" in key:
        return Question("consent", about=key)
    if step.kind == "question":
        return Question("question", about=step.id)
    if step.kind == "principles":
        return Question("ranking")
    if step.kind == "red_lines":
        return Question("red_line")
    assert step.scenario is not None
    assert step.activity is not None
    return Question("ballot", step.scenario, step.activity, 2 if key.endswith("/2") else 1)


def round_key(room: Room, step: PlannedStep, phase: Phase) -> str | None:
    """The key of a phase's round: ``s3/1`` and ``s3/2`` for the two rounds of step s3, ``s3/consent/1`` for consent.

    A voting phase and the phase that reveals it share a key. None for phases without a round.
    """
    if phase in ("voting", "closed", "revealed"):
        return f"{step.id}/1"
    if phase in ("second_voting", "second_revealed"):
        return f"{step.id}/2"
    if phase == "consent":
        return f"{step.id}/consent/{room.consent_attempt(step.id)}"
    if phase == "consent_revealed":
        return f"{step.id}/consent/{room.consent_attempt(step.id) - 1}"
    return None


def key_of(room: Room, question: Question) -> str | None:
    """The key of the round that asks ``question``; None for a word, which has no round, and a question not in the plan."""
    if question.kind == "consent":
        return question.about
    if question.kind == "question":
        return f"{question.about}/1"
    asked = (question.scenario, question.activity)
    steps = (step for step in room.plan if question.kind == "ballot" and (step.scenario, step.activity) == asked)
    return next((f"{step.id}/{question.round}" for step in steps), None)


# --- moves -----------------------------------------------------------------------------------------------------------


def next_phases(room: Room) -> tuple[Phase, ...]:
    """The phases that the room may move to within its step, the usual one first.

    After the first reveal of a scenario: a second round, or consent right away where people agree.
    """
    step, phase, seen = room.current_step(), room.phase, room.revealed
    if step.kind == "scenario":
        if phase == "revealed":
            return ("second_voting", "consent") if f"{step.id}/2" not in seen else ("second_revealed", "consent")
        if phase == "open":
            return ("revealed",) if f"{step.id}/1" in seen else ("voting",)
    if phase == "consent_revealed":
        return ("consent",)
    if step.kind == "question" and phase == "voting":
        asked = room.question(step.id)
        return ("revealed",) if f"{step.id}/1" in seen or (asked and asked.choices) else ("closed",)
    order = PHASES[step.kind]
    at = order.index(phase) if phase in order else -1  # a phase that the step does not have, from a changed plan in 0.1
    later = order[at + 1 : at + 2]
    if later and later[0] in VOTING_PHASES and round_key(room, step, later[0]) in seen:
        return order[at + 2 : at + 3]
    return later


def to_phase(room: Room, phase: Phase) -> Room:
    """The room in another phase of its step. A reveal adds the round to ``revealed`` for good.

    Raises `MoveRefused`: ``not-now`` where the step has no such move, ``paused``.
    """
    if room.paused:
        raise MoveRefused(reason="paused")
    if phase not in next_phases(room):
        raise MoveRefused(reason="not-now", phase=phase)
    revealed, unshown = room.revealed, room.unshown
    asked = room.current_round() if room.phase in VOTING_PHASES or room.phase == "closed" else None
    if asked is not None and asked not in revealed and phase not in VOTING_PHASES and phase != "closed":
        revealed = (*revealed, asked)
        if room.intake != "closed" and room.current_step().kind in ("scenario", "agreements"):
            unshown = (*unshown, asked)
    return _move(room, room.step, phase).model_copy(update={"revealed": revealed, "unshown": unshown})


def set_intake(room: Room, intake: Intake) -> Room:
    """The room with its round closed for answers, or open for them again. Raises `MoveRefused` (``paused``, ``not-now``)."""
    if room.paused:
        raise MoveRefused(reason="paused")
    if room.phase not in VOTING_PHASES or room.current_round() in room.revealed:
        raise MoveRefused(reason="not-now", phase=room.phase)
    return room.model_copy(update={"intake": intake})


def to_step(room: Room, step_id: str) -> Room:
    """The room at another step, in its `entry_phase`; after an unplanned question, as it was before. An open round stays
    unrevealed and keeps its answers.

    Raises `MoveRefused` (``unknown-step``, ``paused``).
    """
    if room.paused:
        raise MoveRefused(reason="paused")
    back = room.back_to
    if back is not None and back.step == step_id:
        return _move(room, step_id, back.phase).model_copy(update={"page": back.page, "timer": back.timer})
    return _move(room, step_id, entry_phase(room, room.step_of(step_id)))


def ask(room: Room, question: UnplannedQuestion) -> Room:
    """The room at a new question, which people can answer at once.

    Raises `MoveRefused`: ``paused``, and ``round-open`` while another round takes answers.
    """
    if room.paused:
        raise MoveRefused(reason="paused")
    if not room.between_rounds:
        raise MoveRefused(reason="round-open")
    return _move(room.model_copy(update={"questions": (*room.questions, question)}), question.id, "voting")


def entry_phase(room: Room, step: PlannedStep) -> Phase:
    """The phase in which a step is entered: that of its last reveal, else the first."""
    for phase in reversed(PHASES[step.kind]):
        if phase not in VOTING_PHASES and round_key(room, step, phase) in room.revealed:
            return phase
    return PHASES[step.kind][0]


def next_step(room: Room) -> PlannedStep | None:
    """The step after this one; after an unplanned question the step at which it was asked."""
    if room.back_to is not None:
        return room.step_of(room.back_to.step)
    at = room.position() + 1
    return room.plan[at] if at < len(room.plan) else None


def undo(room: Room) -> Room:
    """The room before its last move. A revealed round is not reopened, because people have seen its result. A question that
    is undone was never asked.

    Raises `MoveRefused`: ``nothing-to-undo``, ``paused``, and ``seen`` where the move was a reveal.
    """
    if room.paused:
        raise MoveRefused(reason="paused")
    if not room.undo:
        raise MoveRefused(reason="nothing-to-undo")
    last = room.undo[-1]
    timer = room.timer if last.step == room.step else last.timer
    before = room.model_copy(
        update={
            "step": last.step,
            "phase": last.phase,
            "page": last.page,
            "undo": room.undo[:-1],
            "timer": timer,
            "intake": "open",
            "back_to": _back_to(room, last.step),
        }
    )
    if last.phase in VOTING_PHASES and before.open_round() is None:
        raise MoveRefused(reason="seen")
    if room.phase == "revealed" and last.phase == "closed" and last.step == room.step:
        raise MoveRefused(reason="seen")
    if last.phase == "consent" and room.phase == "consent_revealed" and last.step == room.step:
        raise MoveRefused(reason="seen")
    if (
        room.step != last.step
        and f"{room.step}/1" not in room.revealed
        and all(e.step != room.step for e in before.undo)
    ):
        before = before.model_copy(update={"questions": tuple(one for one in room.questions if one.id != room.step)})
    return before


def to_page(room: Room, page: int) -> Room:
    """The room at another page of its step, with its timer. Raises `MoveRefused` (``paused``)."""
    if room.paused:
        raise MoveRefused(reason="paused")
    return _move(room, room.step, room.phase).model_copy(update={"page": page, "timer": room.timer})


def _move(room: Room, step_id: str, phase: Phase) -> Room:
    undo = (*room.undo, PreviousStep(step=room.step, phase=room.phase, page=room.page, timer=room.timer))[-UNDO_DEPTH:]
    return room.model_copy(
        update={
            "step": step_id,
            "phase": phase,
            "page": 0,
            "undo": undo,
            "timer": room.timer if step_id == room.step else None,
            "intake": "open",
            "back_to": _back_to(room, step_id),
        }
    )


def _back_to(room: Room, step_id: str) -> PreviousStep | None:
    """Where the room goes on after ``step_id``, if that is an unplanned question."""
    return None if room.question(step_id) is None else room.planned_place()


# --- the clocks of the session and of the step ----------------------------------------------------------------------


def begin_session(room: Room, now: datetime) -> Room:
    """The room at the start of its session."""
    return begin_step(room.model_copy(update={"began_at": now}), now)


def begin_step(room: Room, now: datetime) -> Room:
    """The room with the clock of its step started, if the plan gives it any time."""
    minutes = room.current_step().minutes
    return start_timer(room, minutes * 60, now) if minutes else room


def pause_until_later(room: Room, now: datetime) -> Room:
    """The room paused until another day, with both clocks standing still."""
    if room.paused:
        return room
    timer = room.timer and Timer(left=room.timer.seconds(now))
    return room.model_copy(update={"paused": True, "paused_at": now, "timer": timer})


def resume(room: Room, now: datetime) -> Room:
    """The room going on, with both clocks where they stood."""
    if not room.paused:
        return room
    began = room.began_at
    if began is not None and room.paused_at is not None:
        began += now - room.paused_at
    going = room.model_copy(update={"paused": False, "paused_at": None, "began_at": began})
    return going if room.timer is None else start_timer(going, room.timer.left, now)


def start_timer(room: Room, seconds: int, now: datetime) -> Room:
    """The room with a timer that starts now."""
    return room.model_copy(update={"timer": Timer(ends_at=now + timedelta(seconds=seconds))})


def extend_timer(room: Room, seconds: int, now: datetime) -> Room:
    """The room with ``seconds`` more on its timer, counted from now if it has ended."""
    left = max(room.timer.seconds(now), 0) if room.timer else 0
    if room.timer is not None and room.timer.ends_at is None:
        return room.model_copy(update={"timer": Timer(left=left + seconds)})
    return start_timer(room, left + seconds, now)


def pause_timer(room: Room, now: datetime) -> Room:
    """The room with its timer paused, or running again if it was paused."""
    if room.timer is None:
        return room
    if room.timer.ends_at is None:
        return start_timer(room, room.timer.left, now)
    return room.model_copy(update={"timer": Timer(left=max(room.timer.seconds(now), 0))})
