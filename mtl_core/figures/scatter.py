"""Predicted beside true values of a number task; of what was judged of a task."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.records.results import Judgement, Scatter
from mtl_core.wording import format_number


@dataclass(frozen=True)
class ScatterSummary:
    """Pairs of numbers, and the range that holds both."""

    true: list[float]
    predicted: list[float]
    low: float
    high: float
    mae: float | None
    guess_mae: float | None

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        if self.mae is None or self.guess_mae is None:
            return "How far the predictions are off cannot be said: no test row has a label."
        template = "Predictions are off by {mae} on average; guessing would be off by {guess}."
        return template.format(mae=format_number(self.mae), guess=format_number(self.guess_mae))

    def table(self) -> dict[str, list[float]]:
        """The chart as columns of numbers."""
        return {"true": self.true, "predicted": self.predicted}


def summarize(task: Judgement) -> ScatterSummary:
    """The pairs of one task of ``evaluation.json``, and their common range with a margin."""
    points = task.scatter or Scatter()
    values = [*points.true, *points.predicted] or [0.0, 1.0]
    margin = 0.04 * (max(values) - min(values)) or 1.0
    return ScatterSummary(
        true=list(points.true),
        predicted=list(points.predicted),
        low=min(values) - margin,
        high=max(values) + margin,
        mae=task.metrics.get("mae"),
        guess_mae=task.baseline.get("mae"),
    )


def figure(task: Judgement, slot: int, dark: bool) -> go.Figure:
    """A point per test row with the task's marker, over the diagonal of being exactly right."""
    known, colours = summarize(task), palette.surface(dark)
    chart = chart_style.empty(dark, height=300)
    ends = [known.low, known.high]
    right = {"color": colours.faint, "width": 1}
    chart.add_scatter(x=ends, y=ends, mode="lines", line=right, hoverinfo="skip", name="exactly right")
    chart_style.add_rows(chart, known.true, known.predicted, slot, dark, "true %{x:,.4~r}<br>predicted %{y:,.4~r}")
    chart.update_xaxes(title_text="true", range=ends, showgrid=False)
    chart.update_yaxes(title_text="predicted", range=ends)
    return chart
