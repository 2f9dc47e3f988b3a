"""Field types and small models that several models share, within what every database can store."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from framework.deck import Letter, Verb
from framework.text import LINE_LIMIT, Lang, Worded


class State(BaseModel):
    """Base class of everything that a workshop keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid")


MAX_INT = 2**31 - 1
"""The largest ``INTEGER`` of PostgreSQL; SQLite's is larger."""

RecordId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Count = Annotated[int, Field(ge=0, le=MAX_INT)]
"""A number of things, a position, or the version of a document."""
Revision = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""Rises with every change of a workshop; a ``BIGINT``."""
Seconds = Annotated[int, Field(ge=-MAX_INT, le=MAX_INT)]
FractionText = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,80}(/[1-9][0-9]{0,79})?$")]
"""An exact number as ``2/3``, ``1`` or ``-1/12``."""
FrameworkVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}\.[0-9]{1,6}$")]
"""``0.1``, ``0.2`` … for proposals; ``1.0``, ``2.0`` … when adopted."""


def _within_calendar(moment: datetime) -> datetime:
    # Stored in UTC, which the first and the last day of the calendar do not have in every time zone.
    if not 1900 <= moment.year <= 9000:
        raise ValueError("beyond the calendar")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within_calendar)]
"""An aware datetime."""

PRINCIPLES = "principles"
"""Stands for the order of the principles, where a decision or a red line has its id."""
OpenReason = Literal[
    "no_stance",
    "unlawful_stance",
    "incomplete",
    "dissent_open",
    "not_closed",
    "objected",
    "principles_objected",
    "law_stop",
    "law_unsure",
]

RowId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
"""A row of a dilemma's marks: a principle's id, or ``reach``, ``conversion`` or ``cost``."""
Line = Annotated[str, StringConstraints(max_length=LINE_LIMIT)]
Effect = Literal["less", "same", "more"]
PracticeAnswer = Literal["A", "B", "C", "D", "E", "unknown"]
"""The stance that an activity follows today."""
PRICE_LIMIT = 300
"""Characters of a team's price in words, and of the reason for a corrected mark."""


Label = Literal["unanimous", "aligned", "lone_voice", "lone_voices", "minority", "divided", "all_over", "spread"]


class Measures(State):
    """The measures of a revealed round that may be shown, from five votes.

    ``median``: the two middle votes. ``label``: see `framework.analysis.agreement`.
    """

    median: tuple[Letter, Letter]
    steps_from_median: FractionText
    """Mean number of steps from the median, as a fraction such as ``3/5``; derived from Leik's consensus."""
    label: Label
    all_over: bool = False
    """Of release 0.1, which called flat votes divided."""

    @property
    def seen(self) -> Label:
        """The label to show: a key of `framework.language.labels.AGREEMENT_NAMES`."""
        return "all_over" if self.all_over else self.label


class RuleWording(State):
    """The parts of a rule in one language; `framework.workshop.rule_grammar` makes the sentence."""

    trigger: str
    behaviour: str
    """In the we-form, finite verb first."""
    condition: str = ""
    """Only with ``only_if``."""
    only_first: bool = False
    """Agreed to in release 0.1, which put *only* before what is done ("we only use customer data if …"). Those words stand until
    somebody changes them."""


class Objection(State):
    """An objection to a rule in its author's words."""

    harm: Annotated[str, StringConstraints(max_length=500)]
    safe_if: Annotated[str, StringConstraints(max_length=500)] = ""


class AskedRule(State):
    """A rule as an objection round put it to the room: the parts that people agree to."""

    round: Annotated[str, StringConstraints(max_length=80)]
    """Key of the round (`framework.workshop.room.round_key`)."""
    activities: tuple[RecordId, ...]
    based_on: Letter
    accepted: tuple[Letter, ...]
    verb: Verb
    wording: Annotated[dict[Lang, RuleWording], Field(min_length=1)]
    exception_role: str = ""
    owner: str = ""
    check: Worded | None = None


class TeamPrice(State):
    """What a rule costs the team, in its own words and figures. None: the team does not know, or was not asked."""

    sentence: Annotated[str, StringConstraints(max_length=PRICE_LIMIT)] = ""
    """As typed; people are asked for at most 25 words."""
    hours_per_month: Annotated[int, Field(ge=0, le=100_000)] | None = None
    euros_per_month: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    reach: Effect | None = None
    conversion: Effect | None = None
    public: bool = False
    """No longer read: no price is in the public edition. Files of before have it."""


class MarkCorrection(State):
    """A mark of the deck that the team reads differently, and why. It orders the stances of one row and says no more."""

    row: RowId
    stance: Letter
    mark: Annotated[int, Field(ge=-3, le=3)]
    """One further than the deck's marks either way, so that any stance can be put before or after all others."""
    reason: Annotated[str, StringConstraints(min_length=1, max_length=PRICE_LIMIT)]


class TeamEffects(BaseModel):
    """What the team itself says about the effects of a rule; it counts before what the deck says.

    It is no part of what people agree to, and may change while the rule stands.
    """

    price: TeamPrice = TeamPrice()
    corrections: tuple[MarkCorrection, ...] = ()
    practice: PracticeAnswer | None = None
    """What a group says it does today; a self-assessment has an answer per activity instead."""
    effects_checked: bool = False
    """Somebody looked at the effects again since the words changed (`framework.workshop.rule_checks.words_changed`)."""
