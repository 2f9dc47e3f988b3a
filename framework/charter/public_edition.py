"""The part of a framework that the public edition may show."""

from framework.workshop.field_types import PRINCIPLES, TeamPrice
from framework.workshop.governance.records import PrivacyAdvice, WorksCouncil
from framework.workshop.models import CharterTexts, Framework, GroupResult, OpenPoint, Rule

SOMETHING_OPEN = (OpenPoint(reason="not_closed"),)


def with_ticks(framework: Framework, texts: CharterTexts) -> Framework:
    """The framework with what is ticked for the public now: that may be decided after a version is saved."""
    if texts.public is None:
        return framework
    return framework.model_copy(update={"texts": framework.texts.model_copy(update={"public": texts.public})})


def public(framework: Framework, *, something_open: bool = False) -> Framework:
    """The framework without internal content.

    Kept: rules, red lines and the order of the principles, each where it was ticked (`CharterTexts.public`; before that
    existed, all of them), in their agreed words; names of the AI uses that those rules are about; owners and dates; the
    charter's own texts; promises that were made public; that a group made it; and whether
    anything is open, never what. ``something_open``: what the framework alone does not tell, because it follows from the law or from texts.
    """
    ticked = framework.texts.public
    rules = tuple(_public(rule) for rule in framework.rules if ticked is None or rule.decision in ticked)
    lines = (line for line in framework.red_lines if ticked is None or line.id in ticked)
    about = {activity for rule in rules for activity in rule.activities}
    return framework.model_copy(
        update={
            "voices": 0,
            "promises": tuple(one for one in framework.promises if one.public and one.answer == "made"),
            "training": (),
            "log": (),
            "history": (),
            "group": None if framework.group is None else GroupResult(people=0),
            "stances": (),
            "principles": framework.principles if ticked is None or PRINCIPLES in ticked else (),
            "activities": tuple(
                activity.model_copy(
                    update={
                        "supplier": "",
                        "owner": "",
                        "purpose": "",
                        "facts": {},
                        "arranged": (),
                        "arrangements": (),
                        "stopped_on": None,
                    }
                )
                for activity in framework.activities
                if activity.id in about
            ),
            "rules": rules,
            "red_lines": tuple(
                line.model_copy(update={"reason": None, "objections": None, "voters": None}) for line in lines
            ),
            "open_points": SOMETHING_OPEN if framework.open_points or something_open else (),
            "texts": framework.texts.model_copy(
                update={
                    "stop_role": "",
                    "suppliers": None,
                    "public": None,
                    "privacy": PrivacyAdvice(),
                    "works_council": WorksCouncil(),
                    "incident_contact": "",
                    "deputy": "",
                }
            ),
        }
    )


def _public(rule: Rule) -> Rule:
    """Without reasons, dissent, who objects, how it was agreed, corrected marks and the decision's id."""
    return rule.model_copy(
        update={
            "decision": f"rule-{rule.number}",
            "reason": "",
            "objector": "",
            "dissent": "",
            "agreed": None,
            "decider": "",
            "corrections": (),
            "practice": None,
            "price": TeamPrice(),
        }
    )
