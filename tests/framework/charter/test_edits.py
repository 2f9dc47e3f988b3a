"""A Word file that comes back: it opens, and what people changed in it is told sentence by sentence."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest

from framework.archive.carriers import docx_part
from framework.archive.read import read
from framework.archive.word_text import edited, text_of
from framework.charter.edits import TextEdit, WordEdits, edits, summary, text_edits
from framework.charter.export import export
from framework.charter.renderers import docx
from framework.errors import ArchiveRefused
from framework.language import translator
from framework.text import Lang
from tests.framework.archive.archives import a_charter_archive
from tests.support.charter_builders import a_document, words

BY_LIBREOFFICE = Path(__file__).with_name("saved_by_libreoffice.docx")
"""``export(a_charter_archive(), "docx", words("nl"))``, opened and saved by LibreOffice 7.4 with one sentence changed."""


def edited_by(change: Callable[[Any], None], lang: Lang = "nl") -> bytes:
    """The charter in Word, after somebody edited it there."""
    file = python_docx.Document(io.BytesIO(export(a_charter_archive(), "docx", words(lang))))
    change(file)
    saved = io.BytesIO()
    file.save(saved)
    return saved.getvalue()


def found(data: bytes) -> WordEdits:
    told = edits(data)
    assert told is not None
    return told


def paragraph(file: Any, start: str) -> Any:
    return next(one for one in file.paragraphs if one.text.startswith(start))


def said(edit: TextEdit) -> tuple[str, str, str]:
    before, after = ("".join(piece.words for piece in side) for side in (edit.before, edit.after))
    return edit.kind, before, after


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_file_that_nobody_edited_says_so(lang: Lang) -> None:
    told = found(edited_by(lambda _: None, lang))
    assert told == WordEdits((), ())
    assert "as Kader wrote it" in summary(told, translator("en"))


def test_a_changed_an_added_and_a_removed_sentence_are_told_apart() -> None:
    removed: list[str] = []

    def change(file: Any) -> None:
        why = paragraph(file, "Omdat klanten ons vertrouwen")
        why.runs[0].text = "Omdat klanten en leden ons vertrouwen"
        why.insert_paragraph_before("Deze alinea is nieuw.")
        gone = next(one for one in file.paragraphs if one.style.name == "List Bullet")
        removed.append(gone.text)
        gone._p.getparent().remove(gone._p)

    told = found(edited_by(change))
    assert sorted(map(said, told.edits)) == [
        ("added", "", "Deze alinea is nieuw."),
        ("changed", "Omdat klanten ons vertrouwen", "Omdat klanten en leden ons vertrouwen"),
        ("removed", removed[0], ""),
    ]
    changed = next(edit for edit in told.edits if edit.kind == "changed")
    assert [piece.words for piece in changed.after if piece.changed] == ["en leden "]
    assert not any(piece.changed for piece in changed.before)
    assert changed.place.startswith("1. ")


def test_a_cell_that_says_something_else_altogether_is_changed() -> None:
    def change(file: Any) -> None:
        file.tables[0].rows[1].cells[1].paragraphs[0].runs[0].text = "geschrapt door de jurist"

    (edit,) = found(edited_by(change)).edits
    assert edit.kind == "changed"


def test_a_cell_of_a_table_counts() -> None:
    def change(file: Any) -> None:
        file.tables[0].rows[1].cells[0].paragraphs[0].runs[0].text = "Chatbot Bram"

    (edit,) = found(edited_by(change)).edits
    assert edit.kind == "changed"
    assert "Chatbot Bram" in said(edit)[2]
    headings = [
        one.text
        for one in python_docx.Document(io.BytesIO(edited_by(lambda _: None))).paragraphs
        if one.style.name.startswith("Heading")
    ]
    assert edit.place in headings


def test_tracked_changes_count_as_accepted_and_comments_are_told() -> None:
    def change(file: Any) -> None:
        line = paragraph(file, "Omdat klanten ons vertrouwen")
        tracked = docx._parsed(
            f"<w:p {docx.DECLARED}>"
            '<w:del w:id="1" w:author="x"><w:r><w:delText>Omdat</w:delText></w:r></w:del>'
            '<w:moveFrom w:id="2" w:author="x"><w:r><w:t>weg</w:t></w:r></w:moveFrom>'
            '<w:ins w:id="3" w:author="x"><w:r><w:t xml:space="preserve">Doordat </w:t></w:r></w:ins>'
            "<w:r><w:t>klanten ons vertrouwen</w:t></w:r></w:p>"
        )
        for made in list(line._p)[1:]:
            line._p.remove(made)
        for made in list(tracked):
            line._p.append(made)
        file.add_comment(line.runs, text="Dit moet scherper.", author="Jurist")

    told = found(edited_by(change))
    assert [said(edit) for edit in told.edits] == [
        ("changed", "Omdat klanten ons vertrouwen", "Doordat klanten ons vertrouwen")
    ]
    assert told.comments == ("Dit moet scherper.",)
    assert "1 comment" in summary(told, translator("en"))


def test_the_framework_inside_stays_as_it_was() -> None:
    def change(file: Any) -> None:
        paragraph(file, "Omdat klanten").runs[0].text = "Iets anders"

    assert read(edited_by(change)) == a_charter_archive()


def test_a_file_that_libreoffice_saved_opens_and_tells_its_change() -> None:
    data = BY_LIBREOFFICE.read_bytes()
    assert read(data).format == "kader-charter"
    assert [said(edit) for edit in found(data).edits] == [
        ("changed", "Omdat klanten ons vertrouwen", "Omdat klanten en leden ons vertrouwen")
    ]


def test_other_files_have_nothing_to_tell() -> None:
    assert edits(b"%PDF-1.7") is None
    assert edits(export(a_charter_archive(), "html", words("nl"))) is None
    assert edits(docx.render(a_document())) is None, "a memo carries neither archive nor record"


# Hostile files


def with_part(name: str, content: bytes) -> bytes:
    """A charter's Word file with one part replaced."""
    made = io.BytesIO()
    original = io.BytesIO(export(a_charter_archive(), "docx", words("nl")))
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            target.writestr(entry, content if entry == name else source.read(entry))
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><w:document/>',
        b"<w:document",
        b"",
        b"\xff\xfe\x00",
    ],
)
def test_a_text_that_is_no_word_document_is_damaged(content: bytes) -> None:
    with pytest.raises(ArchiveRefused) as error:
        edited(with_part("word/document.xml", content))
    assert error.value.params["reason"] == "damaged"
    assert edits(with_part("word/document.xml", content)) is None


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"lines": 3, "headings": []}', b'{"lines": [1], "headings": []}', b"{"]
)
def test_a_record_that_is_none_is_damaged(body: bytes) -> None:
    with pytest.raises(ArchiveRefused):
        edited(with_part("customXml/item3.xml", docx_part("kader-text", body)))


def test_more_text_than_any_charter_has_is_refused() -> None:
    for inner in ("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 30_000, f"<w:p><w:r><w:t>{'x' * 3_000_000}</w:t></w:r></w:p>"):
        with pytest.raises(ArchiveRefused):
            text_of(f"<w:body {docx.DECLARED}>{inner}</w:body>".encode())


def test_two_texts_that_share_nothing_are_compared_in_no_time() -> None:
    """As long as they may be; pairing each paragraph with each would take minutes."""
    before, after = (
        text_of(
            f"<w:body {docx.DECLARED}>{''.join(f'<w:p><w:r><w:t>{side}{at} {side * 80}</w:t></w:r></w:p>' for at in range(19_000))}</w:body>".encode()
        )
        for side in "ab"
    )
    assert len(text_edits(before, after)) == 38_000
