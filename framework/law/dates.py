"""The law over time, for one activity: what changes between two days, and from when each class and duty counts.

The day never changes which classes, duties and rules an activity has, only whether they are in force. So everything here
is read from two checks, or from one.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from framework.law.classification import check
from framework.law.models import (
    Certainty,
    DutyStatus,
    Holder,
    LawBook,
    LawCheck,
)
from framework.text import LocalizedText

DatedKind = Literal["class", "duty", "other_rule"]
Change = Literal["starts", "ends", "reworded"]


@dataclass(frozen=True, slots=True)
class DatedDuty:
    """A class, a duty or a rule of other law that an activity has or may have, and from when it counts.

    ``id``: the code of a class, the id of a duty or rule. ``applies_from``: None where it has long applied and the
    reference has no date. ``holders``: the roles in which the team has a duty; empty for the other kinds. ``codes``: the
    classes that bring a duty about. ``article``: the legal basis, as the law data has it.
    """

    id: str
    kind: DatedKind
    name: LocalizedText
    holders: tuple[Holder, ...]
    codes: tuple[str, ...]
    article: str
    applies_from: datetime.date | None
    certainty: Certainty

    def status_on(self, day: datetime.date) -> DutyStatus:
        """Whether it counts on this day."""
        return "in_force" if self.applies_from is None or self.applies_from <= day else "coming"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One thing that is otherwise on the later day than on the earlier one, and the day ``on`` which that comes."""

    duty: DatedDuty
    on: datetime.date
    change: Change
    before: DutyStatus
    after: DutyStatus


def duties_timeline(book: LawBook, facts: Mapping[str, str]) -> tuple[DatedDuty, ...]:
    """Every class, duty and rule of other law of an activity, by the day from which it counts (long in force first).

    Within a day classes come before duties and duties before other rules, each in the order of the law data.
    ``facts``: fact id to value, as for `check`.
    """
    return tuple(sorted(_dated(check(book, facts, book.as_of)), key=lambda one: one.applies_from or datetime.date.min))


def changes_between(
    book: LawBook, facts: Mapping[str, str], earlier: datetime.date, later: datetime.date
) -> tuple[StatusChange, ...]:
    """What changes for an activity after the day ``earlier`` up to and including ``later``, in order of the day.

    ``certainty`` of each tells whether the activity certainly has it. Nothing changes where ``later`` is not after
    ``earlier``.
    """
    return tuple(
        StatusChange(duty=one, on=one.applies_from, change="starts", before="coming", after="in_force")
        for one in duties_timeline(book, facts)
        if one.applies_from is not None and earlier < one.applies_from <= later
    )


def days_of_change(book: LawBook, facts: Mapping[str, str]) -> tuple[datetime.date, ...]:
    """The days on which anything changes for an activity, each once, in order."""
    return tuple(
        dict.fromkeys(change.on for change in changes_between(book, facts, datetime.date.min, datetime.date.max))
    )


def _dated(outcome: LawCheck) -> Iterator[DatedDuty]:
    for found in (*outcome.classes, *outcome.unsure):
        yield DatedDuty(
            found.code, "class", found.rule.name, (), (), found.article, found.applies_from, found.certainty
        )
    for duty in outcome.obligations:
        yield DatedDuty(
            duty.id,
            "duty",
            duty.rule.name,
            duty.holders,
            duty.codes,
            duty.article,
            duty.applies_from,
            duty.certainty,
        )
    for rule in outcome.other_rules:
        yield DatedDuty(rule.id, "other_rule", rule.rule.name, (), (), rule.article, rule.applies_from, rule.certainty)
