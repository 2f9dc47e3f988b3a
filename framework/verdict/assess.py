"""The verdict on a plan: law before framework, red line before rule, unknown before green (design: "Answering").

The strictest reason decides. What no rule of the team covers is *ask first*, unless the charter's short path for new uses was
promised and what it asks for is on record.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from framework.deck import Deck, Scenario
from framework.law.classification import check
from framework.law.models import FindingKind, GroundRuleFinding, LawBook, LawCheck
from framework.law.wording import Reading, known_breaches
from framework.verdict.models import Answer, Assessment, Plan, Reason, ReasonKind
from framework.workshop.models import Framework, FrameworkActivity, FrameworkRedLine, Rule
from framework.workshop.rule_checks import words_changed

SHORT_PATH = "short_path"
"""The promise of a short path for new uses (``data/governance``)."""
SHORT_PATH_FACTS = {"personal_data": "no", "confidential": "no"}
"""What it asks of the facts: no personal data and no secrets."""
_LAW_KINDS: dict[Reading, ReasonKind] = {"stop": "forbidden", "ask_first": "law_unknown", "go_if": "duty"}


def assess(framework: Framework, deck: Deck, book: LawBook, plan: Plan, as_of: date) -> Assessment:
    """The verdict on a plan by the framework in force and the law on a day. Its order of rules and answers does not matter.

    ``framework``: as adopted, or a draft where nothing was. ``deck``: as the workshop used it.
    """
    law = check(book, plan.facts, as_of, plan.arranged)
    covering = covering_rules(framework, plan)
    found = [
        *_of_the_law(law),
        *_of_red_lines(framework, deck, plan),
        *(reason for rule in covering for reason in _of_a_rule(framework, deck, rule, plan, as_of)),
        *(() if covering else _of_coverage(framework, plan)),
    ]
    reasons = tuple(sorted(found, key=lambda one: (one.order, one.kind, one.number, one.rule)))
    verdict: Reading = reasons[0].verdict if reasons else "go"
    return Assessment(verdict, reasons, tuple(rule.decision for rule in covering), law)


def covering_rules(framework: Framework, plan: Plan) -> tuple[Rule, ...]:
    """The rules about the plan's activity; for something new, those about an activity of its kind."""
    alike = {one.id for one in framework.activities if one.kind == plan.kind}
    about = alike if plan.activity is None else {plan.activity}
    return tuple(rule for rule in framework.rules if not about.isdisjoint(rule.activities))


def red_lines_in_question(framework: Framework, deck: Deck, plan: Plan) -> tuple[FrameworkRedLine, ...]:
    """The red lines that such an activity can cross: those in a team's own words, and those of dilemmas about its kind."""
    return tuple(
        line
        for line in framework.red_lines
        if line.scenario is None or (found := deck.scenario(line.scenario)) is None or plan.kind in found.kinds
    )


Asked = tuple[Literal["practice", "red_line", "rule"], str]


def questions(framework: Framework, deck: Deck, plan: Plan) -> tuple[Asked, ...]:
    """What the team's own agreements still ask: ids of scenarios (*practice*), red lines, and rules (their decisions).

    Red lines come first, since one alone settles it.
    """
    asked: dict[Asked, None] = {}
    for line in red_lines_in_question(framework, deck, plan):
        if plan.does.get(line.id, "unknown") == "unknown":
            asked["red_line", line.id] = None
    for rule in covering_rules(framework, plan):
        scenario = practice_scenario(deck, rule)
        if scenario is None:
            if plan.does.get(rule.decision, "unknown") == "unknown":
                asked["rule", rule.decision] = None
        elif plan.practices.get(scenario.id, "unknown") == "unknown":
            asked["practice", scenario.id] = None
    return tuple(asked)


def practice_scenario(deck: Deck, rule: Rule) -> Scenario | None:
    """The scenario whose answer says whether a rule is kept; None for a rule in a team's own words, which is asked itself."""
    return None if words_changed(deck, rule) else deck.scenario(rule.scenario)


def rule_is_kept(deck: Deck, rule: Rule, plan: Plan) -> Answer:
    scenario = practice_scenario(deck, rule)
    if scenario is None:
        return plan.does.get(rule.decision, "unknown")
    practice = plan.practices.get(scenario.id, "unknown")
    if practice == "unknown":
        return "unknown"
    return "yes" if practice in rule.accepted else "no"


