"""Writes a charter in any file format. All but Markdown embed the archive, so that Kader can open the file again."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, overload

from framework.archive.models import VERSION, CharterArchive, Edition, PublicArchive, dump
from framework.archive.public_charter import PublicCharter
from framework.charter.compose import compose
from framework.charter.document import CharterDocument
from framework.charter.public_edition import all_ticked, public_charter
from framework.charter.public_page import compose_page
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


@overload
def charter_archive(
    framework: Framework, deck: Deck, law: LawBook | None, *, edition: Literal["internal"], as_of: date
) -> CharterArchive: ...
@overload
def charter_archive(
    framework: Framework, deck: Deck, law: LawBook | None, *, edition: Edition, as_of: date
) -> CharterArchive | PublicArchive: ...
def charter_archive(
    framework: Framework, deck: Deck, law: LawBook | None, *, edition: Edition, as_of: date
) -> CharterArchive | PublicArchive:
    """The archive to embed in a document of this edition. The public edition's holds only what its page shows."""
    if edition == "public":
        return public_archive(public_charter(framework, deck, law, as_of), as_of)
    return CharterArchive(
        format="kader-charter",
        version=VERSION,
        edition=edition,
        as_of=as_of,
        framework=framework,
        deck=deck,
        law=law.model_copy(update={"tick_lists": ()}) if law else None,  # a charter asks no questions
    )


def public_archive(page: PublicCharter, as_of: date) -> PublicArchive:
    return PublicArchive(format="kader-charter", version=VERSION, edition="public", as_of=as_of, page=page)


def cut_to_page(archive: CharterArchive | PublicArchive) -> CharterArchive | PublicArchive:
    """A public edition of an earlier release, which held a whole framework, as one that holds its page only."""
    if isinstance(archive, PublicArchive) or archive.edition == "internal":
        return archive
    kept = archive.framework
    page = public_charter(all_ticked(kept), archive.deck, None, archive.as_of)
    return public_archive(page.model_copy(update={"something_open": bool(kept.open_points)}), archive.as_of)


def document_of(archive: CharterArchive | PublicArchive, t: Translator) -> CharterDocument:
    """Composes the document of an archive in the translator's language."""
    shown = cut_to_page(archive)
    if isinstance(shown, PublicArchive):
        return compose_page(shown.page, t, as_of=shown.as_of)
    return compose(shown.framework, shown.deck, shown.law, t, edition="internal", as_of=shown.as_of)


def export(archive: CharterArchive | PublicArchive, format_: FormatId, t: Translator) -> bytes:
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


def file_name(of: Framework | PublicCharter, lang: Lang, edition: Edition, kind: FormatId) -> str:
    """``kader-charter-waterkers-wonen-0.1-nl-internal.pdf``: ASCII letters only, which every system accepts.

    Of the public edition, a draft has that in its name: ``…-0.1-nl-public-draft.pdf``.
    """
    parts = ["kader-charter", slug(of.organisation), of.version]
    parts += [edition] if kind == "json" else [lang, edition]
    parts += ["draft"] if edition == "public" and not of.adopted else []
    return "-".join(part for part in parts if part) + FORMATS[kind].suffix
