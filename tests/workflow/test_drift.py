"""Whether a training says that the rows which judge it differ from those it learns from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.experiment import Column, Experiment, HardSharing, Split, Task, Training
from mtl_core.workflow import job
from tests.workflow.test_job import taken_in

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("by", ["time", "random"])
def test_a_split_by_time_tells_of_drift(tmp_path: Path, by: str) -> None:
    rng, rows = np.random.default_rng(0), 200
    frame = pd.DataFrame(
        {
            "day": pd.date_range("2024-01-01", periods=rows).astype(str),
            "heat": rng.normal(size=rows) + 3 * (np.arange(rows) >= 150),
            "calm": rng.normal(size=rows),
            "y": rng.normal(size=rows),
        }
    )
    kinds = {"day": "date", "heat": "numeric", "calm": "numeric", "y": "numeric"}
    experiment = Experiment(
        columns={name: Column(kind=kind) for name, kind in kinds.items()},
        tasks=(Task(column="y", kind="regression"),),
        split=Split(test=0.25, by=by, column="day" if by == "time" else None),
        sharing=HardSharing(depth=1, layers=1, units=4),
        training=Training(epochs=1),
    )
    with ProgressBar(1) as told:
        job.run(taken_in(frame, tmp_path), experiment, tmp_path / "run", told)
    drift = [note.sentence for note in told.notes if "differ from those that train" in note.sentence]
    assert len(drift) == (by == "time")
    assert all('most by "heat"' in sentence for sentence in drift)
