"""Charts: rows of `framework.analysis` in, a `Chart` (figure, title, alt text) out.

Each chart's title is its answer in one sentence, or its question. Plotly is imported when the first figure is made, so importing this
package is cheap. No chart adds marks up or has commercial effects and principles on one axis.
"""

from framework.charts.chart import CONFIG, Chart, for_document
from framework.charts.duties import duties_over_time
from framework.charts.effects import effects_grid
from framework.charts.frontier import frontier_chart
from framework.charts.gap import should_do
from framework.charts.votes import distribution

__all__ = [
    "CONFIG",
    "Chart",
    "distribution",
    "duties_over_time",
    "effects_grid",
    "for_document",
    "frontier_chart",
    "should_do",
]
