"""What a comparison has done so far is found again by whoever asks for the same run on the same table."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtl_core.experiment import Column, Experiment, Task
from mtl_core.records.summary import RunSummary
from mtl_core.workflow.comparison_cache import ComparisonCache

EXPERIMENT = Experiment(
    columns={"size": Column(kind="numeric"), "ill": Column(kind="yes_no")},
    tasks=(Task(column="ill", kind="binary"),),
)
OTHER = EXPERIMENT.with_changes({"training.seed": 1})
SUMMARY = RunSummary(test={"ill": {"auc": 0.75}}, seconds=1.5)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "comparison.json"


def test_a_run_that_has_ended_is_known_by_table_and_settings(out: Path) -> None:
    cache = ComparisonCache(out, "table")
    cache.folder(EXPERIMENT)
    assert cache.summary(EXPERIMENT) is None
    cache.keep(EXPERIMENT, SUMMARY)
    assert ComparisonCache(out, "table").summary(EXPERIMENT) == SUMMARY
    assert cache.summary(OTHER) is None
    assert ComparisonCache(out, "another table").summary(EXPERIMENT) is None
    assert ComparisonCache(out.with_name("other.json"), "table").summary(EXPERIMENT) is None


def test_a_run_goes_on_in_its_own_folder_until_it_has_ended(out: Path) -> None:
    cache = ComparisonCache(out, "table")
    folder = cache.folder(EXPERIMENT)
    (folder / "checkpoints").mkdir()
    (folder / "checkpoints" / "last").touch()
    assert cache.folder(EXPERIMENT) == folder
    assert cache.folder(OTHER) != folder
    assert [path.name for path in cache.folder(EXPERIMENT).iterdir()] == ["checkpoints"]
    assert cache.summary(EXPERIMENT) is None


def test_of_a_run_that_has_ended_the_files_that_are_named_stay(out: Path) -> None:
    cache = ComparisonCache(out, "table")
    folder = cache.folder(EXPERIMENT)
    (folder / "checkpoints").mkdir()
    for name in ("samples.parquet", "verdict.json", "bundle.zip"):
        (folder / name).touch()
    cache.keep(EXPERIMENT, SUMMARY, left=("samples.parquet", "verdict.json"))
    assert sorted(path.name for path in folder.iterdir()) == ["samples.parquet", "verdict.json"]
    assert cache.summary(EXPERIMENT) == SUMMARY


def test_once_the_comparison_is_written_nothing_stays_beside_it(out: Path) -> None:
    out.write_text("{}")
    cache = ComparisonCache(out, "table")
    cache.folder(EXPERIMENT)
    cache.keep(EXPERIMENT, SUMMARY)
    assert (out.parent / "comparison.json.part").is_dir()
    cache.clear()
    cache.clear()
    assert [path.name for path in out.parent.iterdir()] == ["comparison.json"]
    assert cache.summary(EXPERIMENT) is None
