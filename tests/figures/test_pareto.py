"""Which methods no other beats, in numbers, in words and as drawn."""

from __future__ import annotations

import pytest

from mtl_core.figures import palette, pareto
from mtl_core.figures.pareto import Axis, Point

AXES = (Axis(0, "visits", "Mean absolute error", True), Axis(1, "ill", "Accuracy", False))


def point(name: str, x: float, y: float, half: float | None = 0.1, reference: bool = False) -> Point:
    return Point(7, name, x, y, half, half, reference)


POINTS = [
    point("low error", 1.0, 0.5),
    point("high accuracy", 2.0, 0.9),
    point("beaten", 2.0, 0.8),
    point("beaten by all", 3.0, 0.4),
    point("alone", 0.5, 0.99, reference=True),
]


def test_front_holds_those_that_none_beats() -> None:
    assert pareto.facts(POINTS, AXES).front == {0, 1}


def test_equal_points_do_not_beat_each_other() -> None:
    assert pareto.facts([POINTS[0], POINTS[0]], AXES).front == {0, 1}


def test_the_chart_in_words_and_numbers() -> None:
    known = pareto.facts(POINTS, AXES)
    assert known.sentence().startswith("No other method is better on both visits and ill than low error or high acc")
    assert known.table()["beaten by none"] == ["yes", "yes", "", "", ""]
    assert known.table()["visits"] == [1.0, 2.0, 2.0, 3.0, 0.5]
    assert "yet" in pareto.facts([], AXES).sentence()


@pytest.mark.parametrize("dark", [False, True])
def test_better_is_right_and_up_and_the_front_is_filled(dark: bool) -> None:
    chart = pareto.figure(pareto.facts(POINTS, AXES), dark)
    colours = palette.surface(dark)
    assert (chart.layout.xaxis.autorange, chart.layout.yaxis.autorange) == ("reversed", True)
    assert "less is better" in chart.layout.xaxis.title.text
    assert [list(trace.text) for trace in chart.data[1:]] == [["7"]] * 5
    fills = [trace.marker.color for trace in chart.data[1:]]
    assert fills == [colours.primary] * 2 + [colours.card] * 3
    assert chart.data[5].marker.symbol == "diamond"
    assert list(chart.data[0].x) == [1.0, 2.0]
    assert chart.data[1].error_x.visible


def test_a_single_run_has_no_bars_and_names_no_markup() -> None:
    chart = pareto.figure(pareto.facts([point("<b>%{x}", 1.0, 2.0, None)], AXES), False)
    assert not chart.data[1].error_x.visible
    assert "<b>" not in chart.data[1].hovertemplate
    assert "%{x}" not in chart.data[1].name
