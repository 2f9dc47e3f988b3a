"""Prices of stances on worked cases: what comes out best, what is beaten, and which letter leads over a deck."""

import pytest

from framework.deck import LETTERS, Commercial, Scenario, WeightRow
from framework.deck.checks.prices import price_findings, prices
from tests.support.builders import a_scenario, a_stance, an_unlawful_stance, both

LEVEL = (0, 0, 0, 0, 0)


def priced(*rows: tuple[int, ...], cost: tuple[int, ...] = LEVEL, number: int = 1, **given: object) -> Scenario:
    """A scenario with these rows of principles, and of money only a cost."""
    weights = tuple(
        WeightRow(principle=f"card_{at}", values=row, why=both("Because"))  # pyright: ignore[reportArgumentType]
        for at, row in enumerate(rows, start=1)
    )
    commercial = Commercial(reach=LEVEL, conversion=LEVEL, cost=cost)  # pyright: ignore[reportArgumentType]
    return a_scenario(number, **{"weights": weights, "commercial": commercial, "spine": "card_1", **given})


def told(*scenarios: Scenario) -> set[tuple[str, str]]:
    """Code and letter of each finding on stances."""
    found = price_findings(prices((), scenarios, ()))
    return {(finding.code, str(finding.params.get("letter", ""))) for finding in found}


SOUND = ((-2, -1, 0, 1, 2), (2, 1, 0, -1, -2), (0, 0, 1, -1, 0))


def test_a_step_that_trades_is_sound() -> None:
    assert told(priced(*SOUND)) == set()


def test_a_row_is_one_vote_however_far_its_marks_are_apart() -> None:
    (one,) = prices((), [priced((-2, -1, 0, 1, 2), (0, 0, 1, 0, 0), (0, 0, 1, 0, 0))], ()).scenarios
    assert one.beats_all_principles == ("C",)
    assert one.most_wins_principles == ("C",)
    assert one.gives_up == ("D", "E")


def test_money_has_a_vote_only_where_it_is_asked() -> None:
    """Two rows against one for E; with cost and the same again, B and E are level."""
    (one,) = prices(
        (), [priced((-2, -1, 0, 1, 2), (0, 2, 1, -1, -2), (-2, -1, 0, 1, 2), cost=(2, 1, 0, -1, -2))], ()
    ).scenarios
    assert one.most_wins_principles == ("E",)
    assert one.beats_all_principles == ("E",)
    assert one.beats_all_business == ()


def test_marks_are_not_compared_with_zero() -> None:
    """All marks above or all below zero: the same order, so the same result."""
    (high,) = prices((), [priced((-2, -1, 0, 1, 2), (2, 1, 1, 0, 0))], ()).scenarios
    (low,) = prices((), [priced((-2, -1, 0, 1, 2), (0, -1, -1, -2, -2))], ()).scenarios
    assert high == low


def test_a_stance_that_is_nowhere_better_is_named_with_the_one_that_beats_it() -> None:
    assert ("beaten-everywhere", "B") in told(priced((-2, -2, 0, 1, 2), (2, 1, 0, -1, -2), cost=(1, 1, 0, 0, 0)))
    assert ("beaten-everywhere", "B") not in told(priced((-2, -2, 0, 1, 2), (2, 1, 0, -1, -2), cost=(1, 2, 0, 0, 0)))


def test_an_unlawful_stance_beats_nobody_and_moves_no_row() -> None:
    stances = (an_unlawful_stance("A"), *(a_stance(letter) for letter in LETTERS[1:]))
    codes = told(priced(*SOUND, (2, 0, 0, 0, 0), stances=stances))
    assert codes == {("row-never-moves", "")}


def test_two_unlawful_stances_need_a_dilemma_about_the_law() -> None:
    stances = (an_unlawful_stance("A"), an_unlawful_stance("B"), *(a_stance(letter) for letter in LETTERS[2:]))
    assert ("unlawful-twice", "") in told(priced(*SOUND, stances=stances))
    assert told(priced(*SOUND, stances=stances, law_is_topic=True)) == set()


def test_where_stances_are_no_scale_every_pair_is_a_step() -> None:
    """C and E are alike: as a scale they are no step from each other, as a set they are."""
    rows = ((-2, -1, 0, 1, 0), (2, 1, 0, -1, 0))
    assert ("step-without-change", "C") in told(priced(*rows, ordered=False, spine=None))
    assert ("step-without-change", "C") not in told(priced(*rows, spine=None))


@pytest.mark.parametrize(("count", "said"), [(9, False), (10, True)])
def test_one_letter_may_not_be_the_answer_of_a_deck(count: int, said: bool) -> None:
    rows = ((-2, -1, 0, 1, 2), (-1, 0, 2, 1, 0), (0, 1, 2, -1, -2))
    codes = told(*(priced(*rows, number=number) for number in range(1, count + 1)))
    assert (("one-letter-best", "C") in codes) == said
    assert (("one-letter-best-with-money", "C") in codes) == said


def test_ties_share_a_scenario() -> None:
    shares = prices((), [priced((-2, -1, 0, 1, 2), (2, 1, 0, -1, -2))], ()).shares("most_wins_principles")
    assert shares == pytest.approx(dict.fromkeys(LETTERS, 0.2))
