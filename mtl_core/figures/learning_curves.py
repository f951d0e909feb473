"""The losses of all tasks over the epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import label
from mtl_core.records.events import EpochEvent
from mtl_core.wording import format_number

Epochs = Sequence[EpochEvent]
_TOLD = "Losses after epoch {epoch:,}, where guessing is 1: {losses}."
_ALONE = "Dotted: the same rows, learnt by a network of the task's own."


def sentence(epochs: Epochs, names: Mapping[str, str], alone: Mapping[str, Epochs] | None = None) -> str:
    """The chart in words: the last loss of each task, where guessing is 1."""
    told = []
    for task, name in names.items():
        parts = (epochs[-1].validation, epochs[-1].train)
        losses = [loss for part in parts if (loss := part.get(task)) is not None]
        if losses:
            told.append(f"{name} {format_number(losses[0])}")
    said = _TOLD.format(epoch=epochs[-1].epoch, losses=", ".join(told) or "not known")
    return f"{said} {_ALONE}" if alone and any(alone.values()) else said


def figure(
    epochs: Epochs,
    names: Mapping[str, str],
    kept: int | None,
    dark: bool,
    alone: Mapping[str, Epochs] | None = None,
) -> go.Figure:
    """Two lines a task, validation rows in full and training rows faint, on a logarithmic axis where guessing is 1, and
    behind them, dotted, that of a network that learnt it ``alone``, as its t0; ``names`` are the tasks' by id in slot
    order, ``kept`` is the epoch whose weights were kept."""
    chart, colours = chart_style.empty(dark, height=340), palette.surface(dark)
    for slot, (task, name) in enumerate(names.items()):
        _add_lines(chart, slot, name, epochs, task, dark)
        _add_ghost(chart, slot, name, (alone or {}).get(task, ()), dark)
    chart.add_hline(y=1, line={"color": colours.line, "width": 1})
    chart.add_annotation(text="guessing", x=1, xref="x domain", xanchor="right", y=0, yanchor="bottom")  # log10 of 1
    if kept is not None:
        chart.add_vline(x=kept, line={"color": colours.line, "width": 1, "dash": "dot"}, annotation_text="kept")
    chart.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.2, "font": {"color": colours.ink}})
    chart.update_xaxes(title_text="epoch", showgrid=False, **chart_style.whole(epochs[-1].epoch))
    chart.update_yaxes(title_text="loss, guessing is 1", type="log")
    return chart


def _add_lines(chart: go.Figure, slot: int, name: str, epochs: Epochs, task: str, dark: bool) -> None:
    mark = palette.TASKS[slot]
    for part, width, opacity in (("train", 1.5, 0.45), ("validation", mark.width(), 1.0)):
        losses = [getattr(epoch, part).get(task) for epoch in epochs]
        if any(loss is not None for loss in losses):
            chart.add_scatter(
                x=[epoch.epoch for epoch in epochs],
                y=losses,
                mode="lines",
                opacity=opacity,
                line={"color": mark.colour(dark), "width": width, "dash": mark.dash},
                name=label(f"{mark.letter} · {name}"),
                legendgroup=task,
                showlegend=part == "validation" or epochs[-1].validation.get(task) is None,
                hovertemplate=f"{label(name)}, {part} rows<br>epoch %{{x}}: %{{y:.3f}}<extra></extra>",
            )


def _add_ghost(chart: go.Figure, slot: int, name: str, epochs: Epochs, dark: bool) -> None:
    """The validation rows of the task learnt alone."""
    mark = palette.TASKS[slot]
    losses = [epoch.validation.get("t0") for epoch in epochs]
    if any(loss is not None for loss in losses):
        chart.add_scatter(
            x=[epoch.epoch for epoch in epochs],
            y=losses,
            mode="lines",
            opacity=0.8,
            line={"color": mark.colour(dark), "width": 1.5, "dash": "dot"},
            name=label(f"{mark.letter} alone"),
            legendgroup=f"t{slot}",
            hovertemplate=f"{label(name)} alone, validation rows<br>epoch %{{x}}: %{{y:.3f}}<extra></extra>",
        )
