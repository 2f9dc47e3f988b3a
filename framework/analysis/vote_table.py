"""Votes and rankings that come as a table, from anywhere: checked, and measured per question and round.

For the command line and for callers from Python; screens use `group_results`. Nothing is measured below `MIN_VOTES`.
Measures are rounded to six decimals.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from framework.analysis.agreement import (
    MIN_VOTES,
    Label,
    agreement,
    borda,
    condorcet_winner,
    kendall_w,
    movement,
    ordinal_alpha,
    tastle_wierman_consensus,
    van_der_eijk_a,
)
from framework.analysis.stance_votes import tally
from framework.deck import LETTERS, Letter
from framework.errors import TextMissing, TextTooLong, TextUnreadable, VotesRefused
from framework.text import LINE_LIMIT, accept

VOTE_COLUMNS = ("participant", "question", "round", "stance")
RANKING_COLUMNS = ("participant", "card", "place")
LIMIT_ROWS = 50_000
"""Rows of one table. Three hundred people on 37 dilemmas in two rounds make 22,200."""
_DIGITS = 5
"""Of a round or a place."""


@dataclass(frozen=True)
class VoteMeasures:
    """What may be said about the votes of one round. Without ``shown``, all that follows it is None."""

    n: int
    """Number of votes, without abstentions."""
    shown: bool
    """False below `MIN_VOTES` votes."""
    median_low: Letter | None = None
    median_high: Letter | None = None
    """The two middle votes; the same letter twice where they agree."""
    leik_consensus: float | None = None
    """0 to 1; see `agreement.leik_consensus`. The same as `agreement.Agreement.closeness`."""
    van_der_eijk_a: float | None = None
    """-1 to 1; below eight votes it depends mostly on chance."""
    tastle_wierman_consensus: float | None = None
    """0 to 1; takes the distances between stances as equal."""
    label: Label | None = None
    """See `agreement.status_label`."""


@dataclass(frozen=True)
class QuestionRound:
    """A question in one round."""

    question: str
    round: int
    abstained: int


@dataclass(frozen=True)
class RoundMeasures(VoteMeasures, QuestionRound):
    """A row per question and round, in the order of the table."""


@dataclass(frozen=True)
class QuestionMovement:
    """A row per question and pair of rounds that follow each other. Without ``shown``, all that follows it is None."""

    question: str
    from_round: int
    to_round: int
    n: int
    """Number of participants who voted in both rounds."""
    shown: bool
    toward_a: int | None = None
    toward_e: int | None = None
    stayed: int | None = None


@dataclass(frozen=True)
class VoteAnalysis:
    """``alpha``: Krippendorff's, ordinal, over the last round of every question with `MIN_VOTES` votes.

    ``questions_compared``: their number. None below two of them, or where everybody always chose the same.
    """

    rounds: tuple[RoundMeasures, ...]
    movements: tuple[QuestionMovement, ...]
    questions_compared: int
    alpha: float | None


@dataclass(frozen=True)
class CardPoints:
    """A row per card, most points first. Points only order the cards; their differences have no meaning."""

    card: str
    borda: float


@dataclass(frozen=True)
class RankingAnalysis:
    """``n``: number of rankings. Below `MIN_VOTES` (``shown`` is False) there are no cards and no measures."""

    n: int
    shown: bool
    cards: tuple[CardPoints, ...] = ()
    kendall_w: float | None = None
    """0 to 1, corrected for ties; cards that somebody did not rank are tied. None where undefined."""
    condorcet_winner: str | None = None
    """The card that beats every other one, where there is one."""


def measure(counts: Sequence[int]) -> VoteMeasures:
    """The measures of five counts, A to E. Raises `ValueError` for other than five, and for a negative one."""
    said = agreement(counts)
    if said is None:
        return VoteMeasures(sum(counts), shown=False)
    return VoteMeasures(
        n=said.votes,
        shown=True,
        median_low=said.median[0],
        median_high=said.median[1],
        leik_consensus=_rounded(said.closeness),
        van_der_eijk_a=_rounded(van_der_eijk_a(counts) if said.shape is None else said.shape),
        tastle_wierman_consensus=_rounded(tastle_wierman_consensus(counts)),
        label=said.label,
    )


Numbered = tuple[int, Sequence[object]]
"""The number of a row, for messages, and its cells in the order of the columns."""


@dataclass(frozen=True, slots=True)
class _Vote:
    participant: str
    question: str
    round: int
    stance: Letter | None


def analyse_votes(rows: Iterable[Numbered]) -> VoteAnalysis:
    """Measures per question and round, movement between rounds, and agreement over all questions.

    ``rows``: cells in the order of `VOTE_COLUMNS`; a stance is a letter A to E, or empty for an abstention. Raises
    `VotesRefused` for the first row that cannot be read, and where somebody votes twice in a round of a question.
    """
    cast_: dict[tuple[str, int], dict[str, Letter | None]] = defaultdict(dict)
    for vote in _votes(rows):
        cast_[vote.question, vote.round][vote.participant] = vote.stance
    rounds_of: dict[str, list[int]] = defaultdict(list)
    for question, number in cast_:
        rounds_of[question].append(number)
    measured: list[RoundMeasures] = []
    movements: list[QuestionMovement] = []
    units: list[list[int]] = []
    for question, numbers in rounds_of.items():
        numbers.sort()
        for number in numbers:
            votes = cast_[question, number].values()
            found = measure(tally(vote for vote in votes if vote is not None))
            measured.append(
                RoundMeasures(
                    question=question, round=number, abstained=sum(vote is None for vote in votes), **vars(found)
                )
            )
        for one, other in pairwise(numbers):
            movements.append(_movement(question, one, other, cast_[question, one], cast_[question, other]))
        if measured[-1].shown:
            units.append([LETTERS.index(vote) for vote in cast_[question, numbers[-1]].values() if vote is not None])
    alpha = ordinal_alpha(units, len(LETTERS)) if len(units) > 1 else None
    return VoteAnalysis(tuple(measured), tuple(movements), len(units), None if alpha is None else _rounded(alpha))


def _movement(
    question: str, one: int, other: int, before: dict[str, Letter | None], after: dict[str, Letter | None]
) -> QuestionMovement:
    both: list[tuple[Letter, Letter]] = [
        (first, second)
        for participant, first in before.items()
        if first is not None and (second := after.get(participant)) is not None
    ]
    found = movement(both)
    if found is None:
        return QuestionMovement(question, one, other, len(both), shown=False)
    stayed = found.voters - found.moved
    return QuestionMovement(question, one, other, len(both), True, found.permissive, found.strict, stayed)


def _votes(rows: Iterable[Numbered]) -> Iterable[_Vote]:
    seen: dict[tuple[str, str, int], int] = {}
    for row, (participant, question, round_, stance) in rows:
        letter = _text(stance).upper()
        if letter and letter not in LETTERS:
            raise VotesRefused(reason="unknown-stance", row=row, value=_text(stance))
        vote = _Vote(
            _name(row, "participant", participant),
            _name(row, "question", question),
            _number(row, "round", round_),
            letter or None,
        )
        key = (vote.participant, vote.question, vote.round)
        if key in seen:
            raise VotesRefused(reason="voted-twice", row=row, first=seen[key], value=vote.participant)
        _ensure_within_limit(len(seen))
        seen[key] = row
        yield vote
    if not seen:
        raise VotesRefused(reason="no-rows")


def analyse_rankings(rows: Iterable[Numbered]) -> RankingAnalysis:
    """The order of the cards by Borda points, and how much the rankings agree.

    ``rows``: cells in the order of `RANKING_COLUMNS`; the first place is 1, and the places of one person need not be without
    gaps. Raises `VotesRefused` as `analyse_votes` does, and for a card or place that somebody gave twice.
    """
    placed: dict[str, dict[int, str]] = defaultdict(dict)
    cards: dict[str, None] = {}
    seen: dict[tuple[str, str], int] = {}
    for row, (participant, card, place) in rows:
        who, what = _name(row, "participant", participant), _name(row, "card", card)
        where = _number(row, "place", place)
        if (who, what) in seen or where in placed[who]:
            first = seen.get((who, what)) or seen[who, placed[who][where]]
            raise VotesRefused(reason="ranked-twice", row=row, first=first, value=who)
        _ensure_within_limit(len(seen))
        seen[who, what] = row
        placed[who][where] = what
        cards[what] = None
    if not seen:
        raise VotesRefused(reason="no-rows")
    rankings = [tuple(card for _, card in sorted(places.items())) for places in placed.values()]
    if len(rankings) < MIN_VOTES:
        return RankingAnalysis(len(rankings), shown=False)
    names = tuple(cards)
    w = kendall_w(rankings, names)
    return RankingAnalysis(
        n=len(rankings),
        shown=True,
        cards=tuple(CardPoints(card, _rounded(points)) for card, points in borda(rankings, names)),
        kendall_w=None if w is None else _rounded(w),
        condorcet_winner=condorcet_winner(rankings, names),
    )


# Cells ------------------------------------------------------------------------------------------------------------------


def _ensure_within_limit(rows_before: int) -> None:
    if rows_before >= LIMIT_ROWS:
        raise VotesRefused(reason="too-many-rows", limit=LIMIT_ROWS)


def _text(cell: object) -> str:
    """A cell as text; a missing one is empty. pandas makes whole numbers floats in a column where one is missing."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _name(row: int, column: str, cell: object) -> str:
    try:
        return _accepted(column, _text(cell))
    except TextMissing:
        raise VotesRefused(reason="missing", row=row, column=column) from None
    except TextTooLong:
        raise VotesRefused(reason="too-long", row=row, column=column, limit=LINE_LIMIT) from None
    except TextUnreadable:
        raise VotesRefused(reason="unreadable", row=row, column=column) from None


@lru_cache(maxsize=10_000)
def _accepted(column: str, text: str) -> str:
    """The same few names stand in many rows."""
    return accept(column, text, limit=LINE_LIMIT, required=True)


def _number(row: int, column: str, cell: object) -> int:
    text = _text(cell)
    if not text:
        raise VotesRefused(reason="missing", row=row, column=column)
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text)):
        raise VotesRefused(reason="not-a-number", row=row, column=column, value=text)
    return int(text)


def _rounded(value: Fraction | float) -> float:
    return round(float(value), 6) + 0.0  # never -0.0
