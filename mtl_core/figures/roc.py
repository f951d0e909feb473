"""How well a yes-no task tells yes from no, at every threshold; of what was judged of a task."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.records.results import Judgement, Roc


@dataclass(frozen=True)
class RocSummary:
    """The receiver operating characteristic in percent: false alarms among the no, found among the yes."""

    false_alarms: list[float]
    found: list[float]
    auc: float | None

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        if self.auc is None:
            return "How well yes is told from no cannot be said: the test rows hold only one of the two."
        template = "Of 100 pairs of one yes and one no, {pairs:.1f} are put in the right order; guessing gives 50."
        return template.format(pairs=100 * self.auc)

    def table(self) -> dict[str, list[float]]:
        """The chart as columns of numbers."""
        return {"false alarms, % of no": self.false_alarms, "found, % of yes": self.found}


def summarize(task: Judgement) -> RocSummary:
    """The curve of one task of ``evaluation.json``; empty where the test rows hold one class only."""
    curve = task.roc or Roc()
    return RocSummary(
        false_alarms=[100 * rate for rate in curve.fpr],
        found=[100 * rate for rate in curve.tpr],
        auc=task.metrics.get("auc"),
    )


def figure(task: Judgement, slot: int, dark: bool) -> go.Figure:
    """The curve in the task's colour over the diagonal of guessing."""
    known, mark, colours = summarize(task), palette.TASKS[slot], palette.surface(dark)
    chart = chart_style.empty(dark, height=300)
    guess = {"color": colours.line, "width": 1}
    chart.add_scatter(x=[0, 100], y=[0, 100], mode="lines", line=guess, hoverinfo="skip", name="guessing")
    chart.add_scatter(
        x=known.false_alarms,
        y=known.found,
        mode="lines",
        line={"color": mark.colour(dark), "width": 2.5},
        name="model",
        hovertemplate="finds %{y:.0f}% of the yes<br>at %{x:.0f}% false alarms<extra></extra>",
    )
    if known.auc is not None:
        chart.add_annotation(x=98, y=6, xanchor="right", text=f"AUC {100 * known.auc:.1f}", font={"color": colours.ink})
    axis = {"range": [-1, 101], "tickvals": [0, 25, 50, 75, 100]}
    chart.update_xaxes(title_text="false alarms, % of no", showgrid=False, **axis)
    chart.update_yaxes(title_text="found, % of yes", **axis)
    return chart
