"""Tables of the reference, row by row: who owes what, ways out of high-risk, what makes a ground rule apply, other rules."""

from typing import Any

import pytest

from framework.law import check, law_book
from framework.law.models import Condition
from tests.support.law_cases import TODAY, case_data, in_order

BOOK = law_book()
QUIET: dict[str, str] = case_data()["quiet"]

STRICT_FIELDS: dict[str, dict[str, str]] = {
    "HR:III.1.a": {"body_data": "yes", "identifies": "remote"},
    "HR:III.1.b": {"body_data": "yes", "categorises": "other_sensitive"},
    "HR:III.1.c": {"body_data": "yes", "reads_emotion": "customers"},
    "HR:III.3.a": {"area": "education", "education": "admit"},
    "HR:III.3.b": {"area": "education", "education": "assess"},
    "HR:III.3.c": {"area": "education", "education": "level"},
    "HR:III.3.d": {"area": "education", "education": "proctor"},
    "HR:III.4.a": {"area": "jobs", "jobs": "select"},
    "HR:III.4.b": {"area": "staff", "staff": "monitor_evaluate"},
    "HR:III.5.a": {"area": "benefits", "benefits": "yes"},
    "HR:III.5.b": {"area": "credit", "credit": "score_persons"},
    "HR:III.5.c": {"area": "insurance", "insurance": "life_health"},
    "HR:III.8.b": {"area": "elections", "elections": "exposed"},
}
"""law.md 2.4: a use in each strict field from which Article 6(3) may be a way out."""


def codes(facts: dict[str, str]) -> set[str]:
    found = check(BOOK, {**QUIET, **facts}, TODAY)
    assert not found.unsure
    return {code for code in found.codes() if not code.startswith("T")}


@pytest.mark.parametrize("code", STRICT_FIELDS)
def test_each_strict_field_and_its_ways_out(code: str) -> None:
    use = STRICT_FIELDS[code]
    assert codes(use) == {code}
    assert codes({**use, "profiles": "yes", "part_played": "narrow"}) == {code}
    for letter, part in (("a", "narrow"), ("b", "polish"), ("c", "pattern"), ("d", "prepare")):
        assert codes({**use, "part_played": part}) == {f"HR-X:6.3.{letter}"}
    if "area" in use:
        assert code in check(BOOK, {**QUIET, **use, "area": "none"}, TODAY).codes(), "the stricter of the two counts"
        assert codes({**use, "area": "several"}) == {code}
        assert codes({**use, "personal_data": "no", "profiles": "yes", "part_played": "narrow"}) == {code}


@pytest.mark.parametrize("code", STRICT_FIELDS)
def test_a_strict_field_is_never_the_light_class_while_the_part_is_unknown(code: str) -> None:
    found = check(BOOK, {**QUIET, **STRICT_FIELDS[code], "part_played": "unknown"}, TODAY)
    assert "MIN" not in (*found.codes(), *found.unsure_codes())
    assert code in found.unsure_codes()


def test_several_strict_fields_are_cumulative() -> None:
    assert codes({"area": "several", "jobs": "select", "credit": "score_persons", "product_safety": "yes"}) == {
        "HR:III.4.a",
        "HR:III.5.b",
        "HR:I",
    }


@pytest.mark.parametrize("staff", ["allocate_behaviour", "monitor_evaluate", "decide_terms"])
def test_each_way_of_judging_staff_is_high_risk(staff: str) -> None:
    assert codes({"area": "staff", "staff": staff}) == {"HR:III.4.b"}


def test_who_owes_what() -> None:
    """law.md 2.6, column by column."""
    table = {rule.id: (set(rule.holders), rule.fine) for rule in BOOK.obligations}
    assert table == {
        "O1": ({"provider", "deployer"}, "national"),
        "O2": ({"anyone"}, "tier_5"),
        "O3": ({"provider"}, "tier_duties"),
        "O4": ({"provider"}, "unclear"),
        "O4b": ({"provider"}, "unclear"),
        "O5": ({"deployer"}, "tier_duties"),
        "O5b": ({"deployer"}, "tier_duties"),
        "O6": ({"deployer"}, "national"),
        "O7": ({"deployer"}, "national"),
        "O8": ({"provider"}, "tier_duties"),
        "O9": ({"provider"}, "tier_duties"),
        "O10": ({"deployer"}, "tier_duties"),
        "O11": ({"deployer"}, "tier_duties"),
        "O12": ({"deployer"}, "tier_duties"),
        "O13": ({"importer", "distributor"}, "tier_duties"),
        "O14": ({"provider"}, "models"),
        "O15": ({"anyone"}, None),
        "O16": ({"anyone"}, None),
        "O17": ({"provider"}, "unclear"),
    }


