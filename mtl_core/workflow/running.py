"""One training from a table to its files: prepare, build, train, finish."""

from __future__ import annotations

import time
from pathlib import Path

from mtl_core.experiment import Experiment
from mtl_core.preparation.preparing import columns
from mtl_core.records.summary import RunSummary
from mtl_core.tables.dataset import Dataset
from mtl_core.training import Observer
from mtl_core.workflow.finishing import Rows, finish
from mtl_core.workflow.learning import enter, learn


def run(dataset_folder: Path, experiment: Experiment, folder: Path, observer: Observer) -> RunSummary:
    """Train the experiment on the dataset in ``dataset_folder`` and leave in ``folder`` what ``finish`` does.

    A second call with the same folder resumes from the last checkpoint. Returns what the run comes to. Raises
    MTLError.
    """
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    enter("preparing", observer)
    dataset = Dataset.open(dataset_folder)
    learnt = learn(dataset, experiment, folder / "checkpoints", observer)
    rows = Rows(dataset, dataset.values(experiment, columns(experiment)), learnt.prepared.parts)
    summary = finish(learnt.trained, rows, learnt.outcome, folder, observer)
    return summary.model_copy(update={"seconds": time.monotonic() - started})
