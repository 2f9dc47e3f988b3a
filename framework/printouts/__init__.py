"""The printed deck as PDF: cards to cut, scenario sheets with voting slips, and a poster, in either language."""

from framework.printouts.content import ScenarioText, about
from framework.printouts.render import SIZES, PosterSize, cards, file_name, poster, scenarios

__all__ = ["SIZES", "PosterSize", "ScenarioText", "about", "cards", "file_name", "poster", "scenarios"]
