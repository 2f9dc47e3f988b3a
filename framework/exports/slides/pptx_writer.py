"""Writes slides as a PowerPoint file: real titles, one layout in Kader's colours, notes, and the language of every text.

Texts stand where `framework.exports.slides.compose` found room for them; nothing shrinks or grows when the file is opened.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from framework.charter.document import Span, Text
from framework.exports.slides import fit
from framework.exports.slides.content import (
    BODY_BOTTOM,
    BODY_TOP,
    BODY_WIDTH,
    GAP,
    HEIGHT,
    LABEL_POINTS,
    LEAD_POINTS,
    MARGIN,
    SMALL_POINTS,
    TILE_HEIGHT,
    TITLE_POINTS,
    WIDTH,
    Slide,
    SlideDeck,
    SlideList,
    SlideTable,
    Tile,
)
from framework.text import Lang

_LOCALES: dict[Lang, str] = {"nl": "nl-NL", "en": "en-GB"}
_INK, _TEAL, _FAINT, _PAPER, _WASH, _WHITE = "0B161C", "0F5C63", "4C565E", "FBF9F4", "E4EEED", "FFFFFF"
_THEME: dict[str, str] = {  # the template's colours, and Kader's
    "1F497D": _TEAL,
    "EEECE1": _PAPER,
    "4F81BD": _TEAL,
    "C0504D": "C77F1F",
    "9BBB59": "5489BC",
    "8064A2": "734A8B",
    "4BACC6": "90955A",
    "F79646": "9C3F28",
    "0000FF": "0B5A75",
}
_TITLE_ONLY = "Title Only"
_TITLE_TOP, _TITLE_HEIGHT, _LEAD_HEIGHT = 0.45, 0.8, 0.5
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(deck: SlideDeck) -> bytes:
    """The .pptx file; the same deck gives the same bytes."""
    writer = _Writer(deck)
    for number, slide in enumerate(deck.slides, start=1):
        writer.slide(slide, number)
    return writer.saved()


class _Writer:
    # python-pptx leaves much of its tree untyped, so everything below its API is `Any`.
    def __init__(self, deck: SlideDeck) -> None:
        self._deck, self._locale = deck, _LOCALES[deck.lang]
        self._file: Any = Presentation()
        self._file.slide_width, self._file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._layout = self._one_layout()
        self._properties()

    # Set-up

    def _properties(self) -> None:
        properties, deck = self._file.core_properties, self._deck
        properties.title, properties.subject = _clean(deck.title)[:255], _clean(deck.subject)[:255]
        properties.author = properties.last_modified_by = "Kader"
        properties.language = self._locale
        properties.created = properties.modified = datetime(*deck.made_on.timetuple()[:3])  # noqa: DTZ001 - a day

    def _one_layout(self) -> Any:
        """The layout with a title alone, on wide paper and in Kader's colours; the others go, made for another shape."""
        master = self._file.slide_master
        layout = next(one for one in self._file.slide_layouts if one.name == _TITLE_ONLY)
        for one in [each for each in self._file.slide_layouts if each is not layout and each.name != _TITLE_ONLY]:
            self._file.slide_layouts.remove(one)
        theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        blob = theme.blob.decode("utf-8").replace('name="Office Theme"', 'name="Kader"')
        theme._blob = re.sub(
            r'srgbClr val="([0-9A-F]{6})"', lambda found: f'srgbClr val="{_THEME.get(found[1], found[1])}"', blob
        ).encode("utf-8")
        fill = master.background.fill
        fill.solid()
        fill.fore_color.rgb = _rgb(_PAPER)
        for holder in (*master.placeholders, *layout.placeholders):
            kind = str(holder.placeholder_format.type)
            if kind.startswith("TITLE"):
                self._place(holder, MARGIN, _TITLE_TOP, BODY_WIDTH, _TITLE_HEIGHT)
            elif kind.startswith("BODY"):
                self._place(holder, MARGIN, BODY_TOP, BODY_WIDTH, BODY_BOTTOM - BODY_TOP)
            else:
                holder._element.getparent().remove(holder._element)
        style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
        style.set("algn", "l")
        style.find(qn("a:defRPr")).set("sz", str(TITLE_POINTS * 100))
        style.find(qn("a:defRPr")).set("b", "1")
        return layout

    def _place(self, shape: Any, left: float, top: float, width: float, height: float) -> None:
        shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))

    # A slide

    def slide(self, slide: Slide, number: int) -> None:
        page = self._file.slides.add_slide(self._layout)
        frame = page.shapes.title.text_frame
        frame.auto_size, frame.word_wrap, frame.vertical_anchor = MSO_AUTO_SIZE.NONE, True, MSO_ANCHOR.BOTTOM
        frame.margin_left = frame.margin_right = 0
        self._run(frame.paragraphs[0], Span(slide.title), colour=_INK)
        self._bar(page)
        if slide.lead:
            box = self._box(page, MARGIN, _TITLE_TOP + _TITLE_HEIGHT, BODY_WIDTH, _LEAD_HEIGHT)
            self._spans(box.paragraphs[0], slide.lead, LEAD_POINTS, _TEAL)
        top = BODY_TOP
        if slide.tiles:
            self._tiles(page, slide.tiles, top)
            top += TILE_HEIGHT + GAP
        if slide.table is not None:
            self._table(page, slide.table, top)
        width = (BODY_WIDTH - GAP * (len(slide.lists) - 1)) / max(1, len(slide.lists))
        for place, one in enumerate(slide.lists):
            self._list(page, one, MARGIN + place * (width + GAP), top, width)
        if slide.left_off:
            box = self._box(page, MARGIN, BODY_BOTTOM + 0.03, BODY_WIDTH, 0.35)
            self._run(box.paragraphs[0], Span(slide.left_off), size=LABEL_POINTS, colour=_FAINT)
        self._foot(page, number)
        notes = page.notes_slide.notes_text_frame
        for at, line in enumerate(slide.notes):
            self._run(notes.paragraphs[0] if at == 0 else notes.add_paragraph(), Span(line))

    def _bar(self, page: Any) -> None:
        bar = page.shapes.add_shape(1, 0, Inches(_TITLE_TOP), Inches(0.16), Inches(_TITLE_HEIGHT + _LEAD_HEIGHT))
        self._filled(bar, _TEAL)
        _describe(bar, "", decorative=True)

    def _filled(self, shape: Any, colour: str) -> None:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(colour)
        shape.line.fill.background()
        style = shape._element.find(qn("p:style"))
        shape._element.remove(style)  # it brings a shadow

    def _tiles(self, page: Any, tiles: Sequence[Tile], top: float) -> None:
        width = (BODY_WIDTH - GAP * (len(tiles) - 1)) / len(tiles)
        for place, tile in enumerate(tiles):
            left = MARGIN + place * (width + GAP)
            shape = page.shapes.add_shape(1, Inches(left), Inches(top), Inches(width), Inches(TILE_HEIGHT))
            self._filled(shape, _WASH)
            frame = shape.text_frame
            frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.MIDDLE
            frame.margin_left = frame.margin_right = Inches(0.15)
            frame.margin_top = frame.margin_bottom = Inches(0.03)
            self._run(frame.paragraphs[0], Span(tile.figure, strong=True), size=28, colour=_TEAL)
            self._run(frame.add_paragraph(), Span(tile.label), size=LABEL_POINTS, colour=_INK)
            for paragraph in frame.paragraphs:
                paragraph.alignment = PP_ALIGN.LEFT

    def _list(self, page: Any, one: SlideList, left: float, top: float, width: float) -> None:
        frame = self._box(page, left, top, width, BODY_BOTTOM - top)
        first = frame.paragraphs[0]
        if one.title:
            self._run(first, Span(one.title, strong=True), size=one.points + 1, colour=_TEAL)
            first.space_after = Pt(6)
        for at, item in enumerate(one.items):
            paragraph = first if at == 0 and not one.title else frame.add_paragraph()
            paragraph.space_after = Pt(8)
            if len(one.items) > 1:
                _bullet(paragraph)
            self._spans(paragraph, item, one.points, _INK)

    def _table(self, page: Any, one: SlideTable, top: float) -> None:
        heads: list[Text] = [(Span(words, strong=True),) for words in one.header]
        rows = [heads, *one.rows]
        heights = [fit.row_height(row, one.widths, one.points) for row in rows]
        shape = page.shapes.add_table(
            len(rows), len(one.widths), Inches(MARGIN), Inches(top), Inches(sum(one.widths)), Inches(sum(heights))
        )
        _describe(shape, _clean(one.alt))
        table = shape.table
        for column, width in zip(table.columns, one.widths, strict=True):
            column.width = Inches(width)
        for at, (row, height) in enumerate(zip(rows, heights, strict=True)):
            table.rows[at].height = Inches(height)
            for place, text in enumerate(row):
                cell = table.cell(at, place)
                cell.fill.solid()
                cell.fill.fore_color.rgb = _rgb(_TEAL if at == 0 else _WHITE if at % 2 else _WASH)
                cell.margin_left = cell.margin_right = Inches(fit.CELL_MARGIN)
                cell.margin_top = cell.margin_bottom = Inches(fit.CELL_MARGIN / 2)
                cell.text_frame.word_wrap = True
                self._spans(cell.text_frame.paragraphs[0], text, one.points, _WHITE if at == 0 else _INK)

    def _foot(self, page: Any, number: int) -> None:
        box = self._box(page, MARGIN, HEIGHT - 0.5, BODY_WIDTH - 1, 0.3)
        words = fit.clipped((Span(self._deck.running),), BODY_WIDTH - 1, SMALL_POINTS, 1)
        self._spans(box.paragraphs[0], words, SMALL_POINTS, _FAINT)
        place = self._box(page, WIDTH - MARGIN - 0.9, HEIGHT - 0.5, 0.9, 0.3).paragraphs[0]
        place.alignment = PP_ALIGN.RIGHT
        self._run(place, Span(str(number)), size=SMALL_POINTS, colour=_FAINT)
        run = place.runs[0]._r
        run.tag = qn("a:fld")  # a field, so that the number follows when slides are moved
        run.set("id", f"{{00000000-0000-4000-8000-{number:012d}}}")
        run.set("type", "slidenum")

    # Words

    def _box(self, page: Any, left: float, top: float, width: float, height: float) -> Any:
        box = page.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
        frame = box.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

    def _spans(self, paragraph: Any, text: Text, size: float, colour: str) -> None:
        for span in text:
            self._run(paragraph, span, size=size, colour=_FAINT if span.soft and colour != _WHITE else colour)

    def _run(self, paragraph: Any, span: Span, *, size: float = 0, colour: str = "") -> None:
        for at, part in enumerate(_clean(span.text).split("\n")):
            if at:
                paragraph.add_line_break()
            if not part:
                continue
            run = paragraph.add_run()
            run.text = part
            run.font.bold = span.strong or None
            if size:
                run.font.size = Pt(size)
            if colour:
                run.font.color.rgb = _rgb(colour)
            run._r.get_or_add_rPr().set("lang", _LOCALES[span.lang] if span.lang else self._locale)

    def saved(self) -> bytes:
        """The file, with the deck's own date on every part."""
        raw, packed = io.BytesIO(), io.BytesIO()
        self._file.save(raw)
        year, month, day = self._deck.made_on.timetuple()[:3]
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                fixed = zipfile.ZipInfo(entry.filename, (max(1980, year), month, day, 0, 0, 0))
                fixed.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(fixed, source.read(entry))
        return packed.getvalue()


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour))


def _bullet(paragraph: Any) -> None:
    """A hanging bullet; text boxes have none by themselves."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(int(Inches(0.22))))
    properties.set("indent", str(-int(Inches(0.22))))
    mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
    properties.append(mark)


def _describe(shape: Any, words: str, *, decorative: bool = False) -> None:
    """The alternative text of a shape, or the mark that it has nothing to tell."""
    about = shape._element.find(f".//{qn('p:cNvPr')}")
    about.set("descr", words)
    if not decorative:
        return
    about.append(parse_xml(_DECORATIVE))


_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def _clean(text: str) -> str:
    """Without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
