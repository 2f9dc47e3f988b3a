"""The charter as a Word document: real styles, real tables, the language set, the archive in a custom XML part.

Charts are tables here, with their marks as characters: they read well aloud, copy well and need no picture.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from framework.archive.carriers import DOCX_PART, docx_part
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
)
from framework.text import Lang

_LOCALES: dict[Lang, str] = {"nl": "nl-NL", "en": "en-GB"}
_BRAND, _SOFT, _ALARM = "1F4E79", "54606F", "8C2F13"
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PAGE_WIDTH = 16.4
"""Width between the margins (centimetres)."""


def render(document: CharterDocument, archive: bytes | None = None) -> bytes:
    """The .docx file. ``archive``: JSON to embed, from which Kader can open the charter again."""
    writer = _DocxWriter(document)
    writer.write()
    if archive is not None:
        writer.attach(archive)
    return writer.saved()


class _DocxWriter:
    # python-docx leaves much of its tree untyped, so everything below its API is `Any`.
    def __init__(self, document: CharterDocument) -> None:
        import docx
        from docx.shared import Cm, Pt, RGBColor

        self._document = document
        self._file: Any = docx.Document()
        self._cm, self._pt, self._rgb = Cm, Pt, RGBColor

    def write(self) -> None:
        document = self._document
        self._properties()
        self._styles()
        self._furniture()
        self._run(self._file.add_paragraph(), Span(document.kicker, strong=True), colour=_BRAND)
        self._file.add_paragraph(_clean(document.title), style="Title")
        lead = self._file.add_paragraph()
        self._run(lead, Span(document.status.word, strong=True), colour=_BRAND)
        self._spans(lead, (Span("  "), *document.subtitle))
        if document.mark:
            self._run(self._file.add_paragraph(), Span(document.mark, strong=True))
        self._pairs(document.meta)
        for notice in document.notices:
            self._callout(notice)
        annex = False
        for section in document.sections:
            self._section(section, new_page=section.annex and not annex)
            annex = annex or section.annex
        self._spans(self._file.add_paragraph(), tuple(Span(span.text, soft=True) for span in document.footer))

    def attach(self, archive: bytes) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        package = self._file.part.package
        part = Part(PackURI(DOCX_PART), "application/xml", docx_part(archive), package)
        self._file.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)

    def saved(self) -> bytes:
        """The file, with the document's own date on every part, so that the same charter gives the same bytes."""
        raw = io.BytesIO()
        self._file.save(raw)
        year, month, day = (int(part) for part in self._document.made_on.split("-"))
        packed = io.BytesIO()
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                fixed = zipfile.ZipInfo(entry.filename, (max(1980, year), month, day, 0, 0, 0))
                fixed.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(fixed, source.read(entry))
        return packed.getvalue()

    # Set-up

    def _properties(self) -> None:
        properties = self._file.core_properties
        properties.title = _clean(f"{self._document.title} · {self._document.kicker}")[:255]
        properties.author = "Kader"
        properties.comments = _clean(self._document.running)[:255]
        properties.language = _LOCALES[self._document.lang]
        properties.created = properties.modified = datetime.fromisoformat(self._document.made_on)
        properties.last_modified_by = "Kader"

    def _styles(self) -> None:
        defaults = self._file.styles.element.find(_name("docDefaults"))
        language = defaults.find(f".//{_name('lang')}")
        language.set(_name("val"), _LOCALES[self._document.lang])
        normal = self._file.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", self._pt(10.5)
        normal.paragraph_format.space_after = self._pt(5)
        sizes = {"Title": 26, "Heading 1": 16, "Heading 2": 12.5, "Heading 3": 11}
        for name, size in sizes.items():
            style = self._file.styles[name]
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                if key.endswith("Theme"):
                    del fonts.attrib[key]
            style.font.name, style.font.size, style.font.bold = "Calibri", self._pt(size), True
            style.font.color.rgb = self._rgb.from_string("1B2430" if name in ("Title", "Heading 1") else _BRAND)
        section = self._file.sections[0]
        section.page_width, section.page_height = self._cm(21), self._cm(29.7)
        section.left_margin = section.right_margin = self._cm(2.3)
        section.top_margin = section.bottom_margin = self._cm(2.2)

    def _furniture(self) -> None:
        section = self._file.sections[0]
        self._run(section.header.paragraphs[0], Span(self._document.running, soft=True))
        foot = section.footer.paragraphs[0]
        if self._document.mark:
            self._run(foot, Span(f"{self._document.mark} · ", soft=True))
        self._run(foot, Span(f"{self._document.page} ", soft=True))
        self._field(foot, "PAGE")
        self._run(foot, Span(" / ", soft=True))
        self._field(foot, "NUMPAGES")

    def _field(self, paragraph: Any, code: str) -> None:
        field, run, words = _element("fldSimple", instr=code), _element("r"), _element("t")
        words.text = "1"
        run.append(words)
        field.append(run)
        paragraph._p.append(field)

    # Words

    def _run(self, paragraph: Any, span: Span, *, colour: str = "", size: float = 0) -> None:
        if not span.text:
            return
        run = paragraph.add_run(_clean(span.text))
        run.bold = span.strong or None
        if span.soft or colour:
            run.font.color.rgb = self._rgb.from_string(colour or _SOFT)
        if size or span.soft:
            run.font.size = self._pt(size or 9)
        if span.lang is not None:
            run._r.get_or_add_rPr().append(_element("lang", val=_LOCALES[span.lang]))
        if span.own and _RTL.search(span.text):
            run.font.rtl = True

    def _spans(self, paragraph: Any, text: Text, *, size: float = 0) -> None:
        for span in text:
            self._run(paragraph, span, size=size)

    def _section(self, section: Section, *, new_page: bool) -> None:
        number = f"{section.number}. " if section.number and not section.annex else ""
        if section.annex:
            number = f"{self._document.annex} {section.number}. "
        heading = self._file.add_heading(_clean(f"{number}{section.title}"), level=1)
        heading.paragraph_format.page_break_before = new_page
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text):
                self._spans(
                    self._file.add_heading(level=2), tuple(Span(span.text, span.lang, own=span.own) for span in text)
                )
            case Paragraph(text):
                self._spans(self._file.add_paragraph(), text)
            case Bullets():
                self._bullets(block)
            case TableBlock(caption, header, rows, widths):
                self._caption(caption)
                self._table(header, rows, widths)
            case PrincipleBlock(rank, name, essence):
                paragraph = self._file.add_paragraph()
                self._run(paragraph, Span(f"{rank}. {name}. ", strong=True))
                self._spans(paragraph, essence)
            case RedLineBlock(sentence, reason):
                self._aside(sentence, reason)
            case RuleBlock(number, sentence, terms, origin):
                paragraph = self._file.add_paragraph()
                paragraph.paragraph_format.keep_with_next = True
                paragraph.paragraph_format.space_before = self._pt(8)
                self._run(paragraph, Span(f"{number}. ", strong=True), colour=_BRAND)
                self._spans(paragraph, sentence)
                self._pairs(terms)
                self._pairs(origin, size=9)
            case LabelledList(rows):
                self._pairs(rows)
            case Callout():
                self._callout(block)
            case ChartBlock(_, caption, alt, chart):
                self._caption(caption)
                self._chart(chart, alt)

    def _chart(self, chart: Strip | Bars, alt: str) -> None:
        match chart:
            case Strip():
                self._strip(chart, alt)
            case Bars():
                self._bars(chart, alt)

    def _bullets(self, block: Bullets) -> None:
        """Writes numbers as text, because Word would continue the numbering of the previous list."""
        for place, item in enumerate(block.items, start=1):
            paragraph = self._file.add_paragraph(style=None if block.ordered else "List Bullet")
            if block.ordered:
                paragraph.paragraph_format.left_indent = self._cm(0.6)
                paragraph.paragraph_format.first_line_indent = self._cm(-0.6)
                self._run(paragraph, Span(f"{place}. "))
            self._spans(paragraph, item)

    def _aside(self, *texts: Text, colour: str = _ALARM) -> None:
        for text in texts:
            if text:
                paragraph = self._file.add_paragraph()
                paragraph.paragraph_format.left_indent = self._cm(0.5)
                self._rule_left(paragraph, colour)
                self._spans(paragraph, text)

    def _rule_left(self, paragraph: Any, colour: str) -> None:
        borders = _element("pBdr")
        borders.append(_element("left", val="single", sz="18", space="8", color=colour))
        paragraph._p.get_or_add_pPr().append(borders)

    def _callout(self, block: Callout) -> None:
        colour = _ALARM if block.kind == "warning" else _BRAND
        self._aside((Span(block.title, strong=True),), colour=colour)
        for part in block.body:
            if isinstance(part, Paragraph):
                self._aside(part.text, colour=colour)
            else:
                numbered = (
                    (Span(f"{place}. " if part.ordered else "• "), *item)
                    for place, item in enumerate(part.items, start=1)
                )
                self._aside(*numbered, colour=colour)

    def _caption(self, words: str) -> None:
        paragraph = self._file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, Span(words, strong=True))

    # Tables

    def _pairs(self, rows: tuple[LabelledText, ...], *, size: float = 0) -> None:
        """A table of two columns whose first column names the second."""
        if not rows:
            return
        table = self._file.add_table(rows=0, cols=2)
        table.autofit = False
        for row in rows:
            cells = table.add_row().cells
            self._fill(cells[0], (Span(row.label, soft=True),), 3.6, size=size)
            self._fill(cells[1], row.text, _PAGE_WIDTH - 3.6, size=size)
        self._set_widths(table, (3.6, _PAGE_WIDTH - 3.6))
        self._file.add_paragraph().paragraph_format.space_after = self._pt(2)

    def _table(
        self, header: tuple[str, ...], rows: tuple[tuple[Text, ...], ...], widths: tuple[float, ...], alt: str = ""
    ) -> None:
        table = self._file.add_table(rows=1, cols=len(header))
        table.style = "Table Grid"
        table.autofit = False
        if alt:
            table._tbl.tblPr.append(_element("tblDescription", val=_clean(alt)))
        share = sum(widths)
        sizes = [_PAGE_WIDTH * width / share for width in widths]
        first = table.rows[0]
        first._tr.get_or_add_trPr().append(_element("tblHeader"))
        for cell, words, size in zip(first.cells, header, sizes, strict=True):
            self._fill(cell, (Span(words, strong=True),), size, size=9.5)
        for row in rows:
            for cell, text, size in zip(table.add_row().cells, row, sizes, strict=True):
                self._fill(cell, text, size, size=9.5)
        self._set_widths(table, sizes)
        self._file.add_paragraph().paragraph_format.space_after = self._pt(2)

    def _set_widths(self, table: Any, widths: Sequence[float]) -> None:
        """Sets widths (centimetres) on cells, for Word, and on columns, for other programs."""
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self._cm(width)

    def _fill(self, cell: Any, text: Text, width: float, *, size: float = 0) -> None:
        cell.width = self._cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = self._pt(1)
        self._spans(paragraph, text, size=size)

    def _bars(self, bars: Bars, alt: str) -> None:
        rows: list[tuple[Text, ...]] = [
            (
                (Span(f"{stop} ", strong=True), Span(name)),
                *((Span(bars.as_characters(place, at)),) for place in range(len(bars.rounds))),
            )
            for at, (stop, name) in enumerate(zip(bars.stops, bars.names, strict=True))
        ]
        header = (bars.corner, *(round_.name for round_ in bars.rounds))
        self._table(header, tuple(rows), (6.0, *(5.0 for _ in bars.rounds)), alt)

    def _strip(self, strip: Strip, alt: str) -> None:
        rows: list[tuple[Text, ...]] = []
        for row in strip.rows:
            marks = (
                (Span(("●" if row.should == place else "") + ("○" if row.does == place else "")),)
                for place in range(len(strip.stops))
            )
            rows.append((row.label, *marks, (Span(row.note),)))
        header = (strip.corner, *strip.stops, strip.words)
        self._table(header, tuple(rows), (5.0, *(0.8 for _ in strip.stops), 5.5), alt)
        self._run(self._file.add_paragraph(), Span(f"● {strip.should} · ○ {strip.does}", soft=True))


def _element(tag: str, **attributes: str) -> Any:
    """An element of the ``w:`` namespace; python-docx leaves these untyped."""
    from docx import oxml

    made: Any = cast("Any", oxml).OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(_name(key), value)
    return made


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{tag}")


def _clean(words: str) -> str:
    """Removes the few characters that XML does not allow."""
    return _NOT_XML.sub("\ufffd", words)
