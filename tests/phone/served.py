"""A real server, and a facilitator beside it: another process on the same database, as far as the server knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from framework.settings import Settings
from framework.store.sql import SqlStore
from framework.usecases import Context
from framework.workshop.agenda import proposed_items
from framework.workshop.models import Ballot, WorkshopState
from framework.workshop.room import Room
from framework.workshop.session_plan import planned_steps
from tests.support.any_actor import AnyActor


@dataclass
class Facilitator:
    cases: AnyActor
    id: str

    @property
    def state(self) -> WorkshopState:
        return self.cases.queries.state(self.id)

    @property
    def room(self) -> Room:
        room = self.state.room
        assert room is not None
        return room

    @property
    def code(self) -> str:
        return self.room.code

    def at(self, step: str, *phases: str) -> None:
        self.cases.facilitation.move_to_step(self.id, self.room.version, step)
        for phase in phases:
            self.move(phase)

    def move(self, phase: str) -> None:
        self.cases.facilitation.move_to_phase(self.id, self.room.version, phase)  # type: ignore[arg-type]

    def votes(self) -> dict[str, Ballot]:
        """The latest first-round ballot of each seat at the present step."""
        step = self.room.current_step()
        return {b.seat: b for b in self.state.ballots if (b.scenario, b.round) == (step.scenario, 1)}


@contextmanager
def facilitating(where: Path | Settings, *, begin: bool = True) -> Iterator[Facilitator]:
    """A prepared workshop with two dilemmas in the data folder of a server, or in its database."""
    store = SqlStore.open(Settings.in_folder(where) if isinstance(where, Path) else where)
    cases = AnyActor(Context.on_this_machine(store))
    wid = cases.facilitation.start_live_workshop("Waterkers", "Marketing", "nl", "marketing-ai")
    for kind, name in (("next_best_action", "Persoonlijke mail"), ("chatbot", "Servicebot")):
        cases.inventory.add(wid, kind, name)
    made = Facilitator(cases, wid)
    items = [item for item in proposed_items(made.state) if item.scenario.id in ("S03", "S07")]
    items.sort(key=lambda item: item.scenario.id)
    cases.facilitation.set_plan(wid, made.room.version, "short", planned_steps("short", items))
    if begin:
        cases.facilitation.open_session(wid)
    try:
        yield made
    finally:
        store.close()
