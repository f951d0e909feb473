"""Which inputs the answers to which tasks rest on, as a heat map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import distinct_labels, label
from mtl_core.records.importance import ColumnImportance, Importances, TaskImportance
from mtl_core.verdict.sentences import format_difference

MOST_INPUTS = 15
MOST_WRITTEN = 8  # tasks up to which each cell carries its number


def list_shown(known: Importances) -> list[str]:
    """The inputs that are drawn: those that count, by the largest share of what any task rests on."""
    shares: dict[str, float] = {}
    for task in known.tasks:
        for column in task.columns:
            if column.counts:
                shares[column.column] = max(shares.get(column.column, 0.0), _share(task, column))
    return sorted(shares, key=lambda name: -shares[name])[:MOST_INPUTS]


def figure(known: Importances, slots: Mapping[str, int], dark: bool) -> go.Figure:
    """Inputs down, tasks across, each task's darkest cell the input that counts most for it; ``slots`` has the place of
    each task by its id. An input whose interval holds 0 stays empty."""
    names, colours = list_shown(known), palette.surface(dark)
    chart = chart_style.empty(dark, height=max(160, 70 + 34 * len(names)))
    cells = [[_cell(task, name) for task in known.tasks] for name in names]
    for place, task in enumerate(known.tasks):
        hue = palette.TASKS[slots[task.id]].colour(dark)
        column = [row[place] for row in cells]
        chart.add_heatmap(
            x=[place] * len(names),
            y=list(range(len(names))),
            z=[None if cell is None else _share(task, cell) for cell in column],
            zmin=0,
            zmax=1,
            colorscale=[[0, palette.tint(hue, 0.06)], [1, palette.tint(hue, 0.5)]],
            showscale=False,
            xgap=4,
            ygap=4,
            text=[_tell(task, cell) for cell in column],
            hoverinfo="text",
            hoverongaps=False,
        )
    if len(known.tasks) <= MOST_WRITTEN:
        _write(chart, known.tasks, cells, colours.ink)
    tasks = [f"{palette.TASKS[slots[task.id]].letter} · {task.name}" for task in known.tasks]
    across = {"tickvals": list(range(len(tasks))), "ticktext": distinct_labels(tasks, 24), "showgrid": False}
    chart.update_xaxes(side="top", range=[-0.5, len(tasks) - 0.5], **across)
    chart.update_yaxes(
        range=[len(names) - 0.5, -0.5],
        tickvals=list(range(len(names))),
        ticktext=distinct_labels(names, 28),
        showgrid=False,
    )
    return chart


def _cell(task: TaskImportance, name: str) -> ColumnImportance | None:
    """What is known of that input, if it counts."""
    return next((column for column in task.columns if column.column == name and column.counts), None)


def _share(task: TaskImportance, column: ColumnImportance) -> float:
    """Its fall beside the largest of the task."""
    return column.fall / max(each.fall for each in task.columns)


def _tell(task: TaskImportance, cell: ColumnImportance | None) -> str:
    if cell is None:
        return ""
    template = "{column} for {task}<br>{metric} worse by {fall}, 95% interval {low} to {high}"
    numbers = {"fall": cell.fall, "low": cell.low, "high": cell.high}
    words = {name: format_difference(task.metric, number) for name, number in numbers.items()}
    return template.format(column=label(cell.column), task=label(task.name), metric=task.metric, **words)


def _write(
    chart: go.Figure, tasks: Sequence[TaskImportance], cells: Sequence[Sequence[ColumnImportance | None]], ink: str
) -> None:
    """The fall in each cell, as one trace of text."""
    filled = [(i, j, cell) for i, row in enumerate(cells) for j, cell in enumerate(row) if cell is not None]
    chart.add_scatter(
        x=[j for _, j, _ in filled],
        y=[i for i, *_ in filled],
        mode="text",
        text=[format_difference(tasks[j].metric, cell.fall) for _, j, cell in filled],
        textfont={"size": 13, "color": ink},
        hoverinfo="skip",
    )
