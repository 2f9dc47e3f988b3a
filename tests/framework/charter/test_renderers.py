"""Every block in every format: nothing of a document is lost on the way out, and nothing in it becomes markup."""

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import docx as python_docx
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framework import typesetting
from framework.archive.carriers import PDF_ATTACHMENT, from_html
from framework.charter.document import (
    Bullets,
    CharterDocument,
    Heading,
    Paragraph,
    Section,
    Span,
    TableBlock,
    Text,
    plain,
    texts,
)
from framework.charter.renderers import docx, html, markdown, pdf
from framework.markdown import escaped
from tests.support.charter_builders import a_document, every_block, span

HOSTILE = (
    "emoji 🚀 😀 👩‍👩‍👧 🇳🇱 🥰",
    "שלום עולם",
    "مرحبا بالعالم",
    "<script>alert(1)</script>",
    "</script><!-- x -->",
    "#set page(fill: red) #panic()",
    "$x^2$ and $$y$$",
    "a | b | c",
    "`code` ``` fence",
    "**bold** _it_ ~~gone~~",
    "[link](javascript:alert(1)) ![img](x)",
    ":smile: :material/home: :red[red] ::x :::y",
    "- list\n# head\n1. one\n> quote\n---\n+ plus",
    "\\ back \\n \\*",
    "&lt; &amp; &#58;",
    "a <- b -> c <-> d >= e",
    "=formula @x +y",
    "{activity} {0} %s",
    "\"quotes\" 'single' “curly”",
)


