"""What a public reader may see of a framework."""

from framework.workshop.models import Framework, GroupResult, OpenPoint, OpenReason

_UNSAID: dict[str, object] = {"reason": "", "objector": "", "agreed": None, "decider": ""}
_ABOUT_THE_LAW: tuple[OpenReason, ...] = ("law_stop", "law_unsure")


def public(framework: Framework) -> Framework:
    """The framework without what is the team's own business.

    Gone: answers, practices and confidence; how many people answered; reasons and who would object (they may be a
    person's own words); facts given for the law check; what the law check found; why a point is still open; a group's
    votes, counts of objections, and how it came to a rule (which would say that consent failed). Rules, red lines,
    owners, dissent worded for the charter and the texts around them stay, and that a group made it.
    """
    return framework.model_copy(
        update={
            "voices": 0,
            "group": None if framework.group is None else GroupResult(people=0),
            "stances": (),
            "activities": tuple(activity.model_copy(update={"facts": {}}) for activity in framework.activities),
            "rules": tuple(rule.model_copy(update=_UNSAID) for rule in framework.rules),
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
