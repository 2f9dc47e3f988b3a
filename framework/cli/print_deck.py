"""``kader print …``: writes the printed deck as PDF files."""

import argparse
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from framework.cli.exit_codes import Exit, UsageRefused, say
from framework.cli.parser import Parser
from framework.errors import DeckRefused
from framework.language import Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from framework.deck import Deck, Scenario

SIZES = ("a3", "a0")
"""Same as `framework.printouts.SIZES`; repeated so that help does not import the renderer."""


def add_options(parser: Parser, t: Translator) -> None:
    parser.options.add_argument(
        "--deck",
        metavar=t("DECK"),
        help=t("The name of an available deck. Without it, the deck that comes with Kader."),
    )
    parser.options.add_argument(
        "--to", metavar=t("FILE"), help=t("The file to write. Without it, a file here named after the deck.")
    )


def add_scenario_options(parser: Parser, t: Translator) -> None:
    parser.options.add_argument(
        "--scenarios", metavar="S01,S03", help=t("Only these, in this order. Without it, the whole deck.")
    )
    add_options(parser, t)


def add_poster_options(parser: Parser, t: Translator) -> None:
    parser.options.add_argument(
        "--size", metavar="a3|a0", choices=SIZES, default=SIZES[0], help=t("The paper size; default a3.")
    )
    add_options(parser, t)


def run_cards(found: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Writes the cards. Raises `DeckNotFound`, `DeckInvalid` or `DeckRefused`."""
    from framework import printouts

    deck = _deck(found.deck, settings)
    return _write(printouts.cards(deck, t, _today()), found.to or printouts.file_name("cards", deck, t), t)


def run_scenarios(found: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Writes the scenario sheets, with room to write in the activity. Raises as `run_cards`, and `UsageRefused`."""
    from framework import printouts

    deck = _deck(found.deck, settings)
    asked = [(scenario, printouts.about(scenario, None, {}, t), "") for scenario in _asked(deck, found.scenarios, t)]
    return _write(
        printouts.scenarios(deck, asked, t, _today()), found.to or printouts.file_name("scenarios", deck, t), t
    )


def run_poster(found: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Writes the poster. Raises as `run_cards`."""
    from framework import printouts

    deck = _deck(found.deck, settings)
    name = printouts.file_name("poster", deck, t, found.size)
    return _write(printouts.poster(deck, t, _today(), found.size), found.to or name, t)


def _deck(name: str | None, settings: Settings) -> "Deck":
    from framework.deck import DeckLibrary
    from framework.law import law_book

    library = DeckLibrary(installed=settings.decks, law=law_book)
    return library.deck(name or library.names()[0])


def _asked(deck: "Deck", listed: str | None, t: Translator) -> "Sequence[Scenario]":
    if listed is None:
        return deck.scenarios
    asked: list[Scenario] = []
    for one in filter(None, (part.strip() for part in listed.split(","))):
        scenario = deck.scenario(one)
        if scenario is None:
            known = t.listing(each.id for each in deck.scenarios)
            raise UsageRefused(t("“{id}” is not a dilemma in this deck. Choose from: {known}.", id=one, known=known))
        asked.append(scenario)
    return asked or deck.scenarios


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _write(made: bytes, name: str, t: Translator) -> Exit:
    target = Path(os.path.expanduser(name))
    try:
        target.write_bytes(made)
    except OSError:
        raise DeckRefused(reason="cannot-write", where=str(target)) from None
    say(t("Created: {file}", file=target))
    return Exit.DONE