def has_exception(framework: Framework, rule: Rule, plan: Plan, as_of: date) -> bool:
    """Whether an exception to this rule is on record for this activity, and has not ended. One without an end is none."""
    return plan.activity is not None and any(
        one.kind == "exception"
        and not one.withdrawn
        and one.decision == rule.decision
        and one.activity == plan.activity
        and one.until is not None
        and one.on <= as_of <= one.until
        and (one.closed_on is None or as_of < one.closed_on)
        for one in framework.log
    )


def _of_the_law(law: LawCheck) -> Iterator[Reason]:
    broken = {one.id: one for one in known_breaches(law)}
    asks = {
        **{("class", one.code): one.open_facts for one in law.unsure},
        **{("ground_rule", one.id): one.open_facts for one in law.ground_rules},
        **{("obligation", one.id): one.open_facts for one in law.obligations},
        **{("other_rule", one.id): one.open_facts for one in law.other_rules},
        **{("role", one.role): one.open_facts for one in law.role_unsure},
    }
    for weight in law.weights:
        if weight.kind in ("ground_rule", "other_rule") and weight.rule in broken and weight.verdict != "stop":
            continue
        kind = _LAW_KINDS[weight.verdict]
        opened = asks.get((weight.kind, weight.rule), ()) if weight.verdict == "ask_first" else ()
        yield Reason(kind, "law", weight.verdict, weight.rule, asks=opened, finding=weight.kind)
    stopped = {weight.rule for weight in law.weights if weight.verdict == "stop"}
    for one in broken.values():
        if one.id not in stopped:
            found: FindingKind = "ground_rule" if isinstance(one, GroundRuleFinding) else "other_rule"
            yield Reason("breach", "law", "not_like_this", one.id, finding=found)


def _of_red_lines(framework: Framework, deck: Deck, plan: Plan) -> Iterator[Reason]:
    places = {line.id: place for place, line in enumerate(framework.red_lines, start=1)}
    for line in red_lines_in_question(framework, deck, plan):
        number = line.number or places[line.id]
        done = plan.does.get(line.id, "unknown")
        if done == "yes":
            yield Reason("crosses_red_line", "red_line", "stop", line.id, number)
        elif done == "unknown":
            yield Reason("red_line_unknown", "red_line", "ask_first", line.id, number)


def _of_a_rule(framework: Framework, deck: Deck, rule: Rule, plan: Plan, as_of: date) -> Iterator[Reason]:
    kept = rule_is_kept(deck, rule, plan)
    if kept == "yes":
        if rule.verb == "only_if":
            yield Reason("condition", "rule", "go_if", rule.decision, rule.number)
    elif has_exception(framework, rule, plan, as_of):
        yield Reason("exception", "rule", "go_if", rule.decision, rule.number)
    elif kept == "unknown":
        yield Reason("rule_unknown", "rule", "ask_first", rule.decision, rule.number)
    else:
        yield Reason("breaks_rule", "rule", "not_like_this", rule.decision, rule.number)


def _of_coverage(framework: Framework, plan: Plan) -> Iterator[Reason]:
    on_record = plan.read_before_publication == "yes" and all(
        plan.facts.get(fact) == value for fact, value in SHORT_PATH_FACTS.items()
    )
    if short_path_promised(framework) and on_record:
        yield Reason("short_path", "coverage", "go_if")
    else:
        yield Reason("uncovered", "coverage", "ask_first")


def short_path_promised(framework: Framework) -> bool:
    return any(one.id == SHORT_PATH and one.answer == "made" for one in framework.promises)


def plan_of(framework: Framework, activity: FrameworkActivity) -> Plan:
    """An activity of the framework as it was recorded: its facts, what is arranged, and what is done today.

    Whether it does what a red line is about is on nobody's record, so that stays unknown.
    """
    return Plan(
        kind=activity.kind,
        activity=activity.id,
        running=activity.is_running,
        facts=activity.facts,
        arranged=activity.arranged,
        practices={
            **{
                rule.scenario: rule.practice
                for rule in framework.rules
                if rule.practice is not None and activity.id in rule.activities
            },
            **{
                one.scenario: one.practice
                for one in framework.stances
                if one.activity == activity.id and one.practice is not None
            },
        },
    )
