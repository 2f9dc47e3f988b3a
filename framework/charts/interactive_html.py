"""Interactive Plotly figures for a charter's web page."""

from framework.charts.chart import CONFIG, Chart, for_document
from framework.deck import Deck
from framework.language import Translator
from framework.workshop.models import Framework

INK = "#33404a"


def interactive_figures(framework: Framework, deck: Deck, t: Translator) -> dict[str, str]:
    """HTML by chart id of the document (``tradeoffs``, ``practice``), without empty charts.

    The first figure includes Plotly itself (about 4.7 MB), so that the page loads nothing from elsewhere.
    """
    from framework.analysis.choices import choices_of_decisions
    from framework.analysis.gap import should_do
    from framework.analysis.price_list import price_list
    from framework.charts.effects import effects_grid
    from framework.charts.gap import should_do as gap_chart

    names = {activity.id: activity.name for activity in framework.activities}
    rows = price_list(choices_of_decisions(deck, framework.rules, framework.stances, names), framework.principles)
    gaps = should_do(deck, framework.stances, t.lang, names=names)
    charts = {"tradeoffs": effects_grid(rows, deck, framework.principles, t), "practice": gap_chart(gaps, t)}
    figures: dict[str, str] = {}
    for chart_id, chart in charts.items():
        if chart is not None:
            figures[chart_id] = _html(chart, chart_id, with_plotly=not figures)
    return figures


def _html(chart: Chart, chart_id: str, *, with_plotly: bool) -> str:
    from plotly.io import to_html  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    return str(
        to_html(
            for_document(chart, INK),
            config=dict(CONFIG),
            include_plotlyjs=with_plotly,
            full_html=False,
            div_id=f"live-{chart_id}",
            validate=False,
        )
    )
