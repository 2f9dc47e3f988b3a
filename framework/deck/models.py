"""What a deck is: principle cards, scenarios with their stances, and activity kinds.

A deck is data (``data/decks/<id>/``); no card, scenario or kind is named in code. Everything a reader sees is in both
languages. Weights are signed ordinal marks from -2 to +2: what a stance gives (+) or costs (-) a principle, with the
reason in words. They are compared by sign and strength per row and never added up.
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
"""Where a source can be read. Decks come from others, so nothing but a web address may become a link."""
Speaker = Literal["customer", "colleague", "maker", "competitor"]
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
SYMBOL_GRID = 48
"""A card's symbol is drawn on a square of this many units."""
SymbolPath = Annotated[str, StringConstraints(pattern=r"^[Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.\-]{2,600}$")]
"""The ``d`` of one SVG path. Nothing but path data fits, so it can stand in a page or a document as it is."""


class DeckModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseSource(DeckModel):
    """A published work that a card or scenario rests on.

    ``kind``: *case* a published real incident; *ruling* a decision of a court or supervisor; *code* a sector code or
    framework; *study* research; *guidance* of a supervisor or the Commission; *law*; *article* journalism or opinion.
    """

    title: ContentText
    url: Address | None = None
    kind: SourceKind | None = None


class PrincipleCard(DeckModel):
    """One principle to put first, or one of the two counterweights (``scored = false``)."""

    id: Id
    scored: bool
    name: LocalizedText
    essence: LocalizedText
    tension: LocalizedText
    tension_with: tuple[Id, ...]
    questions: Annotated[tuple[LocalizedText, ...], Field(min_length=3, max_length=3)]
    examples: dict[Id, LocalizedText]
    """An example per activity kind, by kind id."""
    sources: tuple[CaseSource, ...]
    symbol: Annotated[tuple[SymbolPath, ...], Field(max_length=12)] = ()
    """A line drawing in one colour: SVG paths on a square of `SYMBOL_GRID` units, stroked and not filled."""


class RuleProposal(DeckModel):
    """A rule in the fixed grammar, as the deck proposes it for a stance.

    ``behaviour`` is written in the we-form and starts with the finite verb, so that it can be composed in both
    languages ("have a colleague read every text" / "laten een collega elke tekst lezen"). ``trigger`` goes after
    "When"/"Als" and may hold ``{activity}``, only after a preposition, so that any name or list of names fits.
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
    """Why it is marked; required unless the stance is lawful."""
    articles: tuple[str, ...] = ()
    rests_on: tuple[LawRuleId, ...] = ()
    """The rules of the law data that the mark rests on, by id; the deck check asks for them."""
    rule: RuleProposal

    @model_validator(mode="after")
    def _mark_has_reason(self) -> Self:
        if self.legal != "lawful" and (self.law is None or not self.articles):
            raise PydanticCustomError("mark_without_reason", "needs 'law' and 'articles', since it is marked")
        if self.legal == "unlawful" and self.rule.verb != "never":
            raise PydanticCustomError("unlawful_not_never", "is marked unlawful, so its rule can only be 'never'")
        return self


class WeightRow(DeckModel):
    """What each stance (A to E) gives or costs one principle."""

    principle: Id
    values: FiveWeights
    why: LocalizedText


class Commercial(DeckModel):
    """Effect of each stance (A to E) on the business; positive is commercially favourable. Its own axis."""

    reach: FiveWeights
    conversion: FiveWeights
    cost: FiveWeights


class Voice(DeckModel):
    """A role to be read aloud before the talk: who speaks, and what they say in the first person."""

    who: Speaker
    """The customer who is hit, a colleague, a maker, or a competitor."""
    name: LocalizedText
    text: LocalizedText


class Detail(DeckModel):
    """One line about the team's own activity, under the situation; see `framework.workshop.scenario_text`.

    It is shown only when it fits: ``needs = "supplier"`` when the activity names one, ``when`` (fact id to values) when
    the recorded facts say so. ``{activity}`` and ``{supplier}`` stand after a preposition, so that any name fits.
    """

    needs: Literal["supplier"] | None = None
    when: dict[LawRuleId, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    text: LocalizedText

    @model_validator(mode="after")
    def _supplier_is_there(self) -> Self:
        if self.needs != "supplier" and any("{supplier}" in self.text[lang] for lang in LANGS):
            raise PydanticCustomError("supplier_not_needed", 'names {supplier}; add needs = "supplier"')
        return self


class Scenario(DeckModel):
    """A dilemma with five stances, offered because it touches the team's own activities."""

    id: ScenarioId
    slug: Id
    title: LocalizedText
    question: LocalizedText
    """What is asked, with ``{activity}`` after a preposition."""
    situation: LocalizedText
    turning_question: LocalizedText
    kinds: Annotated[tuple[Id, ...], Field(min_length=1)]
    why: LocalizedText
    """Why it is proposed for such an activity, with ``{activity}``: one sentence."""
    ordered: bool = True
    """False where both ends hurt and the middle is no compromise: stances are then a set, not a scale."""
    stances: Annotated[tuple[Stance, ...], Field(min_length=5, max_length=5)]
    weights: Annotated[tuple[WeightRow, ...], Field(min_length=2)]
    commercial: Commercial
    red_line: LocalizedText
    """What one would never do here, in the we-form starting with the finite verb, without "never" in it."""
    red_line_reason: LocalizedText
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
    """A kind of AI marketing activity, with starting facts that are shown and can be changed."""

    id: Id
    order: int = Field(ge=0, le=1_000)
    from_article: bool
    name: LocalizedText
    description: LocalizedText
    examples: tuple[LocalizedText, ...]
    purpose: LocalizedText
    facts: dict[str, str]


class Deck(DeckModel):
    """A whole deck, in the form a workshop keeps for good.

    ``cards`` stand in deck order; ``kinds`` by their ``order``. References between the parts hold (checked here, so that
    an archive with a broken deck is refused too).
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
