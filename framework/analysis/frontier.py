"""How far a team could go on two rows at once, and what one change would do.

Each choice counts on a row as better than its reference, worse or level: at most one decision, whatever the marks. A
combination gives every decision one lawful stance, and its place on a row is the number of decisions that are better less the
number that are worse. The *frontier* holds the places that no combination beats on one row without losing on the other. It is
exact: dynamic programming over the decisions keeps, for each place on the first row, the best place on the second, and among
those combinations the one with the fewest changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framework.analysis.choices import Choice
from framework.analysis.price import Direction, MarkRow, direction, mark_rows, own_effect, reference_of
from framework.deck import LETTERS, Letter

_MANY = 1_000
"""More changes than there are decisions."""
_SIGNS: dict[Direction, int] = {"better": 1, "worse": -1, "level": 0, "depends": 0}


@dataclass(frozen=True, slots=True)
class RowCount:
    """Decisions on one row, against their references."""

    better: int
    worse: int

    @property
    def place(self) -> int:
        return self.better - self.worse


@dataclass(frozen=True, slots=True)
class Change:
    """One decision that would take another stance."""

    decision: str
    to: Letter


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """A place on the frontier, with a combination that reaches it with the fewest changes from where the team stands."""

    first: RowCount
    second: RowCount
    changes: tuple[Change, ...]

    @property
    def place(self) -> tuple[int, int]:
        return self.first.place, self.second.place


@dataclass(frozen=True, slots=True)
class Frontier:
    """Two rows of all choices: where the team stands, and how far it could go."""

    decisions: int
    """Choices that are counted; those without a reference are not."""
    unlawful: tuple[str, ...]
    """Ids of the choices that rest on an unlawful stance. They count where the team stands, and in no combination."""
    first: RowCount
    second: RowCount
    points: tuple[FrontierPoint, ...]
    """From the least to the most on the first row."""

    @property
    def place(self) -> tuple[int, int]:
        return self.first.place, self.second.place

    @property
    def reached(self) -> bool:
        """Whether the team stands on the frontier."""
        return any(point.place == self.place for point in self.points)

    @property
    def one_change(self) -> tuple[FrontierPoint, ...]:
        """The points that a single change leads to."""
        return tuple(point for point in self.points if len(point.changes) == 1)


@dataclass(frozen=True, slots=True)
class _Option:
    """What a stance does on the two rows; ``to`` is None for the choice as it is."""

    first: int
    second: int
    to: Letter | None


def frontier(choices: Sequence[Choice], first: str, second: str) -> Frontier:
    """The frontier of two different rows: principle ids, or ``reach``, ``conversion`` or ``cost``.

    Where a choice accepts several stances, the one that is least favourable on a row counts there. Rows that a scenario lacks
    are level in it.
    """
    here: list[_Option] = []
    options: list[tuple[str, list[_Option]]] = []
    unlawful: list[str] = []
    for choice in choices:
        base = reference_of(choice.scenario, choice.practice)
        if base is None:
            continue
        rows = {row.row: row for row in mark_rows(choice.scenario, choice.corrections)}
        on_first, on_second = (_places(choice, rows.get(row), base[0]) for row in (first, second))
        own = _Option(on_first[None], on_second[None], None)
        here.append(own)
        lawful: list[Letter] = [letter for letter in LETTERS if choice.scenario.stance(letter).legal != "unlawful"]
        kept = set(choice.accepted) <= set(lawful)
        if not kept:
            unlawful.append(choice.id)
        others = [
            _Option(on_first[letter], on_second[letter], letter)
            for letter in sorted(lawful, key=lambda one: _steps_away(choice, one))
            if choice.accepted != (letter,)
        ]
        options.append((choice.id, _distinct([own, *others] if kept else others)))
    return Frontier(
        decisions=len(here),
        unlawful=tuple(unlawful),
        first=_count(option.first for option in here),
        second=_count(option.second for option in here),
        points=_points(options),
    )


def _places(choice: Choice, row: MarkRow | None, base: Letter) -> dict[Letter | None, int]:
    """1, 0 or -1 for each stance on a row, and under None for the choice as it is: its least favourable stance, or what the
    team says itself."""
    signs: dict[Letter | None, int] = {
        letter: _SIGNS[direction(row, [letter], base)] if row else 0 for letter in LETTERS
    }
    said = own_effect(row, choice.own) if row and choice.accepted != (base,) else None
    return signs | {None: _SIGNS[said] if said else min(signs[letter] for letter in choice.accepted)}


def _steps_away(choice: Choice, letter: Letter) -> int:
    return min(abs(LETTERS.index(letter) - LETTERS.index(accepted)) for accepted in choice.accepted)


def _distinct(options: Iterable[_Option]) -> list[_Option]:
    """The first option of each effect: the choice as it is, else the nearest stance."""
    found: dict[tuple[int, int], _Option] = {}
    for option in options:
        found.setdefault((option.first, option.second), option)
    return list(found.values())


def _points(options: Sequence[tuple[str, Sequence[_Option]]]) -> tuple[FrontierPoint, ...]:
    best: dict[int, int] = {0: 0}  # place on the first row: place on the second times _MANY, less the number of changes
    steps: list[dict[int, tuple[int, _Option]]] = []
    for _, possible in options:
        following: dict[int, int] = {}
        came_from: dict[int, tuple[int, _Option]] = {}
        for option in possible:
            worth = option.second * _MANY - (option.to is not None)
            for place, value in best.items():
                to = place + option.first
                if to not in following or value + worth > following[to]:
                    following[to] = value + worth
                    came_from[to] = place, option
        best = following
        steps.append(came_from)
    points: list[FrontierPoint] = []
    highest: int | None = None
    for place in sorted(best, reverse=True):
        second = -(-best[place] // _MANY)
        if highest is not None and second <= highest:
            continue
        highest = second
        points.append(_traced(options, steps, place))
    return tuple(reversed(points))


def _traced(
    options: Sequence[tuple[str, Sequence[_Option]]], steps: Sequence[dict[int, tuple[int, _Option]]], place: int
) -> FrontierPoint:
    """The point at a place on the first row, with the combination that the steps lead back through."""
    taken: list[_Option] = []
    for came_from in reversed(steps):
        place, option = came_from[place]
        taken.append(option)
    taken.reverse()
    return FrontierPoint(
        first=_count(option.first for option in taken),
        second=_count(option.second for option in taken),
        changes=tuple(
            Change(decision, option.to)
            for (decision, _), option in zip(options, taken, strict=True)
            if option.to is not None
        ),
    )


def _count(signs: Iterable[int]) -> RowCount:
    each = list(signs)
    return RowCount(better=each.count(1), worse=each.count(-1))
