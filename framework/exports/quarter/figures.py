"""What a quarter's page counts, from what is on record: rules with their review dates, the log, training, and measures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from framework.exports.standing import Measure, Standing
from framework.workshop.governance.promises import catalogue
from framework.workshop.governance.records import LogEntry, LogKind, Training
from framework.workshop.models import Framework, Rule

ANSWER_PROMISE = "complaint_answer"
"""The promise that says within how many working days a complaint is answered."""
_SATURDAY = 5


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
    checks_due: int
    exceptions: int
    incidents: tuple[int, int, int, int]
    stops: int
    complaints: Complaints
    trainings: int
    entries: tuple[LogEntry, ...]
    """What happened in the quarter, the newest first."""


def figures(framework: Framework, quarter: Quarter, as_of: date) -> Figures:
    log = [one for one in framework.log if not one.withdrawn]
    here = sorted((one for one in log if one.on in quarter), key=lambda one: one.on, reverse=True)
    by_kind = {kind: [one for one in here if one.kind == kind] for kind in _KINDS}
    severities = [one.severity for one in by_kind["incident"]]
    training = [one for one in framework.training if not one.withdrawn]
    return Figures(
        quarter=quarter,
        as_of=as_of,
        logged=bool(log),
        trained=bool(training),
        checks_due=sum(rule.review_on in quarter for rule in framework.rules),
        exceptions=len(by_kind["exception"]),
        incidents=(severities.count(1), severities.count(2), severities.count(3), severities.count(None)),
        stops=len(by_kind["stop"]),
        complaints=_complaints(framework, by_kind["complaint"]),
        trainings=sum(one.done_on in quarter for one in training),
        entries=tuple(here),
    )


_KINDS: tuple[LogKind, ...] = ("exception", "incident", "complaint", "stop")


def _complaints(framework: Framework, received: Sequence[LogEntry]) -> Complaints:
    promised = answer_days(framework)
    answered = [(one.on, one.closed_on) for one in received if one.closed_on is not None]
    return Complaints(
        len(received),
        tuple((closed - on).days for on, closed in answered),
        promised,
        sum(promised is not None and working_days(on, closed) <= promised for on, closed in answered),
    )


def answer_days(framework: Framework) -> int | None:
    """Within how many working days the team promised to answer a complaint."""
    text = catalogue().promise(ANSWER_PROMISE)
    said = next((one for one in framework.promises if one.id == ANSWER_PROMISE and one.answer == "made"), None)
    if text is None or said is None or said.wording is not None:
        return None
    return said.numbers.get("days", text.numbers.get("days"))


def working_days(first: date, last: date) -> int:
    """Days from Monday to Friday after ``first``, up to and with ``last``. Public holidays count, so it never says too few."""
    return sum((first + timedelta(days=passed)).weekday() < _SATURDAY for passed in range(1, (last - first).days + 1))


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
    """Open ones that were there before this quarter began."""

    @property
    def count(self) -> int:
        lists = (self.rules, self.measures, self.training, self.exceptions, self.complaints, self.incidents)
        return (self.charter is not None) + sum(map(len, lists))


def overdue(framework: Framework, found: Iterable[Standing], as_of: date) -> Overdue:
    """``found``: where each use stands on that day."""
    opened = [one for one in framework.log if not one.withdrawn and one.closed_on is None]
    promised = answer_days(framework)
    review = framework.texts.review_on or min((rule.review_on for rule in framework.rules), default=None)
    began = Quarter.of(as_of).first
    return Overdue(
        charter=review if framework.adopted and review is not None and review < as_of else None,
        rules=tuple(rule for rule in framework.rules if framework.adopted and rule.review_on < as_of),
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
        exceptions=tuple(
            one for one in opened if one.kind == "exception" and one.until is not None and one.until < as_of
        ),
        complaints=tuple(
            one
            for one in opened
            if one.kind == "complaint" and promised is not None and working_days(one.on, as_of) > promised
        ),
        incidents=tuple(one for one in opened if one.kind == "incident" and one.on < began),
    )
