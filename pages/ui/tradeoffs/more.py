"""Behind one press: all effects in a grid, what the law closes, and the gap between what a team wants and does."""

from typing import TYPE_CHECKING

import streamlit as st

from framework.deck import Legal, Scenario
from framework.language import Translator
from framework.language.labels import LEGAL_NAMES
from framework.workshop.models import WorkshopState
from pages.ui import lazy_expander, queries
from pages.ui.i18n import lang, translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.tradeoffs import weighed

if TYPE_CHECKING:
    from framework.charts import Chart


def section(current: WorkshopState) -> None:
    t = translate()
    with lazy_expander.lazy_expander(
        t("All effects in one grid"), "tradeoffs.grid", icon=":material/grid_on:"
    ) as opened:
        if opened:
            _show(_grid(current, weighed.trial_of(current)), "grid")
    law, lines = _law(current)
    if lines:
        with lazy_expander.lazy_expander(law, "tradeoffs.law", icon=":material/balance:") as opened:
            if opened:
                st.markdown(lines)
    if current.workshop.kind == "self":
        with lazy_expander.lazy_expander(
            t("What we want and what we do"), "tradeoffs.practice", icon=":material/straighten:"
        ) as opened:
            if opened:
                _show(_practice(current), "practice")


def _show(chart: "Chart | None", key: str) -> None:
    from framework.charts import CONFIG

    t = translate()
    if chart is None:
        st.info(t("Say for each dilemma what you do today; this then shows it."))
        return
    st.markdown(f"**{chart.title}**")
    st.plotly_chart(chart.figure, key=f"tradeoffs.{key}.chart", config=dict(CONFIG), alt=chart.alt)
    if chart.note:
        st.caption(chart.note)


@cached_by_revision()
def _law(current: WorkshopState) -> tuple[str, str]:
    """How many stances the law closes in these dilemmas, and which, with those that it allows under conditions only."""
    t = translate()
    scenarios = list({choice.scenario.id: choice.scenario for choice in queries.choices(current)}.values())
    lists: list[str] = []
    for legal in ("unlawful", "conditional"):
        lines = [
            f"- **{scenario.title[t.lang]}** {listed}"
            for scenario in scenarios
            if (listed := _marked(scenario, legal, t))
        ]
        if lines:
            lists.append("\n".join((f"{t(LEGAL_NAMES[legal])}:", "", *lines)))
    title = t.plural(
        "The law closes {closed} of the stances in this dilemma",
        "The law closes {closed} of the stances in these {count} dilemmas",
        len(scenarios),
        closed=sum(stance.legal == "unlawful" for scenario in scenarios for stance in scenario.stances),
    )
    return title, "\n\n".join(lists)


def _marked(scenario: Scenario, legal: Legal, t: Translator) -> str:
    from framework.charts.tradeoff_words import stance_words

    return t.listing(stance_words(scenario, one.letter, t) for one in scenario.stances if one.legal == legal)


@cached_by_revision()
def _grid(current: WorkshopState, trial: weighed.Trial | None) -> "Chart | None":
    from framework.charts.effects import effects_grid

    found = weighed.weighed(current, trial)
    return effects_grid(found.rows, current.deck, found.ranking, translate())


@cached_by_revision()
def _practice(current: WorkshopState) -> "Chart | None":
    from framework.analysis.gap import should_do
    from framework.charts import should_do as gap_chart

    gaps = should_do(current.deck, queries.own_stances(current), lang(), names=queries.activity_names(current))
    return gap_chart(gaps, translate())
