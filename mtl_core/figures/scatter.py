"""Predicted beside true values of a number task; knows a task's evaluation as plain data only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
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


def summarize(task: Mapping[str, Any]) -> ScatterSummary:
    """The pairs of one task of ``evaluation.json`` that are both finite, and their common range with a margin."""
    points = task["scatter"] or {"true": [], "predicted": []}
    drawn = zip(points["true"], points["predicted"], strict=True)
    pairs = [(true, said) for true, said in drawn if _finite(true) and _finite(said)]
    values = [value for pair in pairs for value in pair] or [0.0, 1.0]
    margin = 0.04 * (max(values) - min(values)) or 1.0
    return ScatterSummary(
        true=[true for true, _ in pairs],
        predicted=[said for _, said in pairs],
        low=min(values) - margin,
        high=max(values) + margin,
        mae=task["metrics"].get("mae"),
        guess_mae=task["baseline"].get("mae"),
    )


def _finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def figure(task: Mapping[str, Any], slot: int, dark: bool) -> go.Figure:
    """A point per test row with the task's marker, over the diagonal of being exactly right."""
    known, mark, colours = summarize(task), palette.TASKS[slot], palette.surface(dark)
    chart = chart_style.empty(dark, height=300)
    ends = [known.low, known.high]
    right = {"color": colours.faint, "width": 1}
    chart.add_scatter(x=ends, y=ends, mode="lines", line=right, hoverinfo="skip", name="exactly right")
    chart.add_scatter(
        x=known.true,
        y=known.predicted,
        mode="markers",
        marker={"color": mark.colour(dark), "symbol": mark.marker, "size": 6, "opacity": 0.55},
        name="test rows",
        hovertemplate="true %{x:.4g}<br>predicted %{y:.4g}<extra></extra>",
    )
    chart.update_xaxes(title_text="true", range=ends, showgrid=False)
    chart.update_yaxes(title_text="predicted", range=ends)
    return chart
