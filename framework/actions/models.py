"""An action of the list, and what the list is made from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from framework.deck import Deck
from framework.language import N_
from framework.law.models import LawBook, LawCheck
from framework.workshop.governance.records import ActionPlan
from framework.workshop.models import Framework, Note

ActionKind = Literal[
    "measure",
    "question",
    "decide",
    "check",
    "review",
    "training",
    "parked",
    "exception",
    "incident",
    "complaint",
    "stop",
]
KIND_WORDS: dict[ActionKind, str] = {
    "measure": N_("Measure"),
    "question": N_("Find out"),
    "decide": N_("Decide"),
    "check": N_("Check"),
    "review": N_("Review"),
    "training": N_("Training"),
    "parked": N_("Parked"),
    "exception": N_("Exception"),
    "incident": N_("Incident"),
    "complaint": N_("Complaint"),
    "stop": N_("Stop"),
}
PLANNED_HERE: frozenset[ActionKind] = frozenset({"measure", "question", "decide", "training", "parked"})
"""Kinds of which the list itself keeps who and when; the others take them from a rule, the charter or the log."""
DONE_HERE: frozenset[ActionKind] = frozenset({"check", "training", "parked"})
"""Kinds that are done when somebody says so. A measure is, too, where its rule lets itself be arranged (`Action.tickable`)."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, in the reader's language; the team's own words as they were typed.

    ``id``: the same in every list, so that a calendar knows it again. ``owner`` and ``done_by``: roles. ``urgent``: at once,
    whatever the date. ``activity``, ``decision``, ``record`` and ``law_rule``: ids of what it is about, empty where none.
    """

    id: str
    kind: ActionKind
    what: str
    why: str = ""
    use: str = ""
    rule: int | None = None
    owner: str = ""
    due: date | None = None
    done_on: date | None = None
    done_by: str = ""
    done: bool = False
    urgent: bool = False
    tickable: bool = False
    activity: str = ""
    decision: str = ""
    record: str = ""
    law_rule: str = ""
    step: str = ""
    """Where it is mended, of what adoption waits for (`framework.workshop.governance.adoption_findings.Step`)."""

    def overdue(self, today: date) -> bool:
        return not self.done and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class ActionSource:
    """What the list is made from. ``now``: the framework as it stands; ``in_force``: the last one adopted, where there is one.

    ``checks``: the law check of each activity of ``now``, by its id.
    """

    now: Framework
    in_force: Framework | None
    deck: Deck
    book: LawBook
    checks: Mapping[str, LawCheck]
    notes: tuple[Note, ...] = ()
    plans: tuple[ActionPlan, ...] = ()


def action_id(kind: ActionKind, *about: str) -> str:
    """The id of an action, from the ids of what it is about: the same whenever and wherever the list is made."""
    return hashlib.sha256(" ".join((kind, *about)).encode()).hexdigest()[:32]
