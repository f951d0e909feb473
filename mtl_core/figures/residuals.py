"""How far off the answers of a number task are, by what it answers; of what was judged of a task."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.records.results import Judgement, Scatter, TaskEvaluation
from mtl_core.wording import format_number, format_signed

_WIDE = 100.0  # times the smallest answer from which on they are drawn by their logarithm
_FEWEST = 9  # rows of which thirds are told


@dataclass(frozen=True)
class ResidualSummary:
    """What was answered, and by how much the true number is larger."""

    predicted: list[float]
    residuals: list[float]
    half: float | None
    """Of the band that 9 of 10 new numbers should lie in, to each side; None where there is none."""

    @property
    def is_logarithmic(self) -> bool:
        """Whether the answers are all above 0 and of very different sizes."""
        return min(self.predicted, default=0.0) > 0 and max(self.predicted) > _WIDE * min(self.predicted)

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        if len(self.residuals) < _FEWEST:
            return "How errors go with the answers cannot be said: too few test rows have a label."
        errors = np.array(self.residuals)
        low, high = np.quantile(errors, [0.25, 0.75])
        thirds = np.array_split(np.abs(errors)[np.argsort(self.predicted, kind="stable")], 3)
        template = (
            "Half of the true numbers lie between {low} and {high} of the answer; {above:.0%} lie above it. Among the "
            "largest third of the answers errors are {large} on average, among the smallest third {small}."
        )
        return template.format(
            low=format_signed(float(low)),
            high=format_signed(float(high)),
            above=(errors > 0).mean(),
            large=format_number(float(thirds[2].mean())),
            small=format_number(float(thirds[0].mean())),
        )

    def table(self) -> dict[str, list[float]]:
        """The chart as columns of numbers."""
        return {"predicted": self.predicted, "true minus predicted": self.residuals}


def summarize(task: Judgement) -> ResidualSummary:
    """Those of one task of ``evaluation.json``."""
    points, band = task.scatter or Scatter(), task.band if isinstance(task, TaskEvaluation) else None
    residuals = [true - said for true, said in zip(points.true, points.predicted, strict=True)]
    return ResidualSummary(list(points.predicted), residuals, band.half if band else None)


def figure(task: Judgement, slot: int, dark: bool) -> go.Figure:
    """A point per test row with the task's marker, over the line of being exactly right and the band, if there is
    one."""
    known, colours = summarize(task), palette.surface(dark)
    chart = chart_style.empty(dark, height=300)
    chart.add_hline(y=0, line={"color": colours.faint, "width": 1})
    for edge in () if known.half is None else (-known.half, known.half):
        chart.add_hline(y=edge, line={"color": colours.line, "width": 1, "dash": "dot"})
    hover = "predicted %{x:,.4~r}<br>true %{y:+,.4~r} of that"
    chart_style.add_rows(chart, known.predicted, known.residuals, slot, dark, hover)
    chart.update_xaxes(title_text="predicted", showgrid=False, type="log" if known.is_logarithmic else "linear")
    chart.update_yaxes(title_text="true minus predicted")
    return chart
