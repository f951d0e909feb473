"""Who helps whom as a graph: an arrow from each task to those that learning it helps or hurts."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import label
from mtl_core.records.affinity import Affinities, Affinity

_HEIGHT = 320
_GAP = 0.17  # between a task's mark and the arrows' ends
_ASIDE = 0.045  # of two arrows between two tasks, each to its right
_THICKEST, _THINNEST = 4.5, 1.2
Point = tuple[float, float]


def figure(known: Affinities, dark: bool) -> go.Figure:
    """Solid where it helps, dashed where it hurts, the thicker the more; none where nothing can be told."""
    colours, number = palette.surface(dark), len(known.tasks)
    chart = chart_style.empty(dark, height=_HEIGHT)
    places = [(math.sin(2 * math.pi * n / number), math.cos(2 * math.pi * n / number)) for n in range(number)]
    edges = [(one, other, cell) for one, other, cell in known.pairs if cell.sign]
    most = max((abs(cell.value) for *_, cell in edges), default=1.0)
    for one, other, cell in edges:
        _draw(chart, places[one], places[other], cell, abs(cell.value) / most, colours)
    chart.add_scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="markers+text",
        marker={"size": 30, "color": [mark.colour(dark) for mark in palette.TASKS[:number]]},
        text=[f"<b>{mark.letter}</b>" for mark in palette.TASKS[:number]],
        textfont={"size": 15, "color": [mark.letter_ink(dark) for mark in palette.TASKS[:number]]},
        hovertext=[label(name) for name in known.tasks],
        hoverinfo="text",
    )
    hidden = {"visible": False, "range": [-1.35, 1.35]}
    chart.update_xaxes(**hidden)
    chart.update_yaxes(scaleanchor="x", **hidden)
    return chart


def _draw(chart: go.Figure, start: Point, end: Point, cell: Affinity, share: float, colours: palette.Surface) -> None:
    """One arrow, a line and its head."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, up)
    along = (across / length, up / length)
    aside = (_ASIDE * along[1], -_ASIDE * along[0])
    tail = (start[0] + _GAP * along[0] + aside[0], start[1] + _GAP * along[1] + aside[1])
    head = (end[0] - _GAP * along[0] + aside[0], end[1] - _GAP * along[1] + aside[1])
    width = _THINNEST + (_THICKEST - _THINNEST) * share
    colour = colours.secondary if cell.sign > 0 else colours.warning
    chart.add_scatter(
        x=[tail[0], head[0]],
        y=[tail[1], head[1]],
        mode="lines",
        line={"color": colour, "width": width, "dash": "solid" if cell.sign > 0 else "dash"},
        hoverinfo="skip",
    )
    chart.add_annotation(
        x=head[0],
        y=head[1],
        ax=head[0] - 0.05 * along[0],
        ay=head[1] - 0.05 * along[1],
        axref="x",
        ayref="y",
        showarrow=True,
        arrowhead=2,
        arrowsize=max(0.9, 2.4 / width),
        arrowwidth=width,
        arrowcolor=colour,
        text="",
    )
