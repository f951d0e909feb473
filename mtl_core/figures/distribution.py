"""How the values of one column are spread; knows a column's profile only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import plotly.graph_objects as go

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import distinct_labels
from mtl_core.tables.profile import ColumnProfile
from mtl_core.wording import MOMENTS, write_apart, write_digits


@dataclass(frozen=True)
class DistributionSummary:
    """Bins of numbers or dates (``edges``, one more than counts), or labels, each with its rows."""

    edges: list[float]
    labels: list[str]
    counts: list[int]
    is_date: bool
    missing: int

    def table(self) -> dict[str, list[str] | list[int]]:
        """The chart as columns."""
        edges = _write(self.edges, self.is_date)
        bins = [f"{low} – {high}" for low, high in pairwise(edges)]
        return {"value": self.labels or bins, "rows": self.counts}

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        if not self.counts:
            return "No value of this column can be drawn."
        most = max(range(len(self.counts)), key=self.counts.__getitem__)
        template = "Most rows, {most:,} of {rows:,}, have {value}; {missing:,} are empty."
        value = self.table()["value"][most]
        return template.format(most=self.counts[most], rows=sum(self.counts), value=value, missing=self.missing)


def _write(edges: Sequence[float], are_moments: bool) -> list[str]:
    """The edges in four digits or as days, or as much more as tells them apart."""
    if are_moments:
        return write_apart([datetime.fromtimestamp(edge, UTC) for edge in edges], MOMENTS)
    return write_apart(edges, map(write_digits, range(4, 18)))


def summarize(profile: ColumnProfile) -> DistributionSummary:
    """The spread of a column; what its labels leave out is one entry more, named "others"."""
    spread = profile.histogram
    if spread is None:
        return DistributionSummary([], [], [], False, profile.missing)
    labels, counts = list(spread.labels), list(spread.counts)
    if spread.rest:
        labels, counts = [*labels, "others"], [*counts, spread.rest]
    return DistributionSummary(list(spread.edges), labels, counts, COLUMN_KINDS[profile.kind].dated, profile.missing)


def figure(profile: ColumnProfile, slot: int, dark: bool) -> go.Figure:
    """A small histogram, or bars of labels, in the colour of the task at ``slot``."""
    known = summarize(profile)
    chart = chart_style.empty(dark, height=max(150, 30 + 18 * len(known.labels)))
    chart.update_layout(bargap=0.25, barcornerradius=2)
    marker = {"color": palette.TASKS[slot].colour(dark), "line": {"width": 0}}
    if known.labels:
        places = list(range(len(known.labels)))
        chart.add_bar(
            x=known.counts, y=places, orientation="h", hovertemplate="%{x:,} rows<extra></extra>", marker=marker
        )
        chart.update_yaxes(
            tickvals=places, ticktext=distinct_labels(known.labels), autorange="reversed", showgrid=False
        )
        chart.update_xaxes(chart_style.whole(max(known.counts), most=4))
    elif known.edges:
        _bins(chart, known, marker)
        if profile.storage == "integer":
            chart.update_xaxes(chart_style.whole(known.edges[-1], known.edges[0], most=6))
    return chart


def _bins(chart: go.Figure, known: DistributionSummary, marker: Mapping[str, object]) -> None:
    """A bar from edge to edge of each bin."""
    scale = 1000 if known.is_date else 1  # plotly counts dates in milliseconds
    bins = list(zip(known.edges, known.edges[1:], strict=False))
    chart.add_bar(
        x=[scale * (low / 2 + high / 2) for low, high in bins],
        y=known.counts,
        width=[0.96 * scale * (high - low) for low, high in bins],
        customdata=known.table()["value"],
        hovertemplate="%{customdata}<br>%{y:,} rows<extra></extra>",
        marker=marker,
    )
    chart.update_xaxes(showgrid=False, nticks=6, type="date" if known.is_date else "linear")
    chart.update_yaxes(chart_style.whole(max(known.counts), most=4))
