"""The chart of votes per stance, for revealed rounds."""

from collections.abc import Sequence

from framework.analysis.stance_votes import StanceVotes
from framework.charts.chart import (
    MUTED,
    VOTES,
    Chart,
    Spec,
    figure,
    hover,
    inked,
    label,
    leaders,
    row_height,
    rows_axis,
)
from framework.language import N_, Translator

ROUND_WORDS = {1: N_("first round"), 2: N_("second round")}


def distribution(rows: Sequence[StanceVotes], t: Translator) -> Chart | None:
    """Bars per stance for one or both rounds; where both are shown, the first is hatched. None without a vote.

    ``rows``: from `framework.analysis.stance_votes.votes_per_stance`, of revealed rounds only.
    """
    rounds = [number for number in (1, 2) if any(row.round == number and row.votes for row in rows)]
    if not rounds:
        return None
    letters = list(dict.fromkeys(row.letter for row in rows))
    names = {row.letter: row.name for row in rows}
    labels = [_stance_label(letter, names[letter]) for letter in letters]
    most = max(row.votes for row in rows)
    data: list[Spec] = []
    for number in rounds:
        mine = [row for row in rows if row.round == number]
        last = number == rounds[-1]
        marker: Spec = {"color": VOTES, "line": {"color": VOTES, "width": 1.5}}
        if not last:
            marker["pattern"] = {"shape": "/", "fillmode": "replace", "solidity": 0.35, "size": 7}
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": inked(t(ROUND_WORDS[number])),
                "x": [row.votes for row in mine],
                "y": [row.letter for row in mine],
                "text": [inked(str(row.votes)) for row in mine],
                "textposition": "outside",
                "textangle": 0,
                "cliponaxis": False,
                "marker": marker,
                "customdata": [_hover(row, t) for row in mine],
                "hovertemplate": "%{customdata}<extra></extra>",
                "showlegend": True,
            }
        )
    layout: Spec = {
        "barmode": "group",
        "bargap": 0.3,
        "bargroupgap": 0.08,
        "xaxis": {
            "range": [0, most * 1.12 + 0.2],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": MUTED,
            "zerolinewidth": 1,
            "fixedrange": True,
            "ticks": "",
            "title": {"text": ""},
        },
        "yaxis": rows_axis(letters, labels),
    }
    per_row = max(row_height(labels), 30 + 22 * (len(rounds) - 1))
    return Chart(
        figure=figure(data, layout, height=per_row * len(letters) + 56),
        alt=_alt(rows, rounds, t),
        title=t("How are our votes spread?"),
    )


def _stance_label(letter: str, name: str) -> str:
    return f"<b>{letter}</b> {label(name)}"


def _hover(row: StanceVotes, t: Translator) -> str:
    number = row.round
    round_ = t(ROUND_WORDS[number])
    votes = t.plural("{count} vote", "{count} votes", row.votes)
    return hover(f"{row.letter} {row.name}", f"{round_}: {votes}")


def _alt(rows: Sequence[StanceVotes], rounds: Sequence[int], t: Translator) -> str:
    said: list[tuple[str, int, int]] = []
    for number in rounds:
        mine = {row.letter: row.votes for row in rows if row.round == number}
        letters, most = leaders(mine)
        said.append((t.listing(letters), most, sum(mine.values())))
    first, *later = said
    if not later:
        letters, most, every = first
        words = N_("In the first round most votes went to {letters} ({most} of {all}).")
        if rounds == [2]:
            words = N_("In the second round most votes went to {letters} ({most} of {all}).")
        return t(words, letters=letters, most=most, all=every)
    return t(
        "Most votes went to {letters} ({most} of {all}) in the first round and to {letters_2} ({most_2} of {all_2}) in the second.",
        letters=first[0],
        most=first[1],
        all=first[2],
        letters_2=later[0][0],
        most_2=later[0][1],
        all_2=later[0][2],
    )
