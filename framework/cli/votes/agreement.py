"""``kader agreement``: the measures of the votes on one question, from five counts."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from framework.cli.exit_codes import Exit, UsageRefused, say
from framework.cli.parser import Parser
from framework.language import Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.analysis.vote_table import VoteMeasures

MOST = 1_000_000
"""Votes per stance."""


def add_options(parser: Parser, t: Translator) -> None:
    parser.usage = t("kader agreement COUNTS [options]")
    parser.epilog = t(
        "Example: kader agreement 1,2,4,2,1\n"
        "COUNTS are the votes for A, B, C, D and E. Below five votes nothing is measured."
    )
    parser.options.add_argument("counts", metavar=t("COUNTS"), nargs="?", help=t("Five numbers, with commas."))
    parser.options.add_argument("--json", action="store_true", help=t("Output the measures as JSON."))


def run(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Prints the measures. Raises `UsageRefused`."""
    counts = _counts(found.counts or "", t)
    from framework.analysis.vote_table import measure

    measured = measure(counts)
    say(json.dumps(asdict(measured)) if found.json else "\n".join(lines(measured, t)))
    return Exit.DONE


def _counts(words: str, t: Translator) -> tuple[int, ...]:
    parts = [part.strip() for part in words.split(",")]
    if len(parts) != 5 or not all(
        part.isascii() and part.isdecimal() and len(part) <= len(str(MOST)) and int(part) <= MOST for part in parts
    ):
        raise UsageRefused(
            t("Give five whole numbers up to {most}, the votes for A to E: kader agreement 1,2,4,2,1.", most=MOST)
        )
    return tuple(int(part) for part in parts)


def lines(measured: "VoteMeasures", t: Translator) -> list[str]:
    """A sentence, and a line per measure; below the least number of votes a sentence alone."""
    from framework.analysis.agreement import MIN_VOTES
    from framework.language.labels import AGREEMENT_NAMES, votes_words

    votes = votes_words(measured.n, t)
    if not measured.shown:
        return [t("{votes}: too few to measure, which takes {least}.", votes=votes, least=MIN_VOTES)]
    low, high = measured.median_low, measured.median_high
    median = low if low == high else f"{low}/{high}"
    label = t(AGREEMENT_NAMES[str(measured.label)])
    return [
        t("{votes}, median {median}: {label}.", votes=votes, median=median, label=label[:1].lower() + label[1:]),
        f"  {measured.leik_consensus:9.6f}  {t('Leik’s consensus (0 to 1)')}",
        f"  {measured.van_der_eijk_a:9.6f}  {t('Van der Eijk’s A (-1 to 1)')}",
        f"  {measured.tastle_wierman_consensus:9.6f}  {t('Tastle and Wierman’s consensus (0 to 1)')}",
    ]
