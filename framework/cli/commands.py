"""The commands of ``kader``, as rows of one table, and the way in."""

import argparse
import locale
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from framework.cli import classify, decks, demo, export, facts, law_data, print_deck, rehearse, start
from framework.cli.charters import actions, ask, assess, compare
from framework.cli.exit_codes import Exit, UsageRefused, complain, say
from framework.cli.parser import WIDTH, Parser
from framework.cli.votes import agreement, analyse
from framework.errors import KaderError
from framework.language import N_, Translator, error_sentence, translator
from framework.settings import DATA, SETTINGS, Settings, installed_version
from framework.text import LANGS, Lang


@dataclass(frozen=True)
class Command:
    """One word after ``kader``. ``summary`` is marked for translation; ``add`` gives the parser its own options."""

    name: str
    summary: str
    add: Callable[[Parser, Translator], None]
    run: Callable[[argparse.Namespace, Settings, Translator], Exit]
    takes: str = ""
    """What goes after its name, as the usage shows it; marked for translation."""


COMMANDS: tuple[Command, ...] = (
    Command(
        "start", N_("Start Kader and open it in the browser; the same as “kader” alone."), start.add_options, start.run
    ),
    Command("demo", N_("Add the demo workshop, to look around in."), demo.add_options, demo.run),
    Command(
        "rehearse",
        N_("Let scripted participants join a live workshop, for practice."),
        rehearse.add_options,
        rehearse.run,
    ),
    Command("facts", N_("Show every fact that the law check asks about."), facts.add_options, facts.run),
    Command("classify", N_("Check the activities in a file against the law."), classify.add_options, classify.run),
    Command(
        "export",
        N_("Write a charter as PDF, Word, web page, Markdown or archive."),
        export.add_options,
        export.run,
    ),
    Command(
        "actions",
        N_("List everything that is to do, also as a spreadsheet or a calendar."),
        actions.add_options,
        actions.run,
    ),
    Command(
        "ask",
        N_("Ask whether a plan may be carried out, by the law and by what was agreed."),
        ask.add_options,
        ask.run,
    ),
    Command(
        "assess",
        N_("Hold every activity of a charter against the law and what was agreed."),
        assess.add_options,
        assess.run,
    ),
    Command(
        "compare",
        N_("Show what changed from one charter to another, and why."),
        compare.add_options,
        compare.run,
        N_("OLD NEW"),
    ),
    Command("agreement", N_("Measure how far votes on one question agree."), agreement.add_options, agreement.run),
    Command("analyse", N_("Measure the votes or rankings in a file."), analyse.add_options, analyse.run),
    Command(
        "law check",
        N_("Check law data before you install it."),
        law_data.add_place,
        law_data.run_check,
        N_("FOLDER"),
    ),
    Command(
        "law sign-off",
        N_("Sign off law data: record who vouches for it, and its contents."),
        law_data.add_sign_off_options,
        law_data.run_sign_off,
        N_("FOLDER"),
    ),
    Command(
        "law install",
        N_("Bring the law data up to date without a new version of Kader."),
        law_data.add_install_options,
        law_data.run_install,
        N_("FOLDER"),
    ),
    Command("law show", N_("Show which law data is in use."), law_data.add_no_options, law_data.run_show),
    Command(
        "deck check",
        N_("Check a deck: what is wrong, and what could be better."),
        decks.add_check_options,
        decks.run_check,
        N_("[DECK]"),
    ),
    Command(
        "deck new",
        N_("Make a small deck of your own to build on."),
        decks.add_new_options,
        decks.run_new,
        N_("FOLDER"),
    ),
    Command(
        "deck pack", N_("Pack a deck into one file, to share it."), decks.add_pack_options, decks.run_pack, N_("DECK")
    ),
    Command(
        "deck install",
        N_("Add a deck, so that workshops can use it."),
        decks.add_install_options,
        decks.run_install,
        N_("DECK"),
    ),
    Command(
        "print cards",
        N_("Make the principle cards as a PDF: four to a sheet, both sides, with cut marks."),
        print_deck.add_options,
        print_deck.run_cards,
    ),
    Command(
        "print scenarios",
        N_("Make a sheet for each dilemma as a PDF, with voting slips."),
        print_deck.add_scenario_options,
        print_deck.run_scenarios,
    ),
    Command(
        "print poster",
        N_("Make a poster of all principles as a PDF."),
        print_deck.add_poster_options,
        print_deck.run_poster,
    ),
)
"""Every command; the first is what ``kader`` does without one. Help and tests read this table."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line and returns the exit code; ``argv`` without the program's name."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    t = translator(language(arguments, os.environ))
    try:
        command, rest = _command(arguments, t)
        found = parser(command, t, alone=len(rest) == len(arguments)).read(rest)
        if found.version:
            say(f"Kader {installed_version()}")
            return Exit.DONE
        if found.data:  # what reads the data folder by itself, such as the installed law data, reads it here
            os.environ[DATA.variable] = found.data
        return command.run(found, Settings.from_environment(os.environ), t)
    except UsageRefused as refusal:
        complain(str(refusal))
    except KaderError as error:
        complain(error_sentence(error, t))
    except BrokenPipeError:
        # The reader has closed the pipe ("kader facts | head"): write nothing more, not even on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    return Exit.REFUSED


def language(arguments: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """The language to speak: ``--lang``, else the machine's. Read before parsing, since the help is in it too."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            asked = value if equals else "".join(arguments[place + 1 : place + 2])
            for lang in LANGS:
                if lang == asked:
                    return lang
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "nl" if environ[name].lower().startswith("nl") else "en"
    machine = (locale.getlocale()[0] or "").lower()
    return "nl" if machine.startswith(("nl", "dutch")) else "en"


