"""At a decision: the ladder, the team's own price, and a mark that it reads differently."""

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.text import Lang
from framework.workshop.models import Decision
from pages.ui import queries
from tests.pages.conftest import Open, unfold
from tests.pages.test_screens import words_of
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop


@pytest.fixture
def decision(demonstration: str) -> Decision:
    """A closed one, on a stance."""
    return next(one for one in queries.state(demonstration).decisions if one.scenario == "S01")


def stored(workshop: str, decision: Decision) -> Decision:
    return next(one for one in queries.state(workshop).decisions if one.id == decision.id)


def opened(screen: AppTest, key: str) -> AppTest:
    """With the popover open."""
    screen.session_state[key] = True
    return screen.run()


def test_the_sentence_is_typed_and_the_decks_is_never_copied(
    open_page: Open, lang: Lang, demonstration: str, decision: Decision
) -> None:
    any_actor().decisions.edit(demonstration, decision, decision.model_copy(update={"price": type(decision.price)()}))
    screen = open_page("decisions", lang, w=demonstration, s="S01")
    field = screen.text_area(key=f"{decision.id}.price")
    assert field.value == ""
    field.set_value("Jan leest elke dag een uur").run()
    assert stored(demonstration, decision).price.sentence == "Jan leest elke dag een uur"


def test_another_step_is_looked_at_and_changes_nothing(
    open_page: Open, lang: Lang, demonstration: str, decision: Decision
) -> None:
    screen = open_page("decisions", lang, w=demonstration, s="S01")
    ladder = screen.radio(key=f"{decision.id}.rung")
    assert ladder.value == decision.based_on
    before = words_of(screen)
    screen = ladder.set_value("D").run()
    assert not screen.exception
    assert words_of(screen) != before
    assert stored(demonstration, decision) == decision
    screen.button(key=f"{decision.id}.redraft").click().run()
    assert stored(demonstration, decision).based_on == "D"
    assert screen.radio(key=f"{decision.id}.rung").value == "D"


def test_a_mark_is_corrected_with_a_reason_and_taken_back(
    open_page: Open, lang: Lang, demonstration: str, decision: Decision
) -> None:
    """Three presses: open, say what differs, correct it. What is missing is said in the form, and the rule stays closed."""
    screen = opened(open_page("decisions", lang, w=demonstration, s="S01"), f"{decision.id}.correct")
    keep = f"{decision.id}.correct.keep"
    t = translator(lang)
    (nothing,) = (error.value for error in screen.button(key=keep).click().run().error)
    assert nothing == t("Nothing to correct yet: change at least one effect above.")
    effect = next(each for each in screen.button_group if each.key.startswith(f"{decision.id}.correct."))
    effect.set_value("worse" if effect.value != "worse" else "better")
    screen = screen.button(key=keep).click().run()
    (missing,) = (error.value for error in screen.error)
    assert missing == t("Say why first. The reason stays with the correction.")
    assert stored(demonstration, decision).corrections == ()
    screen.text_input(key=f"{decision.id}.correct.why").set_value("Bij ons niet")
    screen = screen.button(key=keep).click().run()
    assert not screen.error
    (correction,) = stored(demonstration, decision).corrections
    assert (correction.stance, correction.reason) == (decision.based_on, "Bij ons niet")
    assert stored(demonstration, decision).closed
    screen.button(key=f"{decision.id}.correct.{correction.row}.{correction.stance}").click().run()
    assert stored(demonstration, decision).corrections == ()


def test_figures_are_kept_and_emptied(open_page: Open, lang: Lang, demonstration: str, decision: Decision) -> None:
    screen = opened(open_page("decisions", lang, w=demonstration, s="S01"), f"{decision.id}.figures")
    screen.number_input(key=f"{decision.id}.hours").set_value(12).run()
    assert stored(demonstration, decision).price.hours_per_month == 12
    screen.number_input(key=f"{decision.id}.hours").set_value(None).run()
    assert stored(demonstration, decision).price.hours_per_month is None


def test_the_decks_price_stands_there_once(open_page: Open, lang: Lang, demonstration: str, decision: Decision) -> None:
    any_actor().decisions.edit(demonstration, decision, decision.model_copy(update={"price": type(decision.price)()}))
    scenario = queries.state(demonstration).deck.scenario("S01")
    assert scenario is not None
    costs = scenario.stance(decision.based_on).costs
    assert costs is not None
    assert words_of(open_page("decisions", lang, w=demonstration, s="S01")).count(costs[lang]) == 1


def test_a_group_says_in_one_press_what_it_does_today(open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
    people.begin("S03", "voting")
    people.vote("BBCCCD")
    people.move("revealed")
    rule = people.draft_rule("C")
    screen = unfold(open_page("console", lang, w=people.id), f"{rule}.weighed")
    screen.button_group(key=f"{rule}.practice").set_value("A").run()
    assert people.decision(rule).practice == "A"
    (choice,) = queries.choices(queries.state(people.id))
    assert choice.price().reference is not None
    assert (choice.price().reference.kind, choice.price().reference.stance) == ("today", "A")


def test_closing_stands_right_under_the_rule(
    open_page: Open, lang: Lang, demonstration: str, decision: Decision
) -> None:
    any_actor().decisions.reopen(demonstration, decision.id)
    screen = open_page("decisions", lang, w=demonstration, s="S01")
    drawn = [each.key for each in screen.main if getattr(each, "key", None)]
    assert drawn.index(f"{decision.id}.close") < drawn.index(f"{decision.id}.rung")
    assert [str(each.key) for each in screen.button if each.proto.type == "primary"] == [f"{decision.id}.close"]
