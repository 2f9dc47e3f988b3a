"""Models of a deck: principle cards, scenarios with their stances, and activity kinds.

A deck is data (``data/decks/<id>/``); code names no card, scenario or kind. All texts are in both languages. Weights are ordinal
marks from -2 to +2: a higher mark in a row is better for that principle, with the reason in words. They order the stances of one
row; they are never compared with zero or with another row, and never added up.
"""

from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from framework.text import LANGS, ContentText, LocalizedText

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$")]
ScenarioId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,4}[0-9]{2,3}$")]
Letter = Literal["A", "B", "C", "D", "E"]
LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D", "E")
Weight = Annotated[int, Field(ge=-2, le=2)]
FiveWeights = tuple[Weight, Weight, Weight, Weight, Weight]
Verb = Literal["always", "never", "only_if"]
Legal = Literal["lawful", "conditional", "unlawful"]
LawRuleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
SourceKind = Literal["case", "ruling", "code", "study", "guidance", "law", "article"]
PUBLISHED: frozenset[SourceKind] = frozenset({"case", "ruling", "code", "study"})
"""Kinds of source that show that a dilemma is real; a scenario has at least one."""
Address = Annotated[
    str, StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:\d+)?(/[^\s<>\"']*)?$", max_length=500)
]
"""URL of a source. Decks come from strangers, so only https URLs become links."""
Speaker = Literal["customer", "colleague", "maker", "competitor"]
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
SYMBOL_GRID = 48
"""Width and height of a card's symbol, in SVG units."""
SymbolPath = Annotated[str, StringConstraints(pattern=r"^[Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.\-]{2,600}$")]
"""The ``d`` attribute of an SVG path. The pattern allows path data only, so it needs no escaping."""


class DeckModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseSource(DeckModel):
    """A source that a card or scenario is based on.

    ``kind``: *case* a published real incident; *ruling* a decision of a court or supervisor; *code* a sector code or
    framework; *study* research; *guidance* of a supervisor or the Commission; *law*; *article* journalism or opinion.
    """

    title: ContentText
    url: Address | None = None
    kind: SourceKind | None = None


class PrincipleCard(DeckModel):
    """A principle that can be put first, or one of the two counterweights (``scored = false``)."""

    id: Id
    scored: bool
    name: LocalizedText
    essence: LocalizedText
    tension: LocalizedText
    tension_with: tuple[Id, ...]
    questions: Annotated[tuple[LocalizedText, ...], Field(min_length=3, max_length=3)]
    examples: dict[Id, LocalizedText]
    """Examples by activity kind."""
    sources: tuple[CaseSource, ...]
    symbol: Annotated[tuple[SymbolPath, ...], Field(max_length=12)] = ()
    """A line drawing: SVG paths on a square of `SYMBOL_GRID` units, stroked and not filled."""
    starting_points: Annotated[tuple[LocalizedText, ...], Field(max_length=4)] = ()
    """The starting points of a code of the sector that the card stands for, each with the code's name."""


class RuleProposal(DeckModel):
    """The rule that the deck proposes for a stance, as parts of the fixed grammar (`framework.workshop.rule_grammar`).

    ``behaviour`` is in the we-form and starts with the finite verb ("have a colleague read every text" / "laten een collega
    elke tekst lezen"). ``trigger`` follows "When"/"Als"; ``{activity}`` in it follows a preposition, so that any name or list of
    names fits. A number that the author chose is written ``{fill:20%}`` (`framework.deck.numbers_to_fill`).
    """

    trigger: LocalizedText
    verb: Verb
    behaviour: LocalizedText
    condition: LocalizedText | None = None
    check: LocalizedText

    @model_validator(mode="after")
    def _condition_with_only_if(self) -> Self:
        if (self.verb == "only_if") != (self.condition is not None):
            raise PydanticCustomError("condition_with_only_if", "has 'condition' exactly when the verb is only_if")
        return self


class Stance(DeckModel):
    """One of five answers to a scenario, described as behaviour, from permissive (A) to strict (E)."""

    letter: Letter
    name: LocalizedText
    behaviour: LocalizedText
    legal: Legal
    law: LocalizedText | None = None
    """Why it is marked; required where ``legal`` is not ``lawful``."""
    articles: tuple[str, ...] = ()
    rests_on: tuple[LawRuleId, ...] = ()
    """Ids of the rules of the law data that the mark is based on; the deck check requires them."""
    gives: LocalizedText | None = None
    """What the stance wins, in one concrete sentence that belongs to the situation."""
    costs: LocalizedText | None = None
    """What it gives up, likewise. Never part of a charter, where a team writes its own price."""
    rule: RuleProposal

    @model_validator(mode="after")
    def _mark_has_reason(self) -> Self:
        if self.legal != "lawful" and (self.law is None or not self.articles):
            raise PydanticCustomError("mark_without_reason", "needs 'law' and 'articles', since it is marked")
        if self.legal == "unlawful" and self.rule.verb != "never":
            raise PydanticCustomError("unlawful_not_never", "is marked unlawful, so its rule can only be 'never'")
        return self


