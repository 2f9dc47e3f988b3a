"""What chosen stances give and cost: by sign and strength per row, counted in decisions, never added up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.analysis.tradeoffs import (
    ChosenStance,
    choices_of_decisions,
    choices_of_stances,
    commercial_effects,
    neighbours,
    principle_counts,
    principle_effects,
    tensions,
    unscored_in_ranking,
)
from framework.deck import LETTERS
from framework.errors import NotFound
from framework.workshop.models import StanceTaken
from tests.support.builders import a_decision
from tests.support.three_scenarios import RANKING, choice, the_deck

DECK = the_deck()


def effects(*choices, ranking=RANKING, lang="en"):
    return principle_effects(DECK, choices, ranking, lang)


def counts(*choices, deck=DECK, ranking=RANKING):
    rows = principle_counts(deck, choices, ranking, "en")
    return {row.principle: (row.gives, row.costs, row.neither, row.depends) for row in rows}


def test_one_decision_per_principle_with_the_reason_in_the_readers_language():
    rows = effects(choice("S01", "D", activities=("Mail",)), lang="nl")
    told = [(row.principle, row.rank, row.mark, row.direction) for row in rows]
    assert told == [
        ("card_3", 1, 1, "gives"),
        ("card_1", 2, 1, "gives"),
        ("card_2", None, -1, "costs"),
    ]
    assert rows[0].why == "want card_3"
    assert (rows[0].title, rows[0].stances, rows[0].stance_name, rows[0].activities) == (
        "Mens in de lus bij campagnes",
        "D",
        "Stance D (nl)",
        "Mail",
    )


@pytest.mark.parametrize(
    ("stances", "card_1", "card_2", "card_3"),
    [
        (("D", "E"), (1, "gives"), (-1, "costs"), (None, "depends")),
        (("C", "D"), (None, "depends"), (None, "depends"), (1, "gives")),
        (("C",), (0, "neither"), (0, "neither"), (1, "gives")),
    ],
)
def test_several_accepted_stances_give_what_each_of_them_gives(stances, card_1, card_2, card_3):
    got = {row.principle: (row.mark, row.direction) for row in effects(choice("S01", *stances))}
    assert got == {"card_1": card_1, "card_2": card_2, "card_3": card_3}


def test_commerce_stands_apart_from_principles():
    rows = commercial_effects(DECK, [choice("S01", "B", "D")], "en")
    assert [(row.row, row.low, row.high) for row in rows] == [
        ("reach", -1, 2),
        ("conversion", 0, 1),
        ("cost", -2, 1),
    ]
    assert not {"reach", "conversion", "cost"} & {row.principle for row in effects(choice("S01", "B"))}


def test_decisions_are_counted_per_scored_principle_own_ranking_first():
    rows = principle_counts(DECK, [choice("S01", "E"), choice("S02", "E")], RANKING, "en")
    assert [row.principle for row in rows] == ["card_3", "card_1", "card_2", "card_4", "card_5"]
    assert [row.rank for row in rows] == [1, 2, None, None, None]
    assert counts(choice("S01", "E"), choice("S02", "E")) == {
        "card_3": (0, 2, 0, 0),
        "card_1": (2, 0, 0, 0),
        "card_2": (0, 1, 0, 0),
        "card_4": (0, 0, 0, 0),
        "card_5": (0, 0, 0, 0),
    }
    assert rows[0].costing == ("Human in the loop", "How personal is too personal?")


def doubled(deck):
    """The deck with every mark at its strongest: same signs, other sizes."""

    def strongest(values):
        return tuple(2 if value > 0 else -2 if value < 0 else 0 for value in values)

    return deck.model_copy(
        update={
            "scenarios": tuple(
                scenario.model_copy(
                    update={
                        "weights": tuple(
                            weight.model_copy(update={"values": strongest(weight.values)})
                            for weight in scenario.weights
                        )
                    }
                )
                for scenario in deck.scenarios
            )
        }
    )


some_choices = st.lists(
    st.tuples(st.sampled_from(("S01", "S02", "S03")), st.sets(st.sampled_from(LETTERS), min_size=1, max_size=3)),
    max_size=6,
).map(
    lambda pairs: [
        ChosenStance(f"d{number}", scenario, tuple(sorted(stances))) for number, (scenario, stances) in enumerate(pairs)
    ]
)


@given(some_choices)
def test_size_of_marks_never_changes_a_count(choices):
    assert counts(*choices, deck=doubled(DECK)) == counts(*choices)


@given(some_choices, st.randoms(use_true_random=False))
def test_order_of_decisions_never_changes_a_count_and_none_is_lost(choices, random):
    assert counts(*random.sample(choices, len(choices))) == counts(*choices)
    for principle, told in counts(*choices).items():
        scenarios = {s.id for s in DECK.scenarios if any(w.principle == principle for w in s.weights)}
        assert sum(told) == sum(item.scenario in scenarios for item in choices)


@given(some_choices, st.permutations(["card_1", "card_2", "card_3", "card_4"]))
def test_ranking_moves_rows_and_changes_no_count(choices, ranking):
    assert counts(*choices, ranking=ranking) == counts(*choices, ranking=())


@given(some_choices)
def test_pulls_are_exactly_the_own_cards_one_decision_feeds_and_another_it_costs(choices):
    rows = tensions(DECK, choices, RANKING, "en")
    own = {(row.decision, row.principle): row.direction for row in effects(*choices) if row.rank}
    expected = {
        (decision, gain, loss)
        for (decision, gain), gives in own.items()
        for (same, loss), costs in own.items()
        if same == decision and gives == "gives" and costs == "costs"
    }
    assert {(row.decision, row.gives, row.costs) for row in rows} == expected
    assert len(rows) == len(expected)


def test_pulls_only_between_top_cards_dearest_loser_first():
    rows = tensions(DECK, [choice("S01", "E"), choice("S02", "A")], RANKING, "en")
    assert [(row.decision, row.gives, row.costs) for row in rows] == [
        ("S01-x", "card_1", "card_3"),
        ("S02-x", "card_3", "card_1"),
    ]
    assert (rows[0].gives_rank, rows[0].costs_rank, rows[0].costs_why) == (2, 1, "because card_3")
    assert tensions(DECK, [choice("S01", "E")], RANKING, "en", top=1) == ()


def test_neighbours_one_step_each_way_with_the_law_of_the_neighbour():
    rows = neighbours(DECK, [choice("S01", "B")], RANKING, "en")
    assert [(row.step, row.to_stance, row.to_legal) for row in rows if row.row == "reach"] == [
        ("permissive", "A", "unlawful"),
        ("strict", "C", "lawful"),
    ]
    stricter = {row.row: (row.mark, row.to_mark, row.change) for row in rows if row.step == "strict"}
    assert stricter == {
        "card_3": (1, 1, "same"),
        "card_1": (-1, 0, "better"),
        "card_2": (1, 0, "worse"),
        "reach": (2, 1, "worse"),
        "conversion": (1, 1, "same"),
        "cost": (1, 1, "same"),
    }


def test_neighbours_at_the_ends_of_a_set_and_without_order():
    def steps(*stances, scenario="S02"):
        rows = neighbours(DECK, [choice(scenario, *stances)], RANKING, "en")
        return list(dict.fromkeys((row.step, row.stance, row.to_stance) for row in rows))

    assert steps("A") == [("strict", "A", "B")]
    assert steps("B", "C", "D") == [("permissive", "B", "A"), ("strict", "D", "E")]
    assert steps("A", "E") == []
    assert steps("C", scenario="S03") == [("other", "C", letter) for letter in "ABDE"]
    assert steps("C", "D", scenario="S03") == []


@pytest.mark.parametrize(
    "make",
    [
        lambda choices: principle_effects(DECK, choices, RANKING, "en"),
        lambda choices: commercial_effects(DECK, choices, "en"),
        lambda choices: tensions(DECK, choices, RANKING, "en"),
        lambda choices: neighbours(DECK, choices, RANKING, "en"),
    ],
)
def test_no_decision_gives_no_row_and_an_unknown_scenario_is_refused(make):
    assert make([]) == ()
    with pytest.raises(NotFound):
        make([choice("S99", "A")])


def test_choices_from_decisions_and_from_stances():
    never_a = a_decision(scenario="S01", based_on="A", accepted=("B", "C"), activities=("x", "gone"))
    withdrawn = a_decision(withdrawn=True)
    (told,) = choices_of_decisions([never_a, withdrawn], {"x": "Mail"})
    assert (told.scenario, told.stances, told.activities) == ("S01", ("B", "C"), ("Mail",))
    taken = StanceTaken(scenario="S02", activity="x", stance="D", confidence=None, practice=None)
    skipped = taken.model_copy(update={"stance": None})
    assert choices_of_stances([taken, skipped], {"x": "Mail"}) == (ChosenStance("S02-x", "S02", ("D",), ("Mail",)),)


def test_counterweights_in_the_ranking_are_named():
    assert unscored_in_ranking(DECK, RANKING, "nl") == ("Principle 6 (nl)",)
