"""``kader demo``: a workshop to look around in."""

import argparse
from contextlib import closing

from framework.cli.exit_codes import Exit, say
from framework.cli.parser import Parser
from framework.cli.start import DEFAULT_HOST, DEFAULT_PORT, address
from framework.language import Translator
from framework.settings import Settings


def add_options(_: Parser, __: Translator) -> None:
    """It has none of its own."""


def run(_: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Puts the demonstration workshop in and says where it is. Raises `StoreUnavailable`."""
    # Imported here, so that help does not load the database, the deck and the law.
    import secrets
    from datetime import UTC, datetime

    from framework.deck import DeckLibrary
    from framework.law import law_book
    from framework.store import open_store
    from framework.store.memory import MemoryStore
    from framework.usecases import Context, Workshops
    from framework.usecases.demonstration import add_demonstration, demonstration_script

    script = demonstration_script()
    names = script.organisation[t.lang], script.team[t.lang]
    with closing(open_store(settings)) as store:
        # Asked for twice, it is there once: whoever starts Kader with one line of commands runs this each time.
        there = [one.id for one in store.workshops() if (one.kind, one.organisation, one.team) == ("self", *names)]
        if there:
            say(t("The demo workshop is already there: see the list on the start page."))
            say(t("Its address, while Kader is running there: {address}", address=_link(there[0], t)))
            return Exit.DONE
        # Played in memory and put in whole: were it broken off, half a workshop would count as "already in".
        memory = MemoryStore()
        workshops = Workshops(
            Context(
                store=memory,
                decks=DeckLibrary(law=law_book),
                law=law_book,
                now=lambda: datetime.now(UTC).astimezone(),
                new_id=lambda: secrets.token_hex(12),
            )
        )
        workshop = add_demonstration(workshops, t.lang)
        store.create(memory.load(workshop))
    say(t("The demo workshop is ready. Start Kader with “kader”; it is in the list on the start page."))
    say(t("Its address, while Kader is running there: {address}", address=_link(workshop, t)))
    return Exit.DONE


def _link(workshop: str, t: Translator) -> str:
    return f"{address(DEFAULT_HOST, DEFAULT_PORT)}/inventory?w={workshop}&lang={t.lang}"