def parser(command: Command, t: Translator, *, alone: bool = False) -> Parser:
    """The options of one command, in one language. ``alone``: ``kader`` without a command, whose help tells all."""
    if alone:
        found = Parser(
            t,
            prog="kader",
            usage=t("kader [command] [options]"),
            description="\n".join((_about(t), "", _list_of_commands(t))),
            epilog=f"{_list_of_settings(t)}\n\n{_exit_codes(t)}",
        )
    else:
        found = Parser(
            t,
            prog=f"kader {command.name}",
            usage=t(
                "kader {command} [options]",
                command=" ".join(filter(None, (command.name, command.takes and t(command.takes)))),
            ),
            description=t(command.summary),
        )
    command.add(found, t)
    found.options.add_argument(DATA.option, metavar=t("FOLDER"), help=t(DATA.help))
    found.options.add_argument(
        "--lang",
        metavar="nl|en",
        choices=LANGS,
        help=t("Use Dutch or English here; default: the machine’s language."),
    )
    found.options.add_argument("--version", action="store_true", help=t("Show the version and stop."))
    return found


def _command(arguments: Sequence[str], t: Translator) -> tuple[Command, Sequence[str]]:
    if not arguments or arguments[0].startswith("-"):
        return COMMANDS[0], arguments
    for command in COMMANDS:
        words = command.name.split()
        if words == list(arguments[: len(words)]):
            return command, arguments[len(words) :]
    known = t.listing(command.name for command in COMMANDS)
    raise UsageRefused(t("There is no command “{name}”. Choose from: {known}.", name=arguments[0], known=known))


def _about(t: Translator) -> str:
    return t(
        "Kader helps a marketing team that uses AI draw up its own ethics charter: inventory,\n"
        "law check, principles, dilemmas, decisions, document. Kader runs only on this machine\n"
        "and opens in your browser; nothing is sent anywhere."
    )


def _list_of_commands(t: Translator) -> str:
    rows = [f"  {command.name:<17}{t(command.summary)}" for command in COMMANDS]
    return "\n".join((t("Commands:"), *rows, "", t("“kader demo --help” explains one command.")))


def _list_of_settings(t: Translator) -> str:
    rows = [t("Environment variables (an option overrides them):")]
    for setting in SETTINGS:
        about = t("The same as {option}.", option=setting.option) if setting.option else t(setting.help)
        default = t("Default: {default}.", default=t(setting.default))
        rows += wrap(
            f"{about} {default}", WIDTH, initial_indent=f"  {setting.variable:<23}", subsequent_indent=" " * 25
        )
    return "\n".join(rows)


def _exit_codes(t: Translator) -> str:
    return t(
        "Exit codes: 0 done, also after Ctrl+C; 1 the server did not start, or stopped by itself,\n"
        "the charters that were compared differ, or not everything may go on; 2 something you can fix,\n"
        "and the message says how."
    )
