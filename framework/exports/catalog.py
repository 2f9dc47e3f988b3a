"""The kinds of export, the files they come in, their names, and making one."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from framework.charter.sections.context import CharterContext
from framework.deck import Deck
from framework.exports.quarter.figures import Quarter
from framework.exports.standing import standings
from framework.language import Translator
from framework.law.models import LawBook
from framework.text import Lang, slug
from framework.workshop.models import Framework

ExportKind = Literal["slides", "register", "quarter", "votes"]
MadeOfFramework = Literal["slides", "register", "quarter"]
Suffix = Literal["pptx", "xlsx", "pdf", "docx", "csv"]
SUFFIXES: dict[ExportKind, tuple[Suffix, ...]] = {
    "slides": ("pptx",),
    "register": ("xlsx",),
    "quarter": ("pdf", "docx"),
    "votes": ("csv",),
}
"""The files of each kind; the first is the usual one."""
MEDIA_TYPES: dict[Suffix, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What an export is made of, as of a day."""

    framework: Framework
    deck: Deck
    law: LawBook
    as_of: date


def with_records(framework: Framework, now: Framework) -> Framework:
    """A version with what is on record ``now``: uses, log, training and people go on after a version was saved."""
    texts = framework.texts.model_copy(
        update={name: getattr(now.texts, name) for name in ("owner", "sponsor", "board", "deputy", "review_on")}
    )
    return framework.model_copy(
        update={"activities": now.activities, "log": now.log, "training": now.training, "texts": texts}
    )


def file_name(
    kind: ExportKind, suffix: Suffix, framework: Framework, lang: Lang, quarter: Quarter | None = None
) -> str:
    """``kader-register-waterkers-wonen-1.0-nl.xlsx``, ``kader-quarter-waterkers-wonen-2026-q4-nl.pdf``"""
    which = f"{quarter.year}-q{quarter.number}" if quarter else "" if kind == "votes" else framework.version
    return (
        "-".join(part for part in (f"kader-{kind}", slug(framework.organisation), which, lang) if part) + f".{suffix}"
    )


def export_file(
    kind: MadeOfFramework, suffix: Suffix, source: Source, t: Translator, quarter: Quarter | None = None
) -> bytes:
    """The file, in the translator's language. ``quarter``: of a quarter's page; None for the one of the source's day."""
    framework, as_of = source.framework, source.as_of
    found = standings(framework, source.law, as_of, t)
    checks = {one.use.id: one.outcome for one in found}
    context = CharterContext(framework, source.deck, t, "internal", as_of, source.law, checks)
    if kind == "register":
        from framework.exports.register import xlsx_writer
        from framework.exports.register.sheets import register

        return xlsx_writer.write(register(framework, source.deck, source.law, found, as_of, t), t)
    if kind == "slides":
        from framework.exports.slides import pptx_writer
        from framework.exports.slides.compose import slides

        return pptx_writer.write(slides(context, found))
    from framework.charter.renderers import docx, pdf
    from framework.exports.quarter.document import quarter_document

    document = quarter_document(context, found, quarter or Quarter.of(as_of))
    return docx.render(document) if suffix == "docx" else pdf.render(document)
