"""How much room a text takes on a slide: PowerPoint and LibreOffice shrink nothing by themselves.

Widths are estimates from the shapes of Calibri's letters, a little too wide, so that what fits here fits on the slide.
"""

from collections.abc import Sequence
from dataclasses import replace

from framework.charter.document import Span, Text, plain

LINE_HEIGHT = 1.22
"""Of the size of the type."""
CELL_MARGIN = 0.08
"""Inches left and right of a table cell's text, and half of it above and below."""
_POINTS_PER_INCH = 72
_SAFETY = 1.035
"""For bold type, which is as much wider."""
_WIDTHS: tuple[tuple[str, float], ...] = (
    (" 'ilï", 0.23),
    ("jI,.‘’·:;", 0.26),
    ("()[]{}f-", 0.31),
    ("Jtr!", 0.34),
    ("sz/\\", 0.4),
    ('Lcx"“”', 0.43),
    ("vykFS?Z|", 0.46),
    ("agTYEeéèëê–•+=*", 0.5),
    ("0123456789€$KPX", 0.52),
    ("VA", 0.58),
    ("DGHNOQU&", 0.66),
    ("w%…", 0.72),
    ("m", 0.8),
    ("MW@—", 0.9),
)
"""Ems of Calibri."""
_BY_CHARACTER = {char: width for chars, width in _WIDTHS for char in chars}
_USUAL, _WIDE = 0.53, 1.0


def lines_needed(text: str, inches: float, points: float) -> int:
    """Lines that a text takes in this width, broken between words; at least one."""
    limit = inches * _POINTS_PER_INCH / points
    lines = 0
    for part in text.split("\n"):
        lines += 1
        used = 0.0
        for word in part.split(" "):
            wide = ems(word)
            if used and used + ems(" ") + wide > limit:
                lines, used = lines + 1, 0.0
            elif used:
                used += ems(" ")
            if wide > limit:  # a word that does not fit on a line is broken
                lines, wide = lines + int(wide // limit), wide % limit
            used += wide
    return lines


def height_of(text: Text, inches: float, points: float) -> float:
    """In inches."""
    return lines_needed(plain(text), inches, points) * points * LINE_HEIGHT / _POINTS_PER_INCH


def row_height(cells: Sequence[Text], widths: Sequence[float], points: float) -> float:
    """The height of a table's row, in inches."""
    inside = (height_of(cell, width - 2 * CELL_MARGIN, points) for cell, width in zip(cells, widths, strict=True))
    return max(inside, default=0.0) + CELL_MARGIN


def clipped(text: Text, inches: float, points: float, lines: int) -> Text:
    """The text in at most so many lines, cut between words and with an ellipsis."""
    if lines_needed(plain(text), inches, points) <= lines:
        return text
    words = plain(text).split(" ")
    low, high = 0, len(words)
    while low < high:  # the most words that still fit with the ellipsis
        middle = (low + high + 1) // 2
        if lines_needed(" ".join(words[:middle]) + " …", inches, points) <= lines:
            low = middle
        else:
            high = middle - 1
    kept = len(" ".join(words[:low])) if low else max(1, int(inches * _POINTS_PER_INCH / points))
    return (*_first_characters(text, kept), Span(" …"))


def fitting(heights: Sequence[float], room: float, gap: float = 0.0) -> int:
    """How many of these, from the first on, fit below each other."""
    used, count = 0.0, 0
    for height in heights:
        used += height + (gap if count else 0)
        if used > room:
            break
        count += 1
    return count


def _first_characters(text: Text, count: int) -> Text:
    kept: list[Span] = []
    for span in text:
        if count <= 0:
            break
        kept.append(replace(span, text=span.text[:count]))
        count -= len(span.text)
    return tuple(kept)


def ems(word: str) -> float:
    return sum(_BY_CHARACTER.get(char, _USUAL if ord(char) < 0x250 else _WIDE) for char in word) * _SAFETY
