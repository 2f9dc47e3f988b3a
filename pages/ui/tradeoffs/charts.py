"""The trade-off charts, one per question, and tensions between principles in words."""

from typing import TYPE_CHECKING

import streamlit as st

from framework.workshop.models import WorkshopState
from pages.ui import queries
from pages.ui.i18n import lang, translate
from pages.ui.revision_cache import cached_by_revision

if TYPE_CHECKING:
    from framework.charts import Chart


def charts(current: WorkshopState) -> None:
    """The four questions with their charts. Nothing is added up."""
    t = translate()
    drawn = _draw_charts(current)
    for key, chart in drawn.items():
        st.header(chart.title, anchor=False)
        st.plotly_chart(chart.figure, key=f"tradeoffs.{key}", config=_config(), alt=chart.alt)
        if chart.note:
            st.caption(chart.note)
        if key == "profile":
            _show_tensions(current)
    if "gap" not in drawn and current.workshop.kind == "self":
        st.info(
            t("Say for each dilemma what you do today. The gap between what you want and what you do then shows here.")
        )


def _config() -> dict[str, object]:
    from framework.charts import CONFIG

    return dict(CONFIG)


@cached_by_revision()
def _draw_charts(current: WorkshopState) -> "dict[str, Chart]":
    """The charts with content. Plotly is imported here, because that takes long."""
    from framework import charts as drawing
    from framework.analysis import gap, tradeoffs

    t, here = translate(), lang()
    choices = queries.choices(current)
    ranking = queries.principles_of(current)
    unscored = tradeoffs.unscored_in_ranking(current.deck, ranking, here)
    effects = tradeoffs.principle_effects(current.deck, choices, ranking, here)
    counts = tradeoffs.principle_counts(current.deck, choices, ranking, here)
    business = tradeoffs.commercial_effects(current.deck, choices, here)
    gaps = gap.should_do(current.deck, queries.own_stances(current), here, names=queries.activity_names(current))
    drawn = {
        "counts": drawing.gives_and_costs(counts, t, unscored),
        "profile": drawing.principle_profile(effects, t, unscored),
        "business": drawing.commercial(business, t),
        "gap": drawing.should_do(gaps, t),
    }
    return {key: chart for key, chart in drawn.items() if chart is not None}


def _show_tensions(current: WorkshopState) -> None:
    """Where one decision gives to a card of one's own and takes from another."""
    t = translate()
    found = _tensions(current)
    if found:
        st.markdown(f"**{t('Where your own principles conflict')}**\n\n" + "\n".join(f"- {line}" for line in found))


@cached_by_revision()
def _tensions(current: WorkshopState) -> tuple[str, ...]:
    from framework.analysis import tradeoffs

    t = translate()
    rows = tradeoffs.tensions(current.deck, queries.choices(current), queries.principles_of(current), lang())
    return tuple(
        t(
            "**{title}** ({letters}) helps *{gains}* ({gains_why}) and costs *{pays}* ({pays_why}).",
            title=row.title,
            letters=row.stances,
            gains=row.gives_name,
            gains_why=row.gives_why.rstrip("."),
            pays=row.costs_name,
            pays_why=row.costs_why.rstrip("."),
        )
        for row in rows[:5]
    )
