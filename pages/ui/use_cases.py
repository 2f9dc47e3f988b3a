"""The use cases as the pages call them: who sits at this window, and in which capacity."""

from datetime import date
from functools import lru_cache

from framework.usecases import FACILITATOR, MEMBER, SELF_ASSESSOR, UseCases, Workshops
from framework.workshop.models import WorkshopKind
from pages.live.app_state import installation


def workshops() -> Workshops:
    """This installation's workshops; live screens hear of what is changed through it. Raises `StoreUnavailable`."""
    return installation().workshops


def member_use_cases() -> UseCases:
    """For what needs no workshop: the start page and the decks."""
    return workshops().acting_as(MEMBER)


def use_cases(workshop_id: str) -> UseCases:
    """For whoever works on this workshop: the facilitator of a live one, else the person who assesses themselves.

    Raises `NotFound`.
    """
    return workshops().acting_as(FACILITATOR if _kind(workshop_id) == "live" else SELF_ASSESSOR)


@lru_cache(maxsize=1_000)
def _kind(workshop_id: str) -> WorkshopKind:
    """A workshop's kind never changes, so this needs no revision."""
    return member_use_cases().queries.head(workshop_id).workshop.kind


def today() -> date:
    return member_use_cases().queries.today()
