"""``kader actions``: everything that is to do, from an archive, as text, a spreadsheet, a calendar or JSON."""

import argparse
import datetime
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from framework.cli.exit_codes import Exit, UsageRefused, read_input, say
from framework.cli.parser import Parser
from framework.errors import ArchiveRefused
from framework.language import Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.actions.models import Action

FORMATS = ("text", "json", "xlsx", "ics")


def add_options(parser: Parser, t: Translator) -> None:
    parser.usage = t("kader actions ARCHIVE [options]")
    parser.epilog = t(
        "ARCHIVE is a workshop archive, or a charter archive, PDF, Word file or web page of an internal\n"
        "charter. Only a workshop archive holds what was parked, and who does what is still open.\n"
        "Exit code 0, also where something is overdue."
    )
    parser.options.add_argument("archive", metavar=t("ARCHIVE"), nargs="?", help=t("The file to read."))
    parser.options.add_argument(
        "--format", metavar="|".join(FORMATS), choices=FORMATS, default="text", help=t("The format; default text.")
    )
    parser.options.add_argument("--open", action="store_true", help=t("Leave out what is done."))
    parser.options.add_argument(
        "--out", metavar=t("FILE"), help=t("The file to write. Without it, standard output, also for xlsx and ics.")
    )


def run(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Writes the list. Raises `UsageRefused`, `ArchiveRefused`, `LawInvalid`."""
    if not found.archive:
        raise UsageRefused(t("Give the archive: kader actions ARCHIVE."))
    name, data = read_input(found.archive, t)
    now = datetime.datetime.now().astimezone()
    listed = tuple(one for one in listed_in(data, name, now.date(), t) if not (found.open and one.done))
    made = written(listed, found.format, now, t)
    if found.out is None or found.out == "-":
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        return Exit.DONE
    target = Path(os.path.expanduser(found.out))
    try:
        target.write_bytes(made)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageRefused(
            t("“{file}” cannot be written: {reason}. Choose another place with --out.", file=target, reason=reason)
        ) from None
    say(t("Created: {file}", file=target))
    return Exit.DONE


def listed_in(data: bytes, name: str, today: datetime.date, t: Translator) -> "tuple[Action, ...]":
    """The actions in a file. Raises `ArchiveRefused`: a public charter holds none (``public-edition``)."""
    from framework.actions import source
    from framework.actions.action_list import actions
    from framework.archive.models import WorkshopArchive
    from framework.archive.read import read
    from framework.law import law_book

    opened = read(data, name)
    if isinstance(opened, WorkshopArchive):
        return actions(source.of_workshop(opened.state, law_book(), today), t, today)
    if opened.edition == "public":
        raise ArchiveRefused(reason="public-edition")
    return actions(source.of_charter(opened.framework, opened.deck, opened.law or law_book(), today), t, today)


def written(listed: "tuple[Action, ...]", kind: str, now: datetime.datetime, t: Translator) -> bytes:
    """The list in one of the `FORMATS`."""
    today = now.date()
    if kind == "xlsx":
        from framework.actions import xlsx_writer

        return xlsx_writer.write(listed, today, t)
    if kind == "ics":
        from framework.actions import calendar_writer

        return calendar_writer.write(listed, now, t)
    if kind == "json":
        rows = [asdict(one) | {"overdue": one.overdue(today)} for one in listed]
        return (json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n").encode()
    from framework.actions.mail import entry

    lines = [line for one in listed for line in entry(one, today, t)] or [t("Nothing is to do.")]
    return ("\n".join(lines).rstrip() + "\n").encode()
