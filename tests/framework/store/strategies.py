"""Any workshop that the models allow, in the words that people really type and some that they do not."""

import string
from datetime import UTC, date, datetime
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from framework.analysis.agreement import Label
from framework.deck import LETTERS
from framework.text import NAME_LIMIT, Worded
from framework.workshop import room as rooms
from framework.workshop.field_types import PRICE_LIMIT, MarkCorrection, TeamPrice
from framework.workshop.governance.records import PrivacyAdvice, Sponsor, WorksCouncil
from framework.workshop.models import (
    CONFIDENCES,
    ActionPlan,
    Activity,
    Arrangement,
    Ballot,
    CharterTexts,
    CheckoutWord,
    Consent,
    ConsentResult,
    ConsentRound,
    Decision,
    Framework,
    FrameworkActivity,
    FrameworkRedLine,
    GroupResult,
    LogEntry,
    Measures,
    Note,
    OpenPoint,
    Practice,
    Promise,
    QuestionResult,
    Ranking,
    RedLine,
    RedLineVote,
    RoundResult,
    Rule,
    RuleWording,
    Seat,
    SharedFacts,
    StanceTaken,
    Training,
    Workshop,
    WorkshopState,
)
from framework.workshop.steps.unplanned_question import QUESTION_LIMIT, QuestionAnswer, UnplannedQuestion
from tests.support.builders import a_deck, both

NASTY = (
    "",
    "👩‍👩‍👧 zegt: nee 🙅🏽",
    "הסכמה קודמת ואז السلام عليكم",
    "\u202eomgekeerd\u202c",
    "'; DROP TABLE ballots; --",
    'He said "no" — l\'été',
    "<script>alert(1)</script>",
    "100 % of :param and %(param)s ${x} {activity} \\n",
    "first line\nsecond line\tand a tab",
    "null",
    "x" * 10_000,
)
words = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
)
names = words.map(lambda said: said[:NAME_LIMIT])
ids = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=40)
langs = st.sampled_from(("nl", "en"))
letters = st.sampled_from(LETTERS)
marks = st.builds(
    MarkCorrection,
    row=st.sampled_from(("openness", "reach", "cost")),
    stance=letters,
    mark=st.integers(-3, 3),
    reason=words.map(lambda said: said[:PRICE_LIMIT] or "…"),
)
amounts = st.none() | st.integers(0, 100_000)
changes = st.none() | st.sampled_from(("less", "same", "more"))
effects = {
    "price": st.builds(
        TeamPrice,
        sentence=words.map(lambda said: said[:PRICE_LIMIT]),
        hours_per_month=amounts,
        euros_per_month=amounts,
        reach=changes,
        conversion=changes,
        public=st.booleans(),
    ),
    "corrections": st.lists(marks, max_size=3).map(tuple),
    "effects_checked": st.booleans(),
}
"""What the team says about the effects of a rule."""
verbs = st.sampled_from(("always", "never", "only_if"))
running = st.sampled_from(("running", "planned"))
confidences = st.none() | st.sampled_from(CONFIDENCES)
days = st.dates(date(2020, 1, 1), date(2090, 1, 1))
versions = st.integers(1, 2**31 - 1)
worded = st.builds(Worded, nl=words, en=st.none() | words) | st.builds(Worded, en=words)
facts = st.dictionaries(words, words, max_size=3)
wordings = st.dictionaries(
    langs, st.builds(RuleWording, trigger=words, behaviour=words, condition=words), min_size=1, max_size=2
)


counts = st.integers(0, 2_500)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
agreed = st.none() | st.sampled_from(("consent", "disagree_and_commit", "decider"))


def few(one: SearchStrategy, **options: Any) -> SearchStrategy:
    return st.lists(one, max_size=3, **options).map(tuple)


def unlike(one: SearchStrategy) -> SearchStrategy:
    """A few with different ids."""
    return few(one, unique_by=lambda made: made.id)


# A group

