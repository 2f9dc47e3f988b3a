"""The ladder of a decision: what stands on each rung, and what a step wins and gives up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.analysis.choices import Choice
from framework.analysis.price import price
from framework.charts.ladder import Rung, rungs
from framework.deck import LETTERS, Deck, Letter, Scenario
from framework.language import translator
from framework.workshop.field_types import TeamPrice
from tests.support.builders import a_deck, a_scenario, a_stance, an_unlawful_stance, both

ENGLISH = translator("en")
CARDS = [card.name.en for card in a_deck().cards]


def a_ladder(chosen: tuple[Letter, ...], practice: Letter | None = None, **scenario: object) -> dict[str, Rung]:
    about = a_scenario(1, **{"usual": "B", **scenario})
    found = price(about, chosen, practice)
    return {rung.letter: rung for rung in rungs(_deck(about), about, found, practice, ENGLISH, chosen="chosen")}


def _deck(scenario: Scenario) -> Deck:
    return a_deck().model_copy(update={"scenarios": (scenario,)})


def test_pins_say_where_we_are_where_we_want_to_be_and_what_the_law_closes() -> None:
    stances = (an_unlawful_stance("A"), *(a_stance(letter) for letter in "BCDE"))
    shown = a_ladder(("C",), "A", stances=stances)
    assert shown["A"].pins == ("what we do now", "closed by the law")
    assert shown["A"].closed
    assert shown["C"].pins == ("chosen",)
    conditional = (a_stance("A", legal="conditional", law=both("law"), articles=("GDPR 6",)), *stances[1:])
    assert a_ladder(("C",), stances=conditional)["A"].pins == ("lawful under conditions only",)
    assert shown["B"].pins == (), "what is usual does not count where today's practice is known"
    assert a_ladder(("C",), stances=stances)["B"].pins == ("usual in the sector, our estimate",)


def test_a_step_up_and_a_step_down_say_what_they_win_and_give_up() -> None:
    shown = a_ladder(("C",), "C")
    assert (shown["B"].step, shown["D"].step) == ("One step more permissive", "One step stricter")
    assert f"Better for {CARDS[1]}." in shown["B"].effects
    assert f"Worse for {CARDS[0]}." in shown["B"].effects
    assert f"Better for {CARDS[0]}." in shown["D"].effects
    assert [shown[letter].step for letter in "ACE"] == ["", "", ""]


def test_the_reference_is_no_step_for_it_stands_beside_the_ladder() -> None:
    shown = a_ladder(("C",), "B")
    assert (shown["B"].step, shown["D"].step) == ("", "One step stricter")


def test_answers_without_an_order_are_no_steps() -> None:
    assert {rung.step for rung in a_ladder(("C",), ordered=False).values()} == {""}


@pytest.mark.parametrize("letter", ["B", "D"])
def test_another_stance_wins_what_the_choice_gives_up_against_it(letter: Letter) -> None:
    choice = Choice("d", a_scenario(1), ("C",))
    step = choice.change_to(letter)
    back = price(choice.scenario, ("C",), letter).reference
    assert step is not None
    assert back is not None
    assert (step.better, step.worse) == (back.worse, back.better)


def test_without_a_choice_nothing_is_compared() -> None:
    assert Choice("d", a_scenario(1), ()).change_to("C") is None


@given(st.sampled_from(LETTERS), st.sampled_from((None, *LETTERS)), st.sampled_from((None, "less", "same", "more")))
def test_a_step_always_says_the_same_as_the_row_of_prices(chosen: Letter, practice: Letter | None, reach: Any) -> None:
    """The other way round: also where the team itself says what its choice does."""
    choice = Choice("d", a_scenario(1), (chosen,), practice, team=TeamPrice(reach=reach, hours_per_month=3))
    found = choice.price()
    for each in (found.reference, *found.neighbours):
        if each is not None:
            step = choice.change_to(each.stance)
            assert step is not None
            assert (step.better, step.worse, step.depends) == (each.worse, each.better, each.depends)
    if found.reference is not None:
        same = [each for each in found.neighbours if each.stance == found.reference.stance]
        assert all((each.better, each.worse) == (found.reference.better, found.reference.worse) for each in same)
