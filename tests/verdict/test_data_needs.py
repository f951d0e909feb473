"""How little data is enough: what is claimed of made errors holds in their intervals, and nothing else is claimed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.comparison.comparing import list_twins
from mtl_core.comparison.data_shares import SHARES, list_trainings
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.figures import data_needs as figures
from mtl_core.records.data_needs import DataNeed, DataNeeds
from mtl_core.records.results import TaskScore
from mtl_core.records.summary import PartRows, RunSummary
from mtl_core.verdict.data_need_sentences import find_enough, tell_need
from mtl_core.verdict.data_needs import Training, measure_needs
from mtl_core.verdict.kept import SAMPLES
from tests.verdict.test_sharing import ROWS, leave

EXPERIMENT = Experiment(
    columns={name: Column(kind="numeric") for name in ("x", "stay", "cost")},
    tasks=(Task(column="stay", kind="regression"), Task(column="cost", kind="regression")),
)
TRAIN = 400
GUESSING = 4.0


def train(folder: Path, together: dict[float, float], alone: dict[float, float], seeds: int = 1) -> list[Training]:
    """Trainings from every share whose errors in both tasks are as large as given, by share."""
    found: list[Training] = []
    folder.mkdir(exist_ok=True)
    for number, entry in enumerate(list_trainings(EXPERIMENT, range(seeds))):
        one = entry.experiment
        share, several = one.split.train_share, len(one.tasks) > 1
        errors = np.random.default_rng([7, one.training.seed]).gamma(9, 1 / 9, ROWS)
        losses = dict.fromkeys(one.task_names, errors * (together if several else alone)[share])
        found.append(Training(one, _sum_up(one, losses), leave(folder / str(number), losses, np.arange(ROWS))))
    return found


def _sum_up(one: Experiment, losses: dict[str, np.ndarray]) -> RunSummary:
    means = {task: float(each.mean()) for task, each in losses.items()}
    return RunSummary(
        tasks=tuple(
            TaskScore(id=f"t{k}", name=task, metric="mae", value=mean, baseline=GUESSING)
            for k, (task, mean) in enumerate(means.items())
        ),
        test={task: {"mae": mean} for task, mean in means.items()},
        rows=PartRows(train=round(TRAIN * one.split.train_share), validation=50, test=ROWS),
    )


ALONE = {0.1: 3.0, 0.25: 2.0, 0.5: 1.5, 1.0: 1.0}


def measure(folder: Path, together: dict[float, float], seeds: int = 1) -> tuple[DataNeeds, DataNeed]:
    needs = measure_needs(train(folder, together, ALONE, seeds))
    assert [need.task for need in needs.tasks] == ["stay", "cost"]
    return needs, needs.tasks[0]


def test_the_smallest_share_that_holds_is_told(tmp_path: Path) -> None:
    needs, stay = measure(tmp_path, {0.1: 1.5, 0.25: 0.9, 0.5: 0.8, 1.0: 0.7})
    assert needs.covers == "rows"
    assert [step.rows for step in stay.steps] == [40, 100, 200, 400]
    told = tell_need(stay)
    assert told.startswith("stay: together with 25% of the rows (100) is better than alone with all 400 rows: off by ")
    assert "over the rows). With 10% of the rows (40) together is better than alone: off by " in told
    assert "no merit" not in told
    drawn = figures.figure(stay, 0, dark=False)
    assert [line.name for line in drawn.data] == ["together", "alone"]
    assert list(drawn.data[0].y) == pytest.approx([step.together.value for step in stay.steps])
    assert all(level > 0 for level in drawn.data[0].error_y.array)
    assert figures.sentence(stay) == told


def test_as_good_is_claimed_within_the_tolerance_alone(tmp_path: Path) -> None:
    slack = 0.1 * (GUESSING - 1.0)
    _, near = measure(tmp_path / "near", {0.1: 3, 0.25: 2, 0.5: 1 + 0.5 * slack, 1.0: 1.001})
    assert "together with 50% of the rows (200) is as good as alone with all 400 rows" in tell_need(near)
    _, far = measure(tmp_path / "far", {0.1: 3, 0.25: 2, 0.5: 1 + 1.2 * slack, 1.0: 1.001})
    assert "together with all 400 rows is as good as alone with all 400 rows" in tell_need(far)


def test_sharing_is_not_credited_where_alone_needs_as_few_rows(tmp_path: Path) -> None:
    together, alone = {0.1: 3.0, 0.25: 2.0, 0.5: 0.9, 1.0: 0.9}, {0.1: 3.0, 0.25: 2.0, 0.5: 0.8, 1.0: 1.0}
    told = tell_need(measure_needs(train(tmp_path, together, alone)).tasks[0])
    assert "together with 50% of the rows (200) is better than alone with all 400 rows" in told
    assert told.endswith(": that fewer rows do is no merit of sharing.")


def test_a_smaller_share_counts_only_where_all_larger_ones_hold(tmp_path: Path) -> None:
    _, lucky = measure(tmp_path, {0.1: 0.5, 0.25: 2, 0.5: 0.9, 1.0: 0.9})
    found = find_enough(lucky)
    assert found is not None
    assert found.share == 0.5


def test_hurt_is_said_and_nothing_is_claimed_of_fewer_rows(tmp_path: Path) -> None:
    _, hurt = measure(tmp_path, {0.1: 3, 0.25: 2.5, 0.5: 2, 1.0: 1.5})
    assert find_enough(hurt) is None
    assert tell_need(hurt).startswith("stay: together saves no rows; with all 400 rows it is worse than alone: ")


def test_seeds_are_averaged_where_there_are_several(tmp_path: Path) -> None:
    needs, stay = measure(tmp_path, {0.1: 1.5, 0.25: 0.6, 0.5: 0.6, 1.0: 0.6}, seeds=3)
    assert needs.covers == "seeds"
    assert {step.beside_all.covers for step in stay.steps} == {"seeds"}
    assert {step.beside_all.count for step in stay.steps} == {3}
    assert "over the seeds" in tell_need(stay)


def test_a_task_that_lacks_a_training_is_left_out(tmp_path: Path) -> None:
    done = train(tmp_path, ALONE, ALONE)
    kept = [each for each in done if not (each.share == 1 and each.experiment.task_names == ("cost",))]
    assert [need.task for need in measure_needs(kept).tasks] == ["stay"]


def test_all_tasks_and_each_alone_are_learnt_from_every_share() -> None:
    found = list_trainings(EXPERIMENT, [4, 5])
    assert len(found) == 2 * len(SHARES) * 3
    assert [entry.name for entry in found[:2]] == [
        "All tasks together, seed 4, 10% of the rows",
        "stay alone, seed 4, 10% of the rows",
    ]
    assert {entry.seed for entry in found} == {4, 5}


def test_what_has_nothing_to_stand_beside_is_refused() -> None:
    with pytest.raises(ExperimentError, match="two tasks or more"):
        list_trainings(list_twins(EXPERIMENT)[0].experiment, [0])
    with pytest.raises(ExperimentError, match="1 to 10 seeds"):
        list_trainings(EXPERIMENT, [])


def test_groups_are_said_where_they_are_what_is_drawn(tmp_path: Path) -> None:
    done = train(tmp_path, ALONE, ALONE)
    for each in done:
        table = pd.read_parquet(each.folder / SAMPLES)
        table.assign(group=[f"g{row % 12}" for row in range(ROWS)]).to_parquet(each.folder / SAMPLES)
    assert measure_needs(done).covers == "groups"
