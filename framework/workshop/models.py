"""The workshop's state: the same models for the database, archives and screens.

Three kinds:

* *documents* (`Workshop`, `Activity`, `SharedFacts`, `Arrangement`, `Decision`, `RedLine`, `CharterTexts`, `Note`,
  `Room`, `Promise`, `Training`, `LogEntry`, `ActionPlan`) are shared text. Their ``version`` rises with every change, so
  that two windows never overwrite each other silently (`framework.workshop.merging`).
* *answers* (`Ranking`, `Ballot`, `Practice`, `Consent`, `RedLineVote`, `CheckoutWord`) are append-only: a seat's latest one
  counts.
* *frameworks* (`Framework`) are proposals or adopted: written once, never changed.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from framework.deck import Deck, Letter, Verb
from framework.text import Lang, Worded
from framework.workshop.field_types import (
    AskedRule,
    Count,
    FractionText,
    FrameworkVersion,
    Measures,
    Moment,
    Objection,
    OpenReason,
    PracticeAnswer,
    RecordId,
    Revision,
    RuleWording,
    State,
    TeamEffects,
)
from framework.workshop.governance.history import History
from framework.workshop.governance.records import ActionPlan, Arrangement, CharterTexts, LogEntry, Promise, Training
from framework.workshop.room import Room
from framework.workshop.steps.unplanned_question import QuestionAnswer

Confidence = Literal["unsure", "fairly", "sure"]
CONFIDENCES: tuple[Confidence, ...] = ("unsure", "fairly", "sure")
Running = Literal["running", "planned"]
WorkshopKind = Literal["self", "live"]
Stage = Literal["preparing", "session", "draft", "follow_up", "adopted", "closed"]
"""A self-assessment starts in ``session``. A live workshop passes all stages: preparing, session, draft (0.1 is saved and can
be read), follow-up by the same seats, adopted, closed (votes are anonymised for good)."""
ConsentAnswer = Literal["consent", "objection", "abstain"]
ObjectionAnswer = Literal["object", "no_objection", "unknown"]
NoteKind = Literal["note", "parking", "consequence"]
Agreed = Literal["consent", "disagree_and_commit", "decider"]


class Workshop(State):
    """The head of a workshop: its organisation and team, and the deck and law it uses."""

    id: RecordId
    version: Count = 1
    kind: WorkshopKind
    organisation: str
    team: str
    lang: Lang
    """The language it was started in; readers may choose the other."""
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
    """Freed: no longer counted and takes no answers. Earlier answers stay."""


class Activity(State):
    """One AI marketing activity of the team: a use of AI, not a tool."""

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
    """A person's answers, by fact id; the kind's starting facts apply to the rest."""
    stopped_on: date | None = None
    """The day on which a use that was running was stopped."""
    deleted: bool = False
    waiting: bool = False
    """Sent by a participant, and the facilitator has not shown it yet: nobody else sees it, and nothing counts it."""

    @property
    def is_running(self) -> bool:
        """A use that was stopped runs no longer."""
        return self.running == "running" and self.stopped_on is None


class SharedFacts(State):
    """Answers to questions of the law check that are asked once: for the whole team, or about one supplier.

    An activity may say otherwise; `framework.workshop.facts` says which answer counts.
    """

    id: RecordId
    """`framework.workshop.facts.TEAM`, or `supplier_id` of the name."""
    version: Count = 1
    supplier: str = ""
    """The supplier's name as it was typed; empty for the team."""
    facts: dict[str, str] = Field(default_factory=dict)


class Ranking(State):
    """The cards one seat put first, in order; at most five."""

    seat: RecordId
    cards: tuple[str, ...]


class Ballot(State):
    """One seat's answer to one scenario about one activity in one round. Unanswered parts are None or empty."""

    seat: RecordId
    scenario: str
    activity: RecordId
    round: Literal[1, 2] = 1
    stance: Letter | None = None
    confidence: Confidence | None = None
    reason: str = ""
    objection: bool = False
    abstained: bool = False
    """Chose to abstain, which is counted as a vote of its own."""
    hidden: bool = False
    """The facilitator hid the reason."""


class Practice(State):
    """What an activity does today: a stance, or not known."""

    seat: RecordId
    scenario: str
    activity: RecordId
    answer: PracticeAnswer


class Consent(State):
    """One seat's answer to a rule that was put to the room, and in the follow-up to a red line or the principles
    (``decision`` is then its id, or `PRINCIPLES`). An objection says what it harms and what would help."""

    seat: RecordId
    round: str
    """The round's key (`framework.workshop.room.round_key`)."""
    decision: RecordId
    answer: ConsentAnswer
    harm: str = ""
    """What this rule would harm, and why."""
    safe_if: str = ""
    """What would make it safe enough to try."""
    keep_words: bool = False
    """Its author agreed to these words being kept with the rule."""
    hidden: bool = False
    """The facilitator hid the words."""