rounds = st.builds(
    RoundResult,
    votes=st.tuples(counts, counts, counts, counts, counts),
    abstained=counts,
    objections=counts,
    measures=st.none()
    | st.builds(
        Measures,
        median=st.tuples(letters, letters),
        steps_from_median=st.sampled_from(("0", "3/5", "2")),
        label=st.sampled_from(get_args(Label)),
        all_over=st.booleans(),
    ),
)
groups = st.builds(
    GroupResult,
    people=counts,
    cards=few(words),
    rankings=counts,
    kendall_w=st.none() | st.just("2/3"),
    winner=st.none() | words,
    alpha=st.none() | st.just("-1/7"),
    questions=few(
        st.builds(
            QuestionResult,
            scenario=words,
            activity=ids,
            rounds=st.lists(rounds, min_size=1, max_size=2).map(tuple),
            moved=st.none() | st.tuples(counts, counts, counts),
            sideways=counts,
        )
    ),
    consents=few(
        st.builds(
            ConsentResult,
            decision=ids,
            rounds=few(st.builds(ConsentRound, consents=counts, objections=counts, abstained=counts)),
        )
    ),
)
steps = st.builds(
    rooms.PlannedStep,
    id=ids,
    kind=st.sampled_from(tuple(rooms.PHASES)),
    minutes=st.integers(0, 240),
    scenario=st.none() | words,
    activity=st.none() | ids,
)
phases = st.sampled_from(sorted({phase for phases in rooms.PHASES.values() for phase in phases}))
room = st.builds(
    rooms.Room,
    version=versions,
    code=st.text(rooms.CODE_LETTERS, min_size=rooms.CODE_LENGTH, max_size=rooms.CODE_LENGTH),
    format=st.sampled_from(("half_hour", "short", "half_day", "own")),
    plan=few(steps),
    step=ids,
    phase=phases,
    timer=st.none() | st.builds(rooms.Timer, ends_at=st.none() | moments, left=st.integers(-99, 9999)),
    began_at=st.none() | moments,
    paused_at=st.none() | moments,
    locked=st.booleans(),
    paused=st.booleans(),
    revealed=few(words),
    undo=few(st.builds(rooms.PreviousStep, step=ids, phase=phases)),
    kept_cards=few(words),
    page=st.integers(0, 99),
    questions=few(
        st.builds(
            UnplannedQuestion,
            id=ids,
            lang=langs,
            text=words.map(lambda said: said[:QUESTION_LIMIT] or "…"),
            choices=st.sampled_from(((), ("Ja", "Nee"))),
            asked_at=ids,
            hidden=few(words),
        )
    ),
    back_to=st.none() | st.builds(rooms.PreviousStep, step=ids, phase=phases),
)
notes = st.builds(
    Note,
    id=ids,
    version=versions,
    kind=st.sampled_from(("note", "parking", "consequence")),
    step=st.none() | ids,
    text=words,
    done=st.booleans(),
    withdrawn=st.booleans(),
)
consents = st.builds(
    Consent,
    seat=ids,
    round=words.map(lambda word: word[:20]),
    decision=ids,
    answer=st.sampled_from(("consent", "objection", "abstain")),
    harm=words,
    safe_if=words,
)
red_line_votes = st.builds(
    RedLineVote, seat=ids, red_line=ids, answer=st.sampled_from(("object", "no_objection", "unknown"))
)
checkout_words = st.builds(CheckoutWord, seat=ids, word=words)
question_answers = st.builds(QuestionAnswer, seat=ids, question=ids, choice=st.none() | st.integers(0, 4), word=words)
seats = st.builds(
    Seat,
    id=ids,
    role=words,
    lang=st.none() | langs,
    table=st.none() | st.integers(1, 500),
    left=st.booleans(),
)

# What a team keeps

