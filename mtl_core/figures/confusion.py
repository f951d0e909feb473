"""Which classes are taken for which; of what was judged of a task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import distinct_labels, label
from mtl_core.records.results import Confusion, Judgement

MOST_WRITTEN = 10  # classes up to which each cell carries its number


@dataclass(frozen=True)
class ConfusionSummary:
    """``counts[i][j]`` test rows truly of class i that the model calls j; ``shares`` the same per true class."""

    labels: list[str]
    counts: list[list[int]]
    shares: list[list[float]]

    @property
    def rows(self) -> int:
        """Test rows in all."""
        return sum(map(sum, self.counts))

    @property
    def right(self) -> int:
        """Test rows on the diagonal."""
        return sum(row[place] for place, row in enumerate(self.counts))

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        template = "{right:,} of {rows:,} test rows are put in their true class; {classes} classes."
        return template.format(right=self.right, rows=self.rows, classes=len(self.labels))

    def table(self) -> dict[str, list[Any]]:
        """The chart as columns: the true class, then a column for each class the model says."""
        said = {f"says {name}": [row[place] for row in self.counts] for place, name in enumerate(self.labels)}
        return {"truly": list(self.labels), **said}


def summarize(task: Judgement) -> ConfusionSummary:
    """The confusion matrix of one task of ``evaluation.json``."""
    matrix = task.confusion or Confusion()
    shares = [[count / (sum(row) or 1) for count in row] for row in matrix.counts]
    return ConfusionSummary(list(matrix.labels), [list(row) for row in matrix.counts], shares)


def figure(task: Judgement, slot: int, dark: bool) -> go.Figure:
    """True classes down, said classes across: the right cells in the task's colour, the others in grey."""
    known, colours = summarize(task), palette.surface(dark)
    places = list(range(len(known.labels)))
    chart = chart_style.empty(dark, height=max(220, min(560, 90 + 44 * len(places))))
    hue = palette.TASKS[slot].colour(dark)
    right = [[share if i == j else None for j, share in enumerate(row)] for i, row in enumerate(known.shares)]
    wrong = [[share if i != j else None for j, share in enumerate(row)] for i, row in enumerate(known.shares)]
    # Text, not a template: people's names never meet plotly's own fields.
    hover = [[_cell(known, i, j) for j in places] for i in places]
    for cells, scale in (
        (wrong, [[0, colours.sunk], [1, colours.faint]]),
        (right, [[0, palette.tint(hue, 0.08)], [1, palette.tint(hue, 0.38)]]),
    ):
        chart.add_heatmap(
            z=cells, zmin=0, zmax=1, colorscale=scale, showscale=False, xgap=4, ygap=4, text=hover, hoverinfo="text"
        )
    if len(places) <= MOST_WRITTEN:
        _write(chart, known, colours.ink)
    axis = {"tickvals": places, "ticktext": distinct_labels(known.labels), "showgrid": False}
    chart.update_xaxes(title_text="model says", side="top", **axis)
    chart.update_yaxes(title_text="truly", autorange="reversed", **axis)
    return chart


def _cell(known: ConfusionSummary, true: int, said: int) -> str:
    template = "truly {true}, model says {said}<br>{count:,} rows, {share:.0%} of that class"
    return template.format(
        true=label(known.labels[true]),
        said=label(known.labels[said]),
        count=known.counts[true][said],
        share=known.shares[true][said],
    )


def _write(chart: go.Figure, known: ConfusionSummary, ink: str) -> None:
    """The number of rows in each cell, as one trace of text."""
    cells = [(i, j) for i in range(len(known.labels)) for j in range(len(known.labels))]
    chart.add_scatter(
        x=[j for _, j in cells],
        y=[i for i, _ in cells],
        mode="text",
        text=[f"{known.counts[i][j]:,}" for i, j in cells],
        textfont={"size": 14, "color": ink},
        hoverinfo="skip",
    )
