"""Each card's drawing: its own, inside its square, of strokes that hold at 24 px."""

import io

import typst
from PIL import Image

from framework.deck import SYMBOL_GRID, load_deck
from framework.deck.load import DECKS_DIR
from framework.deck.symbols import STROKE, drawing

CARDS = load_deck(DECKS_DIR / "marketing-ai").cards
SCALE = 10
"""Pixels to a unit of the grid."""


def drawn(symbol: tuple[str, ...]) -> Image.Image:
    """In black on white, with a margin of four units around its square."""
    side = SYMBOL_GRID + 8
    sheet = (
        f"#set page(width: {side}pt, height: {side}pt, margin: 0pt)\n"
        f'#place(dx: 4pt, dy: 4pt, image(bytes(sys.inputs.svg), format: "svg", width: {SYMBOL_GRID}pt))'
    )
    png = typst.compile(sheet.encode(), format="png", ppi=72 * SCALE, sys_inputs={"svg": drawing(symbol, "#000000")})
    return Image.open(io.BytesIO(png)).convert("L")


def test_every_card_has_its_own_drawing() -> None:
    assert all(card.symbol for card in CARDS)
    assert len({card.symbol for card in CARDS}) == len(CARDS)


def test_each_fills_its_square_and_stays_inside() -> None:
    """Drawings of one size, so that none looks larger than its neighbour."""
    for card in CARDS:
        box = drawn(card.symbol).point(lambda value: 255 if value < 128 else 0).getbbox()
        assert box is not None, card.id
        left, top, right, bottom = (edge / SCALE - 4 for edge in box)
        assert min(left, top) >= 1.5, card.id
        assert max(right, bottom) <= SYMBOL_GRID - 1.5, card.id
        assert max(right - left, bottom - top) >= 36, card.id


def test_no_drawing_is_too_light_or_too_heavy() -> None:
    for card in CARDS:
        inked = sum(drawn(card.symbol).histogram()[:128])
        assert 0.10 <= inked / (SYMBOL_GRID * SCALE) ** 2 <= 0.32, card.id


def test_strokes_hold_at_24_pixels() -> None:
    assert STROKE * 24 / SYMBOL_GRID >= 1.2
