"""What all charts share: font, hairlines, margins and settings, light and dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from mtl_core.figures import palette

# For ``st.plotly_chart(config=…)`` and ``Plotly.react``: no logo, no toolbar over the chart.
CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": False, "responsive": True}


def template(dark: bool) -> go.layout.Template:
    """The look of every chart in one theme."""
    colours = palette.surface(dark)
    axis = {
        "gridcolor": colours.hairline,
        "linecolor": colours.hairline,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 12, "color": colours.secondary},
        "title": {"font": {"size": 12, "color": colours.secondary}, "standoff": 8},
        "automargin": True,
        "fixedrange": True,
    }
    layout = go.Layout(
        font={"family": palette.FONT, "size": 12, "color": colours.ink},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={
            "bgcolor": colours.card,
            "bordercolor": colours.line,
            "font": {"family": palette.FONT, "size": 13, "color": colours.ink},
        },
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False,
        xaxis=axis,
        yaxis={**axis, "ticklabelstandoff": 4},
        annotationdefaults={"font": {"size": 12, "color": colours.secondary}, "showarrow": False},
    )
    return go.layout.Template(layout=layout)


def whole(high: float, low: float = 0.0, *, most: int = 5) -> dict[str, Any]:
    """The ticks of an axis of whole numbers, such as a count: at most about ``most``, none of them a fraction."""
    least = max(1.0, (high - low) / most)
    power = 10 ** math.floor(math.log10(least))
    return {"tick0": 0, "dtick": next(power * step for step in (1, 2, 5, 10) if power * step >= least)}


def add_rows(chart: go.Figure, x: Sequence[float], y: Sequence[float], slot: int, dark: bool, hover: str) -> None:
    """A point per test row with the marker of the task in that slot; ``hover`` says what it tells."""
    mark = palette.TASKS[slot]
    chart.add_scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"color": mark.colour(dark), "symbol": mark.marker, "size": 6, "opacity": 0.55},
        name="test rows",
        hovertemplate=f"{hover}<extra></extra>",
    )


def empty(dark: bool, height: int) -> go.Figure:
    """A chart of the common look with nothing drawn yet, its height reserved."""
    return go.Figure(layout={"template": template(dark), "height": height})
