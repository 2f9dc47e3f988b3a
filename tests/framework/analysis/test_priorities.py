"""Which row won where two pulled apart, worked out by hand."""

from hypothesis import given
from hypothesis import strategies as st

from framework.analysis.choices import Choice
from framework.analysis.price import price
from framework.analysis.priorities import holds_for_every_ranking, pairs
from framework.deck import LETTERS, Commercial
from tests.support.builders import a_scenario
from tests.support.three_scenarios import row

LEVEL = Commercial(reach=(0, 0, 0, 0, 0), conversion=(0, 0, 0, 0, 0), cost=(0, 0, 0, 0, 0))
UP, DOWN = (-2, -1, 0, 1, 2), (2, 1, 0, -1, -2)


def choice(number, accepted, practice, *rows, commercial=LEVEL):
    return Choice(f"d{number}", a_scenario(number, weights=rows, commercial=commercial), tuple(accepted), practice)


def openness_against_conversion(number, accepted, practice):
    return choice(
        number,
        accepted,
        practice,
        row("open", *UP),
        row("planet", 0, 0, 0, 0, 0),
        commercial=LEVEL.model_copy(update={"conversion": DOWN}),
    )


def told(rows):
    return [(r.first, r.second, len(r.apart), len(r.first_won), len(r.second_won), r.finding) for r in rows]


def test_openness_first_but_conversion_won_two_of_three():
    choices = [
        openness_against_conversion(1, "D", "B"),  # from B to D: openness wins
        openness_against_conversion(2, "B", "C"),  # from C to B: conversion wins
        openness_against_conversion(3, "A", "A"),  # stays at A, although B would give openness: conversion wins
    ]
    (found,) = pairs(choices, ["open"])
    assert told([found]) == [("open", "conversion", 3, 1, 2, "contradicts")]
    assert (found.first_won, found.second_won, found.first_rank, found.second_axis) == (
        ("d1",),
        ("d2", "d3"),
        1,
        "business",
    )


def test_staying_in_the_middle_is_won_by_neither():
    assert told(pairs([openness_against_conversion(1, "C", "C")], ["open"])) == [
        ("open", "conversion", 1, 0, 0, "even")
    ]


def test_of_two_own_principles_the_higher_is_first_and_contradictions_come_first():
    def both(number, accepted, practice):
        return choice(number, accepted, practice, row("care", *DOWN), row("open", *UP), row("fair", *UP))

    rows = pairs([both(1, "D", "C"), both(2, "E", "C"), both(3, "A", "C")], ["care", "open"])
    assert told(rows) == [
        ("care", "open", 3, 1, 2, "contradicts"),
        ("care", "fair", 3, 1, 2, "contradicts"),
    ]
    assert told(pairs([both(1, "D", "C")], ["open", "care"])) == [
        ("care", "fair", 1, 0, 1, "contradicts"),
        ("open", "care", 1, 1, 0, "fits"),
    ]
    assert told(pairs([both(1, "D", "C")], [])) == [
        ("care", "open", 1, 0, 1, "not_ranked"),
        ("care", "fair", 1, 0, 1, "not_ranked"),
    ]


def test_reach_and_cost_are_never_set_against_each_other():
    business = Commercial(reach=UP, conversion=DOWN, cost=DOWN)
    found = pairs([choice(1, "D", "C", row("open", *UP), row("fair", *UP), commercial=business)], ["open"])
    assert {(r.first, r.second) for r in found} == {
        ("open", "conversion"),
        ("open", "cost"),
        ("fair", "conversion"),
        ("fair", "cost"),
    }


def test_a_rule_that_accepts_several_stances_pulls_apart_only_what_each_of_them_does():
    assert told(pairs([openness_against_conversion(1, "DE", "C")], ["open"])) == [
        ("open", "conversion", 1, 1, 0, "fits")
    ]
    assert pairs([openness_against_conversion(1, "BD", "C")], ["open"]) == ()


letters = st.sampled_from(LETTERS)
marks = st.tuples(*[st.integers(-2, 2)] * 5)
some_choices = st.lists(st.tuples(letters, st.none() | letters, marks, marks, marks, marks), max_size=6).map(
    lambda made: [
        choice(
            number,
            accepted,
            practice,
            row("open", *one),
            row("fair", *two),
            row("care", *three),
            commercial=LEVEL.model_copy(update={"reach": four}),
        )
        for number, (accepted, practice, one, two, three, four) in enumerate(made, start=1)
    ]
)


@given(some_choices, st.permutations(["open", "fair", "care"]), st.randoms(use_true_random=False))
def test_each_pair_once_and_each_decision_counted_once(choices, ranking, random):
    found = pairs(choices, ranking)
    assert len({frozenset((r.first, r.second)) for r in found}) == len(found)
    for each in found:
        assert set(each.first_won) | set(each.second_won) <= set(each.apart)
        assert not set(each.first_won) & set(each.second_won)
        assert len(set(each.apart)) == len(each.apart)
    shuffled = pairs(random.sample(choices, len(choices)), ranking)
    assert {(r.first, r.second, frozenset(r.first_won)) for r in shuffled} == {
        (r.first, r.second, frozenset(r.first_won)) for r in found
    }


def test_whether_a_step_holds_for_every_ranking():
    (stricter,) = price(a_scenario(1, weights=(row("open", *UP), row("fair", *DOWN))), ["A"], "A").comparisons
    # From B to A: open gets worse, fair gets better.
    assert stricter.direction("open") == "worse"
    assert holds_for_every_ranking(stricter, [("open", "fair"), ("planet", "open")]) == "worse"
    assert holds_for_every_ranking(stricter, [("open", "fair"), ("fair", "open")]) is None
    assert holds_for_every_ranking(stricter, [("fair",)]) == "better"
    assert holds_for_every_ranking(stricter, [("open",), ("planet",)]) is None
    assert holds_for_every_ranking(stricter, []) is None
