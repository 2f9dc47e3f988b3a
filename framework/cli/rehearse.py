"""``kader rehearse``: scripted participants in a live workshop, for practice."""

import argparse
import time
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from framework.cli.exit_codes import Exit, complain, say
from framework.cli.parser import Parser
from framework.cli.start import DEFAULT_HOST, DEFAULT_PORT, address
from framework.language import Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.rehearsal.http_room import HttpGuest
    from framework.rehearsal.personas import Persona, Prompt
    from framework.rehearsal.simulation import Report, Simulation

PARTICIPANTS = 12
PARTICIPANTS_AT_MOST = 300
"""Each has its own connection. Use the benchmarks for larger rooms."""
AT_ONCE = 8
PACE = 20.0
"""Seconds over which people spread their answers."""
LOOK = 0.5
"""Seconds between two reads of the room."""


def add_options(parser: Parser, t: Translator) -> None:
    def people(text: str) -> int:
        if text.isdecimal() and 1 <= int(text) <= PARTICIPANTS_AT_MOST:
            return int(text)
        raise argparse.ArgumentTypeError(
            t("The number of participants is from 1 to {most}, not “{value}”.", most=PARTICIPANTS_AT_MOST, value=text)
        )

    def number(text: str) -> int:
        if text.isdecimal():
            return int(text)
        raise argparse.ArgumentTypeError(t("A seed is a whole number, not “{value}”.", value=text))

    def seconds(text: str) -> float:
        if text.isdecimal() and int(text) <= 600:
            return float(text)
        raise argparse.ArgumentTypeError(t("The pace is a number of seconds up to 600, not “{value}”.", value=text))

    def url(text: str) -> str:
        if text.startswith(("http://", "https://")):
            return text.rstrip("/")
        raise argparse.ArgumentTypeError(t("An address begins with http:// or https://, not “{value}”.", value=text))

    add = parser.options.add_argument
    add(
        "--participants",
        type=people,
        default=PARTICIPANTS,
        metavar=t("NUMBER"),
        help=t("The number of people taking part; default {count}.", count=PARTICIPANTS),
    )
    add(
        "--seed",
        type=number,
        default=1,
        metavar=t("NUMBER"),
        help=t("Who they are and what they think; the same number gives the same people."),
    )
    add(
        "--url",
        type=url,
        default=address(DEFAULT_HOST, DEFAULT_PORT),
        metavar=t("ADDRESS"),
        help=t("Where Kader is running; default {address}.", address=address(DEFAULT_HOST, DEFAULT_PORT)),
    )
    add(
        "--code",
        default="",
        metavar=t("CODE"),
        help=t("Join this room. Without it, Kader makes a room to rehearse in."),
    )
    add(
        "--auto",
        action="store_true",
        help=t("Play the facilitator too, through to the adopted charter, without waiting."),
    )
    add(
        "--pace",
        type=seconds,
        default=None,
        metavar=t("SECONDS"),
        help=t("They answer within this many seconds; default {count}, or 0 with --auto.", count=int(PACE)),
    )


def run(arguments: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Plays until the workshop is over or Ctrl+C.

    Raises `StoreUnavailable` (``no-server``) when there is no server at the address, `JoinRefused` when nobody may join.
    """
    # Imported here, so that help does not load the database, the deck and the law.
    from framework.rehearsal.http_room import HttpRoom
    from framework.rehearsal.personas import cast
    from framework.rehearsal.script import rehearsal_script
    from framework.rehearsal.simulation import Simulation

    code: str = arguments.code.strip().upper()
    if code and not arguments.auto:
        room = None
    else:
        room = _Room(settings, code, t)
        code = room.code
    players = cast(arguments.participants, arguments.seed, t.lang)
    pace = arguments.pace if arguments.pace is not None else 0.0 if arguments.auto else PACE
    with closing(HttpRoom(arguments.url, code)) as http_room:
        simulation = Simulation(http_room, players, rehearsal_script(), at_once=min(AT_ONCE, arguments.participants))
        try:
            if room is not None:
                say(t("The rehearsal room has code {code}.", code=code))
                say(t("Its console: {address}", address=f"{arguments.url}/console?w={room.id}&lang={t.lang}"))
            simulation.enter()
            came = simulation.report.entered
            say(t.plural("{count} participant joined.", "{count} participants joined.", came))
            if room is not None and arguments.auto:
                _run_facilitator(room, simulation, pace, t)
            else:
                say(t("They follow the room. Lead it from the console; stop the rehearsal with Ctrl+C."))
                _follow(simulation, pace)
        except KeyboardInterrupt:
            say("")
        finally:
            if room is not None:
                room.close()
    return _print_report(simulation.report, t)


class _Room:
    """The room of a join code in the store of ``--data``; without a code a new one."""

    def __init__(self, settings: Settings, code: str, t: Translator) -> None:
        from framework.rehearsal.auto_facilitator import prepare
        from framework.store import open_store
        from framework.usecases import FACILITATOR, Context, Workshops

        self._store = open_store(settings)
        self.workshops = Workshops(Context.on_this_machine(self._store, settings.decks))
        cases = self.workshops.acting_as(FACILITATOR)
        try:
            self.id = cases.participation.workshop_by_code(code) if code else prepare(self.workshops, t.lang)
            found = cases.queries.head(self.id).room
        except BaseException:
            self._store.close()
            raise
        assert found is not None, "a room has just been found or made"
        self.code = found.code

    def close(self) -> None:
        self._store.close()


def _run_facilitator(room: _Room, simulation: "Simulation[HttpGuest]", pace: float, t: Translator) -> None:
    from framework.rehearsal.auto_facilitator import AutoFacilitator

    last = ""
    for _ in AutoFacilitator(room.workshops, room.id, t.lang).direct():
        scene = simulation.turn(_waiting(pace))
        if scene.key != last:
            last = scene.key
            say(f"  {last}")


def _follow(simulation: "Simulation[HttpGuest]", pace: float) -> None:
    """Plays until the workshop is over."""
    last = ""
    while True:
        scene = simulation.turn(_waiting(pace))
        if scene.key != last:
            last = scene.key
            say(f"  {last}")
        if last == "over":
            return
        time.sleep(LOOK)


def _waiting(pace: float) -> "Callable[[Persona, Prompt], None]":
    def wait(player: "Persona", asked: "Prompt") -> None:
        if pace:
            time.sleep(pace * player.dice(f"pace/{asked.key}").random())

    return wait


def _print_report(report: "Report", t: Translator) -> Exit:
    say(t.plural("{count} answer was saved.", "{count} answers were saved.", report.answers))
    if report.refused:
        say(
            t.plural(
                "{count} vote came after the reveal and was refused, as it should be.",
                "{count} votes came after the reveal and were refused, as they should be.",
                report.refused,
            )
        )
    if report.late:
        say(
            t.plural(
                "{count} answer came too late: the room had moved on.",
                "{count} answers came too late: the room had moved on.",
                report.late,
            )
        )
    if report.wrong:
        complain(t("Something went wrong that must not happen:"))
        for sentence in report.wrong:
            complain(f"  {sentence}")
        return Exit.FAILED
    return Exit.DONE
