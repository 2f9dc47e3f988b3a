"""What a choice wins and gives up, compared with another stance.

A deck's marks are places in one row: they say which of two stances is better for one principle, or for reach, conversion or
cost, and nothing else. A choice is compared with its *reference* (what the team does today, else what is usual in the sector)
and with its lawful neighbours. No mark is compared with zero or with another row, added up or averaged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from framework.deck import LETTERS, Legal, Letter, Scenario
from framework.workshop.field_types import PracticeAnswer

BusinessRow = Literal["reach", "conversion", "cost"]
BUSINESS_ROWS: tuple[BusinessRow, ...] = ("reach", "conversion", "cost")
Axis = Literal["principle", "business"]
ReferenceKind = Literal["today", "usual"]
"""``today``: what the team does now, as it says. ``usual``: what the sector usually does, by the deck's estimate."""
Step = Literal["permissive", "strict", "other"]
"""From the choice to a neighbour; ``other`` where letters have no order, or the neighbour is between accepted stances."""
Corrections = Mapping[tuple[str, Letter], int]
"""A team's own marks by row (principle id or business row) and stance. They replace the deck's."""
Direction = Literal["better", "worse", "level", "depends"]
OwnEffects = Mapping[BusinessRow, Direction]
"""What a team itself says of reach, conversion and cost with its choice. It replaces the deck's marks against the reference."""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One row of a scenario: five places, A to E, as the deck or the team gives them."""

    row: str
    """Principle id, or ``reach``, ``conversion`` or ``cost``. Cost rises as it gets cheaper."""
    axis: Axis
    marks: tuple[int, ...]
    corrected: frozenset[Letter] = frozenset()
    """The stances whose place is the team's own."""

    def of(self, letter: Letter) -> int:
        return self.marks[LETTERS.index(letter)]


@dataclass(frozen=True, slots=True)
class Effect:
    """A row on which a choice and another stance differ."""

    row: str
    axis: Axis
    rank: int | None = None
    """Place of the principle in the team's own ranking, from 1; None for the others and for business rows."""
    corrected: bool = False
    """What the team itself said takes part in the comparison."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A choice compared with ``stance``. Within each list own principles come first, then the others, then business."""

    kind: ReferenceKind | Step
    stance: Letter
    legal: Legal
    better: tuple[Effect, ...]
    """Rows on which every accepted stance is better than ``stance``."""
    worse: tuple[Effect, ...]
    depends: tuple[Effect, ...]
    """Rows on which it depends on the accepted stance that is taken. Rows that are level for all are in no list."""

    def direction(self, row: str) -> Direction:
        """How the choice does on a row; "level" also for a row that the scenario does not have."""
        if any(each.row == row for each in self.better):
            return "better"
        if any(each.row == row for each in self.worse):
            return "worse"
        return "depends" if any(each.row == row for each in self.depends) else "level"


@dataclass(frozen=True, slots=True)
class Price:
    """What the chosen stances win and give up."""

    chosen: tuple[Letter, ...]
    reference: Comparison | None
    """None where no reference is known, and where the one chosen stance is the reference (``unchanged``)."""
    unchanged: ReferenceKind | None
    neighbours: tuple[Comparison, ...]
    """The lawful stances next to the choice, in the order A to E."""

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What the choice is held against first: the reference, or the neighbours where there is none."""
        return (self.reference,) if self.reference else self.neighbours


def price(
    scenario: Scenario,
    chosen: Sequence[Letter],
    practice: PracticeAnswer | None = None,
    *,
    ranking: Sequence[str] = (),
    corrections: Corrections | None = None,
    own: OwnEffects | None = None,
) -> Price:
    """What ``chosen`` (one stance, or all that a rule accepts) wins and gives up.

    ``practice``: what is done today. ``ranking``: ids of the team's own principles, first one first; unranked ones follow in
    the deck's order. ``own`` counts against the reference only, also where that is a neighbour. Source: the method of prices, section 3.2.
    """
    rows = _in_rank_order(mark_rows(scenario, corrections), ranking)
    accepted = tuple(sorted(set(chosen)))
    base = reference_of(scenario, practice)
    unchanged = base is not None and accepted == (base[0],)

    def compared(stance: Letter, kind: ReferenceKind | Step) -> Comparison:
        counts = own if base is not None and stance == base[0] else None
        return _compared(scenario, rows, accepted, stance, kind, ranking, counts)

    return Price(
        chosen=accepted,
        reference=None if base is None or unchanged else compared(*base),
        unchanged=base[1] if base is not None and unchanged else None,
        neighbours=tuple(compared(*neighbour) for neighbour in neighbours_of(scenario, accepted)),
    )


def turned(comparison: Comparison) -> Comparison:
    """The same comparison from the other side: what one would win and give up by going to its stance."""
    return replace(comparison, better=comparison.worse, worse=comparison.better)


def reference_of(scenario: Scenario, practice: PracticeAnswer | None) -> tuple[Letter, ReferenceKind] | None:
    """The stance that a choice is held against: today's where it is known, else the usual one; None without either."""
    if practice is not None and practice != "unknown":
        return practice, "today"
    return (scenario.usual, "usual") if scenario.usual else None


