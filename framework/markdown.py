"""Escapes a person's own words, so that Markdown shows them as they were typed: on screen and in files."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&^=!])")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+:])", re.MULTILINE)
_DIRECTIVE = re.compile(r":(?=[A-Za-z])")
_REPLACED_LATE = re.compile(
    r":(?=[\w+\-/]+:)"  # :smile:, :material/home:
    r"|(?<![^\s\ufeff])[<>~-](?=(?:->|[-=>])(?:[\s\ufeff]|$))"  # ->, <->, --, >=
    r"|https?(?=://)|www(?=\.)|(?<=[\w.+-])@(?=[-\w]+\.)",
    re.IGNORECASE,
)
_JOINER = "\u2060"


def escaped(text: str, *, screen: bool = False, starts: bool = True) -> str:
    """``text`` so that Markdown shows it literally. ``screen``: also for Streamlit's own additions; ``starts`` False: it
    stands inside a line, so its first words cannot start a list.

    Streamlit replaces shortcodes (``:smile:``, ``:material/…:``) and arrows (``->``) and links addresses after escapes are
    resolved, so on screen an invisible word joiner breaks them up; nothing else can.
    """
    lines = "\n".join(line.strip() for line in text.replace("\t", " ").split("\n"))
    if screen:
        lines = _REPLACED_LATE.sub(lambda found: found[0] + _JOINER, lines)
    safe = _SPECIAL.sub(r"\\\1", lines)
    if screen:
        safe = _DIRECTIVE.sub(r"\\:", safe)
    return at_line_starts(safe) if starts else safe


def at_line_starts(words: str) -> str:
    """Escapes what would begin a list or a heading there."""
    return _LINE_START.sub(lambda at: f"{at[1]}\\{at[2]}" if at[1] else f"\\{at[3]}", words)
