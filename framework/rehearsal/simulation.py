"""Sees to it that every player answers what the room asks, once; and keeps count of what came of it."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from framework.rehearsal.personas import Persona, Prompt
from framework.rehearsal.script import RehearsalScript
from framework.workshop.answer_rules import Answer
from framework.workshop.models import Ballot

Guest = TypeVar("Guest")
TOO_LATE = "answer-refused"
"""The code of the error for an answer to what is not asked any more."""


@dataclass(frozen=True, slots=True)
class RoomPrompt:
    """What somebody in the room sees. ``asked`` is None where nothing is; ``kinds``: of activities that may be added."""

    key: str
    asked: Prompt | None = None
    kinds: tuple[str, ...] = ()


class RoomClient(Protocol[Guest]):
    """A room as people reach it. ``give``, ``propose``: the code of the error it was refused with, or an empty text."""

    def enter(self, player: Persona) -> Guest: ...
    def look(self, guest: Guest, /) -> RoomPrompt: ...
    def give(self, guest: Guest, answers: Sequence[Answer]) -> str: ...
    def propose(self, guest: Guest, kind: str, name: str) -> str: ...
    def leave(self, guest: Guest) -> None: ...


@dataclass
class Report:
    """What came of it. ``wrong``: sentences about what must not happen; empty when all is well."""

    entered: int = 0
    answers: int = 0
    refused: int = 0
    """Answers after the reveal, which had to be refused and were."""
    late: int = 0
    """Answers that the room did not wait for."""
    wrong: list[str] = field(default_factory=list[str])


@dataclass
class _Participation(Generic[Guest]):
    """A player's part so far."""

    player: Persona
    guest: Guest | None = None
    answered: dict[str, RoomPrompt] = field(default_factory=dict[str, RoomPrompt])
    rules: dict[str, str] = field(default_factory=dict[str, str])
    """The step at which each rule was first put to the room."""
    last: Ballot | None = None
    left: bool = False
    proposed: bool = False


class Simulation(Generic[Guest]):
    """``at_once``: how many answer at the same time."""

    def __init__(
        self, house: RoomClient[Guest], players: Iterable[Persona], script: RehearsalScript, *, at_once: int = 1
    ) -> None:
        self._house = house
        self._script = script
        self._parts = [_Participation[Guest](player) for player in players]
        self._asked: list[str] = []
        self._at_once = at_once
        self._counting = threading.Lock()
        self.report = Report()

    def enter(self) -> None:
        """All who are on time come in."""
        self._all(lambda part: self._enter(part) if part.player.comes_at == 0 else None)

    def turn(self, wait: Callable[[Persona, Prompt], None] = lambda _, __: None) -> RoomPrompt:
        """Everybody answers what is asked now and was not answered yet. ``wait``: before a player answers.

        Returns what the room shows.
        """
        here = next((part.guest for part in self._parts if part.guest is not None), None)
        scene = RoomPrompt("") if here is None else self._house.look(here)
        if scene.asked is not None and scene.key not in self._asked:
            self._asked.append(scene.key)
        number = len(self._asked) - 1
        self._all(lambda part: self._play(part, number, wait))
        return scene

    def _all(self, play: Callable[[_Participation[Guest]], None]) -> None:
        if self._at_once == 1:
            for part in self._parts:
                play(part)
            return
        with ThreadPoolExecutor(self._at_once) as together:
            list(together.map(play, self._parts))

    def _enter(self, part: _Participation[Guest]) -> None:
        part.guest = self._house.enter(part.player)
        self._count(entered=1)

    def _play(self, part: _Participation[Guest], number: int, wait: Callable[[Persona, Prompt], None]) -> None:
        player = part.player
        if part.guest is None:
            if number < player.comes_at:
                return
            self._enter(part)
        assert part.guest is not None
        scene = self._house.look(part.guest)
        if scene.asked is None:
            self._beside(part, scene)
            return
        if scene.key in part.answered:
            return
        if number == player.leaves_at and not part.left:
            part.left = True
            self._house.leave(part.guest)
            part.guest = None
            return
        wait(player, scene.asked)
        step = scene.key.partition("/")[0]
        known = frozenset(rule for rule, first in part.rules.items() if first != step)
        given = player.answers(scene.asked, self._script, known)
        if not given:
            return
        refused = self._house.give(part.guest, given)
        part.answered[scene.key] = scene
        if refused == TOO_LATE:
            self._count(late=1)
            return
        if refused:
            self._wrong(f"{scene.key}: {player.number}: {refused}")
            return
        self._count(answers=len(given))
        part.last = given[0] if isinstance(given[0], Ballot) else None
        if scene.asked.kind == "consent":
            part.rules = dict.fromkeys(scene.asked.choices, step) | part.rules

    def _beside(self, part: _Participation[Guest], scene: RoomPrompt) -> None:
        """What people do while nothing is asked: think of an activity, or want to change a vote that was revealed."""
        assert part.guest is not None
        if scene.kinds and part.player.proposes and not part.proposed:
            part.proposed = True
            refused = self._house.propose(part.guest, *part.player.proposal(scene.kinds, self._script))
            if refused == TOO_LATE:  # the room went on between the look and the answer
                part.proposed = False
                self._count(late=1)
            elif refused:
                self._wrong(f"{scene.key}: {refused}")
        if part.player.insists and part.last is not None and "revealed" in scene.key:
            refused = self._house.give(part.guest, (part.last,))
            part.last = None
            if refused == TOO_LATE:
                self._count(refused=1)
            else:
                self._wrong(f"{scene.key}: a vote after the reveal was not refused but: {refused or 'taken'}")

    def _count(self, **more: int) -> None:
        with self._counting:
            for name, number in more.items():
                setattr(self.report, name, getattr(self.report, name) + number)

    def _wrong(self, said: str) -> None:
        with self._counting:
            self.report.wrong.append(said)
