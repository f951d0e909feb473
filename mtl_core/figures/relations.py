"""How strongly tasks go together, all with all, as a heat map of one half."""

from __future__ import annotations

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import distinct_labels, label
from mtl_core.tables.checks.task_relations import TaskRelations

MOST_WRITTEN = 10  # tasks up to which each cell carries its number


def figure(known: TaskRelations, dark: bool) -> go.Figure:
    """Each pair of tasks once, the darker the more they go together; a pair without common rows stays empty."""
    colours = palette.surface(dark)
    down, across = range(1, len(known.names)), range(len(known.names) - 1)
    chart = chart_style.empty(dark, height=max(140, min(560, 70 + 44 * len(down))))
    names = distinct_labels([f"{palette.TASKS[slot].letter} · {name}" for slot, name in enumerate(known.names)], 24)
    shown = [[known.strength[one][other] if other < one else None for other in across] for one in down]
    chart.add_heatmap(
        z=shown,
        zmin=0,
        zmax=1,
        colorscale=[[0, colours.sunk], [1, colours.faint]],
        showscale=False,
        xgap=4,
        ygap=4,
        text=[[_describe(known, one, other) if other < one else "" for other in across] for one in down],
        hoverinfo="text",
        hoverongaps=False,
    )
    if len(known.names) <= MOST_WRITTEN:
        cells = [(i, j, value) for i, row in enumerate(shown) for j, value in enumerate(row) if value is not None]
        chart.add_scatter(
            x=[j for _, j, _ in cells],
            y=[i for i, _, _ in cells],
            mode="text",
            text=[f"{value:.2f}" for *_, value in cells],
            textfont={"size": 14, "color": colours.ink},
            hoverinfo="skip",
        )
    places = list(across)
    chart.update_xaxes(side="bottom", tickvals=places, ticktext=names[:-1], showgrid=False)
    chart.update_yaxes(autorange="reversed", tickvals=places, ticktext=names[1:], showgrid=False)
    return chart


def _describe(known: TaskRelations, one: int, other: int) -> str:
    template = "{one} and {other}: {strength}<br>{common:.0%} of the rows have both labels"
    strength = known.strength[one][other]
    return template.format(
        one=label(known.names[other]),
        other=label(known.names[one]),
        strength="not known" if strength is None else f"{strength:.2f} of 1",
        common=known.common[one][other],
    )
