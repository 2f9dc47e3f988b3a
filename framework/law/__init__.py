"""The law check: the law as data, and one activity held against it.

``law_book()`` gives the rules that come with Kader; ``check(book, facts, as_of)`` the outcome for one activity;
``questions(book, kind_facts, facts)`` what is still worth asking; ``changes_between`` and ``duties_timeline`` the law
over time; ``what_would_change`` the smallest changes that make an outcome lighter.
"""

from framework.law.classification import check, rank
from framework.law.contradictions import Contradiction, contradiction_sentences, contradictions, settled
from framework.law.counterfactuals import FactChange, Mitigation, WhatWouldChange, what_would_change
from framework.law.load import LAW_DIR, check_book, law_book, load_law
from framework.law.models import (
    UNKNOWN,
    VERDICTS,
    AssessmentFinding,
    ClassFinding,
    Fact,
    GroundRule,
    GroundRuleFinding,
    GroundStatus,
    LawBook,
    LawCheck,
    ObligationFinding,
    OtherRuleFinding,
    RoleFinding,
    TraceStep,
    Verdict,
    VerdictReason,
)
from framework.law.open_facts import open_facts
from framework.law.questions import LawQuestion, conversation, ground_questions, not_asked, questions
from framework.law.timeline import DatedDuty, StatusChange, changes_between, days_of_change, duties_timeline
from framework.law.wording import READINGS, Reading, known_breaches, reading, title

__all__ = [
    "LAW_DIR",
    "READINGS",
    "UNKNOWN",
    "VERDICTS",
    "AssessmentFinding",
    "ClassFinding",
    "Contradiction",
    "DatedDuty",
    "Fact",
    "FactChange",
    "GroundRule",
    "GroundRuleFinding",
    "GroundStatus",
    "LawBook",
    "LawCheck",
    "LawQuestion",
    "Mitigation",
    "ObligationFinding",
    "OtherRuleFinding",
    "Reading",
    "RoleFinding",
    "StatusChange",
    "TraceStep",
    "Verdict",
    "VerdictReason",
    "WhatWouldChange",
    "changes_between",
    "check",
    "check_book",
    "contradiction_sentences",
    "contradictions",
    "conversation",
    "days_of_change",
    "duties_timeline",
    "ground_questions",
    "known_breaches",
    "law_book",
    "load_law",
    "not_asked",
    "open_facts",
    "questions",
    "rank",
    "reading",
    "settled",
    "title",
    "what_would_change",
]
