"""What all charts share: traces, colours and axis labels.

Figures are plain dicts and become a Plotly figure once, at the end, which takes a fraction of the time of building them
call by call. They set no font or background, and text has the page's colour (`inked`), so they fit the light and the
dark theme. Colour never has meaning alone: a symbol, a hatch or a word says the same.
"""

import html
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from framework.language import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # pyright: ignore[reportMissingTypeStubs]

# Blue and orange stay apart for every kind of colour blindness. Each of the four has at least 3 : 1 against #FBFAF7
# and #12181D (WCAG 1.4.11), and words stay readable on their tints in both themes.
GIVES = "#2A7AB8"
COSTS = "#C8690A"
MUTED = "#77828C"
VOTES = "#25868E"
"""The teal of the projector's bars, between its shade on paper and its shade in the dark."""
CLEAR = "rgba(0,0,0,0)"
FAINT = "rgba(119,130,140,0.35)"
TINTS: dict[int, str] = {-1: "rgba(200,105,10,0.30)", 0: "rgba(119,130,140,0.14)", 1: "rgba(42,122,184,0.30)"}
"""Behind what is worse, level or better; the symbol on it says the same."""

CONFIG: dict[str, object] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""Plotly's config for all charts: no mode bar, and a finger on a chart scrolls the page."""

LABEL_WIDTH = 18
"""Characters per line of a row label; leaves two thirds of a 390 px screen to the chart."""
LABEL_LINES = 4
NO_BREAK = "\u00a0"
LINE_HEIGHT = 15
ROW_GAP = 14

Spec = dict[str, Any]
"""A part of a Plotly figure."""


@dataclass(frozen=True, slots=True)
class Chart:
    figure: "Figure"
    alt: str
    """One sentence with the main point, for people who cannot see the chart."""
    title: str
    """The answer in one sentence, or the question; outside the figure, so that it can be a heading."""
    note: str = ""
    """One sentence on what the chart cannot show; may be empty."""


def figure(data: Sequence[Spec], layout: Mapping[str, Any], *, height: int) -> "Figure":
    """A figure from its parts, with what all charts share."""
    base: Spec = {
        "height": height,
        "margin": {"l": 4, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "legend": LEGEND,
    }
    return _finished()({"data": list(data), "layout": {**base, **layout}})


@cache
def _finished() -> "type[Figure]":
    """A Plotly figure that is serialised once, because a page shows the same figures on every run and serialising four
    took half of a run.
    """
    from plotly.graph_objects import Figure  # pyright: ignore[reportMissingTypeStubs]

    class Finished(Figure):
        _written: Spec | None = None

        def to_dict(self) -> Spec:
            if self._written is None:
                self._written = cast("Spec", super().to_dict())
            return self._written

    return Finished


def for_document(chart: Chart, paper: str) -> Spec:
    """The figure as plain data for a page without Streamlit's theme; ``paper`` is that page's background colour.

    Streamlit's own template, which a figure made in its process carries, holds placeholder colours and is left out.
    """
    spec = cast("Spec", chart.figure.to_plotly_json())
    layout = {key: value for key, value in spec["layout"].items() if key != "template"}
    pop_up = {**layout["hoverlabel"], "bgcolor": paper, "bordercolor": MUTED}
    return {"data": spec["data"], "layout": {**layout, "template": {}, "hoverlabel": pop_up, "autosize": True}}


def inked(text: str) -> str:
    """Text in the page's text colour. Streamlit's grey for charts has a contrast of 3.5 : 1 on a light page, which is
    too low.
    """
    return f'<span style="color:currentColor">{text}</span>' if text else ""


LEGEND: Spec = {
    "orientation": "h",
    "x": 0,
    "xref": "container",
    "xanchor": "left",
    "y": 0,
    "yref": "container",
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
    "itemsizing": "trace",
    "traceorder": "normal",
    "title": {"text": ""},
}


def legend_entry(name: str, marker: Spec, **more: object) -> Spec:
    """A trace without points that explains a symbol in the legend."""
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "markers",
        "name": inked(name),
        "marker": marker,
        "hoverinfo": "skip",
        **more,
    }


def rows_axis(ids: Sequence[str], labels: Sequence[str]) -> Spec:
    """A vertical axis of labelled rows, first row on top."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(ids),
        "tickmode": "array",
        "tickvals": list(ids),
        "ticktext": [inked(label) for label in labels],
        "range": [len(ids) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "ticklabelstandoff": 6,
        "title": {"text": ""},
    }


def row_height(labels: Iterable[str]) -> int:
    """Height of a row in pixels, so that labels do not touch."""
    return max((label.count("<br>") + 1 for label in labels), default=1) * LINE_HEIGHT + ROW_GAP


def label(text: str, *, width: int = LABEL_WIDTH, lines: int = LABEL_LINES) -> str:
    """Text as an axis label: wrapped, cut with an ellipsis after ``lines``, and free of markup."""
    wrapped = textwrap.wrap(text, width=width, max_lines=lines, placeholder="…") or [""]
    return "<br>".join(html.escape(line, quote=False) for line in wrapped)


def decision_label(title: str, stances: str) -> str:
    """A decision's row label: its title with the chosen letters, on one line."""
    letters = f"({stances.replace(' ', NO_BREAK)})"
    whole = label(f"{title} {letters}")
    return whole if whole.endswith(letters) else f"{label(title, lines=LABEL_LINES - 1)}<br>{letters}"


def own_label(name: str, rank: int | None, *, width: int = 200) -> str:
    """A principle's label: own cards bold, with their place in the ranking."""
    return label(name, width=width) if rank is None else f"<b>{label(f'{rank}. {name}', width=width)}</b>"


def hover(*lines: str) -> str:
    """Hover text from lines: wrapped so that it fits a phone, free of markup; the first line bold."""
    parts = ["<br>".join(html.escape(part, quote=False) for part in textwrap.wrap(line, 44)) for line in lines if line]
    return inked("<br>".join([f"<b>{parts[0]}</b>", *parts[1:]])) if parts else ""


def titles(rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Titles by id, from (id, title, activities); activities are added where ids share a title."""
    named = {row_id: (title, activities) for row_id, title, activities in rows}
    plain = [title for title, _ in named.values()]
    return {
        row_id: f"{title}: {activities}" if activities and plain.count(title) > 1 else title
        for row_id, (title, activities) in named.items()
    }


def listing(t: Translator, names: Sequence[str], most: int = 3) -> str:
    """Names as a list in words; more than ``most`` are shortened to "a, b, c and 2 others"."""
    if len(names) <= most + 1:
        return t.listing(names)
    rest = len(names) - most
    return t.listing([*names[:most], t.plural("{count} other", "{count} others", rest)])


def leaders(counts: Mapping[str, int]) -> tuple[list[str], int]:
    """The names with the highest count, and that count; no names where all are 0."""
    most = max(counts.values(), default=0)
    return ([name for name, count in counts.items() if count == most] if most else []), most
