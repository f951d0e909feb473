"""What several candidates gain on two tasks over the tasks learnt alone, or over the first of them, and which no other
beats on both; knows their means as plain numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.comparison.front import find_front
from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import label
from mtl_core.figures.label_placement import near, place_labels
from mtl_core.wording import format_signed, rough

_HEIGHT = 440
_PLOT = (420.0, 300.0)  # pixels between the axes, in a narrow window; in a wide one dots are farther apart
_ROOM = 0.08  # of an axis, beyond the outermost bar
_TOGETHER = 12.0  # pixels: dots that hovering over one of them tells of
_SIZES = {("circle", True): 8, ("circle", False): 12, ("diamond", False): 16}  # rings stay seen around filled dots


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
    """A candidate's mean gain on both tasks, and half the width of each 95% interval (None for a single run)."""

    number: int  # by which it is known in the picture
    name: str
    x: float
    y: float
    x_half: float | None
    y_half: float | None


@dataclass(frozen=True)
class ParetoSummary:
    """The points, and the places of those that no other beats: as good on one task and better on the other."""

    points: tuple[Point, ...]
    axes: tuple[Axis, Axis]
    front: frozenset[int]

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        if not self.front:
            return "Nothing has results for both tasks yet."
        names = [point.name for place, point in enumerate(self.points) if place in self.front]
        template = "Going by the means alone, none of the others gains more on both {one} and {other} than {names}."
        first, second = self.axes
        return template.format(one=first.task, other=second.task, names=" or ".join(names))

    def table(self) -> dict[str, list[str | float | None]]:
        """The chart as columns."""
        first, second = self.axes
        return {
            "candidate": [point.name for point in self.points],
            f"gain: {first.task}": [point.x for point in self.points],
            f"± {first.task}": [point.x_half for point in self.points],
            f"gain: {second.task}": [point.y for point in self.points],
            f"± {second.task}": [point.y_half for point in self.points],
            "beaten by none": ["yes" if place in self.front else "" for place in range(len(self.points))],
        }


def summarize(points: Sequence[Point], axes: tuple[Axis, Axis]) -> ParetoSummary:
    """Which points are Pareto-optimal by their means."""
    best = find_front({place: {"x": point.x, "y": point.y} for place, point in enumerate(points)})
    return ParetoSummary(tuple(points), axes, frozenset(best))


def figure(known: ParetoSummary, alone: Point | None, dark: bool) -> go.Figure:
    """A dot for each candidate, filled where no other beats it, a diamond where the tasks ``alone`` stand, if they do,
    and a number beside each, led to it by a line where many stand together."""
    colours, chart = palette.surface(dark), chart_style.empty(dark, height=_HEIGHT)
    for line in (chart.add_hline, chart.add_vline):
        line(0, line={"color": colours.secondary, "width": 1})
    beside = () if alone is None else (alone,)
    points = [*beside, *known.points]
    best = [*(False for _ in beside), *(place in known.front for place in range(len(known.points)))]
    ranges = _range([(p.x, p.x_half) for p in points]), _range([(p.y, p.y_half) for p in points])
    dots = [(_pixels(p.x, ranges[0], _PLOT[0]), _pixels(p.y, ranges[1], _PLOT[1])) for p in points]
    _bars(chart, points, colours)
    for place, (point, filled, (right, up)) in enumerate(zip(points, best, place_labels(dots, _PLOT), strict=True)):
        hover = "<br>".join(_line(points[other]) for other in near(dots, dots[place], _TOGETHER))
        _add(chart, point, "diamond" if point is alone else "circle", filled, hover, colours)
        _number(chart, point, filled, (right, -up), colours)
    for axis, title, limits in zip(("xaxis", "yaxis"), known.axes, ranges, strict=True):
        chart.update_layout({axis: {"title": {"text": title.title()}, "range": limits}})
    chart.update_layout(
        showlegend=True, legend={"orientation": "h", "y": -0.18, "yanchor": "top", "x": 0, "traceorder": "normal"}
    )
    return chart


def _range(values: Sequence[tuple[float, float | None]]) -> tuple[float, float]:
    """An axis with all means and intervals, and some room around them."""
    low = min(value - (half or 0.0) for value, half in values)
    high = max(value + (half or 0.0) for value, half in values)
    room = _ROOM * ((high - low) or 1.0)
    return low - room, high + room


def _pixels(value: float, limits: tuple[float, float], size: float) -> float:
    return size * (value - limits[0]) / (limits[1] - limits[0])


def _line(point: Point) -> str:
    """A candidate and its gains, as hovering shows it."""
    right, up = (
        format_signed(mean) + ("" if half is None else f" ± {rough(half)}")
        for mean, half in ((point.x, point.x_half), (point.y, point.y_half))
    )
    return f"{point.number} {label(point.name, 40)}: {right} to the right, {up} up"


def _bars(chart: go.Figure, points: Sequence[Point], colours: palette.Surface) -> None:
    """All intervals that there are, below all dots."""
    bar = {"color": colours.faint, "thickness": 1, "width": 5, "type": "data"}
    chart.add_scatter(
        x=[point.x for point in points],
        y=[point.y for point in points],
        error_x={**bar, "array": [point.x_half for point in points]},
        error_y={**bar, "array": [point.y_half for point in points]},
        mode="markers",
        marker={"opacity": 0},
        hoverinfo="skip",
        showlegend=False,
    )


def _add(chart: go.Figure, point: Point, symbol: str, best: bool, hover: str, colours: palette.Surface) -> None:
    chart.add_scatter(
        x=[point.x],
        y=[point.y],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": _SIZES[symbol, best],
            "color": colours.primary if best else "rgba(0,0,0,0)",
            "line": {"color": colours.primary if best else colours.secondary, "width": 1.5},
        },
        name=f"{point.number} {label(point.name, 40)}",
        hovertemplate=f"{hover}<extra></extra>",
    )


def _number(chart: go.Figure, point: Point, best: bool, shift: tuple[float, float], colours: palette.Surface) -> None:
    chart.add_annotation(
        x=point.x,
        y=point.y,
        text=str(point.number),
        ax=shift[0],
        ay=shift[1],
        showarrow=True,
        arrowhead=0,
        arrowwidth=1,
        arrowcolor=colours.secondary,
        standoff=5,
        bgcolor=colours.primary if best else colours.card,
        bordercolor=colours.primary if best else colours.secondary,
        borderpad=3,
        font={"size": 12, "color": colours.on_primary if best else colours.ink},
    )
