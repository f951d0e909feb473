"""Together and alone over several seeds: means, and the corrected interval of what sharing did."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mtl_core.records.results import TaskScore
from mtl_core.records.summary import PartRows, RunSummary
from mtl_core.verdict.sharing_over_seeds import SeedRuns, compare_over_seeds

ROWS = PartRows(train=60, validation=15, test=25)


def seed(together: float, alone: float | None, stay: float = 0.8) -> SeedRuns:
    """Trainings of a cost with these errors, and of a stay that is as good together as alone."""
    scores = tuple(
        TaskScore(id=f"t{slot}", name=name, metric=metric, value=1.0, baseline=2.0)
        for slot, (name, metric) in enumerate((("cost", "mae"), ("stay", "accuracy")))
    )
    test: dict[str, dict[str, float | None]] = {"cost": {"mae": together}, "stay": {"accuracy": stay}}
    others = {"stay": RunSummary(test={"stay": {"accuracy": stay}})}
    if alone is not None:
        others["cost"] = RunSummary(test={"cost": {"mae": alone}})
    return SeedRuns(RunSummary(tasks=scores, test=test, rows=ROWS), others)


def test_differences_are_within_a_seed_and_corrected_for_rows_in_common() -> None:
    found = compare_over_seeds([seed(1.0, 2.0), seed(5.0, 6.2), seed(9.0, 9.9)])
    cost, stay = found.tasks
    gains = [1.0, 1.2, 0.9]
    half = stats.t.ppf(0.975, 2) * np.std(gains, ddof=1) * np.sqrt(1 / 3 + 25 / 60)
    assert (cost.together, cost.alone) == (pytest.approx(5.0), pytest.approx(18.1 / 3))
    assert cost.difference.value == pytest.approx(np.mean(gains))
    assert cost.difference.low == pytest.approx(np.mean(gains) - half)
    assert (cost.difference.covers, cost.difference.count, cost.difference.sign) == ("seeds", 3, 1)
    assert (stay.difference.value, stay.difference.sign) == (0.0, 0)


def test_delta_m_is_a_mean_over_seeds_of_means_over_tasks() -> None:
    found = compare_over_seeds([seed(1.0, 2.0), seed(3.0, 4.0)])
    assert found.delta_m is not None
    assert found.delta_m.value == pytest.approx(np.mean([(0.5 + 0) / 2, (0.25 + 0) / 2]))
    assert found.delta_m.covers == "seeds"


def test_a_task_that_a_seed_did_not_measure_is_left_out() -> None:
    found = compare_over_seeds([seed(1.0, 2.0), seed(3.0, None)])
    assert [each.task for each in found.tasks] == ["stay"]
