"""The measures of the method's section 4.4, held against its published vectors, its chance table and its properties."""

from fractions import Fraction
from math import factorial, prod
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.analysis.agreement import (
    Label,
    agreement,
    borda,
    condorcet_winner,
    kendall_w,
    leik_consensus,
    leik_dispersion,
    median_pair,
    movement,
    ordinal_alpha,
    ranking_agreement,
    status_label,
    tastle_wierman_consensus,
    van_der_eijk_a,
)
from framework.analysis.stance_votes import tally
from framework.deck import LETTERS

# From R's agrmt 1.42.12 and exact fractions (content.md 4.4): counts, A, Tastle and Wierman's consensus, Leik's D; labels are ours.
VECTORS = [
    ((30, 40, 210, 130, 530, 50, 10), Fraction(917, 1500), 0.725688, 0.286667, None),
    ((10, 0, 0, 0, 0), Fraction(1), 1, 0, "unanimous"),
    ((1, 1, 1, 1, 1), Fraction(0), 0.433985, 0.6, "spread"),
    ((5, 0, 0, 0, 5), Fraction(-1), 0, 1, "divided"),
    ((5, 5, 0, 0, 0), Fraction(3, 4), 0.807355, 0.25, "aligned"),
    ((0, 5, 0, 5, 0), Fraction(1, 6), 0.584963, 0.5, "divided"),
    ((1, 2, 4, 2, 1), Fraction(7, 20), 0.633985, 0.4, "spread"),
    ((0, 3, 5, 2, 0), Fraction(13, 20), 0.778628, 0.25, "aligned"),
    ((8, 1, 0, 0, 1), Fraction(37, 60), 0.526619, 0.25, "lone_voice"),
]

counts5 = st.lists(st.integers(0, 12), min_size=5, max_size=5).filter(any)
letters = st.sampled_from(LETTERS)
CARDS = ("a", "b", "c", "d", "e", "f", "g")
orders = st.permutations(CARDS).flatmap(lambda order: st.integers(0, 5).map(lambda n: tuple(order[:n])))


def compositions(votes: int, stances: int = 5):
    if stances == 1:
        yield (votes,)
        return
    for first in range(votes + 1):
        for rest in compositions(votes - first, stances - 1):
            yield (first, *rest)


def moves_toward_median(counts):
    """Every single vote moved one step that does not leave the median behind."""
    low, high = median_pair(counts)
    for at, count in enumerate(counts):
        for to in [at + 1] * (at < high) + [at - 1] * (at > low):
            if count:
                moved = list(counts)
                moved[at] -= 1
                moved[to] += 1
                yield moved


@pytest.mark.parametrize(("counts", "a", "consensus", "dispersion", "label"), VECTORS)
def test_published_vectors(counts, a, consensus, dispersion, label):
    assert van_der_eijk_a(counts) == a
    assert round(tastle_wierman_consensus(counts), 6) == consensus
    assert round(float(leik_dispersion(counts)), 6) == dispersion
    assert leik_consensus(counts) == 1 - leik_dispersion(counts)
    if label:
        assert status_label(counts) == label


@pytest.mark.parametrize(
    ("votes", "shares", "mean_a", "mean_consensus"),
    [
        (3, (4, 19, 0, 0, 0, 0, 0, 77), 0.31, 0.60),
        (5, (0, 15, 15, 0, 0, 38, 0, 31), 0.27, 0.52),
        (6, (0, 8, 7, 0, 0, 49, 0, 36), 0.23, 0.48),
        (8, (0, 6, 8, 0, 5, 32, 14, 35), 0.20, 0.46),
        (10, (0, 1, 2, 0, 1, 34, 21, 39), 0.18, 0.45),
        (12, (0, 1, 2, 2, 1, 20, 33, 41), 0.16, 0.44),
    ],
)
def test_what_random_votes_would_be_called(votes, shares, mean_a, mean_consensus):
    """In per cent, in the order of `Label`. The means are those of the method's table."""
    seen = dict.fromkeys(get_args(Label), 0.0)
    a = consensus = 0.0
    for counts in compositions(votes):
        chance = factorial(votes) / prod(map(factorial, counts)) / 5**votes
        seen[status_label(counts)] += chance
        a += chance * float(van_der_eijk_a(counts))
        consensus += chance * float(leik_consensus(counts))
    assert tuple(round(100 * share) for share in seen.values()) == shares
    assert (round(a, 2), round(consensus, 2)) == (mean_a, mean_consensus)


