"""Where a team is on its way, and how long it still takes."""

import math
from dataclasses import dataclass
from typing import Literal

from framework.workshop.agenda import FIRST_ROUND, agenda, ballot_of, live_activities, ranking_of
from framework.workshop.drafts import decision_id
from framework.workshop.models import WorkshopState

StepId = Literal["inventory", "law_check", "principles", "scenarios", "decisions", "tradeoffs", "charter"]
STEPS: tuple[StepId, ...] = ("inventory", "law_check", "principles", "scenarios", "decisions", "tradeoffs", "charter")

# Minutes, from the time table of the method (section 4.2): 20-25 in all for three activities and eight scenarios.
_PER_ACTIVITY, _PER_LAW_CHECK, _PRINCIPLES, _PER_SCENARIO, _PER_DECISION, _TRADEOFFS, _CHARTER = (
    1.0,
    1.5,
    3.0,
    0.9,
    0.5,
    1.0,
    2.0,
)


@dataclass(frozen=True, slots=True)
class StepProgress:
    """``done`` of ``all`` parts of a step; ``minutes`` that the rest takes, about."""

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
        """From 0 to 1, by steps' parts, for a progress bar."""
        parts = sum(step.all for step in self.steps)
        return sum(min(step.done, step.all) for step in self.steps) / parts if parts else 0.0


def progress(state: WorkshopState, seat: str, law_checked: int) -> Progress:
    """How far a seat is. ``law_checked``: activities whose law check has no open question left."""
    activities = live_activities(state)
    items = agenda(state)
    first = items[:FIRST_ROUND]
    planned = max(len(activities), 1)
    answered = sum(1 for item in items if (ballot := ballot_of(state, seat, item)) and ballot.stance)
    decided = sum(
        1 for item in items if any(d.id == decision_id(item) and d.closed and not d.withdrawn for d in state.decisions)
    )
    ranked = len(ranking_of(state, seat))
    scenarios = len(first) or FIRST_ROUND
    kept = 1 if state.frameworks else 0
    return Progress(
        (
            StepProgress("inventory", len(activities), planned, 0.0 if activities else 3 * _PER_ACTIVITY),
            StepProgress(
                "law_check", law_checked, planned, _PER_LAW_CHECK * ((planned if activities else 3) - law_checked)
            ),
            StepProgress("principles", min(ranked, 5), 5, _PRINCIPLES * (5 - min(ranked, 5)) / 5),
            StepProgress(
                "scenarios", min(answered, scenarios), scenarios, _PER_SCENARIO * max(0, scenarios - answered)
            ),
            StepProgress("decisions", min(decided, scenarios), scenarios, _PER_DECISION * max(0, scenarios - decided)),
            StepProgress("tradeoffs", kept, 1, 0.0 if kept else _TRADEOFFS),
            StepProgress("charter", kept, 1, 0.0 if kept else _CHARTER),
        )
    )
