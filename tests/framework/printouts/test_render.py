"""Paper: every text is on it, whole, at the place and on the side where it belongs."""

import io
import re
from datetime import date
from functools import cache

import pypdf
import pytest

from framework import printouts
from framework.deck import LETTERS, Deck, PrincipleCard, Scenario, load_deck
from framework.deck.load import DECKS_DIR
from framework.language import translator
from framework.printouts.content import scenario_sheets
from framework.text import LANGS, Lang, LocalizedText
from framework.workshop.models import CONFIDENCES
from tests.support.builders import an_activity

DAY = date(2026, 11, 25)
MM = 72 / 25.4


@cache
def deck() -> Deck:
    return load_deck(DECKS_DIR / "marketing-ai")


@cache
def cards(lang: Lang) -> bytes:
    return printouts.cards(deck(), translator(lang), DAY)


@cache
def scenarios(lang: Lang) -> bytes:
    return sheets(deck(), lang)


def sheets(of: Deck, lang: Lang) -> bytes:
    t = translator(lang)
    return printouts.scenarios(of, [(one, printouts.about(one, None, {}, t), "") for one in of.scenarios], t, DAY)


@cache
def pages(made: bytes) -> tuple[str, ...]:
    """The words of each page as one run of letters, since lines and hyphens fall anywhere."""
    return tuple(run(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(made)).pages)


def run(words: str) -> str:
    return re.sub(r"[\s\u200b\u00ad‐-]+", "", words)


def texts_of(card: PrincipleCard, lang: Lang) -> list[str]:
    localized = [card.name, card.essence, card.tension, *card.questions, *card.examples.values()]
    return [text[lang] for text in localized]


def places(made: bytes, page: int, words: str) -> list[tuple[float, float]]:
    """Where words stand on a page, in millimetres from the left and from the bottom."""
    return [(x, y) for text, x, y in runs(pypdf.PdfReader(io.BytesIO(made)).pages[page]) if words in text]


