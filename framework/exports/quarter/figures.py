"""What a quarter's page counts, from what is on record: rules with their review dates, the log, training, and measures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from framework.exports.standing import Measure, Standing
from framework.workshop.governance.events import due_on, next_check, promised_days, standing, working_days_after
from framework.workshop.governance.records import LogEntry, LogKind, Training
from framework.workshop.models import Framework, Rule

ANSWER_PROMISE = "complaint_answer"
"""The promise that says within how many working days a complaint is answered."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """``number``: 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter.of(self.first - timedelta(days=1))

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Complaints:
    """``days``: calendar days to each answer that was given. ``in_time``: how many of those answers kept the promise.

    ``promised``: working days; None where the team promised none, or in words of its own.
    """

    received: int
    days: tuple[int, ...]
    promised: int | None
    in_time: int

    @property
    def typical(self) -> int | None:
        """The median number of days, a whole one; None without an answer."""
        return median_low(self.days) if self.days else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one quarter, as known on ``as_of``. Log entries count by the day they happened.

    ``logged``: something is in the log at all; without it nobody kept one, and a count of none would say too much.
    ``incidents``: by severity 1, 2 and 3, then those without one.
    """

    quarter: Quarter
    as_of: date
    logged: bool
    trained: bool
    checks: tuple[int, int]
    """Done, of those that were planned or done."""
    exceptions: int
    incidents: tuple[int, int, int, int]
    stops: int
    complaints: Complaints
    trainings: int
    entries: tuple[LogEntry, ...]
    """What happened in the quarter, the newest first, but for checks."""


def figures(framework: Framework, quarter: Quarter, as_of: date) -> Figures:
    log = standing(framework.log)
    here = [one for one in log if one.on in quarter]
    by_kind = {kind: [one for one in here if one.kind == kind] for kind in _KINDS}
    severities = [one.severity for one in by_kind["incident"]]
    training = [one for one in framework.training if not one.withdrawn]
    return Figures(
        quarter=quarter,
        as_of=as_of,
        logged=bool(log),
        trained=bool(training),
        checks=_checks(framework, quarter, log),
        exceptions=len(by_kind["exception"]),
        incidents=(severities.count(1), severities.count(2), severities.count(3), severities.count(None)),
        stops=len(by_kind["stop"]),
        complaints=_complaints(framework, by_kind["complaint"]),
        trainings=sum(one.done_on in quarter for one in training),
        entries=tuple(one for one in here if one.kind != "check"),
    )


_KINDS: tuple[LogKind, ...] = ("exception", "incident", "complaint", "stop")


def _checks(framework: Framework, quarter: Quarter, log: Sequence[LogEntry]) -> tuple[int, int]:
    """Rules count, once each: planned by the rule's own date, or by the day chosen at the check before."""
    checks = [one for one in log if one.kind == "check" and one.decision is not None]
    done = {one.decision for one in checks if one.on in quarter}
    planned = {rule.decision for rule in framework.rules if rule.review_on in quarter}
    planned |= {one.decision for one in checks if one.until is not None and one.until in quarter}
    return len(done), len(done | planned)


def _complaints(framework: Framework, received: Sequence[LogEntry]) -> Complaints:
    promised = answer_days(framework)
    answered = [(one.on, one.closed_on) for one in received if one.closed_on is not None]
    return Complaints(
        len(received),
        tuple((closed - on).days for on, closed in answered),
        promised,
        sum(promised is not None and closed <= working_days_after(on, promised) for on, closed in answered),
    )


def answer_days(framework: Framework) -> int | None:
    """Within how many working days the team promised to answer a complaint; None where it said so in words of its own."""
    reworded = any(one.id == ANSWER_PROMISE and one.wording is not None for one in framework.promises)
    return None if reworded else promised_days(ANSWER_PROMISE, framework.promises)


# Overdue ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overdue:
    """What should have been done before a day and is not, as far as is on record."""

    charter: date | None
    rules: tuple[Rule, ...]
    measures: tuple[tuple[Standing, Measure], ...]
    training: tuple[Training, ...]
    exceptions: tuple[LogEntry, ...]
    """Past their end and not closed."""
    complaints: tuple[LogEntry, ...]
    """Without an answer for longer than promised."""
    incidents: tuple[LogEntry, ...]
    """Open ones past the day that the law or a promise sets, or from before this quarter."""

    @property
    def count(self) -> int:
        lists = (self.rules, self.measures, self.training, self.exceptions, self.complaints, self.incidents)
        return (self.charter is not None) + sum(map(len, lists))


def overdue(framework: Framework, found: Iterable[Standing], as_of: date) -> Overdue:
    """``found``: where each use stands on that day."""
    log = standing(framework.log)
    opened = [one for one in log if one.closed_on is None]
    promised = answer_days(framework)
    review = framework.texts.review_on or min((rule.review_on for rule in framework.rules), default=None)
    began = Quarter.of(as_of).first

    def late(entry: LogEntry) -> bool:
        due = due_on(entry, framework.promises)
        return due is not None and due < as_of

    return Overdue(
        charter=review if framework.adopted and review is not None and review < as_of else None,
        rules=tuple(
            rule
            for rule in framework.rules
            if framework.adopted and next_check(rule.decision, rule.review_on, log, framework.made_on) < as_of
        ),
        measures=tuple(
            (one, measure)
            for one in found
            if one.state != "stopped"
            for measure in one.measures
            if measure.open and measure.due is not None and measure.due < as_of
        ),
        training=tuple(
            one
            for one in framework.training
            if not one.withdrawn and one.done_on is None and one.due is not None and one.due < as_of
        ),
        exceptions=tuple(one for one in opened if one.kind == "exception" and late(one)),
        complaints=tuple(
            one
            for one in opened
            if one.kind == "complaint" and promised is not None and working_days_after(one.on, promised) < as_of
        ),
        incidents=tuple(one for one in opened if one.kind == "incident" and (late(one) or one.on < began)),
    )
