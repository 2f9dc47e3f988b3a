"""What the facilitator reads out at the end: the rules with owner and date, the red lines, and what is still open.

In pages that fit on the projector in large type. Uses only what everybody may see.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from framework.deck import Scenario
from framework.text import LANGS
from framework.workshop.models import Decision, Note, RedLine, WorkshopState
from framework.workshop.room import Room
from framework.workshop.rule_grammar import decision_sentence, red_line_sentence

Part = Literal["rules", "red_lines", "open"]
Item = Decision | RedLine | Scenario | Note
"""A closed rule; a red line, drawn or (when open) still proposed; a dilemma that was voted on without becoming a rule; or an item
on the parking lot."""
LINES_PER_PAGE = 9
CHARS_PER_LINE = 70
"""What fits on the projector, in type of a twenty-fifth of its height."""


@dataclass(frozen=True, slots=True)
class Page:
    """``first``: number of the first item within its part, from 1."""

    part: Part
    items: tuple[Item, ...]
    first: int = 1


def pages(state: WorkshopState) -> tuple[Page, ...]:
    """At least one page; every language has the same. Rules and dilemmas are in the order of the plan."""
    room = state.room
    if room is None:
        return (Page("rules", ()),)
    parts: dict[Part, tuple[Item, ...]] = {
        "rules": closed_rules(state, room),
        "red_lines": tuple(line for line in state.red_lines if not line.withdrawn and not line.proposed),
        "open": open_items(state, room),
    }
    found = tuple(page for part, items in parts.items() for page in _paged(part, items))
    return found or (Page("rules", ()),)


def closed_rules(state: WorkshopState, room: Room) -> tuple[Decision, ...]:
    order = [step.scenario for step in room.plan if step.scenario]
    closed = (one for one in state.decisions if one.closed and not one.withdrawn)
    return tuple(sorted(closed, key=lambda one: order.index(one.scenario) if one.scenario in order else len(order)))


def open_items(state: WorkshopState, room: Room) -> tuple[Item, ...]:
    """Dilemmas with a revealed vote or a rule in the making but no closed rule, red lines not settled, and parked items."""
    closed = {(rule.scenario, activity) for rule in closed_rules(state, room) for activity in rule.activities}
    begun = {one.scenario for one in state.decisions if not one.withdrawn and not one.closed}
    dilemmas = tuple(
        scenario
        for step in room.plan
        if (scenario := state.deck.scenario(step.scenario or "")) is not None
        and (f"{step.id}/1" in room.revealed or scenario.id in begun)
        and (scenario.id, step.activity) not in closed
    )
    lines = tuple(line for line in state.red_lines if line.proposed and not line.withdrawn)
    parked = tuple(note for note in state.notes if note.kind == "parking" and not note.done and not note.withdrawn)
    return (*dilemmas, *lines, *parked)


def _paged(part: Part, items: tuple[Item, ...]) -> Iterator[Page]:
    taken: list[Item] = []
    lines, first = 0, 1
    for item in items:
        needed = _lines(item)
        if taken and lines + needed > LINES_PER_PAGE:
            yield Page(part, tuple(taken), first)
            taken, lines, first = [], 0, first + len(taken)
        taken.append(item)
        lines += needed
    if taken:
        yield Page(part, tuple(taken), first)


def _lines(item: Item) -> int:
    """The number of lines that an item takes in the language in which it is longest, with one for the detail below it."""
    detail = 0 if isinstance(item, RedLine) and not item.proposed else 1
    return detail + max(sum(-(-len(words) // CHARS_PER_LINE) for words in texts) for texts in _texts(item))


def _texts(item: Item) -> Iterator[tuple[str, ...]]:
    for lang in LANGS:
        match item:
            case Decision():
                yield (decision_sentence(item, lang)[0],)
            case RedLine():
                yield (red_line_sentence(item.wording, lang)[0],)
            case Scenario():
                yield (item.title[lang],)
            case Note():
                yield tuple(item.text.splitlines())
