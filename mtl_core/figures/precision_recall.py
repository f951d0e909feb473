"""How many of those said to be yes are, at every share of the yes that is found; of what was judged of a task."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.records.results import Judgement, PrecisionRecall


@dataclass(frozen=True)
class PrecisionRecallSummary:
    """In percent: found among the yes, right among those said to be yes."""

    found: list[float]
    right: list[float]
    average: float | None

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        if self.average is None:
            return "How many of those said to be yes are right cannot be said: the test rows hold only one of the two."
        template = "Of those said to be yes, {right:.1f}% are, in the mean over all shares that are found."
        return template.format(right=100 * self.average)

    def table(self) -> dict[str, list[float]]:
        """The chart as columns of numbers."""
        return {"found, % of yes": self.found, "right, % of said": self.right}


def summarize(task: Judgement) -> PrecisionRecallSummary:
    """The curve of one task of ``evaluation.json``; empty where the test rows hold one class only."""
    curve = task.precision_recall or PrecisionRecall()
    return PrecisionRecallSummary(
        found=[100 * share for share in curve.recall],
        right=[100 * share for share in curve.precision],
        average=task.metrics.get("average_precision"),
    )


def figure(task: Judgement, slot: int, dark: bool) -> go.Figure:
    """The curve in the task's colour over the share of yes, which guessing is right in."""
    known, mark, colours = summarize(task), palette.TASKS[slot], palette.surface(dark)
    chart = chart_style.empty(dark, height=300)
    guess = task.baseline.get("average_precision")
    if guess is not None:
        line = {"color": colours.line, "width": 1}
        chart.add_scatter(x=[0, 100], y=[100 * guess] * 2, mode="lines", line=line, hoverinfo="skip", name="guessing")
    chart.add_scatter(
        x=known.found,
        y=known.right,
        mode="lines",
        line={"color": mark.colour(dark), "width": 2.5},
        name="model",
        hovertemplate="finds %{x:.0f}% of the yes<br>right in %{y:.0f}% of those said<extra></extra>",
    )
    axis = {"range": [-1, 101], "tickvals": [0, 25, 50, 75, 100]}
    chart.update_xaxes(title_text="found, % of yes", showgrid=False, **axis)
    chart.update_yaxes(title_text="right, % of those said", **axis)
    return chart
