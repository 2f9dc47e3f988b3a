"""The revealed votes of a live workshop as CSV, without a way back to a person.

As after closing (`framework.usecases.closing`): a person has a random mark per question, so the two rounds of a question stay
linked and different questions do not; rows are shuffled within a question; there are no times, roles, tables, reasons or
objections. A round with fewer than `MIN_VOTES` votes is left out. ``kader analyse`` reads the file.
"""

import random
import secrets
from collections.abc import Callable, MutableSequence
from typing import Any

from framework.analysis.agreement import MIN_VOTES
from framework.analysis.group_results import BallotsByQuestion, ballots_by_question, rounds_revealed
from framework.inventory import csv_format
from framework.inventory.table import ExportTable
from framework.language import N_, Translator
from framework.workshop.models import Ballot, WorkshopState
from framework.workshop.room import PlannedStep

_HEADINGS = (N_("participant"), N_("question"), N_("round"), N_("stance"))
"""As `framework.cli.votes.vote_file` reads them."""
_SYSTEM = random.SystemRandom()
Shuffle = Callable[[MutableSequence[Any]], None]


def votes_csv(
    state: WorkshopState,
    t: Translator,
    *,
    new_mark: Callable[[], str] = lambda: secrets.token_hex(4),
    shuffle: Shuffle = _SYSTEM.shuffle,
) -> bytes:
    """A row per vote; an abstention has no stance. Without such a question only the headings."""
    rows: list[tuple[str, str, str, str]] = []
    for question, rounds in _questions(state, t):
        marks: dict[str, str] = {}
        found = [(marks.setdefault(one.seat, new_mark()), round_, one) for round_, cast in rounds for one in cast]
        shuffle(found)
        rows += [(mark, question, str(round_), one.stance or "") for mark, round_, one in found]
    return csv_format.write(ExportTable(tuple(map(t, _HEADINGS)), tuple(rows)), t.lang)


def votes_to_export(state: WorkshopState) -> int:
    """How many questions a file of votes would hold."""
    return len(_steps(state))


def _questions(state: WorkshopState, t: Translator) -> list[tuple[str, list[tuple[int, tuple[Ballot, ...]]]]]:
    """Each question in words with its rounds, in the order of the session."""
    names = {activity.id: activity.name for activity in state.activities if not activity.deleted}
    found: list[tuple[str, list[tuple[int, tuple[Ballot, ...]]]]] = []
    for step, rounds in _steps(state):
        scenario = state.deck.scenario(step.scenario or "")
        title = f"{scenario.id} {scenario.title[t.lang]}" if scenario is not None else step.scenario or ""
        about = names.get(step.activity or "", "")
        found.append((f"{title} – {about}" if about else title, rounds))
    return found


def _steps(state: WorkshopState) -> list[tuple[PlannedStep, list[tuple[int, tuple[Ballot, ...]]]]]:
    """The steps with a round that may be told, and those rounds."""
    if state.room is None:
        return []
    ballots = ballots_by_question(state.ballots)
    found: list[tuple[PlannedStep, list[tuple[int, tuple[Ballot, ...]]]]] = []
    for step in state.room.plan:
        if step.kind == "scenario":
            rounds = [(number, _cast(ballots, step, number)) for number in rounds_revealed(state.room, step)]
            told = [
                (number, cast) for number, cast in rounds if sum(one.stance is not None for one in cast) >= MIN_VOTES
            ]
            if told:
                found.append((step, told))
    return found


def _cast(ballots: BallotsByQuestion, step: PlannedStep, round_: int) -> tuple[Ballot, ...]:
    given = ballots.get((step.scenario or "", step.activity or "", round_), ())
    return tuple(one for one in given if one.stance is not None or one.abstained)