@pytest.mark.parametrize(
    ("maker", "code", "duties"),
    [
        ("own", "HR:III.4.b", {"O1", "O3", "O5", "O5b", "O15"}),
        ("rebranded", "HR:III.4.b", {"O1", "O3", "O5", "O5b", "O15"}),
        ("bought", "HR:III.4.b", {"O1", "O5", "O5b", "O15"}),
        ("agency_steered", "HR:III.4.b", {"O1", "O5", "O5b", "O15"}),
        ("agency", "HR:III.4.b", {"O15"}),
        ("resold", "HR:III.4.b", {"O13", "O15"}),
        ("imported", "HR:III.4.b", {"O13", "O15"}),
        ("bought", "HR:III.5.b", {"O1", "O5", "O5b", "O6", "O7", "O15"}),
        ("bought", "HR:III.5.c", {"O1", "O5", "O5b", "O6", "O7", "O15"}),
    ],
)
def test_duties_by_role(maker: str, code: str, duties: set[str]) -> None:
    found = check(BOOK, {**QUIET, **STRICT_FIELDS[code], "maker": maker}, TODAY)
    assert {one.id for one in found.obligations} == duties
    assert all(one.certainty == "certain" for one in found.obligations)


def test_only_an_own_name_owes_the_exemption() -> None:
    narrow = {**QUIET, **STRICT_FIELDS["HR:III.4.a"], "part_played": "narrow"}
    assert {one.id for one in check(BOOK, {**narrow, "maker": "own"}, TODAY).obligations} == {"O1", "O4", "O4b", "O15"}
    assert {one.id for one in check(BOOK, {**narrow, "maker": "bought"}, TODAY).obligations} == {"O1", "O15"}


# Ground rules ----------------------------------------------------------------------------------------------------------


def statuses(**facts: str) -> dict[str, str]:
    return {one.id: one.status for one in check(BOOK, {**QUIET, **facts}, TODAY).ground_rules}


def test_which_ground_rules_a_plain_activity_has() -> None:
    away = {"G2c", "G8b", "G8c", "G8d", "G8e", "G8i"}
    assert statuses() == {rule.id: "not_applicable" if rule.id in away else "ok" for rule in BOOK.ground_rules}
    assert set(statuses(personal_data="no").values()) == {"not_applicable"}


@pytest.mark.parametrize(
    "facts",
    [
        {"profiles": "yes"},
        {"special_data": "yes"},
        {"body_data": "yes"},
        {"significant_decision": "yes"},
        {"area": "staff", "staff": "feedback_self"},
        {"area": "credit", "credit": "score_persons"},
        {"deceives": "yes"},
        {"exploits": "yes"},
    ],
    ids=in_order,
)
def test_what_calls_for_an_impact_assessment(facts: dict[str, str]) -> None:
    assert statuses(g8_dpia="no", **facts)["G8c"] == "fix_first"


@pytest.mark.parametrize(
    "facts",
    [
        {"significant_decision": "yes"},
        {"area": "credit", "credit": "score_persons"},
        {"area": "jobs", "jobs": "select"},
        {"area": "staff", "staff": "decide_terms"},
        {"area": "insurance", "insurance": "life_health"},
        {"area": "education", "education": "admit"},
        {"area": "benefits", "benefits": "yes"},
    ],
    ids=in_order,
)
def test_what_is_a_decision_that_matters(facts: dict[str, str]) -> None:
    assert statuses(g8_decisions="no", **facts)["G8b"] == "stop"


@pytest.mark.parametrize(
    "facts",
    [
        {"special_data": "yes"},
        {"body_data": "yes", "identifies": "verify"},
        {"body_data": "yes", "identifies": "remote"},
        {"body_data": "yes", "categorises": "other_sensitive"},
    ],
    ids=in_order,
)
def test_what_is_sensitive_data(facts: dict[str, str]) -> None:
    assert statuses(g8_special="no", **facts)["G8d"] == "stop"


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.ground_rules])
def test_an_unknown_answer_is_unknown_and_asks_first(rule: str) -> None:
    applying = {
        "basis_kind": "mixed",
        "significant_decision": "yes",
        "special_data": "yes",
        "audience": "children",
        "profiles": "yes",
    }
    found = BOOK.ground_rule(rule)
    assert found is not None
    outcome = check(BOOK, {**QUIET, **applying, found.fact: "unknown"}, TODAY)
    assert {one.id: one.status for one in outcome.ground_rules}[rule] == "unknown"
    assert outcome.verdict == "ask_first"


# Other rules -----------------------------------------------------------------------------------------------------------

MADE = {"true_content", "recognisable", "own_copyright", "keep_marks"}


