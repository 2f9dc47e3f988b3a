"""The charter as Markdown: a file for a wiki or repository, and the preview on screen.

Text is escaped, so none of it can become a heading, a link, a formula or a tag. Markdown is the only format without the
archive.
"""

from dataclasses import replace

from framework.charter.document import (
    Bars,
    Block,
    Bullets,
    Callout,
    ChartBlock,
    CharterDocument,
    Heading,
    LabelledList,
    LabelledText,
    Paragraph,
    PrincipleBlock,
    RedLineBlock,
    RuleBlock,
    Section,
    Strip,
    TableBlock,
    Text,
)
from framework.markdown import at_line_starts, escaped


def render(document: CharterDocument) -> bytes:
    """The Markdown file, UTF-8."""
    return _MarkdownWriter(screen=False).document(document).encode()


def screen_parts(document: CharterDocument) -> tuple[str, ...]:
    """For Streamlit, a part at a time: what stands before the first section, and each section. Headings are one level lower, and
    there is no HTML in it."""
    writer = _MarkdownWriter(screen=True)
    first = writer.document(replace(document, sections=()))
    return (first, *(writer.section(section) for section in document.sections))


class _MarkdownWriter:
    def __init__(self, screen: bool) -> None:
        self._screen = screen
        self._level = 1 if screen else 0

    def document(self, document: CharterDocument) -> str:
        parts = [
            self._escape(document.kicker),
            self._heading(1, self._escape(document.title)),
            f"**{self._escape(document.status.word)}** · {self._text(document.subtitle)}",
            self._escape(document.mark),
            self._rows(document.meta),
            *(self._block(notice) for notice in document.notices),
            *(self.section(section) for section in document.sections),
            *(("---", self._text(document.footer)) if document.footer else ()),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def section(self, section: Section) -> str:
        title = self._escape(f"{section.number}. {section.title}" if section.number else section.title)
        return "\n\n".join([self._heading(2, title), *(self._block(block) for block in section.blocks)])

    def _heading(self, level: int, words: str) -> str:
        return f"{'#' * (level + self._level)} {words}"

    def _escape(self, words: str) -> str:
        return escaped(words.replace("\n", " "), screen=self._screen, starts=False)

    def _text(self, text: Text, newline: str = "\\\n", *, starts: bool = True) -> str:
        """Spans as one run of text. Line breaks become ``newline``. ``starts``: the run begins a line."""
        out: list[str] = []
        for span in text:
            words = escaped(span.text, screen=self._screen, starts=False) if span.text.strip() else span.text
            lead = span.text[: len(span.text) - len(span.text.lstrip(" "))]
            tail = span.text[len(span.text.rstrip(" ")) :] if span.text.strip() else ""
            core = words.strip(" ")
            if span.strong and core and "\n" not in core:
                core = f"**{core}**"
            out.append(f"{lead}{core}{tail}" if span.text.strip() else words)
        run = "".join(out).strip()
        return (at_line_starts(run) if starts else run).replace("\n", newline)

    def _cell(self, text: Text) -> str:
        return self._text(text, " · " if self._screen else "<br>", starts=False)

    def _row(self, row: LabelledText) -> str:
        return f"**{self._escape(row.label)}:** {self._text(row.text, ' ', starts=False)}"

    def _rows(self, rows: tuple[LabelledText, ...]) -> str:
        return "\n".join(f"- {self._row(row)}" for row in rows)

    def _table(self, header: tuple[str, ...], rows: list[list[str]]) -> str:
        """A table; on screen a list with an item per row, because a phone is too narrow and its width is unknown."""
        if self._screen:
            return "\n".join(_item(header, row) for row in rows)
        lines = [header, tuple("---" for _ in header), *rows]
        return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)

    def _quote(self, inner: str) -> str:
        return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))

    def _block(self, block: Block) -> str:
        match block:
            case Heading(words):
                return self._heading(3, self._text(words, " ", starts=False))
            case Paragraph(words):
                return self._text(words)
            case Bullets(items, ordered):
                starts = (f"{place}." if ordered else "-" for place in range(1, len(items) + 1))
                return "\n".join(f"{start} {self._text(item, ' ')}" for start, item in zip(starts, items, strict=True))
            case TableBlock(caption, header, rows):
                cells = [[self._cell(cell) for cell in row] for row in rows]
                return f"**{self._escape(caption)}**\n\n" + self._table(tuple(map(self._escape, header)), cells)
            case PrincipleBlock(rank, name, essence):
                return f"{rank}. **{self._escape(name)}.** {self._text(essence, ' ', starts=False)}"
            case RedLineBlock(sentence, reason) if self._screen:  # Streamlit draws quotes in grey
                return "- " + "  \n  ".join(self._text(part, " ") for part in (sentence, reason) if part)
            case RedLineBlock(sentence, reason):
                return self._quote("\n\n".join(part for part in (self._text(sentence), self._text(reason)) if part))
            case RuleBlock(number, sentence, terms, origin):
                return f"**R{number}.** {self._text(sentence, starts=False)}\n\n{self._rows((*terms, *origin))}"
            case LabelledList(rows):
                return self._rows(rows)
            case Callout(_, title, body):
                inner = [f"**{self._escape(title)}**", *(self._block(part) for part in body)]
                return self._quote("\n\n".join(inner))
            case ChartBlock(_, caption, _, chart):
                return f"**{self._escape(caption)}**\n\n{self._chart(chart)}"

    def _chart(self, chart: Strip | Bars) -> str:
        return self._bars(chart) if isinstance(chart, Bars) else self._strip(chart)

    def _bars(self, bars: Bars) -> str:
        header = (self._escape(bars.corner), *(self._escape(round_.name) for round_ in bars.rounds))
        rows = [
            [
                f"**{self._escape(stop)}** {self._escape(name)}",
                *(bars.as_characters(place, at) for place in range(len(bars.rounds))),
            ]
            for at, (stop, name) in enumerate(zip(bars.stops, bars.names, strict=True))
        ]
        return self._table(header, rows)

    def _strip(self, strip: Strip) -> str:
        if self._screen:
            return self._strip_in_words(strip)
        rows: list[list[str]] = []
        for row in strip.rows:
            marks = (
                ("●" if row.should == place else "") + ("○" if row.does == place else "")
                for place in range(len(strip.stops))
            )
            rows.append([self._cell(row.label), *marks, self._escape(row.note)])
        header = (self._escape(strip.corner), *map(self._escape, strip.stops), self._escape(strip.words))
        legend = f"● {self._escape(strip.should)} · ○ {self._escape(strip.does)}"
        return self._table(header, rows) + "\n\n" + legend

    def _strip_in_words(self, strip: Strip) -> str:
        return "\n".join(f"- **{self._cell(row.label)}**: {self._escape(row.note)}" for row in strip.rows)


def _item(header: tuple[str, ...], row: list[str]) -> str:
    """A table row as a list item: the first cell, and below it the others, each after the name of its column."""
    first, *rest = row
    if first.strip("*").isdigit():
        first = f"{header[0]} {first}"
    named = (f"*{name}:* {cell}" for name, cell in zip(header[1:], rest, strict=True) if cell)
    return f"- {first}  \n  " + " · ".join(named)
