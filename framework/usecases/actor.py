"""Who runs a use case, and in which capacity. Passed once, to `Workshops.acting_as`."""

from dataclasses import dataclass
from typing import Literal

Capacity = Literal["member", "facilitator", "self_assessor", "participant", "system"]
"""``member``: may use this installation, outside any workshop. ``facilitator``: leads a live workshop. ``self_assessor``: does
a self-assessment. ``participant``: is in a room or about to join one. ``system``: Kader itself, on behalf of people it has
identified; it writes the answers of many phones in one transaction."""


@dataclass(frozen=True, slots=True)
class Actor:
    """``id``: the seat of a participant; empty before they join, and for every other capacity."""

    capacity: Capacity
    id: str = ""


MEMBER = Actor("member")
FACILITATOR = Actor("facilitator")
SELF_ASSESSOR = Actor("self_assessor")
SYSTEM = Actor("system")
NEWCOMER = Actor("participant")
"""Somebody with a join code and without a seat."""


def participant(seat_id: str) -> Actor:
    return Actor("participant", seat_id)
