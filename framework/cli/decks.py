"""``kader deck …``: checks, creates, zips and installs decks."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from framework.cli.exit_codes import Exit, say
from framework.cli.parser import Parser
from framework.errors import DeckRefused
from framework.language import Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.deck.checks.check import DeckCheck
    from framework.deck.checks.findings import DeckFinding


def add_check_options(parser: Parser, t: Translator) -> None:
    _argument(
        parser, t, "deck", t("The deck’s folder or file. Without it, the deck that comes with Kader."), optional=True
    )
    parser.options.add_argument(
        "--report",
        action="store_true",
        help=t("Also show what stances win and give up, and the language of each part."),
    )
    parser.options.add_argument("--strict", action="store_true", help=t("Treat warnings as errors."))
    parser.options.add_argument("--json", action="store_true", help=t("Output everything as JSON, for programs."))


def run_check(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Prints all findings. Exits with 2 where there is an error, with ``--strict`` also for a warning."""
    from datetime import UTC, datetime

    from framework.deck.checks.check import as_json, check_deck
    from framework.law import law_book

    files = _files(found.deck)
    check = check_deck(files, law_book(), datetime.now(UTC).date())
    if found.json:
        say(json.dumps(as_json(check, t), ensure_ascii=False, indent=2, default=str))
    else:
        _print_check(check, t, report=found.report)
    failed = check.errors or (found.strict and check.warnings)
    return Exit.REFUSED if failed else Exit.DONE


def _print_check(check: "DeckCheck", t: Translator, *, report: bool) -> None:
    from framework.deck.checks.report import language_lines, price_lines

    _list(t("Errors: the deck cannot be opened until these are fixed."), check.errors, t)
    _list(t("Warnings: the deck can be used, but would be better without these."), check.warnings, t)
    if report:
        for line in (
            t("What stances win and give up"),
            *price_lines(check, t),
            "",
            t("Language"),
            *language_lines(check, t),
            "",
        ):
            say(line)
    parts = check.parts
    say(
        t(
            "{cards} cards, {scenarios} dilemmas, {kinds} activity kinds; {errors} errors, {warnings} warnings.",
            cards=len(parts.cards),
            scenarios=len(parts.scenarios),
            kinds=len(parts.kinds),
            errors=len(check.errors),
            warnings=len(check.warnings),
        )
    )


def _list(heading: str, findings: "tuple[DeckFinding, ...]", t: Translator) -> None:
    if findings:
        for line in (heading, *(f"  {finding.sentence(t)}" for finding in findings), ""):
            say(line)


def add_new_options(parser: Parser, t: Translator) -> None:
    _argument(parser, t, "folder", t("The folder to create; its name becomes the deck’s id."))


def run_new(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Creates a deck from the template. Raises `DeckRefused` where the folder has content."""
    from framework.deck.library import write_folder
    from framework.deck.template import deck_id, template_files

    folder = Path(os.path.expanduser(found.folder)).absolute()
    write_folder(folder, template_files(deck_id(folder.name)))
    say(t("Your deck is in {folder}. Open its files in a text editor; each part explains itself.", folder=folder))
    say(t("Then: kader deck check {folder}", folder=folder))
    return Exit.DONE


def add_pack_options(parser: Parser, t: Translator) -> None:
    _argument(parser, t, "deck", t("The deck’s folder."))
    parser.options.add_argument(
        "--to", metavar=t("FILE"), help=t("The file to write. Without it, a file here named after the deck.")
    )


def run_pack(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Writes a deck as one file. Raises `DeckInvalid`, `DeckNotFound` or `DeckRefused`."""
    from framework.deck.load import deck_from_files
    from framework.deck.zip_format import SUFFIX, file_name, pack
    from framework.law import law_book

    files = _files(found.deck)
    deck = deck_from_files(files, Path(found.deck).name, law_book())
    target = Path(os.path.expanduser(found.to or file_name(deck.id, deck.version)))
    if target.suffix != SUFFIX:
        target = target.with_name(target.name + SUFFIX)
    try:
        target.write_bytes(pack(files))
    except OSError:
        raise DeckRefused(reason="cannot-write", where=str(target)) from None
    say(t("Packed: {file}", file=target))
    return Exit.DONE


def add_install_options(parser: Parser, t: Translator) -> None:
    _argument(parser, t, "deck", t("The deck’s folder or file."))


def run_install(found: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Installs a deck in the data folder. Raises `DeckInvalid` or `DeckRefused`."""
    from framework.deck import DeckLibrary
    from framework.law import law_book

    name = DeckLibrary(installed=settings.decks, law=law_book).install(_files(found.deck))
    say(t("The deck was imported as “{name}”. Choose it on the start page when you start a workshop.", name=name))
    return Exit.DONE


def _argument(parser: Parser, t: Translator, name: str, explained: str, *, optional: bool = False) -> None:
    """An argument without dashes, in a group of its own: argparse would head it in English."""
    group = parser.add_argument_group(t("Arguments"))
    words = {"deck": t("DECK"), "folder": t("FOLDER")}
    group.add_argument(name, metavar=words[name], nargs="?" if optional else None, help=explained)


def _files(place: str | None) -> dict[str, bytes]:
    """The files of the deck at this place: a folder, a packed deck, or the one that comes with Kader."""
    from framework.deck.load import DECKS_DIR, contains_deck, known_decks, read_folder, refusing_unreadable
    from framework.deck.zip_format import LIMIT_MB, unpack

    if place is None:
        return read_folder(DECKS_DIR / known_decks()[0])
    path = Path(os.path.expanduser(place)).absolute()
    if not os.path.isfile(path):
        if not contains_deck(path):
            raise DeckRefused(reason="no-deck-there", where=str(path))
        return read_folder(path)
    with refusing_unreadable(path), path.open("rb") as file:
        return unpack(file.read(LIMIT_MB * 1024 * 1024 + 1))
