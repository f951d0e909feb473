"""Several methods over two tasks: which of them no other beats on both; knows their means as plain numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import frame, palette
from mtl_core.figures.labels import label


@dataclass(frozen=True)
class Axis:
    """A task and how it is measured."""

    slot: int
    task: str
    metric: str
    lower: bool  # whether less is better

    def title(self) -> str:
        """What stands at the axis, which always leads from bad to good."""
        turned = ", turned round: less is better" if self.lower else ""
        return f"{palette.TASKS[self.slot].letter} · {label(self.task)}: {label(self.metric, 60).lower()}{turned}"


@dataclass(frozen=True)
class Point:
    """A method's mean for both tasks, and half the width of each 95 % interval (None for a single run)."""

    number: int  # by which it is known in the picture
    name: str
    x: float
    y: float
    x_half: float | None
    y_half: float | None
    reference: bool = False  # no single network, so it beats none and none beats it


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
        template = "No other method is better on both {one} and {other} than {names}; going by the means alone."
        first, second = self.axes
        return template.format(one=first.task, other=second.task, names=" or ".join(names))

    def table(self) -> dict[str, list[str | float | None]]:
        """The chart as columns."""
        first, second = self.axes
        return {
            "method": [point.name for point in self.points],
            first.task: [point.x for point in self.points],
            f"± ({first.task})": [point.x_half for point in self.points],
            second.task: [point.y for point in self.points],
            f"± ({second.task})": [point.y_half for point in self.points],
            "beaten by none": ["yes" if n in self.front else "" for n in range(len(self.points))],
        }


def facts(points: Sequence[Point], axes: tuple[Axis, Axis]) -> Facts:
    """Which points are Pareto-optimal by their means."""
    goods = [tuple(-v if axis.lower else v for axis, v in zip(axes, (p.x, p.y), strict=True)) for p in points]
    rivals = [good for good, point in zip(goods, points, strict=True) if not point.reference]
    best = {n for n, good in enumerate(goods) if not points[n].reference and not any(_beats(r, good) for r in rivals)}
    return Facts(tuple(points), axes, frozenset(best))


def _beats(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one != other and all(mine >= theirs for mine, theirs in zip(one, other, strict=True))


def figure(known: Facts, dark: bool) -> go.Figure:
    """A numbered circle for each method, filled where no other beats it; better is always to the right and up."""
    colours, chart = palette.surface(dark), frame.empty(dark, height=420)
    _line(chart, known, colours)
    for place, point in enumerate(known.points):
        _add(chart, point, place in known.front, colours)
    first, second = known.axes
    chart.update_xaxes(title_text=first.title(), autorange="reversed" if first.lower else True)
    chart.update_yaxes(title_text=second.title(), autorange="reversed" if second.lower else True)
    chart.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.18, "yanchor": "top", "x": 0})
    return chart


def _line(chart: go.Figure, known: Facts, colours: palette.Surface) -> None:
    """From one point of the front to the next."""
    front = sorted((known.points[place] for place in known.front), key=lambda point: point.x)
    chart.add_scatter(
        x=[point.x for point in front],
        y=[point.y for point in front],
        mode="lines",
        line={"color": colours.faint, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )


def _add(chart: go.Figure, point: Point, best: bool, colours: palette.Surface) -> None:
    bar = {"color": colours.faint, "thickness": 1, "width": 5}
    chart.add_scatter(
        x=[point.x],
        y=[point.y],
        error_x={**bar, "type": "data", "array": [point.x_half or 0.0], "visible": point.x_half is not None},
        error_y={**bar, "type": "data", "array": [point.y_half or 0.0], "visible": point.y_half is not None},
        mode="markers+text",
        marker={
            "symbol": "diamond" if point.reference else "circle",
            "size": 26 if point.reference else 22,
            "color": colours.primary if best else colours.card,
            "line": {"color": colours.primary if best else colours.secondary, "width": 1.5},
        },
        text=[str(point.number)],
        textposition="middle center",
        textfont={"size": 12, "color": colours.on_primary if best else colours.ink},
        name=f"{point.number} {label(point.name, 40)}",
        hovertemplate=f"{label(point.name, 40)}<br>%{{x:.4g}}<br>%{{y:.4g}}<extra></extra>",
    )
