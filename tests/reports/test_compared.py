"""The pictures of what was compared: where each candidate stands, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from mtl_core.comparison.comparing import SINGLE, Done, Entry
from mtl_core.experiment import BALANCING, Column, Experiment, Task
from mtl_core.figures.pareto import Point
from mtl_core.records.summary import RunSummary
from mtl_core.reports.compared import Picture, draw_compared, draw_runs, list_pairs, write_pictures

EXPERIMENT = Experiment(
    columns={name: Column(kind="numeric") for name in ("x", "ill", "cost")},
    tasks=(Task(column="ill", kind="binary"), Task(column="cost", kind="regression")),
)
METRICS = {"ill": "auc", "cost": "mae"}
TASKS = ("ill", "cost")


def done(group: str, seed: int, **values: float) -> Done:
    """A finished run of that group, with these values on validation rows."""
    measured = {task: {METRICS[task]: value} for task, value in values.items()}
    return Entry(group, EXPERIMENT.with_changes({"training.seed": seed})), RunSummary.model_validate(
        {"validation": measured}
    )


def alone(task: str, seed: int, value: float) -> Done:
    one = next(each for each in EXPERIMENT.tasks if each.column == task)
    experiment = EXPERIMENT.model_copy(update={"tasks": (one,)}).with_changes({"training.seed": seed})
    return Entry(SINGLE, experiment), RunSummary.model_validate({"validation": {task: {METRICS[task]: value}}})


RUNS = [
    done("equal", 0, ill=0.75, cost=4.0),
    done("upgrad", 0, ill=0.875, cost=3.0),
    done("stch", 0, ill=0.5),
]


def places(picture: Picture) -> list[tuple[int, str, float, float]]:
    return [(point.number, point.name, point.x, point.y) for point in picture.known.points]


def test_candidates_stand_by_what_they_gain_over_the_first() -> None:
    found = draw_compared(RUNS, METRICS, ["equal", "upgrad", "stch"], TASKS, TASKS)
    assert places(found) == [(1, BALANCING["equal"].title, 0, 0), (2, BALANCING["upgrad"].title, 0.125, 1)]
    assert found.alone is None
    assert [(axis.slot, axis.task, axis.metric) for axis in found.known.axes] == [
        (0, "ill", "Area under the ROC curve"),
        (1, "cost", "Mean absolute error"),
    ]


def test_the_tasks_alone_stand_where_nothing_is_gained() -> None:
    runs = [*RUNS, alone("ill", 0, 0.5), alone("cost", 0, 2.0)]
    found = draw_compared(runs, METRICS, ["equal", SINGLE, "upgrad"], TASKS, TASKS)
    assert [(number, x, y) for number, _, x, y in places(found)] == [(1, 0.25, -2), (3, 0.375, -1)]
    assert isinstance(found.alone, Point)
    assert (found.alone.number, found.alone.x, found.alone.y) == (2, 0, 0)


def test_the_first_by_itself_is_no_picture() -> None:
    assert places(draw_compared(RUNS[:1], METRICS, ["equal", "upgrad"], TASKS, TASKS)) == []


def test_several_seeds_have_an_interval_and_one_has_none() -> None:
    runs = [
        *(done("equal", seed, ill=0.5, cost=2.0) for seed in (0, 1)),
        *(done("upgrad", seed, ill=0.5 + seed / 4, cost=1.0) for seed in (0, 1)),
    ]
    _, point = draw_compared(runs, METRICS, ["equal", "upgrad"], TASKS, TASKS).known.points
    assert (point.x, point.y) == (0.125, 1)
    assert point.x_half == pytest.approx(12.706 * 0.125, rel=1e-3)  # Student's t of two seeds, times the error
    assert point.y_half == 0
    _, single = draw_compared(RUNS[:2], METRICS, ["equal", "upgrad"], TASKS, TASKS).known.points
    assert (single.x_half, single.y_half) == (None, None)


VALUES: Mapping[str, Mapping[str, tuple[str, float]]] = {
    "first": {"ill": ("auc", 0.5), "cost": ("mae", 4.0)},
    "half": {"ill": ("auc", 0.75)},
    "last": {"ill": ("auc", 0.625), "cost": ("mae", 5.0)},
}


def test_runs_stand_by_how_much_better_they_are_than_the_first() -> None:
    """Each keeps its number, whoever lacks a task."""
    found = draw_runs(VALUES, TASKS, TASKS)
    assert places(found) == [(1, "first", 0, 0), (3, "last", 0.125, -1)]
    assert found.alone is None
    turned = draw_runs(VALUES, ("cost", "ill"), TASKS)
    assert [(axis.slot, axis.task) for axis in turned.known.axes] == [(1, "cost"), (0, "ill")]
    assert places(turned) == [(1, "first", 0, 0), (3, "last", -1, 0.125)]


def test_runs_without_a_common_pair_of_tasks_are_no_picture() -> None:
    assert places(draw_runs({"half": VALUES["half"]}, TASKS, TASKS)) == []


def test_pairs_are_all_of_the_tasks_in_their_order() -> None:
    assert list_pairs(["a", "b", "c"]) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert list_pairs(["a"]) == []


@pytest.mark.parametrize(("pictures", "drawn", "told"), [(1, 1, False), (10, 10, False), (12, 10, True)])
def test_ten_pictures_are_drawn_and_what_is_left_out_is_said(pictures: int, drawn: int, told: bool) -> None:
    known = draw_runs(VALUES, TASKS, TASKS)
    page = write_pictures("Runs <compared>", ["a & b"], [known] * pictures).decode()
    assert len(re.findall('class="plot" data-figure', page)) == drawn
    assert ("Drawn are the first 10 of 12 pairs of tasks." in page) == told
    assert "<h1>Runs &lt;compared&gt;</h1>" in page
    assert "<li>a &amp; b</li>" in page


def test_without_anything_to_draw_only_what_can_be_told_is_there() -> None:
    empty = draw_runs({}, TASKS, TASKS)
    page = write_pictures("Compared", ["Nothing."], [empty]).decode()
    assert "Two tasks at once" not in page
    assert "<h2>What can be told</h2><ul><li>Nothing.</li></ul>" in page
