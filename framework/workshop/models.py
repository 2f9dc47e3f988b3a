"""The workshop's state, in the one shape used for database, file and screens.

Three kinds of things live here:

* *documents* (`Workshop`, `Activity`, `Decision`, `RedLine`, `CharterTexts`, `Note`, `Room`) are shared text: each has a ``version`` that
  moves with every change, so that two windows never overwrite each other silently (`framework.workshop.merging`);
* *answers* (`Ranking`, `Ballot`, `Practice`, `Consent`, `RedLineVote`, `CheckoutWord`) are append-only: the latest of a
  seat wins and nothing is lost;
* *frameworks* (`Framework`) are what a team kept or adopted: written once, never changed.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from framework.deck import Deck, Letter, Verb
from framework.text import Lang, Worded
from framework.workshop.field_types import Count, FractionText, FrameworkVersion, Moment, RecordId, Revision
from framework.workshop.room import Room

Confidence = Literal["unsure", "fairly", "sure"]
CONFIDENCES: tuple[Confidence, ...] = ("unsure", "fairly", "sure")
PracticeAnswer = Literal["A", "B", "C", "D", "E", "unknown"]
Running = Literal["running", "planned"]
WorkshopKind = Literal["self", "live"]
Stage = Literal["preparing", "session", "follow_up", "adopted", "closed"]
"""A self-assessment starts in *session*. A live workshop goes all the way: preparing, session (ends in draft 0.1),
follow-up by the same seats, adopted, closed (votes are cut loose from seats for good)."""
ConsentAnswer = Literal["consent", "objection", "abstain"]
ObjectionAnswer = Literal["object", "no_objection", "unknown"]
NoteKind = Literal["note", "parking", "consequence"]
Agreed = Literal["consent", "disagree_and_commit", "decider"]


class State(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Workshop(State):
    """The head of a workshop: whose it is and which deck and law it uses."""

    id: RecordId
    version: Count = 1
    kind: WorkshopKind
    organisation: str
    team: str
    lang: Lang
    """The language it was started in; any reader may choose the other."""
    deck_id: str
    deck_version: str
    law_version: str
    stage: Stage = "session"
    created_at: Moment


class Seat(State):
    """A person's place in a workshop. It carries no name."""

    id: RecordId
    role: str = ""
    """One of `framework.workshop.room.ROLES`, or empty."""
    lang: Lang | None = None
    table: Count | None = None
    """The table this person talks at, from 1, in rooms of thirteen and more."""
    left: bool = False
    """Freed: it counts no more and takes no more answers; what it answered before stays."""


class Activity(State):
    """One AI marketing activity of the team: a use, not a tool."""

    id: RecordId
    version: Count = 1
    position: Count
    kind: str
    """Activity kind id of the deck."""
    name: str
    supplier: str = ""
    owner: str = ""
    """A role, not a person."""
    purpose: str = ""
    running: Running = "running"
    facts: dict[str, str] = Field(default_factory=dict)
    """Answers given by a person: fact id to value. The kind's starting facts hold where nothing was answered."""
    deleted: bool = False


class Ranking(State):
    """The cards one seat put first, in order; at most five."""

    seat: RecordId
    cards: tuple[str, ...]


class Ballot(State):
    """One seat's answer to one scenario about one activity, in one round. Not yet answered parts are ``None``/empty."""

    seat: RecordId
    scenario: str
    activity: RecordId
    round: Literal[1, 2] = 1
    stance: Letter | None = None
    confidence: Confidence | None = None
    reason: str = ""
    objection: bool = False
    abstained: bool = False
    """Said aloud not to choose; a vote of its own, and counted as such."""
    hidden: bool = False
    """The reason was hidden by the facilitator after the reveal."""


class Practice(State):
    """What an activity really does today: a stance, or not known."""

    seat: RecordId
    scenario: str
    activity: RecordId
    answer: PracticeAnswer


class Consent(State):
    """One seat's answer to a rule that was put to the room. An objection says what it would harm and what would help."""

    seat: RecordId
    round: str
    """`framework.workshop.room.round_key`: one attempt at one step."""
    decision: RecordId
    answer: ConsentAnswer
    harm: str = ""
    """What this rule would harm, and why."""
    safe_if: str = ""
    """What would make it safe enough to try."""


