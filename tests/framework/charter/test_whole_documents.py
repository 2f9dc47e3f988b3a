"""Whole charters as files, of a self-assessment and of a group, in both editions and languages: what a reader's program makes of
them, where a small document would not show it."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx as python_docx
import pypdf
import pytest
from docx.oxml.ns import qn
from PIL import ImageFont
from playwright.sync_api import Browser

from framework.archive.models import Edition, WorkshopArchive
from framework.archive.read import read
from framework.charter.export import FormatId, charter_archive, export
from framework.charter.renderers.word_styles import CELL_MARGIN, PAGE_WIDTH, TABLE_SIZE
from framework.language import translator
from framework.law import law_book
from framework.rehearsal.demonstration import demonstration_script
from framework.text import Lang
from framework.typesetting import FONTS_DIR
from tests.formats import stored
from tests.support.workshops import played_today

Charter = tuple[str, Edition, Lang]
CHARTERS: list[Charter] = [
    (whose, edition, lang) for whose in ("one", "group") for edition in ("internal", "public") for lang in ("nl", "en")
]
PAPER = 174 * 96 / 25.4
"""Width between the margins of the web page in print (CSS pixels)."""


@cache
def file(charter: Charter, kind: FormatId) -> bytes:
    whose, edition, lang = charter
    if whose == "one":
        state = played_today(demonstration_script(), "nl")
    else:
        opened = read((stored.versions("archive")[-1] / "workshop-live.json").read_bytes())
        assert isinstance(opened, WorkshopArchive)
        state = opened.state
    archive = charter_archive(state.frameworks[-1], state.deck, law_book(), edition=edition, as_of=date(2026, 11, 30))
    return export(archive, kind, translator(lang))


# The web page


@pytest.mark.parametrize("charter", CHARTERS, ids="-".join)
def test_the_web_page_is_small_and_holds_no_script(charter: Charter) -> None:
    page = file(charter, "html")
    assert len(page) <= 600_000
    assert b"<script" not in page
    assert not re.search(rb'(?:src|href)="(?!#)|url\(|@import', page)


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("charter", CHARTERS, ids="-".join)
def test_the_web_page_fits_a_sheet_and_a_phone(charter: Charter, media: Any, browser: Browser, tmp_path: Path) -> None:
    """Without network, too. On a phone a wide table scrolls in its box; on paper nothing may be wider than the sheet."""
    path = tmp_path / "charter.html"
    path.write_bytes(file(charter, "html"))
    width = int(PAPER) if media == "print" else 390
    context = browser.new_context(viewport={"width": width, "height": 800}, offline=True, color_scheme="dark")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(media=media)
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if media == "print":
        edges = (
            "[...document.querySelectorAll('table, figure, dl, p, svg')].map(one => one.getBoundingClientRect().right)"
        )
        assert max(page.evaluate(edges)) <= width + 1
    assert said == []
    context.close()


# PDF


def tree(node: Any) -> Iterator[Any]:
    """The elements of the structure, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from tree(one)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from tree(node.get("/K", []))
    elif isinstance(node, dict) and "/K" in node:
        yield from tree(node["/K"])


def attributes(node: Any) -> dict[str, Any]:
    found = node.get("/A", [])
    found = found.get_object() if hasattr(found, "get_object") else found
    return {
        key: value for one in (found if isinstance(found, list) else [found]) for key, value in one.get_object().items()
    }


@pytest.mark.parametrize("charter", CHARTERS, ids="-".join)
def test_a_screen_reader_finds_its_way_in_the_pdf(charter: Charter) -> None:
    reader = pypdf.PdfReader(io.BytesIO(file(charter, "pdf")))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == charter[2]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title
    elements = list(tree(root["/StructTreeRoot"]))
    levels = [int(name[2:]) for one in elements if re.fullmatch("/H[1-6]", name := str(one["/S"]))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), "no level is skipped"
    assert all(one.get("/Alt") for one in elements if one["/S"] == "/Figure")
    assert all("/Scope" in attributes(one) for one in elements if one["/S"] == "/TH")
    assert all(page.get("/Tabs") == "/S" and "/StructParents" in page for page in reader.pages)
    for page in reader.pages:
        assert untagged(page) == []


