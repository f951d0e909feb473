"""What several methods gain on two tasks over the tasks learnt alone, and which of them no other beats on both; knows
their means as plain numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import frame, palette
from mtl_core.figures.labels import label

_HEIGHT = 440


@dataclass(frozen=True)
class Axis:
    """A task and how it is measured."""

    slot: int
    task: str
    metric: str

    def title(self) -> str:
        """What stands at the axis, which always leads from bad to good."""
        template = "{letter} · {task}: better by ({metric})"
        letter = palette.TASKS[self.slot].letter
        return template.format(letter=letter, task=label(self.task), metric=label(self.metric, 60).lower())


@dataclass(frozen=True)
class Point:
    """A method's mean gain on both tasks, and half the width of each 95% interval (None for a single run)."""

    number: int  # by which it is known in the picture
    name: str
    x: float
    y: float
    x_half: float | None
    y_half: float | None


@dataclass(frozen=True)
class Facts:
    """The points, and the places of those that no other beats: as good on one task and better on the other."""

    points: tuple[Point, ...]
    axes: tuple[Axis, Axis]
    front: frozenset[int]

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        if not self.front:
            return "No method has results for both tasks yet."
        names = [point.name for place, point in enumerate(self.points) if place in self.front]
        template = "Going by the means alone, no other method gains more on both {one} and {other} than {names}."
        first, second = self.axes
        return template.format(one=first.task, other=second.task, names=" or ".join(names))

    def table(self) -> dict[str, list[str | float | None]]:
        """The chart as columns."""
        first, second = self.axes
        return {
            "method": [point.name for point in self.points],
            f"gain: {first.task}": [point.x for point in self.points],
            f"± {first.task}": [point.x_half for point in self.points],
            f"gain: {second.task}": [point.y for point in self.points],
            f"± {second.task}": [point.y_half for point in self.points],
            "beaten by none": ["yes" if place in self.front else "" for place in range(len(self.points))],
        }


def facts(points: Sequence[Point], axes: tuple[Axis, Axis]) -> Facts:
    """Which points are Pareto-optimal by their means."""
    best = {place for place, point in enumerate(points) if not any(_beats(rival, point) for rival in points)}
    return Facts(tuple(points), axes, frozenset(best))


def _beats(one: Point, other: Point) -> bool:
    return (one.x, one.y) != (other.x, other.y) and one.x >= other.x and one.y >= other.y


def figure(known: Facts, alone: Point, dark: bool) -> go.Figure:
    """A numbered circle for each method, filled where no other beats it, and where the tasks ``alone`` stand."""
    colours, chart = palette.surface(dark), frame.empty(dark, height=_HEIGHT)
    for line in (chart.add_hline, chart.add_vline):
        line(0, line={"color": colours.secondary, "width": 1})
    _add(chart, alone, "diamond", False, colours)
    for place, point in enumerate(known.points):
        _add(chart, point, "circle", place in known.front, colours)
    first, second = known.axes
    chart.update_xaxes(title_text=first.title())
    chart.update_yaxes(title_text=second.title())
    chart.update_layout(
        showlegend=True, legend={"orientation": "h", "y": -0.18, "yanchor": "top", "x": 0, "traceorder": "normal"}
    )
    return chart


def _add(chart: go.Figure, point: Point, symbol: str, best: bool, colours: palette.Surface) -> None:
    bar = {"color": colours.faint, "thickness": 1, "width": 5}
    chart.add_scatter(
        x=[point.x],
        y=[point.y],
        error_x={**bar, "type": "data", "array": [point.x_half or 0.0], "visible": point.x_half is not None},
        error_y={**bar, "type": "data", "array": [point.y_half or 0.0], "visible": point.y_half is not None},
        mode="markers+text",
        marker={
            "symbol": symbol,
            "size": 26 if symbol == "diamond" else 21,
            "color": colours.primary if best else colours.card,
            "line": {"color": colours.primary if best else colours.secondary, "width": 1.5},
        },
        text=[str(point.number)],
        textposition="middle center",
        textfont={"size": 12, "color": colours.on_primary if best else colours.ink},
        name=f"{point.number} {label(point.name, 40)}",
        hovertemplate=f"{label(point.name, 40)}<br>%{{x:+.3g}}<br>%{{y:+.3g}}<extra></extra>",
    )
