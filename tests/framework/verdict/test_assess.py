"""The verdict on a plan: properties over random frameworks and plans, and the cases that they rest on."""

import random
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from framework.deck import LETTERS, Deck
from framework.law import LawBook, check, law_book, settled
from framework.law.wording import READINGS, reading
from framework.text import Worded
from framework.verdict import Change, Plan, Way, applied, assess, covering_rules, questions, smallest_changes
from framework.workshop.governance.records import LogEntry, Promise
from framework.workshop.models import Framework, FrameworkActivity, FrameworkRedLine, Rule
from framework.workshop.rule_grammar import proposed_wording
from tests.support.builders import a_framework, a_rule
from tests.support.law_cases import case_data

DAY = date(2026, 11, 30)
QUIET = {**settled(law_book(), {}, dict(case_data()["quiet"])), "personal_data": "no", "confidential": "no"}
"""An activity of which the law asks nothing."""
IN_ORDER = {**QUIET, "personal_data": "yes", **{rule.fact: "yes" for rule in law_book().ground_rules}}
FACTS = {
    "personal_data": ("yes", "yes", "no", "unknown"),
    "confidential": ("no", "no", "yes", "unknown"),
    "g1_minimised": ("yes", "yes", "no", "unknown"),
    "g2_basis": ("yes", "yes", "no", "unknown"),
    "interacts": ("no", "no", "yes", "unknown"),
}


def about(framework_activity: str, kind: str) -> FrameworkActivity:
    return FrameworkActivity(
        id=framework_activity, kind=kind, name="X", supplier="", owner="", purpose="", running="running", facts={}
    )


def deck_rule(deck: Deck, scenario_id: str, letter: str, **given: object) -> Rule:
    """A rule in the deck's own words."""
    scenario = deck.scenario(scenario_id)
    assert scenario is not None
    stance = next(one for one in scenario.stances if one.letter == letter)
    return a_rule(
        scenario=scenario_id,
        based_on=letter,
        accepted=(letter,),
        verb=stance.rule.verb,
        wording=proposed_wording(scenario, letter, ["X"]),
        **{"decision": f"d-{scenario_id}-{letter}", "activities": ("a1",), **given},
    )


@st.composite
def frameworks(draw: st.DrawFn, deck: Deck) -> Framework:
    kinds = ("chatbot", "llm_copy")
    scenarios = [one for one in deck.scenarios if set(kinds) & set(one.kinds)][:4]
    rules = tuple(
        deck_rule(
            deck, one.id, letter, number=number, activities=draw(st.sampled_from([("a1",), ("a2",), ("a1", "a2")]))
        )
        for number, one in enumerate(scenarios, start=1)
        if draw(st.booleans())
        for letter in [draw(st.sampled_from([s.letter for s in one.stances if s.legal != "unlawful"]))]
    )
    lines = tuple(
        FrameworkRedLine(id=f"l{n}", number=n, scenario=None, wording=Worded(en=f"do {n}"), reason=None)
        for n in range(1, draw(st.integers(0, 2)) + 1)
    )
    promises = (Promise(id="short_path", answer="made"),) if draw(st.booleans()) else ()
    activities = (about("a1", "chatbot"), about("a2", "llm_copy"))
    return a_framework(rules=rules, red_lines=lines, promises=promises, activities=activities, stances=())


@st.composite
def plans(draw: st.DrawFn, framework: Framework) -> Plan:
    activity = draw(st.sampled_from(["a1", "a2", None]))
    return Plan(
        kind="llm_copy" if activity == "a2" else "chatbot",
        activity=activity,
        facts={**IN_ORDER, **{fact: draw(st.sampled_from(values)) for fact, values in FACTS.items()}},
        practices={rule.scenario: draw(st.sampled_from((*LETTERS, "unknown"))) for rule in framework.rules},
        does={line.id: draw(st.sampled_from(("yes", "no", "unknown"))) for line in framework.red_lines},
        read_before_publication=draw(st.sampled_from(("yes", "no", "unknown"))),
    )


def strictness(verdict: str) -> int:
    return READINGS.index(verdict)  # type: ignore[arg-type]


many = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@many
@given(data=st.data())
def test_the_strictest_of_law_and_framework_counts_and_nothing_else(
    real_deck: Deck, law: LawBook, data: st.DataObject
) -> None:
    framework = data.draw(frameworks(real_deck))
    plan = data.draw(plans(framework))
    found = assess(framework, real_deck, law, plan, DAY)
    assert strictness(found.verdict) >= strictness(reading(check(law, plan.facts, DAY)))
    assert strictness(found.verdict) == max((strictness(one.verdict) for one in found.reasons), default=0)
    assert found.deciding is None or found.deciding.verdict == found.verdict
    if not found.rules:
        assert strictness(found.verdict) >= strictness("go_if"), "what no rule covers is never go"


