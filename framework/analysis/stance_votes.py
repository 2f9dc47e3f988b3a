"""Votes per stance. Callers make sure that the round is revealed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framework.deck import LETTERS, Letter, Scenario
from framework.text import Lang


@dataclass(frozen=True, slots=True)
class StanceVotes:
    """A row of `votes_per_stance`: one stance in one round."""

    round: int
    letter: Letter
    name: str
    """Name of the stance, in the language asked for."""
    votes: int


def tally(letters: Iterable[Letter]) -> tuple[int, ...]:
    """Votes per stance, A to E."""
    cast_ = list(letters)
    return tuple(cast_.count(letter) for letter in LETTERS)


def votes_per_stance(scenario: Scenario, rounds: Sequence[Sequence[int]], lang: Lang) -> tuple[StanceVotes, ...]:
    """Five rows per round, in the order of round and letter.

    ``rounds``: five counts (A to E) for each revealed round, the first round first; never pass one that is not revealed.
    """
    return tuple(
        StanceVotes(round=number, letter=stance.letter, name=stance.name[lang], votes=votes)
        for number, counts in enumerate(rounds, start=1)
        for stance, votes in zip(scenario.stances, counts, strict=True)
    )
