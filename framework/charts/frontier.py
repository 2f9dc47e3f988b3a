"""Two rows against each other: where the team stands, and how far it could go."""

from collections.abc import Mapping, Sequence

from framework.analysis.choices import Choice
from framework.analysis.frontier import Frontier, FrontierPoint, RowCount
from framework.charts.chart import FAINT, GIVES, MUTED, Chart, Spec, figure, hover, inked, label, legend_entry
from framework.charts.tradeoff_words import row_name, stance_words
from framework.deck import Deck
from framework.language import Translator

HEIGHT = 330


def frontier_chart(
    found: Frontier,
    rows: tuple[str, str],
    choices: Sequence[Choice],
    deck: Deck,
    t: Translator,
    picked: int | None = None,
) -> Chart:
    """A point per place on the frontier, joined by a line, and where the team stands; further right and up is better.

    ``rows``: ids of the two rows. ``picked``: index of the point that is looked at.
    """
    names = [row_name(deck, row, t) for row in rows]
    at = [point.place for point in found.points]
    xs, ys = [x for x, _ in [*at, found.place]], [y for _, y in [*at, found.place]]
    data: list[Spec] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [x for x, _ in at],
            "y": [y for _, y in at],
            "customdata": list(range(len(at))),
            "text": [
                hover(*counts_words(point.first, point.second, names, t).split(" · "), changes_words(point, t))
                for point in found.points
            ],
            "hovertemplate": "%{text}<extra></extra>",
            "line": {"color": MUTED, "width": 1.5, "dash": "dot"},
            "marker": {"symbol": "circle-open", "size": 14, "color": GIVES, "line": {"width": 2.5, "color": GIVES}},
            "showlegend": False,
        },
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [found.place[0]],
            "y": [found.place[1]],
            "text": [inked(f"<b>{t('we')}</b>")],
            "textposition": "bottom right",
            "marker": {"symbol": "diamond", "size": 14, "color": MUTED, "opacity": 1},
            "hovertemplate": hover(t("Where we stand"), *counts_words(found.first, found.second, names, t).split(" · "))
            + "<extra></extra>",
            "showlegend": False,
        },
        legend_entry(
            t("the best we could do"), {"symbol": "circle-open", "size": 12, "color": GIVES, "line": {"width": 2.5}}
        ),
        legend_entry(t("where we stand"), {"symbol": "diamond", "size": 12, "color": MUTED}),
    ]
    if picked is not None and picked < len(at):
        data.insert(
            1,
            {
                "type": "scatter",
                "mode": "markers",
                "x": [at[picked][0]],
                "y": [at[picked][1]],
                "marker": {"symbol": "circle", "size": 9, "color": GIVES, "opacity": 1},
                "hoverinfo": "skip",
                "showlegend": False,
            },
        )
    layout: Spec = {
        "xaxis": _axis(xs, t("{row}: more decisions better →", row=names[0])),
        "yaxis": _axis(ys, t("{row}: more decisions better →", row=names[1])) | {"automargin": True},
    }
    sentence = frontier_sentence(found, rows, choices, deck, t)
    return Chart(
        figure=figure(data, layout, height=HEIGHT),
        alt=sentence,
        title=sentence,
        note=t(
            "Each place counts decisions: those that are better than what they are compared with, less those that are worse. "
            "Only lawful stances take part."
        ),
    )


def frontier_sentence(
    found: Frontier, rows: tuple[str, str], choices: Sequence[Choice], deck: Deck, t: Translator
) -> str:
    """Whether both rows can do better, and with how few changes."""
    first, second = (row_name(deck, row, t) for row in rows)
    if not found.decisions:
        return t("Nothing can be compared yet: say for each dilemma what you do today.")
    better = [
        point
        for point in found.points
        if point.place != found.place and point.place[0] >= found.place[0] and point.place[1] >= found.place[1]
    ]
    if not better:
        if len(found.points) == 1:
            return t("More of {first} or of {second} is not possible: you have as much of both as the law and the deck allow.",
                     first=first, second=second)  # fmt: skip
        return t("You stand at the edge: more of {first} now costs {second}, and the other way round.",
                 first=first, second=second)  # fmt: skip
    nearest = min(better, key=lambda point: len(point.changes))
    both = nearest.place[0] > found.place[0] and nearest.place[1] > found.place[1]
    won, kept = (first, second) if nearest.place[0] > found.place[0] else (second, first)
    gains = (
        t("both {first} and {second}", first=first, second=second)
        if both
        else t("{won}, and not worse on {kept}", won=won, kept=kept)
    )
    if len(nearest.changes) != 1:
        return t("With {count} other choices you do better on {gains}.", count=len(nearest.changes), gains=gains)
    (change,) = nearest.changes
    choice = next(each for each in choices if each.id == change.decision)
    return t(
        "With one other choice you do better on {gains}: “{title}” from {before} to {after}.",
        gains=gains,
        title=choice.scenario.title[t.lang],
        before=t.listing(choice.accepted, style="or"),
        after=change.to,
    )


def counts_words(first: RowCount, second: RowCount, names: Sequence[str], t: Translator) -> str:
    """Both rows in counts of decisions."""
    return " · ".join(
        t("{row}: better in {better}, worse in {worse}", row=name, better=count.better, worse=count.worse)
        for name, count in zip(names, (first, second), strict=True)
    )


def changes_words(point: FrontierPoint, t: Translator) -> str:
    if not point.changes:
        return t("where we stand")
    return t.plural("{count} other choice", "{count} other choices", len(point.changes))


def change_lines(point: FrontierPoint, choices: Mapping[str, Choice], t: Translator) -> list[str]:
    """A line for each choice that would change, from and to."""
    return [
        t(
            "“{title}”: from {before} to {after}",
            title=choice.scenario.title[t.lang],
            before=t.listing(choice.accepted, style="or"),
            after=stance_words(choice.scenario, change.to, t),
        )
        for change in point.changes
        for choice in (choices[change.decision],)
    ]


def _axis(values: Sequence[int], name: str) -> Spec:
    low, high = min((0, *values)), max((0, *values))
    step = max(1, (high - low) // 6)
    ticks = [value for value in range(low, high + 1) if value % step == 0]
    return {
        "range": [low - 0.7, high + 0.7],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [inked(str(value) if value <= 0 else f"+{value}") for value in ticks],
        "showgrid": True,
        "gridcolor": FAINT,
        "zeroline": True,
        "zerolinecolor": MUTED,
        "zerolinewidth": 1,
        "fixedrange": True,
        "ticks": "",
        "title": {"text": inked(label(name, width=44, lines=2)), "standoff": 8},
        "automargin": True,
    }
