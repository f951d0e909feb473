"""A run beside the runs that learn each of its tasks alone, from what they left."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mtl_core.records.verdicts import Difference, Rival, Sharings, TaskVerdict, Verdicts
from mtl_core.runs.results import VERDICTS
from mtl_core.verdict.kept import SAMPLES, tabulate_samples
from mtl_core.verdict.samples import Ratio
from mtl_core.verdict.sharing import compare_task, compare_with_alone, find_verdict, is_better

ROWS = 60
GUESSING = Rival(
    id="guessing",
    title="Guessing",
    value=4.0,
    difference=Difference(value=1.0, low=None, high=None, covers="rows", count=ROWS, telling=ROWS),
)


def leave(folder: Path, losses: dict[str, np.ndarray], positions: np.ndarray, metric: str = "mae") -> Path:
    """A run's folder with tasks of these absolute errors."""
    folder.mkdir()
    samples = {
        f"t{k}": (np.arange(len(each)), Ratio(each, np.ones(len(each)))) for k, each in enumerate(losses.values())
    }
    tabulate_samples(positions, None, samples).to_parquet(folder / SAMPLES)
    tasks = tuple(
        TaskVerdict(id=f"t{k}", name=name, metric=metric, value=1.0, guessing=GUESSING) for k, name in enumerate(losses)
    )
    (folder / VERDICTS).write_text(Verdicts(tasks=tasks).model_dump_json())
    return folder


def test_each_task_is_set_beside_its_twin_row_by_row(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    stay, cost = random.gamma(2, 1, (2, ROWS))
    positions = np.arange(100, 100 + ROWS)
    run = leave(tmp_path / "run", {"stay": stay, "cost": cost}, positions)
    alone = {
        "stay": leave(tmp_path / "stay", {"stay": (1.5 * stay)[::-1]}, positions[::-1]),
        "cost": leave(tmp_path / "cost", {"cost": cost}, positions),
    }
    shared = compare_with_alone(run, alone)
    helped, same = shared.tasks
    assert (helped.task, helped.metric, helped.difference.sign) == ("stay", "mae", 1)
    assert helped.together == pytest.approx(stay.mean())
    assert helped.alone == pytest.approx(1.5 * stay.mean())
    assert (same.task, same.difference.value, same.difference.sign) == ("cost", 0.0, 0)
    assert shared.delta_m is not None
    assert shared.delta_m.value == pytest.approx((1 / 3 + 0) / 2)
    assert shared.delta_m.sign == 1


def test_only_rows_that_both_have_are_compared(tmp_path: Path) -> None:
    losses = np.random.default_rng(0).random(ROWS)
    run = leave(tmp_path / "run", {"stay": losses}, np.arange(ROWS))
    other = leave(tmp_path / "other", {"stay": losses[:40] + 1}, np.arange(40))
    (found,) = compare_with_alone(run, {"stay": other}).tasks
    assert found.difference.count == 40
    assert found.difference.value == pytest.approx(1.0)


def test_what_cannot_be_compared_is_left_out(tmp_path: Path) -> None:
    losses = np.random.default_rng(0).random(ROWS)
    run = leave(tmp_path / "run", {"stay": losses}, np.arange(ROWS))
    elsewhere = leave(tmp_path / "elsewhere", {"stay": losses}, np.arange(500, 500 + ROWS))
    otherwise = leave(tmp_path / "otherwise", {"stay": losses}, np.arange(ROWS), "accuracy")
    (tmp_path / "old").mkdir()
    assert compare_with_alone(run, {}) == Sharings()
    for folder in (elsewhere, otherwise, tmp_path / "old"):
        assert compare_with_alone(run, {"stay": folder}) == Sharings()
    assert compare_with_alone(tmp_path / "old", {"stay": run}) == Sharings()


def test_better_is_what_is_better_by_more_than_chance(tmp_path: Path) -> None:
    loss = np.random.default_rng(0).gamma(2, 1, ROWS)
    positions = np.arange(ROWS)
    run = leave(tmp_path / "run", {"stay": loss}, positions)
    worse = leave(tmp_path / "worse", {"stay": 1.5 * loss}, positions)
    alike = leave(tmp_path / "alike", {"stay": loss[::-1]}, positions)
    elsewhere = leave(tmp_path / "elsewhere", {"stay": 1.5 * loss}, positions + ROWS)
    assert is_better("stay", run, worse)
    assert not is_better("stay", worse, run)
    assert not any(is_better("stay", run, other) for other in (run, alike, elsewhere, tmp_path / "nowhere"))
    assert not is_better("cost", run, worse)


def test_a_metric_that_is_not_defined_on_the_rows_in_common_is_no_comparison(tmp_path: Path) -> None:
    """An AUC of rows that are all of one kind."""
    scores = np.random.default_rng(0).random(ROWS)
    run = leave(tmp_path / "run", {"ill": scores}, np.arange(ROWS), "auc")
    other = leave(tmp_path / "other", {"ill": scores[::-1]}, np.arange(ROWS), "auc")
    assert compare_with_alone(run, {"ill": other}) == Sharings()
    assert compare_task("ill", run, other) is None


def test_a_task_is_found_by_its_name_wherever_it_stands(tmp_path: Path) -> None:
    loss = np.random.default_rng(0).gamma(2, 1, ROWS)
    run = leave(tmp_path / "run", {"cost": 3 * loss, "stay": loss}, np.arange(ROWS))
    other = leave(tmp_path / "other", {"stay": 2 * loss, "cost": 3 * loss}, np.arange(ROWS))
    found = compare_task("stay", run, other)
    assert found is not None
    assert (found.together, found.alone) == (pytest.approx(loss.mean()), pytest.approx(2 * loss.mean()))
    verdict = find_verdict("stay", run)
    assert verdict is not None
    assert verdict.id == "t1"
    assert find_verdict("other", run) is None


def test_intervals_of_several_pairs_are_wider(tmp_path: Path) -> None:
    loss = np.random.default_rng(0).gamma(2, 1, ROWS)
    run = leave(tmp_path / "run", {"stay": loss}, np.arange(ROWS))
    other = leave(tmp_path / "other", {"stay": 1.5 * loss}, np.arange(ROWS))
    one, many = (compare_task("stay", run, other, pairs) for pairs in (1, 6))
    assert one is not None
    assert many is not None
    assert many.difference.low < one.difference.low < one.difference.high < many.difference.high
