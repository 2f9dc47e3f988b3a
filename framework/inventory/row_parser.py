"""Parses lines into rows: recognises the columns and reads the cells.

A line with a problem is refused as a whole, with all of its problems, so that they can be fixed at once.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framework.errors import CellReason, CellRefused, SheetRefused, TextMissing, TextTooLong, TextUnreadable
from framework.inventory.columns import TEXT_LIMITS, Column, Layout, is_assumed, is_not_asked, normalised
from framework.inventory.table import LIMIT_ROWS, Cell, Fault, FileLine, FileLines, FileRemark
from framework.text import Lang, accept

_HEADING_LINES = 20
"""Number of lines that are searched for the headings; a list made elsewhere may have a title above them."""
_MAX_COMPARED = 500
"""Maximum number of different unknown words per file for which a suggestion is computed."""
_MAX_QUOTED = 60
"""Maximum number of characters of a cell that a message quotes."""


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """The content of a line about one activity, without missing columns.

    ``texts``: by column id, with ``kind`` and ``running`` as ids. ``facts``: value by fact id, None for no answer.
    """

    line: int
    id: str
    texts: Mapping[str, str]
    facts: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in a cell; ``column`` is None where the whole line is affected."""

    line: int
    column: Column | None
    error: CellRefused


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A line that cannot be imported. ``name``: the activity's name in the file, as far as it can be read."""

    line: int
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ParsedRows:
    rows: tuple[ParsedRow, ...]
    refused: tuple[RefusedRow, ...]
    remarks: tuple[FileRemark, ...]


def parse_rows(file: FileLines, layout: Layout, lang: Lang) -> ParsedRows:
    """The rows of a file, in its order. ``lang``: language of the choices in messages.

    Raises `SheetRefused`: ``no-headings``, ``columns-twice``, ``no-rows``, ``too-many-rows``.
    """
    heading, lines = _heading(file, layout, lang)
    columns = _columns(heading, layout, lang)
    if not lines:
        raise SheetRefused(reason="no-rows")
    if len(lines) > LIMIT_ROWS:
        raise SheetRefused(reason="too-many-rows", limit=LIMIT_ROWS)
    rows: list[ParsedRow] = []
    refused: list[RefusedRow] = []
    seen: dict[str, int] = {}
    suggestions = _Suggestions(lang)
    for line in lines:
        reading = _RowReader(line, columns, layout, suggestions)
        row = reading.row(seen, separated=file.separated)
        if row is None:
            refused.append(RefusedRow(line.number, reading.name, tuple(reading.problems)))
        elif row.texts or row.facts:
            rows.append(row)
    if not rows and not refused:
        raise SheetRefused(reason="no-rows")
    return ParsedRows(tuple(rows), tuple(refused), (*file.remarks, *_remarks(heading, columns, lines)))


def _heading(file: FileLines, layout: Layout, lang: Lang) -> tuple[tuple[str, ...], Sequence[FileLine]]:
    """The headings, and the lines below them."""
    if file.heading is not None:
        if not any((column := layout.by_heading(words)) and column.id == "name" for words in file.heading):
            raise SheetRefused(reason="json-other-program")
        return file.heading, file.lines
    best, most = None, 0
    for at, line in enumerate(file.lines[:_HEADING_LINES]):
        found = {column.id for words in _words(line) if words and (column := layout.by_heading(words)) is not None}
        if "name" in found and len(found) > most:
            best, most = at, len(found)
    if best is None:
        raise SheetRefused(reason="no-headings", name=layout.column("name").title[lang])
    return _words(file.lines[best]), file.lines[best + 1 :]


def _words(line: FileLine) -> tuple[str, ...]:
    return tuple(
        cell if isinstance(cell, str) else cell.words if isinstance(cell, Fault) else "" for cell in line.cells
    )


def _columns(heading: Sequence[str], layout: Layout, lang: Lang) -> list[Column | None]:
    """The column of each heading. Where several headings match a column, the one with Kader's own heading gets it.

    Raises `SheetRefused` (``columns-twice``) where that does not decide.
    """
    columns = [layout.by_heading(words) if words.strip() else None for words in heading]
    for column in {one.id: one for one in columns if one is not None and one.group != "result"}.values():
        places = [at for at, one in enumerate(columns) if one is column]
        own = [at for at in places if column.is_called(heading[at])]
        if len(places) > 1 and len(own) != 1:
            raise SheetRefused(reason="columns-twice", column=column.title[lang])
        for at in places:
            if len(places) > 1 and at not in own:
                columns[at] = None
    return columns


