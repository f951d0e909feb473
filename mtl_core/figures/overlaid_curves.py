"""The validation losses of several runs over each other: a colour for each task, a dash for each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import label
from mtl_core.wording import format_number, list_names

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""As many runs as can be told apart."""
Points = Sequence[tuple[float, float | None]]


@dataclass(frozen=True)
class RunCurves:
    """A run by its name, and by task its (epoch, loss) on validation rows, where guessing is 1."""

    name: str
    losses: Mapping[str, Points]


def sentence(runs: Sequence[RunCurves]) -> str:
    """The chart in words: the least loss of each task in each run."""
    told = []
    for task in _tasks(runs):
        least = {run.name: [loss for _, loss in run.losses.get(task, ()) if loss is not None] for run in runs}
        known = [f"{format_number(min(losses))} in {name}" for name, losses in least.items() if losses]
        told.append(f"{task} {list_names(known)}" if known else f"{task} not known")
    return f"Least losses on validation rows, where guessing is 1: {'; '.join(told)}."


def figure(runs: Sequence[RunCurves], dark: bool) -> go.Figure:
    """A line for each task of each of at most six runs, on a logarithmic axis."""
    chart, colours = chart_style.empty(dark, height=380), palette.surface(dark)
    marks = {task: palette.TASKS[slot % len(palette.TASKS)] for slot, task in enumerate(_tasks(runs))}
    for run, dash in zip(runs, DASHES, strict=False):
        _key(chart, run.name, colours.secondary, dash)
        for task, points in run.losses.items():
            chart.add_scatter(
                x=[epoch for epoch, _ in points],
                y=[loss for _, loss in points],
                mode="lines",
                line={"color": marks[task].colour(dark), "width": 2, "dash": dash},
                showlegend=False,
                hovertemplate=f"{label(task)}, {label(run.name)}<br>epoch %{{x}}: %{{y:.3f}}<extra></extra>",
            )
    for task, mark in marks.items():
        _key(chart, task, mark.colour(dark), "solid")
    last = max((points[-1][0] for run in runs for points in run.losses.values() if points), default=1.0)
    chart.add_hline(y=1, line={"color": colours.line, "width": 1})
    chart.add_annotation(text="guessing", x=1, xref="x domain", xanchor="right", y=0, yanchor="bottom")  # log10 of 1
    chart.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.2, "font": {"color": colours.ink}})
    chart.update_xaxes(title_text="epoch", showgrid=False, **chart_style.whole(last))
    chart.update_yaxes(title_text="validation loss, guessing is 1", type="log")
    return chart


def _tasks(runs: Sequence[RunCurves]) -> list[str]:
    return list(dict.fromkeys(task for run in runs for task in run.losses))


def _key(chart: go.Figure, name: str, colour: str, dash: str) -> None:
    """What a colour or a dash stands for; no line is drawn."""
    line = {"color": colour, "width": 2, "dash": dash}
    chart.add_scatter(x=[None], y=[None], mode="lines", line=line, name=label(name), hoverinfo="skip")
