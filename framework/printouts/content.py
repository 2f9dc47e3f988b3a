"""The content of each printed sheet in one language; Typst templates lay it out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from framework.deck import Deck, PrincipleCard, Scenario
from framework.deck.symbols import drawing
from framework.language import Translator
from framework.language.labels import ABSTAIN, CONFIDENCE_NAMES, I_OBJECT, LEGAL_NAMES
from framework.law.wording import article_words
from framework.workshop.models import Activity
from framework.workshop.rule_grammar import ACTIVITY_PLACEHOLDER
from framework.workshop.scenario_text import ScenarioText, text_for_activity

INK = "#0f5c63"
"""The teal of the screens, for symbols and titles."""
BLANK = "………………………………"
"""A line to write the name of an activity on."""


@dataclass(frozen=True, slots=True)
class LabelledLine:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """``symbol``: SVG; empty where the deck has none, and then ``initial`` is printed. ``place``: such as 3 of 16."""

    symbol: bytes
    initial: str
    place: str
    name: str
    note: str
    essence: str
    starting_points: str
    tension: str
    questions: tuple[str, ...]
    examples: tuple[LabelledLine, ...]


@dataclass(frozen=True, slots=True)
class CardSheets:
    lang: str
    title: str
    foot: str
    words: Mapping[str, str]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class PrintedStance:
    letter: str
    name: str
    behaviour: str


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A row of effects: the places of the five stances, and the reason (empty for commercial effects)."""

    name: str
    marks: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ScenarioSheet:
    """``kicker``: the scenario's id and its activity. ``voice``: who speaks, and the text; None without one."""

    id: str
    kicker: str
    title: str
    situation: str
    details: tuple[str, ...]
    voice: LabelledLine | None
    question: str
    stances: tuple[PrintedStance, ...]
    turning_question: str
    marks: tuple[LabelledLine, ...]
    law: str
    weights: tuple[EffectRow, ...]
    business: tuple[EffectRow, ...]