class _RowReader:
    """Reads one line and collects its ``problems``."""

    def __init__(
        self, line: FileLine, columns: Sequence[Column | None], layout: Layout, suggestions: "_Suggestions"
    ) -> None:
        self.line = line
        self.layout = layout
        self.suggestions = suggestions
        self.cells: dict[str, Cell] = {
            column.id: line.cells[at] if at < len(line.cells) else ""
            for at, column in enumerate(columns)
            if column is not None and column.group != "result"
        }
        self.surplus = any(isinstance(cell, str) and cell.strip() for cell in line.cells[len(columns) :])
        self.problems: list[Problem] = []
        name = self.cells.get("name")
        words = name.words if isinstance(name, Fault) else name or ""
        self.name = " ".join(words.split())[:_MAX_QUOTED]

    def row(self, seen: dict[str, int], *, separated: bool) -> ParsedRow | None:
        if separated and self.surplus:
            self._refuse(None, "too-many-cells")
            return None  # cells may be in the wrong columns, so further problems would mislead
        activity_id = self._id(seen)
        texts: dict[str, str] = {}
        facts: dict[str, str | None] = {}
        for column_id, cell in self.cells.items():
            column = self.layout.column(column_id)
            if column_id == "id" or cell is None:
                continue
            if isinstance(cell, Fault):
                self._refuse(column, cell.reason, **cell.params)
            elif column.group == "fact":
                self._fact(column, cell, facts)
            elif column.choices:
                self._choice(column, cell, texts)
            else:
                self._text(column, cell, texts)
        if "name" not in texts and not any(p.column is not None and p.column.id == "name" for p in self.problems):
            self._refuse(self.layout.column("name"), "missing")
        return None if self.problems else ParsedRow(self.line.number, activity_id, texts, facts)

    def _refuse(self, column: Column | None, reason: CellReason, **params: object) -> None:
        self.problems.append(Problem(self.line.number, column, CellRefused(reason=reason, **params)))

    def _id(self, seen: dict[str, int]) -> str:
        cell = self.cells.get("id")
        activity_id = cell.strip() if isinstance(cell, str) else ""
        if isinstance(cell, Fault):
            self._refuse(self.layout.column("id"), cell.reason, **cell.params)
        elif activity_id and activity_id in seen:
            self._refuse(self.layout.column("id"), "id-twice", row=seen[activity_id])
        elif activity_id:
            seen[activity_id] = self.line.number
        return activity_id

    def _text(self, column: Column, cell: str, texts: dict[str, str]) -> None:
        try:
            words = accept(column.id, cell, limit=TEXT_LIMITS[column.id], required=column.id == "name")
        except TextMissing:
            self._refuse(column, "missing")
        except TextTooLong as error:
            self._refuse(column, "too-long", length=error.params["length"], limit=error.params["limit"])
        except TextUnreadable:
            self._refuse(column, "unreadable")
        else:
            texts[column.id] = words

    def _choice(self, column: Column, cell: str, texts: dict[str, str]) -> None:
        """An empty cell is ignored: a missing kind is reported elsewhere, and a new activity is running by default."""
        if cell.strip() and (value := self._chosen(column, cell)) is not None:
            texts[column.id] = value

    def _fact(self, column: Column, cell: str, facts: dict[str, str | None]) -> None:
        if is_not_asked(cell) and column.choice(cell) is None:
            return
        if not cell.strip() or is_assumed(cell):
            facts[column.id] = None
        elif (value := self._chosen(column, cell)) is not None:
            facts[column.id] = value

    def _chosen(self, column: Column, cell: str) -> str | None:
        value = column.choice(cell)
        if value is not None:
            return value
        shown = " ".join(cell.split())[:_MAX_QUOTED]
        close = self.suggestions.closest(column, cell)
        if close is not None:
            self._refuse(column, "unknown-choice-close", value=shown, close=close)
        else:
            choices = tuple(choice.words[self.suggestions.lang] for choice in column.choices)
            self._refuse(column, "unknown-choice", value=shown, choices=choices)
        return None


class _Suggestions:
    """Finds the choice that an unknown word probably means.

    A comparison takes a few tenths of a millisecond, so only `_MAX_COMPARED` different words per file are compared.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._known: dict[tuple[str, str], str | None] = {}

    def closest(self, column: Column, cell: str) -> str | None:
        """The words of the closest choice; None where none is close."""
        key = (column.id, normalised(cell))
        if key not in self._known and len(self._known) < _MAX_COMPARED:
            choices = {normalised(choice.words[self.lang]): choice.words[self.lang] for choice in column.choices}
            close = difflib.get_close_matches(key[1], list(choices), n=1, cutoff=0.75)
            self._known[key] = choices[close[0]] if close else None
        return self._known.get(key)


def _remarks(heading: Sequence[str], columns: Sequence[Column | None], lines: Sequence[FileLine]) -> list[FileRemark]:
    remarks: list[FileRemark] = []
    unknown = [
        words.strip()[:_MAX_QUOTED]
        for words, column in zip(heading, columns, strict=True)
        if words.strip() and not column
    ]
    if unknown:
        remarks.append(FileRemark("unknown-column", {"headings": tuple(unknown)}))
    nameless = [at for at, words in enumerate(heading) if not words.strip()]
    widest = max((len(line.cells) for line in lines), default=0)
    filled = [
        _letter(at)
        for at in (*nameless, *range(len(heading), widest))
        if any(at < len(line.cells) and line.cells[at] for line in lines)
    ]
    if filled:
        remarks.append(FileRemark("no-heading", {"columns": tuple(filled[:10])}))
    return remarks


def _letter(at: int) -> str:
    """A column's letters in a spreadsheet: A for 0, AA for 26."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
