"""``kader export``: a charter as a file, from an archive or from a document that carries one."""

import argparse
import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from framework.cli import word_edits
from framework.cli.exit_codes import Exit, UsageRefused, read_input, say
from framework.cli.exports import further
from framework.cli.parser import Parser
from framework.errors import ArchiveRefused
from framework.language import Translator, translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.archive.models import CharterArchive, Edition
    from framework.charter.export import FormatId
    from framework.text import Lang

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
    """Writes the charter. Raises `UsageRefused`, `ArchiveRefused`, `LawInvalid`."""
    if not found.archive:
        raise UsageRefused(t("Give the archive: kader export ARCHIVE."))
    kind = further.kind_of(found, t)
    if kind is not None:
        return _saved(found, *further.made(found, kind, t), t)
    from framework.charter.export import file_name

    name, data = read_input(found.archive, t)
    archive = charter_in(data, name, found.edition)
    word_edits.tell(data, t)
    lang = found.lang or archive.framework.lang
    format_ = found.format or "pdf"
    made = written(archive, format_, lang)
    return _saved(found, file_name(archive.framework, lang, archive.edition, format_), made, t)


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


def charter_in(data: bytes, name: str, edition: "Edition | None") -> "CharterArchive":
    """The charter in a file, in this edition; without one, in its own. Raises `ArchiveRefused`, `LawInvalid`."""
    from framework.archive.models import WorkshopArchive
    from framework.archive.read import read
    from framework.charter.export import charter_archive
    from framework.charter.public_edition import with_ticks
    from framework.law import law_book
    from framework.usecases.charter import framework_now

    opened = read(data, name)
    if isinstance(opened, WorkshopArchive):
        state, book, today = opened.state, law_book(), datetime.datetime.now().astimezone().date()
        framework = state.frameworks[-1] if state.frameworks else framework_now(state, book, today)
        framework = with_ticks(framework, state.texts)
        return charter_archive(framework, state.deck, book, edition=edition or "internal", as_of=today)
    if edition is None or edition == opened.edition:
        return opened
    if edition == "internal":
        raise ArchiveRefused(reason="public-edition")
    return charter_archive(opened.framework, opened.deck, opened.law, edition="public", as_of=opened.as_of)


def written(archive: "CharterArchive", kind: "FormatId", lang: "Lang | None") -> bytes:
    """The charter as a file. ``lang``: None for the team's own."""
    from framework.charter.export import export

    return export(archive, kind, translator(lang or archive.framework.lang))
