"""The part of a framework that the public edition may show."""

from framework.workshop.field_types import TeamPrice
from framework.workshop.governance.records import PrivacyAdvice, WorksCouncil
from framework.workshop.models import Framework, GroupResult, OpenPoint, OpenReason

_UNSAID: dict[str, object] = {
    "reason": "",
    "objector": "",
    "agreed": None,
    "decider": "",
    "corrections": (),
    "practice": None,
}
_ABOUT_THE_LAW: tuple[OpenReason, ...] = ("law_stop", "law_unsure")


def public(framework: Framework) -> Framework:
    """The framework without internal content.

    Removed: answers, practices and confidence; the number of people; reasons and who would object, which may be a person's own
    words; facts for the law check, its findings and what was arranged; why a point is open; a group's votes, its numbers of objections, and how
    it agreed on a rule, which could tell that consent failed; corrected marks, and prices but for sentences that the team made
    public; who looks after privacy and what they advised, the works council, whom to ring about a breach; promises that are not
    public; training and the log. Kept: rules, red lines, owners, dissent worded for the charter,
    the texts around them, and the fact that a group made it.
    """
    return framework.model_copy(
        update={
            "voices": 0,
            "texts": framework.texts.model_copy(
                update={
                    "privacy": PrivacyAdvice(),
                    "works_council": WorksCouncil(),
                    "incident_contact": "",
                    "deputy": "",
                }
            ),
            "promises": tuple(one for one in framework.promises if one.public and one.answer == "made"),
            "training": (),
            "log": (),
            "group": None if framework.group is None else GroupResult(people=0),
            "stances": (),
            "activities": tuple(
                activity.model_copy(update={"facts": {}, "arranged": (), "arrangements": (), "stopped_on": None})
                for activity in framework.activities
            ),
            "rules": tuple(
                rule.model_copy(
                    update={**_UNSAID, "price": TeamPrice(sentence=rule.price.sentence, public=True)}
                    if rule.price.public
                    else {**_UNSAID, "price": TeamPrice()}
                )
                for rule in framework.rules
            ),
            "red_lines": tuple(
                line.model_copy(update={"objections": None, "voters": None}) for line in framework.red_lines
            ),
            "open_points": tuple(
                OpenPoint(reason="not_closed", scenario=point.scenario, activity=point.activity)
                for point in framework.open_points
                if point.reason not in _ABOUT_THE_LAW
            ),
        }
    )
