"""The chart of a team's duties over time."""

import datetime
from collections.abc import Sequence

from framework.analysis.duties import TeamDuty
from framework.charts.chart import (
    COSTS,
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
    listing,
    row_height,
    rows_axis,
)
from framework.language import Translator
from framework.law.wording import article_words, duty_words

_MARGIN = datetime.timedelta(days=200)
"""Space on the axis before the first day and after the last."""


def duties_over_time(duties: Sequence[TeamDuty], t: Translator, today: datetime.date) -> Chart | None:
    """One line per duty from the day it starts: filled and solid in force, open and dotted still to come.

    ``duties``: from `framework.analysis.duties.duties_of_team`; classes and rows without a date are left out. A thin grey
    line is a duty that may apply. None where no duty is left. Holders and dates are in the row labels, so that the chart
    can be read without hovering.
    """
    rows = [row for row in duties if row.kind != "class" and row.applies_from is not None]
    if not rows:
        return None
    ids = [f"{row.kind}-{row.id}-{row.applies_from}" for row in rows]
    days = [_day(row) for row in rows]
    begin, end = min(*days, today) - _MARGIN, max(*days, today) + _MARGIN
    labels = [_label(row, t) for row in rows]
    hovers = [_hover(row, t) for row in rows]
    data: list[Spec] = [
        *(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [_day(row).isoformat(), end.isoformat()],
                "y": [row_id, row_id],
                "line": {
                    "color": _colour(row),
                    "width": 5 if row.certainty == "certain" else 2,
                    "dash": "solid" if row.status == "in_force" else "dot",
                },
                "hoverinfo": "skip",
                "showlegend": False,
            }
            for row_id, row in zip(ids, rows, strict=True)
        ),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [day.isoformat() for day in days],
            "y": ids,
            "marker": {
                "symbol": ["circle" if row.status == "in_force" else "diamond-open" for row in rows],
                "size": 13,
                "opacity": 1,
                "color": [_colour(row) for row in rows],
                "line": {"width": 2.5, "color": [_colour(row) for row in rows]},
            },
            "customdata": hovers,
            "hovertemplate": "%{customdata}<extra></extra>",
            "showlegend": False,
        },
        *_legend(rows, t),
    ]
    now = {"xref": "x", "yref": "paper", "x0": today.isoformat(), "x1": today.isoformat(), "y0": 0, "y1": 1}
    years = [f"{year}-01-01" for year in range(begin.year + 1, end.year + 1)]
    layout: Spec = {
        "shapes": [{"type": "line", **now, "line": {"color": MUTED, "width": 2}, "layer": "below"}],
        "annotations": [
            {
                "xref": "x",
                "yref": "paper",
                "x": today.isoformat(),
                "y": 1,
                "yanchor": "bottom",
                "text": inked(t("today")),
                "showarrow": False,
            }
        ],
        "xaxis": {
            "type": "date",
            "range": [begin.isoformat(), end.isoformat()],
            "tickmode": "array",
            "tickvals": years,
            "ticktext": [inked(day[:4]) for day in years],
            "tickangle": 0,
            "side": "bottom",
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": FAINT,
            "zeroline": False,
            "ticks": "",
            "title": {"text": ""},
        },
        "yaxis": rows_axis(ids, labels),
        "margin": {"l": 4, "r": 8, "t": 26, "b": 8},
    }
    return Chart(
        figure=figure(data, layout, height=26 + row_height(labels) * len(rows) + 84),
        alt=_alt(rows, t),
        title=t("Which duties apply, and from when?"),
    )


def _day(row: TeamDuty) -> datetime.date:
    day = row.applies_from
    assert day is not None
    return day


def _colour(row: TeamDuty) -> str:
    if row.certainty == "possible":
        return MUTED
    return GIVES if row.status == "in_force" else COSTS


def _label(row: TeamDuty, t: Translator) -> str:
    count = len(row.activities) or len(row.possible)
    many = t.plural("{count} activity", "{count} activities", count)
    second = f"{t.short_date(_day(row))} · {many}" if row.activities else f"{t.short_date(_day(row))} · {t('possibly')}"
    lines = [label(row.name, width=24, lines=3), label(second, width=30, lines=1)]
    lines += [label(t.listing(row.holders, style="or"), width=26, lines=2)] if row.holders else []
    return "<br>".join(lines)


def _hover(row: TeamDuty, t: Translator) -> str:
    return hover(
        row.name,
        duty_words(row.status, t.date(_day(row)), t),
        t("Applies to: {roles}", roles=t.listing(row.holders)) if row.holders else "",
        t("For {activities}", activities=listing(t, row.activities)) if row.activities else "",
        t("Possibly for {activities}", activities=listing(t, row.possible)) if row.possible else "",
        article_words(row.article, t),
    )


def _legend(rows: Sequence[TeamDuty], t: Translator) -> list[Spec]:
    open_mark = {"symbol": "diamond-open", "size": 12, "color": COSTS, "line": {"width": 2.5, "color": COSTS}}
    entries: list[tuple[bool, str, Spec]] = [
        (
            any(row.status == "in_force" and row.activities for row in rows),
            t("in force"),
            {"symbol": "circle", "size": 12, "color": GIVES},
        ),
        (any(row.status == "coming" and row.activities for row in rows), t("coming"), open_mark),
        (
            any(not row.activities for row in rows),
            t("possible, as long as answers are missing"),
            {"symbol": "line-ew", "size": 12, "color": MUTED, "line": {"width": 2, "color": MUTED}},
        ),
    ]
    return [legend_entry(words, marker) for shown, words, marker in entries if shown]


def _alt(rows: Sequence[TeamDuty], t: Translator) -> str:
    """How many are in force and coming, and which comes first."""
    certain = [row for row in rows if row.activities]
    coming = [row for row in certain if row.status == "coming"]
    possible = len(rows) - len(certain)
    parts = [
        t.plural("{count} duty in force", "{count} duties in force", len(certain) - len(coming)),
        t.plural("{count} coming", "{count} coming", len(coming)),
        t.plural("{count} possible", "{count} possible", possible),
    ]
    words = f"{t.listing(parts)}."
    if not coming:
        return words
    first = coming[0]
    return f"{words} {t('Next: {name}, on {day}.', name=first.name, day=t.date(_day(first)))}"
