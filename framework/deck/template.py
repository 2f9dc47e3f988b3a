"""The template for a new deck: small, valid, in both languages, with an explanation in each part (``data/skeleton``)."""

import re
import unicodedata
from pathlib import Path

from framework.deck.load import HEAD, read_folder

TEMPLATE_DIR = Path(__file__).resolve().parents[2] / "data" / "skeleton"


def template_files(deck: str) -> dict[str, bytes]:
    """The files of a new deck with the id ``deck``."""
    files = read_folder(TEMPLATE_DIR)
    files[HEAD] = files[HEAD].replace(b'id = "own_deck"', f'id = "{deck}"'.encode())
    return files


def deck_id(name: str) -> str:
    """A deck id from a name: ``zorg_welzijn_2026`` for ``Zorg & Welzijn 2026``; ``own_deck`` where no letters are left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    bare = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:38].strip("_")
    if not bare:
        return "own_deck"
    return bare if bare[0].isalpha() and len(bare) > 1 else f"deck_{bare}"
