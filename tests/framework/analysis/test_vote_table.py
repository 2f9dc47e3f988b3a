"""Tables of votes and of rankings: measured as the measures themselves are, nothing below five, errors with their row."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.analysis import vote_table
from framework.analysis.agreement import leik_consensus, median_pair, ordinal_alpha, status_label
from framework.analysis.vote_table import (
    LIMIT_ROWS,
    analyse_rankings,
    analyse_votes,
    measure,
)
from framework.deck import LETTERS
from framework.errors import VotesRefused
from tests.support.linear_time import assert_linear


def votes(*cells: Sequence[object]) -> list[tuple[int, Sequence[object]]]:
    return list(enumerate(cells, start=2))


def one_round(letters: str, question: str = "S01", round_: int = 1) -> list[tuple[str, str, int, str]]:
    return [(f"p{number}", question, round_, letter) for number, letter in enumerate(letters)]


def test_a_round_is_measured_as_its_counts_are() -> None:
    (row,) = analyse_votes(votes(*one_round("ABBCCCCDDE"))).rounds
    assert (row.question, row.round, row.abstained) == ("S01", 1, 0)
    assert (row.n, row.leik_consensus, row.van_der_eijk_a, row.tastle_wierman_consensus) == (10, 0.6, 0.35, 0.633985)
    assert (row.median_low, row.median_high, row.label) == ("C", "C", "spread")


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_below_five_votes_nothing_is_said(counts: list[int]) -> None:
    found = measure(counts)
    assert found.n == sum(counts)
    assert found.shown == (sum(counts) >= 5)
    rest = {name: value for name, value in vars(found).items() if name not in ("n", "shown")}
    assert all((value is not None) == found.shown for value in rest.values())
    if found.shown:
        assert found.leik_consensus == round(float(leik_consensus(counts)), 6)
        assert found.label == status_label(counts)
        assert (found.median_low, found.median_high) == tuple(LETTERS[at] for at in median_pair(counts))


def test_abstentions_are_counted_apart() -> None:
    (row,) = analyse_votes(votes(*one_round("AAAA"), ("x", "S01", 1, ""), ("y", "S01", 1, None))).rounds
    assert (row.n, row.abstained, row.shown, row.label) == (4, 2, False, None)


def test_movement_is_counted_among_those_who_voted_twice() -> None:
    rows = [*one_round("AABBCE"), *one_round("BABACD", round_=2), ("late", "S01", 2, "E"), ("x", "S01", 2, "")]
    (moved,) = analyse_votes(votes(*rows)).movements
    assert (moved.question, moved.from_round, moved.to_round, moved.n) == ("S01", 1, 2, 6)
    assert (moved.shown, moved.toward_a, moved.toward_e, moved.stayed) == (True, 2, 1, 3)
    (few,) = analyse_votes(votes(*one_round("AABB"), *one_round("CCCCC", round_=2))).movements
    assert (few.n, few.shown, few.toward_a, few.toward_e, few.stayed) == (4, False, None, None, None)


def test_alpha_is_over_the_last_rounds_of_questions_with_five_votes() -> None:
    rows = [
        *one_round("EEEEE"),
        *one_round("AABBC", round_=2),
        *one_round("DDEED", "S02"),
        *one_round("ABCD", "S03"),
    ]
    found = analyse_votes(votes(*rows))
    assert found.questions_compared == 2
    expected = ordinal_alpha([[0, 0, 1, 1, 2], [3, 3, 4, 4, 3]], 5)
    assert expected is not None
    assert found.alpha == round(float(expected), 6)
    assert analyse_votes(votes(*one_round("ABCDE"))).alpha is None, "one question"
    assert analyse_votes(votes(*one_round("AAAAA"), *one_round("AAAAA", "S02"))).alpha is None, "no difference"


@given(
    st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("qr"), st.integers(1, 3)), unique=True, min_size=1)
)
def test_the_order_of_rows_changes_no_measure(keys: list[tuple[str, str, int]]) -> None:
    rows = [(*key, LETTERS[sum(map(ord, str(key))) % 5]) for key in keys]
    one, other = analyse_votes(votes(*rows)), analyse_votes(votes(*reversed(rows)))
    assert set(one.rounds) == set(other.rounds)
    assert set(one.movements) == set(other.movements)
    assert one.alpha == other.alpha


@pytest.mark.parametrize(
    ("cells", "reason", "params"),
    [
        (("p", "S01", 1, "F"), "unknown-stance", {"row": 3, "value": "F"}),
        (("p", "S01", 1, "🙂"), "unknown-stance", {"row": 3, "value": "🙂"}),
        (("p", "S01", 1, "3"), "unknown-stance", {"row": 3, "value": "3"}),
        (("p", "S01", 1, "AB"), "unknown-stance", {"row": 3, "value": "AB"}),
        (("", "S01", 1, "A"), "missing", {"row": 3, "column": "participant"}),
        (("p", None, 1, "A"), "missing", {"row": 3, "column": "question"}),
        (("p", "S01", "", "A"), "missing", {"row": 3, "column": "round"}),
        (("p", "S01", "first", "A"), "not-a-number", {"row": 3, "column": "round", "value": "first"}),
        (("p", "S01", 0, "A"), "not-a-number", {"row": 3, "column": "round", "value": "0"}),
        (("p", "S01", 1.5, "A"), "not-a-number", {"row": 3, "column": "round", "value": "1.5"}),
        (("p", "S01", "٣", "A"), "not-a-number", {"row": 3, "column": "round", "value": "٣"}),
        (("p", "S01", "9" * 5_000, "A"), "not-a-number", {"row": 3, "column": "round", "value": "9" * 5_000}),
        (("p", "S" * 300, 1, "A"), "too-long", {"row": 3, "column": "question", "limit": 280}),
        (("p\x1b", "S01", 1, "A"), "unreadable", {"row": 3, "column": "participant"}),
        (("one", "S01", 1.0, "b"), "voted-twice", {"row": 3, "first": 2, "value": "one"}),
        (("one ", " S01", "1", "A"), "voted-twice", {"row": 3, "first": 2, "value": "one"}),
    ],
)
def test_a_row_that_cannot_be_read_is_named(cells: tuple[object, ...], reason: str, params: dict[str, object]) -> None:
    with pytest.raises(VotesRefused) as refused:
        analyse_votes(votes(("one", "S01", 1, "a"), cells))
    assert refused.value.params == {"reason": reason, **params}


@pytest.mark.parametrize("analyse", [analyse_votes, analyse_rankings])
def test_a_table_without_rows_or_with_too_many_is_refused(
    analyse: Callable[[list[tuple[int, Sequence[object]]]], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(VotesRefused, match="no-rows"):
        analyse([])
    monkeypatch.setattr(vote_table, "LIMIT_ROWS", 20)
    last = [1, "A"] if analyse is analyse_votes else [1]
    rows = [(number, (f"p{number}", "S01", *last)) for number in range(21)]
    analyse(rows[:-1])
    with pytest.raises(VotesRefused, match="too-many-rows"):
        analyse(rows)


def ranked(*orders: str) -> list[tuple[int, tuple[str, str, int]]]:
    cells = [(f"p{who}", card, place) for who, cards in enumerate(orders) for place, card in enumerate(cards, start=1)]
    return list(enumerate(cells, start=2))


def test_rankings_give_the_order_and_how_alike_they_are() -> None:
    found = analyse_rankings(ranked("abc", "abc", "abc", "acb", "ab"))
    assert (found.n, found.shown, found.condorcet_winner) == (5, True, "a")
    assert [(row.card, row.borda) for row in found.cards] == [("a", 10.0), ("b", 4.0), ("c", 1.0)]
    assert found.kendall_w == 0.84


def test_gaps_between_places_do_not_matter_and_their_order_does() -> None:
    gaps = [(row, (who, card, place * 7)) for row, (who, card, place) in ranked("abc", "abc", "abc", "acb", "ab")]
    assert analyse_rankings(reversed(gaps)).cards == analyse_rankings(ranked("abc", "abc", "abc", "acb", "ab")).cards


def test_below_five_rankings_nothing_is_said() -> None:
    few = analyse_rankings(ranked("abc", "abc", "abc", "abc"))
    assert (few.n, few.shown, few.cards, few.kendall_w, few.condorcet_winner) == (4, False, (), None, None)


@pytest.mark.parametrize(
    ("again", "first"),
    [(("p0", "a", 3), 2), (("p0", "z", 2), 3)],
)
def test_a_card_or_place_given_twice_is_named(again: tuple[str, str, int], first: int) -> None:
    with pytest.raises(VotesRefused) as refused:
        analyse_rankings([*ranked("ab"), (9, again)])
    assert refused.value.params == {"reason": "ranked-twice", "row": 9, "first": first, "value": "p0"}


@pytest.mark.parametrize("shape", ["one question", "many questions"])
def test_a_long_table_takes_no_more_than_its_length(shape: str) -> None:
    def make(size: int) -> list[tuple[int, tuple[object, ...]]]:
        people = {"one question": size, "many questions": 5}[shape]
        return [(at, (f"p{at % people}", f"q{at // people}", 1, LETTERS[at % 5])) for at in range(size)]

    assert_linear(make, analyse_votes, LIMIT_ROWS // 2)


@pytest.mark.parametrize("people", [5, LIMIT_ROWS])
def test_long_rankings_take_no_more_than_their_length(people: int) -> None:
    def make(size: int) -> list[tuple[int, tuple[object, ...]]]:
        persons = min(people, size // 2)
        return [(at, (f"p{at % persons}", f"c{at // persons}", 1 + at // persons)) for at in range(size)]

    assert_linear(make, analyse_rankings, LIMIT_ROWS // 2)
