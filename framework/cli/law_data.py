"""``kader law …``: checking law data, signing it off, putting it in, and what is in use."""

import argparse
import os
from datetime import date, datetime
from pathlib import Path

from framework.cli.exit_codes import Exit, say
from framework.cli.parser import Parser
from framework.language import Translator
from framework.settings import Settings


def add_place(parser: Parser, t: Translator) -> None:
    group = parser.add_argument_group(t("Arguments"))
    group.add_argument("place", metavar=t("FOLDER"), help=t("The folder or zip file with the law data."))


def add_install_options(parser: Parser, t: Translator) -> None:
    add_place(parser, t)
    parser.options.add_argument(
        "--force", action="store_true", help=t("Also install a version that is older than the installed one.")
    )


def add_sign_off_options(parser: Parser, t: Translator) -> None:
    add_place(parser, t)
    parser.options.add_argument(
        "--by", metavar=t("NAME"), required=True, help=t("Who signs off: a name, a role or an organisation.")
    )


def add_no_options(_: Parser, __: Translator) -> None:
    pass


def run_check(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Whether law data is in order, signed off or not yet. Raises `LawInvalid` and `LawRefused`."""
    from framework.law.installed.law_folder import read_law
    from framework.law.installed.manifest import MANIFEST, signed_law, version_order
    from framework.law.load import load_files

    files = read_law(_path(found.place))
    if MANIFEST in files:
        signed = signed_law(files)
        say(_about(signed.book.version, signed.book.as_of, t))
        say(_signed(signed.sign_off.by, signed.sign_off.on, t))
    else:
        book = load_files(files)
        version_order(book.version)
        say(_about(book.version, book.as_of, t))
        say(t("In order, but not signed off yet: “kader law sign-off” does that."))
    return Exit.DONE


def run_sign_off(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Writes the manifest into the folder. Raises `LawInvalid`, `LawRefused` and `InputRefused`."""
    from framework.errors import LawRefused
    from framework.law.installed.law_folder import read_law
    from framework.law.installed.manifest import MANIFEST, sign

    folder = _path(found.place)
    if not folder.is_dir():
        raise LawRefused(reason="no-law-there", where=str(folder))
    written = sign(read_law(folder), found.by, datetime.now().astimezone().date())
    try:
        (folder / MANIFEST).write_bytes(written)
    except OSError:
        raise LawRefused(reason="cannot-write", where=str(folder)) from None
    say(t("Written: {file}", file=folder / MANIFEST))
    return Exit.DONE


def run_install(found: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Puts law data into the data folder. Raises `LawInvalid` and `LawRefused`."""
    from framework.law.installed.law_folder import install

    signed = install(_path(found.place), settings.law, force=found.force)
    say(_about(signed.book.version, signed.book.as_of, t))
    say(t("Installed. Restart Kader to use it; workshops remember which version they began with."))
    return Exit.DONE


def run_show(_: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Which law data is in use, and which is there. Raises `LawInvalid` and `LawRefused` where the installed is not in order."""
    from framework.law.installed.law_folder import installed_law
    from framework.law.installed.manifest import version_order
    from framework.law.load import load_law

    own, signed = load_law(), installed_law(settings.law)
    say(t("Comes with Kader: {version}.", version=own.version))
    if signed is None:
        say(t("Nothing was installed in {folder}.", folder=settings.law))
        return Exit.DONE
    say(t("Installed: {version}.", version=signed.book.version))
    say(_signed(signed.sign_off.by, signed.sign_off.on, t))
    newest = max((own.version, signed.book.version), key=version_order)
    say(t("In use: {version}, the newer of the two.", version=newest))
    return Exit.DONE


def _path(place: str) -> Path:
    return Path(os.path.expanduser(place)).absolute()


def _about(version: str, as_of: date, t: Translator) -> str:
    return t("Law version {version}, as of {day}.", version=version, day=t.date(as_of))


def _signed(by: str, on: date, t: Translator) -> str:
    return t("Signed off by {name} on {day}.", name=by, day=t.date(on))
