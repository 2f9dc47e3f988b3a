"""Draws a card's symbol as SVG: strokes of one width and colour, with round ends."""

from functools import cache

from framework.deck.models import SYMBOL_GRID

STROKE = 2.5
"""Width of a stroke, in units of the grid; at 24 px it is a little over one pixel."""


@cache
def drawing(symbol: tuple[str, ...], colour: str) -> str:
    """The SVG, without width and height; empty where the card has no symbol. ``colour``: an SVG colour.

    ``symbol``: a card's paths. They need no escaping, because the deck's model allows path data only."""
    if not symbol:
        return ""
    paths = "".join(f'<path d="{path}"/>' for path in symbol)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SYMBOL_GRID} {SYMBOL_GRID}" fill="none" stroke="{colour}" '
        f'stroke-width="{STROKE}" stroke-linecap="round" stroke-linejoin="round">{paths}</svg>'
    )
