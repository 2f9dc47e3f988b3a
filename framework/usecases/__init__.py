"""What people can do with a workshop: one method per action, called by the screens, the phone page and the command line.

Every method is one transaction: it either happened and is on disk, or it raised and nothing changed.
"""

from framework.usecases.charter import CharterUseCases
from framework.usecases.closing import ClosingUseCases
from framework.usecases.context import Context
from framework.usecases.decisions import DecisionUseCases
from framework.usecases.facilitation import FacilitationUseCases
from framework.usecases.inventory import InventoryUseCases
from framework.usecases.lifecycle import LifecycleUseCases
from framework.usecases.participation import ParticipationUseCases
from framework.usecases.self_assessment import SelfAssessmentUseCases

__all__ = ["Context", "Workshops"]


class Workshops:
    """The use cases over one store, grouped by the step they belong to."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lifecycle = LifecycleUseCases(context)
        self.inventory = InventoryUseCases(context)
        self.self_assessment = SelfAssessmentUseCases(context)
        self.decisions = DecisionUseCases(context)
        self.charter = CharterUseCases(context)
        self.facilitation = FacilitationUseCases(context)
        self.participation = ParticipationUseCases(context)
        self.closing = ClosingUseCases(context)
