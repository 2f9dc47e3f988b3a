"""The law over time, for one activity: what changes between two days, and from when each class and duty counts.

The day never changes which classes, duties and rules an activity has, only whether they are in force. So everything here
is read from two checks, or from one.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from framework.law.classification import check, status_on
from framework.law.models import (
    Certainty,
    ClassFinding,
    ClassRule,
    DutyStatus,
    Holder,
    LawBook,
    LawCheck,
    Obligation,
    ObligationFinding,
    OtherRule,
    OtherRuleFinding,
)
from framework.text import LocalizedText

DatedKind = Literal["class", "duty", "other_rule"]
Change = Literal["starts", "ends", "reworded"]


@dataclass(frozen=True, slots=True)
class DatedDuty:
    """A class, a duty or a rule of other law that an activity has or may have, and from when to when it counts.

    ``id``: the code of a class, the id of a duty or rule. ``applies_from``: None where it has long applied and the
    reference has no date; ``applies_until``: its last day, None where no end is known. ``holders``: the roles in which
    the team has a duty; empty for the other kinds. ``codes``: the classes that bring a duty about. ``article``: the legal
    basis, as the law data has it. ``rule``: the whole rule.
    """

    id: str
    kind: DatedKind
    name: LocalizedText
    holders: tuple[Holder, ...]
    codes: tuple[str, ...]
    article: str
    applies_from: datetime.date | None
    applies_until: datetime.date | None
    certainty: Certainty
    rule: ClassRule | Obligation | OtherRule

    def status_on(self, day: datetime.date) -> DutyStatus:
        """Whether it counts on this day."""
        return status_on(day, self.applies_from, self.applies_until)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One thing that is otherwise from the day ``on`` than before it.

    ``before`` and ``after`` are the same where it was only *reworded*; `Sourced.earlier_wording` has the old words.
    """

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

    Whether the activity certainly has it, tells the ``certainty`` of each. Nothing changes where ``later`` is not after
    ``earlier``.
    """
    found = (change for one in duties_timeline(book, facts) for change in _changes(one))
    return tuple(sorted((one for one in found if earlier < one.on <= later), key=lambda one: one.on))


def days_of_change(book: LawBook, facts: Mapping[str, str]) -> tuple[datetime.date, ...]:
    """The days on which anything changes for an activity, each once, in order."""
    changes = changes_between(book, facts, datetime.date.min, datetime.date.max)
    return tuple(dict.fromkeys(change.on for change in changes))


def _changes(one: DatedDuty) -> Iterator[StatusChange]:
    if one.applies_from is not None:
        yield StatusChange(one, one.applies_from, "starts", "coming", "in_force")
    for day in one.rule.reworded_on:
        if one.status_on(day) == "in_force":
            yield StatusChange(one, day, "reworded", "in_force", "in_force")
    if one.applies_until is not None:
        yield StatusChange(one, one.applies_until + datetime.timedelta(days=1), "ends", "in_force", "ended")


def _dated(outcome: LawCheck) -> Iterator[DatedDuty]:
    groups: tuple[tuple[DatedKind, Sequence[ClassFinding | ObligationFinding | OtherRuleFinding]], ...] = (
        ("class", (*outcome.classes, *outcome.unsure)),
        ("duty", outcome.obligations),
        ("other_rule", outcome.other_rules),
    )
    for kind, findings in groups:
        for found in findings:
            yield DatedDuty(
                id=found.code if isinstance(found, ClassFinding) else found.id,
                kind=kind,
                name=found.rule.name,
                holders=found.holders if isinstance(found, ObligationFinding) else (),
                codes=found.codes if isinstance(found, ObligationFinding) else (),
                article=found.article,
                applies_from=found.applies_from,
                applies_until=found.rule.valid_to,
                certainty=found.certainty,
                rule=found.rule,
            )
