"""A curve of two shares in percent, over the line that guessing gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette


@dataclass(frozen=True)
class Axis:
    """A share in percent [n], and what it is of."""

    title: str
    values: Sequence[float]


def draw(across: Axis, up: Axis, guess: tuple[float, float] | None, hover: str, slot: int, dark: bool) -> go.Figure:
    """The curve in the task's colour; ``guess`` is the height of its line at 0 and at 100, None where it is not known,
    ``hover`` what is said of a point, by ``%{x}`` and ``%{y}``."""
    chart = chart_style.empty(dark, height=300)
    if guess is not None:
        line = {"color": palette.surface(dark).line, "width": 1}
        chart.add_scatter(x=[0, 100], y=list(guess), mode="lines", line=line, hoverinfo="skip", name="guessing")
    chart.add_scatter(
        x=across.values,
        y=up.values,
        mode="lines",
        line={"color": palette.TASKS[slot].colour(dark), "width": 2.5},
        name="model",
        hovertemplate=f"{hover}<extra></extra>",
    )
    axis = {"range": [-1, 101], "tickvals": [0, 25, 50, 75, 100]}
    chart.update_xaxes(title_text=across.title, showgrid=False, **axis)
    chart.update_yaxes(title_text=up.title, **axis)
    return chart
