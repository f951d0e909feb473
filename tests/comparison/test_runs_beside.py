"""Finished runs beside each other: which are better at what, in which settings they differ, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mtl_core.comparison import runs_beside
from mtl_core.comparison.runs_beside import FinishedRun
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Column, Experiment, Task
from tests.verdict.test_sharing import ROWS, leave

EXPERIMENT = Experiment(
    columns={name: Column(kind="numeric") for name in ("x", "stay", "cost")},
    tasks=(Task(column="stay", kind="regression"), Task(column="cost", kind="regression")),
)
STAY, COST = np.random.default_rng(0).gamma(2, 1, (2, ROWS))


def ran(folder: Path, worse: float = 1.0, first: int = 0, table: str = "wine.csv", rate: float = 0.001) -> FinishedRun:
    """A run whose errors of the stay are so many times as large, judged on rows from ``first`` on."""
    leave(folder, {"stay": worse * STAY, "cost": COST}, np.arange(first, first + ROWS))
    experiment = EXPERIMENT.with_changes({"training.learning_rate": rate})
    return FinishedRun(folder.name, folder, (table, table), experiment)


def test_of_two_runs_a_sentence_tells_which_is_better_at_each_task(tmp_path: Path) -> None:
    runs = [ran(tmp_path / "one", worse=1.5), ran(tmp_path / "two", rate=0.01)]
    pairs = runs_beside.find_pairs(runs)
    stay, cost = runs_beside.tell(pairs)
    assert stay.startswith(f"stay: two is better than one: off by {STAY.mean():.3g}, ")
    assert "95% interval" in stay
    assert cost.startswith("cost: no difference between one and two can be told with 60 rows: ")
    assert runs_beside.list_settings(runs) == {"training.learning_rate": {"one": 0.001, "two": 0.01}}


def test_of_several_only_those_that_differ_are_told_and_all_intervals_hold_at_once(tmp_path: Path) -> None:
    runs = [ran(tmp_path / "one", worse=1.5), ran(tmp_path / "two"), ran(tmp_path / "three")]
    told = runs_beside.tell(runs_beside.find_pairs(runs))
    assert [sentence.split(": off")[0] for sentence in told] == [
        "stay: two is better than one",
        "stay: three is better than one",
        "stay: no other difference can be told with 60 rows.",
        "cost: no two of 3 runs can be told apart with 60 rows.",
        "All intervals of a task hold at once in 95% (Bonferroni).",
    ]
    among = runs_beside.find_pairs(runs)["stay"][0].found.difference
    alone = runs_beside.find_pairs(runs[:2])["stay"][0].found.difference
    assert among.low is not None
    assert among.high is not None
    assert alone.low is not None
    assert alone.high is not None
    assert among.low < alone.low < alone.high < among.high


@pytest.mark.parametrize(
    ("two", "why"),
    [
        ({"table": "beer.csv"}, "one learnt from wine.csv and two from beer.csv"),
        ({"first": ROWS}, "one and two keep answers to no task about rows that both have"),
    ],
)
def test_runs_on_other_rows_are_refused_in_one_sentence(tmp_path: Path, two: dict[str, object], why: str) -> None:
    with pytest.raises(ExperimentError, match=why):
        runs_beside.find_pairs([ran(tmp_path / "one"), ran(tmp_path / "two", **two)])  # type: ignore[arg-type]


def test_a_run_stands_beside_no_other_by_itself(tmp_path: Path) -> None:
    run = ran(tmp_path / "one")
    for runs, count in (([run], 1), ([run, run], 1)):
        with pytest.raises(ExperimentError, match=f"Expected 2 to 8 runs to compare, each once, received {count}"):
            runs_beside.find_pairs(runs)


def test_a_run_that_another_beats_on_all_tasks_is_not_among_the_best() -> None:
    values = {"one": {"stay": ("mae", 3.0), "ill": ("auc", 0.7)}, "two": {"stay": ("mae", 2.0), "ill": ("auc", 0.7)}}
    (told,) = runs_beside.tell_best(values)
    assert "beaten by none on all tasks: “two”." in told


def test_where_all_differ_no_more_is_said_of_the_task(tmp_path: Path) -> None:
    runs = [ran(tmp_path / name, worse=worse) for name, worse in (("one", 1.0), ("two", 2.0), ("three", 4.0))]
    told = runs_beside.tell(runs_beside.find_pairs(runs))
    assert [sentence.split(": off")[0] for sentence in told[:3]] == [
        "stay: one is better than two",
        "stay: one is better than three",
        "stay: two is better than three",
    ]
    assert told[3].startswith("cost: no two of 3 runs")


def test_each_run_is_measured_on_its_own_test_rows(tmp_path: Path) -> None:
    runs = [ran(tmp_path / "one"), ran(tmp_path / "two", first=ROWS)]
    assert runs_beside.measure(runs) == {name: {"stay": ("mae", 1.0), "cost": ("mae", 1.0)} for name in ("one", "two")}
    (tmp_path / "old").mkdir()
    old = FinishedRun("old", tmp_path / "old", ("wine.csv", "wine.csv"), EXPERIMENT)
    assert runs_beside.measure([old]) == {"old": {}}


@pytest.mark.parametrize("count", [8, 9])
def test_eight_runs_are_compared_at_most(tmp_path: Path, count: int) -> None:
    runs = [ran(tmp_path / f"run{number}") for number in range(count)]
    if count == 8:
        assert len(runs_beside.find_pairs(runs)["stay"]) == 28
    else:
        with pytest.raises(ExperimentError, match="Expected 2 to 8 runs to compare, each once, received 9"):
            runs_beside.find_pairs(runs)


def test_tasks_that_only_one_run_has_are_passed_over(tmp_path: Path) -> None:
    one, two = ran(tmp_path / "one", worse=1.5), ran(tmp_path / "two")
    alone = FinishedRun("two", two.folder, two.table, EXPERIMENT.model_copy(update={"tasks": EXPERIMENT.tasks[:1]}))
    assert list(runs_beside.find_pairs([one, alone])) == ["stay"]
