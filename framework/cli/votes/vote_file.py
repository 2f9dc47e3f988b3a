"""Reads a CSV file of votes or of rankings, or the votes in a workshop archive."""

from typing import Literal

from framework.analysis.vote_table import LIMIT_ROWS, RANKING_COLUMNS, VOTE_COLUMNS, Numbered
from framework.errors import SheetRefused, VotesRefused
from framework.inventory.csv_format import read

LIMIT_MB = 10
_DUTCH = {
    "deelnemer": "participant",
    "vraag": "question",
    "dilemma": "question",
    "ronde": "round",
    "standpunt": "stance",
    "kaart": "card",
    "plaats": "place",
}
"""Other headings that are understood."""
Kind = Literal["votes", "rankings"]


def read_vote_file(data: bytes) -> tuple[Kind, list[Numbered]]:
    """Its kind, and its rows with their numbers in a spreadsheet and the cells in the order of the kind's columns.

    Headings are in the first row, in English or Dutch and any order; other columns are ignored. Raises `VotesRefused`,
    `SheetRefused` where the text cannot be read, `ArchiveRefused`.
    """
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return "votes", _archived(data)
    if len(data) > LIMIT_MB * 1024 * 1024:
        raise VotesRefused(reason="too-large", limit_mb=LIMIT_MB)
    try:
        file = read(data, lambda words: len(set(_headings(words)) - {""}), LIMIT_ROWS)
    except SheetRefused as error:
        if error.reason == "too-many-rows":
            raise VotesRefused(reason="too-many-rows", limit=LIMIT_ROWS) from None
        raise
    if not file.lines:
        raise VotesRefused(reason="no-headings")
    headings = _headings(tuple(str(cell) for cell in file.lines[0].cells))
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (("votes", VOTE_COLUMNS), ("rankings", RANKING_COLUMNS))
    for kind, columns in kinds:
        if all(headings.count(column) == 1 for column in columns):
            places = [headings.index(column) for column in columns]
            rows: list[Numbered] = [
                (line.number, [line.cells[at] if at < len(line.cells) else "" for at in places])
                for line in file.lines[1:]
            ]
            return kind, rows
    raise VotesRefused(reason="no-headings")


def _headings(words: tuple[str, ...]) -> list[str]:
    """The columns that these words name; empty for others."""
    named = [word.strip().casefold() for word in words]
    english = [_DUTCH.get(word, word) for word in named]
    return [word if word in {*VOTE_COLUMNS, *RANKING_COLUMNS} else "" for word in english]


def _archived(data: bytes) -> list[Numbered]:
    """The revealed votes of a workshop archive, but for dilemmas without an order; each seat's latest vote counts."""
    from framework.archive.models import WorkshopArchive
    from framework.archive.read import read as read_archive

    archive = read_archive(data)
    if not isinstance(archive, WorkshopArchive):
        raise VotesRefused(reason="no-votes-inside")
    state = archive.state
    ordered = {scenario.id for scenario in state.deck.scenarios if scenario.ordered}
    names = {activity.id: activity.name for activity in state.activities}
    latest = {
        (ballot.seat, ballot.scenario, ballot.activity, ballot.round): ballot.stance or ""
        for ballot in state.ballots
        if ballot.scenario in ordered and (ballot.stance is not None or ballot.abstained)
    }
    return [
        (row, (seat, f"{scenario} {names.get(activity, activity)}", round_, stance))
        for row, ((seat, scenario, activity, round_), stance) in enumerate(latest.items(), start=1)
    ]