@many
@given(data=st.data())
def test_unknown_is_never_green(real_deck: Deck, law: LawBook, data: st.DataObject) -> None:
    framework = data.draw(frameworks(real_deck))
    plan = data.draw(plans(framework))
    found = assess(framework, real_deck, law, plan, DAY)
    if questions(framework, real_deck, plan):
        assert strictness(found.verdict) >= strictness("ask_first")


@many
@given(data=st.data())
def test_a_further_rule_never_loosens_what_was_covered(real_deck: Deck, law: LawBook, data: st.DataObject) -> None:
    framework = data.draw(frameworks(real_deck))
    assume(framework.rules)
    plan = data.draw(plans(framework))
    fewer = framework.model_copy(update={"rules": framework.rules[:-1]})
    assume(covering_rules(fewer, plan))
    before, after = (assess(one, real_deck, law, plan, DAY).verdict for one in (fewer, framework))
    assert strictness(after) >= strictness(before)


@many
@given(data=st.data(), seed=st.integers(0, 1000))
def test_the_order_of_rules_and_answers_does_not_matter(
    real_deck: Deck, law: LawBook, data: st.DataObject, seed: int
) -> None:
    framework = data.draw(frameworks(real_deck))
    plan = data.draw(plans(framework))
    shuffled = list(framework.rules)
    random.Random(seed).shuffle(shuffled)
    other = framework.model_copy(update={"rules": tuple(shuffled)})
    mirrored = Plan(
        plan.kind,
        plan.activity,
        plan.running,
        dict(reversed(plan.facts.items())),
        plan.arranged,
        dict(reversed(plan.practices.items())),
        dict(reversed(plan.does.items())),
        plan.read_before_publication,
    )
    first, second = assess(framework, real_deck, law, plan, DAY), assess(other, real_deck, law, mirrored, DAY)
    assert (first.verdict, first.reasons) == (second.verdict, second.reasons)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_smallest_change_does_what_it_promises_and_no_part_of_it_does(
    real_deck: Deck, law: LawBook, data: st.DataObject
) -> None:
    framework = data.draw(frameworks(real_deck))
    plan = data.draw(plans(framework))
    before = assess(framework, real_deck, law, plan, DAY)
    for way in smallest_changes(framework, real_deck, law, plan, DAY):
        after = assess(framework, real_deck, law, applied(plan, way.changes), DAY)
        assert after.verdict == way.verdict
        assert strictness(way.verdict) < strictness(before.verdict)
        for size in range(len(way.changes)):
            for part in combinations(way.changes, size):
                lesser = assess(framework, real_deck, law, applied(plan, part), DAY)
                assert strictness(lesser.verdict) > strictness(way.verdict), (way, part)


def kept_plan(deck: Deck, law: LawBook) -> tuple[Framework, Plan]:
    """A rule that is kept, no red line, and a law check that is as mild as these facts allow."""
    scenario = next(one for one in deck.scenarios if "llm_copy" in one.kinds)
    letter = next(one.letter for one in scenario.stances if one.legal != "unlawful" and one.rule.verb == "always")
    framework = a_framework(
        rules=(deck_rule(deck, scenario.id, letter),), red_lines=(), activities=(about("a1", "llm_copy"),), stances=()
    )
    return framework, Plan("llm_copy", "a1", facts=QUIET, practices={scenario.id: letter})


def test_what_is_kept_and_asks_nothing_is_go(real_deck: Deck, law: LawBook) -> None:
    framework, plan = kept_plan(real_deck, law)
    found = assess(framework, real_deck, law, plan, DAY)
    assert (found.verdict, found.reasons, found.deciding) == ("go", (), None)
    assert smallest_changes(framework, real_deck, law, plan, DAY) == ()


def test_the_smallest_change_mends_the_law_and_the_rule_together(real_deck: Deck, law: LawBook) -> None:
    framework, plan = kept_plan(real_deck, law)
    [rule] = framework.rules
    other = next(one for one in LETTERS if one not in rule.accepted)
    facts = {**IN_ORDER, "g1_minimised": "no"}
    broken = Plan(plan.kind, plan.activity, facts=facts, practices={rule.scenario: other})
    assert assess(framework, real_deck, law, broken, DAY).verdict == "not_like_this"
    do_so = Change(scenario=rule.scenario, practice=rule.accepted[0], decision=rule.decision)
    ways = smallest_changes(framework, real_deck, law, broken, DAY)
    assert Way((Change("g1_minimised", "yes"), do_so), "go") in ways
    assert Way((Change("personal_data", "no"), do_so), "go") in ways
    assert all(len(way.changes) == 2 for way in ways)


def test_a_forbidden_plan_becomes_one_that_is_not_like_this_before_it_is_allowed(real_deck: Deck, law: LawBook) -> None:
    framework, plan = kept_plan(real_deck, law)
    forbidden = Plan(
        plan.kind, plan.activity, facts={**IN_ORDER, "g1_minimised": "no", "g2_basis": "no"}, practices=plan.practices
    )
    found = {way.changes: way.verdict for way in smallest_changes(framework, real_deck, law, forbidden, DAY)}
    assert found[(Change("g2_basis", "yes"),)] == "not_like_this"
    assert found[(Change("g1_minimised", "yes"), Change("g2_basis", "yes"))] == "go"


