"""Kader for callers from Python: measure votes and rankings, write, compare and ask charters, list what is to do. The guide is docs/measures.md.

Everything here is also a command: ``kader agreement``, ``kader analyse``, ``kader export``, ``kader ask``,
``kader assess``, ``kader compare``, ``kader actions``. What cannot be accepted raises `ValueError` with a sentence in English that says what to do.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from framework.analysis import vote_table
from framework.analysis.tables import to_dataframe
from framework.analysis.vote_table import VoteMeasures
from framework.errors import KaderError
from framework.language import error_sentence, translator

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]

    from framework.archive.models import Edition
    from framework.charter.export import FormatId
    from framework.cli.charters.compare import Comparison
    from framework.exports.catalog import ExportKind, Suffix
    from framework.text import Lang

__all__ = [
    "RankingTables",
    "VoteMeasures",
    "VoteTables",
    "actions",
    "agreement",
    "analyse",
    "analyse_rankings",
    "ask",
    "assess",
    "compare",
    "export",
]


@dataclass(frozen=True)
class VoteTables:
    """``rounds``: a row per question and round (`framework.analysis.vote_table.RoundMeasures`).

    ``movements``: a row per question and pair of rounds that follow each other (`QuestionMovement`). ``alpha``:
    Krippendorff's, ordinal, over the last rounds of ``questions_compared`` questions; None where undefined.
    """

    rounds: "DataFrame"
    movements: "DataFrame"
    questions_compared: int
    alpha: float | None


@dataclass(frozen=True)
class RankingTables:
    """``cards``: a row per card, most Borda points first; empty below five rankings, where ``shown`` is False.

    ``n``: number of rankings. ``kendall_w`` and ``condorcet_winner``: None where undefined.
    """

    n: int
    shown: bool
    cards: "DataFrame"
    kendall_w: float | None
    condorcet_winner: str | None


def agreement(counts: Sequence[int]) -> VoteMeasures:
    """The measures of the votes for A, B, C, D and E: five whole numbers, also as a Series."""
    with _worded():
        found = [int(count) for count in counts]
        return vote_table.measure(found)


def analyse(votes: "DataFrame") -> VoteTables:
    """Measures per question and round, movement between rounds, and agreement over all questions.

    ``votes``: a row per vote with the columns participant, question, round (1, 2, …) and stance (A to E; missing is an
    abstention); others are ignored.
    """
    with _worded():
        found = vote_table.analyse_votes(_rows(votes, vote_table.VOTE_COLUMNS))
    return VoteTables(
        to_dataframe(found.rounds, vote_table.RoundMeasures),
        to_dataframe(found.movements, vote_table.QuestionMovement),
        found.questions_compared,
        found.alpha,
    )


def analyse_rankings(rankings: "DataFrame") -> RankingTables:
    """The order of the cards by Borda points, and how much the rankings agree.

    ``rankings``: a row per card that somebody placed, with the columns participant, card and place (1 is first); others are
    ignored.
    """
    with _worded():
        found = vote_table.analyse_rankings(_rows(rankings, vote_table.RANKING_COLUMNS))
    cards = to_dataframe(found.cards, vote_table.CardPoints)
    return RankingTables(found.n, found.shown, cards, found.kendall_w, found.condorcet_winner)


def export(
    archive: str | Path,
    format: "FormatId | Suffix | None" = None,  # noqa: A002 - as on the command line
    *,
    kind: "ExportKind | None" = None,
    quarter: str | None = None,
    lang: "Lang | None" = None,
    edition: "Edition | None" = None,
) -> bytes:
    """The charter in an archive, or in a document that carries one, as the bytes of a file; or what ``kind`` names.

    ``format``: of the charter pdf (the default), docx, html, md or json. ``kind``: slides, register, quarter or votes, each in
    its own format; pptx, xlsx and csv are enough without it. ``quarter``: as 2026-Q4, of the quarter's page. ``lang``: nl or
    en; without it the team's own. ``edition``: internal or public;
    without it that of the archive, and internal for a workshop archive. Raises `ValueError` with a sentence where
    the public edition may not be published.
    """
    from framework.cli.export import charter_in, written
    from framework.cli.exports import further

    path = Path(archive)
    with _worded():
        named = kind or further.BY_FORMAT.get(format or "")
        if named is not None:
            return further.file_of(path.read_bytes(), path.name, named, format, lang, quarter, translator("en"))[1]
        return written(charter_in(path.read_bytes(), path.name, edition, lang), cast("FormatId", format or "pdf"), lang)


def compare(old: str | Path, new: str | Path, *, lang: "Lang | None" = None) -> "Comparison":
    """What changed from one charter to another, and why.

    Each is an archive or a document that carries one. `Comparison.same`: nothing differs. `Comparison.changes`: part by part
    (`framework.workshop.governance.history.VersionChanges`). `Comparison.sentences`: the same in words, in ``lang`` (nl or
    en; without it the later team's own). A public edition holds too little to compare.
    """
    from framework.cli.charters.compare import compared

    before, after = Path(old), Path(new)
    with _worded():
        return compared(before.read_bytes(), before.name, after.read_bytes(), after.name, lang)


def assess(
    archive: str | Path, *, lang: "Lang" = "en", as_of: date | None = None, changes: bool = False
) -> list[dict[str, Any]]:
    """Every activity of a charter held against the law on a day (default today) and against what was agreed.

    A row per activity, the strictest verdict first: ``activity``, ``verdict`` (*stop*, *not_like_this*, *ask_first*, *go_if*,
    *go*), ``sentence`` (what decides), ``rules`` (numbers of those that cover it), ``reasons`` and, where asked for, ``changes``
    (the smallest that make it milder). No legal advice.
    """
    from framework.cli.charters.assess import assessed, charter_of

    path = Path(archive)
    with _worded():
        day = as_of or datetime.now().astimezone().date()
        return assessed(charter_of(path.read_bytes(), path.name), day, translator(lang), changes=changes)


def ask(
    archive: str | Path,
    question: str,
    *,
    kind: str | None = None,
    activity: str | None = None,
    facts: Mapping[str, str] | None = None,
    lang: "Lang" = "en",
    as_of: date | None = None,
) -> dict[str, Any]:
    """One plan, in a line of words, held against the law on a day (default today) and against what was agreed.

    ``kind`` (an id or name) or ``activity`` (a name in the charter) say what it is about; without them the words do, and
    ``about`` says what was taken and ``could_be`` what else it might be. ``facts``: answers by the ``key`` of a question. Also in
    the answer: ``verdict``, ``sentence``, ``reasons``, ``rules`` and ``changes`` as in `assess`; ``steps`` (what the law asks to
    do, the most pressing first), ``questions`` (what can still change the verdict, the one that settles most first) and
    ``agreements`` (rules and red lines with the same words). No legal advice.
    """
    from framework.cli.charters.ask import answer
    from framework.cli.charters.assess import charter_of

    path = Path(archive)
    with _worded():
        day = as_of or datetime.now().astimezone().date()
        found = charter_of(path.read_bytes(), path.name)
        said = {str(key): str(value) for key, value in (facts or {}).items()}
        return answer(found, question, day, translator(lang), kind=kind, activity=activity, said=said)


def actions(archive: str | Path, *, lang: "Lang" = "en", as_of: date | None = None) -> "DataFrame":
    """Everything that is to do, the most pressing first: a row per action (`framework.actions.models.Action`).

    ``archive``: a workshop archive, or an internal charter. ``as_of``: the day that it is looked at; default today.
    """
    from framework.actions.models import Action
    from framework.cli.charters.actions import listed_in

    path, day = Path(archive), as_of or datetime.now().astimezone().date()
    with _worded():
        return to_dataframe(listed_in(path.read_bytes(), path.name, day, translator(lang)), Action)


def _rows(table: "DataFrame", columns: Sequence[str]) -> Iterator[vote_table.Numbered]:
    """The rows, counted from 1."""
    frame = cast("Any", table)
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"The table has no column {', '.join(missing)}. It needs {', '.join(columns)}.")
    chosen = frame[list(columns)].astype(object)
    cells = chosen.where(chosen.notna(), None).itertuples(index=False, name=None)
    return enumerate(cells, start=1)


@contextmanager
def _worded() -> Iterator[None]:
    from framework.cli.exit_codes import UsageRefused

    try:
        yield
    except KaderError as error:
        raise ValueError(error_sentence(error, translator("en"))) from error
    except UsageRefused as refusal:
        raise ValueError(str(refusal)) from refusal
