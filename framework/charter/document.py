"""The document model of a charter, in one language, with all texts and figures filled in.

Renderers only render it: they do not translate, compute or leave anything out, so a test can check every block in every
format. Dataclasses, because they import faster than pydantic models.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from framework.text import Lang

StatusKind = Literal["draft", "adopted", "overdue"]


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style.

    ``own``: typed by the team, so its direction follows from its letters. ``lang``: the text's language where it differs from
    the document's. ``soft``: small print.
    """

    text: str
    lang: "Lang | None" = None
    strong: bool = False
    soft: bool = False
    own: bool = False


Text = tuple[Span, ...]


def plain(text: Text) -> str:
    return "".join(span.text for span in text)


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A label and its text: ``Owner: head of customer contact``."""

    label: str
    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """``widths``: relative column widths, one per column."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PrincipleBlock:
    """A principle that the team puts first: its rank, its name and its essence, as they stand on the card.

    ``symbol``: SVG drawn in ``currentColor``; empty where the deck has none.
    """

    rank: int
    name: str
    essence: Text
    symbol: bytes = b""


@dataclass(frozen=True, slots=True)
class RedLineBlock:
    sentence: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """A rule. ``terms``: check, owner, review and so on. ``origin``: the decision it comes from, in small print."""

    number: int
    sentence: Text
    terms: tuple[LabelledText, ...]
    origin: tuple[LabelledText, ...]


@dataclass(frozen=True, slots=True)
class LabelledList:
    """Labelled texts, one per line."""

    rows: tuple[LabelledText, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A highlighted box."""

    kind: Literal["warning", "note"]
    title: str
    body: tuple[Paragraph | Bullets, ...]


@dataclass(frozen=True, slots=True)
class StripRow:
    """``should`` and ``does`` are indexes into ``Strip.stops``, or None where not known. Only ordered ones get a line between."""

    label: Text
    should: int | None
    does: int | None
    note: str
    """Stance and practice in words."""
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Strip:
    """Stance and practice per question, as dots on the letters A to E. The letters have an order but no distances."""

    corner: str
    stops: tuple[str, ...]
    rows: tuple[StripRow, ...]
    should: str
    does: str
    both: str
    words: str
    """Header of the column with `StripRow.note`."""


@dataclass(frozen=True, slots=True)
class BarsRound:
    """A round of voting: its name, and the votes for each of ``Bars.stops``."""

    name: str
    votes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Votes per stance for one or two rounds, told apart by fill, not by hue. ``names``: the stance of each stop.

    ``dots``: draw a dot per vote, because there are too few for bars. ``marks``: length in characters of the longest bar in
    formats without drawings.
    """

    corner: str
    stops: tuple[str, ...]
    names: tuple[str, ...]
    rounds: tuple[BarsRound, ...]
    dots: bool = False
    marks: int = 12

    @property
    def max_votes(self) -> int:
        """Votes of the longest bar of all rounds; at least 1."""
        return max(1, *(votes for round_ in self.rounds for votes in round_.votes))

    def as_characters(self, round_: int, stop: int) -> str:
        """A bar as characters with its number of votes, hollow in the first of two rounds; ``–`` for no votes."""
        votes = self.rounds[round_].votes[stop]
        if not votes:
            return "–"
        last = round_ == len(self.rounds) - 1
        mark = ("●" if last else "○") if self.dots else ("■" if last else "□")
        length = votes if self.max_votes <= self.marks else max(1, round(votes * self.marks / self.max_votes))
        return f"{mark * length} {votes}"


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart that every renderer draws natively."""

    id: str
    caption: str
    alt: str
    chart: Strip | Bars


Block = (
    Heading
    | Paragraph
    | Bullets
    | TableBlock
    | PrincipleBlock
    | RedLineBlock
    | RuleBlock
    | LabelledList
    | Callout
    | ChartBlock
)


@dataclass(frozen=True, slots=True)
class Section:
    """``number``: as printed, may be empty. ``annex``: comes after the charter itself. ``compact``: short enough to be set
    beside the next compact section. ``own_page``: what follows starts on a new page, so that this one can be printed alone."""

    id: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False
    compact: bool = False
    own_page: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    kind: StatusKind
    word: str


@dataclass(frozen=True, slots=True)
class CharterDocument:
    """A whole charter. ``made_on``: ISO date for file properties, so that the same charter gives the same bytes."""

    title: str
    lang: "Lang"
    kicker: str
    """The kind of document, printed above the title."""
    subtitle: Text
    status: Status
    meta: tuple[LabelledText, ...]
    notices: tuple[Callout, ...]
    sections: tuple[Section, ...]
    running: str
    """Header of each page."""
    contents: str
    """The word for a table of contents; empty where there is none."""
    page: str
    """The word for a page."""
    annex: str
    """The word for an annex."""
    made_on: str
    mark: str = ""
    """A notice printed on every page, such as "not for publication"."""
    watermark: bool = False
    """Whether the mark also stands across every page."""
    one_page: bool = False
    """Whether it is set closely, so that it fits on one A4."""
    footer: Text = ()
    """Small print at the end."""

    def section(self, section_id: str) -> Section | None:
        return next((section for section in self.sections if section.id == section_id), None)


def texts(document: CharterDocument) -> Iterator[Text]:
    """Every text that a renderer must show, in reading order."""
    yield document.subtitle
    for row in document.meta:
        yield row.text
    for notice in document.notices:
        yield from block_texts(notice)
    for section in document.sections:
        yield (Span(section.title),)
        for block in section.blocks:
            yield from block_texts(block)
    yield (Span(document.mark),)
    yield document.footer


def block_texts(block: Block) -> Iterator[Text]:
    """Every text of a block, labels and captions included, in reading order."""
    match block:
        case Heading(text) | Paragraph(text):
            yield text
        case Bullets(items):
            yield from items
        case TableBlock(caption, header, rows):
            yield (Span(caption),)
            yield from ((Span(cell),) for cell in header)
            for row in rows:
                yield from row
        case PrincipleBlock(_, name, essence):
            yield (Span(name),)
            yield essence
        case RedLineBlock(sentence, reason):
            yield sentence
            yield reason
        case RuleBlock(number, sentence, terms, origin):
            yield (Span(f"R{number}"),)
            yield sentence
            yield from _rows((*terms, *origin))
        case LabelledList(rows):
            yield from _rows(rows)
        case Callout(_, title, body):
            yield (Span(title),)
            for inner in body:
                yield from block_texts(inner)
        case ChartBlock(_, caption, _, chart):
            yield (Span(caption),)
            yield from _chart_texts(chart)


def _rows(rows: tuple[LabelledText, ...]) -> Iterator[Text]:
    for row in rows:
        yield (Span(row.label),)
        yield row.text


def _chart_texts(chart: Strip | Bars) -> Iterator[Text]:
    if isinstance(chart, Bars):
        for stop, name in zip(chart.stops, chart.names, strict=True):
            yield (Span(stop),)
            yield (Span(name),)
        for round_ in chart.rounds:
            yield (Span(round_.name),)
            yield from ((Span(str(votes)),) for votes in round_.votes if votes)
    else:
        for row in chart.rows:
            yield row.label
        yield from ((Span(word),) for word in (chart.should, chart.does))
