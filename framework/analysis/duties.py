"""The duties of a whole team over time: what applies from when, to whom, for which activities."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from framework.law import LawBook
from framework.law.models import Certainty, DutyStatus
from framework.law.timeline import DatedDuty, DatedKind, duties_timeline
from framework.text import Lang


@dataclass(frozen=True, slots=True)
class TeamDuty:
    """A row of `duties_of_team`: one class, duty or other rule, from one day on."""

    id: str
    kind: DatedKind
    name: str
    holders: tuple[str, ...]
    """Names of the roles in which the team has it; empty where everyone does."""
    article: str
    applies_from: datetime.date | None
    status: DutyStatus
    """On the day ``as_of``."""
    certainty: Certainty
    """``certain`` where at least one activity certainly has it."""
    activities: tuple[str, ...]
    """Names of the activities that certainly have it."""
    possible: tuple[str, ...]
    """Names of the activities that may have it, depending on facts that are not known."""


def duties_of_team(
    book: LawBook, activities: Mapping[str, Mapping[str, str]], as_of: datetime.date, lang: Lang
) -> tuple[TeamDuty, ...]:
    """Every class, duty and other rule that applies or may apply to this team, ordered by the day it starts.

    ``activities``: name to facts. ``as_of`` changes the status and nothing else. A duty that starts on two days (a grace
    period for some) is two rows.
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
    return tuple(sorted(rows, key=lambda row: row.applies_from or datetime.date.min))
