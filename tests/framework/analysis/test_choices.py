"""The price of a charter: dearest first by the team's own figures, and what adds up."""

import pytest

from framework.analysis.choices import Choice, Totals, choices_of_decisions, choices_of_stances, price_list, totals
from framework.errors import NotFound
from framework.workshop.field_types import MarkCorrection, TeamPrice
from framework.workshop.models import StanceTaken
from tests.support.builders import a_decision, a_scenario
from tests.support.three_scenarios import RANKING, the_deck

DECK = the_deck()


def priced(number, hours=None, euros=None, sentence=""):
    team = TeamPrice(hours_per_month=hours, euros_per_month=euros, sentence=sentence)
    return Choice(f"d{number}", a_scenario(number), ("C",), "B", team=team)


def ids(choices):
    return [row.choice.id for row in price_list(choices, [])]


def test_dearest_first_by_whichever_figure_puts_it_higher():
    # Hours: d2 40, d1 8, d4 2. Euros: d3 900, d1 200, d4 100. d2 and d3 are first on one of them; d3 has more euros.
    listed = [priced(1, 8, 200), priced(2, 40), priced(3, None, 900), priced(4, 2, 100)]
    assert ids(listed) == ["d3", "d2", "d1", "d4"]


def test_without_figures_last_and_words_before_none():
    assert ids([priced(1), priced(2, sentence="A day of waiting."), priced(3, 0, 0), priced(4, 1)]) == [
        "d4",
        "d2",
        "d1",
        "d3",
    ]


def test_only_hours_and_euros_add_up():
    assert totals([priced(1, 8, 200, "One day."), priced(2, 40), priced(3)]) == Totals(48, 200, 1, 2)
    assert totals([priced(1)]) == Totals(None, None, 1, 1)
    assert totals([]) == Totals(None, None, 0, 0)


def test_each_row_says_what_it_wins_and_gives_up_against_today():
    (row,) = price_list([Choice("d", DECK.scenarios[0], ("D",), "B")], RANKING)
    assert [effect.row for effect in row.price.reference.better] == ["card_1"]
    assert [effect.row for effect in row.price.reference.worse] == ["card_2", "reach", "conversion", "cost"]


def taken(scenario, activity, stance, practice):
    return StanceTaken(scenario=scenario, activity=activity, stance=stance, confidence=None, practice=practice)


def test_choices_from_decisions_know_what_is_done_today():
    never_a = a_decision(scenario="S01", based_on="A", accepted=("B", "C"), activities=("y", "x", "gone"))
    answers = [taken("S01", "y", "B", None), taken("S01", "x", "B", "D"), taken("S02", "x", "B", "E")]
    (found,) = choices_of_decisions(DECK, [never_a, a_decision(withdrawn=True)], answers, {"x": "Mail"})
    assert (found.scenario.id, found.accepted, found.practice, found.activities) == ("S01", ("B", "C"), "D", ("Mail",))


def test_choices_from_stances_leave_out_what_was_not_answered():
    answers = [taken("S02", "x", "D", "unknown"), taken("S01", "x", None, "B")]
    (found,) = choices_of_stances(DECK, answers, {"x": "Mail"})
    assert (found.id, found.accepted, found.practice) == ("S02-x", ("D",), "unknown")


def test_a_scenario_that_the_deck_does_not_have_is_refused():
    with pytest.raises(NotFound):
        choices_of_stances(DECK, [taken("S99", "x", "A", None)])


def test_what_the_team_says_of_a_decision_counts_before_the_deck():
    said = a_decision(
        scenario="S01",
        based_on="D",
        accepted=("D",),
        activities=("x",),
        price=TeamPrice(reach="more", conversion="same", hours_per_month=0),
        corrections=(MarkCorrection(row="card_3", stance="D", mark=-3, reason="Ours do not mind."),),
    )
    (choice,) = choices_of_decisions(DECK, [said], [taken("S01", "x", "D", "B")])
    found = choice.price(RANKING).reference
    assert [(effect.row, effect.corrected) for effect in found.better] == [("card_1", False), ("reach", True)]
    assert [(effect.row, effect.corrected) for effect in found.worse] == [("card_3", True), ("card_2", False)]
    tried = choice.with_stance("E").price(RANKING).reference
    assert [effect.row for effect in tried.worse] == ["card_3", "card_2", "reach", "conversion", "cost"]
