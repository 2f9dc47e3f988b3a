"""The worked cases, and that between them every rule fires and stays silent."""

from typing import Any

import pytest

from framework.law import law_book
from tests.framework.law.helpers import case_data, facts_of, kinds, outcome

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
    assert len(names) == len(set(names)) >= 80
    assert all(case["source"] for case in CASES)


def test_cases_use_only_facts_and_values_of_the_law_data() -> None:
    allowed = law_book().fact_values()
    for case in CASES:
        for fact, value in facts_of(case).items():
            assert value in allowed[fact], (case["id"], fact, value)


def test_every_class_is_expected_somewhere_and_ruled_out_somewhere() -> None:
    codes = {rule.code for rule in law_book().classes}
    expected = {code for case in CASES for code in case["classes"]}
    silent = {code for case in CASES for code in codes - set(outcome(case).codes()) - set(outcome(case).unsure_codes())}
    assert expected == codes
    assert silent == codes


def test_every_duty_and_other_rule_and_failure_is_seen() -> None:
    book = law_book()
    outcomes = [outcome(case) for case in CASES]
    duties = {one.id for found in outcomes for one in found.obligations if one.certainty == "certain"}
    others = {one.id for found in outcomes for one in found.other_rules if one.certainty == "certain"}
    doubts = {one.id for found in outcomes for one in found.doubts}
    statuses = {(one.id, one.status) for found in outcomes for one in found.ground_rules}
    assert duties == {rule.id for rule in book.obligations}
    assert others == {rule.id for rule in book.other_rules}
    assert doubts == {doubt.id for doubt in book.doubts}
    assert {(rule.id, failure.status) for rule in book.ground_rules for failure in rule.failures} <= statuses
    for rule in book.ground_rules:
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
