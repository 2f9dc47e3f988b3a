"""Who may do what: each use case has a row, and the row is kept."""

import inspect
from collections.abc import Iterator

import pytest

from framework.errors import AnswerRefused, NotAllowed
from framework.language import error_sentence, translator
from framework.text import LANGS
from framework.usecases import (
    FACILITATOR,
    MEMBER,
    NEWCOMER,
    SELF_ASSESSOR,
    SYSTEM,
    Actor,
    UseCases,
    participant,
    permissions,
)
from framework.usecases.base import UseCaseGroup
from framework.usecases.permissions import PERMISSIONS, check_permitted
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.models import CheckoutWord
from framework.workshop.room import ROLES
from tests.support.any_actor import AnyActor

ACTORS = (MEMBER, FACILITATOR, SELF_ASSESSOR, NEWCOMER, SYSTEM)


def use_cases(cases: UseCases) -> Iterator[tuple[str, object]]:
    """Every public method, by the name of its row."""
    for group in vars(cases).values():
        assert isinstance(group, UseCaseGroup)
        module = type(group).__module__.rpartition(".")[2]
        for name, method in inspect.getmembers(group, inspect.ismethod):
            if not name.startswith("_"):
                yield f"{module}.{name}", method


def test_each_use_case_has_a_row_and_each_row_a_use_case(workshops: AnyActor) -> None:
    assert {action for action, _ in use_cases(workshops.acting_as(MEMBER))} == set(PERMISSIONS)


def test_a_use_case_without_a_row_cannot_be_written() -> None:
    with pytest.raises(TypeError, match=r"test_permissions\.shout has no row"):

        class Louder(UseCaseGroup):
            def shout(self) -> None: ...


def test_a_group_is_called_as_its_module_is(workshops: AnyActor) -> None:
    for name, group in vars(workshops.acting_as(MEMBER)).items():
        assert type(group).__module__.rpartition(".")[2] == name


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.capacity)
def test_nobody_does_what_is_not_in_their_row(workshops: AnyActor, actor: Actor) -> None:
    """Refused before anything is read: the arguments lead nowhere."""
    for action, method in use_cases(workshops.acting_as(actor)):
        if actor.capacity in PERMISSIONS[action]:
            check_permitted(actor, action)
            continue
        required = [
            parameter
            for parameter in inspect.signature(method).parameters.values()  # type: ignore[arg-type]
            if parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]
        with pytest.raises(NotAllowed) as refusal:
            method(*(None for _ in required))  # type: ignore[operator]
        assert refusal.value.params == {"action": action, "capacity": actor.capacity}


class TestWhatMayNotHappen:
    """The rows that rules of method rest on, in words of their own: a row changed by mistake is noticed here."""

    @pytest.mark.parametrize("actor", [NEWCOMER, participant("seat")])
    def test_a_participant_moves_no_room_and_reads_no_votes(self, actor: Actor) -> None:
        allowed = {action for action, capacities in PERMISSIONS.items() if actor.capacity in capacities}
        assert not {
            action for action in allowed if action.partition(".")[0] in ("facilitation", "decisions", "closing")
        }
        assert not allowed & {"queries.state", "queries.answers_to", "queries.answers_of_seats", "queries.workshops"}

    def test_somebody_alone_runs_no_room(self) -> None:
        for action in ("facilitation.move_to_phase", "closing.close", "decisions.record_agreement"):
            assert PERMISSIONS[action] == {"facilitator"}

    def test_only_the_server_asks_who_holds_a_key(self) -> None:
        assert PERMISSIONS["participation.seats_by_key"] == PERMISSIONS["participation.admit"] == {"system"}


class TestOnesOwnSeat:
    @pytest.fixture
    def room(self, workshops: AnyActor) -> tuple[str, str, str]:
        """A workshop and two seats in it."""
        workshop = workshops.facilitation.start_live_workshop("Waterkers", "CRM", "nl", "marketing-ai")
        return workshop, workshops.facilitation.add_seat(workshop).id, workshops.facilitation.add_seat(workshop).id

    def test_a_participant_acts_for_no_other(self, workshops: AnyActor, room: tuple[str, str, str]) -> None:
        workshop, mine, other = room
        me = workshops.acting_as(participant(mine)).participation
        with pytest.raises(NotAllowed):
            me.leave(workshop, other)
        with pytest.raises(NotAllowed):
            me.update_seat(workshop, other, role="legal")
        with pytest.raises(NotAllowed):
            me.propose_activity(workshop, other, "chatbot", "Bot")
        with pytest.raises(NotAllowed):
            me.submit_answers(workshop, [PostedAnswer(CheckoutWord(seat=other, word="moe"))])
        assert [seat.left for seat in workshops.queries.seats(workshop)] == [False, False]
        assert me.update_seat(workshop, mine, role=ROLES[0]).role == ROLES[0]

    def test_the_server_and_the_facilitator_hand_in_for_all(
        self, workshops: AnyActor, room: tuple[str, str, str]
    ) -> None:
        workshop, mine, other = room
        posted = [PostedAnswer(CheckoutWord(seat=seat, word="moe")) for seat in (mine, other)]
        for actor in (SYSTEM, FACILITATOR):
            refused = workshops.acting_as(actor).participation.submit_answers(workshop, posted)
            assert [type(error) for error in refused] == [AnswerRefused, AnswerRefused], "not asked yet"


def test_the_table_is_read_for_every_call(workshops: AnyActor, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = workshops.acting_as(MEMBER)
    monkeypatch.setattr(permissions, "PERMISSIONS", {**PERMISSIONS, "queries.today": frozenset()})
    with pytest.raises(NotAllowed):
        cases.queries.today()


def test_a_refusal_is_said_in_both_languages() -> None:
    said = {error_sentence(NotAllowed(action="closing.close", capacity="member"), translator(lang)) for lang in LANGS}
    assert len(said) == 2
