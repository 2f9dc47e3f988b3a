"""The duties of a whole team over time: one row per duty and day, with who has it and for which activities."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

from framework.analysis.frames import to_frame
from framework.law import LawBook
from framework.law.models import Certainty, DutyStatus
from framework.law.timeline import DatedDuty, DatedKind, duties_timeline
from framework.text import Lang

if TYPE_CHECKING:
    from framework.analysis.frames import DataFrame


class TeamDuty(TypedDict):
    """A row of `duties_of_team`: one class, duty or other rule from one day on."""

    id: str
    kind: DatedKind
    name: str
    holders: tuple[str, ...]
    """Roles in which the team has it, in words; empty where it falls on everyone."""
    article: str
    applies_from: datetime.date | None
    status: DutyStatus
    """On the day asked about."""
    certainty: Certainty
    """``certain`` as soon as one activity certainly has it."""
    activities: tuple[str, ...]
    """Names of the activities that certainly have it."""
    possible: tuple[str, ...]
    """Names of those that may have it, as long as something is not known."""


def duties_of_team(
    book: LawBook, activities: Mapping[str, Mapping[str, str]], as_of: datetime.date, lang: Lang
) -> "DataFrame":
    """Everything the law brings this team, by the day from which it counts. Columns: `TeamDuty`.

    ``activities``: name to facts. The day ``as_of`` changes the status alone. One duty that starts on two days (a period
    of grace) is two rows.
    """
    found: dict[tuple[str, str, datetime.date | None], list[tuple[str, DatedDuty]]] = {}
    for name, facts in activities.items():
        for duty in duties_timeline(book, facts):
            found.setdefault((duty.kind, duty.id, duty.applies_from), []).append((name, duty))
    words = {rule.role: rule.name[lang] for rule in book.roles}
    rows: list[TeamDuty] = []
    for having in found.values():
        first = having[0][1]
        holders = dict.fromkeys(holder for _, duty in having for holder in duty.holders)
        certain = tuple(name for name, duty in having if duty.certainty == "certain")
        rows.append(
            TeamDuty(
                id=first.id,
                kind=first.kind,
                name=first.name[lang],
                holders=tuple(words[holder] for holder in holders if holder != "anyone"),
                article=first.article,
                applies_from=first.applies_from,
                status=first.status_on(as_of),
                certainty="certain" if certain else "possible",
                activities=certain,
                possible=tuple(name for name, duty in having if duty.certainty == "possible"),
            )
        )
    return to_frame(sorted(rows, key=lambda row: row["applies_from"] or datetime.date.min), TeamDuty)
