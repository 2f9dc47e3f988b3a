"""What people can do with a workshop: one method per action, called by the screens, the phone page and the command line.

Every method is one transaction: it stores everything, or raises and changes nothing. It runs on behalf of an `Actor`, whose
capacity decides what is permitted (`framework.usecases.permissions`)::

    facilitator = workshops.acting_as(FACILITATOR)
    facilitator.facilitation.open_session(workshop_id)
"""

from framework.usecases.actor import FACILITATOR, MEMBER, NEWCOMER, SELF_ASSESSOR, SYSTEM, Actor, Capacity, participant
from framework.usecases.charter import CharterUseCases
from framework.usecases.closing import ClosingUseCases
from framework.usecases.context import Context
from framework.usecases.decisions import DecisionUseCases
from framework.usecases.decks import DeckUseCases
from framework.usecases.facilitation import FacilitationUseCases
from framework.usecases.governance.actions import ActionUseCases
from framework.usecases.inventory import InventoryUseCases
from framework.usecases.law_answers import LawAnswerUseCases
from framework.usecases.lifecycle import LifecycleUseCases
from framework.usecases.participation import ParticipationUseCases
from framework.usecases.queries import QueryUseCases
from framework.usecases.room.moderation import ModerationUseCases
from framework.usecases.self_assessment import SelfAssessmentUseCases

__all__ = [
    "FACILITATOR",
    "MEMBER",
    "NEWCOMER",
    "SELF_ASSESSOR",
    "SYSTEM",
    "Actor",
    "Capacity",
    "Context",
    "UseCases",
    "Workshops",
    "participant",
]


class UseCases:
    """The use cases of one actor, grouped by step.

    Each raises `NotAllowed` where the actor's capacity does not permit it.
    """

    def __init__(self, context: Context, actor: Actor) -> None:
        self.queries = QueryUseCases(context, actor)
        self.decks = DeckUseCases(context, actor)
        self.lifecycle = LifecycleUseCases(context, actor)
        self.inventory = InventoryUseCases(context, actor)
        self.law_answers = LawAnswerUseCases(context, actor)
        self.self_assessment = SelfAssessmentUseCases(context, actor)
        self.decisions = DecisionUseCases(context, actor)
        self.charter = CharterUseCases(context, actor)
        self.actions = ActionUseCases(context, actor)
        self.facilitation = FacilitationUseCases(context, actor)
        self.moderation = ModerationUseCases(context, actor)
        self.participation = ParticipationUseCases(context, actor)
        self.closing = ClosingUseCases(context, actor)


class Workshops:
    """The workshops of one installation. `acting_as` gives the use cases of an actor."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def acting_as(self, actor: Actor) -> UseCases:
        return UseCases(self.context, actor)
