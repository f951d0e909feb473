"""Finding better settings at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.main import main
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.records.searches import Search
from mtl_core.search.kept import FILE
from mtl_core.search.space import apply


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """A search on a small table, without its length."""
    size = np.random.default_rng(0).normal(10, 3, 120).round(2)
    table = pd.DataFrame({"size": size, "ill": np.where(size > 10, "yes", "no"), "price": (size * 100).round()})
    table.to_csv(tmp_path / "table.csv", index=False)
    targets = ["--target", "ill", "--target", "price:regression"]
    small = ["training.epochs=2", "training.learning_rate=0.0001", "sharing.units=16", "split.validation=0.3"]
    settings = [word for setting in small for word in ("--set", setting)]
    return ["search", str(tmp_path / "table.csv"), *targets, *settings, "--out", str(tmp_path / "made")]


@pytest.mark.engine
def test_search_goes_on_where_it_was_interrupted_and_leaves_the_best_network(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mtl_core.workflow import searching  # loads TensorFlow

    learn, calls = searching.learn, []

    def interrupted(*given: Any) -> object:
        calls.append(given[1])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return learn(*given)

    monkeypatch.setattr(searching, "learn", interrupted)
    out = tmp_path / "made"
    assert main([*asked, "--trials", "3"]) == 130
    assert capsys.readouterr().err.endswith("Stopped; the same command goes on from here.\n")
    assert [path.name for path in out.iterdir()] == [FILE]

    assert main([*asked, "--trials", "3"]) == 0
    printed = capsys.readouterr()
    assert "Trial 1:" not in printed.err  # it was done before
    assert "Trial 2:" in printed.err
    assert calls[2] == calls[1]
    found = Search.model_validate_json((out / FILE).read_bytes())
    judged = {"evaluation.json", "verdict.json", "importance.json", "samples.parquet"}
    names = {FILE, "experiment.json", "metrics.json", "history.json", "bundle.zip", *judged}
    assert {path.name for path in out.iterdir()} == names
    assert (len(found.trials), found.compared, found.is_better) == (3, True, True)
    assert found.best is not None
    best = Experiment.from_json((out / "experiment.json").read_bytes())
    assert best == apply(parse_experiment(found.experiment), found.best.drawn)
    assert [gain.task for gain in found.gains] == ["ill", "price"]
    metrics = json.loads((out / "metrics.json").read_bytes())
    assert metrics["test"]["price"]["mae"] == pytest.approx(found.gains[1].found)
    assert printed.out.startswith(f"After 3 trials the best settings are those of trial {found.best.number + 1}")
    assert "ill: " in printed.out

    assert main([*asked, "--trials", "3"]) == 0  # nothing is left to do
    assert capsys.readouterr().out == printed.out
    assert len(calls) == 4


def test_another_search_in_the_same_folder_is_refused(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "made"
    out.mkdir()
    other = Search(dataset_id="other", experiment={"columns": {"a": {"kind": "numeric"}}, "tasks": []})
    (out / FILE).write_text(other.model_dump_json(), "utf-8")
    assert main([*asked, "--trials", "2"]) == 2
    *_, said = capsys.readouterr().err.splitlines()
    assert "holds a search on another table or from other settings" in said


@pytest.mark.parametrize("budget", [["--trials", "0"], ["--minutes", "-1"]])
def test_a_budget_of_nothing_is_refused(
    asked: list[str], budget: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*asked, *budget]) == 2
    assert "A search takes more than 0 and at most" in capsys.readouterr().err
