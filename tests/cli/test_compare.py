"""Comparing at the command line: methods, settings, and going on after an interruption."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from mtl_core.cli.main import main
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.records.summary import RunSummary
from mtl_core.workflow.comparison_cache import ComparisonCache
from tests.cli.test_command_line import csv_file

__all__ = ["csv_file"]


@pytest.mark.engine
def test_compare_trains_methods_and_single_tasks_on_the_same_rows(
    csv_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    targets = ("--target", "ill", "--target", "price:regression", "--ignore", "code", "--out", "made/compared.json")
    settings = ("--set", "training.epochs=1", "--set", "sharing.units=8")
    assert main(["compare", "table.csv", *targets, *settings, "--methods", "upgrad", "--seeds", "1"]) == 0
    done = capsys.readouterr()
    assert "5 of 5: price alone, seed 0" in done.err
    *table, ill, price, best = [line.split("  ")[0] for line in done.out.splitlines()]
    assert table == ["validation", "Balanced by you", "Random weights", "No task may get worse", "Each task alone"]
    assert ill == "ill: a single seed cannot tell luck from merit; two or more can, five or more well."
    assert price.startswith("price: a single seed cannot tell")
    assert best.startswith("By the numbers alone")
    page = (tmp_path / "made" / "compared-pictures.html").read_text("utf-8")
    assert page.count('data-figure="') == 1
    assert "Each task alone" in page
    found = json.loads((tmp_path / "made" / "compared.json").read_bytes())
    assert found["metrics"] == {"ill": "auc", "price": "mae"}
    assert set(found["test"]) == {"equal", "rlw", "upgrad", "single"}
    assert found["validation"]["single"]["price"]["runs"] == 1
    assert [run["tasks"] for run in found["runs"][2:]] == [["ill", "price"], ["ill"], ["price"]]


def test_compare_goes_on_where_it_was_interrupted(
    csv_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trained: list[str] = []
    found: list[bool] = []

    def run(dataset: Path, experiment: Experiment, folder: Path, observer: object) -> RunSummary:
        found.append((folder / "checkpoint").exists())
        (folder / "checkpoint").touch()
        trained.append(" ".join([experiment.balancing.kind, *experiment.task_names]))
        if len(trained) == 3:
            raise KeyboardInterrupt
        measured = {name: {"r2": float(len(trained))} for name in experiment.task_names}
        return RunSummary(validation=measured, test=measured)

    monkeypatch.setattr("mtl_core.workflow.job", SimpleNamespace(run=run), raising=False)
    asked = ["compare", str(csv_file), "--target", "size", "--target", "price", "--methods", "upgrad", "--seeds", "1"]
    out = tmp_path / "made" / "compared.json"
    assert main([*asked, "--out", str(out)]) == 130
    assert capsys.readouterr().err.endswith("Stopped; the same command goes on from here.\n")
    assert not out.exists()
    assert main([*asked, "--out", str(out)]) == 0
    assert "2 of 5: Random weights, seed 0 (done before)\n3 of 5: No task may get worse, seed 0\n" in (
        capsys.readouterr().err
    )
    assert trained == ["equal size price", "rlw size price", *["upgrad size price"] * 2, "equal size", "equal price"]
    assert found == [False, False, False, True, False, False]
    assert json.loads(out.read_bytes())["validation"]["rlw"]["price"]["mean"] == 2.0
    assert set(out.parent.iterdir()) == {out, out.parent / "compared-pictures.html"}


def test_any_setting_is_compared_and_a_sentence_says_what_differs(
    csv_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trained: list[tuple[str, int]] = []

    def run(dataset: Path, experiment: Experiment, folder: Path, observer: object) -> RunSummary:
        trained.append((experiment.sharing.kind, experiment.training.seed))
        error = {"hard": 2.0, "mmoe": 1.0}[experiment.sharing.kind] + experiment.training.seed / 100
        measured: dict[str, dict[str, float | None]] = {name: {"mae": error} for name in experiment.task_names}
        return RunSummary(validation=measured, test=measured)

    monkeypatch.setattr("mtl_core.workflow.job", SimpleNamespace(run=run), raising=False)
    out = tmp_path / "compared.json"
    asked = ["compare", str(csv_file), "--target", "price", "--seeds", "2", "--out", str(out)]
    assert main([*asked, "--vary", "sharing.kind=hard,mmoe"]) == 0
    assert trained == [("hard", 0), ("mmoe", 0), ("hard", 1), ("mmoe", 1)]
    told = capsys.readouterr().out
    assert "sharing.kind = hard  2.005" in told
    assert told.endswith("price: “sharing.kind = mmoe” is better than “sharing.kind = hard”.\n")
    (pair,) = json.loads(out.read_bytes())["differences"]["price"]
    assert (json.loads(pair["better"]), pair["value"]) == ({"sharing.kind": "mmoe"}, pytest.approx(1.0))
    assert main([*asked, "--vary", "sharing.kind=hard"]) == 2
    assert "Expected 2 to 8 candidates to compare, received 1" in capsys.readouterr().err


def test_compare_trains_anew_what_is_asked_for_otherwise(tmp_path: Path) -> None:
    columns = {"a": {"kind": "numeric"}, "b": {"kind": "numeric"}}
    one = parse_experiment({"columns": columns, "tasks": [{"column": "b", "kind": "regression"}]})
    other = one.with_changes({"training.seed": 1})
    halfway = ComparisonCache(tmp_path / "out.json", "table")
    halfway.folder(one)
    halfway.keep(one, RunSummary())
    assert halfway.summary(one) == RunSummary()
    assert halfway.summary(other) is None
    assert ComparisonCache(tmp_path / "out.json", "another table").summary(one) is None
    assert ComparisonCache(tmp_path / "other.json", "table").summary(one) is None


def test_compare_refuses_what_cannot_be_compared(
    csv_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("compare", "table.csv", "--target", "ill", "--out", "x.json")
    for more, word in (
        (("--methods", "magic"), "another task"),
        (("--target", "price", "--methods", "magic"), "magic"),
    ):
        assert main([*asked, *more]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert word in told.err
    assert not (tmp_path / "x.json").exists()
