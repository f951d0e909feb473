"""Who helps whom, drawn: the heat map and the graph."""

from __future__ import annotations

import math

import pytest

from mtl_core.figures import affinity, affinity_graph
from mtl_core.records.affinity import Affinities, Affinity
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


def test_a_cell_tells_who_does_what_to_whom_and_how_sure_that_is() -> None:
    (first, second, _) = affinity.figure(known((1, 1, 0), (-1, 1, None), (0, 0, 1)), False).data[0].text
    assert list(first) == [
        "",
        "Learning y0 helps y1<br>its loss gets smaller by +100%, 95% interval +50% to +150%",
        "Learning y0 does nothing that can be told to y2<br>its loss gets smaller by 0%, 95% interval −50% to +50%",
    ]
    assert list(second) == [
        "Learning y1 hurts y0<br>its loss gets smaller by −100%, 95% interval −150% to −50%",
        "",
        "",
    ]


def test_the_more_a_task_helps_the_thicker_its_arrow() -> None:
    strong, weak = (Affinity(value=value, low=value / 2, high=2 * value) for value in (0.04, 0.01))
    rows = ((None, strong), (weak, None))
    found = Affinities(tasks=("a", "b"), rate=0.1, epochs=(1,), ahead=rows, first_order=rows)
    one, other, marks = affinity_graph.figure(found, False).data
    assert one.line.width == pytest.approx(4.5)
    assert other.line.width == pytest.approx(1.2 + 3.3 / 4)
    assert list(marks.text) == ["<b>A</b>", "<b>B</b>"]
    assert list(marks.hovertext) == ["a", "b"]
    # Two arrows between two tasks lie beside each other, each to the right of its way.
    assert one.x[0] == pytest.approx(-other.x[0])
    assert one.x[0] * other.x[0] < 0
    widths = [head.arrowwidth for head in affinity_graph.figure(found, False).layout.annotations]
    assert widths == [pytest.approx(4.5), pytest.approx(1.2 + 3.3 / 4)]


def test_without_anything_told_there_are_marks_alone() -> None:
    (marks,) = affinity_graph.figure(known((0, 0), (0, 0)), False).data
    assert len(marks.x) == 2
    assert [tuple(round(each, 6) for each in spot) for spot in zip(marks.x, marks.y, strict=True)] == [(0, 1), (0, -1)]


@pytest.mark.parametrize(("tasks", "traces"), [(8, 2), (9, 1)])
def test_up_to_eight_tasks_have_numbers_in_their_cells(tasks: int, traces: int) -> None:
    assert len(affinity.figure(known(*[tuple([1] * tasks)] * tasks), False).data) == traces


@pytest.mark.parametrize("tasks", [2, 3, 5])
def test_arrows_end_a_little_before_the_marks_and_their_heads_point_at_them(tasks: int) -> None:
    chart = affinity_graph.figure(known(*[tuple([1] * tasks)] * tasks), False)
    *lines, marks = chart.data
    places = list(zip(marks.x, marks.y, strict=True))
    pairs = [(one, other) for one in range(tasks) for other in range(tasks) if one != other]
    for line, note, (source, target) in zip(lines, chart.layout.annotations, pairs, strict=True):
        tail, head = zip(line.x, line.y, strict=True)
        gaps = [math.dist(tail, places[source]), math.dist(head, places[target])]
        assert gaps == pytest.approx([math.hypot(0.17, 0.045)] * 2)
        assert (note.x, note.y) == pytest.approx(head)
        back = math.dist((note.ax, note.ay), tail)
        assert back == pytest.approx(math.dist(tail, head) - 0.05)
