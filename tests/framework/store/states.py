"""Any workshop that the models allow, in the words that people really type and some that they do not."""

import string
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from framework.deck import LETTERS
from framework.text import Worded
from framework.workshop.models import (
    CONFIDENCES,
    Activity,
    Ballot,
    CharterTexts,
    Decision,
    Framework,
    FrameworkActivity,
    FrameworkRedLine,
    OpenPoint,
    Practice,
    Ranking,
    RedLine,
    Rule,
    RuleWording,
    Seat,
    StanceTaken,
    Workshop,
    WorkshopState,
)
from tests.builders import a_deck, both

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
ids = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=40)
langs = st.sampled_from(("nl", "en"))
letters = st.sampled_from(LETTERS)
verbs = st.sampled_from(("always", "never", "only_if"))
running = st.sampled_from(("running", "planned"))
confidences = st.none() | st.sampled_from(CONFIDENCES)
days = st.dates(date(2020, 1, 1), date(2090, 1, 1))
versions = st.integers(1, 2**31 - 1)
worded = st.builds(Worded, nl=words, en=st.none() | words) | st.builds(Worded, en=words)
facts = st.dictionaries(words, words, max_size=3)
wordings = st.dictionaries(langs, st.builds(RuleWording, trigger=words, behaviour=words, condition=words), max_size=2)


def few(one: SearchStrategy, **options: Any) -> SearchStrategy:
    return st.lists(one, max_size=3, **options).map(tuple)


def unlike(one: SearchStrategy) -> SearchStrategy:
    """A few with different ids."""
    return few(one, unique_by=lambda made: made.id)


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
        st.builds(FrameworkRedLine, id=ids, scenario=st.none() | words, wording=worded, reason=st.none() | worded)
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
)
activities = st.builds(
    Activity,
    id=ids,
    version=versions,
    position=st.integers(-5, 1000),
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
    stage=st.sampled_from(("session", "adopted", "closed")),
    created_at=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
decks = st.sampled_from((a_deck(), a_deck(title=both("Een tweede, «anders» 🃏"), scenarios=1)))
states = st.builds(
    WorkshopState,
    workshop=workshops,
    revision=st.integers(0, 2**40),
    deck=decks,
    seats=unlike(st.builds(Seat, id=ids, role=words)),
    activities=unlike(activities).map(lambda made: tuple(sorted(made, key=lambda activity: activity.position))),
    rankings=few(rankings),
    ballots=few(ballots),
    practices=few(practices),
    decisions=unlike(decisions),
    red_lines=unlike(red_lines),
    texts=texts,
    frameworks=few(frameworks, unique_by=lambda made: made.version),
)