def untagged(page: pypdf.PageObject) -> list[bytes]:
    """Text that is neither in the structure nor marked as decoration."""
    contents = page.get_contents()
    assert contents is not None
    depth, loose = 0, []
    for _, operator in contents.operations:
        if operator in (b"BDC", b"BMC"):
            depth += 1
        elif operator == b"EMC":
            depth -= 1
        elif operator in (b"Tj", b"TJ") and not depth:
            loose.append(operator)
    return loose


# Word


def word(charter: Charter) -> Any:
    return python_docx.Document(io.BytesIO(file(charter, "docx")))


@pytest.mark.parametrize("charter", CHARTERS, ids="-".join)
def test_columns_of_a_word_table_hold_in_every_program_and_break_no_word(charter: Charter) -> None:
    """LibreOffice reads the widths of the grid, Word those of the cells. Inter is as wide as Arial, or wider."""
    font = ImageFont.truetype(FONTS_DIR / "Inter-Regular.otf", 200)
    for table in word(charter).tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(grid) == PAGE_WIDTH
        assert int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) == PAGE_WIDTH
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        for at, row in enumerate(table.rows):
            assert [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row._tr.tc_lst] == grid
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
            assert (row._tr.trPr.find(qn("w:tblHeader")) is not None) == (at == 0)
            for cell, width in zip(row.cells, grid, strict=True):
                room = width - 2 * CELL_MARGIN
                longest = max((font.getlength(part) for part in re.split(r"[\s-]+", cell.text)), default=0)
                assert longest * TABLE_SIZE * 20 / 200 <= room, cell.text


@pytest.mark.parametrize("charter", CHARTERS, ids="-".join)
def test_the_word_file_has_styles_languages_and_nothing_empty(charter: Charter) -> None:
    document = word(charter)
    lang = {"nl": "nl-NL", "en": "en-GB"}[charter[2]]
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {lang}
    body = document.element.body
    styles = {style.style_id for style in document.styles}
    used = [(one.style.style_id, one.text) for one in document.paragraphs]
    assert {name for name, _ in used} <= styles
    assert [name for name, words in used if not words.strip()] == []
    assert [name for name, _ in used].count("Title") == 1
    levels = [int(name[-1]) for name, _ in used if name.startswith("Heading")]
    assert levels[0] == 1
    assert set(levels) <= {1, 2}
    foreign = {one.get(qn("w:val")) for one in body.iter(qn("w:lang"))}
    assert foreign <= {"nl-NL", "en-GB"} - {lang}
    header, footer = document.sections[0].header, document.sections[0].footer
    assert "0.1" in header.paragraphs[0].text or "1.0" in header.paragraphs[0].text
    assert "NUMPAGES" in footer._element.xml
    captions = [one.get(qn("w:val")) for one in body.iter(qn("w:tblCaption"))]
    assert len(captions) == len(document.tables)
    assert all(captions)


def test_a_chart_in_word_has_its_words() -> None:
    described = [
        one.get(qn("w:val")) for one in word(("group", "internal", "nl")).element.body.iter(qn("w:tblDescription"))
    ]
    assert described
    assert all(len(words) > 20 for words in described)


@pytest.mark.parametrize("charter", CHARTERS, ids="-".join)
def test_every_part_of_the_word_file_is_well_formed_and_dated(charter: Charter) -> None:
    with zipfile.ZipFile(io.BytesIO(file(charter, "docx"))) as package:
        names = package.namelist()
        assert {entry.date_time[:3] for entry in package.infolist()} == {(2026, 11, 30)}
        assert "word/stylesWithEffects.xml" not in names
        assert not [name for name in names if "thumbnail" in name], "a picture of another document"
        for at in (2, 3):  # LibreOffice drops a part without properties
            assert f"customXml/itemProps{at}.xml" in names
            assert f"customXml/_rels/item{at}.xml.rels" in names
