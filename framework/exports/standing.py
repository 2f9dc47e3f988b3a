"""Where each AI use stands today: its law check, what is to be done about it, and who does that by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from framework.language import N_, Translator
from framework.law.classification import check
from framework.law.first_steps import WHOM, FirstStep, StepKind, first_steps, open_points
from framework.law.models import LawBook, LawCheck
from framework.law.wording import READING_WORDS, READINGS, Reading, article_words, known_breaches, reading
from framework.workshop.governance.records import Arrangement
from framework.workshop.models import Framework, FrameworkActivity

UseState = Literal["running", "planned", "stopped"]
USE_STATES: dict[UseState, str] = {"running": N_("Running"), "planned": N_("Planned"), "stopped": N_("Stopped")}
MeasureStatus = Literal["to_do", "planned", "arranged", "not_for_us"]
MEASURE_STATUSES: dict[MeasureStatus, str] = {
    "to_do": N_("To do"),
    "planned": N_("Planned"),
    "arranged": N_("Arranged"),
    "not_for_us": N_("Not for us"),
}
_LEFT_OPEN = N_("The law itself leaves this open: have a lawyer look at it.")


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to do about a use, in words. ``name``: for *find_out* the question, and ``whom``: who usually knows.

    ``owner`` and ``due``: as planned for this measure. ``said``: what the team said of it; None where it said nothing.
    """

    rule: str
    kind: StepKind
    name: str
    action: str
    article: str = ""
    applies_from: date | None = None
    status: MeasureStatus = "to_do"
    owner: str = ""
    due: date | None = None
    whom: str = ""
    said: Arrangement | None = None

    @property
    def open(self) -> bool:
        """Still to be done. *Not for us* is only said: what is broken stays broken."""
        return self.status in ("to_do", "planned") or (
            self.status == "not_for_us" and self.kind in ("stop", "fix_first")
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """``measures``: the most pressing first, then what was said of things that are no longer to be done."""

    use: FrameworkActivity
    outcome: LawCheck
    reading: Reading
    measures: tuple[Measure, ...]

    @property
    def state(self) -> UseState:
        return "stopped" if self.use.stopped_on else self.use.running

    @property
    def first(self) -> Measure | None:
        """What to do first; None where nothing is to be done."""
        return next((one for one in self.measures if one.open), None)

    @property
    def first_owner(self) -> str:
        """Who does it: as planned, else whoever answers for the use. Empty where nobody was named."""
        return (self.first.owner if self.first else "") or self.use.owner


def standings(framework: Framework, law: LawBook, as_of: date, t: Translator) -> tuple[Standing, ...]:
    """In the order of the inventory."""
    found: list[Standing] = []
    for use in framework.activities:
        outcome = check(law, use.facts, as_of, use.arranged)
        found.append(Standing(use, outcome, reading(outcome), tuple(_measures(use, law, outcome, t))))
    return tuple(found)


def worst_first(found: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """What runs before what is planned, what was stopped last; within that the strictest verdict first."""
    order = list(USE_STATES)
    return tuple(sorted(found, key=lambda one: (order.index(one.state), -READINGS.index(one.reading))))


def line(standing: Standing, t: Translator) -> str:
    """The verdict and what to do first: ``Not like this: retention``."""
    words = t(READING_WORDS[standing.reading])
    first = standing.first
    return f"{words}: {lower_first(first.name)}" if first and standing.reading != "go" else words


def lower_first(words: str) -> str:
    """With a small first letter, but for an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _measures(use: FrameworkActivity, law: LawBook, outcome: LawCheck, t: Translator) -> Iterator[Measure]:
    said = {one.rule: one for one in use.arrangements if not one.withdrawn}
    broken = {one.id for one in known_breaches(outcome)}
    told: set[str] = set()
    asked: set[str] = set()
    points = open_points(law, outcome, use.facts)
    steps = first_steps(law, outcome, use.facts)
    if reading(outcome) == "ask_first":  # what settles the verdict comes before what follows once it is settled
        yield from (
            _question(point.fact.id, point.fact.question[t.lang], t(WHOM[point.fact.topic])) for point in points[:1]
        )
        asked = {point.fact.id for point in points[:1]}
        if not points and (unsettled := next(iter(outcome.unsure), None)):
            yield Measure("", "find_out", unsettled.rule.name[t.lang], t(_LEFT_OPEN))
    for step in steps:
        if step.fact is not None:
            if step.fact.id not in asked:
                yield _question(step.fact.id, step.fact.question[t.lang], t(WHOM[step.fact.topic]))
            continue
        told.add(step.rule)
        yield _measure(step, said.get(step.rule), step.rule in use.arranged and step.rule not in broken, t)
    names = {one.id: one for one in (*law.ground_rules, *law.obligations, *law.other_rules)}
    for rule, one in said.items():
        if rule in names and rule not in told:
            yield Measure(
                rule, "do", names[rule].name[t.lang], "", status=one.status, owner=one.owner, due=one.due, said=one
            )


def _question(fact: str, question: str, whom: str) -> Measure:
    return Measure(fact, "find_out", question, "", whom=whom)


def _measure(step: FirstStep, said: Arrangement | None, arranged: bool, t: Translator) -> Measure:
    status: MeasureStatus = "arranged" if arranged else "to_do"
    if said is not None and said.status != "arranged":  # “arranged” counts only where the law check agrees
        status = said.status
    return Measure(
        step.rule,
        step.kind,
        step.name[t.lang],
        step.action[t.lang],
        article_words(step.article, t),
        step.applies_from,
        status,
        said.owner if said else "",
        said.due if said else None,
        said=said,
    )
