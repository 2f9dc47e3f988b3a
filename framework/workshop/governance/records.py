"""What is kept about the keeping of a charter: people, measures, promises, training, and a log of what happened.

All of it is shared text, as the documents in `framework.workshop.models`, which lists these models among its own.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from framework.text import NAME_LIMIT, TEXT_LIMIT, Worded
from framework.workshop.field_types import Count, Line, RecordId, State

Name = Annotated[str, StringConstraints(max_length=NAME_LIMIT)]
Details = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]

ArrangementStatus = Literal["arranged", "planned", "not_for_us"]
PrivacyKind = Literal["dpo", "contact", "none"]
WorksCouncilState = Literal["advised", "consented", "not_needed", "to_ask", "none"]
PromiseAnswer = Literal["made", "left_out", "owner"]
LogKind = Literal["exception", "incident", "complaint", "stop", "check"]
Severity = Annotated[int, Field(ge=1, le=3)]


class Sponsor(State):
    """Who adopts the charter and answers for it. The one person whom a charter names, because somebody signs it."""

    name: Name = ""
    function: Name = ""


class PrivacyAdvice(State):
    """Who looks after privacy, and what they said.

    ``kind``: *dpo* is the data protection officer of Article 37 GDPR, who advises and does not decide (Article 38(6));
    *contact* somebody else; *none* nobody; None while nobody said. ``advice`` and ``followed`` (what was done with it) are
    kept, because Article 35(2) asks for the advice and Article 5(2) for showing it.
    """

    kind: PrivacyKind | None = None
    role: Name = ""
    contact: Line = ""
    advised_on: date | None = None
    advice: Details = ""
    followed: Details = ""


class WorksCouncil(State):
    """Where the works council stands (Dutch Works Councils Act, Articles 25(1)(k) and 27(1)(k) and (l)); None: not said."""

    state: WorksCouncilState | None = None
    on: date | None = None
    note: Line = ""


class PublicUse(State):
    """A use of AI that the public edition names, in plain words and without its supplier."""

    activity: RecordId
    words: Worded


class CharterTexts(State):
    """The charter's texts around the rules, and the people it names; all optional, as typed."""

    version: Count = 1
    why: Worded | None = None
    scope: Worded | None = None
    owner: str = ""
    """The role that keeps the charter."""
    review_on: date | None = None
    stop_role: str = ""
    contact: str = ""
    """Where customers can turn."""
    suppliers: Worded | None = None
    public: tuple[RecordId, ...] | None = None
    """What the public edition shows: ids of decisions, red lines and customer facts, and ``principles``. None: not asked yet."""
    public_checks: tuple[RecordId, ...] = ()
    """Ids of the decisions whose check it shows, too."""
    public_uses: tuple[PublicUse, ...] = ()
    sponsor: Sponsor = Sponsor()
    board: Name = ""
    """To whom the sponsor answers and the report goes."""
    deputy: Name = ""
    incident_contact: Line = ""
    """Whom to ring about a data breach."""
    complaints_role: Name = ""
    """The role that answers customers."""
    privacy: PrivacyAdvice = PrivacyAdvice()
    works_council: WorksCouncil = WorksCouncil()


class Arrangement(State):
    """What was said about one thing to do that follows from the law check of an activity.

    ``rule``: the id of the ground rule, obligation or other rule that asks for it. *arranged* counts in the verdict, on the
    word of ``by``; *planned* leaves things as they are until ``due``; *not_for_us* says why (``note``) and changes no verdict.
    """

    id: RecordId
    version: Count = 1
    activity: RecordId
    rule: str
    status: ArrangementStatus
    by: str = ""
    """The role that says so."""
    said_on: date
    owner: str = ""
    """The role that does it."""
    due: date | None = None
    note: str = ""
    """A link, or where it is written down."""
    withdrawn: bool = False


class Promise(State):
    """What the team said of one promise of the catalogue (`framework.workshop.governance.promises`).

    *made*: it stands in the charter. *left_out*: it does not. *owner*: handed to the charter's owner to decide, which the
    charter says. A promise without a record was not talked about.
    """

    id: RecordId
    """The promise's id in the catalogue."""
    version: Count = 1
    answer: PromiseAnswer
    role: Name = ""
    numbers: dict[RecordId, Annotated[int, Field(ge=0, le=1_000_000)]] = Field(default_factory=dict)
    """Numbers that the team chose; ticking confirms those of the catalogue."""
    wording: Worded | None = None
    """The team's own words instead of the catalogue's."""
    starts_on: date | None = None
    """When it takes effect; None from adoption."""
    public: bool = False


class Training(State):
    """One thing that is done so that people understand AI (Article 4 AI Act). A role or group, never names.

    ``attended`` of ``invited``: how many took part. ``next_on``: when it is done again.
    """

    id: RecordId
    version: Count = 1
    group: Name
    what: Line
    owner: Name = ""
    due: date | None = None
    done_on: date | None = None
    evidence: Line = ""
    """Where the record of it is kept."""
    attended: Count | None = None
    invited: Count | None = None
    next_on: date | None = None
    withdrawn: bool = False


class LogEntry(State):
    """An exception, incident, complaint, stop or check of a rule, as it happened. Roles, never names."""

    id: RecordId
    version: Count = 1
    kind: LogKind
    number: Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{1,6})?$")] = ""
    """As people refer to it: the year in which it was recorded and a number, as ``2026-3``; empty until it is stored."""
    on: date
    activity: RecordId | None = None
    decision: RecordId | None = None
    """The rule that it is about, by its decision, which stays the same when rules are numbered anew."""
    severity: Severity | None = None
    """Of an incident: 1 near miss, 2 people affected and it can be put right, 3 serious."""
    role: Name = ""
    """Who allowed the exception, saw the incident, took the complaint, stopped the use or did the check."""
    text: Details
    until: date | None = None
    """The end of an exception; of a check, the day of the next one."""
    breach: bool = False
    """Of an incident: it may be a personal data breach, on which Articles 33 and 34 GDPR set a clock."""
    outcome: Details = ""
    """How it ended, or what the check showed."""
    closed_on: date | None = None
    """When the incident was dealt with, the complaint answered, or the use started again."""
    closed_by: Name = ""
    """The role that says so."""
    withdrawn: bool = False


class ActionPlan(State):
    """Who does an action of the list (`framework.actions`), and when; for one that has no record of its own to keep that.

    ``id``: the action's. ``done_on`` and ``done_by`` (a role): only where nothing else shows that it is done.
    """

    id: RecordId
    version: Count = 1
    owner: Name = ""
    due: date | None = None
    done_on: date | None = None
    done_by: Name = ""