class WeightRow(DeckModel):
    """The places of the stances (A to E) in the row of one principle; only their order counts."""

    principle: Id
    values: FiveWeights
    why: LocalizedText


class Commercial(DeckModel):
    """The places of the stances (A to E) in three business rows; higher is more favourable. Never combined with principles."""

    reach: FiveWeights
    conversion: FiveWeights
    cost: FiveWeights


class Voice(DeckModel):
    """A part to read aloud before the discussion, in the first person."""

    who: Speaker
    """An affected customer, a colleague, a maker, or a competitor."""
    name: LocalizedText
    text: LocalizedText


class Detail(DeckModel):
    """A sentence about the team's activity, below the situation (`framework.workshop.scenario_text`).

    Shown only where it is true: with ``needs = "supplier"`` where the activity has a supplier, with ``when`` (values by fact id)
    where the recorded facts match, with ``unless`` where they do not. ``{activity}`` and ``{supplier}`` follow a preposition, so that any name fits.
    """

    needs: Literal["supplier"] | None = None
    when: dict[LawRuleId, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    unless: dict[LawRuleId, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    text: LocalizedText

    @model_validator(mode="after")
    def _supplier_is_there(self) -> Self:
        if self.needs != "supplier" and any("{supplier}" in self.text[lang] for lang in LANGS):
            raise PydanticCustomError("supplier_not_needed", 'names {supplier}; add needs = "supplier"')
        return self


class Scenario(DeckModel):
    """A dilemma with five stances, about activities of certain kinds."""

    id: ScenarioId
    slug: Id
    title: LocalizedText
    question: LocalizedText
    """The question, with ``{activity}`` after a preposition."""
    situation: LocalizedText
    turning_question: LocalizedText
    kinds: Annotated[tuple[Id, ...], Field(min_length=1)]
    why: LocalizedText
    """One sentence with ``{activity}`` on why it is proposed for such an activity."""
    ordered: bool = True
    """False where both ends hurt and the middle is no compromise: stances are then a set, not a scale."""
    spine: Id | None = None
    """Where ordered, the principle whose row rises from A to E and so makes the letters a scale."""
    usual: Letter | None = None
    """What the sector usually does, by the author's estimate: the reference where a team's own practice is not known."""
    law_is_topic: bool = False
    """Whether the law is what the dilemma is about, so that more than one stance may be unlawful."""
    stances: Annotated[tuple[Stance, ...], Field(min_length=5, max_length=5)]
    weights: Annotated[tuple[WeightRow, ...], Field(min_length=2)]
    commercial: Commercial
    red_line: LocalizedText
    """What the team would never do, in the we-form, starting with the finite verb, without "never"."""
    practice: LocalizedText | None = None
    """What the red line is about, as a phrase without "never" and without "we": a room is asked whether this may be done."""
    red_line_reason: LocalizedText
    red_line_articles: tuple[ContentText, ...] = ()
    """The articles that forbid what the red line is about, whatever the team wants; none where the line is the team's own."""
    law: LocalizedText
    sources: tuple[CaseSource, ...]
    voice: Voice | None = None
    details: Annotated[tuple[Detail, ...], Field(max_length=4)] = ()

    def stance(self, letter: Letter) -> Stance:
        return self.stances[LETTERS.index(letter)]

    @model_validator(mode="after")
    def _letters_in_order(self) -> Self:
        if tuple(stance.letter for stance in self.stances) != LETTERS:
            raise PydanticCustomError("letters_out_of_order", "has its stances out of order; write A, B, C, D, E")
        rows = [row.principle for row in self.weights]
        if len(rows) != len(set(rows)):
            raise PydanticCustomError("principle_weighed_twice", "has two weight rows for one principle")
        return self


class ActivityKind(DeckModel):
    """A kind of AI marketing activity, with starting facts that users can see and change."""

    id: Id
    order: int = Field(ge=0, le=1_000)
    from_article: bool
    name: LocalizedText
    description: LocalizedText
    examples: tuple[LocalizedText, ...]
    purpose: LocalizedText
    facts: dict[str, str]


class Deck(DeckModel):
    """A complete deck, as a workshop stores it.

    ``cards`` are in deck order, ``kinds`` sorted by ``order``.
    """

    id: Id
    version: Version
    title: LocalizedText
    licence: str
    cards: Annotated[tuple[PrincipleCard, ...], Field(min_length=5)]
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1)]
    kinds: Annotated[tuple[ActivityKind, ...], Field(min_length=1)]

    def card(self, card_id: str) -> PrincipleCard | None:
        return next((card for card in self.cards if card.id == card_id), None)

    def scenario(self, scenario_id: str) -> Scenario | None:
        return next((scenario for scenario in self.scenarios if scenario.id == scenario_id), None)

    def kind(self, kind_id: str) -> ActivityKind | None:
        return next((kind for kind in self.kinds if kind.id == kind_id), None)
