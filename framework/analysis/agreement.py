"""Measures of agreement: on five ordered stances (median, dispersion, status label, movement) and on card rankings.

The functions take counts (votes per stance, A first), pairs or rankings and compute with exact fractions, but for the one
that needs a logarithm. The measures themselves accept any number of votes. Screens use `agreement`, `movement` and `ranking_agreement`, which return None below
the method's thresholds (`MIN_VOTES`, `MIN_VOTES_SHAPE`).

Sources: Leik 1966; van der Eijk 2001; Tastle and Wierman 2007; status labels and numbers as in the method's section 4.4.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate, combinations, product
from math import fsum, log2

from framework.deck import LETTERS, Letter
from framework.workshop.field_types import Label

MIN_VOTES = 5
"""Number of votes from which anything is measured."""
MIN_VOTES_SHAPE = 8
"""Number of votes from which van der Eijk's A is given; below it, A depends mostly on chance."""
STABLE_BELOW = Fraction(15, 100)
"""Opinions are stable where a smaller share moved between two rounds (Scheibe, Skutsch & Schofer 1975)."""
MAX_FLAT_SHAPE = Fraction(15, 100)
"""Votes on all five stances are flat where van der Eijk's A is at most this far from 0."""

AGREED: tuple[Label, ...] = ("unanimous", "aligned")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The measures of one round on one question, from `MIN_VOTES` votes."""

    votes: int
    median: tuple[Letter, Letter]
    """The two middle votes; the same letter twice where they agree."""
    closeness: Fraction
    """Leik's consensus, 0 to 1."""
    steps_from_median: Fraction
    """Mean number of steps from the median; derived from `closeness`."""
    label: Label
    shape: Fraction | None
    """Van der Eijk's A, -1 to 1; None below `MIN_VOTES_SHAPE` votes. Only a flat distribution is labelled by it."""


def agreement(counts: Sequence[int]) -> Agreement | None:
    """The measures of five counts, or None below `MIN_VOTES` votes.

    Only for scenarios with ordered stances; without an order there is no median and no distance.
    """
    if len(counts) != len(LETTERS):
        raise ValueError(f"five counts, not {len(counts)}")
    votes = sum(counts)
    if votes < MIN_VOTES:
        return None
    low, high = median_pair(counts)
    dispersion = leik_dispersion(counts)
    return Agreement(
        votes=votes,
        median=(LETTERS[low], LETTERS[high]),
        closeness=1 - dispersion,
        steps_from_median=dispersion * (len(counts) - 1) / 2,
        label=status_label(counts),
        shape=van_der_eijk_a(counts) if votes >= MIN_VOTES_SHAPE else None,
    )