@pytest.mark.parametrize(
    ("facts", "rules", "verdict"),
    [
        ({}, set[str](), "go"),
        ({"sends_messages": "written"}, {"email"}, "go_if"),
        ({"sends_messages": "phone"}, {"phone"}, "go_if"),
        ({"sends_messages": "both"}, {"email", "phone"}, "go_if"),
        ({"tracks": "yes"}, {"cookies"}, "go_if"),
        ({"platform_ads": "yes"}, {"ads_clear", "equal_treatment"}, "go"),
        ({"platform_ads": "yes", "special_data": "yes"}, {"ads_clear", "ads_special", "equal_treatment"}, "stop"),
        (
            {"platform_ads": "yes", "audience": "children"},
            {"ads_clear", "ads_minors", "children", "equal_treatment"},
            "stop",
        ),
        ({"audience": "teens"}, {"children"}, "go_if"),
        ({"deceives": "yes"}, {"unfair"}, "ask_first"),
        ({"exploits": "yes"}, {"vulnerable"}, "ask_first"),
        ({"interacts": "yes"}, {"hidden_ai"}, "go_if"),
        ({"interacts": "yes", "human_sends": "yes"}, set[str](), "go"),
        ({"makes": "text"}, MADE, "go"),
        ({"makes": "text", "green_claims": "yes"}, {*MADE, "green"}, "go_if"),
        ({"makes": "media"}, MADE, "go"),
        ({"makes": "media", "uses_likeness": "yes"}, {*MADE, "portrait"}, "go_if"),
        ({"pricing": "dynamic"}, {"price_coordination"}, "go"),
        ({"pricing": "personal"}, {"price_coordination", "personal_price", "equal_treatment"}, "go_if"),
        ({"profiles": "yes"}, {"equal_treatment"}, "go"),
        ({"others_material": "licensed"}, set[str](), "go"),
        (
            {"others_material": "collected"},
            {"mining", "database", "competitor_secrets", "price_coordination"},
            "go_if",
        ),
        ({"confidential": "yes"}, {"secrets"}, "go_if"),
        ({"body_data": "yes", "identifies": "verify"}, {"biometrics_check"}, "go_if"),
        ({"body_data": "yes", "identifies": "remote"}, {"biometrics_remote"}, "ask_first"),
        ({"area": "elections", "elections": "exposed"}, {"political"}, "go_if"),
        ({"area": "elections", "elections": "internal"}, {"political_check"}, "go"),
        ({"area": "elections", "elections": "neutral"}, set[str](), "go"),
        ({"area": "staff", "staff": "feedback_self"}, {"works_council"}, "go_if"),
        ({"area": "staff", "staff": "allocate_neutral"}, {"works_council"}, "go_if"),
        ({"area": "staff", "staff": "allocate_neutral", "personal_data": "no"}, set[str](), "go"),
        ({"area": "jobs", "jobs": "select"}, {"equal_treatment"}, "go_if"),
        ({"area": "jobs", "jobs": "open"}, set[str](), "go"),
        ({"maker": "own"}, {"product_liability"}, "go"),
        ({"maker": "own", "makes": "text"}, {*MADE, "product_liability"} - {"keep_marks"}, "go_if"),
        ({"interacts": "yes", "sends_messages": "phone"}, {"hidden_ai", "phone", "voice_agent"}, "go_if"),
        ({"interacts": "yes", "sends_messages": "written"}, {"hidden_ai", "email"}, "go_if"),
        (
            {"area": "elections", "elections": "exposed", "special_data": "yes", "profiles": "yes"},
            {"political", "political_special", "political_unasked", "equal_treatment"},
            "stop",
        ),
        ({"area": "elections", "elections": "exposed", "special_data": "yes"}, {"political"}, "go_if"),
        (
            {"area": "elections", "elections": "exposed", "audience": "children", "profiles": "yes"},
            {"political", "political_minors", "political_unasked", "children", "equal_treatment"},
            "stop",
        ),
        ({"area": "elections", "elections": "exposed", "audience": "children"}, {"political", "children"}, "go_if"),
        ({"area": "insurance", "insurance": "other"}, {"equal_treatment"}, "go"),
        ({"area": "staff", "staff": "process_log"}, {"works_council"}, "go_if"),
    ],
    ids=in_order,
)
def test_which_other_rules_apply(facts: dict[str, str], rules: set[str], verdict: str) -> None:
    found = check(BOOK, {**QUIET, **facts}, TODAY)
    assert {one.id for one in found.other_rules} == rules
    assert all(one.certainty == "certain" for one in found.other_rules)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("effect", "verdict"), [("none", "go"), ("go_if", "go_if"), ("ask_first", "ask_first"), ("stop", "ask_first")]
)
def test_a_rule_that_law_leaves_open_asks_no_more_than_if_it_held(effect: Any, verdict: str) -> None:
    """Nobody's answer is missing: that it is open is said as a doubt, and asking would not help."""
    open_rule = BOOK.other_rules[0].model_copy(
        update={"id": "open", "effect": effect, "when": Condition(fact="maker", maybe=("bought",))}
    )
    book = BOOK.model_copy(update={"other_rules": (open_rule,)})
    found = check(book, {**QUIET, "maker": "bought"}, TODAY)
    assert [(one.id, one.certainty) for one in found.other_rules] == [("open", "possible")]
    assert found.verdict == verdict


def test_a_rule_to_come_is_coming() -> None:
    found = check(BOOK, {**QUIET, "maker": "own"}, TODAY)
    assert [(one.id, one.status) for one in found.other_rules] == [("product_liability", "coming")]
