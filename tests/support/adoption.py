"""Adopts a charter honestly: whatever holds it is filled in first, as an invented team would."""

from framework.rehearsal.adoption import make_adoptable
from framework.rehearsal.script import rehearsal_script
from framework.usecases import FACILITATOR, Workshops
from framework.workshop.models import Framework

TEAM = ("het marketingteam",)


def fill_in(workshops: Workshops, workshop_id: str) -> None:
    """Everything that adopting takes, but a rule or red line."""
    cases = workshops.acting_as(FACILITATOR)
    lang = cases.queries.head(workshop_id).workshop.lang
    make_adoptable(cases, workshop_id, rehearsal_script().keeping, lang)


def adopt(workshops: Workshops, workshop_id: str, deciders: tuple[str, ...] = TEAM) -> Framework:
    fill_in(workshops, workshop_id)
    return workshops.acting_as(FACILITATOR).charter.adopt(workshop_id, deciders)
