"""What a run keeps comes back, and is bounded."""

from pathlib import Path

import numpy as np
import pytest

from mtl_core.records.verdicts import Difference, Rival, TaskVerdict, Verdicts
from mtl_core.runs.results import VERDICTS, read_verdicts
from mtl_core.verdict import kept
from mtl_core.verdict.kept import read_sample, tabulate_samples
from mtl_core.verdict.samples import Ratio

SAME = Difference(value=0.0, low=None, high=None, covers="rows", count=3, telling=0)
VERDICT = TaskVerdict(
    id="t1",
    name="ill",
    metric="accuracy",
    value=0.5,
    guessing=Rival(id="guessing", title="Guessing", value=0.5, difference=SAME),
)


def test_sample_comes_back_with_its_positions_and_groups(tmp_path: Path) -> None:
    sample = Ratio(np.array([1.0, 0.0, 1.0]), np.ones(3))
    table = tabulate_samples(np.arange(10, 15), np.array(list("aabbc")), {"t1": (np.array([0, 2, 4]), sample)})
    table.to_parquet(tmp_path / kept.SAMPLES)
    found = read_sample(tmp_path, VERDICT)
    assert found is not None
    assert found.positions.tolist() == [10, 12, 14]
    assert found.groups is not None
    assert found.groups.tolist() == ["a", "b", "c"]
    assert found.sample.value == sample.value
    part = found.take(np.array([14, 10]))
    assert part.sample.columns[0].tolist() == [1.0, 1.0]
    assert part.groups is not None
    assert part.groups.tolist() == ["c", "a"]


def test_many_rows_are_kept_in_part_and_the_same_for_all_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_ROWS", 5)
    first, second = (
        tabulate_samples(np.arange(50), None, {"t0": (np.arange(50), Ratio(losses, np.ones(50)))})
        for losses in np.random.default_rng(0).random((2, 50))
    )
    assert len(first) == 5
    assert first["position"].tolist() == second["position"].tolist()


def test_verdicts_come_back(tmp_path: Path) -> None:
    (tmp_path / VERDICTS).write_text(Verdicts(tasks=(VERDICT,)).model_dump_json())
    assert read_verdicts(tmp_path) == Verdicts(tasks=(VERDICT,))


def test_a_run_of_an_earlier_version_has_none(tmp_path: Path) -> None:
    assert read_verdicts(tmp_path) is None
    assert read_sample(tmp_path, VERDICT) is None