def test_a_crossed_red_line_stops_whatever_the_rules_say(real_deck: Deck, law: LawBook) -> None:
    framework, plan = kept_plan(real_deck, law)
    line = FrameworkRedLine(id="l1", number=1, scenario=None, wording=Worded(en="do that"), reason=None)
    framework = framework.model_copy(update={"red_lines": (line,)})
    crossing = Plan(plan.kind, plan.activity, facts=plan.facts, practices=plan.practices, does={"l1": "yes"})
    found = assess(framework, real_deck, law, crossing, DAY)
    assert found.verdict == "stop"
    assert found.deciding is not None
    assert (found.deciding.kind, found.deciding.number) == ("crosses_red_line", 1)


def test_a_broken_rule_is_not_like_this_and_an_exception_lifts_only_that_rule_until_it_ends(
    real_deck: Deck, law: LawBook
) -> None:
    framework, plan = kept_plan(real_deck, law)
    [rule] = framework.rules
    scenario = real_deck.scenario(rule.scenario)
    assert scenario is not None
    other = next(one for one in LETTERS if one not in rule.accepted)
    breaking = Plan(plan.kind, plan.activity, facts=plan.facts, practices={scenario.id: other})

    def kinds(entry: LogEntry | None, day: date = DAY) -> set[str]:
        with_log = framework.model_copy(update={"log": (entry,) if entry else ()})
        return {one.kind for one in assess(with_log, real_deck, law, breaking, day).reasons if one.source == "rule"}

    agreed = LogEntry(
        id="e1",
        kind="exception",
        on=DAY - timedelta(days=5),
        activity="a1",
        decision=rule.decision,
        text="Campaign",
        until=DAY + timedelta(days=5),
    )
    assert kinds(None) == {"breaks_rule"}
    assert kinds(agreed) == {"exception"}
    assert kinds(agreed, DAY + timedelta(days=6)) == {"breaks_rule"}
    assert kinds(agreed, DAY - timedelta(days=6)) == {"breaks_rule"}
    for changed in (
        {"decision": "another"},
        {"activity": "a2"},
        {"activity": None},
        {"until": None},
        {"withdrawn": True},
        {"closed_on": DAY},
        {"kind": "incident"},
    ):
        assert kinds(agreed.model_copy(update=changed)) == {"breaks_rule"}, changed


@pytest.mark.parametrize(
    ("read", "facts", "promised", "verdict"),
    [
        ("yes", {}, True, "short_path"),
        ("unknown", {}, True, "uncovered"),
        ("yes", {"personal_data": "yes"}, True, "uncovered"),
        ("yes", {"confidential": "unknown"}, True, "uncovered"),
        ("yes", {}, False, "uncovered"),
    ],
)
def test_what_no_rule_covers_is_asked_first_but_for_the_short_path(
    real_deck: Deck, law: LawBook, read: str, facts: dict[str, str], promised: bool, verdict: str
) -> None:
    promises = (Promise(id="short_path", answer="made" if promised else "left_out"),)
    framework = a_framework(rules=(), red_lines=(), promises=promises, stances=())
    plan = Plan("llm_copy", facts={**QUIET, **facts}, read_before_publication=read)  # type: ignore[arg-type]
    [found] = [one for one in assess(framework, real_deck, law, plan, DAY).reasons if one.source == "coverage"]
    assert found.kind == verdict


def test_a_rule_in_own_words_is_asked_itself(real_deck: Deck, law: LawBook) -> None:
    framework, plan = kept_plan(real_deck, law)
    [rule] = framework.rules
    wording = {lang: words.model_copy(update={"behaviour": "do it our way"}) for lang, words in rule.wording.items()}
    own = rule.model_copy(update={"wording": wording})
    framework = framework.model_copy(update={"rules": (own,)})
    assert questions(framework, real_deck, plan) == (("rule", own.decision),)
    kept = Plan(plan.kind, plan.activity, facts=plan.facts, does={own.decision: "yes"})
    broken = Plan(plan.kind, plan.activity, facts=plan.facts, does={own.decision: "no"})
    assert not [one for one in assess(framework, real_deck, law, kept, DAY).reasons if one.source == "rule"]
    assert [one.kind for one in assess(framework, real_deck, law, broken, DAY).reasons if one.source == "rule"] == [
        "breaks_rule"
    ]


def test_a_plan_is_covered_by_the_rules_of_its_kind(real_deck: Deck, law: LawBook) -> None:
    framework, _ = kept_plan(real_deck, law)
    assert covering_rules(framework, Plan("llm_copy")) == framework.rules
    assert covering_rules(framework, Plan("chatbot")) == ()
    assert covering_rules(framework, Plan("llm_copy", "another")) == ()
