"""How tasks go together, drawn: each pair once."""

from __future__ import annotations

import pytest

from mtl_core.figures import relations
from mtl_core.tables.checks.task_relations import TaskRelations

THREE = TaskRelations(
    names=("ill", "cost", "<b>stay</b>"),
    strength=((1.0, 0.25, None), (0.25, 1.0, 0.756), (None, 0.756, 1.0)),
    common=((1.0, 0.5, 0.0), (0.5, 0.9, 0.333), (0.0, 0.333, 0.8)),
)


@pytest.mark.parametrize("dark", [False, True])
def test_each_pair_stands_once_and_one_without_common_rows_is_empty(dark: bool) -> None:
    colours, words = relations.figure(THREE, dark).data
    assert [list(row) for row in colours.z] == [[0.25, None], [None, 0.756]]
    cells = zip(words.y, words.x, words.text, strict=True)
    assert list(cells) == [(0, 0, "0.25"), (1, 1, "0.76")]


def test_a_cell_tells_the_pair_and_its_common_rows() -> None:
    (first, second), chart = relations.figure(THREE, False).data[0].text, relations.figure(THREE, False)
    assert list(first) == ["ill and cost: 0.25 of 1<br>50% of the rows have both labels", ""]
    assert list(second) == [
        "ill and &lt;b&gt;stay&lt;/b&gt;: not known<br>0% of the rows have both labels",
        "cost and &lt;b&gt;stay&lt;/b&gt;: 0.76 of 1<br>33% of the rows have both labels",
    ]
    assert list(chart.layout.xaxis.ticktext) == ["A · ill", "B · cost"]
    assert list(chart.layout.yaxis.ticktext) == ["B · cost", "C · &lt;b&gt;stay&lt;/b&gt;"]


@pytest.mark.parametrize(("tasks", "traces"), [(10, 2), (11, 1)])
def test_many_tasks_have_no_numbers_in_their_cells(tasks: int, traces: int) -> None:
    names = tuple(f"y{place}" for place in range(tasks))
    rows = ((0.5,) * tasks,) * tasks
    chart = relations.figure(TaskRelations(names, rows, rows), False)
    assert len(chart.data) == traces
    assert 140 <= chart.layout.height <= 560
