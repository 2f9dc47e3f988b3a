"""What people can do with a workshop: one method per action, called by the screens, the phone page and the command line.

Every method is one transaction: it either happened and is on disk, or it raised and nothing changed.
"""

from framework.workshop.usecases.charter import CharterCases
from framework.workshop.usecases.concluding import ConcludingCases
from framework.workshop.usecases.context import Context
from framework.workshop.usecases.decisions import DecisionCases
from framework.workshop.usecases.facilitating import FacilitatorCases
from framework.workshop.usecases.inventory import InventoryCases
from framework.workshop.usecases.opening import OpeningCases
from framework.workshop.usecases.participating import ParticipantCases
from framework.workshop.usecases.voting import VotingCases

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
