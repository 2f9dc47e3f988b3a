"""Has each simulated participant answer every question once, and counts the results."""

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
"""Error code for an answer to a question that is no longer open."""


@dataclass(frozen=True, slots=True)
class RoomPrompt:
    """What a participant sees. ``prompt``: None when nothing is asked. ``kinds``: of activities that can be added."""

    key: str
    prompt: Prompt | None = None
    kinds: tuple[str, ...] = ()


class RoomClient(Protocol[Guest]):
    """A way to reach the room. ``submit`` and ``propose`` return the error code of a refusal, or an empty text."""

    def enter(self, player: Persona) -> Guest: ...
    def current_prompt(self, guest: Guest, /) -> RoomPrompt: ...
    def submit(self, guest: Guest, answers: Sequence[Answer]) -> str: ...
    def propose(self, guest: Guest, kind: str, name: str) -> str: ...
    def leave(self, guest: Guest) -> None: ...


@dataclass
class Report:
    """The results. ``wrong``: what happened that must not happen, as sentences."""

    entered: int = 0
    answers: int = 0
    refused: int = 0
    """Answers sent after the reveal and refused, as they must be."""
    late: int = 0
    """Answers that came after the room had moved on."""
    wrong: list[str] = field(default_factory=list[str])


@dataclass
class _Participation(Generic[Guest]):
    """What one persona has done so far."""

    player: Persona
    guest: Guest | None = None
    answered: dict[str, RoomPrompt] = field(default_factory=dict[str, RoomPrompt])
    rules: dict[str, str] = field(default_factory=dict[str, str])
    """For each rule, the step at which it was first put to the room."""
    last: Ballot | None = None
    left: bool = False
    proposed: bool = False


class Simulation(Generic[Guest]):
    """``at_once``: how many personas act at the same time."""

    def __init__(
        self, client: RoomClient[Guest], players: Iterable[Persona], script: RehearsalScript, *, at_once: int = 1
    ) -> None:
        self._client = client
        self._script = script
        self._parts = [_Participation[Guest](player) for player in players]
        self._prompts_seen: list[str] = []
        self._at_once = at_once
        self._lock = threading.Lock()
        self.report = Report()

    def enter(self) -> None:
        """Everybody who is on time joins."""
        self._for_each(lambda part: self._enter(part) if part.player.comes_at == 0 else None)

    def turn(self, wait: Callable[[Persona, Prompt], None] = lambda _, __: None) -> RoomPrompt:
        """Everybody answers the present question, unless they have. ``wait`` is called before each answer.

        Returns what the room shows.
        """
        here = next((part.guest for part in self._parts if part.guest is not None), None)
        view = RoomPrompt("") if here is None else self._client.current_prompt(here)
        if view.prompt is not None and view.key not in self._prompts_seen:
            self._prompts_seen.append(view.key)
        number = len(self._prompts_seen) - 1
        self._for_each(lambda part: self._play(part, number, wait))
        return view

    def _for_each(self, play: Callable[[_Participation[Guest]], None]) -> None:
        if self._at_once == 1:
            for part in self._parts:
                play(part)
            return
        with ThreadPoolExecutor(self._at_once) as together:
            list(together.map(play, self._parts))

    def _enter(self, part: _Participation[Guest]) -> None:
        part.guest = self._client.enter(part.player)
        self._count(entered=1)

    def _play(self, part: _Participation[Guest], number: int, wait: Callable[[Persona, Prompt], None]) -> None:
        player = part.player
        if part.guest is None:
            if number < player.comes_at:
                return
            self._enter(part)
        assert part.guest is not None
        view = self._client.current_prompt(part.guest)
        if view.prompt is None:
            self._act_between_prompts(part, view)
            return
        if view.key in part.answered:
            return
        if number == player.leaves_at and not part.left:
            part.left = True
            self._client.leave(part.guest)
            part.guest = None
            return
        wait(player, view.prompt)
        step = view.key.partition("/")[0]
        known = frozenset(rule for rule, first in part.rules.items() if first != step)
        given = player.answers(view.prompt, self._script, known)
        if not given:
            return
        refused = self._client.submit(part.guest, given)
        part.answered[view.key] = view
        if refused == TOO_LATE:
            self._count(late=1)
            return
        if refused:
            self._wrong(f"{view.key}: {player.number}: {refused}")
            return
        self._count(answers=len(given))
        part.last = given[0] if isinstance(given[0], Ballot) else None
        if view.prompt.kind == "consent":
            part.rules = dict.fromkeys(view.prompt.choices, step) | part.rules

    def _act_between_prompts(self, part: _Participation[Guest], view: RoomPrompt) -> None:
        """Between questions: adds an activity, or tries to change a vote that was revealed."""
        assert part.guest is not None
        if view.kinds and part.player.proposes and not part.proposed:
            part.proposed = True
            refused = self._client.propose(part.guest, *part.player.proposal(view.kinds, self._script))
            if refused == TOO_LATE:  # the room has moved on since the page was read
                part.proposed = False
                self._count(late=1)
            elif refused:
                self._wrong(f"{view.key}: {refused}")
        if part.player.insists and part.last is not None and "revealed" in view.key:
            refused = self._client.submit(part.guest, (part.last,))
            part.last = None
            if refused == TOO_LATE:
                self._count(refused=1)
            else:
                self._wrong(f"{view.key}: a vote after the reveal was not refused but: {refused or 'taken'}")

    def _count(self, **more: int) -> None:
        with self._lock:
            for name, number in more.items():
                setattr(self.report, name, getattr(self.report, name) + number)

    def _wrong(self, said: str) -> None:
        with self._lock:
            self.report.wrong.append(said)
