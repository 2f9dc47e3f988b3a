"""The workshops that pages are measured with: the demonstration, one in preparation, and one in session."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.server_process import ROOT

if TYPE_CHECKING:
    from framework.usecases import Workshops

PEOPLE = 30
SEED = 7


def demonstration(data: Path) -> str:
    """Adds the demonstration workshop to a data folder; returns its id."""
    environment = {**os.environ, "KADER_DATA": str(data), "KADER_DATABASE_URL": ""}
    command = [sys.executable, "-m", "framework.cli", "demo", "--lang", "nl"]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    found = re.search(r"[?&]w=([\w-]+)", told)
    assert found is not None, told
    return found[1]


def live(data: Path) -> tuple[str, str]:
    """Adds a live workshop in preparation, and one in which thirty people have voted twice and answered about a rule.

    Returns both ids. The second is at its last dilemma, with the objection round on the rule revealed.
    """
    from framework.rehearsal.auto_facilitator import AutoFacilitator, prepare
    from framework.rehearsal.in_process_room import InProcessRoom
    from framework.rehearsal.personas import cast
    from framework.rehearsal.script import rehearsal_script
    from framework.rehearsal.simulation import Simulation
    from framework.usecases import FACILITATOR

    with _workshops(data) as workshops:
        waiting = prepare(workshops, "nl")
        room = prepare(workshops, "nl")
        simulation = Simulation(InProcessRoom(workshops, room), cast(PEOPLE, SEED, "nl"), rehearsal_script())
        simulation.enter()
        for _ in AutoFacilitator(workshops, room, "nl").direct():
            simulation.turn()
            now = workshops.acting_as(FACILITATOR).queries.head(room).room
            assert now is not None
            last = [step.id for step in now.plan if step.kind == "scenario"][-1]
            if now.step == last and now.phase == "consent_revealed":
                return waiting, room
    raise AssertionError("the rehearsal never came to the last consent round")


@contextmanager
def _workshops(data: Path) -> "Iterator[Workshops]":
    from framework.settings import Settings
    from framework.store import open_store
    from framework.usecases import Context, Workshops

    with closing(open_store(Settings.in_folder(data))) as store:
        yield Workshops(Context.on_this_machine(store))
