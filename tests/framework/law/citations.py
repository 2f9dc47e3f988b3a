"""Taking citations apart: ``GDPR 6(1)(a), (b), 7; UAVG 5`` into GDPR 6(1)(a), GDPR 6(1)(b), GDPR 7 and UAVG 5."""

import re
import tomllib
from pathlib import Path

REFERENCE: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "reference_articles.toml").read_text(encoding="utf-8")
)
"""Law to article to the section of the reference where it stands; ``""`` is the law as a whole."""


def citations(article: str) -> list[tuple[str, str]]:
    """Pairs of law and article (``""`` for the law as a whole). Raises `ValueError` for a law the reference lacks."""
    found: list[tuple[str, str]] = []
    for part in article.split("; "):
        law = next((law for law in sorted(REFERENCE, key=len, reverse=True) if f"{part} ".startswith(f"{law} ")), None)
        if law is None:
            raise ValueError(f"“{part}” begins with no law of the reference")
        whole = ""
        for piece in part.removeprefix(law).strip().split(", "):
            # "(3)" goes on from "35(1)", "(b)" from "6(1)(a)": all of it stays but the last bracket.
            whole = re.sub(r"\([^)]*\)$", "", whole) + piece if piece.startswith("(") else piece
            found.append((law, whole))
    return found
