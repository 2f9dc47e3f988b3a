"""The use cases for the pages, with the actor at this window."""

from datetime import date
from functools import lru_cache

from framework.usecases import FACILITATOR, MEMBER, SELF_ASSESSOR, UseCases, Workshops
from framework.workshop.models import WorkshopKind
from pages.live.app_state import installation


def workshops() -> Workshops:
    """This installation's workshops. Changes made through it notify live screens. Raises `StoreUnavailable`."""
    return installation().workshops


def member_use_cases() -> UseCases:
    """The use cases outside any workshop: for the start page and the decks."""
    return workshops().acting_as(MEMBER)


def use_cases(workshop_id: str) -> UseCases:
    """The use cases for a workshop: as its facilitator, or as self-assessor. Raises `NotFound`."""
    return workshops().acting_as(FACILITATOR if _kind(workshop_id) == "live" else SELF_ASSESSOR)


@lru_cache(maxsize=1_000)
def _kind(workshop_id: str) -> WorkshopKind:
    """The workshop's kind; it never changes, so it is cached without a revision."""
    return member_use_cases().queries.head(workshop_id).workshop.kind


def today() -> date:
    return member_use_cases().queries.today()
