"""What is asked, and what an answer consists of. Words are put to it at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from framework.deck import Letter
from framework.law.models import FindingKind, LawCheck
from framework.law.wording import READINGS, Reading
from framework.workshop.field_types import PracticeAnswer

Answer = Literal["yes", "no", "unknown"]
Source = Literal["law", "red_line", "rule", "coverage"]
SOURCES: tuple[Source, ...] = ("law", "red_line", "rule", "coverage")
"""The law comes before what a team agreed, and a red line before a rule."""
ReasonKind = Literal[
    "forbidden",
    "breach",
    "law_unknown",
    "duty",
    "crosses_red_line",
    "red_line_unknown",
    "breaks_rule",
    "rule_unknown",
    "condition",
    "exception",
    "uncovered",
    "short_path",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to do, or does already.

    ``activity``: its id in the framework where it is one of those; else the rules of its ``kind`` count for it.
    ``practices``: scenario id to what is done, or would be. ``does``: id of a red line to whether its practice is done;
    of a rule in a team's own words (its decision) to whether the rule is kept. What is missing is unknown.
    """

    kind: str
    activity: str | None = None
    running: bool = False
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    arranged: tuple[str, ...] = ()
    practices: Mapping[str, PracticeAnswer] = field(default_factory=dict[str, PracticeAnswer])
    does: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    read_before_publication: Answer = "unknown"
    """Whether a person reads everything before it is published, for a charter's short path."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule of law, one red line or one rule of the team alone makes the verdict.

    ``rule``: the code of a class, the id of another rule of law or of a red line, a rule's decision; empty for
    *uncovered* and *short_path*. ``number``: of a red line or rule, as the charter prints it. ``asks``: ids of facts that
    are unknown (of the law only).
    """

    kind: ReasonKind
    source: Source
    verdict: Reading
    rule: str = ""
    number: int = 0
    asks: tuple[str, ...] = ()
    finding: FindingKind | None = None
    """Of which kind a rule of law is."""

    @property
    def order(self) -> tuple[int, int]:
        """Strictest first; where equally strict, the law before a red line before a rule."""
        return -READINGS.index(self.verdict), SOURCES.index(self.source)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing done differently: a fact of the law, a practice, or what a red line or a rule is about."""

    fact: str | None = None
    value: str = ""
    """What the fact is brought to; the law data has a measure in words for it."""
    scenario: str | None = None
    practice: Letter | None = None
    about: str | None = None
    """The red line or the rule (its decision) in whose sense it is done differently."""
    decision: str | None = None
    """The rule whose price a changed practice costs."""


@dataclass(frozen=True, slots=True)
class Way:
    """A smallest set of changes: with less, the verdict stays as strict. ``verdict``: what it then is."""

    changes: tuple[Change, ...]
    verdict: Reading


@dataclass(frozen=True, slots=True)
class Assessment:
    """``reasons``: strictest first; the first decides. Empty for *go*. ``rules``: decisions of the rules that cover it."""

    verdict: Reading
    reasons: tuple[Reason, ...]
    rules: tuple[str, ...]
    law: LawCheck

    @property
    def deciding(self) -> Reason | None:
        return self.reasons[0] if self.reasons else None
