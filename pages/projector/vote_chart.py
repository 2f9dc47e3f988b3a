"""Votes drawn on the server: five columns from A to E, each with its own shape, its letter and its number.

One hue for all: no stance is good or bad, and nothing runs from red to green. Where there are few votes each is a dot:
a handful of people is no distribution.
"""

from collections.abc import Sequence

from framework.deck import LETTERS
from framework.html import Html, tag
from framework.language import Translator
from framework.workshop.models import RoundResult

WIDTH, HEIGHT = 300, 190
_STEP = WIDTH // 5
_FLOOR = 136
"""Where columns stand; below are the shapes with the letters."""
_TOP = 24
_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    (),  # A: a circle
    ((-15, -15), (15, -15), (15, 15), (-15, 15)),
    ((0, -19), (19, 0), (0, 19), (-19, 0)),
    ((0, -20), (20, 15), (-20, 15)),
    ((-10, -17), (10, -17), (19, 0), (10, 17), (-10, 17), (-19, 0)),
)


def distribution(result: RoundResult, most: int, t: Translator, *, dots: bool, earlier: bool = False) -> Html:
    """One round. ``most``: the highest column of all rounds shown beside each other, so that they can be compared.

    ``earlier``: the first of two rounds, drawn in outline.
    """
    columns = [_column(at, votes, max(most, 1), dots=dots) for at, votes in enumerate(result.votes)]
    middle = None
    if result.measures is not None and not dots:
        low, high = (LETTERS.index(letter) for letter in result.measures.median)
        middle = tag(
            "line",
            x1=low * _STEP + 10,
            x2=(high + 1) * _STEP - 10,
            y1=HEIGHT - 4,
            y2=HEIGHT - 4,
            class_="middle",
        )
    return tag(
        "svg",
        tag("line", x1=0, x2=WIDTH, y1=_FLOOR, y2=_FLOOR, class_="floor"),
        columns,
        middle,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=spoken(result.votes, t),
        class_="votes was" if earlier else "votes",
    )


def spoken(votes: Sequence[int], t: Translator) -> str:
    """The same in words: ``A: 2 votes, B: 0 votes …``."""
    counted = [t.plural("{count} vote", "{count} votes", count) for count in votes]
    return ", ".join(f"{letter}: {words}" for letter, words in zip(LETTERS, counted, strict=True))


def shape(at: int, x: float, y: float) -> Html:
    """The mark of a stance, with its letter."""
    corners = " ".join(f"{x + dx:g},{y + dy:g}" for dx, dy in _SHAPES[at])
    drawn = tag("polygon", points=corners) if corners else tag("circle", cx=x, cy=y, r=17)
    # A triangle is widest below: its letter stands lower.
    return tag("g", drawn, tag("text", LETTERS[at], x=x, y=y + (11 if at == 3 else 7)), class_="letter")


def badge(at: int) -> Html:
    """The mark of a stance as a picture of its own, for lists."""
    return tag("svg", shape(at, 22, 22), viewBox="0 0 44 44", class_="badge", aria_hidden="true")


def _column(at: int, votes: int, most: int, *, dots: bool) -> Html:
    x = at * _STEP + _STEP / 2
    if dots:
        return tag(
            "g",
            (tag("circle", cx=x, cy=_FLOOR - 16 - 26 * place, r=11, class_="dot") for place in range(votes)),
            shape(at, x, 160),
        )
    height = round((_FLOOR - _TOP) * votes / most, 1)
    return tag(
        "g",
        tag("rect", x=x - 20, y=_FLOOR - height, width=40, height=height, class_="bar") if votes else None,
        tag("text", str(votes), x=x, y=_FLOOR - height - 6, class_="number"),
        shape(at, x, 160),
    )
