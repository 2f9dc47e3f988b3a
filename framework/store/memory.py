"""The promise of a store, kept on a dictionary: for tests, and for trying things out without a trace.

A stored state is never altered, only replaced as a whole when a change commits. Readers therefore need no lock and
always see one moment.
"""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Protocol, TypeVar

from framework.errors import NotFound, StoreUnavailable
from framework.store import Change
from framework.store.incoming import refuse_contradictions, refuse_foreign_head, refuse_second_version
from framework.workshop.models import (
    Activity,
    Ballot,
    CharterTexts,
    Decision,
    Framework,
    Practice,
    Ranking,
    RedLine,
    Workshop,
    WorkshopEntry,
    WorkshopState,
)

__all__ = ["MemoryStore"]

_PATIENCE = 5.0
"""Seconds a change waits for its turn, as in the databases; a change inside a change ends here and not never."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_One = TypeVar("_One", bound=_Identified)


class MemoryStore:
    """Thread-safe. Nothing survives the process."""

    def __init__(self, *, patience: float = _PATIENCE) -> None:
        self._kept: dict[str, tuple[WorkshopState, datetime]] = {}
        self._turn = Lock()
        self._patience = patience

    def workshops(self) -> tuple[WorkshopEntry, ...]:
        latest_first = sorted(self._kept.copy().values(), key=lambda kept: kept[1], reverse=True)
        return tuple(_entry(state, changed_at) for state, changed_at in latest_first)

    def revision(self, workshop_id: str) -> int:
        return self.load(workshop_id).revision

    def load(self, workshop_id: str) -> WorkshopState:
        try:
            return self._kept[workshop_id][0]
        except KeyError:
            raise NotFound(what="workshop", id=workshop_id) from None

    def create(self, state: WorkshopState) -> None:
        refuse_contradictions(state)
        with self._writing():
            if state.workshop.id in self._kept:
                raise ValueError(f"workshop {state.workshop.id!r} exists already")
            self._keep(state.model_copy(update={"activities": _by_position(state.activities)}))

    @contextmanager
    def change(self, workshop_id: str) -> Generator[Change]:
        with self._writing():
            change = _MemoryChange(self.load(workshop_id))
            yield change
            if change.written:
                after = change.state()
                self._keep(after.model_copy(update={"revision": after.revision + 1}))

    def delete(self, workshop_id: str) -> None:
        with self._writing():
            self.load(workshop_id)
            del self._kept[workshop_id]

    def close(self) -> None:
        """Nothing to let go of."""

    @contextmanager
    def _writing(self) -> Generator[None]:
        if not self._turn.acquire(timeout=self._patience):
            raise StoreUnavailable(reason="locked", where="memory")
        try:
            yield
        finally:
            self._turn.release()

    def _keep(self, state: WorkshopState) -> None:
        self._kept[state.workshop.id] = (state, datetime.now(UTC))


class _MemoryChange:
    """See `framework.store.Change`."""

    def __init__(self, state: WorkshopState) -> None:
        self._state = state
        self.written = False

    def workshop(self) -> Workshop:
        return self._state.workshop

    def state(self) -> WorkshopState:
        return self._state

    def activity(self, activity_id: str) -> Activity | None:
        return _find(self._state.activities, activity_id)

    def activities(self) -> tuple[Activity, ...]:
        return self._state.activities

    def decision(self, decision_id: str) -> Decision | None:
        return _find(self._state.decisions, decision_id)

    def decisions(self) -> tuple[Decision, ...]:
        return self._state.decisions

    def red_line(self, red_line_id: str) -> RedLine | None:
        return _find(self._state.red_lines, red_line_id)

    def red_lines(self) -> tuple[RedLine, ...]:
        return self._state.red_lines

    def texts(self) -> CharterTexts:
        return self._state.texts

    def ballot(self, seat: str, scenario: str, activity: str, round_: int) -> Ballot | None:
        wanted = (seat, scenario, activity, round_)
        for ballot in reversed(self._state.ballots):
            if (ballot.seat, ballot.scenario, ballot.activity, ballot.round) == wanted:
                return ballot
        return None

    def ranking(self, seat: str) -> Ranking | None:
        return next((ranking for ranking in reversed(self._state.rankings) if ranking.seat == seat), None)

    def put_workshop(self, workshop: Workshop) -> None:
        refuse_foreign_head(workshop, self._state.workshop.id)
        self._write(workshop=workshop)

    def put_activity(self, activity: Activity) -> None:
        self._write(activities=_by_position(_put(self._state.activities, activity)))

    def put_decision(self, decision: Decision) -> None:
        self._write(decisions=_put(self._state.decisions, decision))

    def put_red_line(self, red_line: RedLine) -> None:
        self._write(red_lines=_put(self._state.red_lines, red_line))

    def put_texts(self, texts: CharterTexts) -> None:
        self._write(texts=texts)

    def add_ranking(self, ranking: Ranking) -> None:
        self._write(rankings=(*self._state.rankings, ranking))

    def add_ballot(self, ballot: Ballot) -> None:
        self._write(ballots=(*self._state.ballots, ballot))

    def add_practice(self, practice: Practice) -> None:
        self._write(practices=(*self._state.practices, practice))

    def add_framework(self, framework: Framework) -> None:
        refuse_second_version(framework, (kept.version for kept in self._state.frameworks))
        self._write(frameworks=(*self._state.frameworks, framework))

    def _write(self, **parts: Any) -> None:
        self._state = self._state.model_copy(update=parts)
        self.written = True


def _find(ones: tuple[_One, ...], wanted: str) -> _One | None:
    return next((one for one in ones if one.id == wanted), None)


def _put(ones: tuple[_One, ...], new: _One) -> tuple[_One, ...]:
    """``new`` in the place of the one with its id, else at the end."""
    if _find(ones, new.id) is None:
        return (*ones, new)
    return tuple(new if one.id == new.id else one for one in ones)


def _by_position(activities: tuple[Activity, ...]) -> tuple[Activity, ...]:
    return tuple(sorted(activities, key=lambda activity: activity.position))


def _entry(state: WorkshopState, changed_at: datetime) -> WorkshopEntry:
    head = state.workshop
    return WorkshopEntry(
        id=head.id,
        kind=head.kind,
        organisation=head.organisation,
        team=head.team,
        lang=head.lang,
        stage=head.stage,
        revision=state.revision,
        changed_at=changed_at,
    )
