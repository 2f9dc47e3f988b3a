"""What people can do with a workshop: one method per action, called by the screens, the phone page and the command line.

Every method is one transaction: it either happened and is on disk, or it raised and nothing changed.
"""

from framework.usecases.charter import CharterCases
from framework.usecases.closing import ConcludingCases
from framework.usecases.context import Context
from framework.usecases.decisions import DecisionCases
from framework.usecases.facilitation import FacilitatorCases
from framework.usecases.inventory import InventoryCases
from framework.usecases.lifecycle import OpeningCases
from framework.usecases.participation import ParticipantCases
from framework.usecases.self_assessment import VotingCases

__all__ = ["Context", "Workshops"]


class Workshops:
    """The use cases over one store, grouped by the step they belong to."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.opening = OpeningCases(context)
        self.inventory = InventoryCases(context)
        self.voting = VotingCases(context)
        self.decisions = DecisionCases(context)
        self.charter = CharterCases(context)
        self.facilitating = FacilitatorCases(context)
        self.participating = ParticipantCases(context)
        self.concluding = ConcludingCases(context)
