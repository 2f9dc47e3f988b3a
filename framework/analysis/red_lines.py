"""The value-dam rule: how many people who say that a practice may never be done make a red line."""

from collections.abc import Iterable
from fractions import Fraction

from framework.workshop.models import RedLineVote

MIN_OBJECTIONS = 2
OBJECTION_SHARE = Fraction(1, 5)


def red_line_threshold(voters: int) -> int:
    """Number of answers "never" that make a red line: a fifth of ``voters``, rounded up, and at least two."""
    share = OBJECTION_SHARE * voters
    return max(MIN_OBJECTIONS, -(-share.numerator // share.denominator))


def red_line_count(votes: Iterable[RedLineVote], red_line: str) -> tuple[int, int]:
    """Numbers of answers "never" and of voters, from each seat's latest vote on a red line."""
    latest = {vote.seat: vote.answer for vote in votes if vote.red_line == red_line}
    return sum(answer == "object" for answer in latest.values()), len(latest)
