"""``kader export --kind``: slides, the register, a page for the quarter, and votes."""

import argparse
import datetime
import re
from typing import TYPE_CHECKING, cast

from framework.cli.exit_codes import UsageRefused, read_input
from framework.cli.parser import Parser
from framework.errors import ArchiveRefused
from framework.language import Translator, translator

if TYPE_CHECKING:
    from framework.archive.models import WorkshopArchive
    from framework.exports.catalog import ExportKind, Source, Suffix
    from framework.exports.quarter.figures import Quarter
    from framework.text import Lang

KINDS: dict[str, tuple[str, ...]] = {
    "slides": ("pptx",),
    "register": ("xlsx",),
    "quarter": ("pdf", "docx"),
    "votes": ("csv",),
}
"""Same as `framework.exports.catalog.SUFFIXES`; repeated so that help does not import it."""
FORMATS = ("pptx", "xlsx", "csv")
"""Formats that only these kinds have."""
BY_FORMAT = {formats[0]: kind for kind, formats in KINDS.items() if formats[0] in FORMATS}
"""What each of those formats is for."""
_QUARTER = re.compile(r"(\d{4})-?[qQkK]([1-4])")


def add_options(parser: Parser, t: Translator) -> None:
    kinds = ("charter", *KINDS)
    parser.options.add_argument(
        "--kind",
        metavar="|".join(kinds),
        choices=kinds,
        help=t("What to write; default the charter, or what the format is for: pptx slides, xlsx register, csv votes."),
    )
    parser.options.add_argument(
        "--quarter", metavar="2026-Q4", help=t("The quarter of the quarter’s page; default the one of today.")
    )


def kind_of(found: argparse.Namespace, t: Translator) -> str | None:
    """Which kind is asked for; None for the charter. Raises `UsageRefused` where the options contradict each other."""
    named = found.kind or BY_FORMAT.get(found.format, "charter")
    if named == "charter":
        if found.format in FORMATS:
            raise UsageRefused(t("The charter does not come as {format}. Leave out --kind.", format=found.format))
        if found.quarter:
            raise UsageRefused(t("Only the quarter’s page has a quarter: add --kind quarter."))
        return None
    if found.format is not None and found.format not in KINDS[named]:
        formats = t.listing(KINDS[named], style="or")
        raise UsageRefused(t("“{kind}” comes as {formats}: choose that with --format.", kind=named, formats=formats))
    if found.edition == "public":
        raise UsageRefused(t("“{kind}” is internal, and not part of the public edition.", kind=named))
    if found.quarter and named != "quarter":
        raise UsageRefused(t("Only the quarter’s page has a quarter: add --kind quarter."))
    return named


def made(found: argparse.Namespace, kind: str, t: Translator) -> tuple[str, bytes]:
    """Name and content of the file. Raises `UsageRefused`, `ArchiveRefused`, `LawInvalid`."""
    name, data = read_input(found.archive, t)
    return file_of(data, name, kind, found.format, found.lang, found.quarter, t)


def file_of(
    data: bytes, name: str, kind: str, suffix: str | None, lang: "Lang | None", quarter: str | None, t: Translator
) -> tuple[str, bytes]:
    """As `made`, from an archive or a document that carries one. ``lang``: None for the team's own."""
    from framework.archive.models import WorkshopArchive
    from framework.archive.read import read
    from framework.exports.catalog import SUFFIXES, Source, export_file, file_name
    from framework.law import law_book

    opened = read(data, name)
    which = cast("ExportKind", kind)
    ending = cast("Suffix", suffix) if suffix else SUFFIXES[which][0]
    if isinstance(opened, WorkshopArchive):
        if which == "votes":
            return _votes(opened, lang, t)
        source = source_of(opened)
    elif which == "votes":
        raise UsageRefused(t("Votes are in the workshop archive alone. Give that file."))
    elif opened.edition == "internal":
        source = Source(opened.framework, opened.deck, opened.law or law_book(), opened.as_of)
    else:
        raise ArchiveRefused(reason="public-edition")
    told = lang or source.framework.lang
    about = _quarter(quarter, source.as_of, t) if which == "quarter" else None
    content = export_file(which, ending, source, translator(told), about)
    return file_name(which, ending, source.framework, told, about), content


def source_of(opened: "WorkshopArchive") -> "Source":
    """The last version of a workshop with what is on record now; without a version the framework as it is."""
    from framework.exports.catalog import Source, with_records
    from framework.law import law_book
    from framework.usecases.charter import framework_now

    state, book, today = opened.state, law_book(), datetime.datetime.now().astimezone().date()
    now = framework_now(state, book, today)
    framework = with_records(state.frameworks[-1], now) if state.frameworks else now
    return Source(framework, state.deck, book, today)


def _votes(opened: "WorkshopArchive", lang: "Lang | None", t: Translator) -> tuple[str, bytes]:
    from framework.exports.catalog import file_name
    from framework.exports.votes import votes_csv, votes_to_export

    state = opened.state
    if not votes_to_export(state):
        raise UsageRefused(t("There are no votes to write: a question needs five votes that were revealed."))
    told = lang or state.workshop.lang
    name = file_name("votes", "csv", source_of(opened).framework, told)
    return name, votes_csv(state, translator(told))


def _quarter(given: str | None, today: datetime.date, t: Translator) -> "Quarter":
    from framework.exports.quarter.figures import Quarter

    if given is None:
        return Quarter.of(today)
    read = _QUARTER.fullmatch(given)
    if read is None or int(read[1]) < 1900:
        raise UsageRefused(t("Write the quarter as 2026-Q4."))
    return Quarter(int(read[1]), int(read[2]))
