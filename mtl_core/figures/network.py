"""A network as its blocks from the inputs on the left to the tasks' heads on the right."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import distinct_labels, label
from mtl_core.plan import Block, Plan
from mtl_core.wording import format_count

_ROW = 34  # pixels of a block and the room above it
Point = tuple[float, float]


def figure(plan: Plan, dark: bool) -> go.Figure:
    """A mark for each block, in the colour of the task that alone trains it, and a line from each of its sources."""
    places = _place(plan)
    rows = max(sum(place[0] == column for place in places.values()) for column in {x for x, _ in places.values()})
    chart, colours = chart_style.empty(dark, height=max(220, _ROW * (rows + 1))), palette.surface(dark)
    ends = [
        point for block in plan.blocks for source in block.sources for point in (places[source], places[block.id], None)
    ]
    chart.add_scatter(
        x=[point and point[0] for point in ends],
        y=[point and point[1] for point in ends],
        mode="lines",
        line={"color": colours.line, "width": 1.5},
        hoverinfo="skip",
    )
    _draw_blocks(chart, plan, places, dark)
    hidden = {"showticklabels": False, "showgrid": False}
    last = max(x for x, _ in places.values())
    chart.update_xaxes(range=[-0.4, last * 1.25 + 0.6], **hidden)
    chart.update_yaxes(**hidden)
    return chart


def _draw_blocks(chart: go.Figure, plan: Plan, places: Mapping[str, Point], dark: bool) -> None:
    shared = palette.surface(dark).secondary
    marks = {task.id: palette.TASKS[slot] for slot, task in enumerate(plan.tasks)}
    names = distinct_labels([f"{marks[task.id].letter} · {task.name}" for task in plan.tasks], 26)
    heads = dict(zip(marks, names, strict=True))
    blocks = plan.blocks
    chart.add_scatter(
        x=[places[block.id][0] for block in blocks],
        y=[places[block.id][1] for block in blocks],
        mode="markers+text",
        marker={
            "symbol": ["diamond" if block.word else "square" for block in blocks],  # small points, such as gates
            "size": [12 if block.word else 18 for block in blocks],
            "color": [shared if block.shared else marks[block.tasks[0]].colour(dark) for block in blocks],
        },
        text=[heads[block.owners[0]] if block.role == "head" else "" for block in blocks],
        textposition="middle right",
        hovertext=[_tell(plan, block) for block in blocks],
        hoverinfo="text",
    )


def _place(plan: Plan) -> dict[str, Point]:
    """Each block right of all its sources, those that none reads rightmost; beside each other as their tasks are."""
    slots = {task.id: slot for slot, task in enumerate(plan.tasks)}
    columns: dict[str, int] = {}
    for block in plan.blocks:
        columns[block.id] = max((columns[source] + 1 for source in block.sources), default=0)
    last, read = max(columns.values()), {source for block in plan.blocks for source in block.sources}
    columns |= dict.fromkeys(columns.keys() - read, last)
    found: dict[str, Point] = {}
    for column in range(last + 1):
        beside = [block for block in plan.blocks if columns[block.id] == column]
        beside.sort(key=lambda block: fmean(slots[task] for task in block.owners))
        for row, block in enumerate(beside):
            found[block.id] = (float(column), (len(beside) - 1) / 2 - row)
    return found


def _tell(plan: Plan, block: Block) -> str:
    """Its title, how many values it gives and how many parameters it has."""
    names = {task.id: task.name for task in plan.tasks}
    everybody = len(block.owners) == len(names) > 1
    whose = "all tasks" if everybody else ", ".join(label(names[task]) for task in block.owners)
    values = format_count(block.units, "value", "values")
    parameters = format_count(block.parameters, "parameter", "parameters")
    return f"{block.title(whose, single=len(names) == 1)}<br>{values}, {parameters}"
