"""The formats a charter goes out in. Every one but Markdown carries the archive that opens it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from framework.archive.models import VERSION, CharterArchive, Edition, dump
from framework.charter.compose import compose
from framework.charter.document import CharterDocument
from framework.charter.public_edition import public
from framework.deck import Deck
from framework.language import Translator
from framework.law.models import LawBook
from framework.workshop.models import Framework

FormatId = Literal["pdf", "docx", "html", "md", "json"]


@dataclass(frozen=True, slots=True)
class Format:
    """``name``: as people call it; ``carries_archive``: whether Kader can open it again."""

    suffix: str
    name: str
    media_type: str
    carries_archive: bool


FORMATS: dict[FormatId, Format] = {
    "pdf": Format(".pdf", "PDF", "application/pdf", True),
    "docx": Format(".docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
    "html": Format(".html", "HTML", "text/html", True),
    "md": Format(".md", "Markdown", "text/markdown", False),
    "json": Format(".json", "JSON", "application/json", True),
}


def charter_archive(
    framework: Framework, deck: Deck, law: LawBook | None, *, edition: Edition, as_of: date
) -> CharterArchive:
    """The archive that a document of this edition carries. That of the public edition holds only what `public` keeps."""
    internal = edition == "internal"
    return CharterArchive(
        format="kader-charter",
        version=VERSION,
        edition=edition,
        as_of=as_of,
        framework=framework if internal else public(framework),
        deck=deck,
        law=law if internal else None,
    )


def document_of(archive: CharterArchive, t: Translator) -> CharterDocument:
    """The document that an archive stands for, in any language."""
    return compose(archive.framework, archive.deck, archive.law, t, edition=archive.edition, as_of=archive.as_of)


def export(
    archive: CharterArchive, format_: FormatId, t: Translator, figures: Mapping[str, str] | None = None
) -> bytes:
    """The charter as a file. ``figures``: live figures for HTML, by chart id. Renderers are imported when needed."""
    if format_ == "json":
        return dump(archive)
    document = document_of(archive, t)
    if format_ == "md":
        from framework.charter.renderers import markdown

        return markdown.render(document)
    if format_ == "html":
        from framework.charter.renderers import html

        return html.render(document, dump(archive), figures)
    if format_ == "docx":
        from framework.charter.renderers import docx

        return docx.render(document, dump(archive))
    from framework.charter.renderers import pdf

    return pdf.render(document, dump(archive))
