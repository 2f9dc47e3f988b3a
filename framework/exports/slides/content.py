"""What stands on a slide, before any file format. Everything in it fits: `framework.exports.slides.compose` sees to that."""

from dataclasses import dataclass
from datetime import date

from framework.charter.document import Text
from framework.text import Lang

WIDTH, HEIGHT = 13.333, 7.5
"""Of a slide, in inches, as all lengths here."""
MARGIN = 0.6
BODY_WIDTH = WIDTH - 2 * MARGIN
BODY_TOP, BODY_BOTTOM = 1.95, 6.5
"""Between them stand tiles, then a table or lists; below them what was left off."""
TILE_HEIGHT, GAP = 1.05, 0.25
TITLE_POINTS, LEAD_POINTS, LABEL_POINTS, SMALL_POINTS = 28, 16, 14, 12
TABLE_SIZES, LIST_SIZES = (18, 16, 14), (24, 20, 18, 15)
"""Sizes of type that a table and a list may have, the largest first: the first in which everything fits, else the last."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure in large type over its label."""

    figure: str
    label: str


@dataclass(frozen=True, slots=True)
class SlideTable:
    """``widths``: in inches, `BODY_WIDTH` together. ``alt``: what it shows, for who cannot see it. ``points``: size of type."""

    alt: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...]
    points: int


@dataclass(frozen=True, slots=True)
class SlideList:
    """``title``: empty for a list that needs none. ``points``: size of its type."""

    title: str
    items: tuple[Text, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Slide:
    """``lead``: one line below the title. ``left_off``: what did not fit, and where it is. ``notes``: the sources, a line each."""

    id: str
    title: str
    lead: Text
    notes: tuple[str, ...]
    tiles: tuple[Tile, ...] = ()
    table: SlideTable | None = None
    lists: tuple[SlideList, ...] = ()
    left_off: str = ""


@dataclass(frozen=True, slots=True)
class SlideDeck:
    """``running``: at the foot of every slide."""

    title: str
    subject: str
    running: str
    lang: Lang
    made_on: date
    slides: tuple[Slide, ...]
