"""The register's sheets of what happened: exceptions, incidents, complaints, stops, checks, and training."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from framework.exports.register.layout import Cell, Column, Sheet, role_in, rule_label
from framework.language import N_, Translator
from framework.workshop.governance.events import SEVERITY_WORDS, standing
from framework.workshop.governance.records import LogEntry, LogKind
from framework.workshop.models import Framework

_OPEN, _PAST_END, _CLOSED = N_("Open"), N_("Past its end date"), N_("Closed")


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry with what its cells need. ``use`` and ``rule``: empty where the entry names none, or one that is gone."""

    entry: LogEntry
    use: str
    rule: str
    role: str
    as_of: date


_Field = tuple[Column, Callable[[_Row], Cell]]
"""A column, and its cell in a row."""


def event_sheets(framework: Framework, as_of: date, t: Translator) -> tuple[Sheet, ...]:
    """A sheet per kind, the newest entry first; one without entries is there too, to be kept."""
    uses = {one.id: one.name for one in framework.activities}
    rules = {one.decision: rule_label(one) for one in framework.rules}
    found: list[Sheet] = []
    for kind, (title, fields) in _kinds(t).items():
        rows = [
            _Row(
                entry,
                uses.get(entry.activity or "", ""),
                rules.get(entry.decision or "", ""),
                role_in(framework, entry.role, t),
                as_of,
            )
            for entry in standing(framework.log)
            if entry.kind == kind
        ]
        cells = tuple(tuple(value(row) for _, value in fields) for row in rows)
        found.append(Sheet(f"{kind}s", title, tuple(column for column, _ in fields), cells))
    return tuple(found)


def _kinds(t: Translator) -> dict[LogKind, tuple[str, tuple[_Field, ...]]]:
    """Title and fields of each kind's sheet."""
    use: _Field = Column(t("AI use"), 30), lambda row: row.use
    rule: _Field = Column(t("Rule"), 9), lambda row: row.rule
    number: _Field = Column(t("Number"), 10), lambda row: row.entry.number
    breach: _Field = (
        Column(t("Possible data breach"), 12, choices=(t("Yes"), t("No"))),
        lambda row: t("Yes") if row.entry.breach else t("No"),
    )
    until: _Field = Column(t("Until"), 13, "date"), lambda row: row.entry.until
    done: _Field = Column(t("What was done"), 50), lambda row: row.entry.outcome
    days: _Field = Column(t("Days"), 8, "number"), _days
    state: _Field = (
        Column(t("Status"), 18, choices=tuple(map(t, (_OPEN, _PAST_END, _CLOSED)))),
        lambda row: t(_state(row)),
    )
    severity: _Field = (
        Column(t("Class"), 26, choices=tuple(map(t, SEVERITY_WORDS.values()))),
        lambda row: t(SEVERITY_WORDS[row.entry.severity]) if row.entry.severity else "",
    )

    def on(title: str) -> _Field:
        return Column(title, 13, "date"), lambda row: row.entry.on

    def closed(title: str) -> _Field:
        return Column(title, 13, "date"), lambda row: row.entry.closed_on

    def role(title: str) -> _Field:
        return Column(title, 24), lambda row: row.role

    def words(title: str) -> _Field:
        return Column(title, 60), lambda row: row.entry.text

    return {
        "exception": (
            t("Exceptions"),
            (
                number,
                on(t("Allowed on")),
                rule,
                use,
                role(t("Allowed by")),
                words(t("What and why")),
                until,
                state,
                closed(t("Ended on")),
                done,
            ),
        ),
        "incident": (
            t("Incidents"),
            (
                number,
                on(t("Date")),
                use,
                severity,
                breach,
                rule,
                role(t("Seen by")),
                words(t("What happened")),
                done,
                state,
                closed(t("Dealt with on")),
                days,
            ),
        ),
        "complaint": (
            t("Complaints"),
            (
                number,
                on(t("Received on")),
                use,
                rule,
                role(t("Answered by")),
                words(t("What it is about")),
                done,
                state,
                closed(t("Answered on")),
                days,
            ),
        ),
        "check": (
            t("Checks"),
            (
                number,
                on(t("Checked on")),
                rule,
                role(t("Checked by")),
                words(t("What was looked at")),
                (Column(t("What it showed"), 50), lambda row: row.entry.outcome),
                (Column(t("Next check"), 13, "date"), lambda row: row.entry.until),
            ),
        ),
        "stop": (
            t("Stops"),
            (
                number,
                on(t("Stopped on")),
                use,
                rule,
                role(t("Stopped by")),
                words(t("Why it was stopped")),
                done,
                state,
                closed(t("Started again on")),
                days,
            ),
        ),
    }


def _state(row: _Row) -> str:
    if row.entry.closed_on is not None:
        return _CLOSED
    return _PAST_END if row.entry.until is not None and row.entry.until < row.as_of else _OPEN


def _days(row: _Row) -> int:
    """From the day it happened to the day it was closed, else to today."""
    return ((row.entry.closed_on or row.as_of) - row.entry.on).days


def training_sheet(framework: Framework, as_of: date, t: Translator) -> Sheet:
    done, planned, overdue, undated = t("Done"), t("Planned"), t("Overdue"), t("No date")
    columns = (
        Column(t("Who"), 30),
        Column(t("What"), 50),
        Column(t("Owner"), 24),
        Column(t("Due by"), 13, "date"),
        Column(t("Done on"), 13, "date"),
        Column(t("Status"), 14, choices=(done, planned, overdue, undated)),
        Column(t("Where the record is"), 40),
        Column(t("Took part"), 10, "number"),
        Column(t("Of how many"), 10, "number"),
        Column(t("Next time"), 13, "date"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in framework.training:
        if not one.withdrawn:
            late = one.due is not None and one.due < as_of
            state = done if one.done_on else overdue if late else planned if one.due else undated
            rows.append(
                (
                    one.group,
                    one.what,
                    one.owner,
                    one.due,
                    one.done_on,
                    state,
                    one.evidence,
                    one.attended,
                    one.invited,
                    one.next_on,
                )
            )
    return Sheet("training", t("Training"), columns, tuple(rows))
