"""What would change it: the sets really work, nothing smaller does, and nobody is asked to change the truth."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.law import (
    VERDICTS,
    LawCheck,
    Mitigation,
    WhatWouldChange,
    check,
    law_book,
    settled,
    what_would_change,
)
from framework.text import LANGS
from tests.support.law_cases import TODAY, case_data, consistent, facts_of, kinds

BOOK = law_book()
QUIET: dict[str, str] = case_data()["quiet"]
ANSWERS = {fact.id: fact.answers for fact in BOOK.all_facts}
CASES = {case["id"]: case for case in case_data()["case"]}

few = st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.integers(0, 20), max_size=10).map(
    lambda picks: QUIET | {fact: (*ANSWERS[fact], "unknown")[n % (len(ANSWERS[fact]) + 1)] for fact, n in picks.items()}
)


def sets(found: WhatWouldChange) -> list[dict[str, str]]:
    return [{change.fact.id: change.value for change in way.changes} for way in found.ways]


def codes(outcome: LawCheck) -> set[str]:
    return {*outcome.codes(), *outcome.unsure_codes()}


def burden(outcome: LawCheck) -> tuple[int, ...]:
    all_classes = [one.rule.burden for one in (*outcome.classes, *outcome.unsure)]
    return tuple(all_classes.count(level) for level in (3, 2, 1))


def is_lighter(after: LawCheck, before: LawCheck) -> bool:
    milder = VERDICTS.index(after.verdict) - VERDICTS.index(before.verdict)
    return milder < 0 or (milder == 0 and burden(after) < burden(before))


def parts(way: Mitigation) -> Iterable[dict[str, str]]:
    for size in range(len(way.changes)):
        for part in combinations(way.changes, size):
            yield {change.fact.id: change.value for change in part}


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("chatbot, own name", [({"human_sends": "yes"}, "go_if", {"T1"})]),
        (
            "copy on health, published",
            [({"text_review": "yes", "text_editor": "yes"}, "go", {"T4T"})],
        ),
        ("copy on health, reviewed but nobody named", [({"text_editor": "yes"}, "go", {"T4T"})]),
        ("no legal ground", [({"g2_basis": "yes"}, "go", set[str]()), ({"personal_data": "no"}, "go", set[str]())]),
        (
            "narrow task with profiling",
            [({"jobs": "open"}, "go", {"HR:III.4.a"}), ({"profiles": "no"}, "go_if", {"HR:III.4.a"})],
        ),
        (
            "pay later",
            [
                ({"credit": "none"}, "go", {"HR:III.5.b"}),
                ({"part_played": "narrow", "profiles": "no"}, "go_if", {"HR:III.5.b"}),
            ],
        ),
        ("look-alike for a vacancy", [({"jobs": "open"}, "go", {"HR:III.4.a"})]),
        ("emotion of staff", [({"reads_emotion": "none"}, "go", {"P:5.1.f"})]),
        ("for work", []),
        ("AI toy", []),
    ],
)
def test_what_would_change_a_worked_case(case: str, expected: list[tuple[dict[str, str], str, set[str]]]) -> None:
    found = what_would_change(BOOK, facts_of(CASES[case]), TODAY)
    told = [
        ({change.fact.id: change.value for change in way.changes}, way.verdict, set(way.lifts)) for way in found.ways
    ]
    assert told == expected


def test_a_colleague_who_reads_and_sends_is_told_in_words() -> None:
    (way,) = what_would_change(BOOK, facts_of(CASES["chatbot, own name"]), TODAY).ways
    (change,) = way.changes
    assert (change.before, change.measure.en) == ("no", "Have a colleague read each reply and send it personally.")
    assert (way.lifts, way.brings, way.drops) == (("T1",), (), ("O8",))


def test_an_exemption_instead_of_high_risk_is_told_as_such() -> None:
    ways = what_would_change(BOOK, facts_of(CASES["narrow task with profiling"]), TODAY).ways
    assert [(way.lifts, way.brings) for way in ways] == [
        (("HR:III.4.a",), ("MIN",)),
        (("HR:III.4.a",), ("HR-X:6.3.a",)),
    ]


def test_a_truth_nobody_knows_is_to_be_found_out() -> None:
    found = what_would_change(BOOK, {**QUIET, "deceives": "yes", "serious_harm": "unknown"}, TODAY)
    assert [fact.id for fact in found.find_out] == ["serious_harm"]
    assert sets(found) == [{"deceives": "no"}]
    found = what_would_change(BOOK, {**QUIET, "audience": "unknown"}, TODAY)
    assert [fact.id for fact in found.find_out] == ["audience"]
    assert found.before.verdict == "ask_first"
    assert sets(found) == []


def test_something_unknown_that_can_be_brought_about_is_a_measure() -> None:
    found = what_would_change(BOOK, {**QUIET, "profiles": "yes", "g7_retention": "unknown"}, TODAY)
    assert {"g7_retention": "yes"} in sets(found)
    assert found.find_out == ()
    befores = {change.fact.id: change.before for way in found.ways for change in way.changes}
    assert befores["g7_retention"] == "unknown"


def test_two_faults_need_two_measures() -> None:
    found = what_would_change(BOOK, {**QUIET, "g2_basis": "no", "g8_objection": "no"}, TODAY)
    assert sets(found) == [{"personal_data": "no"}, {"g2_basis": "yes", "g8_objection": "yes"}]
    assert {way.verdict for way in found.ways} == {"go"}


def test_more_than_three_faults_are_no_small_step() -> None:
    faults = {"sends_messages": "written", "g2_basis": "no", "g5_transfer": "no", "g8_objection": "no"}
    body = {"body_data": "yes", "g4_informed": "yes", "g8_dpia": "no"}
    found = what_would_change(BOOK, {**QUIET, **faults, **body, "g3_purpose": "no", "special_data": "yes"}, TODAY)
    assert found.before.verdict == "stop"
    assert found.ways == ()


@settings(max_examples=40, deadline=None)
@given(few)
def test_every_set_works_and_no_part_of_it_does(facts: dict[str, str]) -> None:
    found = what_would_change(BOOK, facts, TODAY)
    assert found.before == check(BOOK, facts, TODAY)
    assert len({tuple(sorted(one.items())) for one in sets(found)}) == len(found.ways)
    for way, changed in zip(found.ways, sets(found), strict=True):
        after = check(BOOK, settled(BOOK, facts, changed), TODAY)
        assert after == way.outcome
        assert after.verdict == way.verdict
        assert is_lighter(after, found.before)
        assert set(way.lifts) == codes(found.before) - codes(after)
        for part in parts(way):
            less = check(BOOK, settled(BOOK, facts, part), TODAY)
            as_mild = VERDICTS.index(less.verdict) <= VERDICTS.index(way.verdict)
            assert not (as_mild and codes(found.before) - codes(less) >= set(way.lifts)), (changed, part)


@settings(max_examples=40, deadline=None)
@given(few, st.sets(st.sampled_from(sorted(ANSWERS)), max_size=20))
def test_only_what_a_team_can_bring_about_is_changed(facts: dict[str, str], gone: set[str]) -> None:
    sketchy = consistent({fact: value for fact, value in facts.items() if fact not in gone})
    found = what_would_change(BOOK, sketchy, TODAY)
    for way in found.ways:
        assert 1 <= len(way.changes) <= 3
        for change in way.changes:
            assert change.fact.changeable
            assert change.value != change.before == sketchy.get(change.fact.id, "unknown")
            assert all(change.measure[lang] for lang in LANGS)
    assert not any(fact.changeable for fact in found.find_out)
    assert {fact.id for fact in found.find_out} <= {
        fact for fact in ANSWERS if sketchy.get(fact, "unknown") == "unknown"
    }


@settings(max_examples=15, deadline=None)
@given(few, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts: dict[str, str], chance: object) -> None:
    shuffled = list(facts.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert what_would_change(BOOK, dict(shuffled), TODAY) == what_would_change(BOOK, facts, TODAY)


def test_never_a_role_an_age_or_the_truth() -> None:
    """design.md, "Smallest changes"."""
    never = {
        *("older_media", "other_field", "auto_ground"),
        *("works_by", "use_context", "maker", "gpai", "gpai_before_2025", "open_source", "legacy_system"),
        *("interacts", "makes", "body_data", "emotion_safety", "serious_harm", "significant_decision"),
        *("audience", "area", "product_safety", "public_service", "sends_messages", "public_text", "assistive_edit"),
    }
    assert {fact.id for fact in BOOK.facts if not fact.changeable} == never


def brute_force(facts: dict[str, str], size: int) -> set[frozenset[tuple[str, str]]]:
    """Every set of at most ``size`` changes that makes the verdict milder or lifts a class, and no part of which does as well."""
    picks = [
        (fact.id, value)
        for fact in BOOK.all_facts
        for value in fact.answers
        if value in fact.measure and facts.get(fact.id) != value
    ]
    before = check(BOOK, facts, TODAY)
    targets = [one.code for one in before.classes if one.rule.burden]
    levels = range(VERDICTS.index(before.verdict))
    reached: dict[object, list[frozenset[tuple[str, str]]]] = {}
    for count in range(1, size + 1):
        for chosen in combinations(picks, count):
            changed = frozenset(chosen)
            if len({fact for fact, _ in changed}) < count:
                continue
            after = check(BOOK, settled(BOOK, facts, dict(changed)), TODAY)
            hits: list[object] = [level for level in levels if VERDICTS.index(after.verdict) <= level]
            hits += [code for code in targets if is_lighter(after, before) and code not in codes(after)]
            for hit in hits:
                if not any(smaller < changed for smaller in reached.setdefault(hit, [])):
                    reached[hit].append(changed)
    return {changed for found in reached.values() for changed in found}


@pytest.mark.parametrize(
    "case",
    ["field reps followed", "political targeting by belief", "look-alike on health", "white label, high-risk"],
)
def test_nothing_small_is_missed(case: str) -> None:
    facts = facts_of(CASES[case])
    found = {frozenset(one.items()) for one in sets(what_would_change(BOOK, facts, TODAY)) if len(one) <= 2}
    assert found == brute_force(facts, 2)


def test_a_milder_outcome_comes_first() -> None:
    for kind in kinds().values():
        found = what_would_change(BOOK, {**QUIET, **kind["facts"]}, TODAY)
        ranks = [(VERDICTS.index(way.verdict), burden(way.outcome), len(way.changes)) for way in found.ways]
        assert ranks == sorted(ranks)


def test_the_day_does_not_change_what_would_change() -> None:
    facts = facts_of(CASES["pay later"])
    assert sets(what_would_change(BOOK, facts, date(2024, 1, 1))) == sets(
        what_would_change(BOOK, facts, date(2030, 1, 1))
    )


def test_what_is_arranged_is_no_change_any_more() -> None:
    facts = {**QUIET, "tracks": "yes"}
    assert [one.rule for one in check(BOOK, facts, TODAY).weights] == ["cookies"]
    assert [way.verdict for way in what_would_change(BOOK, facts, TODAY).ways] == ["go"]
    found = what_would_change(BOOK, facts, TODAY, ["cookies"])
    assert (found.before.verdict, found.ways) == ("go", ())
    broken = {**facts, "g8_register": "no"}
    ways = [
        [change.fact.id for change in way.changes] for way in what_would_change(BOOK, broken, TODAY, ["cookies"]).ways
    ]
    assert ["g8_register"] in ways
    assert not any("tracks" in way for way in ways)
