"""A search with real networks: judged by validation rows, and its best settings set beside the person's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, Split, Task, Training
from mtl_core.records.searches import Search
from mtl_core.records.summary import RunSummary
from mtl_core.search.budget import Budget
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training.observer import Silent
from mtl_core.workflow import searching

pytestmark = pytest.mark.engine

ROWS, TESTED = 120, 24
EXPERIMENT = Experiment(
    columns={"day": Column(kind="date"), **{name: Column(kind="numeric") for name in ("x", "y", "z")}},
    tasks=(Task(column="y", kind="regression"), Task(column="z", kind="regression")),
    split=Split(test=TESTED / ROWS, validation=0.2, by="time", column="day"),
    training=Training(epochs=2),
)


def table() -> pd.DataFrame:
    x = np.random.default_rng(0).normal(size=ROWS).round(3)
    days = np.datetime64("2024-01-01") + np.arange(ROWS)
    return pd.DataFrame({"day": days.astype(str), "x": x, "y": 3 * x, "z": 100 - x})


@contextmanager
def follow(sentence: str) -> Iterator[Silent]:
    yield Silent()


def search(frame: pd.DataFrame, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Search, Experiment]:
    """The trials on that table, and the settings that would be trained in the end."""
    left: list[Experiment] = []

    def run(dataset: Path, experiment: Experiment, *_: Any) -> RunSummary:
        return RunSummary(stopped_by="epochs")

    monkeypatch.setattr(searching, "run", run)
    dataset = take_in(frame.to_csv(index=False).encode(), "made.csv", folder / "workspace")
    audience = searching.Audience(follow, lambda search: None, lambda _, experiment, __: left.append(experiment))
    found = searching.search(dataset.folder, EXPERIMENT, folder / "search", Budget(trials=3), audience)
    return found, left[-1]


def test_labels_of_test_rows_decide_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame, other = table(), table()
    other.loc[ROWS - TESTED :, ["y", "z"]] = other.loc[ROWS - TESTED :, ["y", "z"]].to_numpy()[::-1] + 7
    found, best = search(frame, tmp_path / "a", monkeypatch)
    again, best_again = search(other, tmp_path / "b", monkeypatch)
    assert found.dataset_id != again.dataset_id
    assert best == best_again
    assert [trial.drawn for trial in found.trials] == [trial.drawn for trial in again.trials]
    assert [trial.curve for trial in found.trials] == [trial.curve for trial in again.trials]

    other.loc[: ROWS // 2, "y"] += 100  # labels of rows that are learnt from do decide
    third, _ = search(other, tmp_path / "c", monkeypatch)
    assert third.trials[0].curve != found.trials[0].curve
