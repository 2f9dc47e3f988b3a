"""The chart of the gap between stance and practice."""

from collections.abc import Sequence

from framework.analysis.gap import Gap, ShouldDo
from framework.charts.chart import (
    FAINT,
    GIVES,
    MUTED,
    Chart,
    Spec,
    figure,
    hover,
    inked,
    label,
    legend_entry,
    row_height,
    rows_axis,
    titles,
)
from framework.deck import LETTERS
from framework.language import N_, Translator

GAP_WORDS: dict[Gap, str] = {
    "more_permissive": N_("practice more permissive than we want"),
    "stricter": N_("practice stricter than we want"),
    "different": N_("practice different from what we want"),
    "same": N_("practice as we want it"),
    "not_known": N_("not known"),
}
"""In row order: gaps that need work come first."""
UNKNOWN = "?"
JOINED: tuple[tuple[Gap, str], ...] = (("more_permissive", "solid"), ("stricter", "dot"))
"""Gaps that are drawn as a line, with the dash of the line."""


def should_do(gaps: Sequence[ShouldDo], t: Translator) -> Chart | None:
    """Dumbbell per scenario on the axis A to E: a ring for what we do, a filled mark for what we want.

    ``gaps``: from `framework.analysis.gap.should_do`; rows without a stance are left out. Rows are ordered by kind of
    gap, with practice that is more permissive than the stance first. Squares and no joining line where letters have no
    order. None where no practice is known.
    """
    order = list(GAP_WORDS)
    rows = sorted((row for row in gaps if row.should), key=lambda row: order.index(row.gap))
    if not any(row.do for row in rows):
        return None
    ids = [f"{row.scenario}-{row.activity}" for row in rows]
    names = titles((row_id, row.title, row.activity_name) for row_id, row in zip(ids, rows, strict=True))
    labels = [label(names[row_id]) for row_id in ids]
    unsure = any(row.practice == "unknown" for row in rows)
    joined = [
        (row_id, row) for row_id, row in zip(ids, rows, strict=True) if row.gap in ("more_permissive", "stricter")
    ]
    hovers = [_hover(row, names[row_id], t) for row_id, row in zip(ids, rows, strict=True)]
    shapes = ["circle" if row.ordered else "square" for row in rows]
    data: list[Spec] = [
        *(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [value for _, row in joined if row.gap == gap for value in (row.do, row.should, None)],
                "y": [row_id for row_id, row in joined if row.gap == gap for _ in range(3)],
                "line": {"color": MUTED, "width": 4 if gap == "more_permissive" else 2, "dash": dash},
                "hoverinfo": "skip",
                "name": inked(t(GAP_WORDS[gap])),
                "showlegend": any(row.gap == gap for _, row in joined),
            }
            for gap, dash in JOINED
        ),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row.do or (UNKNOWN if row.practice == "unknown" else None) for row in rows],
            "y": ids,
            "marker": {
                "symbol": [f"{shape}-open" for shape in shapes],
                "size": 19,
                "opacity": 1,
                "color": MUTED,
                "line": {"width": 2.5, "color": MUTED},
            },
            "customdata": hovers,
            "hovertemplate": "%{customdata}<extra></extra>",
            "showlegend": False,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row.should for row in rows],
            "y": ids,
            "marker": {"symbol": shapes, "size": 11, "color": GIVES, "opacity": 1},
            "customdata": hovers,
            "hovertemplate": "%{customdata}<extra></extra>",
            "showlegend": False,
        },
        legend_entry(
            t("what we do"),
            {"symbol": "circle-open", "size": 15, "color": MUTED, "line": {"width": 2.5, "color": MUTED}},
        ),
        legend_entry(t("what we want"), {"symbol": "circle", "size": 11, "color": GIVES}),
    ]
    if not all(row.ordered for row in rows):
        data.append(
            legend_entry(
                t("letters without order"),
                {"symbol": "square-open", "size": 13, "color": MUTED, "line": {"width": 2, "color": MUTED}},
            )
        )
    letters = [*LETTERS, *([UNKNOWN] if unsure else [])]
    captions = {"A": t("permissive"), "E": t("strict")}
    layout: Spec = {
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": letters,
            "tickmode": "array",
            "tickvals": letters,
            "ticktext": [
                inked(f"<b>{letter}</b><br>{label(captions.get(letter, ''), width=12)}") for letter in letters
            ],
            "tickangle": 0,
            "range": [-0.6, len(letters) - 0.4],
            "side": "top",
            "automargin": True,
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": FAINT,
            "zeroline": False,
            "ticks": "",
            "title": {"text": ""},
        },
        "yaxis": rows_axis(ids, labels),
    }
    sentence = _sentence(rows, t)
    return Chart(
        figure=figure(data, layout, height=58 + row_height(labels) * len(rows) + 70),
        alt=sentence,
        title=sentence,
        note=t("Under the question mark: we do not know what we do.") if unsure else "",
    )


def _hover(row: ShouldDo, title: str, t: Translator) -> str:
    do = f"{row.do} {row.do_name}" if row.do else t("not known")
    words = GAP_WORDS[row.gap]
    return hover(
        title,
        row.activity_name,
        t("What we want: {stance}", stance=f"{row.should} {row.should_name}"),
        t("What we do: {stance}", stance=do),
        "" if row.gap == "not_known" else t(words),
        t("The law does not allow what we do.") if row.do_legal == "unlawful" else "",
    )


def _sentence(rows: Sequence[ShouldDo], t: Translator) -> str:
    counts = {gap: sum(row.gap == gap for row in rows) for gap in GAP_WORDS}
    parts = t.listing(f"{t(words)} ({counts[gap]})" for gap, words in GAP_WORDS.items() if counts[gap])
    return t.plural("One dilemma: {parts}.", "Of {count} dilemmas: {parts}.", len(rows), parts=parts)
