"""What a command that trains leaves, in the place of what an earlier one left, and what it tells."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from mtl_core.cli import trained
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.records.events import EpochEvent, NoteEvent
from mtl_core.records.summary import RunSummary
from mtl_core.runs.results import read_history

EXPERIMENT = Experiment(
    columns={"größe": Column(kind="numeric"), "ill": Column(kind="yes_no")},
    tasks=(Task(column="ill", kind="binary"),),
)
SUMMARY = RunSummary(test={"ill": {"auc": 0.75}}, validation={"ill": {"auc": 0.5}}, seconds=1.5, kept_epoch=2)


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_what_an_earlier_training_left_and_this_one_has_not_is_gone(tmp_path: Path) -> None:
    out, new = tmp_path / "out", tmp_path / "new"
    for folder in (out, new):
        folder.mkdir()
    for name in ("bundle.zip", "verdict.json", "sharing.json", "samples.parquet", "affinity.json", "mine.txt"):
        (out / name).write_text("old")
    for name in ("bundle.zip", "metrics.json", "verdict.json", "checkpoint"):
        (new / name).write_text("new")
    trained.move(new, out)
    assert files(out) == {"bundle.zip": "new", "metrics.json": "new", "verdict.json": "new", "mine.txt": "old"}
    assert files(new) == {"checkpoint": "new"}


def interrupt_in(out: Path) -> None:
    with trained.leave_in(out) as folder:
        (folder / "bundle.zip").write_text("half")
        raise KeyboardInterrupt


def test_a_folder_is_left_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with pytest.raises(KeyboardInterrupt):
        interrupt_in(out)
    assert list(out.iterdir()) == []
    with trained.leave_in(out) as folder:
        (folder / "bundle.zip").write_text("whole")
        assert list(out.glob("*.zip")) == []
    assert files(out) == {"bundle.zip": "whole"}


def test_settings_metrics_and_history_are_written(tmp_path: Path) -> None:
    with ProgressBar(2) as progress:
        progress.report(EpochEvent(epoch=1, validation={"t0": 0.5}))
        progress.report(NoteEvent(epoch=0.0, sentence="Said once."))
    trained.write(tmp_path, EXPERIMENT, SUMMARY, no_example_rows=False, told=progress)
    assert sorted(files(tmp_path)) == ["experiment.json", "history.json", "metrics.json"]
    assert (tmp_path / "experiment.json").read_text("utf-8") == EXPERIMENT.to_json() + "\n"
    assert json.loads(files(tmp_path)["metrics.json"]) == {
        "test": {"ill": {"auc": 0.75}},
        "validation": {"ill": {"auc": 0.5}},
        "seconds": 1.5,
    }
    history = read_history(tmp_path)
    assert (history.summary, [epoch.epoch for epoch in history.epochs]) == (SUMMARY, [1])
    assert [note.sentence for note in history.notes] == ["Said once."]
    trained.write(tmp_path, EXPERIMENT, SUMMARY, no_example_rows=False)
    assert read_history(tmp_path).epochs == ()


def test_a_bundle_is_named_by_itself_or_by_its_folder(tmp_path: Path) -> None:
    assert trained.bundle_at(tmp_path) == tmp_path / "bundle.zip"
    assert trained.bundle_at(tmp_path / "mine.zip") == tmp_path / "mine.zip"


def test_nothing_is_told_of_a_folder_without_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trained.tell(tmp_path)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("left_out", [True, False])
def test_the_rows_of_the_table_are_taken_out_where_that_is_asked(tmp_path: Path, left_out: bool) -> None:
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        for name in ("manifest.json", "expected.json"):
            archive.writestr(name, "{}")
    trained.write(tmp_path, EXPERIMENT, SUMMARY, no_example_rows=left_out)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        assert archive.namelist() == (["manifest.json"] if left_out else ["manifest.json", "expected.json"])


def test_a_number_that_json_does_not_know_is_not_written(tmp_path: Path) -> None:
    endless = SUMMARY.model_copy(update={"seconds": float("inf")})
    with pytest.raises(ValueError, match="JSON"):
        trained.write(tmp_path, EXPERIMENT, endless, no_example_rows=False)
    assert not (tmp_path / "metrics.json").exists()
