"""The colours can be read, in light and dark, by people who see colours differently too (WCAG 2.2 AA)."""

import itertools
import tomllib

import pytest

from pages.server.streamlit_patches.index_page import LABEL_INK
from tests.support.server_process import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
SURFACES = "backgroundColor", "secondaryBackgroundColor"
WORDS = "textColor", "linkColor", "codeTextColor"
HUES = "red", "orange", "yellow", "green", "blue", "violet", "gray"
FADED = 0.6
"""Streamlit draws captions and placeholders in the text colour at this opacity."""
TINTED = 0.1
"""The opacity of the primary colour behind a selected segment or pill."""

Colour = tuple[float, float, float]


def colour(text: str) -> Colour:
    return int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255


def linear(value: Colour) -> Colour:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in value)
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: Colour) -> float:
    red, green, blue = linear(value)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(ink: Colour, paper: Colour, opacity: float) -> Colour:
    red, green, blue = (opacity * a + (1 - opacity) * b for a, b in zip(ink, paper, strict=True))
    return red, green, blue


MODES = [
    pytest.param({**THEME[mode], **(THEME[mode]["sidebar"] if part else {})}, id=f"{mode}{part}")
    for mode in ("light", "dark")
    for part in ("", "-sidebar")
]


@pytest.mark.parametrize("mode", MODES)
def test_words_can_be_read_on_every_surface(mode: dict[str, str]) -> None:
    words = (*WORDS, *(f"{hue}TextColor" for hue in HUES))
    for word, surface in itertools.product(words, SURFACES):
        assert contrast(colour(mode[word]), colour(mode[surface])) >= 4.5, (word, surface)
    for hue in HUES:
        assert contrast(colour(mode[f"{hue}TextColor"]), colour(mode[f"{hue}BackgroundColor"])) >= 4.5, hue
        assert contrast(colour(mode["textColor"]), colour(mode[f"{hue}BackgroundColor"])) >= 4.5, hue


@pytest.mark.parametrize("mode", MODES)
def test_captions_can_be_read(mode: dict[str, str]) -> None:
    paper = colour(mode["backgroundColor"])
    assert contrast(over(colour(mode["textColor"]), paper, FADED), paper) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_controls_stand_out(mode: dict[str, str]) -> None:
    primary, white = colour(mode["primaryColor"]), (1.0, 1.0, 1.0)
    for surface in SURFACES:
        assert contrast(colour(mode["borderColor"]), colour(mode[surface])) >= 3, surface
        assert contrast(primary, colour(mode[surface])) >= 4.5, "the selected word"
    paper = colour(mode["backgroundColor"])
    assert contrast(primary, over(primary, paper, TINTED)) >= 4.5, "the selected word on its tinted button"
    assert contrast(white, primary) >= 3, "ticks and dots are white"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_labels_on_the_primary_colour_can_be_read(mode: str) -> None:
    for part in (THEME[mode], THEME[mode]["sidebar"]):
        assert contrast(colour(LABEL_INK[mode]), colour(part["primaryColor"])) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_palettes_have_the_lengths_that_streamlit_takes(mode: str) -> None:
    assert len(THEME[mode]["chartSequentialColors"]) == 10
    assert len(THEME[mode]["chartDivergingColors"]) == 10
    assert len(THEME[mode]["chartCategoricalColors"]) >= 6


# How a colour looks with one kind of cone missing (Viénot, Brettel and Mollon 1999; tritanopia after Machado 2009),
# on linear RGB.
SEEN_BY = {
    "everyone": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def _lab(value: Colour, eye: str) -> Colour:
    red, green, blue = (
        min(max(sum(weight * part for weight, part in zip(row, linear(value), strict=True)), 0.0), 1.0)
        for row in SEEN_BY[eye]
    )
    x = 0.4124 * red + 0.3576 * green + 0.1805 * blue
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = 0.0193 * red + 0.1192 * green + 0.9505 * blue
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.95047, y, z / 1.08883))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str, eye: str) -> float:
    """Distance in CIELAB; some 2 can just be seen side by side, 10 across a chart."""
    a, b = _lab(colour(one), eye), _lab(colour(other), eye)
    return sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5


@pytest.mark.parametrize("eye", list(SEEN_BY))
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_chart_colours_can_be_told_apart(mode: str, eye: str) -> None:
    for one, other in itertools.combinations(THEME[mode]["chartCategoricalColors"], 2):
        assert difference(one, other, eye) >= 10, (one, other)
    for one in THEME[mode]["chartCategoricalColors"]:
        assert contrast(colour(one), colour(THEME[mode]["backgroundColor"])) >= 3, one


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_palette_runs_from_red_to_green(mode: str) -> None:
    """Ends of the diverging scale differ for every eye, and neither is red or green: a stance is no grade."""
    ends = THEME[mode]["chartDivergingColors"][0], THEME[mode]["chartDivergingColors"][-1]
    for eye in SEEN_BY:
        assert difference(*ends, eye) >= 20
    for end in ends:
        red, green, blue = colour(end)
        assert not (green > red and green > blue), f"{end} is green"
        assert not (red > 1.8 * green), f"{end} is red"
