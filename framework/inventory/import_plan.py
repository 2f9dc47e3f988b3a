"""Compares imported rows with the workshop: new, changed (with the fields) and unchanged activities.

A plan changes nothing. It keeps the activities that it was compared with, so that the use case can tell whether somebody changed
one before the person agreed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from framework.errors import CellRefused
from framework.inventory.columns import Column, Layout, normalised
from framework.inventory.row_parser import ParsedRow, ParsedRows, Problem, RefusedRow
from framework.inventory.table import FileRemark
from framework.law.contradictions import Contradiction, contradictions
from framework.law.load import law_book
from framework.workshop.facts import effective_facts
from framework.workshop.models import Activity, WorkshopState

Status = Literal["new", "changed", "unchanged"]
_FIELDS = ("kind", "name", "supplier", "owner", "purpose", "running")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field before and after the import, as id or typed text; ``""`` for no answer."""

    column: Column
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """The effect of a row. ``activity``: as it would be saved; a new one has no final id and position yet.

    ``base``: the activity before, None for a new one. ``restored``: it was deleted and comes back. ``same_name``: it is new and
    has the name of another activity, in the workshop or earlier in the file. ``contradictions``: those that an answer in the file
    brings in; both answers are kept and read strictly.
    """

    line: int
    status: Status
    activity: Activity
    base: Activity | None = None
    differences: tuple[Difference, ...] = ()
    restored: bool = False
    same_name: bool = False
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The effect of an import. ``without_kind``: number of new rows without a kind."""

    rows: tuple[PlannedRow, ...]
    refused: tuple[RefusedRow, ...]
    remarks: tuple[FileRemark, ...]
    without_kind: int

    def of(self, status: Status) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.rows if row.status == status)

    @property
    def to_do(self) -> tuple[PlannedRow, ...]:
        """The rows that add or change something."""
        return tuple(row for row in self.rows if row.status != "unchanged")


def plan_import(state: WorkshopState, file: ParsedRows, layout: Layout, kind_for_rest: str = "") -> ImportPlan:
    """The effect of importing a file into the workshop. ``kind_for_rest``: for new rows without a kind."""
    known = {activity.id: activity for activity in state.activities}
    names = {normalised(activity.name) for activity in state.activities if not activity.deleted}
    rows: list[PlannedRow] = []
    refused = list(file.refused)
    without_kind = 0
    for row in file.rows:
        base = known.get(row.id) if row.id else None
        if base is not None:
            rows.append(_update(state, row, base, layout))
            continue
        without_kind += "kind" not in row.texts
        kind = row.texts.get("kind") or kind_for_rest
        if not kind:
            missing = Problem(row.line, layout.column("kind"), CellRefused(reason="missing"))
            refused.append(RefusedRow(row.line, row.texts["name"], (missing,)))
            continue
        added = _new(row, kind)
        same_name = normalised(added.name) in names
        rows.append(
            PlannedRow(row.line, "new", added, same_name=same_name, contradictions=_contradictions(state, row, added))
        )
        names.add(normalised(added.name))
    return ImportPlan(tuple(rows), tuple(sorted(refused, key=lambda one: one.line)), file.remarks, without_kind)


def _new(row: ParsedRow, kind: str) -> Activity:
    fields = {**row.texts, "kind": kind, "id": f"row-{row.line}", "position": 0}
    return Activity.model_validate({**fields, "facts": {fact: value for fact, value in row.facts.items() if value}})


def _update(state: WorkshopState, row: ParsedRow, base: Activity, layout: Layout) -> PlannedRow:
    facts = {**base.facts, **{fact: value for fact, value in row.facts.items() if value}}
    for fact in [fact for fact, value in row.facts.items() if value is None]:
        facts.pop(fact, None)
    mine = base.model_copy(update={**row.texts, "facts": facts, "deleted": False})
    differences = (*_differences(_fields(base), _fields(mine), layout), *_differences(base.facts, facts, layout))
    restored = base.deleted
    status: Status = "changed" if differences or restored else "unchanged"
    clashes = _contradictions(state, row, mine) if status == "changed" else ()
    return PlannedRow(row.line, status, mine, base, differences, restored, contradictions=clashes)


def _contradictions(state: WorkshopState, row: ParsedRow, mine: Activity) -> tuple[Contradiction, ...]:
    """Between an answer in the file and another one, in the file or given for the team or a supplier."""
    if not any(row.facts.values()):
        return ()
    found = contradictions(law_book(), effective_facts(state, mine))
    return tuple(
        one for one in found if any(row.facts.get(fact.id) for fact in (one.fact, *(other for other, _ in one.against)))
    )


def _fields(activity: Activity) -> dict[str, str]:
    return {field: str(getattr(activity, field)) for field in _FIELDS}


def _differences(before: Mapping[str, str], after: Mapping[str, str], layout: Layout) -> tuple[Difference, ...]:
    return tuple(
        Difference(column, before.get(column.id, ""), after.get(column.id, ""))
        for column in layout.columns
        if before.get(column.id, "") != after.get(column.id, "")
    )
