"""Votes per stance of revealed rounds, as a frame for charts. Who calls this has made sure that the round is revealed."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypedDict

from framework.analysis.frames import to_frame
from framework.deck import LETTERS, Letter, Scenario
from framework.text import Lang

if TYPE_CHECKING:
    from framework.analysis.frames import DataFrame


class StanceVotes(TypedDict):
    """A row of `votes_per_stance`: one stance in one round."""

    round: int
    letter: Letter
    name: str
    votes: int


def tally(letters: Iterable[Letter]) -> tuple[int, ...]:
    """Votes per stance, A to E."""
    cast_ = list(letters)
    return tuple(cast_.count(letter) for letter in LETTERS)


def votes_per_stance(scenario: Scenario, rounds: Sequence[Sequence[int]], lang: Lang) -> "DataFrame":
    """Five rows per revealed round, in order of round and letter. Columns: `StanceVotes`.

    ``rounds``: five counts (A to E) for each revealed round, round one first. A round that is not revealed must not be
    passed at all.
    """
    return to_frame(
        [
            StanceVotes(round=number, letter=stance.letter, name=stance.name[lang], votes=votes)
            for number, counts in enumerate(rounds, start=1)
            for stance, votes in zip(scenario.stances, counts, strict=True)
        ],
        StanceVotes,
    )
