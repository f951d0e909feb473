"""Nothing that is chosen looks at the labels of the test rows: they move the final numbers and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, HardSharing, Split, Task, Training
from mtl_core.records.summary import RunSummary
from mtl_core.runs.kept_answers import TEST, VALIDATION, read_answers
from mtl_core.runs.results import read as read_evaluation
from mtl_core.runs.thresholds import BUNDLE, read_space
from mtl_core.tables.intake.uploads import take_in
from mtl_core.verdict.thresholds import Costs, YesNo, propose_threshold
from mtl_core.workflow import job
from tests.workflow.test_job import Listener

ROWS, LABELS = 400, ["ill", "colour", "cost"]
EXPERIMENT = Experiment(
    columns={
        "day": Column(kind="date", use=False),
        "age": Column(kind="numeric"),
        "size": Column(kind="numeric"),
        "ill": Column(kind="yes_no"),
        "colour": Column(kind="category"),
        "cost": Column(kind="numeric"),
    },
    tasks=(
        Task(column="ill", kind="binary"),
        Task(column="colour", kind="multiclass"),
        Task(column="cost", kind="regression"),
    ),
    split=Split(by="time", column="day", test=0.3, validation=0.3),  # so that no label deals the rows
    sharing=HardSharing(depth=1, layers=1, units=16),
    training=Training(epochs=12, batch_size=16, learning_rate=0.03),
)


def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    age, size = rng.normal(size=(2, ROWS))
    noisy = age + rng.normal(size=ROWS)
    return pd.DataFrame(
        {
            "day": pd.date_range("2020-01-01", periods=ROWS).astype(str),
            "age": age,
            "size": size,
            "ill": np.where(noisy > 0, "yes", "no"),
            "colour": np.array(["red", "green", "blue"])[np.digitize(noisy, [-0.5, 0.5])],
            "cost": size + rng.normal(size=ROWS),
        }
    )


def trained(frame: pd.DataFrame, home: Path) -> tuple[Path, RunSummary]:
    text, run = io.StringIO(), home / "run"
    frame.to_csv(text, index=False)
    dataset = take_in(text.getvalue().encode(), "table.csv", home)
    return run, job.run(dataset.folder, EXPERIMENT, run, Listener())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, RunSummary]]:
    """A run, and one whose test rows, the last ones, have each other's labels."""
    frame = table()
    dealt, last = frame.copy(), np.arange(ROWS - round(0.3 * ROWS), ROWS)
    dealt.loc[last, LABELS] = frame.loc[np.random.default_rng(1).permutation(last), LABELS].to_numpy()
    return [trained(each, tmp_path_factory.mktemp("labels")) for each in (frame, dealt)]


def chosen(run: Path, summary: RunSummary) -> dict[str, Any]:
    """All that was chosen by data."""
    evaluation, space = read_evaluation(run), read_space(run / BUNDLE)
    assert evaluation is not None
    with zipfile.ZipFile(run / "bundle.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    (ill, *_) = read_answers(run / VALIDATION, space)
    known = YesNo.of(ill.true, ill.chances, space.targets[0].classes)
    bands = [task.band for task in evaluation.tasks]
    return {
        "kept epoch": summary.kept_epoch,
        "weights": manifest["weights_sha256"],
        "learnt state": manifest["space"],
        "temperatures": [target.temperature for target in space.targets],
        "thresholds": [propose_threshold(known, Costs(1.0, miss)) for miss in (1.0, 3.0, 9.0)],
        "bands": [band and (band.half, band.chosen) for band in bands],
    }


def test_what_is_chosen_does_not_move(runs: list[tuple[Path, RunSummary]]) -> None:
    first, second = (chosen(*run) for run in runs)
    assert first == second
    assert None not in first["thresholds"]
    assert first["bands"][2] is not None


def test_the_final_numbers_do(runs: list[tuple[Path, RunSummary]]) -> None:
    (run, first), (_, second) = runs
    assert first.validation == second.validation
    assert first.test["ill"]["auc"] > second.test["ill"]["auc"] + 0.1
    assert first.test["cost"]["mae"] != second.test["cost"]["mae"]
    space = read_space(run / BUNDLE)
    assert len(read_answers(run / TEST, space)[0].true) == first.rows.test
