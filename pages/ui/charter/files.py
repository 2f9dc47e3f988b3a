"""Charter documents and files, and opening archives, for the screens."""

from framework.archive.models import Archive, CharterArchive, Edition, PublicArchive
from framework.charter.export import FormatId, charter_archive, export
from framework.charter.public_edition import with_ticks
from framework.language import translator
from framework.text import Lang, slug
from framework.workshop.models import Framework, WorkshopState
from pages.ui import queries
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import today, use_cases


@cached_by_revision()
def draft(current: WorkshopState) -> Framework:
    """The framework as it would be saved now. ``current``: the state with answers (`queries.full_state`)."""
    return use_cases(current.workshop.id).charter.draft(current)


def archive(current: WorkshopState, framework: Framework, edition: Edition) -> CharterArchive | PublicArchive:
    framework = with_ticks(framework, current)
    return charter_archive(framework, current.deck, queries.law(), edition=edition, as_of=today())


def render_export(current: WorkshopState, framework: Framework, lang: Lang, edition: Edition, kind: FormatId) -> bytes:
    """The charter as a file."""
    return export(archive(current, framework, edition), kind, translator(lang))


def inventory_file_name(current: WorkshopState, lang: Lang, suffix: str) -> str:
    """``kader-inventory-waterkers-wonen-nl.xlsx``; without the language for JSON, which is the same in all."""
    parts = ["kader-inventory", slug(current.workshop.organisation), "" if suffix == ".json" else lang]
    return "-".join(part for part in parts if part) + suffix


def memo_file_name(current: WorkshopState, lang: Lang, suffix: str) -> str:
    """``kader-law-memo-waterkers-wonen-nl.docx``"""
    return "-".join(part for part in ("kader-law-memo", slug(current.workshop.organisation), lang) if part) + suffix


def question_list_file_name(current: WorkshopState, lang: Lang) -> str:
    """``kader-questions-waterkers-wonen-nl.xlsx``"""
    return "-".join(part for part in ("kader-questions", slug(current.workshop.organisation), lang) if part) + ".xlsx"


def table_file_name(current: WorkshopState, table: str, lang: Lang, suffix: str) -> str:
    """``kader-prices-waterkers-wonen-nl.csv``; ``table``: what it holds, in ASCII letters."""
    return "-".join(part for part in (f"kader-{table}", slug(current.workshop.organisation), lang) if part) + suffix


def workshop_file_name(current: WorkshopState) -> str:
    return "-".join(part for part in ("kader-workshop", slug(current.workshop.organisation)) if part) + ".json"


def workshop_file(current: WorkshopState) -> bytes:
    from framework.archive.models import dump, workshop_archive

    return dump(workshop_archive(current))


def open_file(data: bytes, name: str) -> Archive:
    """The archive in a file. Raises `ArchiveRefused`."""
    from framework.archive.read import read

    return read(data, name)
