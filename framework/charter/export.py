"""Writes a charter in any file format. All but Markdown embed the archive, so that Kader can open the file again."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from framework.archive.models import VERSION, CharterArchive, Edition, dump
from framework.charter.compose import compose_shown, public_part
from framework.charter.document import CharterDocument
from framework.charter.public_edition import public
from framework.deck import Deck
from framework.language import Translator
from framework.law.models import LawBook
from framework.text import Lang, slug
from framework.workshop.models import Framework

FormatId = Literal["pdf", "docx", "html", "md", "json"]


@dataclass(frozen=True, slots=True)
class Format:
    """``name``: as shown to people. ``carries_archive``: whether Kader can open the file again."""

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
    """The archive to embed in a document of this edition. The public edition's has only what `public_part` keeps."""
    internal = edition == "internal"
    return CharterArchive(
        format="kader-charter",
        version=VERSION,
        edition=edition,
        as_of=as_of,
        framework=framework if internal else public_part(framework, deck, law, as_of),
        deck=deck,
        law=law.model_copy(update={"tick_lists": ()}) if internal and law else None,  # a charter asks no questions
    )


def document_of(archive: CharterArchive, t: Translator) -> CharterDocument:
    """Composes the document of an archive in the translator's language."""
    shown = archive.framework if archive.edition == "internal" else public(archive.framework)
    return compose_shown(shown, archive.deck, archive.law, t, edition=archive.edition, as_of=archive.as_of)


def export(archive: CharterArchive, format_: FormatId, t: Translator) -> bytes:
    """The charter as a file."""
    if format_ == "json":
        return dump(archive)
    document = document_of(archive, t)
    if format_ == "md":
        from framework.charter.renderers import markdown

        return markdown.render(document)
    if format_ == "html":
        from framework.charter.renderers import html

        return html.render(document, dump(archive))
    if format_ == "docx":
        from framework.charter.renderers import docx

        return docx.render(document, dump(archive))
    from framework.charter.renderers import pdf

    return pdf.render(document, dump(archive))


def file_name(framework: Framework, lang: Lang, edition: Edition, kind: FormatId) -> str:
    """``kader-charter-waterkers-wonen-0.1-nl-internal.pdf``: ASCII letters only, which every system accepts."""
    parts = ["kader-charter", slug(framework.organisation), framework.version]
    parts += [edition] if kind == "json" else [lang, edition]
    return "-".join(part for part in parts if part) + FORMATS[kind].suffix
