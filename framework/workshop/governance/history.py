"""What changed from one version of a framework to the next, as records that a framework keeps (its change log).

`framework.workshop.governance.changes` compares two frameworks; words are at the edge.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from framework.text import LINE_LIMIT, Worded
from framework.workshop.field_types import Count, FrameworkVersion, RecordId, State

Kind = Literal["rule", "red_line"]
Status = Literal["new", "changed", "same", "withdrawn"]
RulePart = Literal["sentence", "activities", "check", "owner", "accepted", "review_on"]
"""A part of a rule or red line (which only has a sentence) that can differ."""
PLANNED: tuple[RulePart, ...] = ("review_on",)
"""Parts that move with every review. A rule is *the same* where only they differ, and they need no reason."""
Part = Literal["people", "texts", "promises", "uses", "principles", "law", "deck"]
Reason = Annotated[str, StringConstraints(max_length=LINE_LIMIT)]


class PartChange(State):
    """One part of a rule, before and after; None where it did not have it. A date is in ISO form, stances are letters."""

    part: RulePart
    old: Worded | None = None
    new: Worded | None = None


class Change(State):
    """What became of one rule or red line."""

    kind: Kind
    id: RecordId
    """Of its decision, or of the red line."""
    number: Count
    status: Status
    sentence: Worded | None = None
    """As it reads now; of one that was withdrawn, as it read. None where it is the same."""
    parts: tuple[PartChange, ...] = ()
    """Only those that differ."""
    reason: Reason = ""
    """Why it was changed or withdrawn, as typed."""


class Difference(State):
    """Anything else that differs: one field of the ``part``, old and new; None where there was nothing.

    ``about``: id of the use or promise. ``name``: of the use, as typed. ``field``: what of it; empty for all of it. Choices are
    codes, principles are ids of cards with commas.
    """

    part: Part
    field: str = ""
    about: str = ""
    name: str = ""
    old: Worded | None = None
    new: Worded | None = None


class VersionChanges(State):
    """What a version changed against the adopted one before it; ``before`` is None for the first."""

    version: FrameworkVersion
    before: FrameworkVersion | None
    on: date
    adopted: bool
    deciders: tuple[str, ...] = ()
    amendment: bool = False
    """Of one rule, by the same deciders; all others stay."""
    changes: tuple[Change, ...] = ()
    """By number: rules, then red lines."""
    others: tuple[Difference, ...] = ()

    def of(self, kind: Kind, *statuses: Status) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.kind == kind and one.status in statuses)

    @property
    def differ(self) -> bool:
        """Whether anything differs, dates of the next review included."""
        return bool(self.others) or any(one.status != "same" or one.parts for one in self.changes)


History = Annotated[tuple[VersionChanges, ...], Field(max_length=500)]
"""The newest last."""
