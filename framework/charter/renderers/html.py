"""The charter as one HTML file that needs nothing from anywhere: style, charts and archive are inside.

No script runs in it, unless live figures are given; the content security policy in the file holds whoever opens it to
that. Every text is escaped here, once, in `_words`.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

from framework.archive.carriers import html_script
from framework.charter.document import (
    Bars,
    Block,
    Bullets,
    Callout,
    ChartBlock,
    CharterDocument,
    Grid,
    Heading,
    LabelledList,
    LabelledText,
    Mark,
    Paragraph,
    PrincipleBlock,
    RedLineBlock,
    RuleBlock,
    Section,
    Strip,
    TableBlock,
    Text,
)

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def render(document: CharterDocument, archive: bytes | None = None, figures: Mapping[str, str] | None = None) -> bytes:
    """The HTML file, UTF-8.

    ``archive``: JSON that the file carries, so that it can be opened again. ``figures``: ready HTML of a live figure by
    chart id; it stands beside the chart that is drawn here, and only its own scripts are let through.
    """
    live = figures or {}
    head = f"{document.title} · {document.kicker}"
    parts = [
        "<!doctype html>",
        f'<html lang="{document.lang}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(live)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="Kader">',
        f"<title>{escape(head)}</title>",
        f"<style>\n{_style()}</style>",
        "</head>",
        "<body>",
        '<div class="page">',
        _header(document),
        f'<main id="main">{_sections(document.sections, live)}</main>',
        f'<footer class="soft">{_mark_of(document)}<p>{_words(document.footer)}</p></footer>',
        "</div>",
    ]
    if archive is not None:
        parts.append(html_script(archive))
    parts += ["</body>", "</html>", ""]
    return "\n".join(parts).encode()


@cache
def _style() -> str:
    return (Path(__file__).parent / "charter.css").read_text(encoding="utf-8")


def _policy(live: Mapping[str, str]) -> str:
    """Nothing may be loaded or run, but for the scripts of the live figures, by their hash."""
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for html in live.values()
        for script in _SCRIPT.findall(html)
    ]
    scripts = " ".join(f"'sha256-{value}'" for value in hashes) or "'none'"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )


def _words(text: Text) -> str:
    out: list[str] = []
    for span in text:
        html = escape(span.text).replace("\n", "<br>")
        attributes = (' dir="auto"' if span.own else "") + (f' lang="{span.lang}"' if span.lang else "")
        if span.soft:
            attributes += ' class="soft"'
        if attributes:
            html = f"<span{attributes}>{html}</span>"
        out.append(f"<strong>{html}</strong>" if span.strong else html)
    return "".join(out)


def _header(document: CharterDocument) -> str:
    entries = "".join(
        f'<li><a href="#{escape(section.id)}">{escape(_numbered(section))}</a></li>' for section in document.sections
    )
    notices = "".join(_callout(notice) for notice in document.notices)
    return (
        f'<header><p class="kicker">{escape(document.kicker)}</p><h1 dir="auto">{escape(document.title)}</h1>'
        f'<p class="lead"><span class="badge {document.status.kind}">{escape(document.status.word)}</span>'
        f"{_words(document.subtitle)}</p>{_mark_of(document)}{_definitions(document.meta, 'meta')}{notices}"
        f'<nav aria-label="{escape(document.contents)}"><details class="contents"><summary>{escape(document.contents)}</summary>'
        f"<ol>{entries}</ol></details></nav></header>"
    )


def _mark_of(document: CharterDocument) -> str:
    return f'<p class="mark-all">{escape(document.mark)}</p>' if document.mark else ""


def _numbered(section: Section) -> str:
    return f"{section.number}. {section.title}" if section.number else section.title


def _sections(sections: tuple[Section, ...], live: Mapping[str, str]) -> str:
    """Compact sections in a row may stand side by side."""
    out: list[str] = []
    for place, section in enumerate(sections):
        first = section.compact and (place == 0 or not sections[place - 1].compact)
        last = section.compact and (place == len(sections) - 1 or not sections[place + 1].compact)
        out.append(('<div class="compact">' if first else "") + _section(section, live) + ("</div>" if last else ""))
    return "".join(out)


def _section(section: Section, live: Mapping[str, str]) -> str:
    number = f'<span class="number">{escape(section.number)}</span>' if section.number else ""
    return (
        f'<section id="{escape(section.id)}" aria-labelledby="{escape(section.id)}-title">'
        f'<h2 id="{escape(section.id)}-title">{number}{escape(section.title)}</h2>{_blocks(section.blocks, live)}</section>\n'
    )


def _blocks(blocks: tuple[Block, ...], live: Mapping[str, str]) -> str:
    """Principles in a row become one list."""
    out: list[str] = []
    for place, block in enumerate(blocks):
        html = _block(block, live)
        if isinstance(block, PrincipleBlock):
            first = place == 0 or not isinstance(blocks[place - 1], PrincipleBlock)
            last = place == len(blocks) - 1 or not isinstance(blocks[place + 1], PrincipleBlock)
            html = ('<ol class="principles">' if first else "") + html + ("</ol>" if last else "")
        out.append(html)
    return "".join(out)


def _block(block: Block, live: Mapping[str, str]) -> str:
    match block:
        case Heading(text):
            return f"<h3>{_words(text)}</h3>"
        case Paragraph(text):
            return f"<p>{_words(text)}</p>"
        case Bullets(items, ordered):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_words(item)}</li>' for item in items)}</{tag}>"
        case TableBlock():
            return _table(block)
        case PrincipleBlock(rank, name, essence, meaning, symbol):
            return (
                f'<li class="principle"><span class="rank" aria-hidden="true">{rank}</span><div><h3>{_symbol(symbol)}{escape(name)}</h3>'
                f"<p>{_words(essence)}</p><p><strong>{escape(meaning.label)}:</strong> {_words(meaning.text)}</p></div></li>"
            )
        case RedLineBlock(sentence, reason):
            why = f"<p>{_words(reason)}</p>" if reason else ""
            return f'<div class="red-line"><p class="sentence">{_words(sentence)}</p>{why}</div>'
        case RuleBlock(number, sentence, terms, origin):
            return (
                f'<div class="rule" id="rule-{number}"><span class="number">{number}</span><div>'
                f'<p class="sentence">{_words(sentence)}</p>{_definitions(terms, "terms")}'
                f"{_definitions(origin, 'origin')}</div></div>"
            )
        case LabelledList(rows):
            return _definitions(rows, "meta")
        case Callout():
            return _callout(block)
        case ChartBlock():
            return _chart(block, live)


def _symbol(drawn: bytes) -> str:
    """Made of path data alone (`framework.deck.symbols`); it says nothing that the name beside it does not say."""
    return drawn.decode().replace("<svg ", '<svg class="symbol" aria-hidden="true" ', 1)


def _callout(block: Callout) -> str:
    inner = "".join(_block(part, {}) for part in block.body)
    return f'<div class="callout {block.kind}" role="note"><p class="title">{escape(block.title)}</p>{inner}</div>'


def _definitions(rows: tuple[LabelledText, ...], kind: str) -> str:
    if not rows:
        return ""
    pairs = "".join(f"<dt>{escape(row.label)}</dt><dd>{_words(row.text)}</dd>" for row in rows)
    return f'<dl class="{kind}">{pairs}</dl>'


def _table(block: TableBlock) -> str:
    share = sum(block.widths)
    columns = "".join(f'<col style="width:{round(100 * width / share)}%">' for width in block.widths)
    header = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.header)
    rows = "".join("<tr>" + "".join(f"<td>{_words(cell)}</td>" for cell in row) + "</tr>" for row in block.rows)
    return (
        f'<div class="table" tabindex="0" role="group" aria-label="{escape(block.caption)}"><table>'
        f"<caption>{escape(block.caption)}</caption><colgroup>{columns}</colgroup>"
        f"<thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _chart(block: ChartBlock, live: Mapping[str, str]) -> str:
    match block.chart:
        case Grid():
            drawn = _grid(block.chart)
        case Strip():
            drawn = _strip(block.chart)
        case Bars():
            drawn = _bars(block.chart)
    figure = f'<div class="live">{live[block.id]}</div>' if block.id in live else ""
    name = escape(block.id)
    return (
        f'<figure id="chart-{name}" aria-describedby="chart-{name}-words"><figcaption>{escape(block.caption)}</figcaption>'
        f'<p class="soft" id="chart-{name}-words">{escape(block.alt)}</p>{figure}'
        f'<div class="table" tabindex="0" role="group" aria-label="{escape(block.caption)}">{drawn[0]}</div>{drawn[1]}</figure>'
    )


_SHAPES: dict[Mark, str] = {
    "gain2": '<path class="gain" d="M2 13 7.5 3 13 13zM13 13 18.5 3 24 13z"/>',
    "gain1": '<path class="gain" d="M7.5 13 13 3 18.5 13z"/>',
    "none": '<circle class="dot" cx="13" cy="8" r="2"/>',
    "pay1": '<path class="pay" d="M8 3h10L13 12.5z"/>',
    "pay2": '<path class="pay" d="M2 3h10L7 12.5zM14 3h10L19 12.5z"/>',
    "depends": '<path class="depends" d="M13 2v8M9 6h8M9 13h8"/>',
    "absent": "",
}


def _mark(mark: Mark, words: str) -> str:
    if mark == "absent":
        return f"<span hidden>{escape(words)}</span>"
    return f'<svg class="mark" viewBox="0 0 26 16" role="img"><title>{escape(words)}</title>{_SHAPES[mark]}</svg>'


def _grid(grid: Grid) -> tuple[str, str]:
    words = dict(grid.legend)
    star = f' <span class="star" role="img" aria-label="{escape(grid.star)}">★</span>'
    header = "".join(f'<th scope="col">{escape(column)}</th>' for column in grid.columns)
    body = ""
    for title, rows in grid.groups:
        body += f'<tr class="group"><th scope="rowgroup" colspan="{len(grid.columns) + 1}">{escape(title)}</th></tr>'
        for row in rows:
            cells = "".join(f"<td>{_mark(mark, words.get(mark, ''))}</td>" for mark in row.marks)
            body += f'<tr><th scope="row">{escape(row.label)}{star if row.starred else ""}</th>{cells}</tr>'
    table = (
        f'<table class="grid"><thead><tr><th scope="col">{escape(grid.corner)}</th>{header}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    entries = "".join(
        f'<li><svg class="mark" viewBox="0 0 26 16" aria-hidden="true">{_SHAPES[mark]}</svg> {escape(text)}</li>'
        for mark, text in grid.legend
        if mark != "absent"
    )
    entries += f'<li><span class="star">★</span> {escape(grid.star)}</li>'
    return table, f'<ul class="legend">{entries}</ul>'


_BAR = 200
_BAR_HEIGHT = 10


def _bars(bars: Bars) -> tuple[str, str]:
    """A row per stance; in it a bar per round with its count, or a dot per vote."""
    unit = _BAR / bars.most
    body = ""
    for at, (stop, name) in enumerate(zip(bars.stops, bars.names, strict=True)):
        cells = ""
        for place, round_ in enumerate(bars.rounds):
            votes = round_.votes[at]
            kind = "last" if place == len(bars.rounds) - 1 else "first"
            if bars.dots:
                shapes = "".join(f'<circle class="{kind}" cx="{7 + 16 * nth}" cy="7" r="5"/>' for nth in range(votes))
            else:
                shapes = (
                    f'<rect class="{kind}" x="1" y="2" width="{votes * unit:.1f}" height="{_BAR_HEIGHT}"/>'
                    if votes
                    else ""
                )
            drawn = f'<svg viewBox="0 0 {_BAR + 2} 14" aria-hidden="true">{shapes}</svg>' if votes else ""
            cells += f'<td><span class="bar">{drawn}<span>{votes or "–"}</span></span></td>'
        body += f'<tr><th scope="row"><strong>{escape(stop)}</strong> {escape(name)}</th>{cells}</tr>'
    rounds = "".join(f'<th scope="col">{escape(round_.name)}</th>' for round_ in bars.rounds)
    table = (
        f'<table class="bars"><thead><tr><th scope="col">{escape(bars.corner)}</th>{rounds}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    return table, ""


_TRACK = 160
_EDGE = 10


def _strip(strip: Strip) -> tuple[str, str]:
    step = (_TRACK - 2 * _EDGE) / max(1, len(strip.stops) - 1)
    stops = "".join(f"<span>{escape(stop)}</span>" for stop in strip.stops)
    body = ""
    for row in strip.rows:
        marks = f'<line class="rail" x1="{_EDGE}" y1="11" x2="{_TRACK - _EDGE}" y2="11"/>' if row.ordered else ""
        places = [_EDGE + step * place for place in range(len(strip.stops))]
        marks += "".join(f'<circle class="dot" cx="{x:g}" cy="11" r="1.8"/>' for x in places)
        if row.ordered and row.should is not None and row.does is not None:
            marks += f'<line class="gap" x1="{places[row.should]:g}" y1="11" x2="{places[row.does]:g}" y2="11"/>'
        if row.does is not None:
            marks += f'<circle class="does" cx="{places[row.does]:g}" cy="11" r="8"/>'
        if row.should is not None:
            marks += f'<circle class="should" cx="{places[row.should]:g}" cy="11" r="5"/>'
        drawn = f'<svg viewBox="0 0 {_TRACK} 22" width="{_TRACK}" height="22" role="img"><title>{escape(row.note)}</title>{marks}</svg>'
        body += f'<tr><th scope="row">{_words(row.label)}</th><td class="track">{drawn}</td><td>{escape(row.note)}</td></tr>'
    table = (
        f'<table class="strip"><thead><tr><th scope="col">{escape(strip.corner)}</th>'
        f'<th scope="col" class="track"><span class="stops">{stops}</span></th>'
        f'<th scope="col">{escape(strip.words)}</th></tr></thead><tbody>{body}</tbody></table>'
    )
    samples = (
        ('<circle class="should" cx="13" cy="8" r="5"/>', strip.should),
        ('<circle class="does" cx="13" cy="8" r="6"/>', strip.does),
        ('<circle class="does" cx="13" cy="8" r="7"/><circle class="should" cx="13" cy="8" r="4"/>', strip.both),
    )
    entries = "".join(
        f'<li><svg class="mark" viewBox="0 0 26 16" aria-hidden="true">{shape}</svg> {escape(text)}</li>'
        for shape, text in samples
    )
    return table, f'<ul class="legend">{entries}</ul>'
