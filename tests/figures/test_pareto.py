"""Which methods no other beats, in numbers, in words and as drawn."""

from __future__ import annotations

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
    assert pareto.facts(POINTS, AXES).front == {0, 1}


def test_equal_points_do_not_beat_each_other() -> None:
    assert pareto.facts([POINTS[0], POINTS[0]], AXES).front == {0, 1}


def test_the_chart_in_words_and_numbers() -> None:
    known = pareto.facts(POINTS, AXES)
    assert known.sentence().endswith("gains more on both visits and ill than for one or for the other.")
    assert known.table()["beaten by none"] == ["yes", "yes", "", ""]
    assert known.table()["gain: visits"] == [1.0, -2.0, -2.0, -3]
    assert "yet" in pareto.facts([], AXES).sentence()


@pytest.mark.parametrize("dark", [False, True])
def test_the_front_is_filled_and_the_tasks_alone_stand_at_zero(dark: bool) -> None:
    chart = pareto.figure(pareto.facts(POINTS, AXES), ALONE, dark)
    colours = palette.surface(dark)
    assert chart.layout.xaxis.title.text == "A · visits: better by (mean absolute error)"
    assert [list(trace.text) for trace in chart.data] == [["6"]] + [["7"]] * 4
    fills = [trace.marker.color for trace in chart.data]
    assert fills == [colours.card] + [colours.primary] * 2 + [colours.card] * 2
    assert (chart.data[0].marker.symbol, chart.data[0].error_x.visible) == ("diamond", False)
    assert chart.data[1].error_x.visible
    assert len(chart.layout.shapes) == 2


def test_a_single_run_has_no_bars_and_names_no_markup() -> None:
    chart = pareto.figure(pareto.facts([point("<b>%{x}", 1.0, 2.0, None)], AXES), ALONE, False)
    assert not chart.data[1].error_x.visible
    assert "<b>" not in chart.data[1].hovertemplate
    assert "%{x}" not in chart.data[1].name
