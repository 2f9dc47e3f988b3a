"""``kader export``: a charter as a file, from an archive or from a document that carries one."""

import argparse
import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from framework.cli.charters import word_edits
from framework.cli.exit_codes import Exit, UsageRefused, read_input, say
from framework.cli.exports import further
from framework.cli.parser import Parser
from framework.errors import ArchiveRefused
from framework.language import Translator, translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.archive.models import CharterArchive, Edition, PublicArchive
    from framework.archive.public_charter import PublicCharter
    from framework.charter.export import FormatId
    from framework.deck import Deck
    from framework.law.models import LawBook
    from framework.text import Lang
    from framework.workshop.models import Framework

FORMATS = ("pdf", "docx", "html", "md", "json")
"""Same as `framework.charter.export.FORMATS`; repeated so that help does not import it."""
EDITIONS = ("internal", "public")


def add_options(parser: Parser, t: Translator) -> None:
    parser.usage = t("kader export ARCHIVE [options]")
    parser.epilog = t(
        "ARCHIVE is a charter archive, a PDF, Word file or web page of a charter, or a workshop\n"
        "archive: of that, the last version saved, else the framework as it is now. “-” reads\n"
        "standard input. --lang also sets the language of the document; without it, the team’s own."
    )
    parser.options.add_argument("archive", metavar=t("ARCHIVE"), nargs="?", help=t("The file to read."))
    formats = (*FORMATS, *further.FORMATS)
    parser.options.add_argument(
        "--format", metavar="|".join(formats), choices=formats, help=t("The file format; default pdf.")
    )
    further.add_options(parser, t)
    parser.options.add_argument(
        "--edition",
        metavar="|".join(EDITIONS),
        choices=EDITIONS,
        help=t("The edition; default that of the archive, and internal for a workshop."),
    )
    parser.options.add_argument(
        "--out",
        metavar=t("FILE"),
        help=t("The file to write; “-” for standard output. Without it, a file here named after the team."),
    )


def run(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Writes the charter. Raises `UsageRefused`, `ArchiveRefused`, `PublicationRefused`, `LawInvalid`."""
    if not found.archive:
        raise UsageRefused(t("Give the archive: kader export ARCHIVE."))
    kind = further.kind_of(found, t)
    if kind is not None:
        return _saved(found, *further.made(found, kind, t), t)
    from framework.charter.export import file_name

    name, data = read_input(found.archive, t)
    archive = charter_in(data, name, found.edition, found.lang)
    word_edits.tell(data, t)
    told = told_in(archive)
    lang = found.lang or told.lang
    format_ = found.format or "pdf"
    made = written(archive, format_, lang)
    return _saved(found, file_name(told, lang, archive.edition, format_), made, t)


def _saved(found: argparse.Namespace, name: str, made: bytes, t: Translator) -> Exit:
    """Writes the file where it was asked for, else here under its own name. Raises `UsageRefused`."""
    if found.out == "-":
        sys.stdout.buffer.write(made)
        return Exit.DONE
    target = Path(os.path.expanduser(found.out or name))
    try:
        target.write_bytes(made)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageRefused(
            t("“{file}” cannot be written: {reason}. Choose another place with --out.", file=target, reason=reason)
        ) from None
    say(t("Created: {file}", file=target))
    return Exit.DONE


def charter_in(
    data: bytes, name: str, edition: "Edition | None", lang: "Lang | None" = None
) -> "CharterArchive | PublicArchive":
    """The charter in a file, in this edition; without one, in its own. ``lang``: in which it will be written.

    Raises `ArchiveRefused`, `LawInvalid`, and `PublicationRefused` for a public edition that may not be published.
    """
    from framework.archive.models import PublicArchive, WorkshopArchive
    from framework.archive.read import read
    from framework.charter.export import cut_to_page
    from framework.charter.public_edition import with_ticks
    from framework.law import law_book
    from framework.usecases.charter import framework_now

    opened = read(data, name)
    if isinstance(opened, WorkshopArchive):
        state, book, today = opened.state, law_book(), datetime.datetime.now().astimezone().date()
        framework = state.frameworks[-1] if state.frameworks else framework_now(state, book, today)
        return _edition(with_ticks(framework, state), state.deck, book, edition or "internal", today, lang)
    if edition is None or edition == opened.edition:
        return cut_to_page(opened)
    if edition == "internal" or isinstance(opened, PublicArchive):
        raise ArchiveRefused(reason="public-edition")
    return _edition(opened.framework, opened.deck, opened.law, "public", opened.as_of, lang)


def _edition(
    framework: "Framework",
    deck: "Deck",
    law: "LawBook | None",
    edition: "Edition",
    as_of: datetime.date,
    lang: "Lang | None",
) -> "CharterArchive | PublicArchive":
    from framework.charter.export import charter_archive
    from framework.charter.publication import obstacles

    if edition == "public":
        found = obstacles(framework, deck, law, translator(lang or framework.lang), as_of=as_of)
        if found:
            raise found[0]
    return charter_archive(framework, deck, law, edition=edition, as_of=as_of)


def told_in(archive: "CharterArchive | PublicArchive") -> "Framework | PublicCharter":
    """What an archive tells of: whose charter, which version, in which language."""
    from framework.archive.models import PublicArchive

    return archive.page if isinstance(archive, PublicArchive) else archive.framework


def written(archive: "CharterArchive | PublicArchive", kind: "FormatId", lang: "Lang | None") -> bytes:
    """The charter as a file. ``lang``: None for the team's own."""
    from framework.charter.export import export

    return export(archive, kind, translator(lang or told_in(archive).lang))