@dataclass(frozen=True, slots=True)
class ScenarioSheets:
    lang: str
    title: str
    foot: str
    words: Mapping[str, str]
    confidences: tuple[str, ...]
    sheets: tuple[ScenarioSheet, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """``paper``: Typst's name of the size. ``scale``: relative to A3."""

    lang: str
    paper: str
    scale: float
    title: str
    kicker: str
    foot: str
    cards: tuple[Card, ...]


def card_sheets(deck: Deck, t: Translator) -> CardSheets:
    return CardSheets(
        lang=t.lang,
        title=f"{deck.title[t.lang]} · {t('Principle cards')}",
        foot=_foot(deck, t),
        words={
            "tension": t("Where it clashes"),
            "questions": t("Ask yourselves"),
            "examples": t("For example"),
            "elsewhere": t("The rest of this card is at the end of the printout."),
        },
        cards=_cards(deck, t),
    )


def _cards(deck: Deck, t: Translator) -> tuple[Card, ...]:
    kinds = {kind.id: kind.name[t.lang] for kind in deck.kinds}
    return tuple(_card(card, place, len(deck.cards), kinds, t) for place, card in enumerate(deck.cards, start=1))


def _card(card: PrincipleCard, place: int, count: int, kinds: Mapping[str, str], t: Translator) -> Card:
    lang = t.lang
    return Card(
        symbol=drawing(card.symbol, INK).encode(),
        initial=card.name[lang][:1],
        place=f"{place} / {count}",
        name=card.name[lang],
        note="" if card.scored else t("Counterweight"),
        essence=card.essence[lang],
        starting_points=", ".join(point[lang] for point in card.starting_points),
        tension=card.tension[lang],
        questions=tuple(question[lang] for question in card.questions),
        # In the order of the kinds, so that each card has them in the same place.
        examples=tuple(
            LabelledLine(name, card.examples[kind][lang]) for kind, name in kinds.items() if kind in card.examples
        ),
    )


def about(scenario: Scenario, activity: Activity | None, facts: Mapping[str, str], t: Translator) -> ScenarioText:
    """A scenario's texts about an activity, or with a blank line for its name."""
    if activity is not None:
        return text_for_activity(scenario, activity, facts, t.lang)
    voice = scenario.voice
    return ScenarioText(
        title=scenario.title[t.lang],
        why=scenario.why[t.lang].replace(ACTIVITY_PLACEHOLDER, BLANK),
        situation=scenario.situation[t.lang],
        details=(),
        question=scenario.question[t.lang].replace(ACTIVITY_PLACEHOLDER, BLANK),
        voice_name=voice.name[t.lang] if voice else None,
        voice=voice.text[t.lang] if voice else None,
    )


def scenario_sheets(deck: Deck, asked: Iterable[tuple[Scenario, ScenarioText, str]], t: Translator) -> ScenarioSheets:
    """``asked``: each scenario, its texts, and the name of its activity, which may be empty."""
    names = {card.id: card.name[t.lang] for card in deck.cards}
    return ScenarioSheets(
        lang=t.lang,
        title=f"{deck.title[t.lang]} · {t('Dilemma sheets')}",
        foot=_foot(deck, t),
        words={
            "voice": t("To read aloud"),
            "details": t("In your case"),
            "stances": t("Five stances"),
            "after": t("For after the first vote"),
            "turning": t("Food for thought"),
            "marks": t("What the law allows"),
            "law": t("What the law says here"),
            "effects": t("Which stance is better for what"),
            "effects_note": t(
                "1 is best in this row; equal numbers are level. First estimates by the makers of the deck: "
                "feel free to disagree. Nothing is added up."
            ),
            "principle": t("Principle"),
            "business": t("Business effect (shown separately)"),
            "round_1": t("First vote"),
            "round_2": t("Second vote"),
            "number": t("My number"),
            "stance": t("My stance"),
            "abstain": t(ABSTAIN),
            "confidence": t("How sure are you?"),
            "reason": t("Why? One line is enough."),
            "objection": t(I_OBJECT),
            "tear": t("Tear off and hand in. Your number, not your name."),
        },
        confidences=tuple(t(words) for words in CONFIDENCE_NAMES.values()),
        sheets=tuple(_sheet(scenario, how, activity, names, t) for scenario, how, activity in asked),
    )


def _sheet(
    scenario: Scenario, how: ScenarioText, activity: str, names: Mapping[str, str], t: Translator
) -> ScenarioSheet:
    lang = t.lang
    money = scenario.commercial
    business: Sequence[tuple[str, Sequence[int]]] = (
        (t("Reach"), money.reach),
        (t("Conversion"), money.conversion),
        (t("Cost and margin"), money.cost),
    )
    return ScenarioSheet(
        id=scenario.id,
        kicker=" · ".join(part for part in (scenario.id, activity) if part),
        title=how.title,
        situation=how.situation,
        details=how.details,
        voice=LabelledLine(how.voice_name, how.voice) if how.voice and how.voice_name else None,
        question=how.question,
        stances=tuple(
            PrintedStance(stance.letter, stance.name[lang], stance.behaviour[lang]) for stance in scenario.stances
        ),
        turning_question=scenario.turning_question[lang],
        marks=tuple(
            LabelledLine(
                f"{stance.letter} · {t(LEGAL_NAMES[stance.legal])}",
                f"{stance.law[lang]} ({', '.join(article_words(article, t) for article in stance.articles)})",
            )
            for stance in scenario.stances
            if stance.legal != "lawful" and stance.law is not None
        ),
        law=scenario.law[lang],
        weights=tuple(
            EffectRow(names.get(row.principle, row.principle), _places(row.values), row.why[lang])
            for row in scenario.weights
        ),
        business=tuple(EffectRow(name, _places(values), "") for name, values in business),
    )


def _places(values: Sequence[int]) -> tuple[str, ...]:
    """Each stance's place in the row: 1 is best, and equal stances share a place."""
    order = sorted(set(values), reverse=True)
    return tuple(str(order.index(value) + 1) for value in values)


def principles_poster(deck: Deck, t: Translator, paper: str, scale: float) -> Poster:
    return Poster(
        lang=t.lang,
        paper=paper,
        scale=scale,
        title=t("What do you put first?"),
        kicker=deck.title[t.lang],
        foot=_foot(deck, t),
        cards=_cards(deck, t),
    )


def _foot(deck: Deck, t: Translator) -> str:
    return " · ".join(("Kader", f"{deck.title[t.lang]} {deck.version}", deck.licence))
