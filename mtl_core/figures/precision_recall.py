"""How many of those said to be yes are, at every share of the yes that is found; of what was judged of a task."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures.percent_curve import Axis, draw
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
    known, guess = summarize(task), task.baseline.get("average_precision")
    across, up = Axis("found, % of yes", known.found), Axis("right, % of those said", known.right)
    hover = "finds %{x:.0f}% of the yes<br>right in %{y:.0f}% of those said"
    return draw(across, up, None if guess is None else (100 * guess, 100 * guess), hover, slot, dark)
