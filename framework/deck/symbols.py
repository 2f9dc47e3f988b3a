"""A card's symbol as an SVG drawing: strokes of one width with round ends, in one colour."""

from functools import cache

from framework.deck.models import SYMBOL_GRID

STROKE = 2.5
"""Width of a stroke, in units of the grid; at 24 px it is a little over one pixel."""


@cache
def drawing(symbol: tuple[str, ...], colour: str) -> str:
    """The whole SVG, without a size of its own. ``symbol``: the paths of a card, held to path data by the deck's model,
    so that they can stand here as they are; ``colour``: as SVG takes it. Empty where the card has no symbol."""
    if not symbol:
        return ""
    paths = "".join(f'<path d="{path}"/>' for path in symbol)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SYMBOL_GRID} {SYMBOL_GRID}" fill="none" stroke="{colour}" '
        f'stroke-width="{STROKE}" stroke-linecap="round" stroke-linejoin="round">{paths}</svg>'
    )
