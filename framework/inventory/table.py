"""The data that formats exchange with the inventory: a table of text for export, numbered lines for import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LIMIT_MB = 5
LIMIT_ROWS = 2_000
"""Maximum number of rows per file, without the heading."""
LIMIT_COLUMNS = 400

FaultReason = Literal["formula", "date", "error-value", "merged", "not-text", "unreadable"]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """The content of an exported file: a title per column, and rows of as many cells."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that does not contain plain text. ``params``: of the message about it. ``words``: the text that can be read in it,
    for use as a heading."""

    reason: FaultReason
    params: Mapping[str, object] = field(default_factory=dict[str, object])
    words: str = ""


Cell = str | Fault | None
"""None for a key that is missing in JSON; an empty cell is ``""``."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """``number``: row number in a spreadsheet, from 1; in JSON the position in the list."""

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
    """A remark about the file that does not prevent the import."""

    code: RemarkCode
    params: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class FileLines:
    """The lines of a file, without blank ones."""

    lines: tuple[FileLine, ...]
    remarks: tuple[FileRemark, ...] = ()
    heading: tuple[str, ...] | None = None
    """The headings in JSON; in other formats None, because they are among the lines."""
    separated: bool = False
    """True for CSV, where a line with more cells than headings was split in the wrong place."""
