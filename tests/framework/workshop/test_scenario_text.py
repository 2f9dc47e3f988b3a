"""A scenario speaks of the team's own activity, and says only what is recorded about it."""

from typing import Any

import pytest

from framework.deck import Deck, Detail, Scenario, Voice
from framework.text import LANGS, Lang, LocalizedText
from framework.workshop.scenario_text import text_for_activity
from tests.support.builders import a_scenario, an_activity, both

SUPPLIED = Detail(
    needs="supplier", text=LocalizedText(nl="Je krijgt het van {supplier}.", en="You get it from {supplier}.")
)
UNREAD = Detail(
    when={"human_sends": ("no", "unknown")},
    text=LocalizedText(nl="Bij {activity} leest niemand mee.", en="With {activity}, nobody reads along."),
)
TWO = Detail(when={"human_sends": ("no",), "makes": ("text",)}, text=both("Text that nobody reads"))


def a_told_scenario(**given: Any) -> Scenario:
    voice = Voice(who="customer", name=both("A customer"), text=both("I was there"))
    return a_scenario(**{"details": (SUPPLIED, UNREAD, TWO), "voice": voice, **given})


def details(facts: dict[str, str], *, supplier: str = "", lang: Lang = "en") -> tuple[str, ...]:
    return text_for_activity(a_told_scenario(), an_activity(name="Chatbot Bo", supplier=supplier), facts, lang).details


def test_the_supplier_is_named_only_where_there_is_one() -> None:
    assert details({}) == details({}, supplier="  ") == ()
    assert details({}, supplier="Acme {activity}") == ("You get it from Acme {activity}.",)


def test_a_supplier_is_not_spoken_of_where_the_system_is_the_teams_own() -> None:
    told = a_told_scenario(details=(SUPPLIED.model_copy(update={"unless": {"maker": ("own",)}}),))
    activity = an_activity(supplier="Own model")
    assert text_for_activity(told, activity, {"maker": "own"}, "en").details == ()
    for facts in ({}, {"maker": "unknown"}, {"maker": "bought"}):
        assert text_for_activity(told, activity, facts, "en").details == ("You get it from Own model.",)


def test_a_detail_follows_from_every_fact_that_it_looks_at() -> None:
    assert details({"human_sends": "no"}) == ("With “Chatbot Bo”, nobody reads along.",)
    assert details({"human_sends": "unknown"}) == ("With “Chatbot Bo”, nobody reads along.",)
    assert details({"human_sends": "yes", "makes": "text"}) == ()
    assert len(details({"human_sends": "no", "makes": "text"})) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_question_and_reason_name_the_activity(lang: Lang) -> None:
    found = text_for_activity(a_told_scenario(), an_activity(name="Chatbot Bo"), {}, lang)
    assert "“Chatbot Bo”" in found.question
    assert "“Chatbot Bo”" in found.why
    assert found.voice == f"I was there ({lang})"
    assert found.voice_name == f"A customer ({lang})"


def test_a_scenario_of_an_older_deck_has_neither() -> None:
    found = text_for_activity(a_scenario(), an_activity(supplier="Acme"), {"human_sends": "no"}, "nl")
    assert found.details == ()
    assert found.voice is None


def test_a_brace_in_a_name_is_left_alone() -> None:
    told_about = text_for_activity(a_told_scenario(), an_activity(name="{supplier}"), {"human_sends": "no"}, "en")
    assert told_about.details == ("With “{supplier}”, nobody reads along.",)


@pytest.mark.parametrize("lang", LANGS)
def test_every_detail_of_the_deck_in_the_box_can_be_told(real_deck: Deck, lang: Lang) -> None:
    for scenario in real_deck.scenarios:
        for detail in scenario.details:
            facts = {fact: values[0] for fact, values in detail.when.items()}
            alone = scenario.model_copy(update={"details": (detail,)})
            (said,) = text_for_activity(alone, an_activity(name="Chatbot Bo", supplier="Acme"), facts, lang).details
            assert not set(said) & set("{}"), said
