"""The charter as one self-contained HTML file, with style, charts and archive inside.

Its content security policy allows no script and nothing from elsewhere.
"""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from framework.archive.carriers import html_element
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
from framework.content_policy import NONE, content_policy
from framework.html import DOCTYPE, Html, join, start_tag, tag, text


def render(document: CharterDocument, archive: bytes | None = None) -> bytes:
    """The HTML file, UTF-8.

    ``archive``: JSON to embed, from which Kader can open the charter again.
    """
    policy = content_policy(style_src="'unsafe-inline'", img_src="data: blob:", script_src=NONE, frame_ancestors=None)
    lines = [
        DOCTYPE,
        start_tag("html", lang=document.lang),
        "<head>",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=Html(policy)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="generator", content="Kader"),
        tag("title", f"{document.title} · {document.kicker}"),
        tag("style", Html(f"\n{_style()}{_on_each_sheet(document)}\n")),
        "</head>",
        '<body class="one-page">' if document.one_page else "<body>",
        *_watermark(document),
        '<div class="page">',
        _header(document),
        tag("main", _sections(document.sections), id="main"),
        tag("footer", _edition_mark(document), tag("p", _words(document.footer)), class_="soft"),
        "</div>",
    ]
    if archive is not None:
        lines.append(html_element(archive))
    lines += ["</body>", "</html>", ""]
    return "\n".join(lines).encode()


@cache
def _style() -> str:
    return (Path(__file__).parent / "charter.css").read_text(encoding="utf-8")


def _on_each_sheet(document: CharterDocument) -> str:
    """What stands on every page in print, as in the PDF."""
    boxes = {"@top-right": document.running, "@bottom-left": document.mark}
    rules = (
        f'{box} {{ content: "{_css(words)}"; font: 8pt sans-serif; color: #444; }}' for box, words in boxes.items()
    )
    return f"@media print {{ @page {{ {' '.join(rules)} }} }}"


def _css(words: str) -> str:
    """Words inside a string of a style sheet: nothing but letters, digits and spaces as they are."""
    return "".join(char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in words)


def _words(words: Text) -> Html:
    spans: list[Html] = []
    for span in words:
        html = Html("<br>".join(text(line) for line in span.text.split("\n")))
        if span.own or span.lang or span.soft:
            html = tag(
                "span", html, dir="auto" if span.own else None, lang=span.lang, class_="soft" if span.soft else None
            )
        spans.append(tag("strong", html) if span.strong else html)
    return join(spans)


def _header(document: CharterDocument) -> Html:
    entries = (tag("li", tag("a", _numbered(section), href=f"#{section.id}")) for section in document.sections)
    return tag(
        "header",
        tag("p", document.kicker, class_="kicker"),
        tag("h1", document.title, dir="auto"),
        tag(
            "p",
            tag("span", document.status.word, class_=f"badge {document.status.kind}"),
            _words(document.subtitle),
            class_="lead",
        ),
        _edition_mark(document),
        _definitions(document.meta, "meta"),
        map(_callout, document.notices),
        tag(
            "nav",
            tag("details", tag("summary", document.contents), tag("ol", entries), class_="contents"),
            aria_label=document.contents,
        )
        if document.contents
        else None,
    )


def _watermark(document: CharterDocument) -> tuple[Html, ...]:
    """The mark across the page, for the eye; `_edition_mark` says it in words."""
    if not document.watermark:
        return ()
    return (tag("div", tag("span", document.mark), class_="watermark", aria_hidden="true"),)


def _edition_mark(document: CharterDocument) -> Html | None:
    return tag("p", document.mark, class_="mark-all") if document.mark else None


def _numbered(section: Section) -> str:
    return f"{section.number}. {section.title}" if section.number else section.title


def _sections(sections: tuple[Section, ...]) -> Html:
    """Wraps consecutive compact sections, so that they can be side by side."""
    return _grouped(
        ((section.compact, _section(section)) for section in sections),
        lambda row: tag("div", row, class_="compact"),
    )


