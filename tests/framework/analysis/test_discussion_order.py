"""What to talk about with the time left: by spread × stakes, from revealed votes alone, with the reason in a sentence."""

import re
from typing import Any

import pytest

from framework.analysis.discussion_order import Topic, before_the_next, how_many_fit, topics
from framework.analysis.group_results import question_result
from framework.analysis.result_text import topic_words
from framework.language import translator
from framework.text import LANGS, Lang
from framework.workshop.agenda import AgendaItem
from framework.workshop.room import PlannedStep
from tests.framework.analysis.test_group_results import ACTIVITY, PLAN, a_session, votes
from tests.support.builders import a_scenario, a_stance, an_activity, an_unlawful_stance

STEPS = {step.id: step for step in PLAN}
UNLAWFUL = (an_unlawful_stance("A"), *(a_stance(letter) for letter in "BCDE"))
MANY = {ACTIVITY: {"interacts": "yes"}}


def the_topics(facts: Any = None, stances: tuple[Any, ...] | None = None, **letters: str) -> tuple[Topic, ...]:
    """S01 to S03; those with letters are revealed."""
    ballots = tuple(ballot for name, given in letters.items() for ballot in votes(name, given.strip("!")))
    ballots = tuple(one.model_copy(update={"objection": letters[one.scenario].endswith("!")}) for one in ballots)
    state = a_session(*(f"{name}/1" for name in letters), ballots=ballots)
    items: list[tuple[PlannedStep, AgendaItem]] = []
    for number, name in enumerate(("S01", "S02", "S03"), start=1):
        given = {"stances": stances} if stances and name == "S01" else {}
        items.append((STEPS[name], AgendaItem(a_scenario(number, **given), an_activity(), ())))
    found = {name: result for name in letters if (result := question_result(state, STEPS[name])) is not None}
    return topics(items, found, facts or {})


def order(found: tuple[Topic, ...]) -> list[tuple[str, str]]:
    return [(topic.step.id, topic.spread) for topic in found]


def test_the_more_opinions_differ_the_earlier() -> None:
    assert order(the_topics(S01="CCCCC", S02="ABCCD", S03="AAEEE")) == [
        ("S03", "divided"),
        ("S02", "spread"),
        ("S01", "unanimous"),
    ]
    assert order(the_topics(S01="CCCCC!")) == [("S01", "objection"), ("S02", "not_asked"), ("S03", "not_asked")]


def test_stakes_weigh_as_much_as_spread() -> None:
    (first, *_) = the_topics(stances=UNLAWFUL, S02="AAEEE")
    assert (first.step.id, first.spread, first.stakes) == ("S01", "not_asked", ("law",))
    assert all(topic.stakes == ("many_people",) for topic in the_topics(MANY)[:3])


def test_below_five_votes_nothing_is_known() -> None:
    assert order(the_topics(S03="AAEE")) == [("S01", "not_asked"), ("S02", "not_asked"), ("S03", "few")]
    assert order(the_topics(S03="AA--EE"))[-1] == ("S03", "few"), "abstentions are no votes"


@pytest.mark.parametrize("letters", ["AAAAA", "AAEEE", "ABCDE"])
def test_before_the_reveal_votes_change_nothing(letters: str) -> None:
    state = a_session(ballots=votes("S01", letters))
    assert question_result(state, STEPS["S01"]) is None


def test_the_plan_waits_for_what_is_further_apart_and_no_less_weighty() -> None:
    found = the_topics(S01="AAEEE")
    first = before_the_next(found, STEPS["S02"])
    assert first is not None
    assert first.step.id == "S01"
    assert before_the_next(the_topics(S01="CCCCC", S02="ABCCD"), STEPS["S03"]) is None
    assert before_the_next(the_topics(), STEPS["S01"]) is None, "nothing is revealed"
    last = before_the_next(the_topics(S01="AAEEE", S02="CCCCC", S03="CCCCC"), None)
    assert last is not None
    assert last.step.id == "S01"
    assert before_the_next(the_topics(S01="CCCCC", S02="CCCCC", S03="CCCCC"), None) is None


@pytest.mark.parametrize(("minutes", "many"), [(0, 1), (11, 1), (24, 2), (35, 2)])
def test_as_many_as_the_time_holds(minutes: int, many: int) -> None:
    assert how_many_fit(minutes) == many


@pytest.mark.parametrize("lang", LANGS)
def test_the_reason_is_one_sentence_without_numbers(lang: Lang) -> None:
    shown = [*the_topics(MANY, UNLAWFUL, S01="AAEEE"), *the_topics(S01="ABCDE", S02="AAEE"), *the_topics(S03="AAEEE!")]
    for topic in shown:
        words = topic_words(topic, translator(lang))
        assert re.fullmatch(r"[A-Z][^.]+\.", words)
        assert not re.search(r"\d", words)
    (first, *_) = the_topics(MANY, UNLAWFUL, S01="AAEEE")
    assert topic_words(first, translator("en")) == "Two camps; it reaches many people and the law draws a line here."