class RedLineVote(State):
    """Whether a practice may ever be done, says one seat (the value-dam rule for red lines).

    ``object`` is "never", ``no_objection`` "no line needed".
    """

    seat: RecordId
    red_line: RecordId
    answer: ObjectionAnswer


class CheckoutWord(State):
    """The one word with which somebody leaves."""

    seat: RecordId
    word: str
    waiting: bool = False
    """The facilitator has not shown it yet."""
    hidden: bool = False


class Note(State):
    """The facilitator's note on a step, an item on the parking lot, or a consequence and who bears it."""

    id: RecordId
    version: Count = 1
    kind: NoteKind
    step: RecordId | None = None
    text: str
    done: bool = False
    withdrawn: bool = False


class Decision(State, TeamEffects):
    """A rule in the making: its parts, its owner, and what was said against it.

    ``wording`` has both languages while it is the deck's proposal; once edited, only the language it was typed in.
    """

    id: RecordId
    version: Count = 1
    scenario: str
    activities: tuple[RecordId, ...]
    based_on: Letter
    accepted: tuple[Letter, ...]
    """The stances that the rule accepts, in the order A to E."""
    verb: Verb
    wording: Annotated[dict[Lang, RuleWording], Field(min_length=1)]
    check: Worded | None = None
    owner: str = ""
    """A role."""
    exception_role: str = ""
    """The role that may agree to an exception beforehand in writing; empty where there are no exceptions."""
    review_on: date | None = None
    reason: str = ""
    objector: str = ""
    """Who would object."""
    dissent: str = ""
    none_voiced: bool = False
    agreed: Agreed | None = None
    """How a live group agreed; None in a self-assessment."""
    decider: str = ""
    """The role that decided after hearing the objections; only where ``agreed`` is ``decider``."""
    asked: tuple[AskedRule, ...] = ()
    """What each objection round asked about, in order; for good."""
    closed: bool = False
    reopened: bool = False
    """Somebody objected after it was closed, and it has not been closed again."""
    withdrawn: bool = False


class RedLine(State):
    """A sentence that begins with "We never": proposed by the deck or the team's own."""

    id: RecordId
    version: Count = 1
    scenario: str | None = None
    wording: Worded
    """What is never done: in the we-form, finite verb first, without "never"."""
    practice: Worded | None = None
    """What the room is asked about (`framework.workshop.rule_grammar.practice_words`); None: the wording as "We …"."""
    reason: Worded | None = None
    proposed: bool = False
    """Put to the room and not decided yet: the value-dam rule makes it a red line or withdraws it."""
    objections: Count | None = None
    """How many of the ``voters`` said "never" when it was drawn; None where no group voted."""
    voters: Count | None = None
    reopened: bool = False
    """Somebody objected after it was drawn, or its words changed, and the room has not agreed to it since."""
    withdrawn: bool = False


class FrameworkActivity(State):
    """An activity as it was when the framework was made."""

    id: RecordId
    kind: str
    name: str
    supplier: str
    owner: str
    purpose: str
    running: Running
    facts: dict[str, str]
    """Effective facts (`framework.workshop.facts.effective_facts`)."""
    arranged: tuple[str, ...] = ()
    """Ids of the rules of law whose measures were marked as arranged."""
    arrangements: tuple[Arrangement, ...] = ()
    """What was said of the things to do: arranged, planned or not for us."""
    stopped_on: date | None = None

    @property
    def is_running(self) -> bool:
        return self.running == "running" and self.stopped_on is None


class Rule(State, TeamEffects):
    """A closed decision, as part of a framework."""

    decision: RecordId
    number: Count
    """Given in reading order at the first adoption, later the next free one; never reused."""
    since: FrameworkVersion | None = None
    """The version in which its words, uses, check, owner or role became what they are; None before release 0.2."""
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
    number: Count = 0
    """As a rule’s; 0 before release 0.2, when its place in the list is its number."""
    scenario: str | None
    wording: Worded
    practice: Worded | None = None
    """What the group was asked about."""
    reason: Worded | None
    objections: Count | None = None
    """How many of the ``voters`` said "never"; None where no group voted."""
    voters: Count | None = None


class OpenPoint(State):
    """Something that the framework leaves open, and why."""

    reason: OpenReason
    scenario: str | None = None
    activity: RecordId | None = None
    missing: tuple[str, ...] = ()
    red_line: Worded | None = None
    """The practice of a red line that is open."""


