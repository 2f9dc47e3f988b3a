"""``kader assess``: every activity of a charter held against the law and against what was agreed."""

import argparse
import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from framework.cli.exit_codes import Exit, UsageRefused, read_input, say
from framework.cli.parser import Parser
from framework.language import Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.archive.models import CharterArchive
    from framework.law.models import LawBook
    from framework.law.wording import Reading
    from framework.verdict import Assessment, Way

REASONS_SHOWN = 5
HELD: tuple["Reading", ...] = ("stop", "not_like_this", "ask_first")
"""The verdicts with which nobody may go on yet."""


def add_options(parser: Parser, t: Translator) -> None:
    parser.usage = t("kader assess ARCHIVE [options]")
    parser.epilog = t(
        "ARCHIVE is a charter archive, or a PDF, Word file or web page of an internal charter, or a\n"
        "workshop archive: of that, the last version saved, else the framework as it is now.\n"
        "Exit codes: 0 every activity may go on, also where something is still to do; 1 one of them\n"
        "may not, or has to be asked first; 2 the file cannot be read, and the message says why."
    )
    parser.options.add_argument("archive", metavar=t("ARCHIVE"), nargs="?", help=t("The file to read."))
    parser.options.add_argument(
        "--as-of", metavar=t("DATE"), help=t("The date to check, as YYYY-MM-DD; default today.")
    )
    parser.options.add_argument(
        "--changes", action="store_true", help=t("Also show the smallest changes that lead to a milder verdict.")
    )
    parser.options.add_argument("--json", action="store_true", help=t("Output the verdicts as JSON."))


def run(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Prints the verdicts, the strictest first. Raises `UsageRefused`, `ArchiveRefused`, `LawInvalid`."""
    if not found.archive:
        raise UsageRefused(t("Give the archive: kader assess ARCHIVE."))
    from framework.cli.classify import day

    as_of = day(found.as_of, t) if found.as_of is not None else datetime.datetime.now().astimezone().date()
    name, data = read_input(found.archive, t)
    told = assessed(charter_of(data, name), as_of, t, changes=found.changes)
    if found.json:
        say(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    else:
        say("\n\n".join("\n".join(_lines(one, t)) for one in told) or t("The charter names no activities."))
    held = any(one["verdict"] in HELD for one in told)
    return Exit.DIFFERENT if held else Exit.DONE


def charter_of(data: bytes, name: str) -> "CharterArchive":
    """The internal charter in a file. Raises `ArchiveRefused`, also for a public one (``public-edition``)."""
    from framework.archive.models import CharterArchive
    from framework.cli.export import charter_in

    archive = charter_in(data, name, "internal")
    assert isinstance(archive, CharterArchive)
    return archive


def assessed(
    archive: "CharterArchive", as_of: datetime.date, t: Translator, *, changes: bool = False
) -> list[dict[str, Any]]:
    """One row for each activity of the charter, the strictest verdict first, with sentences in the language of ``t``."""
    from framework.law import law_book
    from framework.law.wording import READINGS
    from framework.verdict import assess, plan_of, smallest_changes

    framework, deck, book = archive.framework, archive.deck, law_book()
    rows: list[tuple[int, dict[str, Any]]] = []
    for activity in framework.activities:
        plan = plan_of(framework, activity)
        one = assess(framework, deck, book, plan, as_of)
        ways = smallest_changes(framework, deck, book, plan, as_of, one) if changes else ()
        row = {"activity": activity.name, **verdict_row(archive, book, one, ways, as_of, t)}
        rows.append((READINGS.index(one.verdict), row))
    return [row for _, row in sorted(rows, key=lambda pair: -pair[0])]


def verdict_row(
    archive: "CharterArchive",
    book: "LawBook",
    one: "Assessment",
    ways: "Sequence[Way]",
    as_of: datetime.date,
    t: Translator,
) -> dict[str, Any]:
    """A verdict for another program: what it rests on, the sentence that decides, reasons, and smallest changes."""
    from framework.verdict import wording

    framework, deck = archive.framework, archive.deck
    return {
        "as_of": as_of,
        "law_version": one.law.law_version,
        "framework_version": framework.version,
        "verdict": one.verdict,
        "sentence": wording.verdict_line(one, framework, book, t),
        "rules": [rule.number for rule in framework.rules if rule.decision in one.rules],
        "reasons": [
            {
                **asdict(reason),
                "sentence": wording.reason_sentence(reason, framework, book, t),
                "ask": wording.whom_to_ask(reason, framework, book, t),
            }
            for reason in one.reasons
        ],
        "changes": [wording.way_sentence(way, framework, deck, book, t) for way in ways],
    }


def _lines(one: dict[str, Any], t: Translator) -> list[str]:
    rest = one["reasons"][1:]
    lines = [f"{one['activity']}", f"  {one['sentence']}"]
    if one["reasons"] and (whom := one["reasons"][0]["ask"]):
        lines.append("  " + t("Ask: {whom}.", whom=whom))
    lines += [f"  - {reason['sentence']}" for reason in rest[:REASONS_SHOWN]]
    if len(rest) > REASONS_SHOWN:
        lines.append("  - " + t.plural("{count} more reason", "{count} more reasons", len(rest) - REASONS_SHOWN))
    lines += [f"  > {way}" for way in one["changes"][:3]]
    return lines
