"""What a line of words is about: questions as people ask them, in both languages, and what must hold of any line."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.deck import Deck
from framework.text import LANGS, Worded
from framework.verdict.search import LONGEST, names_activity, search, synonyms
from framework.workshop.models import Framework, FrameworkActivity, FrameworkRedLine
from tests.support.builders import a_framework, a_rule

QUESTIONS = (
    ("synthetic_media", "May we use a cloned voice of our founder in a radio ad?"),
    ("lookalike", "May the agency have our customer list for look-alikes?"),
    ("synthetic_media", "Can we launch an AI influencer on Instagram?"),
    ("market_analysis", "May we ask synthetic respondents instead of real people?"),
    ("agents", "Can we let a shopping agent order for our customers?"),
    ("chatbot", "May the chatbot answer alone at weekends?"),
    ("emotion_recognition", "May we detect emotion in our call recordings?"),
    ("synthetic_media", "Are generated product photos OK in the web shop?"),
    ("next_best_action", "Can we use send-time optimisation for the newsletter?"),
    ("analytics_insights", "May ChatGPT summarise the complaints we received?"),
    ("dynamic_pricing", "Can we show a higher price to loyal customers?"),
    ("children", "May we put this game in front of teenagers?"),
    ("synthetic_media", "Mogen we de stem van onze oprichter klonen voor een radiospotje?"),
    ("lookalike", "Mag het bureau onze klantenlijst hebben voor look-alikes?"),
    ("synthetic_media", "Mogen we een AI-influencer op Instagram zetten?"),
    ("market_analysis", "Mogen we synthetische respondenten vragen in plaats van echte mensen?"),
    ("agents", "Mag een shopping agent namens klanten bestellen?"),
    ("chatbot", "Mag de chatbot in het weekend alleen antwoorden?"),
    ("emotion_recognition", "Mogen we emoties herkennen in gespreksopnames?"),
    ("synthetic_media", "Mogen we gegenereerde productfoto's in de webshop zetten?"),
    ("next_best_action", "Mogen we de verzendtijd van de nieuwsbrief per persoon optimaliseren?"),
    ("analytics_insights", "Mag ChatGPT de klachten van deze maand samenvatten?"),
    ("dynamic_pricing", "Mogen we trouwe klanten een hogere prijs laten zien?"),
    ("children", "Mag dit spel ook naar tieners?"),
    ("emotion_recognition", "Mogen we stemopnames van de klantenservice analyseren op boosheid?"),
    ("next_best_action", "Mogen we met AI voorspellen wie opzegt?"),
    ("agents", "Mag een AI-agent zelf het advertentiebudget verdelen?"),
    ("llm_copy", "Mogen we klantdata in Copilot plakken?"),
    ("next_best_action", "May we predict which customers will leave?"),
    ("staff_monitoring", "May sales calls be scored automatically per employee?"),
    ("market_analysis", "Can we scrape competitor prices every hour?"),
    ("biometric_categorisation", "Is it OK to use a camera in the shop window to guess age?"),
)


@pytest.fixture
def framework() -> Framework:
    return a_framework(
        activities=(
            FrameworkActivity(
                id="a1",
                kind="other",
                name="Zomerpuzzel",
                supplier="",
                owner="",
                purpose="",
                running="running",
                facts={},
            ),
        ),
        red_lines=(
            FrameworkRedLine(
                id="l1", scenario=None, wording=Worded(nl="We bellen nooit na het avondeten"), reason=None
            ),
        ),
    )


@pytest.mark.parametrize(("kind", "asked"), QUESTIONS, ids=[asked for _, asked in QUESTIONS])
def test_a_question_finds_its_kind_among_the_first_three(
    kind: str, asked: str, framework: Framework, real_deck: Deck
) -> None:
    kinds = [one.id for one in search(framework, real_deck, asked) if one.what == "kind"]
    assert kind in kinds[:3], kinds


def test_the_words_of_the_team_are_found(framework: Framework, real_deck: Deck) -> None:
    best = search(framework, real_deck, "Mag de zomerpuzzle ook?")[0]
    assert (best.what, best.id) == ("activity", "a1")
    assert ("red_line", "l1") in [(one.what, one.id) for one in search(framework, real_deck, "bellen na het avondeten")]


def test_a_rule_is_found_by_its_words(real_deck: Deck) -> None:
    framework = a_framework(rules=(a_rule(scenario="S08"),))
    scenario = real_deck.scenario("S08")
    assert scenario is not None
    found = search(framework, real_deck, scenario.title.en)
    assert any(one.what == "rule" for one in found)


def test_an_activity_is_named_only_by_all_of_its_name(framework: Framework) -> None:
    activity = framework.activities[0].model_copy(update={"name": "Chatbot op de site"})
    assert names_activity(activity, "Mag onze chatbot op de site dit?")
    assert not names_activity(activity, "Mag onze chatbot dit?")
    assert not names_activity(activity.model_copy(update={"name": "AI"}), "Mag AI dit?")


def test_words_about_nothing_find_nothing(framework: Framework, real_deck: Deck) -> None:
    assert search(framework, real_deck, "Mogen wij dit?") == ()
    assert search(framework, real_deck, "") == ()
    assert search(framework, real_deck, "qqzzx wwvvk") == ()


@given(line=st.text(max_size=300), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_scores_are_in_order_and_do_not_depend_on_the_order_of_words(line: str, seed: int, real_deck: Deck) -> None:
    framework = a_framework()
    found = search(framework, real_deck, line)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score <= 1 for one in found)
    words = line.split()
    random.Random(seed).shuffle(words)
    again = search(framework, real_deck, " ".join(words))
    assert {(one.id, one.score) for one in again} == {(one.id, one.score) for one in found}


def test_what_comes_after_ten_thousand_characters_is_left_out(framework: Framework, real_deck: Deck) -> None:
    assert search(framework, real_deck, " " * LONGEST + "chatbot") == ()


def test_synonyms_are_of_kinds_of_the_deck_and_in_both_languages(real_deck: Deck) -> None:
    assert set(synonyms()) <= {kind.id for kind in real_deck.kinds}
    assert all(set(words) == set(LANGS) and all(words.values()) for words in synonyms().values())
