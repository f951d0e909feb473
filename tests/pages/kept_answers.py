"""A finished run with answers about its rows, without a network."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pandas as pd

from mtl_core.experiment import Experiment
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.runs.kept_answers import TEST, VALIDATION
from mtl_core.runs.store import Run
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset


def leave_answers(workspace: Workspace, run: Run) -> FeatureSpace:
    """The answers about each row of the small table, as test and as validation rows: the chance of "ill" is the row's
    place by a hundred."""
    folder, experiment = workspace.run(run.id), Experiment.from_json(run.experiment)
    frame = Dataset.open(workspace.dataset(run.dataset_id)).values(experiment, [*experiment.columns])
    space = fit(frame, experiment)
    with zipfile.ZipFile(folder / "bundle.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"space": space.to_dict()}))
    yes = (np.arange(len(frame)) / 100).astype(np.float32)
    found = pd.DataFrame(
        {
            "position": np.arange(len(frame)),
            "ill (true)": frame["ill"],
            "cost (true)": frame["cost"],
            "ill": np.where(yes >= 0.5, "yes", "no"),
            "ill:no": 1 - yes,
            "ill:yes": yes,
            "cost": frame["cost"] + 1.0,
        }
    )
    for name in (TEST, VALIDATION):
        found.to_parquet(folder / name)
    return space
