"""The gap between what is wanted and what is done, and votes per stance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.analysis.gap import gap_between, should_do
from framework.analysis.stance_votes import votes_per_stance
from framework.deck import LETTERS
from framework.errors import NotFound
from framework.workshop.models import StanceTaken
from tests.support.three_scenarios import the_deck

DECK = the_deck()
letters = st.sampled_from(LETTERS)


def taken(scenario, stance, practice):
    return StanceTaken(scenario=scenario, activity="x", stance=stance, confidence=None, practice=practice)


@pytest.mark.parametrize(
    ("should", "practice", "ordered", "gap"),
    [
        ("C", "A", True, "more_permissive"),
        ("C", "E", True, "stricter"),
        ("C", "C", True, "same"),
        ("C", "A", False, "different"),
        ("C", "E", False, "different"),
        ("C", "C", False, "same"),
        ("C", "unknown", True, "not_known"),
        ("C", None, True, "not_known"),
        (None, "C", True, "not_known"),
        ("C", "unknown", False, "not_known"),
    ],
)
def test_direction_of_the_gap(should, practice, ordered, gap):
    assert gap_between(should, practice, ordered=ordered) == gap


@given(letters, letters)
def test_swapping_should_and_do_turns_the_gap_round(one, other):
    turned = {"more_permissive": "stricter", "stricter": "more_permissive", "same": "same"}
    there = gap_between(one, other, ordered=True)
    assert gap_between(other, one, ordered=True) == turned[there]


def test_a_row_per_scenario_with_the_law_of_the_practice():
    stances = [taken("S01", "D", "A"), taken("S02", None, None), taken("S03", "B", "unknown"), taken("S02", None, "B")]
    rows = should_do(DECK, stances, "nl", {"x": "Mail"})
    assert [(row.scenario, row.gap, row.do, row.practice) for row in rows] == [
        ("S01", "more_permissive", "A", "A"),
        ("S03", "not_known", None, "unknown"),
        ("S02", "not_known", "B", "B"),
    ]
    assert (rows[0].do_legal, rows[0].do_name, rows[0].activity_name) == ("unlawful", "Stance A (nl)", "Mail")
    assert [row.ordered for row in rows] == [True, False, True]


def test_an_unknown_scenario_is_refused_and_no_answer_is_no_row():
    with pytest.raises(NotFound):
        should_do(DECK, [taken("S99", "A", "A")], "en")
    assert should_do(DECK, [], "en") == ()


def test_votes_per_stance_only_of_the_rounds_given():
    rows = votes_per_stance(DECK.scenarios[0], [(0, 1, 2, 3, 4)], "en")
    assert [(row.round, row.letter, row.votes) for row in rows] == [
        (1, letter, number) for number, letter in enumerate(LETTERS)
    ]
