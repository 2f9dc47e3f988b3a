"""What a choice wins and gives up against another stance, worked out by hand on the three small scenarios."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.analysis.price import Effect, direction, mark_rows, neighbours_of, price, reference_of
from framework.deck import LETTERS
from tests.support.three_scenarios import RANKING, the_deck

S01, S02, S03 = the_deck().scenarios
letters = st.sampled_from(LETTERS)
accepted_sets = st.sets(letters, min_size=1, max_size=4).map(sorted)


def told(comparison):
    return {
        name: [effect.row for effect in getattr(comparison, name)]
        for name in ("better", "worse", "depends")
        if getattr(comparison, name)
    }


def test_against_today_own_principles_first_and_business_apart():
    found = price(S01, ["D"], "B", ranking=RANKING)
    assert (found.reference.kind, found.reference.stance, found.unchanged) == ("today", "B", None)
    assert told(found.reference) == {"better": ["card_1"], "worse": ["card_2", "reach", "conversion", "cost"]}
    assert found.reference.better[0] == Effect("card_1", "principle", rank=2)
    assert [effect.axis for effect in found.reference.worse] == ["principle", "business", "business", "business"]
    assert found.reference.direction("card_3") == "level"
    assert found.comparisons == (found.reference,)


def test_against_what_is_usual_where_today_is_not_known():
    usual = S01.model_copy(update={"usual": "C"})
    for practice in (None, "unknown"):
        found = price(usual, ["E"], practice, ranking=RANKING)
        assert (found.reference.kind, found.reference.stance) == ("usual", "C")
        assert told(found.reference) == {
            "better": ["card_1"],
            "worse": ["card_3", "card_2", "reach", "conversion", "cost"],
        }
    assert reference_of(usual, "E") == ("E", "today")
    assert reference_of(S01, "unknown") is None


def test_an_unchanged_choice_is_held_against_its_lawful_neighbours():
    found = price(S01, ["B"], "B", ranking=RANKING)
    assert (found.reference, found.unchanged) == (None, "today")
    (stricter,) = found.comparisons  # A is unlawful
    assert (stricter.kind, stricter.stance) == ("strict", "C")
    assert told(stricter) == {"better": ["card_2", "reach"], "worse": ["card_1"]}


def test_without_any_reference_the_neighbours_remain():
    found = price(S02, ["C"])
    assert (found.reference, found.unchanged) == (None, None)
    assert [(each.kind, each.stance) for each in found.comparisons] == [("permissive", "B"), ("strict", "D")]


def test_an_unlawful_practice_is_compared_and_marked():
    found = price(S01, ["B"], "A", ranking=RANKING)
    assert (found.reference.legal, told(found.reference)) == (
        "unlawful",
        {"better": ["card_1"], "worse": ["card_2", "cost"]},
    )


def test_several_accepted_stances_win_only_what_each_of_them_wins():
    # Against C: card_3 is level for D and worse for E, card_1 better for both; cost and card_2 worse for both.
    found = price(S01, ["E", "D"], "C", ranking=RANKING)
    assert found.chosen == ("D", "E")
    assert told(found.reference) == {
        "better": ["card_1"],
        "worse": ["card_2", "reach", "conversion", "cost"],
        "depends": ["card_3"],
    }
    kept = price(S01, ["C", "D"], "C")
    assert told(kept.reference) == {"depends": ["card_2", "card_1", "reach", "conversion", "cost"]}


@pytest.mark.parametrize(
    ("scenario", "chosen", "expected"),
    [
        (S01, "B", [("C", "strict")]),
        (S02, "A", [("B", "strict")]),
        (S02, "E", [("D", "permissive")]),
        (S02, "BD", [("A", "permissive"), ("C", "other"), ("E", "strict")]),
        (S03, "C", [("A", "other"), ("B", "other"), ("D", "other"), ("E", "other")]),
        (S03, "ABCDE", []),
    ],
)
def test_neighbours_are_lawful_and_next_to_the_choice(scenario, chosen, expected):
    assert list(neighbours_of(scenario, list(chosen))) == expected


def test_a_corrected_mark_counts_and_is_marked_as_theirs():
    found = price(S01, ["D"], "B", ranking=RANKING, corrections={("card_3", "D"): 2, ("reach", "D"): 2})
    assert told(found.reference) == {"better": ["card_3", "card_1"], "worse": ["card_2", "conversion", "cost"]}
    assert [effect.corrected for effect in found.reference.better] == [True, False]
    elsewhere = price(S01, ["D"], "B", ranking=RANKING, corrections={("card_1", "E"): -2})
    assert not any(effect.corrected for effect in elsewhere.reference.better)


def stretched(scenario):
    """The same order in each row, other marks: all places moved as far down as five places allow."""

    def lowest(values):
        order = sorted(set(values))
        return tuple(order.index(value) - 2 for value in values)

    return scenario.model_copy(
        update={
            "weights": tuple(row.model_copy(update={"values": lowest(row.values)}) for row in scenario.weights),
            "commercial": scenario.commercial.model_copy(
                update={name: lowest(getattr(scenario.commercial, name)) for name in ("reach", "conversion", "cost")}
            ),
        }
    )


@given(st.sampled_from((S01, S02, S03)), accepted_sets, st.none() | letters)
def test_only_the_order_within_a_row_counts_never_its_distance_from_zero(scenario, chosen, practice):
    assert price(stretched(scenario), chosen, practice) == price(scenario, chosen, practice)


@given(st.sampled_from((S01, S02, S03)), letters, letters)
def test_what_one_wins_the_other_gives_up(scenario, one, other):
    for row in mark_rows(scenario):
        there, back = direction(row, [one], other), direction(row, [other], one)
        assert (there, back) in {("better", "worse"), ("worse", "better"), ("level", "level")}


@given(st.sampled_from((S01, S02, S03)), accepted_sets, letters, st.permutations(["card_1", "card_2", "card_3"]))
def test_each_row_that_differs_is_named_once_and_a_ranking_changes_only_their_order(
    scenario, chosen, practice, ranking
):
    found = price(scenario, chosen, practice).reference
    ranked = price(scenario, chosen, practice, ranking=ranking).reference
    if found is None:
        assert chosen == [practice]
        return
    named = [effect.row for effects in (found.better, found.worse, found.depends) for effect in effects]
    assert len(named) == len(set(named))
    assert {row.row for row in mark_rows(scenario)} - set(named) == {
        row.row for row in mark_rows(scenario) if {row.of(letter) for letter in chosen} == {row.of(practice)}
    }
    for name in ("better", "worse", "depends"):
        assert {e.row for e in getattr(found, name)} == {e.row for e in getattr(ranked, name)}
        ranks = [effect.rank for effect in getattr(ranked, name) if effect.rank]
        assert ranks == sorted(ranks)
