"""The gap between what is wanted and what is done, and the frames it travels in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.analysis.frames import to_frame, to_rows
from framework.analysis.gap import ShouldDo, gap_between, should_do
from framework.analysis.votes import StanceVotes, votes_per_stance
from framework.deck import LETTERS
from framework.errors import NotFound
from framework.workshop.models import StanceTaken
from tests.framework.analysis.samples import the_deck

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
    rows = to_rows(should_do(DECK, stances, "nl", {"x": "Mail"}), ShouldDo)
    assert [(row["scenario"], row["gap"], row["do"], row["practice"]) for row in rows] == [
        ("S01", "more_permissive", "A", "A"),
        ("S03", "not_known", None, "unknown"),
        ("S02", "not_known", "B", "B"),
    ]
    assert (rows[0]["do_legal"], rows[0]["do_name"], rows[0]["activity_name"]) == ("unlawful", "Stance A (nl)", "Mail")
    assert [row["ordered"] for row in rows] == [True, False, True]


def test_an_unknown_scenario_is_refused_and_nothing_is_an_empty_frame():
    with pytest.raises(NotFound):
        should_do(DECK, [taken("S99", "A", "A")], "en")
    assert should_do(DECK, [], "en").empty


def test_votes_per_stance_only_of_the_rounds_given():
    frame = votes_per_stance(DECK.scenarios[0], [(0, 1, 2, 3, 4)], "en")
    rows = to_rows(frame, StanceVotes)
    assert [(row["round"], row["letter"], row["votes"]) for row in rows] == [
        (1, letter, number) for number, letter in enumerate(LETTERS)
    ]


def test_frames_keep_what_is_missing_missing_and_numbers_whole():
    row = ShouldDo(
        scenario="S01",
        activity="x",
        title="t",
        activity_name="",
        ordered=True,
        should=None,
        should_name="",
        do="A",
        do_name="",
        do_legal=None,
        practice="A",
        gap="not_known",
    )
    assert to_rows(to_frame([row], ShouldDo), ShouldDo) == [row]
    votes = StanceVotes(round=1, letter="A", name="n", votes=3)
    (back,) = to_rows(to_frame([votes], StanceVotes), StanceVotes)
    assert back == votes
    assert type(back["votes"]) is int
