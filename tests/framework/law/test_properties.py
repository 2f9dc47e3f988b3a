"""What holds whatever is known about an activity."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.law import (
    READINGS,
    LawCheck,
    Verdict,
    check,
    contradictions,
    known_breaches,
    law_book,
    open_facts,
    questions,
    reading,
)
from framework.law.compiled_rules import Finding, facts_by_rule, program
from framework.law.conditions import facts_in
from tests.support.law_cases import TODAY, can_be_said, case_data, consistent, kinds

BOOK = law_book()
QUIET: Mapping[str, str] = case_data()["quiet"]
ANSWERS = {fact.id: fact.answers for fact in BOOK.all_facts}
CAUTION: dict[Verdict, int] = {"go": 0, "go_if": 1, "ask_first": 2, "stop": 2}
"""A possible prohibition is ``ask_first``, so that and ``stop`` are equally cautious: not now."""
STRICT = [rule.code for rule in BOOK.classes if rule.code.startswith("HR")]

# Mostly quiet answers with some others, so that deep branches are reached and P does not hide everything.
few = st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.integers(0, 20), max_size=12).map(
    lambda picks: {fact: (*ANSWERS[fact], "unknown")[pick % (len(ANSWERS[fact]) + 1)] for fact, pick in picks.items()}
)
knowledge = few.map(lambda picks: consistent({**QUIET, **picks}))
sketchy = st.tuples(few, st.sets(st.sampled_from(sorted(ANSWERS)), max_size=25)).map(
    lambda pair: consistent({fact: value for fact, value in {**QUIET, **pair[0]}.items() if fact not in pair[1]})
)
fast = settings(max_examples=40, deadline=None)


def possible(found: LawCheck) -> set[str]:
    return {*found.codes(), *found.unsure_codes()}


def roles(found: LawCheck) -> set[str]:
    return {one.role for one in (*found.roles, *found.role_unsure)}


def duties(found: LawCheck) -> set[str]:
    return {one.id for one in found.obligations}


def others(found: LawCheck) -> set[str]:
    return {one.id for one in found.other_rules}


def union(parts: Iterable[set[str]]) -> set[str]:
    return {one for part in parts for one in part}


@fast
@given(knowledge | sketchy, st.sampled_from(sorted(ANSWERS)))
def test_unknown_is_never_lighter_than_any_value(facts: dict[str, str], fact: str) -> None:
    known = [check(BOOK, {**facts, fact: value}, TODAY) for value in can_be_said(facts, fact)]
    unknown = check(BOOK, {**facts, fact: "unknown"}, TODAY)
    for read in (possible, roles, duties, others):
        assert union(read(one) for one in known) <= read(unknown)
    assert CAUTION[unknown.verdict] >= max(CAUTION[one.verdict] for one in known)
    severity = ["not_applicable", "ok", "plan", "fix_first", "stop"]
    for index, rule in enumerate(unknown.ground_rules):
        worst = (
            max(
                severity.index(one.ground_rules[index].status)
                for one in known
                if one.ground_rules[index].status != "unknown"
            )
            if any(one.ground_rules[index].status != "unknown" for one in known)
            else 0
        )
        assert severity.index(rule.worst) >= worst


@fast
@given(knowledge, st.sampled_from(sorted(set(ANSWERS) - {rule.fact for rule in BOOK.ground_rules})))
def test_unknown_is_just_the_union_unless_a_prohibition_is_possible(facts: dict[str, str], fact: str) -> None:
    facts = consistent({name: value if value != "unknown" else QUIET[name] for name, value in facts.items()})
    known = [check(BOOK, {**facts, fact: value}, TODAY) for value in can_be_said(facts, fact)]
    unknown = check(BOOK, {**facts, fact: "unknown"}, TODAY)
    if any(code.startswith("P:") for code in possible(unknown)):
        return  # it hides nothing else, although it would if it were certain
    assert possible(unknown) == union(possible(one) for one in known)
    assert set(unknown.codes()) == set.intersection(*(set(one.codes()) for one in known))
    assert duties(unknown) == union(duties(one) for one in known)


def found_by(outcome: LawCheck) -> tuple[object, ...]:
    return (
        outcome.verdict,
        outcome.codes(),
        outcome.unsure_codes(),
        tuple(sorted(roles(outcome))),
        tuple(sorted(duties(outcome))),
        tuple(sorted(others(outcome))),
        tuple((one.id, one.status, one.worst) for one in outcome.ground_rules),
    )


def the_union_and_never_more(facts: dict[str, str], fact: str) -> None:
    known = [check(BOOK, {**facts, fact: value}, TODAY) for value in can_be_said(facts, fact)]
    unknown = check(BOOK, {**facts, fact: "unknown"}, TODAY)
    if len({found_by(one) for one in known}) == 1:
        assert found_by(unknown) == found_by(known[0])
    if unknown.verdict == "stop":
        assert {one.verdict for one in known} == {"stop"}
    for index, rule in enumerate(unknown.ground_rules):
        statuses = {one.ground_rules[index].status for one in known}
        if rule.status in FAILING:
            assert min(FAILING.index(one) if one in FAILING else -1 for one in statuses) >= FAILING.index(rule.status)
        if rule.status == "not_applicable":
            assert statuses == {"not_applicable"}


FAILING = ["plan", "fix_first", "stop"]


@settings(max_examples=80, deadline=None)
@given(knowledge | sketchy, st.sampled_from(sorted(ANSWERS)))
def test_unknown_is_the_union_over_its_values_and_never_more(facts: dict[str, str], fact: str) -> None:
    """For verdicts and ground rules too: what is the same for every value is so when the value is not known."""
    the_union_and_never_more(facts, fact)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("personal_data", {"g8_decisions": "no"}),
        ("personal_data", {"g2_consent": "no"}),
        ("personal_data", {"g8_special": "no"}),
        ("personal_data", {"shares_data": "no", "g5_transfer": "no"}),
        ("basis_kind", {"g2_consent": "no"}),
    ],
    ids=str,
)
def test_not_knowing_is_no_certain_stop(fact: str, said: dict[str, str]) -> None:
    assert check(BOOK, {**QUIET, **said, fact: "unknown"}, TODAY).verdict != "stop"
    the_union_and_never_more({**QUIET, **said}, fact)


@fast
@given(sketchy, st.sampled_from(sorted(rule.fact for rule in BOOK.ground_rules)))
def test_a_known_breach_never_reads_milder_than_not_knowing(facts: dict[str, str], fact: str) -> None:
    broken, unknown = (check(BOOK, {**facts, fact: value}, TODAY) for value in ("no", "unknown"))
    assert READINGS.index(reading(broken)) >= READINGS.index(reading(unknown))
    for one in (broken, unknown):
        if known_breaches(one):
            assert reading(one) in ("stop", "not_like_this")


@fast
@given(sketchy, st.sampled_from([fact.id for fact in BOOK.facts if fact.asserts]), st.integers(0, 10))
def test_an_answer_is_never_dropped_because_another_rules_its_question_out(
    facts: dict[str, str], fact: str, pick: int
) -> None:
    """Contradictory answers are read as if nobody knew the one that denies."""
    asserted = BOOK.fact(fact)
    assert asserted is not None
    said = {**facts, fact: asserted.asserts[pick % len(asserted.asserts)]}
    clashes = contradictions(BOOK, said)
    strict = check(BOOK, said, TODAY)
    # Known is also what follows from the rest, so it may be more than what was said.
    assert bool(clashes) != (program(BOOK).said(said).items() <= program(BOOK).known(said).items())
    for denied in {other.id for one in clashes for other, _ in one.against}:
        for value in can_be_said(said, denied):
            other = check(BOOK, {**said, denied: value}, TODAY)
            assert possible(other) <= possible(strict)
            assert CAUTION[other.verdict] <= CAUTION[strict.verdict]


@fast
@given(sketchy)
def test_profiling_outside_the_strict_fields_is_never_high_risk(facts: dict[str, str]) -> None:
    plain = consistent({**facts, "area": "none", "body_data": "no", "personal_data": "yes"})
    assert not {code for code in possible(check(BOOK, {**plain, "profiles": "yes"}, TODAY)) if code in STRICT}
    without = possible(check(BOOK, {**plain, "profiles": "no"}, TODAY))
    assert possible(check(BOOK, {**plain, "profiles": "yes"}, TODAY)) == without


@fast
@given(sketchy)
def test_a_human_in_the_loop_never_changes_high_risk(facts: dict[str, str]) -> None:
    def strict(found: LawCheck) -> tuple[set[str], set[str]]:
        return set(found.codes()) & set(STRICT), set(found.unsure_codes()) & set(STRICT)

    alone = {**facts, "human_sends": "no", "g8_decisions": "no", "text_review": "no", "text_editor": "no"}
    helped = {**facts, "human_sends": "yes", "g8_decisions": "yes", "text_review": "yes", "text_editor": "yes"}
    assert strict(check(BOOK, alone, TODAY)) == strict(check(BOOK, helped, TODAY))


@fast
@given(sketchy)
def test_a_human_who_sends_lifts_the_duty_to_tell(facts: dict[str, str]) -> None:
    assert "T1" not in possible(check(BOOK, {**facts, "human_sends": "yes"}, TODAY))
    assert "T4T" not in possible(check(BOOK, {**facts, "text_review": "yes", "text_editor": "yes"}, TODAY))


@fast
@given(sketchy, st.dates(date(2024, 1, 1), date(2031, 1, 1)), st.dates(date(2024, 1, 1), date(2031, 1, 1)))
def test_the_day_changes_status_and_never_membership(facts: dict[str, str], one: date, other: date) -> None:
    earlier, later = check(BOOK, facts, min(one, other)), check(BOOK, facts, max(one, other))
    assert (earlier.codes(), earlier.unsure_codes()) == (later.codes(), later.unsure_codes())
    assert roles(earlier) == roles(later)
    assert earlier.verdict == later.verdict
    assert duties(earlier) == duties(later)
    for before, after in zip(earlier.obligations, later.obligations, strict=True):
        assert (before.status, after.status) != ("in_force", "coming")
        assert after.status == (
            "in_force" if after.applies_from and after.applies_from <= max(one, other) else "coming"
        )


@fast
@given(sketchy, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts: dict[str, str], chance: object) -> None:
    shuffled = list(facts.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert check(BOOK, dict(shuffled), TODAY) == check(BOOK, facts, TODAY)


@fast
@given(sketchy)
def test_missing_unknown_and_foreign_values_are_the_same(facts: dict[str, str]) -> None:
    missing = {fact: value for fact, value in facts.items() if value != "unknown"}
    said = {fact: missing.get(fact, "unknown") for fact in ANSWERS}
    foreign = {fact: missing.get(fact, "purple") for fact in ANSWERS} | {"no_such_fact": "yes"}
    assert check(BOOK, missing, TODAY) == check(BOOK, said, TODAY) == check(BOOK, foreign, TODAY)


@fast
@given(sketchy)
def test_nothing_stays_open_without_a_question_to_ask(facts: dict[str, str]) -> None:
    """Answering what is asked, in any way, comes to an end with nothing open that could have been asked."""
    said = {fact: value for fact, value in facts.items() if value != "unknown"}
    for _ in range(len(ANSWERS)):
        wanted = questions(BOOK, {}, said)
        if not wanted:
            break
        said = consistent(said | {fact.id: QUIET[fact.id] for fact in wanted})
    assert not questions(BOOK, {}, said)
    grounds = {rule.fact: "yes" for rule in BOOK.ground_rules}
    while wanted := questions(BOOK, {}, said | grounds):
        said = consistent(said | {fact.id: QUIET[fact.id] for fact in wanted})
    assert not open_facts(BOOK, {**said, **grounds})


@fast
@given(sketchy)
def test_whatever_the_check_leaves_open_is_an_open_fact(facts: dict[str, str]) -> None:
    """Worked out in quite another way; a fact that is missing there would never be asked."""
    found = check(BOOK, facts, TODAY)
    classes, told_roles = (*found.classes, *found.unsure), (*found.roles, *found.role_unsure)
    parts = (*classes, *told_roles, *found.obligations, *found.ground_rules, *found.other_rules)
    assert {fact for one in parts for fact in one.open_facts} <= set(open_facts(BOOK, facts))


@settings(max_examples=150, deadline=None)
@given(sketchy)
def test_an_open_fact_is_one_of_a_rule_that_the_check_leaves_open(facts: dict[str, str]) -> None:
    """As exact as the check, rule by rule: nothing is asked for a rule that is settled whatever the answer. It may name a fact of
    an open rule that the check does not, which is safe: the rule stays open without it. And a fact that moves a rule's first day.
    """
    found = check(BOOK, facts, TODAY)
    left: set[Finding] = {("class", one.code) for one in found.unsure} | {
        ("role", one.role) for one in found.role_unsure
    }
    left |= {("obligation", one.id) for one in found.obligations if one.certainty == "possible"}
    left |= {("other_rule", one.id) for one in found.other_rules if one.certainty == "possible"}
    left |= {("ground_rule", one.id) for one in found.ground_rules if one.open_facts}
    looked_at = facts_by_rule(BOOK)
    may_be_asked = {fact for rule in left for fact in looked_at[rule]} | DATES
    if any(kind == "class" for kind, _ in left):
        may_be_asked |= {
            fact for rule in BOOK.classes if rule.kind == "outside" for fact in looked_at["class", rule.code]
        }
    assert set(open_facts(BOOK, facts)) <= may_be_asked


DATES = {fact for rule in BOOK.classes for one in rule.later for fact in facts_in(one.when, {})}


@pytest.mark.parametrize("fact", ["g8_special", "g8_decisions", "g2_consent"])
def test_a_question_that_cannot_matter_whatever_the_one_before_is_not_open(fact: str) -> None:
    """Whether a rule applies and whether it is broken look at one fact; Kleene's connectives ask although no value matters."""
    unknown = {name: value for name, value in QUIET.items() if name not in ("personal_data", fact)}
    known = {value: set(open_facts(BOOK, {**unknown, "personal_data": value})) for value in ("yes", "no")}
    assert (fact in open_facts(BOOK, unknown)) == any(fact in one for one in known.values())


@settings(max_examples=15, deadline=None)
@given(sketchy)
def test_an_answer_nobody_asks_for_changes_nothing_but_the_trace(facts: dict[str, str]) -> None:
    """A question that is not on the page cannot matter: whatever it is set to, the outcome is the same."""
    still_open = set(open_facts(BOOK, facts))
    before = check(BOOK, facts, TODAY)
    for fact in ANSWERS:
        if fact in facts or fact in still_open:
            continue
        for value in can_be_said(facts, fact):
            after = check(BOOK, {**facts, fact: value}, TODAY)
            assert possible(after) == possible(before), (fact, value)
            assert after.verdict == before.verdict, (fact, value)
            assert duties(after) == duties(before), (fact, value)


def test_every_kind_asks_about_a_dozen_questions_at_most() -> None:
    for kind in kinds().values():
        asked = questions(BOOK, kind["facts"], {})
        assert len(asked) <= (13 if kind["from_article"] else 17), (kind["id"], [fact.id for fact in asked])
        assert all(fact.topic != "ground_rule" for fact in asked)
