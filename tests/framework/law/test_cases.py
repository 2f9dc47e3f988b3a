"""The worked cases, and that between them every rule fires and stays silent."""

from functools import cache
from typing import Any

import pytest

from framework.law import law_book
from framework.law.compiled_rules import program
from framework.law.conditions import FALSE, TRUE, Facts
from tests.support.law_cases import case_data, facts_of, kinds, outcome

CASES: list[dict[str, Any]] = case_data()["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_case(case: dict[str, Any]) -> None:
    found = outcome(case)
    assert set(found.codes()) == set(case["classes"])
    assert set(found.unsure_codes()) == set(case.get("unsure", []))
    assert not set(case.get("near", [])) & {*found.codes(), *found.unsure_codes()}
    if "roles" in case:
        assert {one.role for one in found.roles} == set(case["roles"])
    if "roles" in case or "unsure_roles" in case:
        assert {one.role for one in found.role_unsure} == set(case.get("unsure_roles", []))
    if "verdict" in case:
        assert found.verdict == case["verdict"]
    duties = {one.id: one.status for one in found.obligations}
    assert case.get("duties", {}).items() <= duties.items()
    assert not set(case.get("without", [])) & set(duties)
    grounds = {one.id: one for one in found.ground_rules}
    assert {name: grounds[name].status for name in case.get("ground", {})} == case.get("ground", {})
    assert {name: grounds[name].worst for name in case.get("worst", {})} == case.get("worst", {})
    others = {one.id: one.certainty for one in found.other_rules}
    assert case.get("others", {}).items() <= others.items()
    assert not set(case.get("without_others", [])) & set(others)
    assert set(case.get("doubts", [])) <= {one.id for one in found.doubts}


def test_the_case_names_are_all_different_and_say_where_they_come_from() -> None:
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names)) >= 140
    assert all(case["source"] for case in CASES)


def test_cases_use_only_facts_and_values_of_the_law_data() -> None:
    allowed = law_book().fact_values()
    for case in CASES:
        for fact, value in facts_of(case).items():
            assert value in allowed[fact], (case["id"], fact, value)


Rule = tuple[str, ...]
"""What kind of rule, and its code or id; of a ground rule also the number of the failure."""


LEFT_OPEN: set[Rule] = {("class", "HR:III.other")}
"""What this check never calls certain: a lawyer has to."""


def every_rule() -> list[Rule]:
    book = law_book()
    rules: list[Rule] = [("class", rule.code) for rule in book.classes]
    rules += [("role", rule.role) for rule in book.roles]
    rules += [("duty", rule.id) for rule in book.obligations]
    rules += [("other", rule.id) for rule in book.other_rules]
    rules += [("doubt", doubt.id) for doubt in book.doubts]
    return rules + [
        ("ground", rule.id, str(number)) for rule in book.ground_rules for number in range(len(rule.failures))
    ]


@cache
def firing() -> list[tuple[str, dict[str, str], set[Rule], set[Rule]]]:
    """Of each worked case: its name, its facts, the rules that certainly hold and those that may."""
    found: list[tuple[str, dict[str, str], set[Rule], set[Rule]]] = []
    for case in CASES:
        facts, check = facts_of(case), outcome(case)
        certain: set[Rule] = {("class", one.code) for one in check.classes} | {
            ("role", one.role) for one in check.roles
        }
        possible: set[Rule] = {("class", one.code) for one in check.unsure}
        possible |= {("role", one.role) for one in check.role_unsure}
        for kind, findings in (("duty", check.obligations), ("other", check.other_rules)):
            for one in findings:
                (certain if one.certainty == "certain" else possible).add((kind, one.id))
        certain |= {("doubt", one.id) for one in check.doubts}
        for item in program(law_book()).grounds:
            world = Facts(program(law_book()).known(facts))
            away = item.not_applicable.truth(world)
            for number, (_, node) in enumerate(item.failures):
                truth = min(node.truth(world), TRUE - away)
                if truth != FALSE:
                    (certain if truth == TRUE else possible).add(("ground", item.rule.id, str(number)))
        found.append((case["id"], facts, certain, possible))
    return found


@pytest.mark.parametrize("rule", every_rule(), ids="-".join)
def test_every_rule_fires_in_a_case_and_is_silent_one_answer_away(rule: Rule) -> None:
    fires = [facts for _, facts, certain, may in firing() if rule in certain or (rule in LEFT_OPEN and rule in may)]
    silent = [facts for _, facts, certain, possible in firing() if rule not in certain | possible]
    assert fires, "no worked case in which it certainly holds"
    apart = min(sum(one.get(fact) != other.get(fact) for fact in {*one, *other}) for one in fires for other in silent)
    assert apart == 1, "no near miss: add a case that differs in one answer"


def test_every_class_that_a_case_expects_is_expected_with_its_near_miss() -> None:
    """Not only silent by chance: some case says of each class that it must not even be possible."""
    ruled_out = {code for case in CASES for code in case.get("near", [])}
    assert ruled_out >= {rule.code for rule in law_book().classes if rule.kind in ("prohibition", "regular")}


def test_every_status_of_a_ground_rule_is_seen() -> None:
    statuses = {(one.id, one.status) for case in CASES for one in outcome(case).ground_rules}
    for rule in law_book().ground_rules:
        assert {failure.status for failure in rule.failures} <= {status for name, status in statuses if name == rule.id}
        assert (rule.id, "ok") in statuses
        assert (rule.id, "not_applicable") in statuses


def test_the_kinds_have_starting_facts_the_law_knows() -> None:
    allowed = law_book().fact_values()
    seven = [
        "next_best_action",
        "chatbot",
        "lookalike",
        "route_optimisation",
        "market_analysis",
        "analytics_insights",
        "llm_copy",
    ]
    assert [name for name, kind in kinds().items() if kind["from_article"]] == seven
    assert len(kinds()) >= 16
    for kind in kinds().values():
        for fact, value in kind["facts"].items():
            assert value in allowed.get(fact, ()), (kind["id"], fact, value)
