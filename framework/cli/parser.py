"""argparse in the reader's language, with all of its built-in English messages replaced."""

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from framework.cli.exit_codes import UsageRefused
from framework.language import Translator

WIDTH = 88
"""Columns of a help page."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Long texts keep their lines; the word before the usage is the reader's."""

    usage_word = "Usage"

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=WIDTH)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or f"{self.usage_word}: ")


class Parser(argparse.ArgumentParser):
    """A parser that reports in the reader's language and never ends the process.

    Raises `UsageRefused` where argparse would print and exit. ``--help`` still prints and exits with 0.
    """

    def __init__(self, t: Translator, **options: Any) -> None:
        self.t = t
        formatter = type("Formatter", (_Formatter,), {"usage_word": t("Usage")})
        super().__init__(formatter_class=formatter, add_help=False, exit_on_error=False, allow_abbrev=False, **options)
        # Added here rather than by argparse, which words it in English.
        self.options = self.add_argument_group(t("Options"))
        self.options.add_argument("-h", "--help", action="help", help=t("Show this help and stop."))

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """The arguments. Raises `UsageRefused` with a sentence."""
        try:
            found, rest = self.parse_known_args(argv)
        except argparse.ArgumentError as error:
            raise UsageRefused(self._worded(error)) from error
        if rest:
            raise UsageRefused(
                self.t(
                    "“{argument}” is not known here. “{program} --help” shows what is.",
                    argument=rest[0],
                    program=self.prog,
                )
            )
        return found

    def _worded(self, error: argparse.ArgumentError) -> str:
        cause = error.__context__
        if isinstance(cause, argparse.ArgumentTypeError):
            return str(cause)
        return self.t(
            "“{argument}” needs a valid value. “{program} --help” shows which.",
            argument=error.argument_name or "",
            program=self.prog,
        )

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's own words, in English
        raise UsageRefused(self.t("That is not a valid command. “{program} --help” shows what is.", program=self.prog))
