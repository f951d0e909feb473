"""How good a task is by the number of rows, drawn: two lines with their intervals."""

from __future__ import annotations

import pytest

from mtl_core.figures import data_needs, palette
from mtl_core.records.data_needs import DataNeed, Level, Step
from mtl_core.records.verdicts import Difference

SAME = Difference(value=0.0, low=None, high=None, covers="rows", count=40, telling=0)


def step(share: float, rows: int, together: Level, alone: Level) -> Step:
    return Step(share=share, rows=rows, together=together, alone=alone, beside=SAME, beside_all=SAME)


def need(metric: str) -> DataNeed:
    steps = (
        step(0.5, 1_000, Level(value=0.7, low=0.6, high=0.75), Level(value=0.5)),
        step(1.0, 2_000, Level(value=0.8, low=0.75, high=0.9), Level(value=0.6, low=0.5, high=0.65)),
    )
    return DataNeed(task="ill", metric=metric, gained=0.1, steps=steps)


def test_facts_are_a_line_for_each_number_of_rows() -> None:
    assert data_needs.table(need("accuracy")) == {
        "training rows": [1_000.0, 2_000.0],
        "together": [0.7, 0.8],
        "together, lower end": [0.6, 0.75],
        "together, upper end": [0.75, 0.9],
        "alone": [0.5, 0.6],
        "alone, lower end": [None, 0.5],
        "alone, upper end": [None, 0.65],
    }


@pytest.mark.parametrize(
    ("metric", "unit", "title"),
    [("accuracy", 100, "Accuracy, %"), ("mae", 1, "Mean absolute error"), ("odd", 1, "odd")],
)
def test_both_lines_stand_at_their_rows_with_their_intervals(metric: str, unit: float, title: str) -> None:
    chart = data_needs.figure(need(metric), 2, dark=False)
    together, alone = chart.data
    assert (together.name, alone.name) == ("together", "alone")
    assert list(together.x) == [1_000, 2_000]
    assert all(rows < beside < 1.1 * rows for rows, beside in zip(together.x, alone.x, strict=True))
    assert [list(row) for row in alone.customdata] == [[1_000], [2_000]]
    assert list(together.y) == pytest.approx([0.7 * unit, 0.8 * unit])
    assert list(alone.y) == pytest.approx([0.5 * unit, 0.6 * unit])
    assert list(together.error_y.array) == pytest.approx([0.05 * unit, 0.1 * unit])
    assert list(together.error_y.arrayminus) == pytest.approx([0.1 * unit, 0.05 * unit])
    assert list(alone.error_y.array) == pytest.approx([0, 0.05 * unit])  # of no length where there is none
    assert list(alone.error_y.arrayminus) == pytest.approx([0, 0.1 * unit])
    assert (together.line.dash, alone.line.dash) == ("solid", "dash")
    assert together.line.color == palette.TASKS[2].colour(False)
    axes = chart.layout
    assert (axes.xaxis.type, list(axes.xaxis.tickvals), list(axes.xaxis.ticktext)) == (
        "log",
        [1_000, 2_000],
        ["1,000", "2,000"],
    )
    assert axes.yaxis.title.text == title
