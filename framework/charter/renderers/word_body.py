"""The body of a charter's Word file, as WordprocessingML. `framework.charter.renderers.word_styles` has the styles it names.

Charts are tables here, with their marks as characters: they read well aloud, copy well and need no picture. Nothing but
tables is a table, and no paragraph is empty, so that a screen reader says only what is there.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from xml.sax.saxutils import escape

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
    Span,
    Strip,
    TableBlock,
    Text,
    plain,
)
from framework.charter.renderers.word_styles import CELL_MARGIN, DECLARED, PAGE_WIDTH, TABLE_SIZE
from framework.text import Lang

LOCALES: dict[Lang, str] = {"nl": "nl-NL", "en": "en-GB"}
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NARROW, _WIDE = frozenset("fijlrtI.,:;!|'’()[]/\\ "), frozenset("mwMWCDGHNOQRU@%&●○■□—…")


def body(document: CharterDocument, new_list: Callable[[], int]) -> str:
    """The paragraphs and tables. ``new_list``: the number of a new list that counts from one."""
    writer = _BodyWriter(document, new_list)
    return f"<w:body {DECLARED}>{''.join(writer.document())}</w:body>"


def clean(words: str) -> str:
    """Replaces the few characters that XML does not allow."""
    return _NOT_XML.sub("\ufffd", words)


def element(name: str, *children: str, **attributes: object) -> str:
    """An element; ``children`` are finished markup. An attribute may end in ``_``."""
    given = "".join(f' w:{key.rstrip("_")}="{_quoted(str(value))}"' for key, value in attributes.items())
    inner = "".join(children)
    return f"<w:{name}{given}>{inner}</w:{name}>" if inner else f"<w:{name}{given}/>"


def _quoted(words: str) -> str:
    return escape(clean(words), {'"': "&quot;", "\n": " ", "\t": " "})


def run(span: Span) -> str:
    """Words in one style."""
    if not span.text:
        return ""
    style = "SmallPrint" if span.soft else "Strong" if span.strong else ""
    properties = (
        element("rStyle", val=style) if style else "",
        element("b") if span.strong and span.soft else "",
        element("rtl") if span.own and _RTL.search(span.text) else "",
        element("lang", val=LOCALES[span.lang]) if span.lang else "",
    )
    return element("r", element("rPr", *properties) if any(properties) else "", _characters(span.text))


def _characters(words: str) -> str:
    lines = (
        element("tab").join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in line.split("\t")
        )
        for line in clean(words).split("\n")
    )
    return element("br").join(lines)


def runs(text: Iterable[Span]) -> str:
    return "".join(map(run, text))


def paragraph(style: str, *content: str, number: int = 0, new_page: bool = False) -> str:
    """A paragraph; none without content. ``number``: of its list, where that is not the style's."""
    if not any(content):
        return ""
    properties = (
        element("pStyle", val=style),
        element("pageBreakBefore") if new_page else "",
        element("numPr", element("ilvl", val=0), element("numId", val=number)) if number else "",
    )
    return element("p", element("pPr", *properties), *content)


_TAB = element("r", element("tab"))


class _BodyWriter:
    def __init__(self, document: CharterDocument, new_list: Callable[[], int]) -> None:
        self._document = document
        self._new_list = new_list

    def document(self) -> Iterable[str]:
        document = self._document
        yield paragraph("Kicker", run(Span(document.kicker)))
        yield paragraph("Title", run(Span(document.title)))
        yield paragraph(
            "Subtitle", run(Span(document.status.word, strong=True)), run(Span(" · ")), runs(document.subtitle)
        )
        yield paragraph("Mark", run(Span(document.mark)))
        yield from self._labelled(document.meta)
        for notice in document.notices:
            yield from self._callout(notice)
        annex, alone = False, False
        for section in document.sections:
            yield from self._section(section, new_page=alone or (section.annex and not annex))
            annex, alone = annex or section.annex, section.own_page
        yield paragraph("Closing", runs(document.footer))

    def _section(self, section: Section, *, new_page: bool) -> Iterable[str]:
        number = f"{section.number}. " if section.number else ""
        if section.annex:
            number = f"{self._document.annex} {number}"
        yield paragraph("Heading1", run(Span(f"{number}{section.title}")), new_page=new_page)
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, Paragraph) and not isinstance(following, Paragraph | None):
                yield paragraph("Introduction", runs(block.text))  # stays with what it introduces
            else:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterable[str]:
        match block:
            case Heading(text):
                yield paragraph("Heading2", runs(Span(span.text, span.lang, own=span.own) for span in text))
            case Paragraph(text):
                yield paragraph("Normal", runs(text))
            case Bullets(items, ordered):
                yield from self._list(items, "ListNumber" if ordered else "ListBullet", ordered=ordered)
            case TableBlock(caption, header, rows, widths):
                yield paragraph("Caption", run(Span(caption)))
                yield _table(header, rows, widths, caption)
            case PrincipleBlock(rank, name, essence):
                name_words = run(Span(f"{name}. ", strong=True))
                yield paragraph("Principle", run(Span(f"{rank}.")), _TAB, name_words, runs(essence))
            case RedLineBlock(sentence, reason):
                yield paragraph("RedLine", runs(sentence))
                yield paragraph("RedLineReason", runs(reason))
            case RuleBlock(number, sentence, terms, origin):
                yield paragraph("Rule", run(Span(f"R{number}")), _TAB, runs(sentence))
                yield paragraph("RuleTerms", _run_in(terms))
                yield paragraph("RuleOrigin", _run_in(origin))
            case LabelledList(rows):
                yield from self._labelled(rows)
            case Callout():
                yield from self._callout(block)
            case ChartBlock(_, caption, alt, chart):
                yield paragraph("Caption", run(Span(caption)))
                yield from _chart(chart, caption, alt)

    def _list(self, items: Sequence[Text], style: str, *, ordered: bool) -> Iterable[str]:
        number = self._new_list() if ordered else 0
        for item in items:
            yield paragraph(style, runs(item), number=number)

    def _labelled(self, rows: Iterable[LabelledText]) -> Iterable[str]:
        for row in rows:
            yield paragraph("Labelled", run(Span(row.label, soft=True)), _TAB, runs(row.text))

    def _callout(self, block: Callout) -> Iterable[str]:
        style = "Warning" if block.kind == "warning" else "Note"
        yield paragraph(f"{style}Title", run(Span(block.title)))
        for part in block.body:
            if isinstance(part, Paragraph):
                yield paragraph(style, runs(part.text))
            else:
                for place, item in enumerate(part.items, start=1):
                    yield paragraph(style, run(Span(f"{place}. " if part.ordered else "• ")), runs(item))


