"""Which inputs answers rest on, drawn: the darkest cell of a task is the input that counts most for it."""

from __future__ import annotations

import pytest

from mtl_core.figures import importance, palette
from mtl_core.records.importance import ColumnImportance, Importances, TaskImportance


def column(name: str, fall: float, counts: bool = True) -> ColumnImportance:
    return ColumnImportance(column=name, fall=fall, low=fall / 2 if counts else -fall, high=2 * fall)


def known(*tasks: tuple[str, list[ColumnImportance]], metric: str = "accuracy") -> Importances:
    told = [
        TaskImportance(id=f"t{slot}", name=name, metric=metric, columns=tuple(columns))
        for slot, (name, columns) in enumerate(tasks)
    ]
    return Importances(rows=50, repeats=5, tasks=tuple(told))


TWO = known(
    ("ill", [column("age", 0.2), column("town", 0.05), column("note", 0.01, counts=False)]),
    ("cost", [column("town", 0.4), column("age", 0.1)]),
)


@pytest.mark.parametrize("dark", [False, True])
def test_a_cell_is_as_dark_as_its_share_of_what_counts_most(dark: bool) -> None:
    chart = importance.figure(TWO, {"t0": 0, "t1": 1}, dark)
    first, second, words = chart.data
    assert (list(first.z), list(second.z)) == ([1, pytest.approx(0.25)], [pytest.approx(0.25), 1])
    assert first.colorscale[1][1] == palette.tint(palette.TASKS[0].colour(dark), 0.5)
    assert list(zip(words.y, words.x, words.text, strict=True)) == [
        (0, 0, "20 points"),
        (0, 1, "10 points"),
        (1, 0, "5 points"),
        (1, 1, "40 points"),
    ]
    assert first.text[0] == "age for ill<br>accuracy worse by 20 points, 95% interval 10 points to 40 points"
    assert list(chart.layout.yaxis.ticktext) == ["age", "town"]
    assert list(chart.layout.xaxis.ticktext) == ["A · ill", "B · cost"]


def test_an_input_stands_by_the_largest_share_of_any_task() -> None:
    mixed = known(
        ("ill", [column("age", 0.4), column("town", 0.1)]),
        ("cost", [column("heat", 3.0), column("town", 2.9)]),
    )
    assert importance.list_shown(mixed) == ["age", "heat", "town"]
    assert importance.list_shown(known(("ill", [column("age", 0.1, counts=False)]))) == []


def test_fifteen_inputs_are_drawn_at_most() -> None:
    many = known(("ill", [column(f"c{place:02}", 1 - place / 100) for place in range(20)]))
    assert importance.list_shown(many) == [f"c{place:02}" for place in range(15)]
    chart = importance.figure(many, {"t0": 0}, False)
    assert list(chart.layout.yaxis.range) == [14.5, -0.5]


@pytest.mark.parametrize(("tasks", "words"), [(8, 1), (9, 0)])
def test_up_to_eight_tasks_have_numbers_in_their_cells(tasks: int, words: int) -> None:
    many = known(*[(f"y{place}", [column("age", 0.5)]) for place in range(tasks)])
    slots = {f"t{place}": place for place in range(tasks)}
    assert len(importance.figure(many, slots, False).data) == tasks + words
