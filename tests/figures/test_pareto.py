"""Which methods no other beats, in numbers, in words and as drawn."""

from __future__ import annotations

import itertools
import math

import pytest

from mtl_core.figures import palette, pareto
from mtl_core.figures.pareto import Axis, Point

AXES = (Axis(0, "visits", "Mean absolute error"), Axis(1, "ill", "Accuracy"))
ALONE = Point(6, "alone", 0.0, 0.0, None, None)


def point(name: str, x: float, y: float, half: float | None = 0.1) -> Point:
    return Point(7, name, x, y, half, half)


POINTS = [
    point("for one", 1.0, 0.5),
    point("for the other", -2.0, 0.9),
    point("beaten", -2.0, 0.8),
    point("low", -3, -1),
]


def test_front_holds_those_that_none_beats() -> None:
    assert pareto.summarize(POINTS, AXES).front == {0, 1}


def test_equal_points_do_not_beat_each_other() -> None:
    assert pareto.summarize([POINTS[0], POINTS[0]], AXES).front == {0, 1}


def test_the_chart_in_words_and_numbers() -> None:
    known = pareto.summarize(POINTS, AXES)
    assert known.sentence().endswith("gains more on both visits and ill than for one or for the other.")
    assert known.table()["beaten by none"] == ["yes", "yes", "", ""]
    assert known.table()["gain: visits"] == [1.0, -2.0, -2.0, -3]
    assert "yet" in pareto.summarize([], AXES).sentence()


@pytest.mark.parametrize("dark", [False, True])
def test_the_front_is_filled_and_the_tasks_alone_stand_at_zero(dark: bool) -> None:
    chart = pareto.figure(pareto.summarize(POINTS, AXES), ALONE, dark)
    colours = palette.surface(dark)
    assert chart.layout.xaxis.title.text == "A · visits: better by (mean absolute error)"
    assert [note.text for note in chart.layout.annotations] == ["6"] + ["7"] * 4
    bars, *dots = chart.data
    none, primary = "rgba(0,0,0,0)", colours.primary
    assert [dot.marker.color for dot in dots] == [none, primary, primary, none, none]
    assert dots[0].marker.symbol == "diamond"
    assert list(bars.error_x.array) == list(bars.error_y.array) == [None, 0.1, 0.1, 0.1, 0.1]
    assert len(chart.layout.shapes) == 2


def test_a_single_run_has_no_bars_and_names_no_markup() -> None:
    chart = pareto.figure(pareto.summarize([point("<b>%{x}", 1.0, 2.0, None)], AXES), ALONE, False)
    assert list(chart.data[0].error_x.array) == [None, None]
    assert "<b>" not in chart.data[2].hovertemplate
    assert "%{x}" not in chart.data[2].name


def test_methods_that_stand_together_have_numbers_apart_and_are_named_at_once() -> None:
    same = [Point(number, f"method {number}", 0.5, 0.25, 0.1, None) for number in range(1, 6)]
    chart = pareto.figure(pareto.summarize([*same, POINTS[3]], AXES), ALONE, False)
    shifts = [(note.ax, note.ay) for note in chart.layout.annotations[1:6]]
    assert all(math.dist(one, other) > 24 for one, other in itertools.combinations(shifts, 2))
    hover = chart.data[2].hovertemplate
    assert all(f"{number} method {number}: +0.5 ± 0.1 to the right, +0.25 up" in hover for number in range(1, 6))
    assert "low" not in hover
    assert chart.data[7].hovertemplate == "7 low: −3 ± 0.1 to the right, −1 ± 0.1 up<extra></extra>"


def test_every_bar_lies_within_the_axes() -> None:
    chart = pareto.figure(pareto.summarize(POINTS, AXES), ALONE, False)
    low, high = chart.layout.xaxis.range
    assert low < -3.1
    assert high > 1.1
