"""The formats a charter goes out in. Every one but Markdown carries the archive that opens it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from framework.charter.archive import CharterArchive, dump
from framework.charter.compose import compose
from framework.charter.document import CharterDocument
from framework.language import Translator

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
        from framework.charter import markdown

        return markdown.render(document)
    if format_ == "html":
        from framework.charter import html

        return html.render(document, dump(archive), figures)
    if format_ == "docx":
        from framework.charter import docx

        return docx.render(document, dump(archive))
    from framework.charter import pdf

    return pdf.render(document, dump(archive))
