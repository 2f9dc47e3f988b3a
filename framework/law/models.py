"""The law as data, and what a check of one activity against it yields.

The evaluator knows no article: every rule carries its own conditions over *facts*, its article, its sources and the date
from which it applies. Texts are in both languages. The data lies in ``data/law/``; `framework.law.load` checks it.

Rules are pydantic models (read once, checked hard); results are plain frozen dataclasses (made by the thousand).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from framework.law.fact_models import UNKNOWN as UNKNOWN
from framework.law.fact_models import Condition, Fact, FactScope, Id, LawModel, Term, TickList
from framework.law.fact_models import Topic as Topic
from framework.text import ContentText, LocalizedText

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9_:.-]*$")]
Confidence = Literal["H", "M", "L"]
"""H: primary text read, or several independent sources; M: official draft or secondary source; L: one weak source."""
Role = Literal["provider", "deployer", "importer", "distributor"]
Holder = Literal["provider", "deployer", "importer", "distributor", "anyone"]
Verdict = Literal["stop", "ask_first", "go_if", "go"]
RuleEffect = Literal["none", "go_if", "fix_first", "ask_first", "stop"]
"""What a certain hit of a rule does. *fix_first*: the rule is known to be broken, and what breaks it can be put right."""
VERDICTS: tuple[Verdict, ...] = ("go", "go_if", "ask_first", "stop")
"""From mild to strict. An unknown that may turn out a prohibition is ``ask_first``, so the last two both mean: not now."""
GroundStatus = Literal["stop", "fix_first", "plan", "ok", "unknown", "not_applicable"]
DutyStatus = Literal["in_force", "coming", "ended"]
Certainty = Literal["certain", "possible"]
FindingKind = Literal["class", "role", "obligation", "ground_rule", "other_rule"]
ClassKind = Literal["outside", "prohibition", "regular", "residual"]


class LegalSource(LawModel):
    id: Id
    title: LocalizedText
    date: str | LocalizedText
    """As it is written in any language, or in words."""
    confidence: Literal["H", "M", "L", "M-H", "H/M"]
    url: str | None = None


class Doubt(LawModel):
    """An open question of the law itself; shown where it bears on the case."""

    id: Id
    text: LocalizedText
    when: Condition
    sources: tuple[Id, ...] = ()


class Fine(LawModel):
    id: Id
    text: LocalizedText
    basis: ContentText


class GracePeriod(LawModel):
    """Another first day for a rule, where ``when`` is certain (a period of grace)."""

    when: Condition
    valid_from: datetime.date


class EarlierWording(LawModel):
    """How a rule read before it was reworded, from its first to its last day."""

    valid_from: datetime.date
    valid_to: datetime.date
    text: LocalizedText


class Sourced(LawModel):
    """What every rule of law and every duty carries. ``valid_to`` is its last day; None: no end is known.

    ``earlier``: what it said before it was reworded. A rule keeps its conditions when its words change, so that the day
    never changes which rules an activity has; a rule with other conditions is another rule.
    """

    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    confidence: Confidence
    valid_to: datetime.date | None = None
    earlier: tuple[EarlierWording, ...] = ()

    def earlier_wording(self, day: datetime.date) -> LocalizedText | None:
        """What it said on this day; None: what it says now."""
        return next((one.text for one in self.earlier if one.valid_from <= day <= one.valid_to), None)

    @property
    def reworded_on(self) -> tuple[datetime.date, ...]:
        """The days on which its words changed, in order."""
        return tuple(one.valid_to + datetime.timedelta(days=1) for one in self.earlier)


class LawRule(Sourced):
    article: ContentText


class DatedRule(LawRule):
    valid_from: datetime.date


class SettledRule(LawRule):
    """A rule that has long applied; ``valid_from`` only where the reference has a date."""

    valid_from: datetime.date | None = None


class ClassRule(DatedRule):
    """When an activity has an AI Act class.

    ``kind``: *outside* (no AI system, or outside the Act: then no other class), *prohibition* (when certain, no other
    class matters), *regular* (cumulative), *residual* (only when no other class is possible; it has no ``when``). Of the
    outside ones the first that holds counts. The class holds when ``when`` does and ``unless`` does not. ``heavy``: its
    duties are those of a whole system, not of one notice or mark; what is lighter is told by it (`burden`).
    """

    id: Id
    code: Code
    kind: ClassKind = "regular"
    heavy: bool = False
    name: LocalizedText
    meaning: LocalizedText
    when: Condition | None = None
    unless: Condition | None = None
    later: tuple[GracePeriod, ...] = ()

    @model_validator(mode="after")
    def _condition(self) -> Self:
        if (self.kind == "residual") != (self.when is None):
            raise ValueError("has no 'when' exactly when it is residual")
        if self.heavy and self.kind != "regular":
            raise ValueError("is heavy; only a regular class can be")
        return self

    @property
    def burden(self) -> int:
        """How much it asks, to compare classes by: 0 nothing of its own, 1 light, 2 heavy, 3 prohibited."""
        return 3 if self.kind == "prohibition" else 0 if self.kind != "regular" else 2 if self.heavy else 1


class RoleRule(DatedRule):
    id: Id
    role: Role
    name: LocalizedText
    meaning: LocalizedText
    when: Condition


class Obligation(Sourced):
    """A duty that follows from a class for whoever has the role.

    ``codes``: beginnings of class codes that bring it about; ``AI`` stands for any AI system within the Act.
    ``valid_from`` missing: the date of the class. ``weighs``: whether the activity may only go on if it is met.
    """

    id: Id
    codes: Annotated[tuple[str, ...], Field(min_length=1)]
    holders: Annotated[tuple[Holder, ...], Field(min_length=1)]
    when: Condition | None = None
    name: LocalizedText
    duty: LocalizedText
    basis: ContentText
    valid_from: datetime.date | None = None
    fine: Id | None = None
    weighs: bool = True


class Failure(LawModel):
    """How a ground rule fails: how badly, when, and what to do."""

    status: Literal["stop", "fix_first", "plan"]
    when: Condition


class GroundRule(SettledRule):
    """One of the eight ground rules of the GDPR, or a further question under one, with one answer: yes is fine.

    The answer is a fact of its own (``fact``). ``group`` is the ground rule of the article (G1 to G8) it belongs to.
    Not applicable follows only from recorded facts (``not_applicable_when`` certain).
    """

    id: Id
    group: Annotated[str, StringConstraints(pattern=r"^G[1-8]$")]
    fact: Id
    scope: FactScope = "activity"
    name: LocalizedText
    question: LocalizedText
    explanation: LocalizedText
    measure: LocalizedText
    failures: Annotated[tuple[Failure, ...], Field(min_length=1)]
    not_applicable_when: Condition
    fine: Id | None = None


class OtherRule(SettledRule):
    """A rule outside the AI Act and the GDPR. ``effect``: what a certain hit does to the verdict.

    ``crime``: criminal law, which comes before everything else and asks nothing of the AI Act.
    """

    id: Id
    name: LocalizedText
    rule: LocalizedText
    when: Condition
    effect: RuleEffect = "none"
    crime: bool = False


class AssessmentReason(LawRule):
    """Why a DPIA may be needed. One that is ``listed`` (by the GDPR or the supervisor) is enough; of the others, the
    criteria of the European supervisors, it takes two."""

    id: Id
    listed: bool = False
    name: LocalizedText
    when: Condition


class LawBook(LawModel):
    """All rules as they stood on ``as_of``; a workshop keeps the ``version`` it used."""

    version: str
    as_of: datetime.date
    sources: tuple[LegalSource, ...]
    fines: tuple[Fine, ...]
    terms: tuple[Term, ...]
    facts: tuple[Fact, ...]
    roles: tuple[RoleRule, ...]
    classes: tuple[ClassRule, ...]
    obligations: tuple[Obligation, ...]
    ground_rules: tuple[GroundRule, ...]
    other_rules: tuple[OtherRule, ...]
    doubts: tuple[Doubt, ...]
    tick_lists: tuple[TickList, ...] = ()
    assessment_reasons: tuple[AssessmentReason, ...] = ()

    @cached_property
    def all_facts(self) -> tuple[Fact, ...]:
        """The facts asked about an activity, then the answers to the ground rules."""
        return self.facts + tuple(_answer(rule) for rule in self.ground_rules)

    @cached_property
    def _facts_by_id(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.all_facts}

    def fact(self, fact_id: str) -> Fact | None:
        return self._facts_by_id.get(fact_id)

    def fact_values(self) -> Mapping[str, frozenset[str]]:
        """Fact id to what may be recorded for it (``unknown`` included)."""
        return {fact.id: fact.allowed_values for fact in self.all_facts}

    def rule_periods(self) -> Mapping[str, tuple[datetime.date | None, datetime.date | None]]:
        """Id of every rule that a deck's mark can rest on, to its first and last day; None: it long has, no end is known.

        An obligation without a date of its own applies from the day its classes do, the first of them.
        """
        periods = {rule.id: (rule.valid_from, rule.valid_to) for rule in (*self.ground_rules, *self.other_rules)}
        for rule in self.classes:
            periods[rule.id] = (rule.valid_from, rule.valid_to)
        for duty in self.obligations:
            starts = [rule.valid_from for rule in self.classes if rule.code.startswith(duty.codes)]
            periods[duty.id] = (duty.valid_from or min(starts, default=None), duty.valid_to)
        return periods

    def rule_articles(self) -> Mapping[str, str]:
        """Id of every rule of `rule_periods` to the article it is from."""
        rules = (*self.classes, *self.ground_rules, *self.other_rules)
        return {**{rule.id: rule.article for rule in rules}, **{duty.id: duty.basis for duty in self.obligations}}

    @cached_property
    def _classes_by_code(self) -> Mapping[str, ClassRule]:
        return {rule.code: rule for rule in self.classes}

    def class_rule(self, code: str) -> ClassRule | None:
        return self._classes_by_code.get(code)

    def source(self, source_id: str) -> LegalSource | None:
        return next((source for source in self.sources if source.id == source_id), None)

    def fine(self, fine_id: str) -> Fine | None:
        return next((fine for fine in self.fines if fine.id == fine_id), None)

    def ground_rule(self, rule_id: str) -> GroundRule | None:
        return next((rule for rule in self.ground_rules if rule.id == rule_id), None)


def _answer(rule: GroundRule) -> Fact:
    return Fact(
        id=rule.fact,
        topic="ground_rule",
        scope=rule.scope,
        question=rule.question,
        why=rule.explanation,
        changeable=True,
        measure={"yes": rule.measure},
    )


# Results ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LawFinding:
    """What every finding carries.

    ``applies_from``: None where the rule has long applied and the reference has no date. ``open_facts``: facts that are
    unknown and leave it undecided (empty when certain, or when the law itself is in doubt).
    """

    article: str
    sources: tuple[str, ...]
    confidence: Confidence
    applies_from: datetime.date | None
    status: DutyStatus
    certainty: Certainty
    open_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleFinding(LawFinding):
    role: Role
    rule: RoleRule


@dataclass(frozen=True, slots=True)
class ClassFinding(LawFinding):
    code: str
    rule: ClassRule


@dataclass(frozen=True, slots=True)
class ObligationFinding(LawFinding):
    """``codes``: the classes it follows from; ``holders``: the roles in which the team has it."""

    id: str
    rule: Obligation
    codes: tuple[str, ...]
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class GroundRuleFinding:
    """``status``: what is certain; ``worst``: what it may turn out to be once everything is known.

    ``open_facts``: unknown facts that could still change it, also those that could make it not apply at all.
    """

    id: str
    group: str
    rule: GroundRule
    status: GroundStatus
    worst: GroundStatus
    open_facts: tuple[str, ...]
    article: str
    sources: tuple[str, ...]
    confidence: Confidence
    applies_from: datetime.date | None


@dataclass(frozen=True, slots=True)
class OtherRuleFinding(LawFinding):
    id: str
    rule: OtherRule


@dataclass(frozen=True, slots=True)
class AssessmentFinding:
    """Whether a DPIA is needed, and why: ``reasons`` hold for certain, ``possible`` ones may.

    ``certainty``: None where none is needed. ``open_facts``: unknown facts on which that hangs.
    """

    certainty: Certainty | None
    reasons: tuple[AssessmentReason, ...]
    possible: tuple[AssessmentReason, ...]
    open_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictReason:
    """What one finding alone makes the verdict (never ``go``). ``rule``: the code of a class, the id of anything else."""

    kind: FindingKind
    rule: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One rule that counted: ``facts`` are the (id, value) pairs it rests on, ``rests_on`` the class codes.

    ``outcome``: *holds*, *possible*, *lifted* (an exception takes it away), *outranked* (by a prohibition), or a status of
    a ground rule.
    """

    rule: str
    kind: FindingKind
    outcome: Literal["holds", "possible", "lifted", "outranked"] | GroundStatus
    facts: tuple[tuple[str, str], ...]
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LawCheck:
    """The outcome for one activity on one day.

    ``classes`` and ``roles`` are certain, ``unsure`` and ``role_unsure`` possible. ``obligations`` and ``other_rules``
    hold both, marked; ``doubts`` are open questions of the law that bear on this case. ``weights`` say what the verdict
    rests on: it is the strictest of them. ``assessment``: whether a DPIA is needed. No legal advice.
    """

    as_of: datetime.date
    law_version: str
    law_as_of: datetime.date
    roles: tuple[RoleFinding, ...]
    role_unsure: tuple[RoleFinding, ...]
    classes: tuple[ClassFinding, ...]
    unsure: tuple[ClassFinding, ...]
    obligations: tuple[ObligationFinding, ...]
    ground_rules: tuple[GroundRuleFinding, ...]
    other_rules: tuple[OtherRuleFinding, ...]
    doubts: tuple[Doubt, ...]
    verdict: Verdict
    trace: tuple[TraceStep, ...]
    weights: tuple[VerdictReason, ...] = ()
    assessment: AssessmentFinding = AssessmentFinding(None, (), (), ())
    arranged: frozenset[str] = frozenset()
    """Ids of the obligations and other rules that somebody said are arranged."""

    def codes(self) -> tuple[str, ...]:
        """Codes of the certain classes."""
        return tuple(finding.code for finding in self.classes)

    def unsure_codes(self) -> tuple[str, ...]:
        return tuple(finding.code for finding in self.unsure)