def _run_in(rows: Iterable[LabelledText]) -> str:
    """Labels with their texts, one after the other in running lines."""
    return run(Span("\u00a0\u00a0·  ")).join(run(Span(f"{row.label}: ", soft=True)) + runs(row.text) for row in rows)


# Tables


def _chart(chart: Strip | Bars, caption: str, alt: str) -> Iterable[str]:
    match chart:
        case Bars():
            yield _bars(chart, caption, alt)
        case Strip():
            yield _strip(chart, caption, alt)
            yield paragraph("Legend", run(Span(f"● {chart.should} · ○ {chart.does}")))


def _bars(bars: Bars, caption: str, alt: str) -> str:
    rows: list[tuple[Text, ...]] = [
        (
            (Span(f"{stop} ", strong=True), Span(name)),
            *((Span(bars.as_characters(place, at)),) for place in range(len(bars.rounds))),
        )
        for at, (stop, name) in enumerate(zip(bars.stops, bars.names, strict=True))
    ]
    header = (bars.corner, *(round_.name for round_ in bars.rounds))
    return _table(header, rows, (60, *(50 for _ in bars.rounds)), caption, alt)


def _strip(strip: Strip, caption: str, alt: str) -> str:
    rows: list[tuple[Text, ...]] = []
    for row in strip.rows:
        marks = (
            (Span(("●" if row.should == place else "") + ("○" if row.does == place else "")),)
            for place in range(len(strip.stops))
        )
        rows.append((row.label, *marks, (Span(row.note),)))
    header = (strip.corner, *strip.stops, strip.words)
    return _table(header, rows, (50, *(8 for _ in strip.stops), 55), caption, alt)


def _table(
    header: Sequence[str], rows: Iterable[Sequence[Text]], shares: Sequence[int], caption: str, alt: str = ""
) -> str:
    rows = list(rows)
    widths = column_widths(header, rows, shares)
    properties = element(
        "tblPr",
        element("tblStyle", val="CharterTable"),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
        element("tblCaption", val=caption),
        element("tblDescription", val=alt) if alt else "",
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    heads = [paragraph("TableHeading", run(Span(words))) for words in header]
    written = [_row(heads, widths, header=True)]
    written += [_row([paragraph("TableText", runs(cell)) for cell in row], widths) for row in rows]
    return element("tbl", properties, grid, *written)


def _row(cells: Sequence[str], widths: Sequence[int], *, header: bool = False) -> str:
    properties = element("trPr", element("cantSplit"), element("tblHeader") if header else "")
    empty = element("p", element("pPr", element("pStyle", val="TableText")))  # a cell has at least one paragraph
    filled = (
        element("tc", element("tcPr", element("tcW", w=width, type="dxa")), cell or empty)
        for cell, width in zip(cells, widths, strict=True)
    )
    return element("tr", properties, *filled)


def column_widths(header: Sequence[str], rows: Sequence[Sequence[Text]], shares: Sequence[int]) -> list[int]:
    """Widths that fill the page (twentieths of a point), by their shares, but none narrower than its longest word, as long as
    all of these fit: programs break a longer word anywhere."""
    needed = [
        max(map(_longest_word, (head, *(plain(row[at]) for row in rows)))) + 2 * CELL_MARGIN
        for at, head in enumerate(header)
    ]
    if sum(needed) > PAGE_WIDTH:
        needed = [min(one, PAGE_WIDTH // len(needed)) for one in needed]
    fixed: set[int] = set()
    while True:
        free = PAGE_WIDTH - sum(needed[at] for at in fixed)
        share = sum(share for at, share in enumerate(shares) if at not in fixed)
        widths = [needed[at] if at in fixed else free * own // share for at, own in enumerate(shares)]
        short = {at for at, width in enumerate(widths) if width < needed[at]}
        if not short:
            widths[-1] += PAGE_WIDTH - sum(widths)
            return widths
        fixed |= short


def _longest_word(words: str) -> int:
    """Its width in bold (twentieths of a point), rather too much than too little."""
    return max((sum(map(_width, word)) for word in re.split(r"[\s-]+", words)), default=0) * TABLE_SIZE // 10


def _width(char: str) -> int:
    """Twentieths of a point at a size of ten points, in bold Arial or Liberation Sans."""
    if char in _NARROW:
        return 78
    if char in _WIDE or ord(char) > 0x2000:
        return 190
    return 146 if char.isupper() else 124