def _section(section: Section) -> Html:
    title = f"{section.id}-title"
    number = tag("span", section.number, class_="number") if section.number else None
    heading = tag("h2", number, section.title, id=title)
    kind = "own-page" if section.own_page else None
    return join(
        tag("section", heading, _blocks(section.blocks), id=section.id, aria_labelledby=title, class_=kind), Html("\n")
    )


def _blocks(blocks: tuple[Block, ...]) -> Html:
    """Turns consecutive principles into one list."""
    return _grouped(
        ((isinstance(block, PrincipleBlock), _block(block)) for block in blocks),
        lambda row: tag("ol", row, class_="principles"),
    )


def _grouped(parts: Iterable[tuple[bool, Html]], wrap: Callable[[Iterable[Html]], Html]) -> Html:
    """The parts in order, with consecutive parts marked True wrapped together."""
    return join(
        wrap(html for _, html in run) if marked else (html for _, html in run)
        for marked, run in groupby(parts, key=itemgetter(0))
    )


def _block(block: Block) -> Html:
    match block:
        case Heading(words):
            return tag("h3", _words(words))
        case Paragraph(words):
            return tag("p", _words(words))
        case Bullets(items, ordered):
            return tag("ol" if ordered else "ul", (tag("li", _words(item)) for item in items))
        case TableBlock():
            return _table(block)
        case PrincipleBlock():
            return _principle(block)
        case RedLineBlock(sentence, reason):
            return tag(
                "div",
                tag("p", _words(sentence), class_="sentence"),
                tag("p", _words(reason)) if reason else None,
                class_="red-line",
            )
        case RuleBlock(number, sentence, terms, origin):
            return tag(
                "div",
                tag("span", f"R{number}", class_="number"),
                tag(
                    "div",
                    tag("p", _words(sentence), class_="sentence"),
                    _definitions(terms, "terms"),
                    _definitions(origin, "origin"),
                ),
                class_="rule",
                id=f"rule-{number}",
            )
        case LabelledList(rows):
            return join(_definitions(rows, "meta"))
        case Callout():
            return _callout(block)
        case ChartBlock():
            return _chart(block)


def _principle(block: PrincipleBlock) -> Html:
    # The symbol consists of path data only (`framework.deck.symbols`) and adds nothing to the name beside it.
    symbol = Html(block.symbol.decode().replace("<svg ", '<svg class="symbol" aria-hidden="true" ', 1))
    return tag(
        "li",
        tag("span", str(block.rank), class_="rank", aria_hidden="true"),
        tag(
            "div",
            tag("h3", symbol, block.name),
            tag("p", _words(block.essence)),
        ),
        class_="principle",
    )


def _callout(block: Callout) -> Html:
    return tag(
        "div",
        tag("p", block.title, class_="title"),
        map(_block, block.body),
        class_=f"callout {block.kind}",
        role="note",
    )


def _definitions(rows: tuple[LabelledText, ...], kind: str) -> Html | None:
    if not rows:
        return None
    return tag("dl", ((tag("dt", row.label), tag("dd", _words(row.text))) for row in rows), class_=kind)


def _table(block: TableBlock) -> Html:
    share = sum(block.widths)
    return _scrollable(
        block.caption,
        tag(
            "table",
            tag("caption", block.caption),
            tag("colgroup", (tag("col", style=f"width:{round(100 * width / share)}%") for width in block.widths)),
            tag("thead", tag("tr", map(_column_header, block.header))),
            tag("tbody", (tag("tr", (tag("td", _words(cell)) for cell in row)) for row in block.rows)),
        ),
    )


def _scrollable(label: str, table: Html) -> Html:
    """A wide table in a box that scrolls, also by keyboard."""
    return tag("div", table, class_="table", tabindex=0, role="group", aria_label=label)


def _column_header(words: str) -> Html:
    return tag("th", words, scope="col")


def _chart(block: ChartBlock) -> Html:
    match block.chart:
        case Strip():
            table, legend = _strip(block.chart)
        case Bars():
            table, legend = _bars(block.chart), None
    figure = f"chart-{block.id}"
    return tag(
        "figure",
        tag("figcaption", block.caption),
        tag("p", block.alt, class_="soft", id=f"{figure}-words"),
        _scrollable(block.caption, table),
        legend,
        id=figure,
        aria_describedby=f"{figure}-words",
    )