class RedLineVote(State):
    """Whether one seat strongly objects to a practice, so that it becomes a red line (the value dam)."""

    seat: RecordId
    red_line: RecordId
    answer: ObjectionAnswer


class CheckoutWord(State):
    """One word to leave with."""

    seat: RecordId
    word: str


class Note(State):
    """Something the facilitator wrote down: a note at a step, a matter parked for later, or who bears a consequence."""

    id: RecordId
    version: Count = 1
    kind: NoteKind
    step: RecordId | None = None
    text: str
    done: bool = False
    withdrawn: bool = False


class RuleWording(State):
    """The worded parts of a rule in one language; see `framework.workshop.rule_grammar` for how they compose."""

    trigger: str
    behaviour: str
    """In the we-form, finite verb first."""
    condition: str = ""
    """Only with ``only_if``."""


class Decision(State):
    """A stance on its way to a rule: the rule's parts, who answers for it, and what was said against it.

    ``wording`` holds both languages as long as it is the deck's proposal; once edited, only the language typed in.
    """

    id: RecordId
    version: Count = 1
    scenario: str
    activities: tuple[RecordId, ...]
    based_on: Letter
    accepted: tuple[Letter, ...]
    """The stances that this rule accepts, in deck order."""
    verb: Verb
    wording: Annotated[dict[Lang, RuleWording], Field(min_length=1)]
    check: Worded | None = None
    owner: str = ""
    """A role."""
    exception_role: str = ""
    """The role that may agree to an exception beforehand, in writing; empty: no exceptions."""
    review_on: date | None = None
    reason: str = ""
    objector: str = ""
    """Who would object."""
    dissent: str = ""
    none_voiced: bool = False
    agreed: Agreed | None = None
    """How a live group came to it; None for one person alone."""
    decider: str = ""
    """The role that decided after hearing the objections; only with ``decider``."""
    closed: bool = False
    withdrawn: bool = False


class RedLine(State):
    """A sentence that begins with "We never": the deck's proposal or the team's own."""

    id: RecordId
    version: Count = 1
    scenario: str | None = None
    wording: Worded
    """What is never done, in the we-form, finite verb first and without "never"."""
    reason: Worded | None = None
    proposed: bool = False
    """Put to the room and not drawn yet: it becomes a red line by the value dam, or goes."""
    objections: Count | None = None
    """Strong objections to the practice when it was drawn, of ``voters``; None where no group was asked."""
    voters: Count | None = None
    withdrawn: bool = False


class CharterTexts(State):
    """The charter's own words around the rules; all optional, all as typed."""

    version: Count = 1
    why: Worded | None = None
    scope: Worded | None = None
    owner: str = ""
    review_on: date | None = None
    stop_role: str = ""
    contact: str = ""
    suppliers: Worded | None = None


class FrameworkActivity(State):
    """An activity as it stood when the framework was made."""

    id: RecordId
    kind: str
    name: str
    supplier: str
    owner: str
    purpose: str
    running: Running
    facts: dict[str, str]
    """Effective facts: the person's answers over the kind's starting facts."""


class Rule(State):
    """A closed decision: a sentence that a team can act on and be held to."""

    decision: RecordId
    number: Count
    scenario: str
    activities: tuple[RecordId, ...]
    based_on: Letter
    accepted: tuple[Letter, ...]
    verb: Verb
    wording: Annotated[dict[Lang, RuleWording], Field(min_length=1)]
    check: Worded
    owner: str
    exception_role: str
    review_on: date
    reason: str
    objector: str
    dissent: str
    agreed: Agreed | None = None
    decider: str = ""


class FrameworkRedLine(State):
    id: RecordId
    scenario: str | None
    wording: Worded
    reason: Worded | None
    objections: Count | None = None
    """Strong objections to the practice, of ``voters``; None where no group was asked."""
    voters: Count | None = None


OpenReason = Literal[
    "no_stance", "unlawful_stance", "incomplete", "dissent_open", "not_closed", "law_stop", "law_unsure"
]


class OpenPoint(State):
    """Something the framework does not settle yet, and why."""

    reason: OpenReason
    scenario: str | None = None
    activity: RecordId | None = None
    missing: tuple[str, ...] = ()


class StanceTaken(State):
    """What was answered to a scenario and what is done today, for one activity. Internal edition only."""

    scenario: str
    activity: RecordId
    stance: Letter | None
    confidence: Confidence | None
    practice: PracticeAnswer | None
    reason: str = ""