def neighbours_of(scenario: Scenario, chosen: Sequence[Letter]) -> tuple[tuple[Letter, Step], ...]:
    """The lawful stances next to the chosen ones, A to E; where letters have no order, all other lawful stances."""
    places = {LETTERS.index(letter) for letter in chosen}
    found: list[tuple[Letter, Step]] = []
    for place, letter in enumerate(LETTERS):
        if place in places or scenario.stance(letter).legal == "unlawful":
            continue
        if not scenario.ordered:
            found.append((letter, "other"))
        elif {place - 1, place + 1} & places:
            found.append(
                (letter, "permissive" if place < min(places) else "strict" if place > max(places) else "other")
            )
    return tuple(found)


def mark_rows(scenario: Scenario, corrections: Corrections | None = None) -> tuple[MarkRow, ...]:
    """The principles of a scenario in the deck's order, then reach, conversion and cost, with the team's corrections."""
    deck_rows: list[tuple[str, Axis, Sequence[int]]] = [
        *((weight.principle, "principle", weight.values) for weight in scenario.weights),
        ("reach", "business", scenario.commercial.reach),
        ("conversion", "business", scenario.commercial.conversion),
        ("cost", "business", scenario.commercial.cost),
    ]
    if not corrections:
        return tuple(MarkRow(row, axis, tuple(marks)) for row, axis, marks in deck_rows)
    own = corrections
    return tuple(
        MarkRow(
            row=row,
            axis=axis,
            marks=tuple(own.get((row, letter), mark) for letter, mark in zip(LETTERS, marks, strict=True)),
            corrected=frozenset(letter for letter in LETTERS if (row, letter) in own),
        )
        for row, axis, marks in deck_rows
    )


def direction(row: MarkRow, accepted: Iterable[Letter], base: Letter) -> Direction:
    """One row of a choice against ``base``: better or worse only where it is so for every accepted stance."""
    held = row.of(base)
    signs = {(mark > held) - (mark < held) for mark in map(row.of, accepted)}
    if len(signs) > 1:
        return "depends"
    return "level" if signs == {0} else "better" if signs == {1} else "worse"


def own_effect(row: MarkRow, own: OwnEffects | None) -> Direction | None:
    """What the team itself says of a business row; None where it says nothing."""
    if not own or row.axis != "business":
        return None
    return next((said for name, said in own.items() if row.row == name), None)


def _compared(
    scenario: Scenario,
    rows: Sequence[MarkRow],
    accepted: tuple[Letter, ...],
    stance: Letter,
    kind: ReferenceKind | Step,
    ranking: Sequence[str],
    own: OwnEffects | None = None,
) -> Comparison:
    found: dict[Direction, list[Effect]] = {"better": [], "worse": [], "level": [], "depends": []}
    for row in rows:
        said = own_effect(row, own)
        effect = Effect(
            row=row.row,
            axis=row.axis,
            rank=ranking.index(row.row) + 1 if row.axis == "principle" and row.row in ranking else None,
            corrected=said is not None or not row.corrected.isdisjoint((*accepted, stance)),
        )
        found[said or direction(row, accepted, stance)].append(effect)
    return Comparison(
        kind=kind,
        stance=stance,
        legal=scenario.stance(stance).legal,
        better=tuple(found["better"]),
        worse=tuple(found["worse"]),
        depends=tuple(found["depends"]),
    )


def _in_rank_order(rows: Sequence[MarkRow], ranking: Sequence[str]) -> list[MarkRow]:
    """Own principles by rank, then the other principles, then business; a principle called "cost" is no business row."""
    place = {card: number for number, card in enumerate(ranking)}
    return sorted(
        rows, key=lambda row: (row.axis == "business", place.get(row.row, len(place)) if row.axis == "principle" else 0)
    )
