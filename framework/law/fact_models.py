"""Facts and conditions over them: what there is to know about an activity, and how a rule looks at it."""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from framework.text import LocalizedText

UNKNOWN = "unknown"
"""The value of a fact somebody does not know. A fact that is missing counts as unknown too."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
FactScope = Literal["activity", "team", "supplier"]
"""What an answer holds for: one activity, all of the team's, or all that use this supplier. An activity may say otherwise."""
Topic = Literal["use", "output", "people", "area", "influence", "data", "marketing", "ground_rule"]


class LawModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Condition(LawModel):
    """A condition over facts, in exactly one of these forms (as TOML inline tables)::

        { all = [ … ] }   { any = [ … ] }   { not = { … } }
        { fact = "makes", is = ["text", "both"] }
        { fact = "maker", is = ["own"], maybe = ["rebranded"] }   # "maybe": the law itself is in doubt for these values
        { term = "annex_iii" }                                     # a condition with a name, from terms.toml
        { code = "HR:" }                                           # the outcome has a class whose code starts so

    A fact that is only asked under a condition (`Fact.asked_when`) has none of its values where it is not asked.
    """

    all_: tuple["Condition", ...] | None = Field(default=None, alias="all", min_length=1)
    any_: tuple["Condition", ...] | None = Field(default=None, alias="any", min_length=1)
    not_: "Condition | None" = Field(default=None, alias="not")
    fact: Id | None = None
    is_: tuple[str, ...] = Field(default=(), alias="is")
    maybe: tuple[str, ...] = ()
    term: Id | None = None
    code: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.all_, self.any_, self.not_, self.fact, self.term, self.code]
        if sum(form is not None for form in forms) != 1:
            raise ValueError("is a condition of exactly one form: all, any, not, fact, term or code")
        if self.fact is not None and not (self.is_ or self.maybe):
            raise ValueError("names a fact but no value; add 'is' or 'maybe'")
        if self.fact is None and (self.is_ or self.maybe):
            raise ValueError("has 'is' or 'maybe' without 'fact'")
        if set(self.is_) & set(self.maybe):
            raise ValueError("has one value in both 'is' and 'maybe'")
        return self


class Term(LawModel):
    """A condition with a name, for use in other conditions."""

    id: Id
    when: Condition


class Fact(LawModel):
    """One thing to know about an activity, asked as a plain question.

    ``values`` labels the answers of a choice; a yes/no fact needs none. *Don't know* is always an answer. ``changeable``
    facts can be brought about by the team: ``measure`` says by value what to do for it. ``asked_when``: the question
    makes sense only then; elsewhere the fact has none of its values. ``asserts``: the values that say something whatever
    was said before; beside an answer that rules their question out they contradict it (`contradictions`).
    """

    id: Id
    topic: Topic
    scope: FactScope = "activity"
    kind: Literal["yes_no", "choice"] = "yes_no"
    values: dict[Id, LocalizedText] = Field(default_factory=dict)
    question: LocalizedText
    why: LocalizedText
    example: LocalizedText | None = None
    changeable: bool = False
    measure: dict[str, LocalizedText] = Field(default_factory=dict)
    asked_when: Condition | None = None
    asserts: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.kind == "choice") != bool(self.values):
            raise ValueError("has 'values' exactly when its kind is choice")
        if UNKNOWN in self.values:
            raise ValueError("lists 'unknown' as a value; it is always there")
        if self.changeable != bool(self.measure):
            raise ValueError("has a 'measure' exactly when it is changeable")
        for value in self.measure:
            if value not in self.answers:
                raise ValueError(f"has a measure for “{value}”, which is not one of its values")
        for value in self.asserts:
            if value not in self.answers:
                raise ValueError(f"asserts “{value}”, which is not one of its values")
        if self.asserts and self.asked_when is None:
            raise ValueError("asserts a value although its question is always asked")
        return self

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """The values it may have, without *don't know*, in the order in which to show them."""
        return tuple(self.values) if self.kind == "choice" else ("yes", "no")

    @cached_property
    def allowed_values(self) -> frozenset[str]:
        """What may be recorded: its answers and ``unknown``."""
        return frozenset((*self.answers, UNKNOWN))


class TickLine(LawModel):
    """One line of a list. Ticked, a yes/no fact is *yes*; a fact with several answers is asked after it.

    ``unticked``: the answer where the line is not ticked; *no* for a yes/no fact.
    """

    fact: Id
    unticked: Id = "no"
    text: LocalizedText


class TickList(LawModel):
    """Questions of one kind that are read at a glance and answered by ticking what applies."""

    id: Id
    question: LocalizedText
    line: Annotated[tuple[TickLine, ...], Field(min_length=2, max_length=8)]
