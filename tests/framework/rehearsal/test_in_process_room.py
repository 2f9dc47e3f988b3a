"""A rehearsal on the use cases alone: every step, everybody's answers, and the charter it ends in."""

from framework.analysis.group_results import group_result
from framework.errors import AnswerRefused
from framework.rehearsal.auto_facilitator import AutoFacilitator, prepare
from framework.rehearsal.in_process_room import InProcessRoom
from framework.rehearsal.personas import cast
from framework.rehearsal.script import rehearsal_script
from framework.rehearsal.simulation import Report, Simulation
from framework.text import LANGS
from framework.workshop.models import Seat, WorkshopState
from tests.support.any_actor import AnyActor
from tests.support.charter_comparison import without_ids
from tests.support.workshops import new_workshops


def played(cases: AnyActor, seed: int, people: int = 8) -> tuple[WorkshopState, Report]:
    workshop = prepare(cases, "nl")
    simulation = Simulation(InProcessRoom(cases, workshop), cast(people, seed, "nl"), rehearsal_script())
    simulation.enter()
    for _ in AutoFacilitator(cases, workshop, "nl").direct():
        simulation.turn()
    return cases.queries.state(workshop), simulation.report


def test_it_goes_all_the_way_and_nothing_goes_wrong() -> None:
    state, report = played(new_workshops(), 7)
    assert report.wrong == []
    assert report.refused >= 2, "each dilemma has somebody who wants to vote after the reveal"
    assert state.workshop.stage == "adopted"
    framework = state.frameworks[-1]
    assert (framework.version, len(framework.rules)) == ("1.0", 2)
    assert len(framework.activities) == 3, "one was added by a phone"
    result = group_result(state)
    assert result is not None
    assert all(len(question.rounds) == 2 for question in result.questions)
    assert any(question.moved is not None and sum(question.moved[:2]) for question in result.questions)
    assert len(state.words) == 8
    assert sum(seat.left for seat in state.seats) == 1
    assert report.entered == 9, "eight people, one of whom came back as somebody new"


def test_who_was_too_late_with_an_activity_proposes_it_again() -> None:
    """The room may go on between somebody's look and their answer; nothing is wrong then, and nothing is forgotten."""

    class GoesOn(InProcessRoom):
        late = 0

        def propose(self, guest: Seat, kind: str, name: str) -> str:
            if not self.late:
                self.late += 1
                return AnswerRefused.code
            return super().propose(guest, kind, name)

    cases = new_workshops()
    workshop = prepare(cases, "nl")
    house = GoesOn(cases, workshop)
    simulation = Simulation(house, cast(8, 7, "nl"), rehearsal_script())
    simulation.enter()
    for _ in AutoFacilitator(cases, workshop, "nl").direct():
        simulation.turn()
        simulation.turn()
    assert house.late == 1
    assert simulation.report.wrong == []
    assert simulation.report.late == 1
    assert len(cases.queries.state(workshop).frameworks[-1].activities) == 3


def test_the_same_seed_is_the_same_workshop_and_another_is_another() -> None:
    first, again, other = (without_ids(played(new_workshops(), seed)[0]) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_rehearsals_meet_what_a_facilitator_has_to_handle() -> None:
    """Over a few seeds: consent that fails, once and twice; a red line drawn and one not; abstention; strong objections."""
    states = [played(new_workshops(), seed, 9)[0] for seed in range(1, 11)]
    agreed = {rule.agreed for state in states for rule in state.frameworks[0].rules}
    assert agreed == {"consent", "disagree_and_commit"}
    assert {line.withdrawn for state in states for line in state.red_lines} == {True, False}
    assert any(ballot.abstained for state in states for ballot in state.ballots)
    assert any(ballot.objection for state in states for ballot in state.ballots)
    assert any(rule.dissent for state in states for rule in state.frameworks[-1].rules)


def test_three_people_can_rehearse_too() -> None:
    state, report = played(new_workshops(), 3, people=3)
    assert report.wrong == []
    assert state.workshop.stage == "adopted"


def test_its_words_are_there_in_both_languages() -> None:
    script = rehearsal_script()
    for lines in (script.proposed, *script.reasons.values(), script.harms, script.safe_ifs, script.words):
        assert len({len(lines[lang]) for lang in LANGS}) == 1
    assert set(script.reasons) == set("ABCDE")
