"""The charter as a document: worded, in one language, and already analysed.

Renderers walk it and do nothing else: they translate nothing, compute nothing and decide nothing about content. That is
what makes "every block in every format" something a test can check. Plain dataclasses, so that importing this costs
nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from framework.text import Lang

StatusKind = Literal["draft", "adopted", "expired"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style.

    ``own``: typed by the team, so its direction follows from its own letters. ``lang``: the language the words are
    really in, only where it differs from the document's. ``soft``: small print.
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
    """A label and what it says: ``Owner: head of customer contact``."""

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
    """One principle that is put first: its place in the order, what it says, what it means here.

    ``symbol``: SVG in the colour ``currentColor``; empty where the deck has none.
    """

    rank: int
    name: str
    essence: Text
    meaning: LabelledText
    symbol: bytes = b""


@dataclass(frozen=True, slots=True)
class RedLineBlock:
    sentence: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """A rule of the team. ``terms``: check, owner, review …; ``origin``: where it comes from, in small print."""

    number: int
    sentence: Text
    terms: tuple[LabelledText, ...]
    origin: tuple[LabelledText, ...]


@dataclass(frozen=True, slots=True)
class LabelledList:
    """Labels with what they say, one under the other."""

    rows: tuple[LabelledText, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """Something that must not be overlooked. ``kind``: ``warning`` or ``note``."""

    kind: Literal["warning", "note"]
    title: str
    body: tuple[Paragraph | Bullets, ...]


Mark = Literal["gain2", "gain1", "none", "pay1", "pay2", "depends", "absent"]
"""Direction and strength in a grid: shapes, never numbers or colours alone. ``depends``: on which accepted stance is taken;
``absent``: the row does not apply."""
MARK_SIGNS: dict[Mark, str] = {
    "gain2": "▲▲",
    "gain1": "▲",
    "none": "·",
    "pay1": "▽",
    "pay2": "▽▽",
    "depends": "±",
    "absent": "",
}
"""Marks as characters, for formats without drawings: filled and up is a gain, hollow and down a cost, two are clearly so."""


@dataclass(frozen=True, slots=True)
class GridRow:
    label: str
    marks: tuple[Mark, ...]
    starred: bool = False
    """One of the principles that the team put first."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Which rule gives to which row and which takes from it. ``groups``: title and rows; each group is its own axis."""

    corner: str
    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[GridRow, ...]], ...]
    legend: tuple[tuple[Mark, str], ...]
    star: str
    """What a star means, in words."""


@dataclass(frozen=True, slots=True)
class StripRow:
    """Positions are indexes into ``Strip.stops``; None: not known. ``ordered`` False draws no line between the two."""

    label: Text
    should: int | None
    does: int | None
    note: str
    """The two in words."""
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Strip:
    """What should be done and what is done, per question, on the letters A to E (an order without distances)."""

    corner: str
    stops: tuple[str, ...]
    rows: tuple[StripRow, ...]
    should: str
    does: str
    both: str
    words: str
    """Header of the column that says it in words."""


@dataclass(frozen=True, slots=True)
class BarsRound:
    """One round of votes: its name, and how many chose each stop of ``Bars.stops``."""

    name: str
    votes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Votes per stance, for one or two rounds. Rounds differ in filling, never in hue; ``names``: what each stop says.

    ``dots``: so few voted that each vote is drawn as a person and not as a share. ``marks``: how many marks the longest
    bar gets where bars are typed.
    """

    corner: str
    stops: tuple[str, ...]
    names: tuple[str, ...]
    rounds: tuple[BarsRound, ...]
    dots: bool = False
    marks: int = 12

    @property
    def most(self) -> int:
        """Votes of the longest bar of all rounds; at least 1."""
        return max(1, *(votes for round_ in self.rounds for votes in round_.votes))

    def typed(self, round_: int, stop: int) -> str:
        """A bar as characters with its count: hollow in the first of two rounds. Nothing where nobody chose this."""
        votes = self.rounds[round_].votes[stop]
        if not votes:
            return "–"
        last = round_ == len(self.rounds) - 1
        mark = ("●" if last else "○") if self.dots else ("■" if last else "□")
        length = votes if self.most <= self.marks else max(1, round(votes * self.marks / self.most))
        return f"{mark * length} {votes}"


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart that every renderer draws by itself. ``id`` names it, for a live figure that may stand beside it."""

    id: str
    caption: str
    alt: str
    chart: Grid | Strip | Bars


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
    """``annex``: stands after the charter proper. ``compact``: short, and may stand beside the next compact one.
    ``number`` as printed, empty for none."""

    id: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    kind: StatusKind
    word: str


@dataclass(frozen=True, slots=True)
class CharterDocument:
    """A whole charter. ``made_on`` (ISO date) is the only date a renderer may put in a file's properties."""

    title: str
    lang: "Lang"
    kicker: str
    """What kind of document this is, above the title."""
    subtitle: Text
    status: Status
    meta: tuple[LabelledText, ...]
    notices: tuple[Callout, ...]
    sections: tuple[Section, ...]
    running: str
    """Repeated at the head of each page."""
    contents: str
    """The word for a table of contents."""
    page: str
    """The word for a page."""
    annex: str
    """The word for an annex."""
    made_on: str
    mark: str = ""
    """What must stand on every page, as "not for publication"."""
    footer: Text = ()
    """Small print at the end."""

    def section(self, section_id: str) -> Section | None:
        return next((section for section in self.sections if section.id == section_id), None)


def texts(document: CharterDocument) -> Iterator[Text]:
    """Every text of a document, in reading order; what a renderer must show."""
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
    """Every text of a block: labels, captions and words, in reading order."""
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
        case PrincipleBlock(_, name, essence, meaning):
            yield (Span(name),)
            yield essence
            yield from _rows((meaning,))
        case RedLineBlock(sentence, reason):
            yield sentence
            yield reason
        case RuleBlock(number, sentence, terms, origin):
            yield (Span(str(number)),)
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


def _chart_texts(chart: Grid | Strip | Bars) -> Iterator[Text]:
    if isinstance(chart, Grid):
        yield from ((Span(column),) for column in chart.columns)
        for title, rows in chart.groups:
            yield (Span(title),)
            yield from ((Span(row.label),) for row in rows)
        yield from ((Span(word),) for _, word in chart.legend)
    elif isinstance(chart, Bars):
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
