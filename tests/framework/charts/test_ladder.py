"""The ladder of a decision: what stands on each rung, and what a step wins and gives up."""

import pytest

from framework.analysis.choices import Choice
from framework.analysis.price import price
from framework.charts.ladder import Rung, rungs, step_to
from framework.deck import Deck, Letter, Scenario
from framework.language import translator
from tests.support.builders import a_deck, a_scenario, a_stance, an_unlawful_stance

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
    step = step_to(choice.scenario, choice.accepted, letter, (), {})
    back = price(choice.scenario, ("C",), letter).reference
    assert step is not None
    assert back is not None
    assert (step.better, step.worse) == (back.worse, back.better)


def test_without_a_choice_nothing_is_compared() -> None:
    assert step_to(a_scenario(1), (), "C", (), {}) is None
