"""What is said of the inputs that answers rest on."""

from __future__ import annotations

from mtl_core.figures import importance
from mtl_core.records.importance import ColumnImportance, Importances, TaskImportance


def task(id: str, name: str, **falls: float) -> TaskImportance:
    """Each fall with an interval of half of it to each side, or of 1 about 0."""
    columns = [
        ColumnImportance(column=column, fall=fall, low=fall / 2 if fall else -1, high=fall * 1.5 if fall else 1)
        for column, fall in falls.items()
    ]
    return TaskImportance(id=id, name=name, metric="mae", columns=tuple(columns))


def known(*tasks: TaskImportance) -> Importances:
    return Importances(rows=50, repeats=5, tasks=tasks)


def test_shared_own_and_unused_inputs_are_told_apart() -> None:
    both = known(task("t0", "cost", size=4, town=2, age=0), task("t1", "stay", size=1, town=0, age=3))
    assert both.counting() == {"size": ("t0", "t1"), "town": ("t0",), "age": ("t1",)}
    assert both.sentence() == (
        'Several tasks rest on "size". "cost" alone rests on "town". "stay" alone rests on "age".'
    )


def test_many_inputs_are_cut_and_the_rest_is_counted() -> None:
    falls = {f"c{number}": float(9 - number) for number in range(10)}
    assert known(task("t0", "cost", **falls)).sentence() == (
        '"cost" rests on "c0", "c1", "c2", "c3", "c4", "c5" and 3 more. Of 1 other column nothing can be told from '
        "chance."
    )
    assert known(task("t0", "cost", a=0, b=0)).sentence() == "Of 2 other columns nothing can be told from chance."


def test_an_empty_one_says_nothing_and_is_read_again() -> None:
    assert known().sentence() == ""
    both = known(task("t0", "cost", size=4))
    assert Importances.model_validate_json(both.model_dump_json()) == both


def test_the_picture_has_a_cell_where_an_input_counts() -> None:
    both = known(task("t0", "<b>cost</b>", size=4, town=2, age=0), task("t2", "%{x}", size=1, town=0, age=0))
    assert importance.list_shown(both) == ["size", "town"]
    chart = importance.figure(both, {"t0": 0, "t2": 2}, dark=False)
    assert [list(trace.z) for trace in chart.data[:2]] == [[1.0, 0.5], [1.0, None]]
    assert list(chart.data[2].text) == ["4", "1", "2"]
    assert list(chart.layout.xaxis.ticktext) == ["A · &lt;b&gt;cost&lt;/b&gt;", "C · %&#123;x}"]


def test_an_input_counts_where_its_whole_interval_lies_above_nothing() -> None:
    ends = {"counts": (0.01, 0.2), "touches": (0.0, 0.2), "may not": (-0.1, 0.2), "harms": (-0.3, -0.1)}
    found = [ColumnImportance(column=name, fall=0.1, low=low, high=high) for name, (low, high) in ends.items()]
    assert [column.column for column in found if column.counts] == ["counts"]


def test_inputs_of_most_tasks_come_first() -> None:
    both = known(task("t0", "cost", size=4, town=2), task("t1", "stay", town=1))
    assert list(both.counting()) == ["town", "size"]
