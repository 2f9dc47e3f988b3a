"""Renders the printed sheets as PDF files, from the deck alone, so that own decks can be printed too."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from framework.deck import Deck, Scenario
from framework.language import N_, Translator
from framework.printouts.content import ScenarioText, card_sheets, principles_poster, scenario_sheets
from framework.typesetting import encoded, typeset

PosterSize = Literal["a3", "a0"]
SIZES: tuple[PosterSize, ...] = get_args(PosterSize)
_SCALES: dict[PosterSize, float] = {"a3": 1.0, "a0": 2.0 * 2**0.5}
"""Each step between A sizes is the square root of two."""
_NAMES: dict[str, str] = {"cards": N_("cards"), "scenarios": N_("dilemmas"), "poster": N_("poster")}


def cards(deck: Deck, t: Translator, made_on: date) -> bytes:
    """All cards on A4, four A6 to a sheet with cut marks; fronts and backs alternate, for printing on both sides over
    the long edge."""
    return _set("cards", card_sheets(deck, t), made_on)


def scenarios(deck: Deck, asked: Iterable[tuple[Scenario, ScenarioText, str]], t: Translator, made_on: date) -> bytes:
    """A sheet of two sides for each scenario: what is asked and two voting slips; on the back what is for afterwards.

    ``asked``: each scenario, how it is told (`framework.printouts.about`), and the activity's name or an empty string.
    """
    return _set("scenarios", scenario_sheets(deck, asked, t), made_on)


def poster(deck: Deck, t: Translator, made_on: date, size: PosterSize = "a3") -> bytes:
    """All principles on one page."""
    return _set("poster", principles_poster(deck, t, size, _SCALES[size]), made_on)


def _set(what: str, content: object, made_on: date) -> bytes:
    here = Path(__file__).parent
    # One text for Typst, since a template given as bytes can import no other.
    template = b"\n".join((here / name).read_bytes() for name in ("family.typ", f"{what}.typ"))
    return typeset(template, {"content": encoded(content), "made": made_on.isoformat()}, made_on)


def file_name(what: str, deck: Deck, t: Translator, size: PosterSize | None = None) -> str:
    """``kader-kaarten-marketing_ai-nl.pdf``"""
    parts = ("kader", t(_NAMES[what]), deck.id, size or "", t.lang)
    return "-".join(part for part in parts if part) + ".pdf"
