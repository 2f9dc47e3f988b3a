"""What passes between a file and the inventory: titles and rows of words on the way out, numbered lines on the way in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LIMIT_MB = 5
LIMIT_ROWS = 2_000
"""Rows of activities in one file, without the heading."""
LIMIT_COLUMNS = 400

FaultReason = Literal["formula", "date", "error-value", "merged", "not-text", "unreadable"]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A file to be: one title per column, rows of as many words."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds something other than words. ``params``: what the sentence about it names; ``words``: what can be
    read in it all the same, good enough for a heading."""

    reason: FaultReason
    params: Mapping[str, object] = field(default_factory=dict[str, object])
    words: str = ""


Cell = str | Fault | None
"""``None``: the file says nothing here (a key that is missing in JSON); an empty cell is ``""``."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """``number``: the row as a spreadsheet program counts it, the first one 1; in JSON the place in the list."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


RemarkCode = Literal[
    "unknown-column",
    "no-heading",
    "windows-text",
    "hidden-sheet",
]


@dataclass(frozen=True, slots=True)
class FileRemark:
    """Something about the file that a person should know and that stops nothing."""

    code: RemarkCode
    params: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class FileLines:
    """A file as read: its lines, blank ones left out."""

    lines: tuple[FileLine, ...]
    remarks: tuple[FileRemark, ...] = ()
    heading: tuple[str, ...] | None = None
    """The headings where the format gives them (JSON); else they are among the lines."""
    separated: bool = False
    """Cells were told apart by separators: a line with more cells than headings was split in the wrong place."""
