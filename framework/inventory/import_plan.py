"""Rows held against the workshop: what is new, what would change and in which field, and what is as it was.

A plan changes nothing. It keeps what it was compared with, so that the use case can tell whether somebody changed an
activity between looking and agreeing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from framework.errors import CellRefused
from framework.inventory.columns import Column, Layout, folded
from framework.inventory.row_parser import ParsedRow, ParsedRows, Problem, RefusedRow
from framework.inventory.table import FileRemark
from framework.workshop.models import Activity, WorkshopState

Status = Literal["new", "changed", "unchanged"]
_FIELDS = ("kind", "name", "supplier", "owner", "purpose", "running")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as it stands and as it would become, as ids or typed words; ``""``: no answer, or empty."""

    column: Column
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What one row would do. ``activity``: as it would be kept; a new one has no id and place of its own yet.

    ``base``: what it was compared with, None for a new one. ``restored``: it was deleted and comes back.
    ``same_name``: it is new, and there is another activity of that name, here or earlier in the file.
    """

    line: int
    status: Status
    activity: Activity
    base: Activity | None = None
    differences: tuple[Difference, ...] = ()
    restored: bool = False
    same_name: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. ``without_kind``: how many new rows name no kind."""

    rows: tuple[PlannedRow, ...]
    refused: tuple[RefusedRow, ...]
    remarks: tuple[FileRemark, ...]
    without_kind: int

    def of(self, status: Status) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.rows if row.status == status)

    @property
    def to_do(self) -> tuple[PlannedRow, ...]:
        """The rows that would add or change something."""
        return tuple(row for row in self.rows if row.status != "unchanged")


def plan(state: WorkshopState, file: ParsedRows, layout: Layout, kind_for_rest: str = "") -> Plan:
    """What importing the file would do to the workshop. ``kind_for_rest``: for new rows that name no kind."""
    known = {activity.id: activity for activity in state.activities}
    names = {folded(activity.name) for activity in state.activities if not activity.deleted}
    rows: list[PlannedRow] = []
    refused = list(file.refused)
    without_kind = 0
    for row in file.rows:
        base = known.get(row.id) if row.id else None
        if base is not None:
            rows.append(_update(row, base, layout))
            continue
        without_kind += "kind" not in row.texts
        kind = row.texts.get("kind") or kind_for_rest
        if not kind:
            missing = Problem(row.line, layout.column("kind"), CellRefused(reason="missing"))
            refused.append(RefusedRow(row.line, row.texts["name"], (missing,)))
            continue
        added = _new(row, kind)
        rows.append(PlannedRow(row.line, "new", added, same_name=folded(added.name) in names))
        names.add(folded(added.name))
    return Plan(tuple(rows), tuple(sorted(refused, key=lambda one: one.line)), file.remarks, without_kind)


def _new(row: ParsedRow, kind: str) -> Activity:
    fields = {**row.texts, "kind": kind, "id": f"row-{row.line}", "position": 0}
    return Activity.model_validate({**fields, "facts": {fact: value for fact, value in row.facts.items() if value}})


def _update(row: ParsedRow, base: Activity, layout: Layout) -> PlannedRow:
    facts = {**base.facts, **{fact: value for fact, value in row.facts.items() if value}}
    for fact in [fact for fact, value in row.facts.items() if value is None]:
        facts.pop(fact, None)
    mine = base.model_copy(update={**row.texts, "facts": facts, "deleted": False})
    differences = (*_differences(_fields(base), _fields(mine), layout), *_differences(base.facts, facts, layout))
    restored = base.deleted
    status: Status = "changed" if differences or restored else "unchanged"
    return PlannedRow(row.line, status, mine, base, differences, restored)


def _fields(activity: Activity) -> dict[str, str]:
    return {field: str(getattr(activity, field)) for field in _FIELDS}


def _differences(before: Mapping[str, str], after: Mapping[str, str], layout: Layout) -> tuple[Difference, ...]:
    return tuple(
        Difference(column, before.get(column.id, ""), after.get(column.id, ""))
        for column in layout.columns
        if before.get(column.id, "") != after.get(column.id, "")
    )
