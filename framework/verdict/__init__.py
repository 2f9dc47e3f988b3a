"""Answers "may we do this?" from the law and from what a team agreed (`assess`), and looks at a framework itself (`review`)."""

from framework.verdict.assess import assess, covering_rules, plan_of, questions
from framework.verdict.changes import applied, smallest_changes
from framework.verdict.models import Assessment, Change, Plan, Reason, Way
from framework.verdict.review import Weakness, review

__all__ = [
    "Assessment",
    "Change",
    "Plan",
    "Reason",
    "Way",
    "Weakness",
    "applied",
    "assess",
    "covering_rules",
    "plan_of",
    "questions",
    "review",
    "smallest_changes",
]
