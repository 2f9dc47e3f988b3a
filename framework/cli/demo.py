"""``kader demo``: adds the demonstration workshop."""

import argparse
from contextlib import closing

from framework.cli.exit_codes import Exit, say
from framework.cli.parser import Parser
from framework.cli.start import DEFAULT_HOST, DEFAULT_PORT, address
from framework.language import Translator
from framework.settings import Settings


def add_options(_: Parser, __: Translator) -> None:
    """None of its own."""


def run(_: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Adds the demonstration workshop and prints its address. Raises `StoreUnavailable`."""
    # Imported here so that help does not load the database, the deck and the law.
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from framework.rehearsal.demonstration import add_demonstration, demonstration_script
    from framework.store import open_store
    from framework.usecases import Context, Workshops

    script = demonstration_script()
    names = script.organisation[t.lang], script.team[t.lang]
    with closing(open_store(settings)) as store:
        # Added once only: a script that starts Kader may run this every time.
        there = [one.id for one in store.workshops() if (one.kind, one.organisation, one.team) == ("self", *names)]
        if there:
            say(t("The demo workshop is already there: see the list on the start page."))
            say(t("Its address, while Kader is running there: {address}", address=_link(there[0], t)))
            return Exit.DONE
        # Made in a temporary database and then added at once: an interruption must not leave half a workshop.
        with TemporaryDirectory() as folder, closing(open_store(Settings.in_folder(Path(folder)))) as draft:
            workshop = add_demonstration(Workshops(Context.on_this_machine(draft)), t.lang)
            store.create(draft.load(workshop))
    say(t("The demo workshop is ready. Start Kader with “kader”; it is in the list on the start page."))
    say(t("Its address, while Kader is running there: {address}", address=_link(workshop, t)))
    return Exit.DONE


def _link(workshop: str, t: Translator) -> str:
    return f"{address(DEFAULT_HOST, DEFAULT_PORT)}/inventory?w={workshop}&lang={t.lang}"
