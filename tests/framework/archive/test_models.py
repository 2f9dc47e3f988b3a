"""What goes into an archive, and what never does."""

import pytest

from framework.archive.models import dump, workshop_archive
from framework.workshop.models import Consent, RedLineVote, WorkshopState
from framework.workshop.room import PlannedStep, Room
from tests.framework.archive.archives import a_charter_archive
from tests.support.builders import a_ballot, a_ranking, a_red_line, a_state, a_workshop, an_activity


def test_the_same_archive_gives_the_same_bytes() -> None:
    assert dump(a_charter_archive()) == dump(a_charter_archive())


def a_live_state(*revealed: str) -> WorkshopState:
    step = PlannedStep(id="S01", kind="scenario", minutes=12, scenario="S01", activity="activity-1")
    return a_state(
        workshop=a_workshop(kind="live"),
        activities=(an_activity(),),
        ballots=(a_ballot(reason="zqsilent"), a_ballot(round=2, reason="zqsecond")),
        consents=(Consent(seat="seat-1", round="S01/consent/1", decision="x", answer="objection", harm="zqharm"),),
        room=Room(code="ACDEFH", plan=(step,), step="S01", phase="second_voting", revealed=revealed),
    )


def test_an_unrevealed_round_never_leaves() -> None:
    nothing = workshop_archive(a_live_state())
    assert (nothing.state.ballots, nothing.state.consents) == ((), ())
    assert b"zqsilent" not in dump(nothing)
    first = workshop_archive(a_live_state("S01/1"))
    assert [ballot.round for ballot in first.state.ballots] == [1]
    assert b"zqsecond" not in dump(first)
    assert b"zqharm" not in dump(first)


EACH_REVEAL = {
    "ballots of the first round": "S01/1",
    "ballots of the second round": "S01/2",
    "orders of cards": "principles/1",
    "objections": "S01/consent/1",
    "votes on red lines": "red_lines/1",
}


def answers_of_every_kind(*revealed: str) -> WorkshopState:
    """A session in which everything was asked, with one answer to each question."""
    state = a_live_state(*revealed)
    assert state.room is not None
    more = (
        PlannedStep(id="principles", kind="principles", minutes=5),
        PlannedStep(id="red_lines", kind="red_lines", minutes=5),
    )
    return state.model_copy(
        update={
            "room": state.room.model_copy(update={"plan": (*state.room.plan, *more)}),
            "rankings": (a_ranking(),),
            "red_lines": (a_red_line("line-1", proposed=True),),
            "red_line_votes": (RedLineVote(seat="seat-1", red_line="line-1", answer="object"),),
        }
    )


@pytest.mark.parametrize("only", EACH_REVEAL)
def test_a_reveal_lets_nothing_else_out(only: str) -> None:
    state = workshop_archive(answers_of_every_kind(EACH_REVEAL[only])).state
    found = {
        "ballots of the first round": [ballot for ballot in state.ballots if ballot.round == 1],
        "ballots of the second round": [ballot for ballot in state.ballots if ballot.round == 2],
        "orders of cards": state.rankings,
        "objections": state.consents,
        "votes on red lines": state.red_line_votes,
    }
    assert [kind for kind, answers in found.items() if answers] == [only]


def test_what_was_revealed_goes_in_whole() -> None:
    state = a_live_state("S01/1", "S01/2", "S01/consent/1")
    assert state.room is not None
    assert workshop_archive(state).state == state.model_copy(update={"room": state.room.without_code()})


def test_the_join_code_of_a_room_that_runs_stays_out() -> None:
    state = a_live_state()
    assert state.room is not None
    assert state.room.code.encode() not in dump(workshop_archive(state))