rules = st.builds(
    Rule,
    decision=ids,
    number=st.integers(1, 99),
    scenario=words,
    activities=few(ids),
    based_on=letters,
    accepted=few(letters),
    verb=verbs,
    wording=wordings,
    check=worded,
    owner=words,
    exception_role=words,
    review_on=days,
    reason=words,
    objector=words,
    dissent=words,
    agreed=agreed,
    decider=words,
    **effects,
)
texts = st.builds(
    CharterTexts,
    version=versions,
    why=st.none() | worded,
    scope=st.none() | worded,
    owner=words,
    review_on=st.none() | days,
    stop_role=words,
    contact=words,
    suppliers=st.none() | worded,
    sponsor=st.builds(Sponsor, name=names, function=names),
    board=names,
    deputy=names,
    incident_contact=names,
    complaints_role=names,
    privacy=st.builds(
        PrivacyAdvice,
        kind=st.sampled_from((None, "dpo", "contact", "none")),
        role=names,
        contact=names,
        advised_on=st.none() | days,
        advice=names,
        followed=names,
    ),
    works_council=st.builds(
        WorksCouncil,
        state=st.sampled_from((None, "advised", "consented", "not_needed", "to_ask", "none")),
        on=st.none() | days,
        note=names,
    ),
)
promises = st.builds(
    Promise,
    id=ids,
    version=versions,
    answer=st.sampled_from(("made", "left_out", "owner")),
    role=names,
    numbers=st.dictionaries(ids, st.integers(0, 1_000_000), max_size=2),
    wording=st.none() | worded,
    starts_on=st.none() | st.dates(),
    public=st.booleans(),
)
training = st.builds(
    Training,
    id=ids,
    version=versions,
    group=names,
    what=names,
    owner=names,
    due=st.none() | st.dates(),
    done_on=st.none() | st.dates(),
    evidence=names,
    attended=st.none() | st.integers(0, 500),
    invited=st.none() | st.integers(0, 500),
    next_on=st.none() | st.dates(),
    withdrawn=st.booleans(),
)
log = st.builds(
    LogEntry,
    id=ids,
    version=versions,
    kind=st.sampled_from(("exception", "incident", "complaint", "stop", "check")),
    on=st.dates(),
    activity=st.none() | ids,
    decision=st.none() | ids,
    severity=st.none() | st.integers(1, 3),
    role=names,
    text=names,
    number=st.sampled_from(("", "2026-1", "2026-12")),
    until=st.none() | st.dates(),
    breach=st.booleans(),
    outcome=names,
    closed_on=st.none() | st.dates(),
    closed_by=names,
    withdrawn=st.booleans(),
)
action_plans = st.builds(
    ActionPlan,
    id=ids,
    version=versions,
    owner=names,
    due=st.none() | st.dates(),
    done_on=st.none() | st.dates(),
    done_by=names,
)
frameworks = st.builds(
    Framework,
    version=st.from_regex(r"[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True),
    adopted=st.booleans(),
    made_on=days,
    deciders=few(words),
    organisation=words,
    team=words,
    lang=langs,
    deck_id=words,
    deck_version=words,
    law_version=words,
    voices=st.integers(0, 300),
    principles=few(words),
    activities=few(
        st.builds(
            FrameworkActivity,
            id=ids,
            kind=words,
            name=words,
            supplier=words,
            owner=words,
            purpose=words,
            running=running,
            facts=facts,
        )
    ),
    rules=few(rules),
    red_lines=few(
        st.builds(
            FrameworkRedLine,
            id=ids,
            scenario=st.none() | words,
            wording=worded,
            reason=st.none() | worded,
            objections=st.none() | counts,
            voters=st.none() | counts,
        )
    ),
    open_points=few(
        st.builds(
            OpenPoint,
            reason=st.sampled_from(("no_stance", "incomplete", "law_stop")),
            scenario=st.none() | words,
            activity=st.none() | ids,
            missing=few(words),
        )
    ),
    stances=few(
        st.builds(
            StanceTaken,
            scenario=words,
            activity=ids,
            stance=st.none() | letters,
            confidence=confidences,
            practice=st.none() | letters,
            reason=words,
        )
    ),
    texts=texts,
    promises=few(promises),
    training=few(training),
    log=few(log),
    group=st.none() | groups,
)
activities = st.builds(
    Activity,
    id=ids,
    version=versions,
    position=st.integers(0, 1000),
    kind=words,
    name=words,
    supplier=words,
    owner=words,
    purpose=words,
    running=running,
    facts=facts,
    deleted=st.booleans(),
)
decisions = st.builds(
    Decision,
    id=ids,
    version=versions,
    scenario=words,
    activities=few(ids),
    based_on=letters,
    accepted=few(letters),
    verb=verbs,
    wording=wordings,
    check=st.none() | worded,
    owner=words,
    exception_role=words,
    review_on=st.none() | days,
    reason=words,
    objector=words,
    dissent=words,
    none_voiced=st.booleans(),
    agreed=agreed,
    decider=words,
    **effects,
    closed=st.booleans(),
    withdrawn=st.booleans(),
)
red_lines = st.builds(
    RedLine,
    id=ids,
    version=versions,
    scenario=st.none() | words,
    wording=worded,
    reason=st.none() | worded,
    proposed=st.booleans(),
    objections=st.none() | counts,
    voters=st.none() | counts,
    withdrawn=st.booleans(),
)
shared_facts = st.builds(
    SharedFacts, id=ids, version=versions, supplier=words, facts=st.dictionaries(words, words, max_size=3)
)
arrangements = st.builds(
    Arrangement,
    id=ids,
    version=versions,
    activity=ids,
    rule=words,
    status=st.sampled_from(("arranged", "planned", "not_for_us")),
    by=words,
    said_on=st.dates(),
    owner=words,
    due=st.none() | st.dates(),
    note=words,
    withdrawn=st.booleans(),
)
rankings = st.builds(Ranking, seat=ids, cards=few(words))
# Long scenario ids do not exist, and PostgreSQL takes none of 10,000 characters into an index.
ballots = st.builds(
    Ballot,
    seat=ids,
    scenario=words.map(lambda word: word[:20]),
    activity=ids,
    round=st.sampled_from((1, 2)),
    stance=st.none() | letters,
    confidence=confidences,
    reason=words,
    objection=st.booleans(),
    abstained=st.booleans(),
    hidden=st.booleans(),
)
practices = st.builds(Practice, seat=ids, scenario=words, activity=ids, answer=st.sampled_from((*LETTERS, "unknown")))
workshops = st.builds(
    Workshop,
    id=ids,
    version=versions,
    kind=st.sampled_from(("self", "live")),
    organisation=words,
    team=words,
    lang=langs,
    deck_id=words,
    deck_version=words,
    law_version=words,
    stage=st.sampled_from(("preparing", "session", "draft", "follow_up", "adopted", "closed")),
    created_at=moments,
)
decks = st.sampled_from((a_deck(), a_deck(title=both("Een tweede, «anders» 🃏"), scenarios=1)))
states = st.builds(
    WorkshopState,
    workshop=workshops,
    revision=st.integers(0, 2**40),
    deck=decks,
    seats=unlike(seats),
    activities=unlike(activities).map(lambda made: tuple(sorted(made, key=lambda activity: activity.position))),
    shared_facts=unlike(shared_facts),
    arrangements=unlike(arrangements),
    rankings=few(rankings),
    ballots=few(ballots),
    practices=few(practices),
    decisions=unlike(decisions),
    red_lines=unlike(red_lines),
    texts=texts,
    promises=unlike(promises),
    training=unlike(training),
    log=unlike(log),
    action_plans=unlike(action_plans),
    frameworks=few(frameworks, unique_by=lambda made: made.version),
    room=st.none() | room,
    notes=unlike(notes),
    consents=few(consents),
    red_line_votes=few(red_line_votes),
    words=few(checkout_words),
    question_answers=few(question_answers),
    group=st.none() | groups,
)