def runs(page: pypdf.PageObject) -> list[tuple[str, float, float]]:
    """Every run of text on a page, with its place in millimetres from the left and from the bottom."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip():
            found.append((text, x / MM, y / MM))

    page.extract_text(visitor_text=visit)
    return found


# Cards


@pytest.mark.parametrize("lang", LANGS)
def test_four_cards_to_a_sheet_of_two_sides(lang: Lang) -> None:
    """No further page: nothing was too long for its card."""
    assert len(pages(cards(lang))) == 2 * len(deck().cards) / 4


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_of_a_card_is_cut(lang: Lang) -> None:
    printed = pages(cards(lang))
    for place, card in enumerate(deck().cards):
        front, back = printed[place // 4 * 2], printed[place // 4 * 2 + 1]
        assert run(card.essence[lang]) in front
        assert [text for text in texts_of(card, lang) if run(text) not in front + back] == []


def test_each_back_lies_behind_its_front() -> None:
    """Turned over the long edge of an A4, left becomes right and top stays top."""
    for place, card in enumerate(deck().cards):
        name = f"{place + 1} / {len(deck().cards)}"
        ((front_x, front_y),) = places(cards("en"), place // 4 * 2, name)
        ((back_x, back_y),) = places(cards("en"), place // 4 * 2 + 1, name)
        assert (front_x < 105) != (back_x < 105), card.id
        assert abs(front_y - back_y) < 1, card.id


def test_cards_are_a6() -> None:
    page = pypdf.PdfReader(io.BytesIO(cards("nl"))).pages[0]
    assert (round(page.mediabox.width / MM), round(page.mediabox.height / MM)) == (210, 297)


def test_what_is_too_long_for_a_card_stands_whole_at_the_end() -> None:
    wordy = {lang: f"{'Een verhaal zonder einde. 🚀 ' * 130}Klaar {lang}." for lang in LANGS}
    long = deck().cards[1].model_copy(update={"tension": LocalizedText(**wordy)})
    own = deck().model_copy(update={"cards": (deck().cards[0], long, *deck().cards[2:])})
    printed = pages(printouts.cards(own, translator("nl"), DAY))
    assert len(printed) > 8
    assert run(translator("nl")("The rest of this card is at the end of the printout.")) in printed[1]
    assert run(wordy["nl"]) in "".join(printed[8:])
    assert all(run(text) in "".join(printed[8:]) for text in texts_of(long, "nl"))


def test_a_deck_without_drawings_and_with_an_odd_number_of_cards_prints() -> None:
    some = tuple(card.model_copy(update={"symbol": ()}) for card in deck().cards[:5])
    own = deck().model_copy(update={"cards": some})
    made = printouts.cards(own, translator("en"), DAY)
    assert len(pages(made)) == 4
    ((x, _),) = places(made, 3, "5 / 5")
    assert x > 105, "a card that stands alone still has its back behind it"
    assert len(pages(printouts.poster(own, translator("en"), DAY))) == 1


# Scenarios


@pytest.mark.parametrize("lang", LANGS)
def test_each_scenario_has_one_sheet_of_two_sides(lang: Lang) -> None:
    assert len(pages(scenarios(lang))) == 2 * len(deck().scenarios)


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_of_a_scenario_is_cut_and_the_law_is_on_the_back(lang: Lang) -> None:
    printed = pages(scenarios(lang))
    for place, scenario in enumerate(deck().scenarios):
        front, back = printed[2 * place], printed[2 * place + 1]
        asked = [scenario.title, scenario.situation, *(stance.behaviour for stance in scenario.stances)]
        asked += [scenario.voice.name, scenario.voice.text] if scenario.voice else []
        after = [scenario.law, scenario.turning_question, *(row.why for row in scenario.weights)]
        after += [stance.law for stance in scenario.stances if stance.law is not None]
        assert [text[lang] for text in asked if run(text[lang]) not in front] == []
        assert [text[lang] for text in after if run(text[lang]) not in back] == []
        assert [text[lang] for text in after if run(text[lang]) in front] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_back_is_empty_where_the_slips_are_torn_off(lang: Lang) -> None:
    backs = pypdf.PdfReader(io.BytesIO(scenarios(lang))).pages[1::2]
    assert min(y for page in backs for _, _, y in runs(page)) > 90


def test_a_slip_asks_what_can_be_typed_in() -> None:
    """A ballot has a stance, a confidence, a reason and an objection; the slip has no less and no more answers."""
    t = translator("nl")
    told = [(one, printouts.about(one, None, {}, t), "") for one in deck().scenarios[:1]]
    assert len(scenario_sheets(deck(), told, t).confidences) == len(CONFIDENCES)
    front = pages(printouts.scenarios(deck(), told, t, DAY))[0]
    for words in (
        "My number",
        "My stance",
        "How sure are you?",
        "Why? One line is enough.",
        "First vote",
        "Second vote",
    ):
        assert run(t(words)) in front
    assert front.count(run(t("I strongly object to what we do now, or plan to do"))) == 2
    assert front.count("".join(LETTERS)) == 2


def test_a_sheet_speaks_of_the_team_s_own_activity() -> None:
    t = translator("nl")
    scenario = deck().scenarios[0]
    activity = an_activity(kind="llm_copy", name="Nieuwsbrief #1 *snel*", supplier="Fabriek & Zn")
    told = printouts.about(scenario, activity, {"human_sends": "no"}, t)
    front = pages(printouts.scenarios(deck(), [(scenario, told, activity.name)], t, DAY))[0]
    assert told.details
    assert all(run(detail) in front for detail in told.details)
    assert run(told.question) in front
    assert run(f"{scenario.id} · Nieuwsbrief #1 *snel*") in front


def test_a_scenario_that_is_too_long_takes_more_leaves_and_loses_nothing() -> None:
    wordy = LocalizedText(nl="Nog een zin. " * 300, en="One more sentence. " * 200)
    first, second = deck().scenarios[:2]
    long = Scenario.model_validate({**first.model_dump(), "situation": wordy})
    printed = pages(sheets(deck().model_copy(update={"scenarios": (long, second)}), "en"))
    assert run(wordy.en) in "".join(printed)
    start = next(place for place, page in enumerate(printed) if run(second.situation.en) in page)
    assert start % 2 == 0, "the next scenario begins on a new leaf"
    assert any(run(translator("en")("First vote")) in page for page in printed[:start])


# Poster


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("size", "sides"), [("a3", (297, 420)), ("a0", (841, 1189))])
def test_the_poster_is_one_page_with_everything(lang: Lang, size: printouts.PosterSize, sides: tuple[int, int]) -> None:
    made = printouts.poster(deck(), translator(lang), DAY, size)
    (words,) = pages(made)
    assert [c.id for c in deck().cards if run(c.name[lang]) not in words or run(c.essence[lang]) not in words] == []
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    assert (round(page.mediabox.width / MM), round(page.mediabox.height / MM)) == sides


# All


@pytest.mark.parametrize("lang", LANGS)
def test_every_file_is_tagged_says_its_language_and_is_the_same_twice(lang: Lang) -> None:
    t = translator(lang)
    poster = printouts.poster(deck(), t, DAY)
    for made in (cards(lang), scenarios(lang), poster):
        reader = pypdf.PdfReader(io.BytesIO(made))
        root = reader.trailer["/Root"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in made
        assert str(root["/Lang"]).startswith(lang)
        assert root["/MarkInfo"]["/Marked"]
    assert printouts.cards(deck(), t, DAY) == cards(lang)
    assert printouts.poster(deck(), t, DAY) == poster