def median_pair(counts: Sequence[int]) -> tuple[int, int]:
    """Positions (from 0) of the lower and the upper middle vote; equal when the number of votes is odd."""
    total = _total(counts)
    return _position(counts, (total + 1) // 2), _position(counts, total // 2 + 1)


def leik_dispersion(counts: Sequence[int]) -> Fraction:
    """Leik's ordinal dispersion D: 0 for one stance, 1 for half at each end."""
    total = _total(counts)
    distance = sum(min(running, total - running) for running in accumulate(counts))
    return Fraction(2 * distance, total * (len(counts) - 1))


def leik_consensus(counts: Sequence[int]) -> Fraction:
    """``1 - D``. It never falls when a vote moves one step toward the median."""
    return 1 - leik_dispersion(counts)


def van_der_eijk_a(counts: Sequence[int]) -> Fraction:
    """Van der Eijk's A: 1 for one stance, 0 for a uniform distribution, -1 for half at each end."""
    total, left, result = _total(counts), list(counts), Fraction(0)
    while any(left):
        height = min(count for count in left if count)
        pattern = tuple(count > 0 for count in left)
        result += Fraction(height * sum(pattern), total) * _layer(pattern)
        left = [count - height if count else 0 for count in left]
    return result


@cache
def _layer(pattern: tuple[bool, ...]) -> Fraction:
    """A of one layer, in which the filled stances all have the same number of votes."""
    stances, filled = len(pattern), sum(pattern)
    if filled == stances:
        return Fraction(0)
    if filled == 1:
        return Fraction(1)
    triples = Counter(combinations(pattern, 3))
    unimodal = triples[True, True, False] + triples[False, True, True]
    bimodal = triples[True, False, True]
    unimodality = Fraction((stances - 2) * unimodal - (stances - 1) * bimodal, (stances - 2) * (unimodal + bimodal))
    return unimodality * (1 - Fraction(filled - 1, stances - 1))


def tastle_wierman_consensus(counts: Sequence[int]) -> float:
    """Tastle and Wierman's consensus: 1 for one stance, 0 for half at each end.

    It takes the distances between stances as equal, unlike the other measures, so it is given to callers of the command
    line and of Python only.
    """
    total, steps = _total(counts), len(counts) - 1
    mean = Fraction(sum(at * count for at, count in enumerate(counts)), total)
    weighed = (count / total * log2(float(1 - abs(at - mean) / steps)) for at, count in enumerate(counts) if count)
    return 1 + fsum(weighed)


def status_label(counts: Sequence[int]) -> Label:
    """What one sees in five counts; the facilitator's advice follows from it.

    * *unanimous*: one stance has all votes.
    * *aligned*: three quarters are in two neighbouring stances, and nobody is apart, which is two or more steps from them.
      With one person apart it is a *lone voice*, with more *lone voices*, and with a fifth (and two) on the same side a
      *minority*.
    * *all over*: all five stances have votes, eight or more in all, and they are flat (`MAX_FLAT_SHAPE`).
    * *divided*: two camps of 30 % (and two) each, with a stance between them that has at most half the
      votes of either's highest.
    * *spread*: everything else.

    The method's section 4.4 goes by the two halves and calls a plateau such as 0-3-3-3-0 divided (docs/decisions/0020).
    """
    if len(counts) != len(LETTERS):
        raise ValueError(f"five counts, not {len(counts)}")
    total = _total(counts)
    if max(counts) == total:
        return "unanimous"
    if (apart := _apart_from_core(counts)) is not None:
        if max(apart) >= max(2, _rounded_up(total, 20)):
            return "minority"
        return "aligned" if not sum(apart) else "lone_voice" if sum(apart) == 1 else "lone_voices"
    if min(counts) > 0 and total >= MIN_VOTES_SHAPE and abs(van_der_eijk_a(counts)) <= MAX_FLAT_SHAPE:
        return "all_over"
    return "divided" if _has_two_camps(counts) else "spread"


def _apart_from_core(counts: Sequence[int]) -> tuple[int, int] | None:
    """Votes two or more steps below and above the one or two neighbouring stances that hold three quarters.

    Of two such pairs the one that leaves fewer apart counts. None where no pair holds that many.
    """
    total = sum(counts)
    apart: list[tuple[int, int]] = []
    for at in range(len(counts) - 1):
        if 4 * (counts[at] + counts[at + 1]) >= 3 * total:
            filled = [stance for stance in (at, at + 1) if counts[stance]]
            apart.append((sum(counts[: max(0, filled[0] - 1)]), sum(counts[filled[-1] + 2 :])))
    return min(apart, key=sum, default=None)


def _has_two_camps(counts: Sequence[int]) -> bool:
    needed = max(2, _rounded_up(sum(counts), 30))
    return any(
        min(sum(counts[:valley]), sum(counts[valley + 1 :])) >= needed
        and 2 * counts[valley] <= min(max(counts[:valley]), max(counts[valley + 1 :]))
        for valley in range(1, len(counts) - 1)
    )


def _rounded_up(total: int, percent: int) -> int:
    return -(-percent * total // 100)


@dataclass(frozen=True, slots=True)
class Movement:
    """Changes between two rounds on one question, among those who voted in both."""

    voters: int
    permissive: int
    """Number that moved toward A; 0 in a scenario without order."""
    strict: int
    """Number that moved toward E; 0 in a scenario without order."""
    sideways: int
    """Number that changed stance in a scenario without order."""

    @property
    def moved(self) -> int:
        return self.permissive + self.strict + self.sideways


def movement(ballots: Iterable[tuple[Letter, Letter]], *, ordered: bool = True) -> Movement | None:
    """Movement from pairs (first round, second round), or None below `MIN_VOTES` pairs."""
    pairs = list(ballots)
    if len(pairs) < MIN_VOTES:
        return None
    permissive = sum(second < first for first, second in pairs)
    strict = sum(second > first for first, second in pairs)
    if not ordered:
        return Movement(len(pairs), 0, 0, permissive + strict)
    return Movement(len(pairs), permissive, strict, 0)


def borda(rankings: Sequence[Sequence[str]], cards: Sequence[str]) -> tuple[tuple[str, Fraction], ...]:
    """Cards with their Borda points, most first; cards with equal points are in the order of ``cards``.

    With n cards the first place gets n-1 points and the last 0. Cards that a person did not rank share the remaining places, so
    each gets the mean of their points. Points only order the cards; their differences have no meaning.
    """
    doubled = dict.fromkeys(cards, 0)
    for ranking in rankings:
        for card, place in _doubled_places(ranking, cards).items():
            doubled[card] += 2 * len(cards) - place
    return tuple((card, Fraction(points, 2)) for card, points in sorted(doubled.items(), key=lambda item: -item[1]))


def kendall_w(rankings: Sequence[Sequence[str]], cards: Sequence[str]) -> Fraction | None:
    """Kendall's coefficient of concordance, corrected for ties: 0 (no agreement) to 1 (the same order).

    Cards that a person did not rank are tied. None where W is undefined: fewer than two people or two cards, or all cards tied
    for everybody.
    """
    people, many = len(rankings), len(cards)
    if people < 2 or many < 2:
        return None
    sums = dict.fromkeys(cards, 0)
    ties = 0
    for ranking in rankings:
        places = _doubled_places(ranking, cards)
        for card, place in places.items():
            sums[card] += place
        ties += sum(size**3 - size for size in Counter(places.values()).values())
    spread = Fraction(sum((total - people * (many + 1)) ** 2 for total in sums.values()), 4)
    most = people**2 * (many**3 - many) - people * ties
    return 12 * spread / most if most else None


def condorcet_winner(rankings: Sequence[Sequence[str]], cards: Sequence[str]) -> str | None:
    """The card that beats every other one, because more people rank it above than below; None where there is none."""
    places = [_doubled_places(ranking, cards) for ranking in rankings]

    def beats(card: str, other: str) -> bool:
        above = sum(person[card] < person[other] for person in places)
        below = sum(person[card] > person[other] for person in places)
        return above > below

    # A card that fails to beat another is out, so one pass leaves a single candidate, and a second one tries it.
    candidate: str | None = None
    for card in cards:
        if candidate is None or not beats(candidate, card):
            candidate = card
    return (
        candidate
        if candidate is not None and all(beats(candidate, card) for card in cards if card != candidate)
        else None
    )


def ordinal_alpha(units: Sequence[Sequence[int]], values: int) -> Fraction | None:
    """Krippendorff's alpha for ordinal values: 1 is full agreement, 0 is what chance would give.

    ``units``: per question the positions (0 to ``values`` - 1) that people chose, in any order. Meaningful for several questions
    only. None where alpha is undefined: no question with two answers, or everybody always chose the same value.

    Source: Krippendorff 2011, *Computing Krippendorff's alpha-reliability*; the ordinal distance counts the votes between.
    """
    paired = [unit for unit in units if len(unit) > 1]
    coincidences = [[Fraction(0)] * values for _ in range(values)]
    for unit in paired:
        counts = Counter(unit)
        for one, other in product(counts, repeat=2):
            pairs = counts[one] * (counts[other] - (one == other))
            coincidences[one][other] += Fraction(pairs, len(unit) - 1)
    sums = [sum(row, Fraction(0)) for row in coincidences]
    total = sum(sums, Fraction(0))

    def distance(one: int, other: int) -> Fraction:
        low, high = min(one, other), max(one, other)
        between = sum(sums[low : high + 1], Fraction(0)) - (sums[low] + sums[high]) / 2
        return between**2

    pairs = list(product(range(values), repeat=2))
    observed = sum((coincidences[a][b] * distance(a, b) for a, b in pairs if a != b), Fraction(0))
    expected = sum((sums[a] * sums[b] * distance(a, b) for a, b in pairs if a != b), Fraction(0))
    return 1 - (total - 1) * observed / expected if expected else None


@dataclass(frozen=True, slots=True)
class RankingAgreement:
    """How much a group's rankings agree, from `MIN_VOTES` rankings."""

    rankings: int
    w: Fraction | None
    """Kendall's W; None where undefined."""
    winner: str | None
    """The Condorcet winner, as a check on the Borda order; None where there is none."""


def ranking_agreement(rankings: Sequence[Sequence[str]], cards: Sequence[str]) -> RankingAgreement | None:
    """Kendall's W and the Condorcet winner, or None below `MIN_VOTES` rankings; empty rankings do not count."""
    filled = [ranking for ranking in rankings if ranking]
    if len(filled) < MIN_VOTES:
        return None
    return RankingAgreement(len(filled), kendall_w(filled, cards), condorcet_winner(filled, cards))


def _doubled_places(ranking: Sequence[str], cards: Sequence[str]) -> dict[str, int]:
    """Twice the place of each card, which is whole: cards that are not ranked all get the mean of the remaining places."""
    places = {card: 2 * place for place, card in enumerate(ranking, start=1)}
    if len(places) != len(ranking) or not places.keys() <= set(cards):
        raise ValueError("a ranking names each of the cards at most once, and no others")
    rest = len(ranking) + 1 + len(cards)
    return {card: places.get(card, rest) for card in cards}


def _total(counts: Sequence[int]) -> int:
    if len(counts) < 2 or any(count < 0 for count in counts):
        raise ValueError("at least two counts, none negative")
    total = sum(counts)
    if not total:
        raise ValueError("no votes")
    return total


def _position(counts: Sequence[int], nth: int) -> int:
    """Position of the ``nth`` vote (from 1) among the sorted votes."""
    running = 0
    for at, count in enumerate(counts):
        running += count
        if running >= nth:
            return at
    raise AssertionError("unreachable: nth is at most the total")
