"""What to do first, what is open and whom to ask, and when a lawyer should look along."""

from datetime import date

import pytest

from framework.law import VERDICTS, check, law_book
from framework.law.first_steps import COUNSEL_WORDS, GRAVITIES, WHOM, counsel, first_steps, open_points, unsettled
from tests.support.law_cases import TODAY, case_data, kinds

BOOK = law_book()
QUIET: dict[str, str] = case_data()["quiet"]
ORDER = ["stop", "fix_first", "plan", "do", "find_out"]
DISORDER = QUIET | {
    "personal_data": "yes",
    "g7_retention": "no",
    "g3_purpose": "unknown",
    "interacts": "yes",
    "maker": "own",
    "sends_messages": "written",
}


def steps(facts: dict[str, str], day: date = TODAY):
    return first_steps(BOOK, check(BOOK, facts, day), facts)


def test_a_prohibition_comes_first_and_is_called_by_its_name() -> None:
    found = steps(DISORDER | {"deceives": "yes", "serious_harm": "yes"})
    banned = BOOK.class_rule("P:5.1.a")
    assert banned is not None
    assert (found[0].kind, found[0].name) == ("stop", banned.name)
    assert found[0].action == next(one.duty for one in BOOK.obligations if one.id == "O2")


def test_the_most_pressing_comes_first() -> None:
    found = [ORDER.index(step.kind) for step in steps(DISORDER) if step.kind != "do" and step.kind != "plan"]
    assert found == sorted(found)
    kinds_found = {step.kind for step in steps(DISORDER)}
    assert {"find_out", "plan", "do"} <= kinds_found


def test_not_asked_yet_is_no_step_but_not_known_is() -> None:
    assert [step for step in steps({}) if step.kind == "find_out"] == []
    said = steps({**QUIET, "personal_data": "yes", "g3_purpose": "unknown"})
    assert [step.fact.id for step in said if step.fact is not None] == ["g3_purpose"]


def test_a_duty_that_is_still_coming_is_planned_and_later_done() -> None:
    facts = QUIET | {"area": "jobs", "jobs": "select", "maker": "bought"}
    careful = next(one.name for one in BOOK.obligations if one.id == "O5")
    kind = {day: next(step.kind for step in steps(facts, day) if step.name == careful) for day in DAYS}
    assert kind == {DAYS[0]: "plan", DAYS[1]: "do"}


DAYS = (date(2027, 12, 1), date(2027, 12, 2))


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_open_points_stand_gravest_first_and_each_hangs_something(kind: str) -> None:
    facts = kinds()[kind]["facts"]
    found = open_points(BOOK, check(BOOK, facts, TODAY), facts)
    gravities = [GRAVITIES.index(point.gravity) for point in found]
    assert gravities == sorted(gravities)
    assert all(point.hangs and point.fact.topic in WHOM for point in found)
    assert all(facts.get(point.fact.id, "unknown") == "unknown" for point in found)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_verdict_but_go_says_what_to_do_or_what_is_open(kind: str) -> None:
    facts = kinds()[kind]["facts"]
    outcome = check(BOOK, facts, TODAY)
    assert outcome.verdict in VERDICTS[1:]
    assert first_steps(BOOK, outcome, facts) or open_points(BOOK, outcome, facts)


def test_a_lawyer_is_not_called_for_what_is_merely_not_asked_yet() -> None:
    assert counsel(check(BOOK, {}, TODAY), {}) == ()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"deceives": "yes", "serious_harm": "yes"}, "prohibited"),
        ({"deceives": "yes", "serious_harm": "unknown"}, "may_be_prohibited"),
        ({"area": "jobs", "jobs": "select"}, "high_risk"),
        ({"personal_data": "yes", "special_data": "yes", "g8_special": "no"}, "stop"),
    ],
)
def test_why_a_lawyer_looks_along(facts: dict[str, str], reason: str) -> None:
    known = QUIET | facts
    assert reason in counsel(check(BOOK, known, TODAY), known)
    assert reason not in counsel(check(BOOK, QUIET, TODAY), QUIET)


def test_where_the_law_itself_is_in_doubt_nothing_is_left_to_find_out() -> None:
    known = QUIET | {"works_by": "solver"}
    outcome = check(BOOK, known, TODAY)
    names = [one.rule.name for one in outcome.unsure if not one.open_facts]
    assert list(unsettled(outcome)) == names
    assert ("unsettled" in counsel(outcome, known)) == bool(names)
    assert set(counsel(outcome, known)) <= set(COUNSEL_WORDS)
