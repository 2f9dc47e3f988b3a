"""The sixteen principle cards of the deck in the box: complete, bilingual, and consistent with one another."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from framework.deck.models import PrincipleCard
from framework.text import LANGS, Lang, LocalizedText

DECK = Path(__file__).parents[2] / "data" / "decks" / "marketing-ai"
IDS: list[str] = tomllib.loads((DECK / "deck.toml").read_text(encoding="utf-8"))["cards"]
COUNTERWEIGHTS = {"return", "dare"}
KINDS = {
    "next_best_action",
    "chatbot",
    "lookalike",
    "route_optimisation",
    "market_analysis",
    "analytics_insights",
    "llm_copy",
    "dynamic_pricing",
}
ESSENCE_LIMIT = 160
"""Characters: what fits on the front of a card at arm's length."""
RATIO = (0.6, 1.7)
"""Length of the Dutch over the English, in characters: beyond this one of the two says more than the other."""


@cache
def load(card_id: str) -> PrincipleCard:
    text = (DECK / "principles" / f"{card_id}.toml").read_text(encoding="utf-8")
    return PrincipleCard.model_validate(tomllib.loads(text))


@pytest.fixture(scope="module")
def cards() -> dict[str, PrincipleCard]:
    return {card_id: load(card_id) for card_id in IDS}


@pytest.fixture(params=IDS)
def card(request: pytest.FixtureRequest) -> PrincipleCard:
    """Each card by itself, so that a fault in one does not hide the others."""
    return load(request.param)


def texts(card: PrincipleCard) -> Iterator[tuple[str, LocalizedText]]:
    """Every text of a card with its place. The name is left out where length is compared: it is a label."""
    yield "essence", card.essence
    yield "tension", card.tension
    for number, question in enumerate(card.questions, start=1):
        yield f"question {number}", question
    for kind, example in card.examples.items():
        yield f"example {kind}", example


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!]”?(?=\s|$)", text))


def names(text: str, name: str) -> bool:
    """Whether a text names a card: its exact name, capital included, as whole words."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def test_deck_lists_the_sixteen_cards_that_exist() -> None:
    assert len(IDS) == 16
    assert {path.stem for path in (DECK / "principles").glob("*.toml")} == set(IDS)


def test_id_is_the_file_name_and_only_counterweights_are_unscored(cards: dict[str, PrincipleCard]) -> None:
    assert {card.id for card in cards.values()} == set(cards)
    assert all(card.id == card_id for card_id, card in cards.items())
    assert {card.id for card in cards.values() if not card.scored} == COUNTERWEIGHTS


@pytest.mark.parametrize("lang", LANGS)
def test_names_differ(cards: dict[str, PrincipleCard], lang: Lang) -> None:
    assert len({card.name[lang] for card in cards.values()}) == len(cards)


def test_the_four_starting_points_of_the_sector_are_on_cards(cards: dict[str, PrincipleCard]) -> None:
    points = {point.en.partition(": ")[2] for card in cards.values() for point in card.starting_points}
    assert points == {"clarity", "socially responsible use of data", "autonomy", "courage"}


def test_every_kind_finds_itself_on_every_card(card: PrincipleCard) -> None:
    assert set(card.examples) == KINDS


@pytest.mark.parametrize("lang", LANGS)
def test_essence_is_one_short_sentence(card: PrincipleCard, lang: Lang) -> None:
    essence = card.essence[lang]
    assert len(essence) <= ESSENCE_LIMIT
    assert essence.endswith(".")
    assert sentences(essence) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_tension_is_one_or_two_sentences(card: PrincipleCard, lang: Lang) -> None:
    assert card.tension[lang].endswith(".")
    assert sentences(card.tension[lang]) in {1, 2}


@pytest.mark.parametrize("lang", LANGS)
def test_tension_names_exactly_the_cards_it_lists(
    card: PrincipleCard, cards: dict[str, PrincipleCard], lang: Lang
) -> None:
    named = {other.id for other in cards.values() if names(card.tension[lang], other.name[lang])}
    assert named == set(card.tension_with)
    assert card.id not in named


@pytest.mark.parametrize("lang", LANGS)
def test_questions_end_in_a_question_mark_and_examples_as_a_sentence(card: PrincipleCard, lang: Lang) -> None:
    for question in card.questions:
        assert question[lang].endswith("?"), question[lang]
    for example in card.examples.values():
        assert example[lang].rstrip("”").endswith((".", "?")), example[lang]


def test_both_languages_are_of_one_length_class(card: PrincipleCard) -> None:
    low, high = RATIO
    uneven = {
        where: round(len(text.nl) / len(text.en), 2)
        for where, text in texts(card)
        if not low <= len(text.nl) / len(text.en) <= high
    }
    assert uneven == {}


def test_both_languages_state_the_same_figures(card: PrincipleCard) -> None:
    for where, text in texts(card):
        assert re.findall(r"\d+", text.nl) == re.findall(r"\d+", text.en), where


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_said_twice(cards: dict[str, PrincipleCard], lang: Lang) -> None:
    said = Counter(text[lang].casefold() for card in cards.values() for _, text in texts(card))
    assert [text for text, times in said.items() if times > 1] == []


def test_quotes_are_typographic_and_paired(card: PrincipleCard) -> None:
    for where, text in [("name", card.name), *texts(card)]:
        for lang in LANGS:
            assert not set("\"'") & set(text[lang]), (where, lang)
            assert text[lang].count("“") == text[lang].count("”"), (where, lang)


def test_sources_are_present_and_their_links_whole(card: PrincipleCard) -> None:
    assert card.sources
    titles = [source.title for source in card.sources]
    assert len(titles) == len(set(titles))
    for source in card.sources:
        assert source.title.strip()
        if source.url is not None:
            address = urlsplit(source.url)
            assert address.scheme == "https"
            assert "." in address.netloc
            assert not re.search(r"\s", source.url)
