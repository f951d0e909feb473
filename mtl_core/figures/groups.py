"""A task's metric in each group of rows, with intervals, over the line of all rows."""

from __future__ import annotations

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import distinct_labels
from mtl_core.records.metrics import SHARES
from mtl_core.verdict.grouped import Grouped


def table(known: Grouped) -> dict[str, list[object]]:
    """The chart as columns."""
    return {
        "group": [group.name for group in known.groups],
        "rows": [group.rows for group in known.groups],
        "value": [group.value for group in known.groups],
        "interval from": [group.low for group in known.groups],
        "interval to": [group.high for group in known.groups],
    }


def figure(known: Grouped, title: str, slot: int, dark: bool) -> go.Figure:
    """A line a group, the first on top: a dot in the task's colour with its interval, hollow where there is none."""
    mark, colours, places = palette.TASKS[slot], palette.surface(dark), list(range(len(known.groups)))
    scale = 100 if known.metric in SHARES else 1
    chart = chart_style.empty(dark, height=90 + 34 * len(places))
    chart.add_vline(x=scale * known.value, line={"color": colours.faint, "width": 1})
    for told in (True, False):
        shown = [(y, group) for y, group in zip(places, known.groups, strict=True) if (group.low is not None) == told]
        shown = [(y, group) for y, group in shown if group.value is not None]
        values = [scale * (group.value or 0.0) for _, group in shown]
        chart.add_scatter(
            x=values,
            y=[y for y, _ in shown],
            mode="markers",
            marker={"color": mark.colour(dark), "size": 9, "symbol": mark.marker if told else f"{mark.marker}-open"},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [scale * (group.high or 0.0) - x for x, (_, group) in zip(values, shown, strict=True)],
                "arrayminus": [x - scale * (group.low or 0.0) for x, (_, group) in zip(values, shown, strict=True)],
                "color": mark.colour(dark),
                "thickness": 1.5,
                "width": 0,
                "visible": told,
            },
            customdata=[group.rows for _, group in shown],
            hovertemplate="%{x:,.4~r} over %{customdata:,} rows<extra></extra>",
        )
    ticks = [f"{label} · {group.rows:,}" for label, group in zip(_labels(known), known.groups, strict=True)]
    chart.update_yaxes(tickvals=places, ticktext=ticks, range=[len(places) - 0.5, -0.5], showgrid=False)
    chart.update_xaxes(title_text=f"{title}, %" if scale == 100 else title)
    return chart


def _labels(known: Grouped) -> list[str]:
    return distinct_labels([group.name for group in known.groups])
