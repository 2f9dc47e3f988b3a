"""The frontier of two rows: equal to all combinations tried one by one, and worked out by hand."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.analysis.choices import Choice
from framework.analysis.frontier import Change, RowCount, frontier
from framework.analysis.price import direction, mark_rows, own_effect, reference_of
from framework.deck import LETTERS, Commercial
from framework.workshop.field_types import TeamPrice
from tests.support.builders import a_scenario, a_stance, an_unlawful_stance
from tests.support.three_scenarios import row

SIGNS = {"better": 1, "worse": -1, "level": 0, "depends": 0}


def a_choice(number, accepted, practice=None, *, card_1, card_2, unlawful="", usual=None, **given):
    scenario = a_scenario(
        number,
        usual=usual,
        weights=(row("card_1", *card_1), row("card_2", *card_2)),
        commercial=Commercial(reach=(2, 1, 0, -1, -2), conversion=(0, 0, 0, 0, 0), cost=(1, 0, 1, 0, 1)),
        stances=tuple((an_unlawful_stance if letter in unlawful else a_stance)(letter) for letter in LETTERS),
    )
    return Choice(f"d{number}", scenario, tuple(accepted), practice, **given)


def test_worked_by_hand():
    # Today is C in both. In d1 each step up wins card_1 and loses card_2; in d2 only E wins card_1, and nothing is lost.
    first = a_choice(1, "C", "C", card_1=(-2, -1, 0, 1, 2), card_2=(2, 1, 0, -1, -2))
    second = a_choice(2, "C", "C", card_1=(0, 0, 0, 0, 1), card_2=(0, 0, 0, 0, 0))
    found = frontier([first, second], "card_1", "card_2")
    assert (found.decisions, found.place, found.reached, found.unlawful) == (2, (0, 0), False, ())
    assert [(point.place, point.changes) for point in found.points] == [
        ((0, 1), (Change("d1", "B"), Change("d2", "E"))),
        ((1, 0), (Change("d2", "E"),)),
        ((2, -1), (Change("d1", "D"), Change("d2", "E"))),
    ]
    assert [point.place for point in found.one_change] == [(1, 0)]
    assert (found.points[2].first, found.points[2].second) == (RowCount(2, 0), RowCount(0, 1))


def test_an_unlawful_stance_counts_where_they_stand_and_in_no_combination():
    choice = a_choice(1, "A", "B", card_1=(2, 0, 0, 0, 0), card_2=(0, 0, 1, 0, 0), unlawful="A")
    found = frontier([choice], "card_1", "card_2")
    assert (found.place, found.unlawful, found.reached) == ((1, 0), ("d1",), False)
    assert [(point.place, point.changes) for point in found.points] == [((0, 1), (Change("d1", "C"),))]


def test_a_choice_without_a_reference_is_not_counted():
    choice = a_choice(1, "A", "unknown", card_1=(2, 0, 0, 0, 0), card_2=(0, 0, 1, 0, 0))
    found = frontier([choice], "card_1", "card_2")
    assert (found.decisions, [point.place for point in found.points]) == (0, [(0, 0)])


def test_several_accepted_stances_count_as_the_least_favourable_on_each_row():
    choice = a_choice(1, "BD", "C", card_1=(0, 2, 1, 0, 0), card_2=(0, 0, 1, 2, 0))
    found = frontier([choice], "card_1", "card_2")
    assert found.place == (-1, -1)
    assert [(point.place, point.changes) for point in found.points] == [
        ((-1, 1), (Change("d1", "D"),)),
        ((0, 0), (Change("d1", "C"),)),
        ((1, -1), (Change("d1", "B"),)),
    ]


def test_what_the_team_says_of_its_own_choice_counts():
    told = a_choice(1, "D", "C", card_1=(0, 0, 0, 1, 2), card_2=(0, 0, 0, 0, 0), team=TeamPrice(reach="same"))
    found = frontier([told], "card_1", "reach")
    assert (found.place, found.reached) == ((1, 0), True)
    assert [point.place for point in found.points] == [(0, 1), (1, 0)]


five_marks = st.tuples(*[st.integers(-2, 2)] * 5)
letters = st.sampled_from(LETTERS)


@st.composite
def some_choices(draw):
    made = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        unlawful = draw(st.sampled_from(["", "A", "AE"]))
        made.append(
            a_choice(
                number,
                sorted(draw(st.sets(letters, min_size=1, max_size=2))),
                draw(st.none() | letters),
                card_1=draw(five_marks),
                card_2=draw(five_marks),
                unlawful=unlawful,
                usual=draw(st.none() | letters),
                team=draw(
                    st.sampled_from(
                        [TeamPrice(), TeamPrice(hours_per_month=0), TeamPrice(reach="more", euros_per_month=9)]
                    )
                ),
            )
        )
    return made


def signs(choice, row_id, stances):
    """The least favourable of some stances on a row, against the reference."""
    base, _ = reference_of(choice.scenario, choice.practice)
    (marked,) = (each for each in mark_rows(choice.scenario) if each.row == row_id)
    return min(SIGNS[direction(marked, [letter], base)] for letter in stances)


def as_it_is(choice, row_id):
    (marked,) = (each for each in mark_rows(choice.scenario) if each.row == row_id)
    base, _ = reference_of(choice.scenario, choice.practice)
    said = own_effect(marked, choice.own) if choice.accepted != (base,) else None
    return SIGNS[said] if said else signs(choice, row_id, choice.accepted)


def brute_force(choices, first, second):
    """Every combination of lawful stances by place, with the fewest changes."""
    counted = [choice for choice in choices if reference_of(choice.scenario, choice.practice)]
    options = []
    for choice in counted:
        lawful = [letter for letter in LETTERS if choice.scenario.stance(letter).legal != "unlawful"]
        each = [
            (signs(choice, first, [letter]), signs(choice, second, [letter]), 1)
            for letter in lawful
            if choice.accepted != (letter,)
        ]
        if set(choice.accepted) <= set(lawful):
            each.append((as_it_is(choice, first), as_it_is(choice, second), 0))
        options.append(each)
    fewest = {}
    for combination in product(*options):
        place = (sum(one[0] for one in combination), sum(one[1] for one in combination))
        fewest[place] = min(fewest.get(place, 99), sum(one[2] for one in combination))
    return {
        place: changes
        for place, changes in fewest.items()
        if not any(other != place and other[0] >= place[0] and other[1] >= place[1] for other in fewest)
    }


@pytest.mark.parametrize("rows", [("card_1", "card_2"), ("card_1", "cost"), ("reach", "card_2")])
@given(some_choices())
@settings(max_examples=150)
def test_equal_to_all_combinations_tried_one_by_one(rows, choices):
    found = frontier(choices, *rows)
    assert {point.place: len(point.changes) for point in found.points} == brute_force(choices, *rows)
    assert [point.place for point in found.points] == sorted(point.place for point in found.points)


@given(some_choices())
def test_the_combination_that_is_shown_reaches_its_place(choices):
    for point in frontier(choices, "card_1", "card_2").points:
        to = {change.decision: change.to for change in point.changes}
        moved = [choice.with_stance(to[choice.id]) if choice.id in to else choice for choice in choices]
        there = frontier(moved, "card_1", "card_2")
        assert (there.first, there.second) == (point.first, point.second)
        assert there.reached


@given(some_choices())
def test_nobody_stands_beyond_the_frontier_with_lawful_choices(choices):
    found = frontier(choices, "card_1", "card_2")
    if not found.unlawful:
        assert any(point.place[0] >= found.place[0] and point.place[1] >= found.place[1] for point in found.points)
