"""The law over time: exactly the days of law.md 1.2."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.law import changes_between, check, days_of_change, duties_timeline, law_book
from framework.law.classification import status_on
from tests.support.law_cases import TODAY, case_data, in_order, kinds

BOOK = law_book()
QUIET: dict[str, str] = case_data()["quiet"]
ANSWERS = {fact.id: fact.answers for fact in BOOK.all_facts}
FEW = st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.integers(0, 20), max_size=12).map(
    lambda picks: QUIET | {fact: (*ANSWERS[fact], "unknown")[n % (len(ANSWERS[fact]) + 1)] for fact, n in picks.items()}
)
DAYS = st.dates(date(2020, 1, 1), date(2032, 1, 1))


@pytest.mark.parametrize(
    ("day", "facts", "starting"),
    [
        ("2025-02-02", {"deceives": "yes", "serious_harm": "yes"}, {"P:5.1.a", "O1", "O2"}),
        ("2025-08-02", {"maker": "own", "gpai": "yes"}, {"GPAI", "O14"}),
        (
            "2026-08-02",
            {"maker": "own", "interacts": "yes", "makes": "both", "media_look": "lifelike", "public_text": "public"},
            {"T1", "T2", "T4D", "T4T", "O8", "O9", "O11", "O12", "O15"},
        ),
        ("2026-08-02", {"body_data": "yes", "reads_emotion": "customers"}, {"T3", "O10", "O15"}),
        ("2026-12-02", {"makes": "media", "media_look": "lifelike", "intimate": "no_consent"}, {"P:5.1.ba", "O2"}),
        ("2026-12-02", {"makes": "media", "intimate": "minors"}, {"P:5.1.bb", "O2"}),
        ("2026-12-02", {"maker": "own", "makes": "text", "legacy_system": "yes"}, {"T2", "O9"}),
        ("2026-12-09", {"maker": "own"}, {"product_liability"}),
        ("2027-12-02", {"area": "jobs", "jobs": "targeted_ads", "maker": "own"}, {"HR:III.4.a", "O3", "O5"}),
        ("2027-12-02", {"area": "jobs", "jobs": "select", "part_played": "narrow"}, {"HR-X:6.3.a"}),
        ("2028-08-02", {"area": "product", "product_safety": "yes"}, {"HR:I", "O5"}),
    ],
    ids=in_order,
)
def test_what_starts_on_a_day_of_the_reference(day: str, facts: dict[str, str], starting: set[str]) -> None:
    on = date.fromisoformat(day)
    changes = changes_between(BOOK, {**QUIET, **facts}, on - timedelta(days=1), on)
    assert {one.duty.id for one in changes} >= starting
    for one in changes:
        assert one.on == on
        assert (one.change, one.before, one.after) == ("starts", "coming", "in_force")
    beside = changes_between(BOOK, {**QUIET, **facts}, on, on + timedelta(days=1))
    assert not {one.duty.id for one in beside} & starting


def test_the_day_a_duty_is_reworded() -> None:
    """law.md 2.6 O1 and section 5, telephone: the same duty in other words."""
    facts = {**QUIET, "sends_messages": "phone"}
    day = date(2026, 7, 27)
    changes = changes_between(BOOK, facts, date(2026, 6, 30), day)
    assert [(one.on.isoformat(), one.duty.id, one.change, one.before, one.after) for one in changes] == [
        ("2026-07-01", "phone", "reworded", "in_force", "in_force"),
        ("2026-07-27", "O1", "reworded", "in_force", "in_force"),
    ]
    literacy = changes[1].duty.rule
    assert literacy.earlier_wording(day) is None
    before = literacy.earlier_wording(day - timedelta(days=1))
    assert before is not None
    assert before.en.startswith("Ensure")
    assert literacy.earlier_wording(date(2025, 2, 1)) is None


def test_the_grace_of_an_older_model_ends_in_2027() -> None:
    old = {**QUIET, "maker": "own", "gpai": "yes", "gpai_before_2025": "yes"}
    assert days_of_change(BOOK, old).count(date(2027, 8, 2)) == 1
    assert date(2027, 8, 2) not in days_of_change(BOOK, {**old, "gpai_before_2025": "no"})
    assert date(2027, 8, 2) not in days_of_change(BOOK, {**old, "gpai_before_2025": "unknown"})


def test_a_rule_with_a_last_day_ends_and_no_longer_weighs() -> None:
    rules = [
        rule.model_copy(update={"valid_to": date(2026, 12, 31)}) if rule.id == "email" else rule
        for rule in BOOK.other_rules
    ]
    book = BOOK.model_copy(update={"other_rules": tuple(rules)})
    facts = {**QUIET, "sends_messages": "written"}
    changes = changes_between(book, facts, date(2026, 12, 31), date(2027, 1, 1))
    assert [(one.duty.id, one.change, one.after) for one in changes] == [("email", "ends", "ended")]
    assert check(book, facts, date(2026, 12, 31)).verdict == "go_if"
    after = check(book, facts, date(2027, 1, 1))
    assert [(one.id, one.status) for one in after.other_rules] == [("email", "ended")]
    assert after.verdict == "go"


def test_what_is_coming_for_a_team_that_scores_credit() -> None:
    facts = {**QUIET, **kinds()["credit_scoring"]["facts"]}
    changes = changes_between(BOOK, facts, TODAY, date(2030, 1, 1))
    assert [(one.on.isoformat(), one.duty.id, one.duty.kind) for one in changes] == [
        ("2027-12-02", "HR:III.5.b", "class"),
        ("2027-12-02", "O5", "duty"),
        ("2027-12-02", "O5b", "duty"),
        ("2027-12-02", "O6", "duty"),
        ("2027-12-02", "O7", "duty"),
    ]
    assert [one.duty.holders for one in changes] == [(), *[("deployer",)] * 4]
    assert {one.duty.codes for one in changes if one.duty.kind == "duty"} == {("HR:III.5.b",)}


def test_the_timeline_holds_everything_in_order_of_its_day() -> None:
    facts = {**QUIET, **kinds()["credit_scoring"]["facts"], "sends_messages": "written"}
    timeline = duties_timeline(BOOK, facts)
    days = [one.applies_from for one in timeline]
    assert days == sorted(days, key=lambda day: day or date.min)
    assert days[0] is None
    assert {one.id for one in timeline} >= {"HR:III.5.b", "O1", "O5", "O15", "email"}


@settings(max_examples=40, deadline=None)
@given(FEW, DAYS, DAYS)
def test_changes_are_the_difference_between_two_checks(facts: dict[str, str], one: date, other: date) -> None:
    def statuses(day: date) -> dict[tuple[str, str], str]:
        found = check(BOOK, facts, day)
        classes = {("class", item.code): item.status for item in (*found.classes, *found.unsure)}
        duties = {("duty", item.id): item.status for item in found.obligations}
        return classes | duties | {("other_rule", item.id): item.status for item in found.other_rules}

    earlier, later = min(one, other), max(one, other)
    before, after = statuses(earlier), statuses(later)
    changes = changes_between(BOOK, facts, earlier, later)
    told = {
        (change.duty.kind, change.duty.id): (change.before, change.after)
        for change in changes
        if change.change != "reworded"
    }
    assert told == {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    timeline = {(item.kind, item.id): item.status_on(later) for item in duties_timeline(BOOK, facts)}
    assert timeline == after
    assert {change.on for change in changes} <= set(days_of_change(BOOK, facts))
    assert not changes_between(BOOK, facts, later, earlier)


def test_the_first_and_the_last_day_count() -> None:
    first, last, day = date(2026, 8, 2), date(2027, 8, 1), timedelta(days=1)
    days = (first - day, first, last, last + day)
    assert [status_on(each, first, last) for each in days] == ["coming", "in_force", "in_force", "ended"]
    assert status_on(first, None, None) == "in_force"