class StanceTaken(State):
    """A self-assessment's stance and practice on one scenario and activity. For the internal edition only."""

    scenario: str
    activity: RecordId
    stance: Letter | None
    confidence: Confidence | None
    practice: PracticeAnswer | None
    reason: str = ""


class RoundResult(State):
    """The votes of one revealed round: five counts, A to E, never who."""

    votes: tuple[Count, Count, Count, Count, Count]
    abstained: Count = 0
    objections: Count = 0
    measures: Measures | None = None


class QuestionResult(State):
    """A group's answers to a dilemma about one activity, round by round.

    ``moved``: of those who voted in both rounds, the number that moved toward A, the number that moved toward E, and their
    total number; None below five. It is stored before votes are anonymised, because it needs the link between rounds.
    ``sideways``: the number that changed stance where letters have no order; the first two of ``moved`` are then 0.
    """

    scenario: str
    activity: RecordId
    rounds: Annotated[tuple[RoundResult, ...], Field(min_length=1, max_length=2)]
    moved: tuple[Count, Count, Count] | None = None
    sideways: Count = 0


class ConsentRound(State):
    """A revealed consent round on a rule: counts, never who. ``words``: the sentence as it was put; None in release 0.1.

    ``voiced``: objections whose authors agreed to it, from five answers; the others only in the group's wording.
    """

    consents: Count
    objections: Count
    abstained: Count = 0
    words: Worded | None = None
    voiced: tuple[Objection, ...] = ()


class ConsentResult(State):
    """A rule, a red line or the principles (`PRINCIPLES`) that were put to the room, with the revealed rounds in order."""

    decision: RecordId
    rounds: tuple[ConsentRound, ...]


class GroupResult(State):
    """A group's answers as numbers that identify nobody.

    ``people``: those who answered something that was revealed; 0 in the public edition, which does not tell. ``cards``: ids
    by Borda points, most first. ``kendall_w`` and ``alpha`` (Krippendorff's, ordinal, over all dilemmas): fractions such as
    ``2/3``; None below five votes.
    """

    people: Count
    cards: tuple[str, ...] = ()
    rankings: Count = 0
    kendall_w: FractionText | None = None
    winner: str | None = None
    """The Condorcet winner among the cards, if there is one."""
    alpha: FractionText | None = None
    questions: tuple[QuestionResult, ...] = ()
    consents: tuple[ConsentResult, ...] = ()


class Framework(State):
    """A proposal (0.x) or an adopted framework (1.0 and up). Never changed once written.

    Together with the deck and the law version it names, it holds everything that a charter and later checks need.
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
    """Number of people who answered."""
    principles: tuple[str, ...]
    activities: tuple[FrameworkActivity, ...]
    rules: tuple[Rule, ...]
    red_lines: tuple[FrameworkRedLine, ...]
    open_points: tuple[OpenPoint, ...]
    stances: tuple[StanceTaken, ...]
    texts: CharterTexts
    promises: tuple[Promise, ...] = ()
    training: tuple[Training, ...] = ()
    log: tuple[LogEntry, ...] = ()
    """What happened until then."""
    group: GroupResult | None = None
    """None for a self-assessment."""
    history: History = ()
    """What each adopted version changed, and last what this one does; empty before the first adoption."""


class WorkshopState(State):
    """A whole workshop: what the store loads, what a workshop archive holds, and what pages read.

    Answers are in the order they came; activities are ordered by position.
    """

    workshop: Workshop
    revision: Revision
    deck: Deck
    seats: tuple[Seat, ...]
    activities: tuple[Activity, ...] = ()
    shared_facts: tuple[SharedFacts, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    practices: tuple[Practice, ...] = ()
    decisions: tuple[Decision, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    texts: CharterTexts = CharterTexts()
    promises: tuple[Promise, ...] = ()
    training: tuple[Training, ...] = ()
    log: tuple[LogEntry, ...] = ()
    action_plans: tuple[ActionPlan, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    room: Room | None = None
    """Only a live workshop has one."""
    notes: tuple[Note, ...] = ()
    consents: tuple[Consent, ...] = ()
    red_line_votes: tuple[RedLineVote, ...] = ()
    words: tuple[CheckoutWord, ...] = ()
    question_answers: tuple[QuestionAnswer, ...] = ()
    """To `Room.questions`."""
    group: GroupResult | None = None
    """Stored when the workshop is closed and votes are anonymised; until then it is derived from the votes."""


class WorkshopEntry(State):
    """An entry in the list of workshops."""

    id: RecordId
    kind: WorkshopKind
    organisation: str
    team: str
    lang: Lang
    stage: Stage
    revision: Revision
    changed_at: Moment
