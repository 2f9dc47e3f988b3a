"""The reader's language, from the address and the browser. Imports little, because every page load needs it."""

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from framework.text import Lang

LANGUAGES: "tuple[Lang, ...]" = ("en", "nl")
"""As `framework.text.LANGS`, which would load pydantic; a test keeps the two equal."""


def wanted_language(query: bytes, accept: str) -> "Lang":
    """The language that ``?lang=`` names, else what the browser prefers (``Accept-Language``), else English."""
    return named_language(query) or _preferred(accept) or "en"


def named_language(query: bytes) -> "Lang | None":
    """The language that ``?lang=`` names, if it is one of ours."""
    asked = parse_qs(query.decode("latin-1")).get("lang", [])
    return next((lang for each in asked for lang in LANGUAGES if each == lang), None)


def _preferred(accept: str) -> "Lang | None":
    best: Lang | None = None
    weight = 0.0
    for part in accept.split(","):
        name, _, parameters = part.strip().partition(";")
        code = name.strip().lower().partition("-")[0]
        lang: Lang | None = next((each for each in LANGUAGES if each == code), None)
        quality = 1.0
        if parameters.strip().startswith("q="):
            with suppress(ValueError):
                quality = float(parameters.strip()[2:])
        if lang is not None and quality > weight:
            best, weight = lang, quality
    return best
