"""A document can always be opened again, and nothing else can."""

import io
import json
import tracemalloc
import zipfile

import pypdf
import pytest
import typst

from framework.archive import carriers
from framework.archive import read as read_module
from framework.archive.models import VERSION, CharterArchive, Edition, dump
from framework.archive.read import read
from framework.charter import export
from framework.charter.export import FORMATS, FormatId, charter_archive
from framework.charter.renderers import docx, html
from framework.text import Lang
from tests.framework.archive.archives import a_charter_archive, a_workshop_archive, body_of, bytes_of, refused
from tests.support.charter_builders import (
    AS_OF,
    EDITIONS,
    a_document,
    a_law_book,
    a_rich_deck,
    a_rich_framework,
    words,
)

CARRIERS: tuple[FormatId, ...] = tuple(key for key, format_ in FORMATS.items() if format_.carries_archive)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("format_", CARRIERS)
def test_every_export_opens_again_with_nothing_lost(format_: FormatId, edition: Edition, lang: Lang) -> None:
    archive = a_charter_archive(edition)
    assert read(export.export(archive, format_, words(lang)), f"charter{FORMATS[format_].suffix}") == archive


def test_the_charter_written_again_is_the_same() -> None:
    archive = a_charter_archive()
    again = read(export.export(archive, "pdf", words("en")))
    assert isinstance(again, CharterArchive)
    for format_ in FORMATS:
        assert export.export(again, format_, words("en")) == export.export(archive, format_, words("en"))


def test_the_law_in_an_archive_still_checks_the_same() -> None:
    again = read(dump(a_charter_archive()))
    assert isinstance(again, CharterArchive)
    assert again.law == a_law_book()


def test_a_whole_workshop_opens_again_with_nothing_lost() -> None:
    archive = a_workshop_archive()
    assert read(dump(archive)) == archive


def test_words_of_any_kind_survive_every_format() -> None:
    odd = "🚀 שלום </script> ]]> &amp; \u2028 #x $y$ “q” \\ \n tab\t" + "x" * 4000
    texts = a_rich_framework().texts.model_copy(update={"contact": odd})
    archive = charter_archive(
        a_rich_framework(texts=texts, organisation=odd), a_rich_deck(), None, edition="internal", as_of=AS_OF
    )
    for format_ in CARRIERS:
        assert read(export.export(archive, format_, words("nl"))) == archive


def test_a_byte_order_mark_and_blank_lines_do_no_harm() -> None:
    archive = a_charter_archive()
    assert read(b"\xef\xbb\xbf\n\n" + dump(archive) + b"\n") == archive


# What is refused


def pdf_without_archive() -> bytes:
    return typst.compile(b'#set document(author: "Kader")\nHello', format="pdf")


def a_zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def a_bomb() -> bytes:
    return a_zip(**{"word/document.xml": b"<w/>", "customXml/item2.xml": b"\0" * (60 * 1024 * 1024)})


def a_pdf_with(content: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("kader-charter.json", content)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


GOOD = dump(a_charter_archive())
BAD_INPUT: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not-an-archive"),
    "spaces": (b"  \n ", "not-an-archive"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not-an-archive"),
    "a text": (b"Hello there", "not-an-archive"),
    "cut short": (GOOD[: len(GOOD) // 2], "damaged"),
    "cut at the end": (GOOD[:-1], "damaged"),
    "two in one": (GOOD + GOOD, "damaged"),
    "not UTF-8": (GOOD.replace(b"Chatbot", b"Ch\xff\xfebot"), "damaged"),
    "not a number": (b'{"format":"kader-charter","version":NaN}', "damaged"),
    "a key twice": (b'{"format":"x","format":"kader-charter","version":1}', "damaged"),
    "nested without end": (b'{"format":"kader-charter","version":1,"framework":' + b"[" * 100_000, "damaged"),
    "nested deeply": (
        b'{"format":"kader-charter","version":1,"framework":' + b"[" * 90 + b"]" * 90 + b"}",
        "damaged",
    ),
    "a number without end": (b'{"format":"kader-charter","version":' + b"9" * 10_000 + b"}", "damaged"),
    "a list": (b"[1, 2]", "not-an-archive"),
    "a foreign object": (b'{"name": "something"}', "not-an-archive"),
    "a foreign format": (b'{"format": "loomio", "version": 1}', "other-program"),
    "an empty archive": (b'{"format":"kader-charter","version":1}', "damaged"),
    "version nought": (b'{"format":"kader-charter","version":0}', "damaged"),
    "version in words": (b'{"format":"kader-charter","version":"1"}', "damaged"),
    "the future": (b'{"format":"kader-charter","version":99,"new":true}', "newer"),
    "a foreign page": (b"<!doctype html><html><body>Hi</body></html>", "other-program"),
    "our page without its archive": (html.render(a_document()), "no-archive-inside"),
    "our page cut short": (html.render(a_document(), GOOD)[:-200], "damaged"),
    "a foreign PDF": (typst.compile(b"Hello", format="pdf"), "other-program"),
    "our PDF printed again": (pdf_without_archive(), "no-archive-inside"),
    "a PDF cut short": (b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
    "a PDF with something else in it": (a_pdf_with(b"{}"), "not-an-archive"),
    "a foreign zip": (a_zip(readme=b"hi"), "other-program"),
    "a foreign Word file": (a_zip(**{"word/document.xml": b"<w/>"}), "other-program"),
    "our Word file without its archive": (docx.render(a_document()), "no-archive-inside"),
    "our Word file cut short": (docx.render(a_document(), GOOD)[:9_000], "damaged"),
    "a zip bomb": (a_bomb(), "too-large"),
    "50 MB": (b'{"format":"kader-charter"' + b" " * (50 * 1024 * 1024), "too-large"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_refused_with_its_reason(case: str) -> None:
    data, reason = BAD_INPUT[case]
    assert refused(data)["reason"] == reason


def test_markdown_says_that_it_carries_no_archive() -> None:
    assert refused(b"# A charter", "charter.md")["reason"] == "no-archive-inside"


def test_too_large_is_refused_before_anything_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_module.json, "loads", lambda *_, **__: pytest.fail("parsed"))
    params = refused(b"{" + b" " * (26 * 1024 * 1024))
    assert params == {"reason": "too-large", "limit_mb": 25}


def test_what_claims_to_be_small_is_unpacked_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may unpack to more than the machine has."""
    monkeypatch.setattr(carriers, "LIMIT", 1024 * 1024)
    bomb = a_bomb()
    tracemalloc.start()
    try:
        assert refused(bomb)["reason"] == "too-large"
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * 1024 * 1024, "of the sixty that are in it"


def test_newer_says_which_versions() -> None:
    body = body_of(a_charter_archive())
    body["version"] = 7
    assert refused(bytes_of(body)) == {"reason": "newer", "version": 7, "known": VERSION}


def test_a_field_that_nobody_knows_is_refused() -> None:
    body = body_of(a_charter_archive())
    body["framework"]["surprise"] = 1
    assert refused(bytes_of(body))["reason"] == "damaged"


@pytest.mark.parametrize("words", ["a\u0000b", "\ud800", "x" * 30_000])
def test_text_that_nothing_can_carry_is_refused(words: str) -> None:
    body = body_of(a_charter_archive())
    body["framework"]["organisation"] = words
    assert refused(json.dumps(body).encode())["reason"] == "damaged"