@pytest.mark.parametrize(("votes", "all_moves", "a_falls"), [(5, 224, 36), (6, 504, 90), (8, 1320, 264)])
def test_every_single_move_toward_the_median(votes, all_moves, a_falls):
    moves = [(counts, moved) for counts in compositions(votes) for moved in moves_toward_median(counts)]
    assert len(moves) == all_moves
    assert all(leik_consensus(moved) >= leik_consensus(counts) for counts, moved in moves)
    assert sum(van_der_eijk_a(moved) < van_der_eijk_a(counts) for counts, moved in moves) == a_falls


@given(counts5)
def test_consensus_never_falls_toward_the_median(counts):
    assert all(leik_consensus(moved) >= leik_consensus(counts) for moved in moves_toward_median(counts))


@given(counts5)
def test_measures_stay_in_range(counts):
    assert 0 <= leik_consensus(counts) <= 1
    assert -1 <= van_der_eijk_a(counts) <= 1
    assert -1e-12 <= tastle_wierman_consensus(counts) <= 1


@given(counts5)
def test_measures_do_not_care_which_end_is_first(counts):
    turned = counts[::-1]
    assert leik_consensus(turned) == leik_consensus(counts)
    assert van_der_eijk_a(turned) == van_der_eijk_a(counts)
    assert tastle_wierman_consensus(turned) == pytest.approx(tastle_wierman_consensus(counts), abs=1e-12)
    assert status_label(turned) == status_label(counts)
    assert median_pair(turned) == tuple(4 - at for at in reversed(median_pair(counts)))


@given(counts5, st.integers(2, 5))
def test_measures_look_at_shares_only(counts, times):
    more = [count * times for count in counts]
    assert leik_consensus(more) == leik_consensus(counts)
    assert van_der_eijk_a(more) == van_der_eijk_a(counts)
    assert tastle_wierman_consensus(more) == pytest.approx(tastle_wierman_consensus(counts), abs=1e-12)


