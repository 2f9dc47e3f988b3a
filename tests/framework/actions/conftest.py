"""A workshop in which something of every kind is to do."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from framework.actions import source
from framework.actions.action_list import actions
from framework.actions.models import Action, ActionKind
from framework.language import translator
from framework.law import law_book
from framework.rehearsal.demonstration import add_demonstration
from framework.text import Lang
from framework.workshop.governance.records import LogEntry, LogKind, Training
from framework.workshop.models import Note, WorkshopState
from tests.support.any_actor import AnyActor
from tests.support.workshops import NOW

TODAY = NOW.date()


@dataclass
class Desk:
    """The demonstration, with training, a parked matter and one of each entry of the log."""

    cases: AnyActor
    id: str

    @property
    def state(self) -> WorkshopState:
        return self.cases.queries.state(self.id)

    def listed(self, lang: Lang = "en") -> tuple[Action, ...]:
        return actions(source.of_workshop(self.state, law_book(), TODAY), translator(lang), TODAY)

    def of(self, kind: ActionKind, *, done: bool = False) -> tuple[Action, ...]:
        return tuple(one for one in self.listed() if one.kind == kind and one.done == done)

    def one(self, action: str) -> Action:
        return next(one for one in self.listed() if one.id == action)

    def adopt(self) -> None:
        """As adopting does, whatever else adopting asks."""
        drafted = self.cases.charter.draft(self.state)
        with self.cases.context.store.transaction(self.id) as change:
            change.add_framework(drafted.model_copy(update={"version": "1.0", "adopted": True, "deciders": ("Noor",)}))

    def record(self, kind: LogKind, **given: object) -> LogEntry:
        mine = LogEntry.model_validate(
            {"id": f"{kind}-{len(self.state.log)}", "kind": kind, "on": TODAY, "text": "Iets"} | given
        )
        return self.cases.charter.record_event(self.id, None, mine)


@pytest.fixture
def desk(workshops: AnyActor) -> Desk:
    made = Desk(workshops, add_demonstration(workshops, "nl"))
    workshops.charter.record_training(
        made.id, None, Training(id="t1", group="CRM", what="oefenen", owner="HR", due=TODAY - timedelta(days=1))
    )
    with workshops.context.store.transaction(made.id) as change:
        change.put_note(Note(id="n1", kind="parking", text="=Wie betaalt dit?"))
    return made
