"""The language of whoever asks, before anything heavy is loaded: the launcher needs it for every document."""

from contextlib import suppress
from urllib.parse import parse_qs

LANGUAGES = ("en", "nl")
"""As in `framework.text`, which would bring pydantic along; a test keeps the two equal."""


def wanted_language(query: bytes, accept: str) -> str:
    """``?lang=`` first, then what the browser prefers among Kader's two, else English."""
    for asked in parse_qs(query.decode("latin-1")).get("lang", []):
        if asked in LANGUAGES:
            return asked
    best, weight = "en", 0.0
    for part in accept.split(","):
        name, _, parameters = part.strip().partition(";")
        code = name.strip().lower().partition("-")[0]
        if code not in LANGUAGES:
            continue
        quality = 1.0
        if parameters.strip().startswith("q="):
            with suppress(ValueError):
                quality = float(parameters.strip()[2:])
        if quality > weight:
            best, weight = code, quality
    return best
