"""Averages and typical values of a skewed number are what they are called."""

from __future__ import annotations

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


def test_averages_of_skewed_numbers_add_up_and_medians_do_not(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=400)
    frame = pd.DataFrame({"x": x, "y": np.exp(3 + 0.5 * x + rng.normal(0, 1, 400))})
    dataset = take_in(frame.to_csv(index=False).encode(), "made.csv", tmp_path)
    sums = {}
    for answer in ("median", "mean"):
        settings = ["training.epochs=15", f"tasks.y.answer={answer}", "sharing.units=8", "tasks.y.head_units=4"]
        experiment = request_experiment(dataset, ["y"], [], None, settings)
        job.run(dataset.folder, experiment, tmp_path / answer, Silent())
        bundle = read(tmp_path / answer / "bundle.zip")
        sums[answer] = bundle.predict(frame[["x"]])["y"].sum() / frame["y"].sum()
        assert bundle.space.targets[0].answer == answer
    assert sums["mean"] > 1.2 * sums["median"]  # exp(½) = 1.65 times, where the scale is a logarithm
    # 40 validation rows tell exp(e) within its deviation of about a third.
    assert 0.6 < sums["mean"] < 1.5
