"""Whether the probability of yes means what it says; of what was judged of a task."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.records.results import Calibration, Judgement


@dataclass(frozen=True)
class CalibrationSummary:
    """Groups of rows of about the same probability, in percent, and the Brier scores of model and guessing."""

    said: list[float]
    true: list[float]
    low: list[float]
    high: list[float]
    rows: list[int]
    brier: float | None
    guess: float | None

    def sentence(self) -> str:
        """The chart in words: its alternative text."""
        if self.brier is None or self.guess is None:
            return "Whether probabilities mean what they say is not known."
        off = sum(not low <= said <= high for said, low, high in zip(self.said, self.low, self.high, strict=True))
        template = (
            "In {fit} of {groups} groups of rows the probability that was said lies within the 95% interval of the "
            "share that is yes. Brier score {brier:.3f}, guessing {guess:.3f}; less is better."
        )
        groups = len(self.said)
        return template.format(fit=groups - off, groups=groups, brier=self.brier, guess=self.guess)

    def table(self) -> dict[str, list[float] | list[int]]:
        """The chart as columns of numbers."""
        return {
            "said, %": self.said,
            "truly yes, %": self.true,
            "interval from": self.low,
            "interval to": self.high,
            "rows": self.rows,
        }


def summarize(task: Judgement) -> CalibrationSummary:
    """The groups of one task of ``evaluation.json``; none where the test rows hold one class only."""
    known = task.calibration or Calibration()
    said, true, low, high = ([100 * each for each in part] for part in (known.said, known.true, known.low, known.high))
    return CalibrationSummary(said, true, low, high, list(known.rows), known.brier, known.guess)


def figure(task: Judgement, slot: int, dark: bool) -> go.Figure:
    """A dot a group with its interval, over the diagonal of probabilities that mean what they say."""
    known, mark, colours = summarize(task), palette.TASKS[slot], palette.surface(dark)
    chart = chart_style.empty(dark, height=300)
    ideal = {"color": colours.line, "width": 1}
    chart.add_scatter(x=[0, 100], y=[0, 100], mode="lines", line=ideal, hoverinfo="skip", name="as said")
    chart.add_scatter(
        x=known.said,
        y=known.true,
        mode="markers",
        marker={"color": mark.colour(dark), "size": 9, "symbol": mark.marker},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [high - true for high, true in zip(known.high, known.true, strict=True)],
            "arrayminus": [true - low for low, true in zip(known.low, known.true, strict=True)],
            "color": mark.colour(dark),
            "thickness": 1.5,
            "width": 0,
        },
        customdata=known.rows,
        name="model",
        hovertemplate="said %{x:.0f}%<br>truly yes %{y:.0f}% of %{customdata:,} rows<extra></extra>",
    )
    if known.brier is not None:
        text = f"Brier {known.brier:.3f}"
        chart.add_annotation(x=98, y=6, xanchor="right", text=text, font={"color": colours.ink})
    axis = {"range": [-3, 103], "tickvals": [0, 25, 50, 75, 100]}
    chart.update_xaxes(title_text="said to be yes, %", showgrid=False, **axis)
    chart.update_yaxes(title_text="truly yes, %", **axis)
    return chart
