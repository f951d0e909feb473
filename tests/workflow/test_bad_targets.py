"""Tables on which a network could learn nothing, or too much, end in finite answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.exporting.bundle import read
from mtl_core.preparation.experiment_request import request_experiment
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training import Silent
from mtl_core.workflow import job

pytestmark = pytest.mark.engine

SMALL = ["training.epochs=3", "sharing.units=8", "tasks.y.head_units=4"]


def zeros_but_one(rng: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame({"x": rng.normal(size=60), "y": [*np.zeros(30), 5.5, *np.zeros(29)]})


def far_apart(rng: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame({"x": rng.normal(size=60), "y": np.r_[np.zeros(20), np.exp(rng.normal(0, 8, 40))]})


def wide(rng: np.random.Generator) -> pd.DataFrame:
    cells = rng.normal(size=(60, 300))
    return pd.DataFrame(cells, columns=[f"x{place}" for place in range(300)]).assign(y=np.exp(cells[:, 0] + 3).round(2))


def ten_rows_a_class(rng: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame({"x": rng.normal(size=60), "y": np.repeat(list("abcdef"), 10)})


@pytest.mark.parametrize("made", [zeros_but_one, far_apart, wide, ten_rows_a_class])
def test_answers_are_finite(made: Callable[[np.random.Generator], pd.DataFrame], tmp_path: Path) -> None:
    frame = made(np.random.default_rng(0))
    dataset = take_in(frame.to_csv(index=False).encode(), "made.csv", tmp_path)
    kind = "y:regression" if frame["y"].dtype == float else "y"
    experiment = request_experiment(dataset, [kind], [], None, SMALL)
    summary = job.run(dataset.folder, experiment, tmp_path / "run", Silent())
    assert np.isfinite(summary.tasks[0].value)
    answers = read(tmp_path / "run" / "bundle.zip").predict(frame.drop(columns="y"))
    assert answers.drop(columns="y").notna().all(axis=None)
    assert answers["y"].notna().all()


def test_averages_of_skewed_numbers_add_up_and_medians_do_not(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=400)
    frame = pd.DataFrame({"x": x, "y": np.exp(3 + 0.5 * x + rng.normal(0, 1, 400))})
    dataset = take_in(frame.to_csv(index=False).encode(), "made.csv", tmp_path)
    sums = {}
    for answer in ("median", "mean"):
        settings = ["training.epochs=15", f"tasks.y.answer={answer}", *SMALL[1:]]
        experiment = request_experiment(dataset, ["y"], [], None, settings)
        job.run(dataset.folder, experiment, tmp_path / answer, Silent())
        bundle = read(tmp_path / answer / "bundle.zip")
        sums[answer] = bundle.predict(frame[["x"]])["y"].sum() / frame["y"].sum()
        assert bundle.space.targets[0].answer == answer
    assert sums["mean"] > 1.2 * sums["median"]  # exp(½) = 1.65 times, where the scale is a logarithm
    # 40 validation rows tell exp(e) within its deviation of about a third.
    assert 0.6 < sums["mean"] < 1.5
