"""Workshops put into a server's database without a screen, so that a test begins where it wants to look."""

from collections.abc import Iterator
from contextlib import contextmanager

from framework.rehearsal.demonstration import DemonstrationScript, demonstration_script
from framework.settings import Settings
from framework.store import open_store
from framework.text import Lang
from framework.workshop.models import WorkshopState
from tests.support.any_actor import AnyActor
from tests.support.app_process import KaderServer
from tests.support.workshops import played_today, today_on


@contextmanager
def beside(server: KaderServer) -> Iterator[AnyActor]:
    """The use cases on the database of ``server``, in this process."""
    store = open_store(Settings.from_environment({"KADER_DATA": str(server.data)}))
    try:
        yield today_on(store)
    finally:
        store.close()


def stored(server: KaderServer, workshop: str) -> WorkshopState:
    """What is on disk now."""
    with beside(server) as cases:
        return cases.queries.state(workshop)


def seeded(server: KaderServer, lang: Lang, script: DemonstrationScript | None = None) -> str:
    """Plays a script, or the whole demonstration; returns the workshop's id."""
    state = played_today(script or demonstration_script(), lang)
    with beside(server) as cases:
        cases.context.store.create(state)
    return state.workshop.id


def before_the_scenarios() -> DemonstrationScript:
    """The demonstration as far as its inventory and its order of principles."""
    return demonstration_script().model_copy(
        update={"scenarios": (), "decisions": (), "red_lines": (), "keep": "nothing"}
    )
