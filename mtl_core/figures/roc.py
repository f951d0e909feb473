"""How well a yes-no task tells yes from no, at every threshold; of what was judged of a task."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import palette
from mtl_core.figures.percent_curve import Axis, draw
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
    known = summarize(task)
    across, up = Axis("false alarms, % of no", known.false_alarms), Axis("found, % of yes", known.found)
    hover = "finds %{y:.0f}% of the yes<br>at %{x:.0f}% false alarms"
    chart = draw(across, up, (0, 100), hover, slot, dark)
    if known.auc is not None:
        ink, said = palette.surface(dark).ink, f"AUC {100 * known.auc:.1f}"
        chart.add_annotation(x=98, y=6, xanchor="right", text=said, font={"color": ink})
    return chart
