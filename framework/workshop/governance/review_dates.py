"""When a rule is first looked at again: sooner where more is at stake, from ``data/governance/review_dates.toml``."""

import tomllib
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from framework.deck import Stance
from framework.errors import ContentError
from framework.law.classification import check
from framework.law.load import law_book
from framework.text import LocalizedText
from framework.workshop.facts import effective_facts
from framework.workshop.models import Activity, Decision, WorkshopState

FILE = Path(__file__).resolve().parents[3] / "data" / "governance" / "review_dates.toml"
MONTHS = (3, 6, 12)


class Look(BaseModel):
    """After how many months a rule is looked at again, where one of its uses is like this.

    ``conditional``: its stance is lawful under conditions only. ``kinds``: ids of activity kinds. ``facts``: values by fact.
    ``classes``: how the code of a class begins that the use certainly has. Without any of them: every rule.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: Literal[3, 6, 12]
    conditional: bool = False
    kinds: tuple[str, ...] = ()
    facts: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    classes: tuple[str, ...] = ()
    why: LocalizedText | None = None
    """What is at stake, as the end of a sentence."""

    @property
    def general(self) -> bool:
        return not (self.conditional or self.kinds or self.facts or self.classes)


@cache
def looks() -> tuple[Look, ...]:
    """Raises `ContentError` where the file cannot be read."""
    try:
        rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["look"]
        return TypeAdapter(tuple[Look, ...]).validate_python(rows)
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(file=FILE.name) from error


def proposed_look(state: WorkshopState, activities: Sequence[Activity], stance: Stance, today: date) -> Look:
    """The first of `looks` that fits a rule on this stance about these activities."""
    known = [(activity, effective_facts(state, activity)) for activity in activities]
    return next(look for look in looks() if look.general or _fits(look, known, stance, today))


def _fits(look: Look, known: Sequence[tuple[Activity, dict[str, str]]], stance: Stance, today: date) -> bool:
    if look.conditional and stance.legal == "conditional":
        return True
    for activity, facts in known:
        if activity.kind in look.kinds or any(facts.get(fact) in values for fact, values in look.facts.items()):
            return True
        if look.classes and any(code.startswith(look.classes) for code in check(law_book(), facts, today).codes()):
            return True
    return False


def proposed_day(months: int, today: date, taken: Iterable[date | None]) -> date:
    """The day ``months`` from today; a month sooner where every other rule (``taken``) already comes due on that day, because
    whoever looks at all of them on one day looks at none of them well."""
    day = in_months(today, months)
    others = {one for one in taken if one is not None}
    return in_months(today, months - 1) if others == {day} else day


def days_to_choose(decisions: Iterable[Decision], today: date) -> tuple[Decision, ...]:
    """The rules whose day has passed; all of them where several come due on one and the same day."""
    rules = tuple(one for one in decisions if one.closed and not one.withdrawn and one.review_on)
    passed = tuple(one for one in rules if one.review_on and one.review_on < today)
    together = len(rules) > 1 and len({one.review_on for one in rules}) == 1
    return passed or (rules if together else ())


def in_months(today: date, months: int) -> date:
    """The same day of the month, or its last day: 31 August and six months is the end of February."""
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))
