"""How good a task is by the number of rows that it is learnt from, together and alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.records.data_needs import DataNeed, Level, Step
from mtl_core.records.metrics import SHARES, TITLES
from mtl_core.verdict.data_need_sentences import tell_need


def sentence(need: DataNeed) -> str:
    """The chart in words: its alternative text."""
    return tell_need(need)


def table(need: DataNeed) -> dict[str, list[float | None]]:
    """The chart as columns of numbers."""
    found: dict[str, list[float | None]] = {"training rows": [float(step.rows) for step in need.steps]}
    for name, pick in _LINES.items():
        levels = [pick(step) for step in need.steps]
        found[name] = [level.value for level in levels]
        found[f"{name}, lower end"] = [level.low for level in levels]
        found[f"{name}, upper end"] = [level.high for level in levels]
    return found


_LINES: dict[str, Callable[[Step], Level]] = {"together": lambda step: step.together, "alone": lambda step: step.alone}


def figure(need: DataNeed, slot: int, dark: bool) -> go.Figure:
    """Two lines with 95% intervals over the training rows, whose axis is logarithmic: together in the colour of the
    task in that slot, alone dashed."""
    chart, colours, mark = chart_style.empty(dark, height=280), palette.surface(dark), palette.TASKS[slot]
    looks = {"together": (mark.colour(dark), "solid", 1.0), "alone": (colours.secondary, "dash", 1.03)}
    unit = 100 if need.metric in SHARES else 1
    for name, pick in _LINES.items():
        levels, (colour, dash, shift) = [pick(step) for step in need.steps], looks[name]
        chart.add_scatter(
            x=[step.rows * shift for step in need.steps],  # beside each other, or intervals would hide each other
            y=[level.value * unit for level in levels],
            error_y=_draw_ends(levels, unit, colour),
            mode="lines+markers",
            line={"color": colour, "dash": dash, "width": 2},
            marker={"color": colour, "size": 7, "symbol": mark.marker if name == "together" else "circle-open"},
            name=name,
            customdata=[[step.rows] for step in need.steps],
            hovertemplate=f"{name}, %{{customdata[0]:,}} rows: %{{y:,.4~r}}<extra></extra>",
        )
    title = TITLES.get(need.metric, need.metric)
    rows = [step.rows for step in need.steps]
    chart.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.3, "font": {"color": colours.ink}})
    chart.update_xaxes(
        title_text="training rows", type="log", showgrid=False, tickvals=rows, ticktext=[f"{count:,}" for count in rows]
    )
    chart.update_yaxes(title_text=f"{title}, %" if unit == 100 else title)
    return chart


def _draw_ends(levels: Sequence[Level], unit: float, colour: str) -> dict[str, Any]:
    """The intervals, of no length where there is none."""
    ends = [(x.value, x.value) if x.low is None or x.high is None else (x.low, x.high) for x in levels]
    return {
        "array": [unit * (high - level.value) for level, (_, high) in zip(levels, ends, strict=True)],
        "arrayminus": [unit * (level.value - low) for level, (low, _) in zip(levels, ends, strict=True)],
        "color": colour,
        "thickness": 1.5,
        "width": 4,
    }
