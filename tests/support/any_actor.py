"""The use cases as tests call them: each by an actor who may. What an actor may not do is tested in test_permissions.py."""

from collections.abc import Collection, Mapping, Sequence

from framework.errors import KaderError
from framework.text import Lang
from framework.usecases import FACILITATOR, MEMBER, NEWCOMER, SELF_ASSESSOR, SYSTEM, Context, Workshops, participant
from framework.usecases.participation import Newcomer
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.models import Activity, Seat


class AnyActor(Workshops):
    """`Workshops` with the use cases of all capacities at hand."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        facilitator = self.acting_as(FACILITATOR)
        self.queries = facilitator.queries
        self.inventory = facilitator.inventory
        self.law_answers = facilitator.law_answers
        self.decisions = facilitator.decisions
        self.charter = facilitator.charter
        self.actions = facilitator.actions
        self.facilitation = facilitator.facilitation
        self.moderation = facilitator.moderation
        self.closing = facilitator.closing
        self.lifecycle = facilitator.lifecycle
        self.decks = self.acting_as(MEMBER).decks
        self.self_assessment = self.acting_as(SELF_ASSESSOR).self_assessment
        self.participation = _Participation(self)


class _Participation:
    """Each method by the participant whom it concerns, or by the server."""

    def __init__(self, workshops: Workshops) -> None:
        self._workshops = workshops
        self._system = workshops.acting_as(SYSTEM).participation

    def workshop_by_code(self, code: str) -> str:
        return self._system.workshop_by_code(code)

    def join(self, code: str, key_hash: str, role: str, lang: Lang) -> tuple[str, Seat]:
        return self._workshops.acting_as(NEWCOMER).participation.join(code, key_hash, role, lang)

    def admit(self, workshop_id: str, newcomers: Sequence[Newcomer]) -> tuple[Seat | KaderError, ...]:
        return self._system.admit(workshop_id, newcomers)

    def seats_by_key(self, key_hashes: Collection[str]) -> Mapping[str, tuple[str, Seat]]:
        return self._system.seats_by_key(key_hashes)

    def submit_answers(self, workshop_id: str, posted: Sequence[PostedAnswer]) -> tuple[KaderError | None, ...]:
        return self._system.submit_answers(workshop_id, posted)

    def update_seat(self, workshop_id: str, seat_id: str, *, role: str | None = None, lang: Lang | None = None) -> Seat:
        cases = self._workshops.acting_as(participant(seat_id)).participation
        return cases.update_seat(workshop_id, seat_id, role=role, lang=lang)

    def propose_activity(self, workshop_id: str, seat_id: str, kind: str, name: str) -> Activity:
        return self._workshops.acting_as(participant(seat_id)).participation.propose_activity(
            workshop_id, seat_id, kind, name
        )

    def leave(self, workshop_id: str, seat_id: str) -> None:
        self._workshops.acting_as(participant(seat_id)).participation.leave(workshop_id, seat_id)


def any_actor() -> AnyActor:
    """The use cases of this process's installation, as its pages have them."""
    from pages.live.app_state import installation

    return AnyActor(installation().workshops.context)
