"""The room through the use cases, in this process and without a server."""

import hashlib
from collections.abc import Sequence

from framework.errors import KaderError
from framework.rehearsal.personas import Persona, Prompt
from framework.rehearsal.simulation import RoomPrompt
from framework.usecases import NEWCOMER, Workshops, participant
from framework.usecases.participation import ParticipationUseCases
from framework.workshop.answer_rules import Answer, PostedAnswer
from framework.workshop.field_types import PRINCIPLES
from framework.workshop.models import Seat, WorkshopState
from framework.workshop.room import VOTING_PHASES, Room, question_at
from framework.workshop.rule_checks import lines_put_to_the_room, put_to_the_room


class InProcessRoom:
    """`framework.rehearsal.simulation.RoomClient` on the use cases; a guest is a seat."""

    def __init__(self, workshops: Workshops, workshop_id: str) -> None:
        self._workshops = workshops
        self._id = workshop_id
        self._entered = 0

    def enter(self, player: Persona) -> Seat:
        self._entered += 1
        key = hashlib.sha256(f"{self._id}/{self._entered}".encode()).hexdigest()
        room = self._state().room
        assert room is not None, "a live workshop has a room"
        return self._workshops.acting_as(NEWCOMER).participation.join(room.code, key, player.role, player.lang)[1]

    def current_prompt(self, _: Seat) -> RoomPrompt:
        state = self._state()
        room = state.room
        assert room is not None, "a live workshop has a room"
        if state.workshop.stage in ("adopted", "closed"):
            return RoomPrompt("over")
        if state.workshop.stage == "preparing":
            return RoomPrompt("preparing/")
        if state.workshop.stage == "draft":
            return RoomPrompt("ended")
        if room.paused:
            return RoomPrompt(f"{room.step}/paused")
        key = f"{room.step}/{room.current_round() or ''}/{room.phase}"
        kinds = tuple(kind.id for kind in state.deck.kinds) if room.current_step().kind == "inventory" else ()
        return RoomPrompt(key, _current_prompt(state, room, key), kinds)

    def submit(self, guest: Seat, answers: Sequence[Answer]) -> str:
        posted = [PostedAnswer(answer.model_copy(update={"seat": guest.id})) for answer in answers]
        refused = self._participation(guest).submit_answers(self._id, posted)
        return next((error.code for error in refused if error is not None), "")

    def propose(self, guest: Seat, kind: str, name: str) -> str:
        try:
            self._participation(guest).propose_activity(self._id, guest.id, kind, name)
        except KaderError as error:
            return error.code
        return ""

    def leave(self, guest: Seat) -> None:
        self._participation(guest).leave(self._id, guest.id)

    def _state(self) -> WorkshopState:
        return self._workshops.acting_as(NEWCOMER).queries.public_state(self._id)

    def _participation(self, guest: Seat) -> ParticipationUseCases:
        return self._workshops.acting_as(participant(guest.id)).participation


def _current_prompt(state: WorkshopState, room: Room, key: str) -> Prompt | None:
    step = room.current_step()
    question = question_at(room, step, room.phase)
    if question is None or (room.phase not in VOTING_PHASES and question.kind != "word"):
        return None
    choices: tuple[str, ...] = ()
    if question.kind == "ranking":
        choices = tuple(card.id for card in state.deck.cards)
    elif question.kind == "question":
        asked = room.question(question.about)
        choices = () if asked is None else asked.choices
    elif question.kind == "red_line":
        choices = tuple(line.id for line in state.red_lines if line.proposed and not line.withdrawn)
    elif question.kind == "consent":
        choices = tuple(rule.id for rule in put_to_the_room(state.decisions, step))
        choices += tuple(line.id for line in lines_put_to_the_room(state.red_lines, step))
        if step.kind == "agreements" and room.kept_cards:
            choices += (PRINCIPLES,)
    if not choices and question.kind in ("ranking", "red_line", "consent"):
        return None
    return Prompt(key, question.kind, question.scenario, question.activity, question.round, question.about, choices)
