"""A room that is rehearsed in a server's own database, moment by moment, so that a screen can be looked at in each."""

from collections.abc import Iterator
from contextlib import contextmanager

from framework.rehearsal.auto_facilitator import AutoFacilitator, prepare
from framework.rehearsal.in_process_room import InProcessRoom
from framework.rehearsal.personas import cast
from framework.rehearsal.script import rehearsal_script
from framework.rehearsal.simulation import Simulation
from framework.text import Lang
from framework.workshop.room import Phase, StepKind
from tests.support.any_actor import AnyActor
from tests.support.app_process import KaderServer
from tests.support.room import RoomReader
from tests.support.server_database import beside

SEED = 1


class Rehearsed(RoomReader):
    """A workshop with ``people`` who know their parts; the facilitator knows one too."""

    def __init__(self, cases: AnyActor, lang: Lang, people: int = 9, seed: int = SEED) -> None:
        super().__init__(cases, prepare(cases, lang))
        self._troupe = Simulation(InProcessRoom(cases, self.id), cast(people, seed, lang), rehearsal_script())
        self._moments = AutoFacilitator(cases, self.id, lang).direct()

    def come_in(self) -> None:
        """Everybody who is on time, before the session."""
        self._troupe.enter()

    def until(self, kind: StepKind, phase: Phase, dilemma: int = 1, attempt: int = 1) -> None:
        """Plays on to this phase of a kind of step, of the ``dilemma``-th where there are several. Who is asked has answered."""
        for _ in self._moments:
            self._troupe.turn()
            room = self.room
            if (room.current_step().kind, room.phase) != (kind, phase):
                continue
            dilemmas = [step.id for step in room.plan if step.scenario]
            if kind == "scenario" and room.step != dilemmas[dilemma - 1]:
                continue
            if "consent" in phase and room.consent_attempt(room.step) - (phase == "consent_revealed") != attempt:
                continue
            return
        raise AssertionError(f"the rehearsal never came to {kind}, {phase}")


@contextmanager
def rehearsed(server: KaderServer, lang: Lang, people: int = 9, seed: int = SEED) -> Iterator[Rehearsed]:
    with beside(server) as cases:
        yield Rehearsed(cases, lang, people, seed)
