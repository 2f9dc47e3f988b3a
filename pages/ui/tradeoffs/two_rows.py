"""Any two rows against each other: how far the team could go, and what would have to change."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from framework.analysis.frontier import Frontier, frontier
from framework.analysis.price import BUSINESS_ROWS
from framework.workshop.models import WorkshopState
from pages.ui import session
from pages.ui.i18n import translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.tradeoffs import weighed

if TYPE_CHECKING:
    from framework.charts import Chart

FIRST, SECOND, POINT, CHART = ("tradeoffs.first", "tradeoffs.second", "tradeoffs.point", "tradeoffs.frontier")


def section(current: WorkshopState) -> None:
    from framework.charts import CONFIG
    from framework.charts.frontier import change_lines, changes_words, counts_words
    from framework.charts.tradeoff_words import row_name

    t = translate()
    trial = weighed.trial_of(current)
    found = weighed.weighed(current, trial)
    names = {row: row_name(current.deck, row, t) for row in _rows(current, found)}
    first, second = chosen(current, found)
    edge = _frontier(current, trial, first, second)
    points = {
        number: f"{counts_words(point.first, point.second, [names[first], names[second]], t)} ({changes_words(point, t)})"
        for number, point in enumerate(edge.points)
    }
    if session.value(POINT) not in points:
        session.set_value(POINT, None)
    picked = session.value(POINT)
    chart = _chart(current, trial, first, second, picked)
    st.header(chart.title, anchor=False)
    left, right = st.columns([1, 1.5], gap="medium")
    with left:
        for key, label, other in ((FIRST, t("We look at"), second), (SECOND, t("against"), first)):
            session.set_value(key, first if key == FIRST else second)
            st.selectbox(label, [row for row in names if row != other], key=key, format_func=names.__getitem__)
        st.selectbox(
            t("How far could we go?"),
            list(points),
            index=None,
            key=POINT,
            format_func=points.__getitem__,
            placeholder=t("Choose a point"),
        )
        if picked is not None:
            lines = change_lines(edge.points[picked], {choice.id: choice for choice in found.choices}, t)
            st.markdown("\n".join(f"- {line}" for line in lines) or t("This is where we stand."))
        st.caption(chart.note)
    with right:
        st.plotly_chart(
            chart.figure, key=CHART, config=dict(CONFIG), alt=chart.alt, on_select=_pointed, selection_mode="points"
        )


def _rows(current: WorkshopState, found: weighed.Weighed) -> tuple[str, ...]:
    """The principles that the choices touch, own ones first, then business."""
    from framework.charts.effects import touched_principles

    return (*touched_principles(found.choices, current.deck, found.ranking), *BUSINESS_ROWS)


def chosen(current: WorkshopState, found: weighed.Weighed) -> tuple[str, str]:
    """The two rows that are looked at; at first the pair that the page's second sentence is about."""
    rows = _rows(current, found)
    first, second = session.value(FIRST), session.value(SECOND)
    if first in rows and second in rows and first != second:
        return first, second
    pair = next((pair for pair in found.pairs if pair.first_rank is not None), None)
    return (pair.first, pair.second) if pair else (rows[0], "conversion")


def _pointed() -> None:
    """A click on a point does the same as the list."""
    points: list[dict[str, Any]] = session.value(CHART, {}).get("selection", {}).get("points", [])
    number = points[0].get("customdata") if points else None
    if isinstance(number, int):
        session.set_value(POINT, number)


def reached(current: WorkshopState, first: str, second: str) -> Frontier:
    return _frontier(current, weighed.trial_of(current), first, second)


@cached_by_revision()
def _frontier(current: WorkshopState, trial: weighed.Trial | None, first: str, second: str) -> Frontier:
    return frontier(weighed.weighed(current, trial).choices, first, second)


@cached_by_revision()
def _chart(current: WorkshopState, trial: weighed.Trial | None, first: str, second: str, picked: int | None) -> "Chart":
    from framework.charts.frontier import frontier_chart

    found = weighed.weighed(current, trial)
    edge = _frontier(current, trial, first, second)
    return frontier_chart(edge, (first, second), found.choices, current.deck, translate(), picked)