class Measures(State):
    """What is said about one revealed round, kept as words and letters; None below the numbers of the method.

    ``median`` is a pair: the two middle votes. ``label`` as in `framework.analysis.agreement`.
    """

    median: tuple[Letter, Letter]
    steps_from_median: FractionText
    """Leik's consensus in plain words' number: mean steps from the middle vote, as a fraction ``3/5``."""
    label: Literal["aligned", "lone_voice", "divided", "spread"]
    all_over: bool = False


class RoundResult(State):
    """Votes of one revealed round: five counts A to E, never who."""

    votes: tuple[Count, Count, Count, Count, Count]
    abstained: Count = 0
    objections: Count = 0
    measures: Measures | None = None


class QuestionResult(State):
    """A dilemma about one activity as a group answered it, round by round.

    ``moved``: of those who voted in both rounds how many went toward A, toward E, and how many there were; None below
    the numbers of the method. It needs the link between the rounds, so it is kept before votes are cut loose.
    ``sideways``: how many chose another stance where the letters have no order; the first two of ``moved`` are then 0.
    """

    scenario: str
    activity: RecordId
    rounds: Annotated[tuple[RoundResult, ...], Field(min_length=1, max_length=2)]
    moved: tuple[Count, Count, Count] | None = None
    sideways: Count = 0


class ConsentRound(State):
    """How one revealed consent round on a rule went: counts, never who."""

    consents: Count
    objections: Count
    abstained: Count = 0


class ConsentResult(State):
    """A rule that was put to the room, with its revealed rounds in the order they were held."""

    decision: RecordId
    rounds: tuple[ConsentRound, ...]


class GroupResult(State):
    """What a group answered, in numbers that name nobody. ``people``: how many were in: seats that are not freed, and
    freed ones that answered something which was revealed. 0 where readers may not know (the public edition).

    ``cards``: the cards by Borda points, most first. ``kendall_w`` and ``alpha`` (Krippendorff's, ordinal, over all
    dilemmas) as fractions ``2/3``; None below the numbers of the method.
    """

    people: Count
    cards: tuple[str, ...] = ()
    rankings: Count = 0
    kendall_w: FractionText | None = None
    winner: str | None = None
    """The Condorcet winner among the cards, where there is one."""
    alpha: FractionText | None = None
    questions: tuple[QuestionResult, ...] = ()
    consents: tuple[ConsentResult, ...] = ()


class Framework(State):
    """What a team keeps: a proposal (0.x) or an adopted framework (1.0 and on). Never changed once written.

    It holds everything that a charter and later checks need, together with the deck and the law version it names.
    """

    version: FrameworkVersion
    adopted: bool
    made_on: date
    deciders: tuple[str, ...] = ()
    organisation: str
    team: str
    lang: Lang
    deck_id: str
    deck_version: str
    law_version: str
    voices: Count
    """How many people answered."""
    principles: tuple[str, ...]
    activities: tuple[FrameworkActivity, ...]
    rules: tuple[Rule, ...]
    red_lines: tuple[FrameworkRedLine, ...]
    open_points: tuple[OpenPoint, ...]
    stances: tuple[StanceTaken, ...]
    texts: CharterTexts
    group: GroupResult | None = None
    """None where one person alone filled it in."""


class WorkshopState(State):
    """All of a workshop. The one format: what the store loads, what the workshop archive carries, what pages read.

    Answers stand in the order they were given; documents by position.
    """

    workshop: Workshop
    revision: Revision
    deck: Deck
    seats: tuple[Seat, ...]
    activities: tuple[Activity, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    practices: tuple[Practice, ...] = ()
    decisions: tuple[Decision, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    texts: CharterTexts = CharterTexts()
    frameworks: tuple[Framework, ...] = ()
    room: Room | None = None
    """Only a live workshop has one."""
    notes: tuple[Note, ...] = ()
    consents: tuple[Consent, ...] = ()
    red_line_votes: tuple[RedLineVote, ...] = ()
    words: tuple[CheckoutWord, ...] = ()
    group: GroupResult | None = None
    """Kept when the workshop was closed and votes were cut loose; before that it is worked out from the votes."""


class WorkshopEntry(State):
    """A line in the list of workshops on this machine."""

    id: RecordId
    kind: WorkshopKind
    organisation: str
    team: str
    lang: Lang
    stage: Stage
    revision: Revision
    changed_at: Moment
