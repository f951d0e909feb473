"""Who helps whom, drawn: the heat map and the graph."""

from __future__ import annotations

import math

import pytest

from mtl_core.figures import affinity, affinity_graph
from tests.records.test_affinity import known


@pytest.mark.parametrize("dark", [False, True])
def test_cells_say_what_they_are_besides_their_colour(dark: bool) -> None:
    chart = affinity.figure(known((1, 1, 0), (-1, 1, None), (0, 0, 1)), dark)
    colours, words = chart.data
    assert [list(row) for row in colours.z] == [[None, 1, 0], [-1, None, None], [0, 0, None]]
    assert list(words.text) == ["+100%", "·", "−100%", "·", "·"]
    assert chart.layout.xaxis.ticktext[0] == "A · y0"


def test_many_tasks_have_no_words() -> None:
    assert len(affinity.figure(known(*[tuple([1] * 16)] * 16), False).data) == 1


def nearest(places: list[tuple[float, float]], point: tuple[float, float]) -> int:
    return min(range(len(places)), key=lambda place: math.dist(places[place], point))


@pytest.mark.parametrize("dark", [False, True])
def test_arrows_lead_from_who_is_learnt_and_are_dashed_where_it_hurts(dark: bool) -> None:
    chart = affinity_graph.figure(known((1, 1, 0), (-1, 1, None), (0, 0, 1)), dark)
    *lines, marks = chart.data
    assert [line.line.dash for line in lines] == ["solid", "dash"]
    places = list(zip(marks.x, marks.y, strict=True))
    for line, (source, target) in zip(lines, [(0, 1), (1, 0)], strict=True):
        ends = [nearest(places, point) for point in zip(line.x, line.y, strict=True)]
        assert ends == [source, target]
    assert len(chart.layout.annotations) == 2