def _legend(entries: Iterable[tuple[Html, str]]) -> Html:
    return tag("ul", (tag("li", sign, " ", words) for sign, words in entries), class_="legend")


def _sample(*shapes: Html) -> Html:
    """A mark in a legend; the words beside it say what it means."""
    return tag("svg", shapes, class_="mark", viewBox="0 0 26 16", aria_hidden="true")


# --- the bars --------------------------------------------------------------------------------------------------------

_BAR = 200
_BAR_HEIGHT = 10


def _bars(bars: Bars) -> Html:
    """A row per stance, with a bar and its count per round, or a dot per vote."""
    rows = (
        tag(
            "tr",
            tag("th", tag("strong", stop), " ", name, scope="row"),
            (
                tag("td", _bar(bars, round_.votes[at], last=place == len(bars.rounds) - 1))
                for place, round_ in enumerate(bars.rounds)
            ),
        )
        for at, (stop, name) in enumerate(zip(bars.stops, bars.names, strict=True))
    )
    header = tag("tr", _column_header(bars.corner), (_column_header(round_.name) for round_ in bars.rounds))
    return tag("table", tag("thead", header), tag("tbody", rows), class_="bars")


def _bar(bars: Bars, votes: int, *, last: bool) -> Html:
    if not votes:
        return tag("span", tag("span", "–"), class_="bar")
    kind = "last" if last else "first"
    if bars.dots:
        shapes = [tag("circle", class_=kind, cx=7 + 16 * nth, cy=7, r=5) for nth in range(votes)]
    else:
        width = f"{votes * _BAR / bars.max_votes:.1f}"
        shapes = [tag("rect", class_=kind, x=1, y=2, width=width, height=_BAR_HEIGHT)]
    drawn = tag("svg", shapes, viewBox=f"0 0 {_BAR + 2} 14", aria_hidden="true")
    return tag("span", drawn, tag("span", str(votes)), class_="bar")


# --- the strip -------------------------------------------------------------------------------------------------------

_TRACK = 160
_EDGE = 10


def _dot(kind: str, x: float, y: float, radius: float) -> Html:
    return tag("circle", class_=kind, cx=f"{x:g}", cy=f"{y:g}", r=f"{radius:g}")


def _line(kind: str, x1: float, x2: float) -> Html:
    return tag("line", class_=kind, x1=f"{x1:g}", y1=11, x2=f"{x2:g}", y2=11)


def _strip(strip: Strip) -> tuple[Html, Html]:
    """The table and its legend."""
    step = (_TRACK - 2 * _EDGE) / max(1, len(strip.stops) - 1)
    places = [_EDGE + step * place for place in range(len(strip.stops))]
    body: list[Html] = []
    for row in strip.rows:
        should, does = (None if place is None else places[place] for place in (row.should, row.does))
        drawn = tag(
            "svg",
            tag("title", row.note),
            _line("rail", _EDGE, _TRACK - _EDGE) if row.ordered else None,
            (_dot("dot", x, 11, 1.8) for x in places),
            _line("gap", should, does) if row.ordered and should is not None and does is not None else None,
            None if does is None else _dot("does", does, 11, 8),
            None if should is None else _dot("should", should, 11, 5),
            viewBox=f"0 0 {_TRACK} 22",
            width=_TRACK,
            height=22,
            role="img",
        )
        cells = (tag("td", drawn, class_="track"), tag("td", row.note))
        body.append(tag("tr", tag("th", _words(row.label), scope="row"), cells))
    header = tag(
        "tr",
        _column_header(strip.corner),
        tag(
            "th", tag("span", (tag("span", stop) for stop in strip.stops), class_="stops"), scope="col", class_="track"
        ),
        _column_header(strip.words),
    )
    legend = _legend(
        (
            (_sample(_dot("should", 13, 8, 5)), strip.should),
            (_sample(_dot("does", 13, 8, 6)), strip.does),
            (_sample(_dot("does", 13, 8, 7), _dot("should", 13, 8, 4)), strip.both),
        )
    )
    return tag("table", tag("thead", header), tag("tbody", body), class_="strip"), legend