@given(st.lists(letters, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_order_of_votes_does_not_matter_and_the_median_is_the_middle_vote(votes, random):
    shuffled = random.sample(votes, len(votes))
    assert tally(shuffled) == tally(votes)
    ordered = sorted(votes)
    middle = ordered[(len(votes) - 1) // 2], ordered[len(votes) // 2]
    assert tuple(LETTERS[at] for at in median_pair(tally(votes))) == middle


@given(counts5)
def test_consensus_is_the_mean_distance_to_the_median(counts):
    low, _ = median_pair(counts)
    mean = Fraction(sum(count * abs(at - low) for at, count in enumerate(counts)), sum(counts))
    assert leik_consensus(counts) == 1 - 2 * mean / 4


@pytest.mark.parametrize("counts", [(1, 0, 0, 0, 0), (1, 1, 1, 1, 0), (0, 0, 4, 0, 0), (0, 0, 0, 0, 0)])
def test_nothing_is_measured_below_five_votes(counts):
    assert agreement(counts) is None


def test_shape_from_eight_votes_only():
    five, ten = agreement((1, 1, 1, 1, 1)), agreement((2, 2, 2, 2, 2))
    assert five is not None
    assert ten is not None
    assert (five.votes, five.shape, five.label) == (5, None, "spread")
    assert (ten.shape, ten.label) == (0, "all_over")
    seven, eight = agreement((3, 1, 0, 0, 3)), agreement((4, 0, 0, 0, 4))
    assert seven is not None
    assert eight is not None
    assert (seven.shape, eight.shape) == (None, -1)


SEEN = {
    "unanimous": ["0-0-9-0-0", "5-0-0-0-0", "0-0-0-0-40"],
    "aligned": ["0-3-5-2-0", "5-5-0-0-0", "0-6-3-1-0", "0-7-2-0-0", "1-1-8-0-0", "1-4-3-1-0", "0-0-2-7-1", "1-9-9-2-0"],
    "lone_voice": ["8-1-0-0-1", "8-0-0-0-1", "1-0-0-0-6", "1-0-6-3-0", "0-6-0-1-0", "2-6-0-0-1"],
    "lone_voices": ["1-0-7-0-1", "1-0-10-0-1", "1-0-14-0-2", "2-0-20-0-1"],
    "minority": ["8-0-0-2-0", "7-1-0-0-2", "4-4-0-1-1", "2-0-7-0-0", "3-0-0-9-3", "12-0-0-0-4"],
    "divided": [
        "5-0-0-0-5",
        "0-5-0-5-0",
        "7-0-3-0-0",
        "6-0-0-4-0",
        "3-0-3-3-0",
        "0-4-1-1-4",
        "3-3-0-2-2",
        "3-1-2-1-3",
        "4-1-4-0-1",
    ],
    "all_over": ["5-4-7-4-4", "2-2-2-2-2", "9-9-9-9-9", "3-2-3-2-2"],
    "spread": [
        "0-3-3-3-0",
        "0-3-3-2-1",
        "1-2-4-2-1",
        "1-1-1-1-1",
        "0-0-3-3-3",
        "0-1-2-3-4",
        "4-3-2-1-0",
        "1-3-2-3-0",
        "0-2-5-2-1",
    ],
}


@given(counts5)
def test_a_label_is_the_same_read_from_e_to_a(counts):
    assert status_label(counts) == status_label(counts[::-1])


@pytest.mark.parametrize(("label", "votes"), [(label, votes) for label, all_ in SEEN.items() for votes in all_])
def test_a_label_says_what_one_sees(label, votes):
    counts = [int(count) for count in votes.split("-")]
    assert status_label(counts) == label


def test_what_may_be_said_about_a_round():
    said = agreement((0, 3, 5, 2, 0))
    assert said is not None
    assert (said.median, said.closeness, said.steps_from_median) == (("C", "C"), Fraction(3, 4), Fraction(1, 2))
    split = agreement((5, 0, 0, 0, 5))
    assert split is not None
    assert split.median == ("A", "E")


@pytest.mark.parametrize("counts", [(1, 2), (1, -1, 5, 0, 0, 0)])
def test_other_than_five_counts_are_refused(counts):
    with pytest.raises(ValueError, match="five counts"):
        agreement(counts)


@pytest.mark.parametrize("counts", [(0, 0, 0, 0, 0), (3, -1, 0, 0, 0)])
def test_no_votes_or_negative_votes_are_refused(counts):
    with pytest.raises(ValueError, match=r"no votes|negative"):
        leik_consensus(counts)


def test_movement_counts_people_by_direction():
    moved = movement([("A", "B"), ("A", "C"), ("C", "C"), ("E", "D"), ("B", "B"), ("D", "D")])
    assert moved is not None
    assert (moved.voters, moved.permissive, moved.strict, moved.moved) == (6, 1, 2, 3)
    without_order = movement([("A", "B"), ("E", "D"), ("C", "C"), ("B", "B"), ("D", "D")], ordered=False)
    assert without_order is not None
    assert (without_order.permissive, without_order.strict, without_order.sideways) == (0, 0, 2)


def test_movement_needs_five_pairs():
    assert movement([("A", "B")] * 4) is None
    assert movement([("A", "B")] * 5) is not None


@given(st.lists(st.tuples(letters, letters), min_size=5, max_size=30))
def test_movement_back_is_the_mirror_of_movement(ballots):
    there, back = movement(ballots), movement([(second, first) for first, second in ballots])
    assert there is not None
    assert back is not None
    assert (there.permissive, there.strict, there.moved) == (back.strict, back.permissive, back.moved)


def test_borda_gives_the_places_left_to_cards_not_placed():
    points = dict(borda([("a", "b")], ("a", "b", "c", "d")))
    assert points == {"a": 3, "b": 2, "c": Fraction(1, 2), "d": Fraction(1, 2)}
    assert [card for card, _ in borda([], ("b", "a"))] == ["b", "a"]


@given(st.lists(orders, max_size=9), st.randoms(use_true_random=False))
def test_borda_hands_out_the_same_points_per_person_in_any_order(rankings, random):
    result = borda(rankings, CARDS)
    assert sum(points for _, points in result) == len(rankings) * len(CARDS) * (len(CARDS) - 1) / 2
    assert borda(random.sample(rankings, len(rankings)), CARDS) == result


def test_kendall_known_values():
    # No ties: 12 S / (m²(n³-n)), with S from the sums of places, written out.
    judges = [tuple("abcdef"), tuple("aecfdb"), tuple("fceabd")]
    places = [[judge.index(card) + 1 for judge in judges] for card in "abcdef"]
    sums = [sum(place) for place in places]
    spread = sum((total - Fraction(21, 2)) ** 2 for total in sums)
    assert kendall_w(judges, "abcdef") == 12 * spread / (9 * 210)
    assert kendall_w([tuple("abc")] * 4, "abc") == 1
    assert kendall_w([tuple("abc"), tuple("cba")], "abc") == 0
    assert kendall_w([("a", "b"), ("a", "b")], "abcd") == 1
    assert kendall_w([tuple("abc")], "abc") is None
    assert kendall_w([(), ()], "abc") is None


@given(st.lists(orders.filter(bool), min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_kendall_in_range_and_blind_to_order(rankings, random):
    w = kendall_w(rankings, CARDS)
    assert w is not None
    assert 0 <= w <= 1
    assert kendall_w(random.sample(rankings, len(rankings)), CARDS) == w


def test_condorcet_winner_and_cycle():
    assert condorcet_winner([tuple("abc"), tuple("acb"), tuple("bca")], "abc") == "a"
    assert condorcet_winner([tuple("abc"), tuple("bca"), tuple("cab")], "abc") is None
    assert condorcet_winner([tuple("ab"), tuple("ba")], "ab") is None, "half is no majority"


@given(st.lists(orders, max_size=7))
def test_the_condorcet_winner_beats_every_other_card(rankings):
    """Held against the definition, card by card."""

    def above(one, other, ranking):
        return one in ranking and (other not in ranking or ranking.index(one) < ranking.index(other))

    winners = [
        card
        for card in CARDS
        if all(
            sum(above(card, other, one) for one in rankings) > sum(above(other, card, one) for one in rankings)
            for other in CARDS
            if other != card
        )
    ]
    assert condorcet_winner(rankings, CARDS) == (winners[0] if winners else None)


class TestAlpha:
    # Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C: ordinal alpha is 0.815.
    OBSERVERS = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    )

    def test_the_published_example(self):
        units = [[value - 1 for value in unit if value] for unit in zip(*self.OBSERVERS, strict=True)]
        found = ordinal_alpha(units, 5)
        assert found == Fraction(108577, 133160)
        assert round(float(found), 3) == 0.815

    def test_one_deviating_vote_among_twenty_alike_gives_nothing(self):
        assert ordinal_alpha([[0] * 4] * 4 + [[0, 0, 0, 1]], 5) == 0

    def test_undefined_without_a_difference_or_a_pair(self):
        assert ordinal_alpha([[2, 2], [2, 2]], 5) is None
        assert ordinal_alpha([[0], [4]], 5) is None

    @settings(max_examples=40)
    @given(st.lists(st.lists(st.integers(0, 4), max_size=6), max_size=6), st.randoms(use_true_random=False))
    def test_neither_the_order_of_people_nor_the_end_that_is_first_matters(self, units, random):
        found = ordinal_alpha(units, 5)
        assert found is None or found <= 1
        assert ordinal_alpha([random.sample(unit, len(unit)) for unit in units], 5) == found
        assert ordinal_alpha([[4 - value for value in unit] for unit in units], 5) == found


def test_ranking_agreement_needs_five_filled_rankings():
    assert ranking_agreement([tuple("abc")] * 4 + [()], "abc") is None
    said = ranking_agreement([tuple("abc")] * 5, "abc")
    assert said is not None
    assert (said.rankings, said.w, said.winner) == (5, 1, "a")


@pytest.mark.parametrize("ranking", [("a", "a"), ("z",)])
def test_a_ranking_outside_the_cards_is_refused(ranking):
    with pytest.raises(ValueError, match="at most once"):
        borda([ranking], "abc")
