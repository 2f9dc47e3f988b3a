"""How far a self-assessment is, and how many minutes are left."""

import math
from dataclasses import dataclass
from typing import Literal

from framework.workshop.agenda import FIRST_SCENARIOS, agenda, ballot_of, live_activities, ranking_of
from framework.workshop.decision_drafts import decision_id
from framework.workshop.governance.promises import catalogue, waiting_topics
from framework.workshop.models import WorkshopState

StepId = Literal["inventory", "law_check", "principles", "scenarios", "decisions", "tradeoffs", "promises", "charter"]

# Minutes: from the method's time table (section 4.2), and as measured for a question of the law check.
_PER_ACTIVITY, _PER_LAW_QUESTION, _PRINCIPLES, _PER_SCENARIO, _PER_DECISION, _TRADEOFFS, _PER_TOPIC, _CHARTER = (
    1.0,
    0.25,
    3.0,
    0.9,
    0.5,
    1.0,
    0.6,
    2.0,
)
_FIRST_QUESTIONS = 42
"""About as many as three activities with two suppliers have."""


@dataclass(frozen=True, slots=True)
class StepProgress:
    """``done`` of ``all`` parts of a step, and about how many ``minutes`` the rest takes."""

    step: StepId
    done: int
    all: int
    minutes: float

    @property
    def finished(self) -> bool:
        return self.all > 0 and self.done >= self.all


@dataclass(frozen=True, slots=True)
class Progress:
    steps: tuple[StepProgress, ...]

    def of(self, step: StepId) -> StepProgress:
        return next(progress for progress in self.steps if progress.step == step)

    @property
    def minutes_left(self) -> int:
        """Whole minutes, rounded up."""
        return math.ceil(sum(step.minutes for step in self.steps))

    @property
    def share_done(self) -> float:
        """The share of all parts that is done, 0 to 1."""
        parts = sum(step.all for step in self.steps)
        return sum(min(step.done, step.all) for step in self.steps) / parts if parts else 0.0


def progress(state: WorkshopState, seat: str, law_checked: int, law_questions: int) -> Progress:
    """``law_checked``: number of activities whose law check has no open question; ``law_questions``: how many are open in all,
    each counted once."""
    activities = live_activities(state)
    items = agenda(state)
    first = items[:FIRST_SCENARIOS]
    planned = max(len(activities), 1)
    answered = sum(1 for item in items if (ballot := ballot_of(state, seat, item)) and ballot.stance)
    decided = sum(
        1 for item in items if any(d.id == decision_id(item) and d.closed and not d.withdrawn for d in state.decisions)
    )
    ranked = len(ranking_of(state, seat))
    scenarios = len(first) or FIRST_SCENARIOS
    kept = 1 if state.frameworks else 0
    topics = len(catalogue().topics)
    answered_topics = topics - len(waiting_topics(state.promises))
    return Progress(
        (
            StepProgress("inventory", len(activities), planned, 0.0 if activities else 3 * _PER_ACTIVITY),
            StepProgress(
                "law_check",
                law_checked,
                planned,
                _PER_LAW_QUESTION * (law_questions if activities else _FIRST_QUESTIONS),
            ),
            StepProgress("principles", min(ranked, 5), 5, _PRINCIPLES * (5 - min(ranked, 5)) / 5),
            StepProgress(
                "scenarios", min(answered, scenarios), scenarios, _PER_SCENARIO * max(0, scenarios - answered)
            ),
            StepProgress("decisions", min(decided, scenarios), scenarios, _PER_DECISION * max(0, scenarios - decided)),
            StepProgress("tradeoffs", kept, 1, 0.0 if kept else _TRADEOFFS),
            StepProgress("promises", answered_topics, topics, _PER_TOPIC * (topics - answered_topics)),
            StepProgress("charter", kept, 1, 0.0 if kept else _CHARTER),
        )
    )
