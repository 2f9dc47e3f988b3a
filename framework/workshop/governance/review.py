"""When a charter is looked at again. It stays in force until a new version is adopted, however late that is."""

from collections.abc import Iterable
from datetime import date

from framework.workshop.models import Framework


def review_day(framework: Framework) -> date | None:
    """The charter's review date: the chosen one, else the earliest of its rules."""
    return framework.texts.review_on or min((rule.review_on for rule in framework.rules), default=None)


def overdue_since(frameworks: Iterable[Framework], today: date) -> date | None:
    """The review date that has passed, of the version in force; None where none has. ``frameworks``: in the order made."""
    adopted = [one for one in frameworks if one.adopted]
    day = review_day(adopted[-1]) if adopted else None
    return day if day is not None and day < today else None
