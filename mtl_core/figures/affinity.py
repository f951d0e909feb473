"""Who helps whom as a heat map: the task that is learnt down, the task that is helped across."""

from __future__ import annotations

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import distinct_labels, label
from mtl_core.records.affinity import Affinities, Affinity
from mtl_core.verdict.affinities import format_affinity

MOST_WRITTEN = 8  # tasks up to which each cell carries its number
_WORDS = {1: "helps", -1: "hurts", 0: "does nothing that can be told to"}


def figure(known: Affinities, dark: bool) -> go.Figure:
    """Each cell the darker the more it helps or hurts; one whose interval holds 0 has no colour, nor has what a task
    does to itself."""
    number, colours = len(known.tasks), palette.surface(dark)
    places = range(number)
    chart = chart_style.empty(dark, height=max(180, 70 + 44 * number))
    cells = [[_other(known, one, other) for other in places] for one in places]
    most = max((abs(cell.value) for row in cells for cell in row if cell and cell.sign), default=1.0)
    steps = len(colours.conflict) - 1
    chart.add_heatmap(
        z=[[None if cell is None else cell.value / most if cell.sign else 0.0 for cell in row] for row in cells],
        zmin=-1,
        zmax=1,
        colorscale=[[step / steps, colour] for step, colour in enumerate(colours.conflict)],
        showscale=False,
        xgap=4,
        ygap=4,
        text=[[_describe(known, one, other) for other in places] for one in places],
        hoverinfo="text",
        hoverongaps=False,
    )
    if number <= MOST_WRITTEN:
        filled = [(i, j, cell) for i, row in enumerate(cells) for j, cell in enumerate(row) if cell is not None]
        chart.add_scatter(
            x=[j for _, j, _ in filled],
            y=[i for i, *_ in filled],
            mode="text",
            text=[_write(cell) for *_, cell in filled],
            textfont={"size": 13, "color": colours.ink},
            hoverinfo="skip",
        )
    ticks = {"tickvals": list(places), "showgrid": False}
    names = distinct_labels([f"{palette.TASKS[slot].letter} · {name}" for slot, name in enumerate(known.tasks)], 22)
    chart.update_xaxes(side="top", title="helps (+) or hurts (−)", ticktext=names, **ticks)
    chart.update_yaxes(autorange="reversed", title="learning", ticktext=names, **ticks)
    return chart


def _other(known: Affinities, one: int, other: int) -> Affinity | None:
    """What is known of two different tasks."""
    return known.ahead[one][other] if one != other else None


def _write(cell: Affinity) -> str:
    """The number, whose sign says whether it helps or hurts; a dot where nothing can be told."""
    return format_affinity(cell.value) if cell.sign else "·"


def _describe(known: Affinities, one: int, other: int) -> str:
    cell = _other(known, one, other)
    if cell is None:
        return ""
    template = "Learning {one} {does} {other}<br>its loss gets smaller by {value}{ends}"
    ends = ""
    if cell.low is not None and cell.high is not None:
        ends = f", 95% interval {format_affinity(cell.low)} to {format_affinity(cell.high)}"
    names = {"one": label(known.tasks[one]), "other": label(known.tasks[other])}
    return template.format(does=_WORDS[cell.sign], value=format_affinity(cell.value), ends=ends, **names)
