"""What moved in the law check of an activity since a version of the framework: answers, verdict, and what is to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from framework.law.classification import check
from framework.law.first_steps import first_steps
from framework.law.models import LawBook, LawCheck
from framework.law.wording import Reading, reading
from framework.text import LocalizedText
from framework.workshop.models import Framework


@dataclass(frozen=True, slots=True)
class Moved:
    """``answers``: then and now, by fact id; None where there was none. ``before`` and ``now``: how the check read and reads.

    ``added`` and ``gone``: names of what is to do now and was not, and the other way round.
    """

    version: str
    since: date
    answers: Mapping[str, tuple[str | None, str | None]]
    before: Reading
    now: Reading
    added: tuple[LocalizedText, ...]
    gone: tuple[LocalizedText, ...]


def moved(
    book: LawBook, version: Framework, activity: str, facts: Mapping[str, str], outcome: LawCheck
) -> Moved | None:
    """None where nothing moved, or the version does not have the activity. ``facts``: effective ones, ``outcome``: their check.

    The answers of then are checked by today's law data on the day of the version: a rule that began to apply since shows.
    """
    then = next((one for one in version.activities if one.id == activity), None)
    if then is None:
        return None
    checked = check(book, then.facts, version.made_on, then.arranged)
    answers = {
        fact: (then.facts.get(fact), facts.get(fact))
        for fact in dict.fromkeys((*then.facts, *facts))
        if then.facts.get(fact) != facts.get(fact)
    }
    before = {step.rule: step.name for step in first_steps(book, checked, then.facts) if step.rule}
    now = {step.rule: step.name for step in first_steps(book, outcome, facts) if step.rule}
    found = Moved(
        version.version,
        version.made_on,
        answers,
        reading(checked),
        reading(outcome),
        tuple(name for rule, name in now.items() if rule not in before),
        tuple(name for rule, name in before.items() if rule not in now),
    )
    return found if answers or found.before != found.now or found.added or found.gone else None