class _Page(HTMLParser):
    """Text and tags of a page, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skipped += tag in ("style", "script", "template")

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in ("style", "script", "template")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.words.append(data)


def page_of(file: bytes) -> _Page:
    page = _Page()
    page.feed(file.decode())
    return page


def html_words(document: CharterDocument) -> str:
    return "".join(page_of(html.render(document)).words)


def markdown_words(document: CharterDocument) -> str:
    file = markdown.render(document).decode()
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", file.replace("<br>", "\n"))


def docx_words(document: CharterDocument) -> str:
    file = python_docx.Document(io.BytesIO(docx.render(document)))
    return "\n".join(
        "".join(node.text or "" for node in part.iter() if node.tag.endswith("}t")) for part in [file.element.body]
    )


def pdf_words(document: CharterDocument) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(document)))
    return "\n".join(page.extract_text() for page in reader.pages)


def squeezed(words: str) -> str:
    """Without what only lays text out: spaces, and the breaks that a PDF needs in long words."""
    return re.sub(r"[\s\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]+", "", words)


FORMATS = {"html": html_words, "markdown": markdown_words, "docx": docx_words, "pdf": pdf_words}


@pytest.mark.parametrize("name", FORMATS)
def test_every_word_of_every_block_is_shown(name: str) -> None:
    document = a_document(every_block("term"))
    shown = squeezed(FORMATS[name](document))
    missing = [plain(text) for text in texts(document) if squeezed(plain(text)) not in shown]
    assert missing == []


@pytest.mark.parametrize("name", ["html", "markdown", "docx"])
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_typed(name: str, words: str) -> None:
    document = a_document((Paragraph(span(words, own=True)), Heading(span(words)), Bullets((span(words),))))
    assert squeezed(words) in squeezed(FORMATS[name](document))


def test_hostile_words_in_every_place_of_a_pdf() -> None:
    """One document with all of them in every block: a template that read one as markup would fail or lose it."""
    sections = tuple(Section(f"s{at}", str(at), words, every_block(words)) for at, words in enumerate(HOSTILE))
    document = a_document(title=HOSTILE[3], sections=sections)
    shown = squeezed(pdf_words(document))
    readable = [words for words in HOSTILE if not re.search("[\u0590-\u08ff\U0001f000-\U0001ffff]", words)]
    assert [words for words in readable if squeezed(words) not in shown] == []
    assert all(char in shown for char in "🚀😀🥰")
    assert any(word in shown for word in ("שלום", "םולש"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_words_stay_words_in_html(words: str) -> None:
    document = a_document(every_block(words), title=words)
    page = page_of(html.render(document, b"{}"))
    plainly = page_of(html.render(a_document(every_block("x"), title="x"), b"{}"))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plainly.tags]
    assert squeezed(words) in squeezed("".join(page.words))


@settings(max_examples=10, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40))
def test_any_words_give_a_word_file(words: str) -> None:
    file = python_docx.Document(io.BytesIO(docx.render(a_document(every_block(words), title=words))))
    assert file.paragraphs


@settings(max_examples=10, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_words_give_a_pdf(words: str) -> None:
    """Characters that no font has included."""
    assert pdf.render(a_document(every_block(words), title=words)).startswith(b"%PDF-")


def test_four_thousand_characters_without_a_space_stay_on_the_page() -> None:
    document = a_document((Paragraph(span("x" * 4000, own=True)),), title="y" * 120)
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(document)))
    words = "".join(page.extract_text() for page in reader.pages)
    assert words.count("x") >= 4000
    lines = [line for page in reader.pages for line in page.extract_text().splitlines()]
    assert max(line.count("x") for line in lines) < 130
    for render in (html.render, docx.render):
        assert render(document)


# HTML


def test_html_loads_and_runs_nothing() -> None:
    page = page_of(html.render(a_document()))
    assert not [attrs for tag, attrs in page.tags if tag in ("link", "img", "iframe", "object")]
    assert not [attrs for tag, attrs in page.tags if "src" in attrs or any(key.startswith("on") for key in attrs)]
    policy = next(attrs["content"] for tag, attrs in page.tags if tag == "meta" and "http-equiv" in attrs)
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy


def test_html_marks_direction_language_and_charts() -> None:
    text: Text = (Span("Wij lezen mee", lang="nl", own=True), Span(" (typed in Dutch)", soft=True))
    file = html.render(a_document((Paragraph(text), *every_block()))).decode()
    assert '<html lang="en">' in file
    assert '<span dir="auto" lang="nl">Wij lezen mee</span>' in file
    drawings = re.findall(r"<svg.*?</svg>", file, re.DOTALL)
    assert drawings
    assert all("<title>" in drawing or 'aria-hidden="true"' in drawing for drawing in drawings)


def test_html_carries_its_archive_without_a_script() -> None:
    archive = ('{"x":"</template></script><!-- \u2028 & <b>' + "x" * 100_000 + '"}').encode()
    file = html.render(a_document(), archive)
    assert b"<script" not in file
    assert from_html(file) == archive
    assert len(file) < len(html.render(a_document())) + len(archive) / 3


# PDF


def test_pdf_is_tagged_titled_numbered_and_in_its_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(a_document(lang="nl"), b'{"a":1}')))
    root = reader.trailer["/Root"].get_object()
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.title == "De Halve Maan · Ethics charter"
    assert "Page 1 / 3" in reader.pages[0].extract_text()
    assert "Ethics charter · version 0.1" in reader.pages[1].extract_text()
    assert reader.attachments[PDF_ATTACHMENT] == [b'{"a":1}']


def test_pdf_names_its_headings_tables_and_lists() -> None:
    file = pdf.render(a_document())
    reader = pypdf.PdfReader(io.BytesIO(file))
    kinds: set[str] = set()
    stack = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while stack:
        node = stack.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            stack += node
        elif isinstance(node, dict):
            kinds.add(str(node.get("/S")))
            stack += [node["/K"]] if "/K" in node else []
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L"} <= kinds


def test_pdf_is_the_same_twice() -> None:
    assert pdf.render(a_document(), b"{}") == pdf.render(a_document(), b"{}")


def test_pdf_shows_what_the_fonts_cover_and_survives_what_they_do_not() -> None:
    assert typesetting.covered("Zoë, naïef – “ja” 🚀 שלום مرحبا ★ ▲ ▽")
    assert not typesetting.covered("漢字")
    assert pdf.render(a_document((Paragraph(span("漢字 \U000f0000", own=True)),))).startswith(b"%PDF-")


def test_the_preview_has_the_pages_of_the_pdf() -> None:
    document = a_document((*every_block(), *(Paragraph(span(f"line {at}")) for at in range(90))))
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(document)))
    pages = pdf.pages(document)
    assert len(pages.images) == len(reader.pages)
    assert all(image.startswith("<svg") for image in pages.images)
    titles = [section.title for section in document.sections]
    shown = [page.extract_text() for page in reader.pages]
    assert len(pages.starts) == len(titles)
    for title, start in zip(titles, pages.starts, strict=True):
        assert title in shown[start - 1]
    assert pages.starts[-1] > pages.starts[0]


# Word


def test_word_file_has_styles_header_rows_and_language() -> None:
    made = docx.render(a_document(lang="nl"))
    file = python_docx.Document(io.BytesIO(made))
    styles = {paragraph.style.name for paragraph in file.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    assert file.core_properties.language == "nl-NL"
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    assert 'w:val="nl-NL"' in parts["word/styles.xml"]
    assert parts["word/document.xml"].count("<w:tblHeader/>") == 4
    assert any("NUMPAGES" in part for name, part in parts.items() if "footer" in name)


def test_word_file_is_the_same_twice() -> None:
    assert docx.render(a_document(), b"{}") == docx.render(a_document(), b"{}")


# On screen


def screen_text(document: CharterDocument) -> str:
    return "\n\n".join(markdown.screen_parts(document))


@pytest.mark.parametrize(
    "words", [":smile:", ":material/home_work:", ":red[x]", "a -> b", "::leaf", "$x$", "[x](y)", "a|b", "<b>"]
)
def test_streamlit_finds_nothing_to_replace_on_screen(words: str) -> None:
    shown = screen_text(a_document((Paragraph(span(words, own=True)),)))
    line = next(line for line in shown.split("\n") if escaped(words, screen=True) in line)
    resolved = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line)
    assert not re.search(r":(\+1|-1|[\w-]+|material/[a-z0-9_]+):|->|<-", resolved)
    assert not re.search(r"(?<!\\)(:[a-z]|[$\[|<])", line)


def test_screen_has_no_html_and_starts_below_the_page_title() -> None:
    shown = screen_text(a_document())
    assert "<br>" not in shown
    assert "\n## De Halve Maan" in shown
    assert not re.search(r"^# ", shown, re.MULTILINE)


def test_screen_has_no_columns_that_a_phone_would_cut_off_and_loses_no_words() -> None:
    document = a_document()
    shown = screen_text(document)
    assert not re.search(r"^\|", shown, re.MULTILINE)
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, TableBlock)]
    assert tables
    for table in tables:
        for words in (table.caption, *table.header[1:]):
            assert escaped(words, screen=True, starts=False) in shown
        for row in table.rows:
            for line in (line for cell in row for part in cell for line in part.text.split("\n")):
                assert escaped(line, screen=True, starts=False).strip() in shown


@pytest.mark.parametrize("before", range(28, 40, 2))
def test_short_sections_beside_each_other_stay_on_one_page(before: int) -> None:
    """However much stands above them; ones that are longer than half a page may go on, and lose nothing."""
    document = a_document((*(Paragraph(span(f"before {line}")) for line in range(before)),))

    def beside(lines: int) -> list[set[int]]:
        """The pages on which either section stands."""
        pair = tuple(
            Section(
                side,
                "",
                side,
                (Bullets(tuple(span(f"{side} line {at}.") for at in range(lines))),),
                compact=True,
            )
            for side in ("left", "right")
        )
        reader = pypdf.PdfReader(io.BytesIO(pdf.render(replace(document, sections=(document.sections[0], *pair)))))
        pages = [page.extract_text() for page in reader.pages]
        every = [f"{side} line {at}." for side in ("left", "right") for at in range(lines)]
        return [{number for number, words in enumerate(pages) if line in words} for line in every]

    assert len(set().union(*beside(8))) == 1
    assert all(beside(120))


def test_what_must_stand_on_every_page_does() -> None:
    document = a_document(mark="Not for publication")
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(document)))
    assert all("Not for publication" in page.extract_text() for page in reader.pages)
    assert "Not for publication" in html_words(document)
    assert "Not for publication" in markdown_words(document)


def test_long_words_break_anywhere_but_inside_a_character() -> None:
    """A family, a flag and a letter with its accent stay whole; the rest may break."""
    family = "👩\u200d👩\u200d👧"
    words = family * 10 + "🇳🇱" * 10 + "e\u0301" * 10
    assert family in pdf_words(a_document((Paragraph(span(words)),)))
    flags = "🇳🇱" * 10  # a line may break between two flags anyway
    whole = [*[family] * 10, flags, *["e\u0301"] * 10]
    assert typesetting.as_data(words) == "\u200b".join(whole)


def test_an_address_breaks_at_its_slashes_and_copies_as_it_is() -> None:
    address = (
        "https://eur-lex.europa.eu/eli/reg/2024/1689/oj/with/more/than/one/line/would/take/in/any/font/at/this/size"
    )
    assert typesetting.as_data(address) == address
    assert address in squeezed(pdf_words(a_document((Paragraph(span(address)),))))
    for word in ("1/" * 40, "/" * 40, "x" * 40 + "/x"):
        assert "\u200b" in str(typesetting.as_data(word)), "nothing in it lets a line end"


@pytest.mark.parametrize("text", ["plain", "één rĳtje Ünïcödé Žluťoučký ễ – “x” … €", "long\u200bword"])
def test_single_glyphs_need_no_composing(text: str) -> None:
    assert not typesetting.composes(text)


@pytest.mark.parametrize("text", ["e\u0301", "👩‍👩‍👧", "🇳🇱", "مرحبا", "ij\u0301"])
def test_what_is_drawn_together_is_composed(text: str) -> None:
    assert typesetting.composes(f"words {text} words")
