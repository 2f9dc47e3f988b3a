"""``kader analyse``: the measures of the votes or rankings in a CSV file, or of the votes in a workshop archive."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from framework.cli.exit_codes import Exit, UsageRefused, read_input, say
from framework.cli.parser import Parser
from framework.language import Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.analysis.vote_table import QuestionMovement, RankingAnalysis, VoteAnalysis


def add_options(parser: Parser, t: Translator) -> None:
    parser.usage = t("kader analyse FILE [options]")
    parser.epilog = t(
        "FILE is CSV with the headings participant, question, round, stance (votes, A to E), or\n"
        "participant, card, place (rankings); or a workshop archive, of which it takes the votes.\n"
        "“-” reads standard input. Below five people nothing is measured."
    )
    parser.options.add_argument("file", metavar=t("FILE"), nargs="?", help=t("The file with votes or rankings."))
    parser.options.add_argument("--json", action="store_true", help=t("Output the measures as JSON."))


def run(found: argparse.Namespace, _settings: Settings, t: Translator) -> Exit:
    """Prints the measures. Raises `UsageRefused`, `VotesRefused`, `SheetRefused`, `ArchiveRefused`."""
    if not found.file:
        raise UsageRefused(t("Give the file with votes: kader analyse FILE."))
    from framework.analysis.vote_table import analyse_rankings, analyse_votes
    from framework.cli.votes.vote_file import read_vote_file

    _name, data = read_input(found.file, t)
    kind, rows = read_vote_file(data)
    if kind == "votes":
        votes = analyse_votes(rows)
        say(_json(votes) if found.json else "\n".join(_vote_lines(votes, t)))
    else:
        rankings = analyse_rankings(rows)
        say(_json(rankings) if found.json else "\n".join(_ranking_lines(rankings, t)))
    return Exit.DONE


def _json(analysis: "VoteAnalysis | RankingAnalysis") -> str:
    return json.dumps(asdict(analysis), ensure_ascii=False, indent=1)


def _vote_lines(analysis: "VoteAnalysis", t: Translator) -> Iterator[str]:
    from framework.cli.votes.agreement import lines

    for row in analysis.rounds:
        yield t("{question}, round {round}", question=row.question, round=row.round)
        yield from (f"  {line}" for line in lines(row, t))
    for row in analysis.movements:
        yield _movement(row, t)
    if analysis.alpha is None:
        yield t("Krippendorff’s alpha takes two questions with five votes each, and votes that differ.")
    else:
        yield t(
            "Over the last rounds of {count} questions, Krippendorff’s alpha (ordinal): {alpha}",
            count=analysis.questions_compared,
            alpha=f"{analysis.alpha:.6f}",
        )


def _movement(row: "QuestionMovement", t: Translator) -> str:
    rounds = {"question": row.question, "one": row.from_round, "other": row.to_round}
    if not row.shown:
        return t("{question}, round {one} to {other}: fewer than five people voted in both.", **rounds)
    return t(
        "{question}, round {one} to {other}: of {n}, {toward_a} toward A, {toward_e} toward E, {stayed} stayed.",
        **rounds,
        n=row.n,
        toward_a=row.toward_a,
        toward_e=row.toward_e,
        stayed=row.stayed,
    )


def _ranking_lines(analysis: "RankingAnalysis", t: Translator) -> Iterator[str]:
    if not analysis.shown:
        yield t.plural(
            "{count} ranking: too few to measure, which takes five.",
            "{count} rankings: too few to measure, which takes five.",
            analysis.n,
        )
        return
    yield t("{count} rankings; Borda points:", count=analysis.n)
    yield from (f"  {row.borda:12.6f}  {row.card}" for row in analysis.cards)
    if analysis.kendall_w is not None:
        yield t("Kendall’s W (0 to 1): {w}", w=f"{analysis.kendall_w:.6f}")
    yield (
        t("No card beats every other one (Condorcet).")
        if analysis.condorcet_winner is None
        else t("Beats every other card (Condorcet): {card}", card=analysis.condorcet_winner)
    )
