"""One activity held against the law data: roles, classes, duties, ground rules, other rules, and why.

Knows no article. The order is the law's own: is it AI within the Act, is it prohibited, which classes, which roles,
which duties; then the ground rules of the GDPR and the other regimes.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from framework.law.compiled_rules import ClassItem, CompiledRules, GroundItem, program
from framework.law.conditions import (
    FALSE,
    MAYBE,
    TRUE,
    Facts,
    Node,
    Reason,
    Truth,
    joined,
)
from framework.law.models import (
    UNKNOWN,
    VERDICTS,
    AssessmentFinding,
    AssessmentReason,
    Certainty,
    ClassFinding,
    Doubt,
    DutyStatus,
    FindingKind,
    GroundRule,
    GroundRuleFinding,
    GroundStatus,
    Holder,
    LawBook,
    LawCheck,
    ObligationFinding,
    OtherRule,
    OtherRuleFinding,
    RoleFinding,
    RoleRule,
    TraceStep,
    Verdict,
    VerdictReason,
)


def check(book: LawBook, facts: Mapping[str, str], as_of: datetime.date, arranged: Collection[str] = ()) -> LawCheck:
    """The outcome for one activity on the day ``as_of``.

    ``facts``: fact id to value; missing ids, ``unknown`` and values the law data lacks count as unknown. Unknown never
    makes the outcome lighter: what some value would bring about is in ``unsure``. The day changes what is in force and
    what is coming, never which classes there are.

    ``arranged``: ids of obligations and other rules whose measures are arranged, on somebody's word. Those make no *go if*
    any longer; what forbids, or has to be asked first, cannot be arranged. (For a ground rule the fact itself says so.)
    """
    return _CheckRun(program(book), facts, as_of, arranged).outcome()


def status_on(day: datetime.date, valid_from: datetime.date | None, valid_to: datetime.date | None) -> DutyStatus:
    """Whether something that counts from ``valid_from`` to ``valid_to`` (both days included) counts on this day."""
    if valid_from is not None and day < valid_from:
        return "coming"
    return "ended" if valid_to is not None and valid_to < day else "in_force"


@dataclass(frozen=True, slots=True)
class _Class_Truth:  # noqa: N801
    item: ClassItem
    truth: Truth
    open_facts: tuple[str, ...]
    applies_from: datetime.date


class _CheckRun:
    """One check. Where it leaves something open, `weighing` finds the same, for many cases at once."""

    def __init__(
        self, prog: CompiledRules, facts: Mapping[str, str], as_of: datetime.date, arranged: Collection[str] = ()
    ) -> None:
        self.program = prog
        self.arranged = frozenset(arranged)
        self.as_of = as_of
        self.world = Facts(prog.known(facts))
        self.world.domains = prog.domains(self.world.facts)
        self.inside: Truth = TRUE
        """Whether it is AI within the Act."""
        self.trace: list[TraceStep] = []
        self.why_outside: Reason = ()
        """What it rests on whether the activity falls under the Act."""
        self.weights: list[VerdictReason] = []

    # -- helpers

    def _truth(self, node: Node) -> Truth:
        return self.program.exact.of(node, self.world)

    def _weighs(self, level: int, kind: FindingKind, rule: str, until: datetime.date | None) -> None:
        """What has ended does not weigh; what is coming does."""
        if level and (until is None or self.as_of <= until):
            self.weights.append(VerdictReason(kind, rule, VERDICTS[level]))

    def _facts(self, node: Node) -> Reason:
        """The facts that the truth of this condition rests on."""
        reason = node.reason(self.world)
        return tuple([pair for pair in reason if pair[0] != "#"]) if node.coded else reason

    def _codes(self, node: Node) -> tuple[str, ...]:
        """The class codes that its truth rests on."""
        return tuple([code for kind, code in node.reason(self.world) if kind == "#"]) if node.coded else ()

    def _status(self, applies_from: datetime.date | None, until: datetime.date | None) -> DutyStatus:
        return status_on(self.as_of, applies_from, until)

    # -- the steps

    def outcome(self) -> LawCheck:
        found = self._classes()
        self.world.codes = {one.item.rule.code: one.truth for one in found if one.truth}
        open_by_code = {one.item.rule.code: one.open_facts for one in found}
        dates = {one.item.rule.code: one.applies_from for one in found}
        roles = self._roles()
        duties = self._duties({one.role: one for one in roles}, open_by_code, dates)
        grounds = self._ground_rules()
        others = self._other_rules(open_by_code)
        book = self.program.book
        classes = [self._class_finding(one) for one in found if one.truth]
        return LawCheck(
            as_of=self.as_of,
            law_version=book.version,
            law_as_of=book.as_of,
            roles=tuple(one for one in roles if one.certainty == "certain"),
            role_unsure=tuple(one for one in roles if one.certainty == "possible"),
            classes=tuple(one for one in classes if one.certainty == "certain"),
            unsure=tuple(one for one in classes if one.certainty == "possible"),
            obligations=duties,
            ground_rules=grounds,
            other_rules=others,
            doubts=self._doubts(),
            verdict=rank(weight.verdict for weight in self.weights),
            trace=tuple(self.trace),
            weights=tuple(self.weights),
            assessment=self._assessment(),
            arranged=self.arranged,
        )

    def _classes(self) -> list[_Class_Truth]:
        prog = self.program
        found: list[_Class_Truth] = []
        outside = FALSE
        for item in prog.outside:  # in order: what is no AI at all cannot be AI outside the Act
            raw = self._truth(item.holds)
            found.append(self._found(item, min(raw, TRUE - outside)))
            outside = max(outside, raw)
        self.inside = TRUE - outside
        self.why_outside = joined([item.holds.reason(self.world) for item in prog.outside])
        most = FALSE  # the surest of the other classes, supposing that the activity falls under the Act
        for item in prog.prohibitions:
            raw = self._truth(item.holds)
            most = max(most, raw)
            found.append(self._found(item, min(self.inside, raw)))
        prohibited = most == TRUE
        for item in prog.regular:
            raw = self._truth(item.holds)
            most = max(most, raw)
            if prohibited and raw and self.inside:
                self.trace.append(TraceStep(item.rule.code, "class", "outranked", self._facts(item.holds)))
            found.append(self._found(item, FALSE if prohibited else min(self.inside, raw)))
        undecided = dict.fromkeys(fact for one in found if one.truth == MAYBE for fact in one.open_facts)
        for item in prog.residual:
            never = FALSE if item.unless is None else self._truth(item.unless)
            rest = min(self.inside, TRUE - max(most, never))
            if rest:
                outcome = "holds" if rest == TRUE else "possible"
                self.trace.append(TraceStep(item.rule.code, "class", outcome, ()))
            opened = tuple(undecided) if rest == MAYBE else ()
            found.append(_Class_Truth(item, rest, opened, item.rule.valid_from))
        for one in found:
            self._weigh_class(one)
        return found

    def _found(self, item: ClassItem, value: Truth) -> _Class_Truth:
        applies_from = item.rule.valid_from
        opened: tuple[str, ...] = ()
        if value:
            # What makes an activity fall under the Act is the same for every class, so it is told only where it is in doubt.
            facts = item.holds.reason(self.world)
            if value == MAYBE and self.inside == MAYBE and item.rule.kind != "outside":
                facts = joined((facts, self.why_outside))
            opened = _unknown(facts) if value == MAYBE else ()
            outcome = "holds" if value == TRUE else "possible"
            self.trace.append(TraceStep(item.rule.code, "class", outcome, facts))
            for when, later in item.later:
                if self._truth(when) == TRUE:
                    applies_from = later
        elif self.inside and item.unless is not None and self._lifted(item.when, item.unless):
            facts = joined((item.when.reason(self.world), item.unless.reason(self.world)))
            self.trace.append(TraceStep(item.rule.code, "class", "lifted", facts))
        return _Class_Truth(item, value, opened, applies_from)

    def _lifted(self, when: Node, unless: Node) -> bool:
        return when.truth(self.world) != FALSE and unless.truth(self.world) == TRUE

    def _weigh_class(self, one: _Class_Truth) -> None:
        rule = one.item.rule
        level = 0
        if one.truth == TRUE and rule.kind == "prohibition":
            level = 3
        elif one.truth == MAYBE and (one.open_facts or rule.kind in ("prohibition", "regular")):
            level = 2
        elif one.truth == TRUE and rule.kind == "regular":
            level = 1  # somebody has a duty, even where it is not the team
        self._weighs(level, "class", rule.code, rule.valid_to)

    def _class_finding(self, one: _Class_Truth) -> ClassFinding:
        rule = one.item.rule
        return ClassFinding(
            article=rule.article,
            sources=rule.sources,
            confidence=rule.confidence,
            applies_from=one.applies_from,
            status=self._status(one.applies_from, rule.valid_to),
            certainty=_CERTAINTY[one.truth],
            open_facts=one.open_facts,
            code=rule.code,
            rule=rule,
        )

    def _roles(self) -> list[RoleFinding]:
        findings: list[RoleFinding] = []
        for rule, node in self.program.roles:
            value = min(self.inside, self._truth(node))
            if value:
                findings.append(self._role(rule, node, value))
        return findings

    def _role(self, rule: RoleRule, node: Node, value: Truth) -> RoleFinding:
        facts, codes = self._facts(node), self._codes(node)
        opened = _unknown(facts) if value == MAYBE else ()
        self._weighs(2 if value == MAYBE and opened else 0, "role", rule.role, rule.valid_to)
        outcome = "holds" if value == TRUE else "possible"
        self.trace.append(TraceStep(rule.role, "role", outcome, facts, codes))
        return RoleFinding(
            article=rule.article,
            sources=rule.sources,
            confidence=rule.confidence,
            applies_from=rule.valid_from,
            status=self._status(rule.valid_from, rule.valid_to),
            certainty=_CERTAINTY[value],
            open_facts=opened,
            role=rule.role,
            rule=rule,
        )

    def _duties(
        self,
        roles: Mapping[Holder, RoleFinding],
        open_by_code: Mapping[str, tuple[str, ...]],
        dates: Mapping[str, datetime.date],
    ) -> tuple[ObligationFinding, ...]:
        findings: list[ObligationFinding] = []
        codes = self.world.codes
        for duty in self.program.duties:
            rule = duty.rule
            hits = tuple([code for code in duty.codes if code in codes])
            by_class = self.inside if duty.any_ai else max([codes[code] for code in hits], default=FALSE)
            if not by_class:
                continue
            holders = _holders(rule.holders, roles)
            by_role = max([_held(one, roles) for one in holders], default=FALSE)
            value = min(by_class, by_role, self._truth(duty.when)) if by_role else FALSE
            if not value:
                continue
            facts = self._facts(duty.when)
            opened = dict.fromkeys(_unknown(facts) if value == MAYBE else ())
            if value == MAYBE and by_class == MAYBE:
                opened |= dict.fromkeys(fact for code in hits for fact in open_by_code[code])
            if value == MAYBE and by_role == MAYBE:
                opened |= dict.fromkeys(fact for one in holders if one in roles for fact in roles[one].open_facts)
            level = 0 if not rule.weighs else 2 if value == MAYBE and opened else int(rule.id not in self.arranged)
            self._weighs(level, "obligation", rule.id, rule.valid_to)
            starts = [dates[code] for code in hits if codes[code] == by_class]
            applies_from = rule.valid_from or min(starts)
            outcome = "holds" if value == TRUE else "possible"
            self.trace.append(TraceStep(rule.id, "obligation", outcome, facts, hits))
            findings.append(
                ObligationFinding(
                    article=rule.basis,
                    sources=rule.sources,
                    confidence=rule.confidence,
                    applies_from=applies_from,
                    status=self._status(applies_from, rule.valid_to),
                    certainty=_CERTAINTY[value],
                    open_facts=tuple(opened),
                    id=rule.id,
                    rule=rule,
                    codes=hits,
                    holders=holders,
                )
            )
        return tuple(findings)

    def _ground_rules(self) -> tuple[GroundRuleFinding, ...]:
        return tuple(self._ground_rule(item) for item in self.program.grounds)

    def _ground_rule(self, item: GroundItem) -> GroundRuleFinding:
        rule, world = item.rule, self.world
        truths: list[tuple[GroundStatus, Node, Truth]] = [
            (level, node, self._truth(node)) for level, node in item.fails
        ]
        certain: _Failing | None = next(((level, node) for level, node, truth in truths if truth == TRUE), None)
        doubtful: list[_Failing] = [(level, node) for level, node, truth in truths if truth == MAYBE]
        opened = _unknown(joined([node.reason(world) for _, node in doubtful]))
        in_order: GroundStatus = "not_applicable" if self._truth(item.not_applicable) == TRUE else "ok"
        status: GroundStatus = certain[0] if certain else "unknown" if doubtful else in_order
        worst: GroundStatus = doubtful[0][0] if doubtful else status
        if status == "not_applicable":
            facts = item.not_applicable.reason(world)
        else:
            used = [node for _, node in (*doubtful, *([certain] if certain else ()))]
            facts = joined([node.reason(world) for node in used or [node for _, node in item.failures]])
        self._weigh_ground(rule, status, worst)
        self.trace.append(TraceStep(rule.id, "ground_rule", status, facts))
        return GroundRuleFinding(
            id=rule.id,
            group=rule.group,
            rule=rule,
            status=status,
            worst=worst,
            open_facts=opened,
            article=rule.article,
            sources=rule.sources,
            confidence=rule.confidence,
            applies_from=rule.valid_from,
        )

    def _weigh_ground(self, rule: GroundRule, status: GroundStatus, worst: GroundStatus) -> None:
        level = 0
        if status == "stop":
            level = 3
        elif status == "unknown" or worst == "stop":
            level = 2
        elif status in ("fix_first", "plan"):
            level = 1
        self._weighs(level, "ground_rule", rule.id, rule.valid_to)

    def _other_rules(self, open_by_code: Mapping[str, tuple[str, ...]]) -> tuple[OtherRuleFinding, ...]:
        findings: list[OtherRuleFinding] = []
        for rule, node in self.program.others:
            value = self._truth(node)
            if value:
                findings.append(self._other_rule(rule, node, value, open_by_code))
        return tuple(findings)

    def _other_rule(
        self, rule: OtherRule, node: Node, value: Truth, open_by_code: Mapping[str, tuple[str, ...]]
    ) -> OtherRuleFinding:
        facts, codes = self._facts(node), self._codes(node)
        opened = dict.fromkeys(_unknown(facts) if value == MAYBE else ())
        if value == MAYBE:
            opened |= dict.fromkeys(fact for code in codes for fact in open_by_code.get(code, ()))
        level = _EFFECTS[rule.effect]
        if value == MAYBE and level:
            level = 2 if opened else min(2, level)
        if rule.effect == "go_if" and rule.id in self.arranged and value == TRUE:
            level = 0
        self._weighs(level, "other_rule", rule.id, rule.valid_to)
        outcome = "holds" if value == TRUE else "possible"
        self.trace.append(TraceStep(rule.id, "other_rule", outcome, facts, codes))
        return OtherRuleFinding(
            article=rule.article,
            sources=rule.sources,
            confidence=rule.confidence,
            applies_from=rule.valid_from,
            status=self._status(rule.valid_from, rule.valid_to),
            certainty=_CERTAINTY[value],
            open_facts=tuple(opened),
            id=rule.id,
            rule=rule,
        )

    def _assessment(self) -> AssessmentFinding:
        truths = [(reason, node, self._truth(node)) for reason, node in self.program.assessment]
        certain = tuple(reason for reason, _, truth in truths if truth == TRUE)
        possible = tuple(reason for reason, _, truth in truths if truth == MAYBE)
        if _calls_for_assessment(certain):
            return AssessmentFinding("certain", certain, possible, ())
        if not _calls_for_assessment((*certain, *possible)):
            return AssessmentFinding(None, certain, possible, ())
        opened = _unknown(joined([node.reason(self.world) for _, node, truth in truths if truth == MAYBE]))
        return AssessmentFinding("possible", certain, possible, opened)

    def _doubts(self) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt, node in self.program.doubts if node.truth(self.world) == TRUE)


_Failing = tuple[GroundStatus, Node]
_EFFECTS = {"none": 0, "go_if": 1, "fix_first": 1, "ask_first": 2, "stop": 3}
CRITERIA_NEEDED = 2
"""How many criteria of the European supervisors (WP248) call for a DPIA, where no list names the use."""
_CERTAINTY: tuple[Certainty, Certainty, Certainty] = ("possible", "possible", "certain")


def _holders(holders: tuple[Holder, ...], roles: Mapping[Holder, RoleFinding]) -> tuple[Holder, ...]:
    found: list[Holder] = [one for one in holders if one == "anyone" or roles.get(one) is not None]
    return tuple(found)


def _held(holder: Holder, roles: Mapping[Holder, RoleFinding]) -> Truth:
    found = roles.get(holder)
    return TRUE if found is None or found.certainty == "certain" else MAYBE


def _calls_for_assessment(reasons: Sequence[AssessmentReason]) -> bool:
    return any(one.listed for one in reasons) or len(reasons) >= CRITERIA_NEEDED


def _unknown(facts: Reason) -> tuple[str, ...]:
    return tuple([fact for fact, value in facts if value == UNKNOWN])


def rank(verdicts: Iterable[Verdict]) -> Verdict:
    """The strictest of some verdicts; ``go`` if there are none."""
    strictest: Verdict = "go"
    for verdict in verdicts:
        if VERDICTS.index(verdict) > VERDICTS.index(strictest):
            strictest = verdict
    return strictest
